"""Who pays and who helps: funders with the rules that they set, and partners with their logos."""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mgdesk.model.base import Base, Keyed, Versioned
from mgdesk.rules.paper import SheetLayout


class Funder(Keyed, Versioned, Base):
    """A body that pays for training and asks for proof of presence."""

    __tablename__ = "funder"
    __table_args__ = (CheckConstraint("name <> ''", name="name"),)

    name: Mapped[str] = mapped_column(unique=True)
    logo_id: Mapped[UUID | None] = mapped_column(ForeignKey("picture.id", ondelete="SET NULL"))


class Partner(Keyed, Versioned, Base):
    """An organisation that helps: money, trainers, hires, rooms."""

    __tablename__ = "partner"
    __table_args__ = (CheckConstraint("name <> ''", name="name"),)

    name: Mapped[str] = mapped_column(unique=True)
    website: Mapped[str] = mapped_column(default="")
    logo_id: Mapped[UUID | None] = mapped_column(ForeignKey("picture.id", ondelete="SET NULL"))


class FunderProfile(Keyed, Versioned, Base):
    """What a funder's paper and arithmetic look like; editable, because funders change their minds.

    Each rule is confirmed by itself once somebody has the funder's own text (`ProfileMark`).
    """

    __tablename__ = "funder_profile"
    __table_args__ = (
        CheckConstraint("threshold_percent BETWEEN 0 AND 100", name="threshold_percent"),
        CheckConstraint("unjustified_percent BETWEEN 0 AND 100", name="unjustified_percent"),
        CheckConstraint("rounding_minutes BETWEEN 1 AND 240", name="rounding_minutes"),
        CheckConstraint("late_minutes BETWEEN 0 AND 240", name="late_minutes"),
        CheckConstraint("spare_rows BETWEEN 0 AND 20", name="spare_rows"),
        CheckConstraint("statement_months IN (1, 3)", name="statement_months"),
    )

    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    funder_id: Mapped[UUID | None] = mapped_column(ForeignKey("funder.id", ondelete="SET NULL"))
    layout: Mapped[SheetLayout] = mapped_column(default=SheetLayout.WEEK)
    threshold_percent: Mapped[int] = mapped_column(
        default=70
    )  # of planned minutes, for a certificate
    unjustified_percent: Mapped[int] = mapped_column(default=10)  # of half-days, at most
    rounding_minutes: Mapped[int] = mapped_column(default=1)  # attended minutes round down to this
    late_minutes: Mapped[int] = mapped_column(default=15)  # arriving later than this is late
    does_excused_count: Mapped[bool] = mapped_column(
        default=True
    )  # excused is attended for the funder
    does_strike_excused: Mapped[bool] = mapped_column(default=True)  # struck cells on a new sheet
    spare_rows: Mapped[int] = mapped_column(default=3)
    has_eu_emblem: Mapped[bool] = mapped_column(default=False)
    mention: Mapped[str] = mapped_column(default="")  # printed under the logos
    project_number: Mapped[str] = mapped_column(default="")
    keeping_years: Mapped[int] = mapped_column(default=10)  # of proofs of funded hours
    statement_months: Mapped[int] = mapped_column(default=1)  # a statement covers: month or quarter
    # When leavers are asked what became of them (rules.outcome.Milestone); none: the usual ones.
    milestones: Mapped[list[str]] = mapped_column(default=list)
    is_confirmed: Mapped[bool] = mapped_column(default=False)  # all of its rules are

    funder: Mapped[Funder | None] = relationship()
    marks: Mapped[list["ProfileMark"]] = relationship(
        back_populates="profile", cascade="all, delete-orphan", order_by="ProfileMark.field"
    )


class ProfileMark(Keyed, Base):
    """What is known of one rule of a profile: where it stands, and who confirmed it when."""

    __tablename__ = "profile_mark"
    __table_args__ = (UniqueConstraint("funder_profile_id", "field"),)

    funder_profile_id: Mapped[UUID] = mapped_column(
        ForeignKey("funder_profile.id", ondelete="CASCADE")
    )
    field: Mapped[str]  # of `rules.funding.CONFIRMABLE`
    source: Mapped[str] = mapped_column(default="")
    confirmed_by: Mapped[str] = mapped_column(default="")  # their name then
    confirmed_on: Mapped[date | None]

    profile: Mapped[FunderProfile] = relationship(back_populates="marks")
