"""What search reads: the folded words of each record that can be found, and the slips of each word."""

from typing import Any
from uuid import UUID

from sqlalchemy import Index, Integer, func
from sqlalchemy.orm import Mapped, mapped_column

from mgdesk.model.base import Base


class SearchEntry(Base):
    """The words by which one record is found (rules.search), newest last.

    Derived from the record and rewritten with it (storage.fulltext), so neither audited nor undone.
    """

    __tablename__ = "search_entry"
    is_audited = False

    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    kind: Mapped[str]  # the record's table
    record_id: Mapped[UUID] = mapped_column(unique=True)
    words: Mapped[str]


class SearchSlip(Base):
    """A word of a record by what is left of its beginning when one letter is lost."""

    __tablename__ = "search_slip"
    __table_args__: Any = {"sqlite_with_rowid": False}  # noqa: RUF012 - SQLAlchemy's own protocol
    is_audited = False

    slip: Mapped[str] = mapped_column(primary_key=True)
    word: Mapped[str] = mapped_column(primary_key=True)


# PostgreSQL's index of the words; SQLite's is a table of its own (see storage.fulltext).
Index(
    "ix_search_entry_words",
    func.array_to_tsvector(func.string_to_array(SearchEntry.__table__.c.words, " ")),
    postgresql_using="gin",
).ddl_if(dialect="postgresql")
