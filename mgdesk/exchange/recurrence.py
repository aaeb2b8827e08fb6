"""What repeats in a calendar (RFC 5545, RRULE), day by day and bounded: no rule can hold the program up.

Rules by the hour or finer, by week number or day of the year are left to whoever reads: `None`.
"""

from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

MOST_STEPS: Final = 400_000  # days looked at for one file
_DAYS: Final = {"MO": 0, "TU": 1, "WE": 2, "TH": 3, "FR": 4, "SA": 5, "SU": 6}
_PLAIN: Final = {
    "FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY", "BYMONTH", "BYMONTHDAY", "BYSETPOS",
}  # fmt: skip


class Budget:
    """How many days may still be looked at."""

    def __init__(self, steps: int = MOST_STEPS) -> None:
        self.steps = steps

    def take(self, steps: int) -> bool:
        self.steps -= steps
        return self.steps >= 0


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that is understood; `by_day` are (ordinal or 0, weekday)."""

    freq: str
    interval: int
    count: int | None
    until: date | None
    week_start: int
    by_day: tuple[tuple[int, int], ...]
    by_month: tuple[int, ...]
    by_month_day: tuple[int, ...]
    by_position: tuple[int, ...]


def rule_of(parts: Mapping[str, Sequence[Any]]) -> Rule | None:
    """The rule that is written, values as lists; None for one of a kind that is not read."""
    given = {str(name).upper(): list(values) for name, values in parts.items() if values}
    freq = str(given.get("FREQ", [""])[0]).upper()
    if freq not in {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"} or not set(given) <= _PLAIN:
        return None
    try:
        return Rule(
            freq,
            max(1, int(given.get("INTERVAL", [1])[0])),
            int(given["COUNT"][0]) if "COUNT" in given else None,
            _day(given["UNTIL"][0]) if "UNTIL" in given else None,
            _DAYS[str(given.get("WKST", ["MO"])[0]).upper()],
            tuple(_weekday(str(one)) for one in given.get("BYDAY", ())),
            tuple(int(one) for one in given.get("BYMONTH", ())),
            tuple(int(one) for one in given.get("BYMONTHDAY", ())),
            tuple(int(one) for one in given.get("BYSETPOS", ())),
        )
    except (KeyError, ValueError, TypeError, AttributeError, OverflowError):
        return None


def _day(value: Any) -> date:
    """The last day that may be; of a moment a day more, because its zone is another: who reads compares."""
    if isinstance(value, datetime):
        return value.date() + timedelta(days=1)
    day: date = value
    return day


def _weekday(text: str) -> tuple[int, int]:
    """`-1FR` → (-1, 4)."""
    ordinal = text[:-2].strip()
    return (int(ordinal) if ordinal else 0), _DAYS[text[-2:].upper()]


def days_of(rule: Rule, start: date, last: date, budget: Budget) -> Iterator[date]:
    """The days on which it happens, from its first to `last`; less when the budget is used up."""
    left = rule.count
    end = min(last, rule.until) if rule.until else last
    for period in _periods(rule, start, end, budget):
        for day in _chosen(rule, start, period):
            if day < start:
                continue
            if day > end or left == 0:
                return
            yield day
            left = None if left is None else left - 1


def _periods(rule: Rule, start: date, end: date, budget: Budget) -> Iterator[list[date]]:
    """The days of each day, week, month or year that the rule goes through."""
    place = 0
    while True:
        days = _period(rule, start, place)
        if not days or days[0] > end or not budget.take(len(days)):
            return
        yield days
        place += rule.interval


def _period(rule: Rule, start: date, place: int) -> list[date]:
    try:
        if rule.freq == "DAILY":
            return [start + timedelta(days=place)]
        if rule.freq == "WEEKLY":
            first = start - timedelta(days=(start.weekday() - rule.week_start) % 7)
            first += timedelta(weeks=place)
            return [first + timedelta(days=n) for n in range(7)]
        if rule.freq == "MONTHLY":
            months = start.year * 12 + start.month - 1 + place
            return _month(months // 12, months % 12 + 1)
        return [day for month in range(1, 13) for day in _month(start.year + place, month)]
    except (OverflowError, ValueError):
        return []  # past the last year that there is


def _month(year: int, month: int) -> list[date]:
    return [date(year, month, day) for day in range(1, monthrange(year, month)[1] + 1)]


def _chosen(rule: Rule, start: date, period: list[date]) -> list[date]:
    days = [day for day in period if _fits(rule, start, day)]
    if not rule.by_position:
        return days
    picked = {
        days[place - 1 if place > 0 else place]
        for place in rule.by_position
        if place and -len(days) <= place <= len(days)
    }
    return sorted(picked)


def _fits(rule: Rule, start: date, day: date) -> bool:
    if rule.by_month and day.month not in rule.by_month:
        return False
    if rule.by_month_day:
        from_end = day.day - monthrange(day.year, day.month)[1] - 1
        if day.day not in rule.by_month_day and from_end not in rule.by_month_day:
            return False
    if rule.by_day:
        return any(_is_weekday(rule, day, *one) for one in rule.by_day)
    return bool(rule.by_month_day) or _is_like_start(rule, start, day)


def _is_weekday(rule: Rule, day: date, ordinal: int, weekday: int) -> bool:
    if day.weekday() != weekday:
        return False
    if not ordinal or rule.freq in {"DAILY", "WEEKLY"}:
        return True
    if rule.freq == "YEARLY" and not rule.by_month:
        place, length = day.timetuple().tm_yday, date(day.year, 12, 31).timetuple().tm_yday
    else:
        place, length = day.day, monthrange(day.year, day.month)[1]
    from_start, from_end = (place - 1) // 7 + 1, -((length - place) // 7 + 1)
    return ordinal in {from_start, from_end}


def _is_like_start(rule: Rule, start: date, day: date) -> bool:
    """Without days of its own, a rule keeps those of its first."""
    if rule.freq == "WEEKLY":
        return day.weekday() == start.weekday()
    if rule.freq == "MONTHLY":
        return day.day == start.day
    if rule.freq == "YEARLY":
        return day.day == start.day and (bool(rule.by_month) or day.month == start.month)
    return True
