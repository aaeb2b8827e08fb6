"""A run of a training: its people, its half-days, and one mark for each of both."""

from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mgdesk.model.base import Base, Keyed, Versioned
from mgdesk.model.campus import Campus, Room
from mgdesk.model.employer import Employer
from mgdesk.model.partner import FunderProfile, Partner
from mgdesk.model.person import Person
from mgdesk.model.training import Training
from mgdesk.rules.absence import AbsenceNotice
from mgdesk.rules.attendance import AttendanceStatus
from mgdesk.rules.enrolment import CohortStatus, EnrolmentKind, EnrolmentStatus, Half, SlotMode


class Cohort(Keyed, Versioned, Base):
    __tablename__ = "cohort"
    __table_args__ = (
        CheckConstraint("code <> ''", name="code"),
        CheckConstraint("last_day >= first_day", name="days"),
        CheckConstraint("capacity IS NULL OR capacity >= 0", name="capacity"),
    )

    code: Mapped[str] = mapped_column(unique=True)
    training_id: Mapped[UUID] = mapped_column(ForeignKey("training.id", ondelete="RESTRICT"))
    campus_id: Mapped[UUID] = mapped_column(ForeignKey("campus.id", ondelete="RESTRICT"))
    room_id: Mapped[UUID | None] = mapped_column(ForeignKey("room.id", ondelete="SET NULL"))
    funder_profile_id: Mapped[UUID | None] = mapped_column(  # empty: the campus's
        ForeignKey("funder_profile.id", ondelete="SET NULL")
    )
    first_day: Mapped[date]
    last_day: Mapped[date]
    status: Mapped[CohortStatus] = mapped_column(default=CohortStatus.PLANNED)
    capacity: Mapped[int | None]
    language: Mapped[str] = mapped_column(default="")  # of its paper; empty: the campus's first
    note: Mapped[str] = mapped_column(default="")

    training: Mapped[Training] = relationship()
    campus: Mapped[Campus] = relationship()
    room: Mapped[Room | None] = relationship()
    funder_profile: Mapped[FunderProfile | None] = relationship()
    trainers: Mapped[list["CohortTrainer"]] = relationship(
        cascade="all, delete-orphan", order_by="CohortTrainer.position"
    )
    partners: Mapped[list["CohortPartner"]] = relationship(
        cascade="all, delete-orphan", order_by="CohortPartner.position"
    )
    slots: Mapped[list["Slot"]] = relationship(
        back_populates="cohort", cascade="all, delete-orphan", order_by="Slot.day, Slot.starts_at"
    )
    enrolments: Mapped[list["Enrolment"]] = relationship(
        back_populates="cohort", cascade="all, delete-orphan"
    )


class CohortTrainer(Keyed, Base):
    """A person who teaches in a cohort; the first by position leads it."""

    __tablename__ = "cohort_trainer"
    __table_args__ = (UniqueConstraint("cohort_id", "person_id"),)

    cohort_id: Mapped[UUID] = mapped_column(ForeignKey("cohort.id", ondelete="CASCADE"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(default=0)

    person: Mapped[Person] = relationship()


class CohortPartner(Keyed, Base):
    """A partner of a cohort: its logo goes on the paper, in this order."""

    __tablename__ = "cohort_partner"
    __table_args__ = (UniqueConstraint("cohort_id", "partner_id"),)

    cohort_id: Mapped[UUID] = mapped_column(ForeignKey("cohort.id", ondelete="CASCADE"))
    partner_id: Mapped[UUID] = mapped_column(
        ForeignKey("partner.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int] = mapped_column(default=0)

    partner: Mapped[Partner] = relationship()


class Slot(Keyed, Base):
    """A half-day to sign for. Its day and hours are the campus's local ones, as on the timetable:
    a class at nine stays at nine when the country changes its clock."""

    __tablename__ = "slot"
    __table_args__ = (
        UniqueConstraint("cohort_id", "day", "starts_at"),
        UniqueConstraint("cohort_id", "day", "half"),
        CheckConstraint("ends_at > starts_at", name="hours"),
        Index("ix_slot_day", "day"),
    )

    cohort_id: Mapped[UUID] = mapped_column(ForeignKey("cohort.id", ondelete="CASCADE"))
    day: Mapped[date]
    half: Mapped[Half]
    starts_at: Mapped[time]
    ends_at: Mapped[time]
    room_id: Mapped[UUID | None] = mapped_column(ForeignKey("room.id", ondelete="SET NULL"))
    trainer_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    mode: Mapped[SlotMode] = mapped_column(default=SlotMode.ON_SITE)
    is_closed: Mapped[bool] = mapped_column(default=False)  # the signed sheet was encoded
    note: Mapped[str] = mapped_column(default="")

    cohort: Mapped[Cohort] = relationship(back_populates="slots")
    room: Mapped[Room | None] = relationship()
    trainer: Mapped[Person | None] = relationship()


class Enrolment(Keyed, Versioned, Base):
    """A person in a cohort."""

    __tablename__ = "enrolment"
    __table_args__ = (
        UniqueConstraint("cohort_id", "person_id"),
        CheckConstraint("exit_on IS NULL OR start_on IS NULL OR exit_on >= start_on", name="days"),
    )

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    cohort_id: Mapped[UUID] = mapped_column(ForeignKey("cohort.id", ondelete="CASCADE"))
    status: Mapped[EnrolmentStatus] = mapped_column(default=EnrolmentStatus.CONFIRMED)
    kind: Mapped[EnrolmentKind] = mapped_column(default=EnrolmentKind.REGULAR)
    enrolled_at: Mapped[datetime]
    start_on: Mapped[date | None]  # empty: the cohort's first day
    exit_on: Mapped[date | None]  # last day that they belong to the cohort
    exit_reason: Mapped[str] = mapped_column(default="")
    labour_status: Mapped[str] = mapped_column(default="")
    registered_at: Mapped[str] = mapped_column(
        default=""
    )  # Actiris, VDAB, Forem, UWV, CPI, ANAPEC…
    schooling: Mapped[str] = mapped_column(default="")  # a statistic, never a condition
    prescriber: Mapped[str] = mapped_column(default="")
    contract: Mapped[str] = mapped_column(default="")  # reference of the F70, F70bis or its like
    employer_id: Mapped[UUID | None] = mapped_column(  # who sent them to a short course
        ForeignKey("employer.id", ondelete="SET NULL"), index=True
    )
    note: Mapped[str] = mapped_column(default="")

    person: Mapped[Person] = relationship()
    employer: Mapped[Employer | None] = relationship()
    cohort: Mapped[Cohort] = relationship(back_populates="enrolments")
    marks: Mapped[list["Attendance"]] = relationship(
        back_populates="enrolment", cascade="all, delete-orphan"
    )


class AbsenceReason(Keyed, Base):
    """Why somebody was away, and whether that is justified for the funder."""

    __tablename__ = "absence_reason"
    __table_args__ = (UniqueConstraint("funder_profile_id", "code"),)

    code: Mapped[str]
    label: Mapped[str]
    is_justified: Mapped[bool] = mapped_column(default=True)
    needs_proof: Mapped[bool] = mapped_column(default=True)
    funder_profile_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("funder_profile.id", ondelete="CASCADE")
    )


class Absence(Keyed, Versioned, Base):
    """An announced or explained absence over some days, with its proof."""

    __tablename__ = "absence"
    __table_args__ = (CheckConstraint("last_day >= first_day", name="days"),)

    enrolment_id: Mapped[UUID] = mapped_column(
        ForeignKey("enrolment.id", ondelete="CASCADE"), index=True
    )
    first_day: Mapped[date]
    last_day: Mapped[date]
    reason_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("absence_reason.id", ondelete="SET NULL")
    )
    proof_id: Mapped[UUID | None] = mapped_column(ForeignKey("picture.id", ondelete="SET NULL"))
    notice: Mapped[AbsenceNotice] = mapped_column(default=AbsenceNotice.NONE)
    announced_on: Mapped[date | None]  # the day on which they told
    note: Mapped[str] = mapped_column(default="")

    reason: Mapped[AbsenceReason | None] = relationship()


class Attendance(Keyed, Versioned, Base):
    """The mark of one person for one half-day; unmarked means no row."""

    __tablename__ = "attendance"
    __table_args__ = (
        UniqueConstraint("slot_id", "enrolment_id"),
        CheckConstraint("minutes >= 0", name="minutes"),
    )

    slot_id: Mapped[UUID] = mapped_column(ForeignKey("slot.id", ondelete="CASCADE"))
    enrolment_id: Mapped[UUID] = mapped_column(
        ForeignKey("enrolment.id", ondelete="CASCADE"), index=True
    )
    status: Mapped[AttendanceStatus]
    minutes: Mapped[int]  # present in this half-day
    arrived_at: Mapped[datetime | None]
    left_at: Mapped[datetime | None]
    absence_id: Mapped[UUID | None] = mapped_column(ForeignKey("absence.id", ondelete="SET NULL"))
    source: Mapped[str] = mapped_column(default="sheet")  # sheet, desk, file
    note: Mapped[str] = mapped_column(default="")
    recorded_at: Mapped[datetime]

    slot: Mapped[Slot] = relationship()
    enrolment: Mapped[Enrolment] = relationship(back_populates="marks")
