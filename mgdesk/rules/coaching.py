"""Appointments with a coach: their states, how long they usually are, the next free time of a coach."""

from collections.abc import Collection
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Final

from mgdesk.i18n import N_


class CoachingStatus(StrEnum):
    PLANNED = "planned"
    WAITING = "waiting"
    DONE = "done"
    EXCUSED = "excused"
    CANCELLED = "cancelled"
    NO_SHOW = "no_show"


COACHING_STATUS_LABELS: Final = {
    CoachingStatus.PLANNED: N_("planned"),
    CoachingStatus.WAITING: N_("waiting"),
    CoachingStatus.DONE: N_("seen"),
    CoachingStatus.EXCUSED: N_("excused"),
    CoachingStatus.CANCELLED: N_("cancelled by us"),
    CoachingStatus.NO_SHOW: N_("did not come"),
}


class ReferralWay(StrEnum):
    OUT = "out"
    IN = "in"


REFERRAL_WAY_LABELS: Final = {
    ReferralWay.OUT: N_("sent to"),
    ReferralWay.IN: N_("sent to us by"),
}

# Those that still take up the coach's time, or did.
HELD: Final = frozenset({CoachingStatus.PLANNED, CoachingStatus.WAITING, CoachingStatus.DONE})
# Those that nobody has said the end of yet.
EXPECTED: Final = frozenset({CoachingStatus.PLANNED, CoachingStatus.WAITING})

USUAL_LENGTH: Final = timedelta(hours=1)
OPENS: Final = time(9)
CLOSES: Final = time(17)
_STEP: Final = timedelta(minutes=30)
_WEEKEND: Final = 5

Span = tuple[datetime, datetime]


def overlap(one: Span, other: Span) -> bool:
    """Whether two times share more than an end; one may begin as the other ends."""
    return one[0] < other[1] and other[0] < one[1]


def next_free(
    after: datetime, taken: Collection[Span], length: timedelta = USUAL_LENGTH
) -> datetime:
    """The first half hour from `after` on a weekday within opening hours that meets nothing taken.

    All moments are on one clock. After 60 days of nothing free, the last one tried.
    """
    moment = _rounded_up(after)
    last = moment + timedelta(days=60)
    while moment < last:
        end = moment + length
        is_open = moment.time() >= OPENS and end.date() == moment.date() and end.time() <= CLOSES
        if moment.weekday() < _WEEKEND and is_open:
            if not any(overlap((moment, end), span) for span in taken):
                return moment
        elif moment.time() >= OPENS:
            moment = datetime.combine(moment.date() + timedelta(days=1), OPENS, moment.tzinfo)
            continue
        moment += _STEP
    return moment


def _rounded_up(moment: datetime) -> datetime:
    """The next full half hour, or the moment itself when it is one."""
    past = timedelta(
        minutes=moment.minute % 30, seconds=moment.second, microseconds=moment.microsecond
    )
    return moment if not past else moment - past + _STEP
