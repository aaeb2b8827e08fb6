"""Days and moments as people write them in our languages, and as other programs export them."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from copy import deepcopy
from datetime import date, datetime, time, timedelta
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any, Final

from mgdesk.exchange.fields import Value
from mgdesk.exchange.text import cleaned
from mgdesk.rules import names

# Days counted by spreadsheets from 30 December 1899; these are 1927 to 2119.
_SERIALS: Final = range(10_000, 80_000)
_EPOCH: Final = date(1899, 12, 30)
_LOCALES: Final = ("fr", "nl", "en", "it", "ar", "ar_MA", "ar_SY", "de", "es")
_NUMBERS: Final = re.compile(
    r"\D*?(?<!\d)(\d{1,4})[\s./,–—-]{1,3}(\d{1,2})[\s./,–—-]{1,3}(\d{1,4})(?!\d)\D*"
)
_SOLID: Final = re.compile(r"\d{8}")
_WORDED: Final = re.compile(r"[^\W\d_]+|\d+")
# Google Forms writes its zone by name: 2026/09/20 2:13:45 PM EET.
_ZONES: Final = "Z|UTC|GMT|WES?T|CES?T|EES?T|BST|IST|[ECMP][SD]T"
_CLOCK: Final = re.compile(
    r"[T ,à]+(\d{1,2})[:h.](\d{2})(?:[:m.](\d{2})(?:[.,]\d+)?)?\s*([ap]\.?\s?m\.?|[صم])?"
    rf"\s*(?:(?:UTC|GMT|غرينتش)?\s*[+-]\d{{1,2}}:?(?:\d{{2}})?|{_ZONES})?\s*$",
    re.IGNORECASE,
)


def parse_day(value: Value, *, today: date, month_first: bool = False) -> date | None:
    """The day that a cell means, or nothing. Day before month unless told otherwise.

    A year of two digits is this century's up to this year, else the last one's.
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    return _parsed_day(_western(value[:200]), today, month_first)


def parse_moment(value: Value, *, today: date, month_first: bool = False) -> datetime | None:
    """The day and clock that a cell means; a day alone is midnight. What zone it is in is not read."""
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    if isinstance(value, date):
        return datetime.combine(value, time())
    text = _western(value[:200])
    clock, rest = _clock(text)
    day = _parsed_day(rest, today, month_first)
    return datetime.combine(day, clock) if day else None


def is_month_first(cells: Iterable[Value]) -> bool:
    """Whether a column writes the month first: somewhere a second number is over 12, no first is."""
    firsts, seconds = 0, 0
    for cell in cells:
        if isinstance(cell, str) and (match := _NUMBERS.match(_western(cell))):
            firsts = max(firsts, int(match[1]))
            seconds = max(seconds, int(match[2]))
    return firsts <= 12 < seconds


def _western(text: str) -> str:
    """The text with Arabic and other digits as 0 to 9, on one line, without direction marks."""
    return "".join(
        str(unicodedata.digit(character))
        if character.isdecimal() and character > "9"
        else character
        for character in cleaned(text)
    )


@lru_cache(maxsize=4096)
def _parsed_day(text: str, today: date, month_first: bool) -> date | None:
    if len(text) > 60:
        return None
    text = _clock(text)[1] if ":" in text else text
    text = text.strip(" ,.;")
    if match := _NUMBERS.fullmatch(text):
        return _from_numbers(match, today, month_first)
    if _SOLID.fullmatch(text):
        return _from_solid(text)
    if text.isascii() and text.removesuffix(".0").isdecimal():
        number = int(text.removesuffix(".0"))
        return _EPOCH + timedelta(number) if number in _SERIALS else None
    return _from_words(text, today)


def _from_numbers(match: re.Match[str], today: date, month_first: bool) -> date | None:
    first, second, third = match.groups()
    if len(first) >= 3:
        return _day(int(first), int(second), int(third))
    if len(third) == 3:
        return None
    day, month = int(first), int(second)
    if month > 12 or (month_first and day <= 12):
        day, month = month, day
    return _day(_year(third, today), month, day)


def _from_solid(text: str) -> date | None:
    """Eight digits together: 19980412, or else 12041998."""
    backward = _day(int(text[:4]), int(text[4:6]), int(text[6:]))
    if backward and 1800 <= backward.year <= 2200:
        return backward
    return _day(int(text[4:]), int(text[2:4]), int(text[:2]))


def _from_words(text: str, today: date) -> date | None:
    """`12 mars 1998`, `le 1er mai 98`, `April 12, 1998`, `12 أبريل 1998`."""
    pieces = _WORDED.findall(names.fold(text))
    numbers = [piece for piece in pieces if piece.isdecimal()]
    months = [month for run in _runs(pieces) if (month := _months().get(run))]
    if len(numbers) != 2 or not months:
        return None
    first, last = numbers
    if len(first) == 4:
        first, last = last, first
    return _day(_year(last, today), months[0], int(first))


def _runs(pieces: list[str]) -> Iterator[str]:
    """Words and pairs of words: the Levantine months are two."""
    words = [piece for piece in pieces if not piece.isdecimal()]
    for word, following in pairwise(words):
        yield f"{word} {following}"
    yield from words


@cache
def _months() -> dict[str, int]:
    """Month names, folded, whole and short, of all our languages."""
    months: dict[str, int] = {}
    for identifier in _LOCALES:
        own = _own_months(identifier)
        for kind in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in own[kind][width].items():
                    months.setdefault(names.fold(name), number)
    months.update({"sept": 9, "juill": 7, "mrt": 3, "fev": 2, "aout": 8, "augustus": 8})
    return months


def _own_months(identifier: str) -> Any:
    """The months of a locale, from a copy: Babel resolves what it shares in place.

    Read directly, those of a bare language would from then on be those of its regions too, and
    paper of Morocco would no longer say نونبر for November.
    """
    from babel import localedata

    copied: dict[str | int | None, Any] = {
        "months": deepcopy(localedata.load(identifier)["months"])
    }
    return localedata.LocaleDataDict(copied)["months"]


def _clock(text: str) -> tuple[time, str]:
    """The clock at the end of a text, and the text before it."""
    match = _CLOCK.search(text)
    if not match or match.start() == 0:
        return time(), text
    hour, minute, second = int(match[1]), int(match[2]), int(match[3] or 0)
    half = (match[4] or "").lower()
    half = {"ص": "a", "م": "p"}.get(half, half)
    if half.startswith("p") and hour < 12:
        hour += 12
    elif half.startswith("a") and hour == 12:
        hour = 0
    if hour > 23 or minute > 59 or second > 59:
        return time(), text
    return time(hour, minute, second), text[: match.start()]


def _year(digits: str, today: date) -> int:
    year = int(digits)
    if len(digits) > 2:
        return year
    century = today.year - today.year % 100
    return century + year if century + year <= today.year else century - 100 + year


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except (ValueError, OverflowError):  # a year that no calendar has
        return None
