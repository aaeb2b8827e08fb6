"""A statement that was issued and what it would say today: which days differ, and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from mgdesk.i18n import N_


class Why(StrEnum):
    """Why a statement no longer says what is known."""

    PROOF = "proof"
    MARK = "mark"
    TIMETABLE = "timetable"
    RULES = "rules"


WHY_LABELS: Final = {
    Why.PROOF: N_("an absence was explained or proven, or no longer is"),
    Why.MARK: N_("a mark was changed"),
    Why.TIMETABLE: N_("the timetable or the days in the cohort changed"),
    Why.RULES: N_("hours are rounded in another way"),
}
# Why hours were missed, as a proof may change it; `documents.statement.MissedAs` has the words.
_EXPLAINED: Final = frozenset({"excused", "justified", "unjustified"})


@dataclass(frozen=True, slots=True)
class Told:
    """What a statement says of a day."""

    planned: int  # minutes
    attended: int
    missed: frozenset[str]


@dataclass(frozen=True, slots=True)
class Difference:
    """The days on which two statements differ, none when only the sums do, and the reasons."""

    days: tuple[date, ...]
    why: tuple[Why, ...]


def difference(
    issued: Mapping[date, Told], now: Mapping[date, Told], sums: tuple[int, int]
) -> Difference | None:
    """How a statement was overtaken; None when it says what is known.

    `sums` are the attended minutes as issued and now, rounded by the funder's rule.
    """
    days = tuple(
        day for day in sorted(issued.keys() | now.keys()) if issued.get(day) != now.get(day)
    )
    if not days:
        return None if sums[0] == sums[1] else Difference((), (Why.RULES,))
    found = {_why(issued.get(day), now.get(day)) for day in days}
    return Difference(days, tuple(why for why in Why if why in found))


def _why(issued: Told | None, now: Told | None) -> Why:
    if issued is None or now is None or issued.planned != now.planned:
        return Why.TIMETABLE
    changed = issued.missed ^ now.missed
    is_explained = issued.attended == now.attended and changed <= _EXPLAINED
    return Why.PROOF if is_explained else Why.MARK
