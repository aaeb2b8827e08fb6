"""The table of indicators from what was counted, with small counts hidden in every line and column."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from mgdesk.i18n import N_
from mgdesk.rules.indicators import (
    AGE_LABELS,
    EXIT_LABELS,
    GENDERS,
    LABOUR_LABELS,
    LATER_LABELS,
    SCHOOLING_BANDS,
    AgeBand,
    IndicatorRow,
    Labour,
    Leavers,
    Participants,
    Schooling,
    Situation,
)
from mgdesk.rules.suppression import hidden_in_line, hidden_in_table, is_small

PARTICIPANTS: Final = N_("Participants")
LEAVERS: Final = N_("Leavers")
_JOBLESS: Final = frozenset({Labour.UNEMPLOYED, Labour.LONG_TERM})


def table(
    counted: Sequence[Participants], left: Sequence[Leavers], below: int
) -> list[IndicatorRow]:
    """All participants by situation, age and schooling at entry; leavers by what became of them."""
    rows = [_whole(PARTICIPANTS, counted, below)]
    rows += _block(
        counted,
        [
            (LABOUR_LABELS[Labour.UNEMPLOYED], lambda one: one.labour in _JOBLESS),
            (LABOUR_LABELS[Labour.INACTIVE], lambda one: one.labour is Labour.INACTIVE),
            (LABOUR_LABELS[Labour.EMPLOYED], lambda one: one.labour is Labour.EMPLOYED),
            (LABOUR_LABELS[Labour.UNKNOWN], lambda one: one.labour is Labour.UNKNOWN),
        ],
        below,
    )
    rows.insert(2, _long_term(counted, rows[1], below))
    rows += _block(counted, [(AGE_LABELS[band], _of_age(band)) for band in AgeBand], below)
    rows += _block(
        counted, [(SCHOOLING_BANDS[band], _of_schooling(band)) for band in Schooling], below
    )
    rows.append(_whole(LEAVERS, left, below))
    rows += _block(left, [(EXIT_LABELS[one], _left_as(one)) for one in Situation], below)
    return rows + _block(left, [(LATER_LABELS[one], _later_as(one)) for one in Situation], below)


Counted = Sequence[Any]  # of Participants, or of Leavers
Belongs = Callable[[Any], bool]


def _of_age(band: AgeBand) -> Belongs:
    return lambda one: one.age is band


def _of_schooling(band: Schooling) -> Belongs:
    return lambda one: one.schooling is band


def _left_as(situation: Situation) -> Belongs:
    return lambda one: one.at_exit is situation


def _later_as(situation: Situation) -> Belongs:
    return lambda one: one.later is situation


def _line(counted: Counted, belongs: Belongs) -> list[int]:
    return [
        sum(one.count for one in counted if one.gender == gender and belongs(one))
        for gender in GENDERS
    ]


def _whole(label: str, counted: Counted, below: int) -> IndicatorRow:
    counts = _line(counted, lambda _one: True)
    small = {place for place, count in enumerate(counts) if is_small(count, below)}
    hidden = hidden_in_line(counts, small, below)
    return IndicatorRow(label, _shown(counts, hidden), _total(sum(counts), below))


def _block(
    counted: Counted, lines: Sequence[tuple[str, Belongs]], below: int
) -> list[IndicatorRow]:
    """Lines of which everybody is in one."""
    counts = [_line(counted, belongs) for _label, belongs in lines]
    totals = [sum(line) for line in counts]
    small = {place for place, total in enumerate(totals) if is_small(total, below)}
    without = hidden_in_line(totals, small, below)
    hidden = hidden_in_table(counts, below)
    return [
        IndicatorRow(
            label,
            _shown(line, {column for row, column in hidden if row == place}),
            None if place in without else totals[place],
        )
        for place, ((label, _belongs), line) in enumerate(zip(lines, counts, strict=True))
    ]


def _long_term(counted: Sequence[Participants], jobless: IndicatorRow, below: int) -> IndicatorRow:
    """A part of the line above it: hidden as well where the rest of that line would be small."""
    counts = _line(counted, lambda one: one.labour is Labour.LONG_TERM)
    whole = _line(counted, lambda one: one.labour in _JOBLESS)
    small = {
        place
        for place, (count, of) in enumerate(zip(counts, whole, strict=True))
        if is_small(count, below) or is_small(of - count, below) or jobless.counts[place] is None
    }
    hidden = hidden_in_line(counts, small, below)
    rest = sum(whole) - sum(counts)
    total = None if is_small(rest, below) or jobless.total is None else _total(sum(counts), below)
    return IndicatorRow(LABOUR_LABELS[Labour.LONG_TERM], _shown(counts, hidden), total)


def _shown(counts: Sequence[int], hidden: "set[int] | frozenset[int]") -> tuple[int | None, ...]:
    return tuple(None if place in hidden else count for place, count in enumerate(counts))


def _total(count: int, below: int) -> int | None:
    return None if is_small(count, below) else count
