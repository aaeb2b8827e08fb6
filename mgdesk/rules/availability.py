"""When a coach can be seen: weekly hours, less what they are away for, less what is booked."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Final

from mgdesk.errors import DeskError
from mgdesk.i18n import N_
from mgdesk.rules.calendar import Hours, parse_hours
from mgdesk.rules.coaching import CLOSES, OPENS, USUAL_LENGTH, Span, overlap

LONGEST_LOOK: Final = 60  # days ahead that are looked through for a free time
_STEP: Final = timedelta(minutes=30)


class HoursOfDayOverlap(DeskError):
    sentence = N_("Two times of the same day overlap: {text}. Correct one of them.")


@dataclass(frozen=True, slots=True, order=True)
class WeekHours:
    """From when to when a coach is there on one weekday; Monday is 0."""

    weekday: int
    starts_at: time
    ends_at: time


# A coach whose hours nobody has said is there in office hours.
OFFICE_HOURS: Final = tuple(WeekHours(day, OPENS, CLOSES) for day in range(5))


@dataclass(frozen=True, slots=True)
class Presence:
    """All that says when a coach can be seen at one campus, on its clock and without a zone."""

    hours: tuple[WeekHours, ...]
    extra: tuple[Span, ...] = ()
    taken: tuple[Span, ...] = ()
    closed: frozenset[date] = frozenset()  # public holidays


def parse_spans(text: str) -> tuple[Hours, ...]:
    """`9:00-12:30, 13:30-17:00` → the times of a day in order; nothing typed is none.

    Raises UnknownHours, HoursBackwards, HoursOfDayOverlap.
    """
    parts = [part for part in text.replace("–", "-").replace(";", ",").split(",") if part.strip()]
    found = sorted(parse_hours(part.strip()) for part in parts)
    if any(one.overlaps(other) for one, other in pairwise(found)):
        raise HoursOfDayOverlap(text=text)
    return tuple(found)


def open_spans(presence: Presence, day: date) -> list[Span]:
    """When the coach is there on a day, before anything is taken off."""
    usual = [
        (datetime.combine(day, one.starts_at), datetime.combine(day, one.ends_at))
        for one in presence.hours
        if one.weekday == day.weekday() and day not in presence.closed
    ]
    return sorted([*usual, *(span for span in presence.extra if span[0].date() == day)])


def free_times(
    presence: Presence,
    after: datetime,
    *,
    length: timedelta = USUAL_LENGTH,
    most: int = 8,
    until: date | None = None,
) -> list[datetime]:
    """The first starts from `after` on at which so long a talk meets nothing else, in order."""
    found: list[datetime] = []
    last = until or after.date() + timedelta(days=LONGEST_LOOK)
    day = after.date()
    while day <= last and len(found) < most:
        for span in open_spans(presence, day):
            found += [
                one for one in _starts(span, after, length, presence.taken) if one not in found
            ]
        day += timedelta(days=1)
    return sorted(found)[:most]


def _starts(
    span: Span, after: datetime, length: timedelta, taken: Collection[Span]
) -> Iterable[datetime]:
    """Whole talks that fit, half an hour apart; after one that fits, the next begins at its end."""
    moment = span[0]
    while moment + length <= span[1]:
        is_free = moment >= after and not any(
            overlap((moment, moment + length), one) for one in taken
        )
        if is_free:
            yield moment
        moment += length if is_free else _STEP


def is_there(presence: Presence, span: Span) -> bool:
    """Whether the coach's own hours hold the whole time, whatever is booked in it."""
    return any(
        one[0] <= span[0] and span[1] <= one[1] for one in open_spans(presence, span[0].date())
    )
