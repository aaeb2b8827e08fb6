"""Who works at the desk: added, changed, retired; their PINs. There is always a manager with one.

Somebody who did something is never deleted, for the audit names them: they are retired.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mgdesk.errors import DeskError, NotFound, StaleRecord
from mgdesk.i18n import N_
from mgdesk.model import Campus, Person, Staff
from mgdesk.model.identity import new_key
from mgdesk.queries.staff import pin_name
from mgdesk.rules import names
from mgdesk.rules.people import STAFF_ROLE_LABELS, StaffRole
from mgdesk.rules.rights import Right
from mgdesk.services.pins import PinUnusable, digits_of
from mgdesk.services.rights import needs, on_duty
from mgdesk.services.texts import line
from mgdesk.storage.audit import Word, name_change, now
from mgdesk.storage.pins import keep_pin

__all__ = [
    "FirstIsManager", "LastManager", "PinUnusable", "StaffNameMissing", "StaffNameTaken",
    "add_staff", "recover_manager", "set_active", "set_own_pin", "set_staff_pin", "update_staff",
]  # fmt: skip


class StaffNameMissing(DeskError):
    sentence = N_("Whoever works at the desk needs a name: type one.")


class StaffNameTaken(DeskError):
    sentence = N_("{name} is among the staff already. Add a letter or a surname.")


class FirstIsManager(DeskError):
    sentence = N_("The first one at the desk is a manager: only managers add others.")


class LastManager(DeskError):
    sentence = N_("{name} is the last manager. Make somebody else a manager first.")


@needs(Right.RUN)
def add_staff(
    session: Session,
    *,
    name: str,
    role: StaffRole,
    pin: str,
    person_id: UUID | None = None,
    campus_id: UUID | None = None,
) -> UUID:
    """Add somebody to the desk. From the first one on, whoever uses the desk signs on.

    With a campus they see that campus only. Raises StaffNameMissing, StaffNameTaken, PinUnusable,
    FirstIsManager, NotFound, TextTooLong.
    """
    if role is not StaffRole.MANAGER and not _managers(session):
        raise FirstIsManager
    found = Staff(id=new_key(), is_active=True)
    _fill(session, found, name, role, person_id, campus_id)
    _keep_pin(session, found, pin)
    session.add(found)
    title = N_("{name} added to the staff: {role}")
    name_change(session, title, name=found.name, role=Word(STAFF_ROLE_LABELS[role]))
    return found.id


@needs(Right.RUN)
def update_staff(
    session: Session,
    *,
    staff_id: UUID,
    version: int,
    name: str,
    role: StaffRole,
    person_id: UUID | None = None,
    campus_id: UUID | None = None,
) -> None:
    """Give somebody these values, all of them.

    Raises StaleRecord, LastManager and what `add_staff` raises.
    """
    managers = _managers(session)
    found = _staff(session, staff_id)
    if found.version != version:
        raise StaleRecord
    if role is not StaffRole.MANAGER:
        _check_others(managers, found)
    _fill(session, found, name, role, person_id, campus_id)
    title = N_("{name} changed among the staff: {role}")
    name_change(session, title, name=found.name, role=Word(STAFF_ROLE_LABELS[role]))


@needs(Right.RUN)
def set_active(session: Session, *, staff_id: UUID, is_active: bool) -> None:
    """Retire somebody, who signs on no more, or have them back. Raises NotFound, LastManager."""
    managers = _managers(session)
    found = _staff(session, staff_id)
    if not is_active:
        _check_others(managers, found)
    found.is_active = is_active
    title = N_("{name} is at the desk again") if is_active else N_("{name} retired from the desk")
    name_change(session, title, name=found.name)


@needs(Right.RUN)
def set_staff_pin(session: Session, *, staff_id: UUID, pin: str) -> None:
    """Choose somebody's PIN anew; wrong tries are forgotten. Raises NotFound, PinUnusable."""
    _set_pin(session, _staff(session, staff_id), pin)


def set_own_pin(session: Session, *, pin: str) -> None:
    """Whoever is at the desk chooses their PIN. Raises NotFound, PinUnusable."""
    who = on_duty(session)
    if who is None or who.staff_id is None:
        raise NotFound
    _set_pin(session, _staff(session, who.staff_id), pin)


@needs(Right.RUN)
def recover_manager(session: Session, *, staff_id: UUID, pin: str) -> None:
    """A manager's PIN, chosen anew by whoever showed the recovery key. Raises NotFound, PinUnusable."""
    found = _staff(session, staff_id)
    if not found.is_active or found.role is not StaffRole.MANAGER:
        raise NotFound
    _set_pin(session, found, pin)
    name_change(session, N_("PIN of {name} set by the recovery key"), name=found.name)


def _set_pin(session: Session, found: Staff, pin: str) -> None:
    _keep_pin(session, found, pin)
    name_change(session, N_("PIN of {name} changed"), name=found.name)


def _keep_pin(session: Session, found: Staff, pin: str) -> None:
    keep_pin(session, name=pin_name(found.id), digits=digits_of(pin))
    found.pin_set_at = now(session)


def _fill(
    session: Session,
    found: Staff,
    name: str,
    role: StaffRole,
    person_id: UUID | None,
    campus_id: UUID | None,
) -> None:
    name = line(name)
    if not name:
        raise StaffNameMissing
    for other in session.scalars(select(Staff).where(Staff.id != found.id)):
        if names.fold(other.name) == names.fold(name):
            raise StaffNameTaken(name=other.name)
    if person_id and session.get(Person, person_id) is None:
        raise NotFound
    if campus_id and session.get(Campus, campus_id) is None:
        raise NotFound
    found.name, found.role = name, role
    found.person_id, found.campus_id = person_id, campus_id


def _managers(session: Session) -> Sequence[Staff]:
    """Who is a manager now; on a server, two desks that take one away wait for each other."""
    wanted = select(Staff).where(Staff.role == StaffRole.MANAGER, Staff.is_active)
    return session.scalars(wanted.order_by(Staff.id).with_for_update()).all()


def _check_others(managers: Sequence[Staff], found: Staff) -> None:
    if [one.id for one in managers] == [found.id]:
        raise LastManager(name=found.name)


def _staff(session: Session, staff_id: UUID) -> Staff:
    found = session.get(Staff, staff_id)
    if found is None:
        raise NotFound
    return found
