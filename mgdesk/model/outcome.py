"""What became of people: their situation after a training, calls to hear it, companies they founded."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mgdesk.model.base import Base, Keyed, Versioned
from mgdesk.model.campus import Campus
from mgdesk.model.cohort import Enrolment
from mgdesk.model.employer import Employer
from mgdesk.model.person import Person
from mgdesk.model.staff import Staff
from mgdesk.rules.outcome import AttemptResult, ContractKind, Evidence, Milestone, OutcomeKind


class Outcome(Keyed, Base):
    """A person's situation as noted once. It is never rewritten: a correction is a later row, and the
    latest row of an enrolment's milestone counts. Without a milestone it is news between two."""

    __tablename__ = "outcome"
    __table_args__ = (
        CheckConstraint("hours_a_week IS NULL OR hours_a_week BETWEEN 1 AND 80", name="hours"),
        CheckConstraint("milestone IS NULL OR enrolment_id IS NOT NULL", name="of_enrolment"),
        Index("ix_outcome_person_id_noted_at", "person_id", "noted_at"),
        Index("ix_outcome_enrolment_id_milestone", "enrolment_id", "milestone"),
        Index("ix_outcome_employer_id", "employer_id"),
    )

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    enrolment_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("enrolment.id", ondelete="CASCADE")
    )
    milestone: Mapped[Milestone | None]
    kind: Mapped[OutcomeKind]
    since: Mapped[date | None]  # when the situation began, as far as they know
    is_in_field: Mapped[bool | None]  # of the training; empty: not asked
    employer_id: Mapped[UUID | None] = mapped_column(ForeignKey("employer.id", ondelete="SET NULL"))
    hours_a_week: Mapped[int | None]
    contract: Mapped[ContractKind | None]
    evidence: Mapped[Evidence] = mapped_column(default=Evidence.DECLARED)
    proof_id: Mapped[UUID | None] = mapped_column(ForeignKey("picture.id", ondelete="SET NULL"))
    note: Mapped[str] = mapped_column(default="")
    noted_at: Mapped[datetime]
    noted_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))

    person: Mapped[Person] = relationship()
    enrolment: Mapped[Enrolment | None] = relationship()
    employer: Mapped[Employer | None] = relationship()
    noted_by: Mapped[Staff | None] = relationship()


class ContactAttempt(Keyed, Base):
    """One try to reach somebody after their training: it happened, so it is never changed."""

    __tablename__ = "contact_attempt"
    __table_args__ = (
        Index("ix_contact_attempt_enrolment_id_milestone", "enrolment_id", "milestone"),
    )

    enrolment_id: Mapped[UUID] = mapped_column(ForeignKey("enrolment.id", ondelete="CASCADE"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    milestone: Mapped[Milestone]
    result: Mapped[AttemptResult]
    call_back_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))

    person: Mapped[Person] = relationship()


class Company(Keyed, Versioned, Base):
    """A company that people of the campus founded; its name and register number are the employer's."""

    __tablename__ = "company"

    employer_id: Mapped[UUID] = mapped_column(
        ForeignKey("employer.id", ondelete="CASCADE"), unique=True
    )
    campus_id: Mapped[UUID] = mapped_column(ForeignKey("campus.id", ondelete="RESTRICT"))
    founded_on: Mapped[date | None]
    is_active: Mapped[bool] = mapped_column(default=True)
    note: Mapped[str] = mapped_column(default="")

    employer: Mapped[Employer] = relationship()
    campus: Mapped[Campus] = relationship()
    founders: Mapped[list["Founder"]] = relationship(
        back_populates="company", cascade="all, delete-orphan"
    )


class Founder(Keyed, Base):
    """A person who founded a company, alone or with others."""

    __tablename__ = "founder"
    __table_args__ = (UniqueConstraint("company_id", "person_id"),)

    company_id: Mapped[UUID] = mapped_column(ForeignKey("company.id", ondelete="CASCADE"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)

    company: Mapped[Company] = relationship(back_populates="founders")
    person: Mapped[Person] = relationship()
