"""Applications to a training, what was decided on each, and how the campus chooses."""

from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mgdesk.model.base import Base, Keyed, Versioned
from mgdesk.model.campus import Campus, Room
from mgdesk.model.cohort import Cohort, Enrolment
from mgdesk.model.person import Person
from mgdesk.model.training import Training
from mgdesk.rules.application import ApplicationStatus, Channel
from mgdesk.rules.selection import CriterionKind


class Application(Keyed, Versioned, Base):
    """A person asks to join a training, or one of its cohorts. Nothing but a name is needed.

    Where applicants come from is their own municipality, as they gave it.
    """

    __tablename__ = "application"
    __table_args__ = (
        CheckConstraint("schooling IS NULL OR schooling BETWEEN 1 AND 8", name="schooling"),
        Index("ix_application_person_id_received_at", "person_id", "received_at"),
        Index("ix_application_training_id_received_at", "training_id", "received_at"),
        Index("ix_application_campus_id_received_at", "campus_id", "received_at"),
        Index("ix_application_cohort_id", "cohort_id"),
    )

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    training_id: Mapped[UUID] = mapped_column(ForeignKey("training.id", ondelete="RESTRICT"))
    cohort_id: Mapped[UUID | None] = mapped_column(ForeignKey("cohort.id", ondelete="SET NULL"))
    campus_id: Mapped[UUID] = mapped_column(ForeignKey("campus.id", ondelete="RESTRICT"))
    enrolment_id: Mapped[UUID | None] = mapped_column(  # what became of it
        ForeignKey("enrolment.id", ondelete="SET NULL"), index=True
    )
    received_at: Mapped[datetime]
    channel: Mapped[Channel] = mapped_column(default=Channel.WALK_IN)
    prescriber: Mapped[str] = mapped_column(default="")  # who sent them
    heard_of: Mapped[str] = mapped_column(default="")  # how they heard of the campus
    motivation: Mapped[str] = mapped_column(default="")  # in their own words
    language: Mapped[str] = mapped_column(default="")  # that they wish to learn in
    availability: Mapped[str] = mapped_column(default="")
    schooling: Mapped[int | None]  # ISCED 1–8, a statistic; empty: not said
    status: Mapped[ApplicationStatus] = mapped_column(default=ApplicationStatus.NEW)
    note: Mapped[str] = mapped_column(default="")
    source: Mapped[str] = mapped_column(default="")  # of an import: the file's name

    person: Mapped[Person] = relationship()
    training: Mapped[Training] = relationship()
    cohort: Mapped[Cohort | None] = relationship()
    campus: Mapped[Campus] = relationship()
    enrolment: Mapped[Enrolment | None] = relationship()
    decisions: Mapped[list["Decision"]] = relationship(
        back_populates="application", cascade="all, delete-orphan", order_by="Decision.at"
    )
    interviews: Mapped[list["Interview"]] = relationship(
        back_populates="application", cascade="all, delete-orphan"
    )


class Decision(Keyed, Base):
    """Who moved an application to which state, when and why; added, never rewritten."""

    __tablename__ = "decision"
    __table_args__ = (Index("ix_decision_application_id_at", "application_id", "at"),)

    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id", ondelete="CASCADE"))
    status: Mapped[ApplicationStatus]
    at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(default="")
    decided_by: Mapped[str] = mapped_column(default="")  # their name then
    staff_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))

    application: Mapped[Application] = relationship(back_populates="decisions")


class Criterion(Keyed, Versioned, Base):
    """What a campus looks at when it chooses for a training, and how much that weighs."""

    __tablename__ = "criterion"
    __table_args__ = (
        UniqueConstraint("training_id", "campus_id", "name"),
        CheckConstraint("name <> ''", name="name"),
        CheckConstraint("weight BETWEEN 0 AND 100", name="weight"),
    )

    training_id: Mapped[UUID] = mapped_column(ForeignKey("training.id", ondelete="CASCADE"))
    campus_id: Mapped[UUID] = mapped_column(ForeignKey("campus.id", ondelete="CASCADE"), index=True)
    name: Mapped[str]
    weight: Mapped[int] = mapped_column(default=1)
    kind: Mapped[CriterionKind] = mapped_column(default=CriterionKind.POINTS)
    guidance: Mapped[str] = mapped_column(default="")  # what to ask, and what the points mean
    position: Mapped[int] = mapped_column(default=0)


class Interview(Keyed, Versioned, Base):
    """What one interviewer heard from an applicant."""

    __tablename__ = "interview"
    __table_args__ = (
        UniqueConstraint("application_id", "interviewer"),
        CheckConstraint("interviewer <> ''", name="interviewer"),
    )

    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id", ondelete="CASCADE"))
    interviewer: Mapped[str]
    staff_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    held_at: Mapped[datetime]
    note: Mapped[str] = mapped_column(default="")

    application: Mapped[Application] = relationship(back_populates="interviews")
    scores: Mapped[list["InterviewScore"]] = relationship(
        back_populates="interview", cascade="all, delete-orphan"
    )


class InterviewScore(Keyed, Base):
    """Points for one criterion."""

    __tablename__ = "interview_score"
    __table_args__ = (
        UniqueConstraint("interview_id", "criterion_id"),
        CheckConstraint("points BETWEEN 0 AND 5", name="points"),
    )

    interview_id: Mapped[UUID] = mapped_column(ForeignKey("interview.id", ondelete="CASCADE"))
    criterion_id: Mapped[UUID] = mapped_column(
        ForeignKey("criterion.id", ondelete="CASCADE"), index=True
    )
    points: Mapped[int]

    interview: Mapped[Interview] = relationship(back_populates="scores")
    criterion: Mapped[Criterion] = relationship()


class SelectionDay(Keyed, Versioned, Base):
    """A day on which applicants are seen; its hours are the campus's local ones."""

    __tablename__ = "selection_day"
    __table_args__ = (
        CheckConstraint("slot_minutes BETWEEN 5 AND 480", name="slot_minutes"),
        CheckConstraint("slot_places BETWEEN 1 AND 500", name="slot_places"),
        CheckConstraint("ends_at > starts_at", name="hours"),
        Index("ix_selection_day_campus_id_day", "campus_id", "day"),
    )

    training_id: Mapped[UUID] = mapped_column(ForeignKey("training.id", ondelete="RESTRICT"))
    cohort_id: Mapped[UUID | None] = mapped_column(ForeignKey("cohort.id", ondelete="SET NULL"))
    campus_id: Mapped[UUID] = mapped_column(ForeignKey("campus.id", ondelete="RESTRICT"))
    room_id: Mapped[UUID | None] = mapped_column(ForeignKey("room.id", ondelete="SET NULL"))
    day: Mapped[date]
    starts_at: Mapped[time]
    ends_at: Mapped[time]
    slot_minutes: Mapped[int] = mapped_column(default=30)
    slot_places: Mapped[int] = mapped_column(default=2)  # seen at the same time
    note: Mapped[str] = mapped_column(default="")  # said in the letter: what to bring, whom to ask

    training: Mapped[Training] = relationship()
    cohort: Mapped[Cohort | None] = relationship()
    campus: Mapped[Campus] = relationship()
    room: Mapped[Room | None] = relationship()
    convocations: Mapped[list["Convocation"]] = relationship(
        back_populates="selection_day", cascade="all, delete-orphan"
    )


class Convocation(Keyed, Base):
    """An applicant is expected on a selection day, at an hour."""

    __tablename__ = "convocation"
    __table_args__ = (
        UniqueConstraint("selection_day_id", "application_id"),
        Index("ix_convocation_application_id", "application_id"),
    )

    selection_day_id: Mapped[UUID] = mapped_column(
        ForeignKey("selection_day.id", ondelete="CASCADE")
    )
    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id", ondelete="CASCADE"))
    starts_at: Mapped[time]
    # What they were told before it changed; empty once they know what holds now.
    former_day: Mapped[date | None]
    former_starts_at: Mapped[time | None]
    former_room: Mapped[str] = mapped_column(default="")

    selection_day: Mapped[SelectionDay] = relationship(back_populates="convocations")
    application: Mapped[Application] = relationship()
