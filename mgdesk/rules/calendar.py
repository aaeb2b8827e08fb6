"""The timetable of a cohort: half-days from dates, weekdays and hours, minus public holidays."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Final

from mgdesk.errors import DeskError
from mgdesk.i18n import N_
from mgdesk.rules.attendance import minutes_between
from mgdesk.rules.enrolment import Half

EARLIEST: Final = date(1900, 1, 1)
LONGEST_DAYS: Final = 5 * 366  # a run of more than five years is a slip of the hand
WORKING_DAYS: Final = frozenset(range(5))  # Monday is 0
_DAY_NAMES: Final = (
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
)  # fmt: skip


class UnknownWeekday(DeskError):
    sentence = N_("{text} is not a weekday. Write them like mon-fri or mon,wed,fri.")


class UnknownHalf(DeskError):
    sentence = N_("{text} is not a half-day. Write am, pm or eve.")


class UnknownHours(DeskError):
    sentence = N_("{text} is not a time span. Write it like 09:00-12:30.")


class EndsBeforeStart(DeskError):
    sentence = N_("The last day is before the first day. Change one of them.")


class HoursBackwards(DeskError):
    sentence = N_("A half-day must end after it starts. Change its hours.")


class HoursOverlap(DeskError):
    sentence = N_("Two half-days of the same day overlap. Change their hours.")


class DayOutOfRange(DeskError):
    sentence = N_("The days do not fit: a cohort starts after 1900 and lasts five years at most.")


@dataclass(frozen=True, slots=True, order=True)
class Hours:
    """The clock of a half-day at the campus."""

    starts_at: time
    ends_at: time

    @property
    def minutes(self) -> int:
        return minutes_between(self.starts_at, self.ends_at)

    def overlaps(self, other: "Hours") -> bool:
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


DEFAULT_HOURS: Final[Mapping[Half, Hours]] = {
    Half.MORNING: Hours(time(9, 0), time(12, 30)),
    Half.AFTERNOON: Hours(time(13, 30), time(17, 0)),
    Half.EVENING: Hours(time(18, 0), time(21, 0)),
}
_ORDER: Final = tuple(Half)


@dataclass(frozen=True, slots=True)
class HalfDay:
    """One half-day of a timetable."""

    day: date
    half: Half
    hours: Hours

    def clashes(self, other: "HalfDay") -> bool:
        """The same half of the same day, or hours that overlap."""
        if self.day != other.day:
            return False
        return self.half is other.half or self.hours.overlaps(other.hours)


@dataclass(frozen=True, slots=True)
class Pattern:
    """How a cohort's weeks look: from when to when, which weekdays and halves, at which hours."""

    first_day: date
    last_day: date
    weekdays: frozenset[int] = WORKING_DAYS
    halves: tuple[Half, ...] = (Half.MORNING, Half.AFTERNOON)
    hours: tuple[tuple[Half, Hours], ...] = ()  # where they differ from the usual ones

    def hours_of(self, half: Half) -> Hours:
        return dict(self.hours).get(half, DEFAULT_HOURS[half])


def check_pattern(pattern: Pattern) -> None:
    """Raises EndsBeforeStart, DayOutOfRange, HoursBackwards or HoursOverlap."""
    if pattern.last_day < pattern.first_day:
        raise EndsBeforeStart
    if pattern.first_day < EARLIEST or (pattern.last_day - pattern.first_day).days > LONGEST_DAYS:
        raise DayOutOfRange
    hours = [pattern.hours_of(half) for half in pattern.halves]
    if any(span.ends_at <= span.starts_at for span in hours):
        raise HoursBackwards
    for index, span in enumerate(hours):
        if any(span.overlaps(other) for other in hours[index + 1 :]):
            raise HoursOverlap


def timetable(pattern: Pattern, holidays: Collection[date] = ()) -> tuple[HalfDay, ...]:
    """The half-days in order. Raises as `check_pattern` does; empty when no day is left."""
    check_pattern(pattern)
    halves = [half for half in _ORDER if half in pattern.halves]
    return tuple(
        HalfDay(day, half, pattern.hours_of(half))
        for day in days_between(pattern.first_day, pattern.last_day)
        if day.weekday() in pattern.weekdays and day not in holidays
        for half in sorted(halves, key=pattern.hours_of)
    )


def days_between(first: date, last: date) -> Iterable[date]:
    """Each day from the first to the last, both included."""
    return (first + timedelta(days=offset) for offset in range((last - first).days + 1))


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def parse_weekdays(text: str) -> frozenset[int]:
    """`mon-fri`, `mon,wed`, `sat-mon`: numbers of weekdays, Monday 0. Raises UnknownWeekday."""
    days: set[int] = set()
    for part in _parts(text):
        ends = [_weekday(name.strip()) for name in part.split("-", 1)]
        length = (ends[-1] - ends[0]) % 7
        days.update((ends[0] + offset) % 7 for offset in range(length + 1))
    if not days:
        raise UnknownWeekday(text=text)
    return frozenset(days)


def _weekday(name: str) -> int:
    """Three letters or more of an English day's name."""
    found = [place for place, day in enumerate(_DAY_NAMES) if day.startswith(name)]
    if len(name) < 3 or not found:
        raise UnknownWeekday(text=name)
    return found[0]


def parse_halves(text: str) -> tuple[Half, ...]:
    """`am,pm`: the halves in the order of the day. Raises UnknownHalf."""
    names = _parts(text)
    for name in names:
        if name not in set(Half):
            raise UnknownHalf(text=name)
    if not names:
        raise UnknownHalf(text=text)
    return tuple(half for half in _ORDER if half in names)


def parse_hours(text: str) -> Hours:
    """`09:00-12:30`, `9h-12h30`. Raises UnknownHours, HoursBackwards."""
    found = re.fullmatch(
        r"\s*(\d{1,2})[:h.]?(\d{2})?\s*[-–]\s*(\d{1,2})[:h.]?(\d{2})?\s*", text.casefold()
    )
    if found is None:
        raise UnknownHours(text=text)
    numbers = [int(part or 0) for part in found.groups()]
    try:
        hours = Hours(time(numbers[0], numbers[1]), time(numbers[2], numbers[3]))
    except ValueError:
        raise UnknownHours(text=text) from None
    if hours.ends_at <= hours.starts_at:
        raise HoursBackwards
    return hours


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.casefold().replace("–", "-").split(",") if part.strip()]


def month_days(day: date) -> tuple[date, date]:
    """The first and the last day of the month of a day."""
    following = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
    return day.replace(day=1), following - timedelta(days=1)


def period_days(day: date, months: int) -> tuple[date, date]:
    """The first and the last day of the month of a day, or of its quarter: `months` is 1 or 3."""
    first = day.replace(day=1, month=(day.month - 1) // months * months + 1)
    return first, month_days(first.replace(month=first.month + months - 1))[1]
