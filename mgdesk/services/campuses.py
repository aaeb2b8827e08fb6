"""Campuses: added, changed, with their rooms, who signs for them and their logo."""

import re
from typing import Any, Final, TypedDict, Unpack
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mgdesk.errors import DeskError, NotFound, StaleRecord
from mgdesk.i18n import LANGUAGES, N_
from mgdesk.model import Campus, Cohort, Event, FunderProfile, IssuedDocument, Room, Signatory
from mgdesk.rules import names, places
from mgdesk.rules.identity import new_key
from mgdesk.services.pictures import keep_picture
from mgdesk.storage.audit import name_change

_CODE: Final = re.compile(r"[A-Z0-9][A-Z0-9-]{0,11}")
_COLOUR: Final = re.compile(r"#[0-9A-Fa-f]{6}")


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


class TextTooLongForCampus(DeskError):
    sentence = N_("A text of {length} characters is too long here: at most 200 fit. Shorten it.")


class CampusInUse(DeskError):
    sentence = N_(
        "{name} has cohorts, events or issued documents and cannot be deleted. Keep it, or delete"
        " them first."
    )


class RoomNameMissing(DeskError):
    sentence = N_("A room needs a name: type one.")


class RoomNameTaken(DeskError):
    sentence = N_("There is a room called {name} already. Choose another name.")


class SignatoryNameMissing(DeskError):
    sentence = N_("Whoever signs needs a name: type one.")


class SignatoryNameTaken(DeskError):
    sentence = N_("{name} signs for this campus already.")


class NegativeCapacity(DeskError):
    sentence = N_("A number of places cannot be below zero. Type another, or leave it empty.")


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
    funder_profile_id: UUID | None


class CampusFields(Letterhead, total=False):
    """What can be changed of a campus; what is not given stays."""

    name: str
    country: str
    languages: tuple[str, ...]


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
    values = _clean(session, fields)
    values.setdefault("zone", places.zone_of(values["country"]))
    campus = Campus(id=new_key(), code=_free_code(session, code), is_demo=is_demo, **values)
    session.add(campus)
    name_change(session, N_("Campus {name} added"), name=campus.name)
    return campus.id


def update_campus(
    session: Session, *, campus_id: UUID, version: int, **fields: Unpack[CampusFields]
) -> None:
    """Change the given fields. Raises NotFound, StaleRecord and what `add_campus` raises."""
    campus = _campus(session, campus_id)
    if campus.version != version:
        raise StaleRecord
    for name, value in _clean(session, fields).items():
        setattr(campus, name, value)
    name_change(session, N_("Campus {name} changed"), name=campus.name)


def delete_campus(session: Session, *, campus_id: UUID) -> None:
    """Delete a campus that nothing leans on. Raises NotFound, CampusInUse."""
    campus = _campus(session, campus_id)
    for kind in (Cohort, Event, IssuedDocument):
        if session.scalar(select(func.count()).where(kind.campus_id == campus_id)):
            raise CampusInUse(name=campus.name)
    name_change(session, N_("Campus {name} deleted"), name=campus.name)
    session.delete(campus)


def set_logo(session: Session, *, campus_id: UUID, content: bytes | None, name: str = "") -> None:
    """Give a campus its logo (PNG or JPEG), or take it away with None.

    Raises NotFound, PictureTooLarge, PictureUnreadable.
    """
    campus = _campus(session, campus_id)
    campus.logo_id = keep_picture(session, content=content, name=name) if content else None
    name_change(session, N_("Logo of {name} changed"), name=campus.name)


# --- rooms -----------------------------------------------------------------------------------------


def add_room(session: Session, *, campus_id: UUID, name: str, capacity: int | None = None) -> UUID:
    """Add a room. Raises NotFound, RoomNameMissing, RoomNameTaken, NegativeCapacity."""
    campus = _campus(session, campus_id)
    room = Room(id=new_key(), campus_id=campus_id)
    _fill_room(session, room, name, capacity)
    session.add(room)
    name_change(session, N_("Room {room} added to {campus}"), room=room.name, campus=campus.name)
    return room.id


def update_room(session: Session, *, room_id: UUID, name: str, capacity: int | None) -> None:
    """Change a room. Raises NotFound, RoomNameMissing, RoomNameTaken, NegativeCapacity."""
    room = session.get(Room, room_id)
    if room is None:
        raise NotFound
    _fill_room(session, room, name, capacity)
    name_change(session, N_("Room {room} changed"), room=room.name)


def delete_room(session: Session, *, room_id: UUID) -> None:
    """Delete a room; what took place in it no longer says where. Raises NotFound."""
    room = session.get(Room, room_id)
    if room is None:
        raise NotFound
    name_change(session, N_("Room {room} deleted"), room=room.name)
    session.delete(room)


def _fill_room(session: Session, room: Room, name: str, capacity: int | None) -> None:
    name = _text(name)
    if not name:
        raise RoomNameMissing
    if capacity is not None and capacity < 0:
        raise NegativeCapacity
    taken = select(Room.id).where(
        Room.campus_id == room.campus_id, Room.name == name, Room.id != room.id
    )
    with session.no_autoflush:
        if session.scalar(taken) is not None:
            raise RoomNameTaken(name=name)
    room.name, room.capacity = name, capacity


# --- who signs -------------------------------------------------------------------------------------


def add_signatory(
    session: Session,
    *,
    campus_id: UUID,
    name: str,
    role: str = "",
    signature: bytes | None = None,
) -> UUID:
    """Add somebody who signs, after those already there; the first one signs by default.

    Raises NotFound, SignatoryNameMissing, SignatoryNameTaken, PictureTooLarge, PictureUnreadable.
    """
    campus = _campus(session, campus_id)
    last = session.scalar(
        select(func.max(Signatory.position)).where(Signatory.campus_id == campus_id)
    )
    signatory = Signatory(id=new_key(), campus_id=campus_id, position=(last or 0) + 1)
    _fill_signatory(session, signatory, name, role)
    if signature:
        signatory.signature_id = keep_picture(session, content=signature, name=signatory.name)
    session.add(signatory)
    name_change(session, N_("{name} signs for {campus}"), name=signatory.name, campus=campus.name)
    return signatory.id


def update_signatory(
    session: Session, *, signatory_id: UUID, name: str, role: str, position: int | None = None
) -> None:
    """Change who signs. Raises NotFound, SignatoryNameMissing, SignatoryNameTaken."""
    signatory = session.get(Signatory, signatory_id)
    if signatory is None:
        raise NotFound
    _fill_signatory(session, signatory, name, role)
    if position is not None:
        signatory.position = position
    name_change(session, N_("Signatory {name} changed"), name=signatory.name)


def delete_signatory(session: Session, *, signatory_id: UUID) -> None:
    """Let somebody no longer sign; issued papers keep the name. Raises NotFound."""
    signatory = session.get(Signatory, signatory_id)
    if signatory is None:
        raise NotFound
    name_change(session, N_("Signatory {name} deleted"), name=signatory.name)
    session.delete(signatory)


def _fill_signatory(session: Session, signatory: Signatory, name: str, role: str) -> None:
    name = _text(name)
    if not name:
        raise SignatoryNameMissing
    taken = select(Signatory.id).where(
        Signatory.campus_id == signatory.campus_id,
        Signatory.name == name,
        Signatory.id != signatory.id,
    )
    with session.no_autoflush:
        if session.scalar(taken) is not None:
            raise SignatoryNameTaken(name=name)
    signatory.name, signatory.role = name, _text(role)


# --- checks ----------------------------------------------------------------------------------------


def _campus(session: Session, campus_id: UUID) -> Campus:
    campus = session.get(Campus, campus_id)
    if campus is None:
        raise NotFound
    return campus


def _free_code(session: Session, code: str) -> str:
    code = names.clean(code).upper()
    if not _CODE.fullmatch(code):
        raise CampusCodeUnusable(code=code or "–")
    if session.scalar(select(Campus.id).where(Campus.code == code)) is not None:
        raise CampusCodeTaken(code=code)
    return code


def _clean(session: Session, fields: CampusFields) -> dict[str, Any]:
    values: dict[str, Any] = {
        name: _text(value) if isinstance(value, str) else value for name, value in fields.items()
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
    if not _COLOUR.fullmatch(values.get("accent", "#000000")):
        raise ColourUnusable(colour=values["accent"])
    if "languages" in values:
        values["languages"] = _languages(values["languages"])
    _check_profile(session, values.get("funder_profile_id"))
    return values


def _languages(languages: tuple[str, ...]) -> list[str]:
    codes = list(dict.fromkeys(code.strip().lower() for code in languages if code.strip()))
    for code in codes or [""]:
        if code not in LANGUAGES:
            raise CampusLanguageUnknown(code=code or "–")
    return codes


def _check_profile(session: Session, profile_id: UUID | None) -> None:
    if profile_id is not None and session.get(FunderProfile, profile_id) is None:
        raise NotFound


def _text(text: str) -> str:
    text = names.clean(text)
    if len(text) > names.LONGEST:
        raise TextTooLongForCampus(length=len(text))
    return text
