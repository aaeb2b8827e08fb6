"""What has to be done on paper: the campus's list, and what was noted of each task."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mgdesk.model.base import Base, Keyed, Versioned
from mgdesk.model.cohort import Cohort, Enrolment
from mgdesk.model.partner import FunderProfile
from mgdesk.rules.tasks import TaskKind, TaskMoment, TaskOf


class TaskTemplate(Keyed, Versioned, Base):
    """A line of the list that every cohort of a funder profile (or of all) goes through."""

    __tablename__ = "task_template"
    __table_args__ = (
        CheckConstraint("days BETWEEN -366 AND 366", name="days"),
        CheckConstraint("late_days IS NULL OR late_days BETWEEN 0 AND 366", name="late_days"),
    )

    funder_profile_id: Mapped[UUID | None] = mapped_column(  # empty: every cohort
        ForeignKey("funder_profile.id", ondelete="CASCADE")
    )
    kind: Mapped[TaskKind]
    title: Mapped[str] = mapped_column(default="")  # more than the kind says: F70, F70bis
    of: Mapped[TaskOf] = mapped_column(default=TaskOf.EACH)
    moment: Mapped[TaskMoment] = mapped_column(default=TaskMoment.START)
    days: Mapped[int] = mapped_column(default=0)  # after the moment; before it when negative
    late_days: Mapped[int | None]  # after the enrolment of who comes after the start
    is_active: Mapped[bool] = mapped_column(default=True)
    is_confirmed: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int] = mapped_column(default=0)

    funder_profile: Mapped[FunderProfile | None] = relationship()


class AdminTask(Keyed, Versioned, Base):
    """What was noted of a task of the list for a cohort or an enrolment; or a task of its own,
    without a template."""

    __tablename__ = "admin_task"
    __table_args__ = (
        UniqueConstraint("cohort_id", "enrolment_id", "template_id", "period"),
        CheckConstraint("template_id IS NOT NULL OR title <> ''", name="title"),
        Index("ix_admin_task_enrolment_id", "enrolment_id"),
    )

    cohort_id: Mapped[UUID] = mapped_column(ForeignKey("cohort.id", ondelete="CASCADE"))
    enrolment_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("enrolment.id", ondelete="CASCADE")
    )
    template_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("task_template.id", ondelete="CASCADE")
    )
    period: Mapped[str] = mapped_column(default="")
    title: Mapped[str] = mapped_column(default="")
    due_on: Mapped[date | None]  # when it is not the list's own day
    done_on: Mapped[date | None]
    noted_at: Mapped[datetime]
    reference: Mapped[str] = mapped_column(default="")
    waived: Mapped[str] = mapped_column(default="")  # why it does not concern them
    proof_id: Mapped[UUID | None] = mapped_column(ForeignKey("picture.id", ondelete="SET NULL"))
    note: Mapped[str] = mapped_column(default="")

    cohort: Mapped[Cohort] = relationship()
    enrolment: Mapped[Enrolment | None] = relationship()
    template: Mapped[TaskTemplate | None] = relationship()
