"""Passes to co-work: which days they cover, and which pass a day is counted on. Nothing is sold."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

from mgdesk.i18n import N_


class PassKind(StrEnum):
    DAYS = "days"  # a card of so many days
    MONTH = "month"
    UNLIMITED = "unlimited"


PASS_KIND_LABELS: Final = {
    PassKind.DAYS: N_("day card"),
    PassKind.MONTH: N_("monthly pass"),
    PassKind.UNLIMITED: N_("without limit"),
}


class PassState(StrEnum):
    """Follows from the days: nobody sets it."""

    COMING = "coming"
    VALID = "valid"
    USED_UP = "used_up"
    OVER = "over"


PASS_STATE_LABELS: Final = {
    PassState.COMING: N_("not yet valid"),
    PassState.VALID: N_("valid"),
    PassState.USED_UP: N_("used up"),
    PassState.OVER: N_("over"),
}


@dataclass(frozen=True, slots=True)
class PassTerms:
    """What a pass allows: from a day to a day (empty: no end), so many days (empty: all)."""

    id: UUID
    first_day: date
    last_day: date | None = None
    days: int | None = None

    def covers(self, day: date) -> bool:
        return self.first_day <= day and (self.last_day is None or day <= self.last_day)


def pass_state(terms: PassTerms, used: int, today: date) -> PassState:
    """How a pass stands on a day, `used` days of it being counted."""
    if today < terms.first_day:
        return PassState.COMING
    if not terms.covers(today):
        return PassState.OVER
    is_used_up = terms.days is not None and used >= terms.days
    return PassState.USED_UP if is_used_up else PassState.VALID


def allot(passes: Sequence[PassTerms], days: Iterable[date]) -> dict[date, UUID]:
    """Each co-working day on the pass that it uses; days that no pass covers are left out.

    A pass without a count goes first, so that no day of a card is lost; then what ends soonest.
    """
    used: dict[UUID, int] = {}
    found: dict[date, UUID] = {}
    for day in sorted(set(days)):
        free = [
            one
            for one in passes
            if one.covers(day) and (one.days is None or used.get(one.id, 0) < one.days)
        ]
        if free:
            chosen = min(free, key=_turn)
            used[chosen.id] = used.get(chosen.id, 0) + 1
            found[day] = chosen.id
    return found


def _turn(one: PassTerms) -> tuple[bool, date, date, UUID]:
    return one.days is not None, one.last_day or date.max, one.first_day, one.id
