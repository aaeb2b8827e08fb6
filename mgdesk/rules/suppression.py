"""Small counts are not published: what tells of a few people could tell who they are.

A count from one to the number set is hidden, and with it as many others as it takes that none can
be computed back from totals: in a line of a table never one alone, never a few together, and in a
table of two ways none that its neighbours and totals determine.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Final, TypeVar

from mgdesk.rules.figures import (
    DEFINITIONS,
    LARGEST_FIRST,
    Amount,
    Bands,
    Breakdown,
    Definition,
    Report,
    Unit,
)

USUALLY_BELOW: Final = 5
HIDDEN: Final = Amount(is_hidden=True)

Cell = tuple[int, int]
T = TypeVar("T", int, tuple[int, int])


def published(report: Report, below: int) -> Report:
    """The report as it may leave the house: amounts about fewer than `below` people are hidden."""
    return replace(
        report,
        figures=_figures(report, below),
        breakdowns=tuple(_breakdown(one, below) for one in report.breakdowns),
        bands=_bands(report.bands, below),
    )


def is_small(count: int, below: int) -> bool:
    """Nobody at all tells nothing of anybody."""
    return 0 < count < below


def _tells(definition: Definition, amount: Amount, below: int) -> bool:
    """Whether an amount is about a few people, or leaves a few out of a share of people."""
    if not definition.is_personal:
        return False
    if is_small(amount.people, below):
        return True
    if definition.unit is not Unit.SHARE or amount.whole is None or _is_of_hours(definition):
        return False
    return is_small(amount.value, below) or is_small(amount.whole - amount.value, below)


def _is_of_hours(definition: Definition) -> bool:
    return definition.id == "attendance_rate"


def _figures(report: Report, below: int) -> dict[str, Amount]:
    shown = {}
    for name, amount in report.figures.items():
        definition = DEFINITIONS[name]
        tells = _tells(definition, amount, below)
        if definition.part_of:
            rest = report.figures[definition.part_of].value - amount.value
            tells = tells or is_small(rest, below)
        shown[name] = HIDDEN if tells else amount
    return shown


def _breakdown(breakdown: Breakdown, below: int) -> Breakdown:
    definition = DEFINITIONS[breakdown.figure]
    if not definition.is_personal:
        return breakdown
    amounts = [group.amount for group in breakdown.groups]
    small = {place for place, one in enumerate(amounts) if _tells(definition, one, below)}
    hidden = hidden_in_line([one.people for one in amounts], small, below)
    groups = (
        replace(group, amount=HIDDEN) if place in hidden else group
        for place, group in enumerate(breakdown.groups)
    )
    shown = tuple(groups)
    if breakdown.dimension in LARGEST_FIRST:  # the place of a hidden line would tell its rank
        shown = (
            *(one for one in shown if not one.amount.is_hidden),
            *sorted((one for one in shown if one.amount.is_hidden), key=lambda one: one.label),
        )
    return replace(breakdown, groups=shown)


def hidden_in_line(counts: Sequence[int], small: Iterable[int], below: int) -> frozenset[int]:
    """Which of the counts beside a total to hide, so that those in `small` stay unknown."""
    hidden = set(small)
    while hidden and not _is_safe([counts[place] for place in hidden], below):
        more = _smallest(set(range(len(counts))) - hidden, lambda place: counts[place])
        if more is None:
            break
        hidden.add(more)
    return frozenset(hidden)


def _is_safe(hidden: Sequence[int], below: int) -> bool:
    """Their sum is known from the total: it must be of several and no small count itself."""
    return len(hidden) > 1 and sum(hidden) >= below


def _smallest(places: Iterable[T], count: Callable[[T], int]) -> T | None:
    """The next to be hidden: the smallest that is not zero, else a zero."""
    return min(places, key=lambda place: (count(place) == 0, count(place), place), default=None)


# --- tables of two ways -------------------------------------------------------------------------


def _bands(bands: Bands, below: int) -> Bands:
    hidden = hidden_in_table([[n or 0 for n in line] for line in bands.counts], below)
    rows = (
        tuple(None if (row, column) in hidden else count for column, count in enumerate(counts))
        for row, counts in enumerate(bands.counts)
    )
    return replace(bands, counts=tuple(rows))


def hidden_in_table(counts: Sequence[Sequence[int]], below: int) -> frozenset[Cell]:
    """Which cells to hide of a table whose rows and columns have their totals beside them."""
    cells = {(row, column): n for row, line in enumerate(counts) for column, n in enumerate(line)}
    hidden = {cell for cell, count in cells.items() if is_small(count, below)}
    while True:
        more = _needed(cells, hidden, below)
        if more is None:
            return frozenset(hidden)
        hidden.add(more)


def _needed(cells: dict[Cell, int], hidden: set[Cell], below: int) -> Cell | None:
    """One more cell to hide, or None when no hidden one can be computed."""
    for cell in sorted(hidden):
        for way in (0, 1):
            line = [other for other in cells if other[way] == cell[way]]
            inside = [cells[other] for other in line if other in hidden]
            if not _is_safe(inside, below) or _is_bridge(cell, hidden):
                more = _smallest(set(line) - hidden, cells.__getitem__)
                if more is not None:
                    return more
    return None


def _is_bridge(cell: Cell, hidden: set[Cell]) -> bool:
    """Whether the totals determine the cell: no ring of hidden cells, row and column by turns, has it."""
    others, reached = hidden - {cell}, {("row", cell[0])}
    while True:
        further = {
            place
            for row, column in others
            for place in (("row", row), ("column", column))
            if {("row", row), ("column", column)} & reached
        } - reached
        if not further:
            return ("column", cell[1]) not in reached
        reached |= further
