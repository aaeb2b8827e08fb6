"""Who pays and who helps: funders with their profiles, partners, reasons for absence."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, selectinload

from mgdesk.errors import NotFound
from mgdesk.model import AbsenceReason, Funder, FunderProfile, Partner
from mgdesk.rules.funding import CONFIRMABLE
from mgdesk.rules.outcome import Milestone, milestones_of
from mgdesk.rules.paper import SheetLayout


@dataclass(frozen=True)
class MarkRow:
    """What is known of one rule: where it stands, and who confirmed it when."""

    field: str
    source: str
    confirmed_by: str
    confirmed_on: date | None


@dataclass(frozen=True)
class ProfileRow:
    """A funder's rules. Minutes are minutes, percentages are whole per cent."""

    id: UUID
    version: int
    code: str
    name: str
    funder_id: UUID | None
    funder: str
    funder_logo_id: UUID | None
    layout: SheetLayout
    threshold_percent: int
    unjustified_percent: int
    rounding_minutes: int
    late_minutes: int
    does_excused_count: bool
    does_strike_excused: bool
    spare_rows: int
    has_eu_emblem: bool
    mention: str
    project_number: str
    keeping_years: int
    statement_months: int  # that a statement covers: 1 or 3
    milestones: tuple[Milestone, ...]  # when leavers are asked
    is_confirmed: bool  # all of its rules are
    marks: tuple[MarkRow, ...] = ()

    @property
    def to_confirm(self) -> tuple[str, ...]:
        """The rules that nobody confirmed, in their order."""
        known = {mark.field for mark in self.marks if mark.confirmed_on is not None}
        return tuple(field for field in CONFIRMABLE if field not in known)


@dataclass(frozen=True)
class OrganisationRow:
    """A funder or a partner."""

    id: UUID
    version: int
    name: str
    website: str
    logo_id: UUID | None


@dataclass(frozen=True)
class ReasonRow:
    """Why somebody may be absent; without a profile it holds for every funder."""

    id: UUID
    code: str
    label: str
    is_justified: bool
    needs_proof: bool
    funder_profile_id: UUID | None


def funder_profiles(session: Session) -> list[ProfileRow]:
    rows = session.execute(
        select(FunderProfile, Funder)
        .outerjoin(FunderProfile.funder)
        .options(selectinload(FunderProfile.marks))
        .order_by(FunderProfile.name)
    )
    return [profile_row(profile, funder) for profile, funder in rows]


def funder_profile(session: Session, *, profile_id: UUID) -> ProfileRow:
    """One profile. Raises NotFound."""
    found = session.get(FunderProfile, profile_id)
    if found is None:
        raise NotFound
    return profile_row(found, found.funder)


def partners(session: Session) -> list[OrganisationRow]:
    found = session.scalars(select(Partner).order_by(func.lower(Partner.name)))
    return [OrganisationRow(p.id, p.version, p.name, p.website, p.logo_id) for p in found]


def funders(session: Session) -> list[OrganisationRow]:
    found = session.scalars(select(Funder).order_by(func.lower(Funder.name)))
    return [OrganisationRow(f.id, f.version, f.name, "", f.logo_id) for f in found]


def absence_reasons(session: Session, *, funder_profile_id: UUID | None = None) -> list[ReasonRow]:
    """The reasons that hold for every funder, and those of the profile when one is given."""
    wanted: ColumnElement[bool] = AbsenceReason.funder_profile_id.is_(None)
    if funder_profile_id is not None:
        wanted = wanted | (AbsenceReason.funder_profile_id == funder_profile_id)
    found = session.scalars(select(AbsenceReason).where(wanted).order_by(AbsenceReason.code))
    return [
        ReasonRow(r.id, r.code, r.label, r.is_justified, r.needs_proof, r.funder_profile_id)
        for r in found
    ]


def profile_row(profile: FunderProfile, funder: Funder | None) -> ProfileRow:
    """A profile as a row, with its funder's name and logo."""
    return ProfileRow(
        profile.id,
        profile.version,
        profile.code,
        profile.name,
        profile.funder_id,
        funder.name if funder else "",
        funder.logo_id if funder else None,
        profile.layout,
        profile.threshold_percent,
        profile.unjustified_percent,
        profile.rounding_minutes,
        profile.late_minutes,
        profile.does_excused_count,
        profile.does_strike_excused,
        profile.spare_rows,
        profile.has_eu_emblem,
        profile.mention,
        profile.project_number,
        profile.keeping_years,
        profile.statement_months,
        milestones_of(profile.milestones),
        profile.is_confirmed,
        tuple(
            MarkRow(mark.field, mark.source, mark.confirmed_by, mark.confirmed_on)
            for mark in profile.marks
        ),
    )
