"""Who pays and who helps: funders, their profiles and partners; and the doors to absence reasons."""

from collections.abc import Sequence
from typing import Any, TypedDict, TypeVar, Unpack
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mgdesk.errors import DeskError, NotFound, StaleRecord
from mgdesk.i18n import N_
from mgdesk.model import Funder, FunderProfile, Partner
from mgdesk.model.base import Base
from mgdesk.model.identity import new_key
from mgdesk.rules import names
from mgdesk.rules.outcome import Milestone, milestones_of
from mgdesk.rules.paper import SheetLayout
from mgdesk.rules.rights import Right
from mgdesk.services.absence_reasons import (
    ReasonCodeTaken,
    ReasonIncomplete,
    add_absence_reason,
    delete_absence_reason,
    update_absence_reason,
)
from mgdesk.services.pictures import keep_picture
from mgdesk.services.profile_marks import unconfirm
from mgdesk.services.rights import needs
from mgdesk.storage.audit import name_change

__all__ = [
    "ReasonCodeTaken", "ReasonIncomplete", "add_absence_reason", "add_funder", "add_partner",
    "add_profile", "delete_absence_reason", "delete_funder", "delete_partner", "delete_profile",
    "update_absence_reason", "update_funder", "update_partner", "update_profile",
]  # fmt: skip

_RANGES = {
    "threshold_percent": (0, 100),
    "unjustified_percent": (0, 100),
    "rounding_minutes": (1, 240),
    "late_minutes": (0, 240),
    "spare_rows": (0, 20),
    "keeping_years": (0, 100),
}


Record = TypeVar("Record", bound=Base)


class OrganisationNameMissing(DeskError):
    sentence = N_("A funder or partner needs a name: type one.")


class OrganisationNameTaken(DeskError):
    sentence = N_("{name} is in the list already.")


class FundingTextTooLong(DeskError):
    sentence = N_("A text of {length} characters is too long here: at most {most} fit. Shorten it.")


class ProfileCodeTaken(DeskError):
    sentence = N_("There is a funder profile with the code {code} already. Choose another code.")


class ProfileIncomplete(DeskError):
    sentence = N_("A funder profile needs a code and a name: type both.")


class ProfileNumberUnusable(DeskError):
    sentence = N_("{number} is not between {least} and {most}. Correct this number of the profile.")


class ProfileFields(TypedDict, total=False):
    """A funder's rules; what is not given stays. Sources: DOMAIN's §2.1, see `profile_marks`."""

    name: str
    funder_id: UUID | None
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
    statement_months: int
    milestones: Sequence[Milestone]


@needs(Right.RUN)
def add_funder(session: Session, *, name: str, logo: bytes | None = None) -> UUID:
    """Add a funder. Raises OrganisationNameMissing, OrganisationNameTaken, PictureUnreadable, …"""
    funder = Funder(id=new_key())
    _fill_organisation(session, funder, name, logo)
    session.add(funder)
    name_change(session, N_("Funder {name} added"), name=funder.name)
    return funder.id


@needs(Right.RUN)
def update_funder(
    session: Session, *, funder_id: UUID, version: int, name: str, logo: bytes | None = None
) -> None:
    """Change a funder; without a logo the old one stays. Raises NotFound, StaleRecord, …"""
    funder = _fresh(session, Funder, funder_id, version)
    _fill_organisation(session, funder, name, logo)
    name_change(session, N_("Funder {name} changed"), name=funder.name)


@needs(Right.RUN)
def delete_funder(session: Session, *, funder_id: UUID) -> None:
    """Delete a funder; its profiles stay without it. Raises NotFound."""
    funder = _found(session, Funder, funder_id)
    name_change(session, N_("Funder {name} deleted"), name=funder.name)
    session.delete(funder)


@needs(Right.RUN)
def add_partner(
    session: Session, *, name: str, website: str = "", logo: bytes | None = None
) -> UUID:
    """Add a partner. Raises OrganisationNameMissing, OrganisationNameTaken, PictureUnreadable, …"""
    partner = Partner(id=new_key(), website=_text(website))
    _fill_organisation(session, partner, name, logo)
    session.add(partner)
    name_change(session, N_("Partner {name} added"), name=partner.name)
    return partner.id


@needs(Right.RUN)
def update_partner(
    session: Session,
    *,
    partner_id: UUID,
    version: int,
    name: str,
    website: str = "",
    logo: bytes | None = None,
) -> None:
    """Change a partner; without a logo the old one stays. Raises NotFound, StaleRecord, …"""
    partner = _fresh(session, Partner, partner_id, version)
    _fill_organisation(session, partner, name, logo)
    partner.website = _text(website)
    name_change(session, N_("Partner {name} changed"), name=partner.name)


@needs(Right.RUN)
def delete_partner(session: Session, *, partner_id: UUID) -> None:
    """Delete a partner; issued papers keep its logo. Raises NotFound."""
    partner = _found(session, Partner, partner_id)
    name_change(session, N_("Partner {name} deleted"), name=partner.name)
    session.delete(partner)


@needs(Right.RUN)
def add_profile(session: Session, *, code: str, **fields: Unpack[ProfileFields]) -> UUID:
    """Add a funder profile. Raises ProfileIncomplete, ProfileCodeTaken, ProfileNumberUnusable."""
    code = _text(code)
    if not code or not _text(fields.get("name", "")):
        raise ProfileIncomplete
    if session.scalar(select(FunderProfile.id).where(FunderProfile.code == code)) is not None:
        raise ProfileCodeTaken(code=code)
    profile = FunderProfile(id=new_key(), code=code, **_clean_profile(session, fields))
    session.add(profile)
    name_change(session, N_("Funder profile {name} added"), name=profile.name)
    return profile.id


@needs(Right.RUN)
def update_profile(
    session: Session, *, profile_id: UUID, version: int, **fields: Unpack[ProfileFields]
) -> None:
    """Change the given rules; one that is another now is to be confirmed again.

    Raises NotFound, StaleRecord and what `add_profile` raises.
    """
    profile = _fresh(session, FunderProfile, profile_id, version)
    cleaned = _clean_profile(session, fields)
    changed = [name for name, value in cleaned.items() if getattr(profile, name) != value]
    for name, value in cleaned.items():
        setattr(profile, name, value)
    if changed:
        unconfirm(profile, changed)
    if not profile.name:
        raise ProfileIncomplete
    name_change(session, N_("Funder profile {name} changed"), name=profile.name)


@needs(Right.RUN)
def delete_profile(session: Session, *, profile_id: UUID) -> None:
    """Delete a profile; campuses and cohorts that used it have none then. Raises NotFound."""
    profile = _found(session, FunderProfile, profile_id)
    name_change(session, N_("Funder profile {name} deleted"), name=profile.name)
    session.delete(profile)


def _found(session: Session, kind: type[Record], row_id: UUID) -> Record:
    row = session.get(kind, row_id)
    if row is None:
        raise NotFound
    return row


def _fresh(session: Session, kind: type[Record], row_id: UUID, version: int) -> Record:
    row = _found(session, kind, row_id)
    if getattr(row, "version", version) != version:
        raise StaleRecord
    return row


def _fill_organisation(
    session: Session, organisation: Funder | Partner, name: str, logo: bytes | None
) -> None:
    name = _text(name)
    if not name:
        raise OrganisationNameMissing
    kind = type(organisation)
    with session.no_autoflush:
        taken = session.scalar(
            select(kind.id).where(func.lower(kind.name) == name.lower(), kind.id != organisation.id)
        )
    if taken is not None:
        raise OrganisationNameTaken(name=name)
    organisation.name = name
    if logo:
        organisation.logo_id = keep_picture(session, content=logo, name=name)


def _clean_profile(session: Session, fields: ProfileFields) -> dict[str, Any]:
    values: dict[str, Any] = dict(fields)
    for name, value in values.items():
        if isinstance(value, str) and not isinstance(value, SheetLayout):
            values[name] = _text(value, 2_000 if name == "mention" else names.LONGEST)
    for name, (least, most) in _RANGES.items():
        if name in values and not least <= values[name] <= most:
            raise ProfileNumberUnusable(number=values[name], least=least, most=most)
    if values.get("statement_months", 1) not in {1, 3}:
        raise ProfileNumberUnusable(number=values["statement_months"], least=1, most=3)
    if "milestones" in values:
        values["milestones"] = [str(one) for one in milestones_of(values["milestones"])]
    if values.get("funder_id") is not None:
        _found(session, Funder, values["funder_id"])
    return values


def _text(text: str, most: int = names.LONGEST) -> str:
    text = names.clean(text)
    if len(text) > most:
        raise FundingTextTooLong(length=len(text), most=most)
    return text
