"""What may be typed as a value on the command line; anything else is wrong usage."""

from argparse import ArgumentTypeError
from calendar import monthrange
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import TypeVar

from mgdesk.errors import DeskError
from mgdesk.i18n import gettext as _
from mgdesk.rules import calendar
from mgdesk.rules.attendance import AttendanceStatus
from mgdesk.rules.coaching import CoachingStatus
from mgdesk.rules.enrolment import Half

T = TypeVar("T")

_LETTERS = {
    "p": AttendanceStatus.PRESENT,
    "l": AttendanceStatus.LATE,
    "a": AttendanceStatus.ABSENT,
    "e": AttendanceStatus.EXCUSED,
    "j": AttendanceStatus.ABSENT_JUSTIFIED,
}


def day(text: str) -> date:
    """`2026-09-07`."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        message = _("{text} is not a day: write it like 2026-09-07", text=text)
        raise ArgumentTypeError(message) from None


def moment(text: str) -> datetime:
    """`2026-09-07T18:00`, on the campus's clock unless it says a zone."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or len(text) < len("2026-09-07T18:00"):
        message = _("{text} is not a moment: write it like 2026-09-07T18:00", text=text)
        raise ArgumentTypeError(message)
    return found


def week(text: str) -> tuple[date, date]:
    """`2026-W48`: its Monday and Sunday."""
    try:
        monday = date.fromisoformat(f"{text}-1")
        return monday, monday + timedelta(days=6)
    except (ValueError, OverflowError):  # the last week of all goes on beyond the last day
        message = _("{text} is not a week: write it like 2026-W48", text=text)
        raise ArgumentTypeError(message) from None


def month(text: str) -> tuple[date, date]:
    """`2026-11`: its first and last day."""
    try:
        first = date.fromisoformat(f"{text}-01")
    except ValueError:
        message = _("{text} is not a month: write it like 2026-11", text=text)
        raise ArgumentTypeError(message) from None
    return first, first.replace(day=monthrange(first.year, first.month)[1])


def year(text: str) -> int:
    """`2026`."""
    if not (text.isascii() and text.isdecimal() and 1900 <= int(text) <= 2999):
        raise ArgumentTypeError(_("{text} is not a year: write it like 2026", text=text))
    return int(text)


def count(text: str) -> int:
    """A whole number, zero or more."""
    if not (text.isascii() and text.isdecimal() and len(text) < 7):
        message = _("{text} is not a whole number from 0 to 999999", text=text)
        raise ArgumentTypeError(message)
    return int(text)


def points(text: str) -> tuple[str, int]:
    """A criterion and what it was given: `Motivation=4`."""
    criterion, _equal, given = text.rpartition("=")
    if not criterion.strip() or not given.strip().isdecimal():
        message = _("{text} is no score: write it like Motivation=4", text=text)
        raise ArgumentTypeError(message)
    return criterion.strip(), count(given.strip())


def step(text: str) -> tuple[str, str, date | None]:
    """A point of an action plan: `Send the CV; Amina; 2026-12-03`, the last two if there are any."""
    what, _sign, rest = text.partition(";")
    who, _sign, until = rest.partition(";")
    return what.strip(), who.strip(), day(until.strip()) if until.strip() else None


def status(text: str) -> AttendanceStatus:
    """`present`, `left-early`… or the letter of the grid: P, L, A, E, J."""
    word = text.casefold().replace("-", "_")
    if word in _LETTERS:
        return _LETTERS[word]
    try:
        return AttendanceStatus(word)
    except ValueError:
        message = _(
            "{text} is no mark: write one of {marks}",
            text=text,
            marks=", ".join(AttendanceStatus),
        )
        raise ArgumentTypeError(message) from None


def coaching_status(text: str) -> CoachingStatus:
    """`planned`, `waiting`, `done`, `excused`, `cancelled`, `no-show`."""
    try:
        return CoachingStatus(text.casefold().replace("-", "_"))
    except ValueError:
        message = _(
            "{text} is no state of an appointment: write one of {states}",
            text=text,
            states=", ".join(CoachingStatus),
        )
        raise ArgumentTypeError(message) from None


def sentence_of(parse: Callable[[str], T]) -> Callable[[str], T]:
    """Let a rule's own sentence be the complaint about a value."""

    def checked(text: str) -> T:
        try:
            return parse(text)
        except DeskError as error:
            raise ArgumentTypeError(str(error)) from None

    return checked


weekdays = sentence_of(calendar.parse_weekdays)
halves = sentence_of(calendar.parse_halves)


def half(text: str) -> Half:
    """`am`, `pm` or `eve`."""
    found: tuple[Half, ...] = halves(text)
    if len(found) != 1:
        message = _("{text} is not one half-day: write am, pm or eve", text=text)
        raise ArgumentTypeError(message)
    return found[0]


def day_here() -> date:
    """The day of whoever stands at this computer."""
    return date.today()  # noqa: DTZ011 - that of the wall, in no campus's zone
