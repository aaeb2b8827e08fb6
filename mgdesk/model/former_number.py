"""The learner numbers that somebody had at other campuses: written on old papers, still found."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mgdesk.model.base import Base, Keyed
from mgdesk.model.person import Person


class FormerNumber(Keyed, Base):
    """A number given up by moving to another campus; whoever comes back has it again."""

    __tablename__ = "former_number"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    campus_id: Mapped[UUID | None] = mapped_column(ForeignKey("campus.id", ondelete="SET NULL"))
    number: Mapped[str] = mapped_column(index=True)
    given_up_at: Mapped[datetime]

    person: Mapped[Person] = relationship()
