"""Campuses as the desk and its paper need them, with who pays, who helps and the pictures."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from mgdesk.errors import DeskError, NotFound
from mgdesk.i18n import N_
from mgdesk.model import (
    AbsenceReason,
    Campus,
    Funder,
    FunderProfile,
    Partner,
    Picture,
    Room,
    Signatory,
)
from mgdesk.rules.paper import SheetLayout


class UnknownCampus(DeskError):
    sentence = N_("There is no campus with the code {code}. Choose one of the list of campuses.")


@dataclass(frozen=True)
class CampusRow:
    """A campus in a list."""

    id: UUID
    code: str
    name: str
    city: str
    country: str
    languages: tuple[str, ...]
    zone: str
    funder_profile: str  # its code; empty: none
    is_demo: bool


@dataclass(frozen=True)
class RoomRow:
    id: UUID
    name: str
    capacity: int | None


@dataclass(frozen=True)
class SignatoryRow:
    id: UUID
    name: str
    role: str
    position: int
    signature_id: UUID | None


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
    is_confirmed: bool


@dataclass(frozen=True)
class CampusDetail:
    """A campus whole: its letterhead, rooms, signatories (who signs first, first) and profile."""

    id: UUID
    version: int
    code: str
    name: str
    organisation: str
    registration: str
    street: str
    postcode: str
    city: str
    country: str
    region: str
    phone: str
    email: str
    website: str
    languages: tuple[str, ...]
    zone: str
    accent: str
    logo_id: UUID | None
    is_demo: bool
    profile: ProfileRow | None
    rooms: tuple[RoomRow, ...]
    signatories: tuple[SignatoryRow, ...]

    @property
    def language(self) -> str:
        """What its paper speaks unless somebody says otherwise."""
        return self.languages[0]


@dataclass(frozen=True)
class OrganisationRow:
    """A funder or a partner."""

    id: UUID
    version: int
    name: str
    website: str
    logo_id: UUID | None


@dataclass(frozen=True)
class PictureRow:
    id: UUID
    name: str
    media_type: str
    content: bytes
    digest: str  # SHA-256, hexadecimal


@dataclass(frozen=True)
class ReasonRow:
    """Why somebody may be absent; without a profile it holds for every funder."""

    id: UUID
    code: str
    label: str
    is_justified: bool
    needs_proof: bool
    funder_profile_id: UUID | None


def campuses(session: Session) -> list[CampusRow]:
    rows = session.execute(
        select(Campus, FunderProfile.code)
        .outerjoin(Campus.funder_profile)
        .order_by(func.lower(Campus.name), Campus.code)
    )
    return [
        CampusRow(
            campus.id,
            campus.code,
            campus.name,
            campus.city,
            campus.country,
            tuple(campus.languages),
            campus.zone,
            profile or "",
            campus.is_demo,
        )
        for campus, profile in rows
    ]


def campus(
    session: Session, *, campus_id: UUID | None = None, code: str | None = None
) -> CampusDetail:
    """One campus by its id or code. Raises NotFound or UnknownCampus."""
    if campus_id is None:
        campus_id = campus_id_of(session, code=code or "")
    found = session.get(Campus, campus_id)
    if found is None:
        raise NotFound
    return _detail(session, found)


def campus_id_of(session: Session, *, code: str) -> UUID:
    """The id of the campus with this code, whatever its case. Raises UnknownCampus."""
    found = session.scalar(select(Campus.id).where(func.upper(Campus.code) == code.strip().upper()))
    if found is None:
        raise UnknownCampus(code=code)
    return found


def rooms(session: Session, *, campus_id: UUID) -> list[RoomRow]:
    found = session.scalars(select(Room).where(Room.campus_id == campus_id).order_by(Room.name))
    return [RoomRow(room.id, room.name, room.capacity) for room in found]


def signatories(session: Session, *, campus_id: UUID) -> list[SignatoryRow]:
    """Who signs for a campus; the first of the list signs unless somebody else is chosen."""
    found = session.scalars(
        select(Signatory)
        .where(Signatory.campus_id == campus_id)
        .order_by(Signatory.position, Signatory.name)
    )
    return [
        SignatoryRow(who.id, who.name, who.role, who.position, who.signature_id) for who in found
    ]


def funder_profiles(session: Session) -> list[ProfileRow]:
    rows = session.execute(
        select(FunderProfile, Funder).outerjoin(FunderProfile.funder).order_by(FunderProfile.name)
    )
    return [_profile(profile, funder) for profile, funder in rows]


def funder_profile(session: Session, *, profile_id: UUID) -> ProfileRow:
    """One profile. Raises NotFound."""
    found = session.get(FunderProfile, profile_id)
    if found is None:
        raise NotFound
    return _profile(found, found.funder)


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


def picture(session: Session, *, picture_id: UUID) -> PictureRow:
    """A picture with its bytes. Raises NotFound."""
    found = session.get(Picture, picture_id)
    if found is None:
        raise NotFound
    return PictureRow(found.id, found.name, found.media_type, found.content, found.digest)


def is_demo(session: Session) -> bool:
    """Whether this home holds the demo: screens and paper then say so."""
    return session.scalar(select(Campus.id).where(Campus.is_demo).limit(1)) is not None


def _detail(session: Session, found: Campus) -> CampusDetail:
    profile = found.funder_profile
    return CampusDetail(
        found.id,
        found.version,
        found.code,
        found.name,
        found.organisation,
        found.registration,
        found.street,
        found.postcode,
        found.city,
        found.country,
        found.region,
        found.phone,
        found.email,
        found.website,
        tuple(found.languages),
        found.zone,
        found.accent,
        found.logo_id,
        found.is_demo,
        _profile(profile, profile.funder) if profile else None,
        tuple(rooms(session, campus_id=found.id)),
        tuple(signatories(session, campus_id=found.id)),
    )


def _profile(profile: FunderProfile, funder: Funder | None) -> ProfileRow:
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
        profile.is_confirmed,
    )
