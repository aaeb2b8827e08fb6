"""The command line: the same desk without a window, for scripts, tests and repair.

Mistakes are one sentence on stderr and exit 1; wrong usage exits 2; nothing is half-written.
"""

import gc
import logging
import os
import signal
import sys
from argparse import Namespace
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from mgdesk import i18n, settings
from mgdesk.cli.output import complain
from mgdesk.errors import DeskError, Locked, OutOfMemory, is_short_of_memory
from mgdesk.i18n import N_
from mgdesk.log import start_log
from mgdesk.paths import Home

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from mgdesk.desk import Desk

logger = logging.getLogger(__name__)


class NoDisplay(DeskError):
    sentence = N_(
        "There is no display to open the window on. Start it from a desktop, or give a command:"
        " mgdesk --help lists them."
    )


UNKNOWN_FAULT = N_("Something went wrong. The details are in the log: {path}")


def run(arguments: Namespace, home: Home) -> int:
    """Do the command that was asked for, in the language asked for; the exit code."""
    start_log(home.logs)
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), _end)
    with suppress(MemoryError):
        return _act(arguments, home)
    gc.collect()  # the error held what filled the memory: a sentence needs some, too
    complain(str(OutOfMemory()))
    return 1


def _act(arguments: Namespace, home: Home) -> int:
    """Raises MemoryError for whatever has to do with it; any other error is told here."""
    from mgdesk.cli.signing_on import WhoIsIt
    from mgdesk.services.rights import NobodyAtTheDesk

    try:
        return _done(arguments, home)
    except NobodyAtTheDesk:
        complain(str(WhoIsIt()))
        return 1
    except DeskError as error:
        complain(str(error))
        return 1
    except BrokenPipeError:
        # Whoever read the list had enough of it, as in `mgdesk list learners | head`.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        if is_short_of_memory(error):
            raise MemoryError from None
        logger.exception("a command failed")
        complain(i18n.gettext(UNKNOWN_FAULT, path=str(home.logs / "mgdesk.log")))
        return 1


def _done(arguments: Namespace, home: Home) -> int:
    """On a desk that somebody of the staff signed on at, or without one. Raises DeskError."""
    from mgdesk.cli.signing_on import sign_on
    from mgdesk.desk import open_desk

    if getattr(arguments, "without_desk", False):
        from mgdesk.cli.locking import opening_secret

        return int(arguments.act(home, opening_secret(arguments), arguments))
    desk = _opened(open_desk, home, arguments)
    try:
        sign_on(desk, arguments)
        return int(arguments.act(desk, arguments))
    finally:
        desk.close()


def _end(number: int, _frame: object) -> None:
    """Asked to end: what is under way is given up as at any other fault, so nothing is half-written."""
    raise SystemExit(128 + number)


def _opened(open_desk: "Callable[..., Desk]", home: Home, arguments: Namespace) -> "Desk":
    """With what the command line names; on a terminal the passphrase is asked for."""
    from mgdesk.cli.locking import ask_passphrase, opening_secret

    secret = opening_secret(arguments)
    try:
        desk = open_desk(home, secret)
    except Locked as locked:
        secret = ask_passphrase() if type(locked) is Locked else None
        if secret is None:
            raise
        desk = open_desk(home, secret)
    place = settings.load(home.settings).second_place
    desk.second_place = Path(place) if place else None
    desk.eraser = _erase_again
    return desk


def _erase_again(session: "Session", person_id: "UUID") -> None:
    """Who was erased stays so after a restore; imported when that happens."""
    from mgdesk.services.erasing import erase_again

    erase_again(session, person_id)


def complain_of_no_display(language: str | None, home: Home) -> int:
    """Say why no window opens; the exit code."""
    i18n.speak(spoken_language(language, home))
    complain(str(NoDisplay()))
    return 1


def spoken_language(asked: str | None, home: Home) -> str:
    """The language asked for, else the one of the settings, else the system's, else French."""
    chosen = asked or settings.load(home.settings).language or _system_language()
    return chosen if chosen.split("_")[0] in i18n.LANGUAGES else i18n.DEFAULT


def _system_language() -> str:
    named = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return next(filter(None, named), "").split(".")[0]
