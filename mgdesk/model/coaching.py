"""Appointments with a coach, the note of what was agreed, a coach's hours, and referrals."""

from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mgdesk.model.base import Base, Keyed, Versioned
from mgdesk.model.campus import Campus, Room
from mgdesk.model.person import Person
from mgdesk.rules.coaching import CoachingStatus, ReferralWay


class CoachingSession(Keyed, Versioned, Base):
    """A person meets a coach. The note is private to coaches: only `queries.coaching.note` reads it."""

    __tablename__ = "coaching_session"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="hours"),
        CheckConstraint("coach_id IS NULL OR coach_id <> person_id", name="coach"),
        Index("ix_coaching_session_campus_id_starts_at", "campus_id", "starts_at"),
        Index("ix_coaching_session_coach_id_starts_at", "coach_id", "starts_at"),
        Index("ix_coaching_session_person_id_starts_at", "person_id", "starts_at"),
        Index("ix_coaching_session_series_id", "series_id"),
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
    series_id: Mapped[UUID | None]  # shared by the appointments of one series; no table of its own
    follow_up_on: Mapped[date | None]  # the next date of the action plan
    followed_up_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    coach: Mapped[Person | None] = relationship(foreign_keys=[coach_id])
    campus: Mapped[Campus] = relationship()
    room: Mapped[Room | None] = relationship()
    steps: Mapped[list["PlanStep"]] = relationship(
        back_populates="coaching_session",
        cascade="all, delete-orphan",
        order_by="PlanStep.position",
    )


class PlanStep(Keyed, Base):
    """A point of an action plan: what, who does it, until when; private to coaches as the note is."""

    __tablename__ = "plan_step"
    __table_args__ = (
        Index("ix_plan_step_coaching_session_id", "coaching_session_id"),
        Index("ix_plan_step_due_on", "due_on"),
    )

    coaching_session_id: Mapped[UUID] = mapped_column(
        ForeignKey("coaching_session.id", ondelete="CASCADE")
    )
    position: Mapped[int] = mapped_column(default=0)
    what: Mapped[str] = mapped_column(default="")
    who: Mapped[str] = mapped_column(default="")  # the person, the coach, a service
    due_on: Mapped[date | None]
    done_on: Mapped[date | None]

    coaching_session: Mapped[CoachingSession] = relationship(back_populates="steps")


class CoachHours(Keyed, Base):
    """When a coach sees people at a campus, every week, on the campus's clock. Monday is 0."""

    __tablename__ = "coach_hours"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="hours"),
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
        UniqueConstraint("coach_id", "campus_id", "weekday", "starts_at"),
    )

    coach_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    campus_id: Mapped[UUID] = mapped_column(ForeignKey("campus.id", ondelete="RESTRICT"))
    weekday: Mapped[int]
    starts_at: Mapped[time]
    ends_at: Mapped[time]


class CoachException(Keyed, Base):
    """A time when a coach is away after all (holidays, another calendar's appointment), or there after all.

    Without a campus it holds for all of them.
    """

    __tablename__ = "coach_exception"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="hours"),
        CheckConstraint("NOT is_there OR campus_id IS NOT NULL", name="place"),
        Index("ix_coach_exception_coach_id_starts_at", "coach_id", "starts_at"),
    )

    coach_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    campus_id: Mapped[UUID | None] = mapped_column(ForeignKey("campus.id", ondelete="CASCADE"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    is_there: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = mapped_column(default="")
    calendar_uid: Mapped[str] = mapped_column(default="")  # of the calendar that it was read from


class Referral(Keyed, Versioned, Base):
    """A person sent to a service, or sent to us by a prescriber: to whom, why, when, what came of it."""

    __tablename__ = "referral"
    __table_args__ = (
        CheckConstraint("party <> ''", name="party"),
        Index("ix_referral_person_id_day", "person_id", "day"),
    )

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    coach_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    way: Mapped[ReferralWay]
    party: Mapped[str]  # the service, or the prescriber
    day: Mapped[date]
    reason: Mapped[str] = mapped_column(default="")
    answer: Mapped[str] = mapped_column(default="")
    answered_on: Mapped[date | None]
