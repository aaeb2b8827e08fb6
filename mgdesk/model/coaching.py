"""Appointments with a coach, and the note of what was said and agreed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mgdesk.model.base import Base, Keyed, Versioned
from mgdesk.model.campus import Campus, Room
from mgdesk.model.person import Person
from mgdesk.rules.coaching import CoachingStatus


class CoachingSession(Keyed, Versioned, Base):
    """A person meets a coach. The note is private to coaches: only `queries.coaching.note` reads it."""

    __tablename__ = "coaching_session"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="hours"),
        CheckConstraint("coach_id IS NULL OR coach_id <> person_id", name="coach"),
        Index("ix_coaching_session_campus_id_starts_at", "campus_id", "starts_at"),
        Index("ix_coaching_session_coach_id_starts_at", "coach_id", "starts_at"),
        Index("ix_coaching_session_person_id_starts_at", "person_id", "starts_at"),
    )

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    # A coach is a person with the role of one; when the record is deleted, the talk still took place.
    coach_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    campus_id: Mapped[UUID] = mapped_column(ForeignKey("campus.id", ondelete="RESTRICT"))
    room_id: Mapped[UUID | None] = mapped_column(ForeignKey("room.id", ondelete="SET NULL"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    booked_at: Mapped[datetime]
    status: Mapped[CoachingStatus] = mapped_column(default=CoachingStatus.PLANNED)
    subject: Mapped[str] = mapped_column(default="")
    aims: Mapped[str] = mapped_column(default="")
    points: Mapped[str] = mapped_column(default="")
    action_plan: Mapped[str] = mapped_column(default="")
    note_written_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    coach: Mapped[Person | None] = relationship(foreign_keys=[coach_id])
    campus: Mapped[Campus] = relationship()
    room: Mapped[Room | None] = relationship()
