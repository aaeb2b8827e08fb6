"""Reads dates and times as people type them at a desk: `070926`, `7/9`, `7 sept`, `9h30`."""

import re
from datetime import date, time, timedelta
from functools import cache

from babel import Locale

from mgdesk.i18n import format_day, spoken_locale

_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_PARTS = re.compile(r"(\d{1,2})[\s/.\-]+(\d{1,2})(?:[\s/.\-]+(\d{2}|\d{4}))?")
_RUN = re.compile(r"(\d{2})(\d{2})(\d{2}|\d{4})?")
_NAMED = re.compile(r"(\d{1,2})\.?\s+([^\W\d]+)\.?(?:\s+(\d{2}|\d{4}))?")
_TIME = re.compile(r"(\d{1,2})(?:\s*[:hHu.,]\s*(\d{2})?)?")
_TIME_RUN = re.compile(r"(\d{1,2})(\d{2})")
_MARKS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def date_example() -> str:
    """How the spoken locale writes a date, four-digit year included."""
    return format_day(date(2026, 9, 27), "short")


def read_date(typed: str, today: date | None = None) -> date | None:
    """The date that somebody typed, day before month; without a year, this year. None when none."""
    text = _plain(typed)
    iso = _ISO.fullmatch(text)
    if iso:
        return _date(int(iso[1]), int(iso[2]), int(iso[3]))
    now = today or date.today()  # noqa: DTZ011 - the day on this computer's wall is what is meant
    found = _PARTS.fullmatch(text) or _RUN.fullmatch(text)
    if found:
        return _date(_year(found[3], now), int(found[2]), int(found[1]))
    named = _NAMED.fullmatch(text)
    month = _month(named[2]) if named else None
    return _date(_year(named[3], now), month, int(named[1])) if named and month else None


def read_time(typed: str) -> time | None:
    """The time of day that somebody typed. None when none."""
    text = _plain(typed)
    found = _TIME.fullmatch(text) or _TIME_RUN.fullmatch(text)
    if not found:
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def step_day(day: date, step: int) -> date:
    """So many days later; the ends of the calendar stay where they are."""
    try:
        return day + timedelta(days=step)
    except OverflowError:
        return day


def _plain(typed: str) -> str:
    return _MARKS.sub("", typed).translate(_DIGITS).strip()


def _year(written: str | None, today: date) -> int:
    """Two digits mean the century that puts the year at most ten years ahead."""
    if not written:
        return today.year
    if len(written) == 4:
        return int(written)
    year = today.year // 100 * 100 + int(written)
    return year if year <= today.year + 10 else year - 100


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month(word: str) -> int | None:
    """The month that a word begins, when it begins only one."""
    found = {month for name, month in _month_names(spoken_locale()) if _begins(name, word)}
    return found.pop() if len(found) == 1 else None


def _begins(name: str, word: str) -> bool:
    return name.casefold().startswith(word.casefold())


@cache
def _month_names(locale: str) -> tuple[tuple[str, int], ...]:
    months = Locale.parse(locale).months["format"]
    return tuple(
        (name, month) for width in ("wide", "abbreviated") for month, name in months[width].items()
    )
