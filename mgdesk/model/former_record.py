"""Records that turned out to be of one human: what the one that went was known by still finds them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mgdesk.model.base import Base, Keyed
from mgdesk.model.person import Person


class FormerRecord(Keyed, Base):
    """A record that was merged into a person's; its `id` is the key that it had.

    Half a merge is worse than none: a change that wrote such a row is undone whole or not at all.
    """

    __tablename__ = "former_record"
    is_undone_whole = True

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    name: Mapped[str]  # as it stood there
    badge_code: Mapped[str] = mapped_column(unique=True)
    learner_number: Mapped[str] = mapped_column(default="", index=True)  # the one of both given up
    source: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    merged_at: Mapped[datetime]

    person: Mapped[Person] = relationship()
