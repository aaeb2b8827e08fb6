"""What a campus lends, to whom it was lent when, and who has a pass to co-work."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mgdesk.model.base import Base, Keyed, Versioned
from mgdesk.model.campus import Campus
from mgdesk.model.person import Person
from mgdesk.rules.coworking import PassKind
from mgdesk.rules.loans import ResourceKind

_STILL_OUT = text("returned_at IS NULL")


class Resource(Keyed, Versioned, Base):
    """A thing that can be lent: a key, a laptop. Retired rather than deleted: its loans stay known."""

    __tablename__ = "resource"
    __table_args__ = (
        UniqueConstraint("campus_id", "code"),
        CheckConstraint("code <> ''", name="code"),
    )

    campus_id: Mapped[UUID] = mapped_column(ForeignKey("campus.id", ondelete="RESTRICT"))
    kind: Mapped[ResourceKind]
    code: Mapped[str]  # what is written on it: K-12, L-07
    label: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    is_active: Mapped[bool] = mapped_column(default=True)

    campus: Mapped[Campus] = relationship()


class Loan(Keyed, Base):
    """A thing in somebody's hands, one at a time. Giving it back ends the loan; it is never deleted."""

    __tablename__ = "loan"
    __table_args__ = (
        CheckConstraint("returned_at IS NULL OR returned_at >= lent_at", name="days"),
        Index(
            "uq_loan_open",
            "resource_id",
            unique=True,
            sqlite_where=_STILL_OUT,
            postgresql_where=_STILL_OUT,
        ),
        Index("ix_loan_resource_id_lent_at", "resource_id", "lent_at"),
        Index("ix_loan_person_id_lent_at", "person_id", "lent_at"),
    )

    resource_id: Mapped[UUID] = mapped_column(ForeignKey("resource.id", ondelete="RESTRICT"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    lent_at: Mapped[datetime]
    due_on: Mapped[date | None]  # empty: until somebody asks for it
    returned_at: Mapped[datetime | None]
    condition_lent: Mapped[str] = mapped_column(default="")
    condition_returned: Mapped[str] = mapped_column(default="")

    resource: Mapped[Resource] = relationship()
    person: Mapped[Person] = relationship()


class Pass(Keyed, Versioned, Base):
    """A membership: from a day to a day, so many days or all. Days used are counted, never typed."""

    __tablename__ = "pass"
    __table_args__ = (
        CheckConstraint("last_day IS NULL OR last_day >= first_day", name="days"),
        CheckConstraint("day_count IS NULL OR day_count > 0", name="day_count"),
        CheckConstraint("kind <> 'days' OR day_count IS NOT NULL", name="card"),
        Index("ix_pass_person_id_first_day", "person_id", "first_day"),
        Index("ix_pass_campus_id_first_day", "campus_id", "first_day"),
    )

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    campus_id: Mapped[UUID] = mapped_column(ForeignKey("campus.id", ondelete="RESTRICT"))
    kind: Mapped[PassKind]
    day_count: Mapped[int | None]  # empty: all days from first to last
    first_day: Mapped[date]
    last_day: Mapped[date | None]  # empty: until further notice
    note: Mapped[str] = mapped_column(default="")

    person: Mapped[Person] = relationship()
    campus: Mapped[Campus] = relationship()
