"""Campuses as the desk and its paper need them; and the doors to who pays and helps."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mgdesk.errors import DeskError, NotFound
from mgdesk.i18n import N_
from mgdesk.model import Absence, Campus, FunderProfile, Picture, Room, Signatory
from mgdesk.queries.funding import (
    OrganisationRow,
    ProfileRow,
    ReasonRow,
    absence_reasons,
    funder_profile,
    funder_profiles,
    funders,
    partners,
    profile_row,
)
from mgdesk.rules.style import PaperStyle
from mgdesk.storage.reach import EVERYWHERE

__all__ = [
    "CampusDetail", "CampusRow", "OrganisationRow", "PictureRow", "ProfileRow", "ReasonRow",
    "RoomRow", "SignatoryRow", "UnknownCampus", "absence_reasons", "campus", "campus_id_of",
    "campuses", "funder_profile", "funder_profiles", "funders", "is_demo", "partners", "picture",
    "picture_of_digest", "rooms", "signatories",
]  # fmt: skip


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
    style: PaperStyle
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
class PictureRow:
    id: UUID
    name: str
    media_type: str
    content: bytes
    digest: str  # SHA-256, hexadecimal


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


def picture(session: Session, *, picture_id: UUID) -> PictureRow:
    """A picture with its bytes. Proofs of absences are opened by `services.sights.open_proof` alone.

    Raises NotFound.
    """
    found = session.get(Picture, picture_id)
    proves = select(Absence.id).where(Absence.proof_id == picture_id).limit(1)
    if found is None or session.scalar(proves, execution_options=EVERYWHERE) is not None:
        raise NotFound
    return PictureRow(found.id, found.name, found.media_type, found.content, found.digest)


def picture_of_digest(session: Session, *, digest: str) -> PictureRow | None:
    """The picture with these bytes' SHA-256, where it is kept."""
    key = session.scalar(select(Picture.id).where(Picture.digest == digest)) if digest else None
    return picture(session, picture_id=key) if key is not None else None


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
        PaperStyle.from_plain(found.style),
        found.logo_id,
        found.is_demo,
        profile_row(profile, profile.funder) if profile else None,
        tuple(rooms(session, campus_id=found.id)),
        tuple(signatories(session, campus_id=found.id)),
    )
