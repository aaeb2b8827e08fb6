"""Commands about who works at the desk."""

import sys
from argparse import Namespace
from getpass import getpass
from uuid import UUID

from mgdesk.cli.locking import ask, read_secret
from mgdesk.cli.output import say, show
from mgdesk.cli.signing_on import NotOfTheStaff, who
from mgdesk.desk import Desk
from mgdesk.errors import NotFound
from mgdesk.i18n import gettext as _
from mgdesk.queries.campuses import campuses
from mgdesk.queries.staff import StaffRow, sign_ons, staff
from mgdesk.rules import names
from mgdesk.rules.sign_ons import SIGN_ON_LABELS
from mgdesk.services import staff as services


def add(desk: Desk, arguments: Namespace) -> int:
    campus_id = _campus(desk, arguments.campus) if arguments.campus else None
    desk.do(
        services.add_staff,
        name=arguments.name,
        role=arguments.role,
        pin=_new_pin(arguments),
        campus_id=campus_id,
    )
    say(_("Added. From now on whoever uses the desk signs on."))
    return 0


def list_staff(desk: Desk, arguments: Namespace) -> int:
    rows = [
        {
            "name": row.name,
            "role": row.role.value,
            "campus": row.campus,
            "active": row.is_active,
            "pin_since": row.pin_set_at,
            "wrong_pins": row.failures,
        }
        for row in desk.read(staff)
    ]
    show(rows, as_json=arguments.json, nothing=_("Nobody signs on: everybody may do everything."))
    return 0


def list_sign_ons(desk: Desk, arguments: Namespace) -> int:
    rows = [
        {
            "at": row.at,
            "name": row.name,
            "role": row.role.value,
            "what": row.kind.value if arguments.json else _(SIGN_ON_LABELS[row.kind]),
            "computer": row.computer,
        }
        for row in desk.read(sign_ons, limit=arguments.limit)
    ]
    show(rows, as_json=arguments.json, nothing=_("Nobody has signed on yet."))
    return 0


def set_role(desk: Desk, arguments: Namespace) -> int:
    row = _row(desk, arguments.name)
    desk.do(
        services.update_staff,
        staff_id=row.id,
        version=row.version,
        name=row.name,
        role=arguments.role,
        person_id=row.person_id,
        campus_id=row.campus_id,
    )
    return 0


def set_pin(desk: Desk, arguments: Namespace) -> int:
    row, pin = _row(desk, arguments.name), _new_pin(arguments)
    on_duty = desk.on_duty
    if on_duty is not None and on_duty.staff_id == row.id:
        desk.do(services.set_own_pin, pin=pin)
    else:
        desk.do(services.set_staff_pin, staff_id=row.id, pin=pin)
    return 0


def retire(desk: Desk, arguments: Namespace) -> int:
    row = _row(desk, arguments.name)
    desk.do(services.set_active, staff_id=row.id, is_active=False)
    return 0


def bring_back(desk: Desk, arguments: Namespace) -> int:
    row = _row(desk, arguments.name)
    desk.do(services.set_active, staff_id=row.id, is_active=True)
    return 0


def recover(desk: Desk, arguments: Namespace) -> int:
    """A manager's lost PIN, by the recovery key of the data."""
    manager = who(desk, arguments.name)
    words = read_secret(arguments.recovery_file) or ask(_("Recovery key: "))
    pin = _new_pin(arguments)
    desk.do_with_recovery_key(words, services.recover_manager, staff_id=manager, pin=pin)
    say(_("The new PIN holds from now on."))
    return 0


def _row(desk: Desk, name: str) -> StaffRow:
    for row in desk.read(staff):
        if names.fold(row.name) == names.fold(name):
            return row
    raise NotOfTheStaff(name=name)


def _campus(desk: Desk, code: str) -> UUID:
    for campus in desk.read(campuses):
        if campus.code == code.upper():
            return campus.id
    raise NotFound


def _new_pin(arguments: Namespace) -> str:
    typed = read_secret(arguments.new_pin_file)
    if typed:
        return typed
    if sys.stdin.isatty():
        return getpass(_("New PIN: "))
    return sys.stdin.readline().strip()
