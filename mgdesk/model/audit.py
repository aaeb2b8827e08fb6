"""What was done, by whom, row by row: written by itself at each flush, and what undo reads."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from mgdesk.model.base import Base, Keyed


class Change(Keyed, Base):
    """One act of a person: one transaction with a name that can be read in any language.

    Sealed with the one before it (`storage.chain`), and never updated or deleted: triggers refuse.
    """

    __tablename__ = "change"
    __table_args__ = (
        Index("ix_change_at", "at"),
        Index("ix_change_position", "position", unique=True),
    )
    is_audited = False

    at: Mapped[datetime]  # hybrid clock: later than every change before it
    title: Mapped[str]  # English message, translated when shown
    values: Mapped[dict[str, Any]]  # what fills its fields
    staff_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    undoes_id: Mapped[UUID | None] = mapped_column(ForeignKey("change.id", ondelete="SET NULL"))
    position: Mapped[int] = mapped_column(BigInteger)  # in the chain, from 1
    digest: Mapped[bytes]  # of what stands above
    seal: Mapped[bytes]
    sealed_by: Mapped[bytes]  # which key: storage.chain.key_id


class AuditEntry(Keyed, Base):
    """One row that a change inserted, updated or deleted. `before` and `after` hold changed columns."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index("ix_audit_entry_change_id_position", "change_id", "position"),
        Index("ix_audit_entry_table_name_row_id", "table_name", "row_id"),
    )
    is_audited = False

    change_id: Mapped[UUID] = mapped_column(ForeignKey("change.id", ondelete="CASCADE"))
    position: Mapped[int]
    table_name: Mapped[str]
    row_id: Mapped[UUID]
    operation: Mapped[str]  # insert, update, delete
    before: Mapped[dict[str, Any] | None]
    after: Mapped[dict[str, Any] | None]
    digest: Mapped[bytes]


class Setting(Base):
    """A few facts about the data as a whole, such as that it is a demo."""

    __tablename__ = "setting"
    is_audited = False

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[dict[str, Any]]
