"""Who gives a command: named by `--as`, shown by a PIN that never stands on the command line."""

import os
import sys
import time
from argparse import Namespace
from getpass import getpass
from typing import Final
from uuid import UUID

from mgdesk.cli.locking import read_secret
from mgdesk.cli.output import complain
from mgdesk.desk import Desk, WaitForPin
from mgdesk.errors import DeskError
from mgdesk.i18n import N_
from mgdesk.i18n import gettext as _
from mgdesk.rules import names
from mgdesk.services.rights import NobodyAtTheDesk

PIN: Final = "MGDESK_PIN"
_WAITS: Final = 3  # as many waits for another one's wrong tries are enough


class WhoIsIt(NobodyAtTheDesk):
    sentence = N_(
        "Staff sign on here: say who you are by --as NAME, and your PIN by MGDESK_PIN or --pin-file."
    )


class NotOfTheStaff(DeskError):
    sentence = N_("Nobody of the name {name} signs on here. “mgdesk staff list” lists who does.")


def sign_on(desk: Desk, arguments: Namespace) -> None:
    """Have whoever gives the command at the desk, where staff sign on.

    Raises WhoIsIt, NotOfTheStaff, WrongPin, WaitForPin.
    """
    if not desk.has_staff:
        return
    if not arguments.signs_on:
        if getattr(arguments, "is_for_anybody", False):
            return
        raise WhoIsIt
    staff_id, pin = who(desk, arguments.signs_on), _pin(arguments)
    for _turn in range(_WAITS):
        try:
            desk.sign_on(staff_id, pin)
        except WaitForPin as waiting:
            complain(str(waiting))
            time.sleep(int(str(waiting.values["seconds"])))
        else:
            return
    desk.sign_on(staff_id, pin)


def who(desk: Desk, name: str) -> UUID:
    """Whom a name means, accents and case aside. Raises NotOfTheStaff."""
    for one in desk.who_can_sign_on():
        if one.staff_id is not None and names.fold(one.name) == names.fold(name):
            return one.staff_id
    raise NotOfTheStaff(name=name)


def _pin(arguments: Namespace) -> str:
    pin = read_secret(arguments.pin_file) or os.environ.get(PIN, "")
    if not pin and sys.stdin.isatty():
        pin = getpass(_("PIN: "))
    if not pin:
        raise WhoIsIt
    return pin.strip()
