"""Visitors who are announced: when, and whom they come to see."""

from datetime import date, time
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mgdesk.model.base import Base, Keyed, Versioned
from mgdesk.model.campus import Campus
from mgdesk.model.person import Person
from mgdesk.rules.visits import VisitStatus


class Visit(Keyed, Versioned, Base):
    """A person expected on a day; the hour is one of the campus's clock."""

    __tablename__ = "visit"
    __table_args__ = (
        Index("ix_visit_campus_id_day", "campus_id", "day"),
        Index("ix_visit_person_id_day", "person_id", "day"),
    )

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    campus_id: Mapped[UUID] = mapped_column(ForeignKey("campus.id", ondelete="RESTRICT"))
    day: Mapped[date]
    hour: Mapped[time | None]  # empty: some time of the day
    host: Mapped[str] = mapped_column(default="")  # whom they come to see
    status: Mapped[VisitStatus] = mapped_column(default=VisitStatus.EXPECTED)

    person: Mapped[Person] = relationship()
    campus: Mapped[Campus] = relationship()
