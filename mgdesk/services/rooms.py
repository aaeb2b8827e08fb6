"""Where a campus teaches and who signs for it."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mgdesk.errors import DeskError, NotFound
from mgdesk.i18n import N_
from mgdesk.model import Campus, Room, Signatory
from mgdesk.model.identity import new_key
from mgdesk.rules import names
from mgdesk.rules.rights import Right
from mgdesk.services.pictures import keep_picture
from mgdesk.services.rights import needs
from mgdesk.storage.audit import name_change


class TextTooLongForCampus(DeskError):
    sentence = N_("A text of {length} characters is too long here: at most 200 fit. Shorten it.")


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


@needs(Right.RUN)
def add_room(session: Session, *, campus_id: UUID, name: str, capacity: int | None = None) -> UUID:
    """Add a room. Raises NotFound, RoomNameMissing, RoomNameTaken, NegativeCapacity."""
    campus = campus_of(session, campus_id)
    room = Room(id=new_key(), campus_id=campus_id)
    _fill_room(session, room, name, capacity)
    session.add(room)
    name_change(session, N_("Room {room} added to {campus}"), room=room.name, campus=campus.name)
    return room.id


@needs(Right.RUN)
def update_room(session: Session, *, room_id: UUID, name: str, capacity: int | None) -> None:
    """Change a room. Raises NotFound, RoomNameMissing, RoomNameTaken, NegativeCapacity."""
    room = session.get(Room, room_id)
    if room is None:
        raise NotFound
    _fill_room(session, room, name, capacity)
    name_change(session, N_("Room {room} changed"), room=room.name)


@needs(Right.RUN)
def delete_room(session: Session, *, room_id: UUID) -> None:
    """Delete a room; what took place in it no longer says where. Raises NotFound."""
    room = session.get(Room, room_id)
    if room is None:
        raise NotFound
    name_change(session, N_("Room {room} deleted"), room=room.name)
    session.delete(room)


def _fill_room(session: Session, room: Room, name: str, capacity: int | None) -> None:
    name = clean_text(name)
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


@needs(Right.RUN)
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
    campus = campus_of(session, campus_id)
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


@needs(Right.RUN)
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


@needs(Right.RUN)
def set_signature(session: Session, *, signatory_id: UUID, content: bytes | None) -> None:
    """Give whoever signs the picture of a signature, or take it away with None.

    Raises NotFound, PictureTooLarge, PictureUnreadable.
    """
    signatory = session.get(Signatory, signatory_id)
    if signatory is None:
        raise NotFound
    kept = keep_picture(session, content=content, name=signatory.name) if content else None
    signatory.signature_id = kept
    name_change(session, N_("Signature of {name} changed"), name=signatory.name)


@needs(Right.RUN)
def sign_first(session: Session, *, signatory_id: UUID) -> None:
    """Let somebody sign unless another is chosen; the others keep their order. Raises NotFound."""
    signatory = session.get(Signatory, signatory_id)
    if signatory is None:
        raise NotFound
    others = [one for one in signatory.campus.signatories if one is not signatory]
    for position, one in enumerate([signatory, *others], 1):
        one.position = position
    name_change(session, N_("{name} signs first"), name=signatory.name)


@needs(Right.RUN)
def delete_signatory(session: Session, *, signatory_id: UUID) -> None:
    """Let somebody no longer sign; issued papers keep the name. Raises NotFound."""
    signatory = session.get(Signatory, signatory_id)
    if signatory is None:
        raise NotFound
    name_change(session, N_("Signatory {name} deleted"), name=signatory.name)
    session.delete(signatory)


def _fill_signatory(session: Session, signatory: Signatory, name: str, role: str) -> None:
    name = clean_text(name)
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
    signatory.name, signatory.role = name, clean_text(role)


def campus_of(session: Session, campus_id: UUID) -> Campus:
    """The campus. Raises NotFound."""
    campus = session.get(Campus, campus_id)
    if campus is None:
        raise NotFound
    return campus


def clean_text(text: str) -> str:
    """A text of one line as it is kept. Raises TextTooLongForCampus."""
    text = names.clean(text)
    if len(text) > names.LONGEST:
        raise TextTooLongForCampus(length=len(text))
    return text
