"""Campuses: added, changed, deleted, with their logo; and the doors to their rooms and signatories."""

import re
from collections.abc import Mapping
from typing import Any, Final, TypedDict, Unpack
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mgdesk.errors import DeskError, NotFound, StaleRecord
from mgdesk.i18n import LANGUAGES, N_
from mgdesk.model import Campus, Cohort, Event, FunderProfile, IssuedDocument, Picture
from mgdesk.model.identity import new_key
from mgdesk.rules import names, places
from mgdesk.rules.rights import Right
from mgdesk.rules.style import COLOUR, LogoPlace, Ornament, PaperStyle
from mgdesk.services.pictures import keep_picture
from mgdesk.services.rights import needs
from mgdesk.services.rooms import (
    NegativeCapacity,
    RoomNameMissing,
    RoomNameTaken,
    SignatoryNameMissing,
    SignatoryNameTaken,
    TextTooLongForCampus,
    add_room,
    add_signatory,
    campus_of,
    clean_text,
    delete_room,
    delete_signatory,
    set_signature,
    sign_first,
    update_room,
    update_signatory,
)
from mgdesk.storage.audit import name_change

__all__ = [
    "NegativeCapacity", "RoomNameMissing", "RoomNameTaken", "SignatoryNameMissing",
    "SignatoryNameTaken", "TextTooLongForCampus", "add_campus", "add_room", "add_signatory",
    "delete_campus", "delete_room", "delete_signatory", "put_fields", "set_logo",
    "set_second_logo", "set_signature", "sign_first", "update_campus", "update_room", "update_signatory",
]  # fmt: skip


_CODE: Final = re.compile(r"[A-Z0-9][A-Z0-9-]{0,11}")
STYLED: Final = ("ornament", "logo_place", "bank", "footer")


class CampusCodeUnusable(DeskError):
    sentence = N_(
        "{code} cannot be a campus's code: use 1 to 12 of the letters A to Z, digits and hyphens,"
        " such as MOL."
    )


class CampusCodeTaken(DeskError):
    sentence = N_("There is a campus with the code {code} already. Choose another code.")


class CampusNameMissing(DeskError):
    sentence = N_("A campus needs a name: type one.")


class UnknownCountry(DeskError):
    sentence = N_("There is no country with the code {code}. Type two letters, such as BE.")


class UnknownZone(DeskError):
    sentence = N_("There is no time zone called {zone}. Type one such as Europe/Brussels.")


class CampusLanguageUnknown(DeskError):
    sentence = N_("A campus speaks at least one of fr, nl, en, it, ar; {code} is none of them.")


class ColourUnusable(DeskError):
    sentence = N_("{colour} is not a colour: type one such as #0B6E69.")


class CampusInUse(DeskError):
    sentence = N_(
        "{name} has cohorts, events or issued documents and cannot be deleted. Keep it, or delete"
        " them first."
    )


class Letterhead(TypedDict, total=False):
    """What may be said of a campus."""

    organisation: str
    registration: str
    street: str
    postcode: str
    city: str
    region: str
    phone: str
    email: str
    website: str
    zone: str
    accent: str
    ornament: Ornament
    logo_place: LogoPlace
    bank: str
    footer: str
    funder_profile_id: UUID | None


class CampusFields(Letterhead, total=False):
    """What can be changed of a campus; what is not given stays."""

    name: str
    country: str
    languages: tuple[str, ...]


@needs(Right.RUN)
def add_campus(
    session: Session,
    *,
    code: str,
    name: str,
    country: str,
    languages: tuple[str, ...] = ("fr",),
    is_demo: bool = False,
    **letterhead: Unpack[Letterhead],
) -> UUID:
    """Add a campus; without a zone it lives on its country's clock.

    Raises CampusCodeUnusable, CampusCodeTaken, CampusNameMissing, UnknownCountry, UnknownZone, …
    """
    fields: CampusFields = {
        "name": name, "country": country, "languages": languages, **letterhead
    }  # fmt: skip
    values = _clean(session, fields, {})
    values.setdefault("zone", places.zone_of(values["country"]))
    campus = Campus(id=new_key(), code=_free_code(session, code), is_demo=is_demo, **values)
    session.add(campus)
    name_change(session, N_("Campus {name} added"), name=campus.name)
    return campus.id


@needs(Right.RUN)
def update_campus(
    session: Session, *, campus_id: UUID, version: int, **fields: Unpack[CampusFields]
) -> None:
    """Change the given fields. Raises NotFound, StaleRecord and what `add_campus` raises."""
    campus = campus_of(session, campus_id)
    if campus.version != version:
        raise StaleRecord
    put_fields(session, campus, fields)
    name_change(session, N_("Campus {name} changed"), name=campus.name)


@needs(Right.RUN)
def put_fields(session: Session, campus: Campus, fields: CampusFields) -> None:
    """Write what was typed into a campus, cleaned. Raises what `add_campus` raises."""
    for name, value in _clean(session, fields, campus.style or {}).items():
        setattr(campus, name, value)


@needs(Right.RUN)
def delete_campus(session: Session, *, campus_id: UUID) -> None:
    """Delete a campus that nothing leans on. Raises NotFound, CampusInUse."""
    campus = campus_of(session, campus_id)
    for kind in (Cohort, Event, IssuedDocument):
        if session.scalar(select(func.count()).where(kind.campus_id == campus_id)):
            raise CampusInUse(name=campus.name)
    name_change(session, N_("Campus {name} deleted"), name=campus.name)
    session.delete(campus)


@needs(Right.RUN)
def set_logo(session: Session, *, campus_id: UUID, content: bytes | None, name: str = "") -> None:
    """Give a campus its logo (PNG or JPEG), or take it away with None.

    Raises NotFound, PictureTooLarge, PictureUnreadable.
    """
    campus = campus_of(session, campus_id)
    campus.logo_id = keep_picture(session, content=content, name=name) if content else None
    name_change(session, N_("Logo of {name} changed"), name=campus.name)


@needs(Right.RUN)
def set_second_logo(
    session: Session, *, campus_id: UUID, content: bytes | None, name: str = ""
) -> None:
    """Give a campus a second logo, beside its own, or take it away with None.

    Raises NotFound, PictureTooLarge, PictureUnreadable.
    """
    campus = campus_of(session, campus_id)
    digest = ""
    if content:
        digest = session.get_one(Picture, keep_picture(session, content=content, name=name)).digest
    campus.style = _styled(campus.style, {"second_logo": digest})
    name_change(session, N_("Logo of {name} changed"), name=campus.name)


def _free_code(session: Session, code: str) -> str:
    code = names.clean(code).upper()
    check_code(code)
    if session.scalar(select(Campus.id).where(Campus.code == code)) is not None:
        raise CampusCodeTaken(code=code)
    return code


def check_code(code: str) -> None:
    """Raises CampusCodeUnusable."""
    if not _CODE.fullmatch(code):
        raise CampusCodeUnusable(code=code or "–")


def _styled(style: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    return PaperStyle.from_plain({**style, **changes}).to_plain()


def _clean(session: Session, fields: CampusFields, style: Mapping[str, Any]) -> dict[str, Any]:
    _check_profile(session, fields.get("funder_profile_id"))
    return clean_fields(fields, style)


def clean_fields(fields: CampusFields, style: Mapping[str, Any]) -> dict[str, Any]:
    """What is said of a campus, as its row takes it. Raises CampusNameMissing, UnknownCountry, …"""
    values: dict[str, Any] = {
        name: clean_text(value) if isinstance(value, str) else value
        for name, value in fields.items()
    }
    if "name" in values and not values["name"]:
        raise CampusNameMissing
    if "country" in values:
        values["country"] = values["country"].upper()
        if not places.is_country(values["country"]):
            raise UnknownCountry(code=values["country"] or "–")
    if not values.get("zone", "UTC"):
        del values["zone"]
    if not places.is_zone(values.get("zone", "UTC")):
        raise UnknownZone(zone=values["zone"])
    if not COLOUR.fullmatch(values.get("accent", "#000000")):
        raise ColourUnusable(colour=values["accent"])
    if "languages" in values:
        values["languages"] = _languages(values["languages"])
    changes: dict[str, Any] = {name: values.pop(name) for name in STYLED if name in values}
    return {**values, "style": _styled(style, changes)} if changes else values


def _languages(languages: tuple[str, ...]) -> list[str]:
    codes = list(dict.fromkeys(code.strip().lower() for code in languages if code.strip()))
    for code in codes or [""]:
        if code not in LANGUAGES:
            raise CampusLanguageUnknown(code=code or "–")
    return codes


def _check_profile(session: Session, profile_id: UUID | None) -> None:
    if profile_id is not None and session.get(FunderProfile, profile_id) is None:
        raise NotFound
