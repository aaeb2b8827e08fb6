"""The table of indicators from what was counted, with small counts hidden in every line and column."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from mgdesk.rules.common_indicators import (
    ABSENT,
    AT_EXIT,
    BY_AGE,
    BY_LABOUR,
    BY_SCHOOLING,
    LATER,
    LEFT,
    LONG_TERM,
    OF_LEAVERS,
    OF_PARTICIPANTS,
    TOTAL,
    UNSEEN,
    Belongs,
    Indicator,
    Moment,
)
from mgdesk.rules.indicators import GENDERS, Leaver, Participant
from mgdesk.rules.suppression import hidden_in_line, hidden_in_table, is_small

Counted = Sequence[Any]  # of Participant, or of Leaver


@dataclass(frozen=True)
class IndicatorRow:
    """A line: women, men, other, not said; the whole. Of a number, None is hidden.

    `of` are those who could be in it, `known` those of them who told, `proven` those in it of whom a
    proof was seen; `has_parts` is false of a line that none of these belongs to.
    """

    indicator: Indicator
    counts: tuple[int | None, ...] = ()
    total: int | None = None
    of: int | None = None
    known: int | None = None
    proven: int | None = None

    @property
    def has_parts(self) -> bool:
        return bool(self.indicator.code) and self.indicator.of is not None

    @property
    def has_proof(self) -> bool:
        return self.has_parts and self.indicator.moment is not Moment.START

    @property
    def share(self) -> float | None:
        """Of those who told: between 0 and 1."""
        return self.total / self.known if self.total is not None and self.known else None


def table(counted: Sequence[Participant], left: Sequence[Leaver], below: int) -> list[IndicatorRow]:
    """All indicators, in their order; counts of 1 to `below` - 1 people are hidden."""
    lines = _Lines(below)
    for group, people in ((OF_PARTICIPANTS, counted), (OF_LEAVERS, left)):
        for one in group:
            lines.count(one, people)
    for block, unknown in _BLOCKS:
        lines.hide_block([one.key for one in block], unknown)
    for whole in (TOTAL, ABSENT, LEFT, UNSEEN):
        lines.hide_line(whole.key)
    lines.hide_part(LONG_TERM.key, BY_LABOUR[0].key)
    searches, learns, works = (one.key for one in AT_EXIT[:3])
    lines.hide_nested("of", searches, works, learns)
    lines.hide_nested("known", searches, works, learns)
    lines.hide_nested("of", LATER[0].key, works)
    return [lines.row(one) for one in (*OF_PARTICIPANTS, *OF_LEAVERS)]


# Lines of which everybody is in one, and which of them are those who did not tell.
_BLOCKS: Final = (
    (BY_LABOUR, "labour_unknown"),
    (BY_AGE, "age_unknown"),
    (BY_SCHOOLING, "schooling_unknown"),
    (AT_EXIT, "exit_unknown"),
    (LATER, "later_unknown"),
)
_PARTS: Final = ("total", "of", "known", "proven")


class _Lines:
    """The numbers of all lines, and which of them are hidden so far."""

    def __init__(self, below: int) -> None:
        self._below = below
        self._of: dict[str, Indicator] = {}
        self._counts: dict[str, list[int]] = {}
        self._parts: dict[str, dict[str, int]] = {}
        self._hidden: set[tuple[str, int | str]] = set()  # a line's cell by gender, or its part

    def count(self, one: Indicator, people: Counted) -> None:
        self._of[one.key] = one
        if one.belongs is None:
            return
        self._counts[one.key] = _by_gender(people, one.belongs)
        total = sum(self._counts[one.key])
        self._parts[one.key] = {
            "total": total,
            "of": _number(people, one.of),
            "known": _number(people, one.known),
            "proven": sum(1 for who in people if one.belongs(who) and _is_proven(one, who)),
        }
        self._hide_small(one.key)

    def _hide_small(self, key: str) -> None:
        parts = self._parts[key]
        rests = {"proven": [parts["total"] - parts["proven"]]}
        if self._of[key].moment is not Moment.START:  # there the lines of all are beside it
            rests["of"] = [parts["of"] - parts["known"], parts["of"] - parts["total"]]
            rests["known"] = [parts["known"] - parts["total"]]
        for name, number in parts.items():
            if any(is_small(one, self._below) for one in (number, *rests.get(name, ()))):
                self._hidden.add((key, name))

    # --- what could be computed back -------------------------------------------------------------

    def hide_block(self, keys: Sequence[str], unknown: str) -> None:
        """Lines of which everybody is in one; the line of all stands beside them.

        How many told is the rest of how many did not: hidden with that.
        """
        for row, column in hidden_in_table([self._counts[key] for key in keys], self._below):
            self._hidden.add((keys[row], column))
        totals = [sum(self._counts[key]) for key in keys]
        small = [place for place, key in enumerate(keys) if (key, "total") in self._hidden]
        for place in hidden_in_line(totals, small, self._below):
            self._hidden.add((keys[place], "total"))
        if (unknown, "total") in self._hidden:
            self._hidden.update((key, "known") for key in keys)

    def hide_line(self, key: str) -> None:
        counts = self._counts[key]
        small = {place for place, count in enumerate(counts) if is_small(count, self._below)}
        self._hidden.update((key, place) for place in hidden_in_line(counts, small, self._below))

    def hide_part(self, key: str, whole: str) -> None:
        """A part of another line: hidden as well where the rest of that would be small."""
        counts, of = self._counts[key], self._counts[whole]
        small = {
            place
            for place, (count, larger) in enumerate(zip(counts, of, strict=True))
            if is_small(count, self._below)
            or is_small(larger - count, self._below)
            or (whole, place) in self._hidden
        }
        self._hidden.update((key, place) for place in hidden_in_line(counts, small, self._below))
        if is_small(sum(of) - sum(counts), self._below) or (whole, "total") in self._hidden:
            self._hidden.add((key, "total"))
        if (whole, "known") in self._hidden:
            self._hidden.add((key, "known"))

    def hide_nested(self, name: str, *keys: str) -> None:
        """Those of a line are among those of the next: their difference may be small."""
        for key, next_key in pairwise(keys):
            if is_small(self._parts[next_key][name] - self._parts[key][name], self._below):
                self._hidden.add((key, name))

    def row(self, one: Indicator) -> IndicatorRow:
        if one.key not in self._counts:
            return IndicatorRow(one)
        cells = tuple(
            None if (one.key, place) in self._hidden else count
            for place, count in enumerate(self._counts[one.key])
        )
        return IndicatorRow(one, cells, *(self._shown(one, name) for name in _PARTS))

    def _shown(self, one: Indicator, name: str) -> int | None:
        return None if (one.key, name) in self._hidden else self._parts[one.key][name]


def _by_gender(people: Counted, belongs: Belongs) -> list[int]:
    inside = [one.gender for one in people if belongs(one)]
    return [inside.count(gender) for gender in GENDERS]


def _number(people: Counted, belongs: Belongs | None) -> int:
    return sum(map(belongs, people)) if belongs else 0


def _is_proven(one: Indicator, who: Any) -> bool:
    if one.moment is Moment.EXIT:
        return bool(who.is_exit_proven)
    return one.moment is Moment.LATER and bool(who.is_later_proven)
