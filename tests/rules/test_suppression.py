"""Small counts are hidden, and nobody who can subtract gets them back."""

from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from mgdesk.rules.figures import (
    DEFINITIONS,
    Amount,
    Breakdown,
    Dimension,
    Group,
    Report,
    Scope,
    said,
)
from mgdesk.rules.indicator_table import table
from mgdesk.rules.indicators import (
    AgeBand,
    Labour,
    Participants,
    Schooling,
    labour_of,
    schooling_of,
)
from mgdesk.rules.suppression import hidden_in_line, hidden_in_table, is_small, published

counts = st.one_of(st.integers(0, 7), st.integers(0, 60))
tables = st.integers(1, 5).flatmap(
    lambda width: st.lists(st.lists(counts, min_size=width, max_size=width), min_size=1, max_size=7)
)


@given(st.lists(counts, max_size=14), st.integers(0, 9))
def test_in_a_line_no_small_count_follows_from_the_total(line, below):
    small = {place for place, count in enumerate(line) if is_small(count, below)}
    hidden = hidden_in_line(line, small, below)
    assert small <= hidden
    if not small:
        assert hidden == frozenset()
    elif hidden != frozenset(range(len(line))):  # all hidden: the total is what there is to tell
        assert len(hidden) > 1
        assert sum(line[place] for place in hidden) >= below


@given(tables, st.integers(0, 9))
def test_in_a_table_no_hidden_cell_follows_from_totals_of_rows_and_columns(rows, below):
    hidden = hidden_in_table(rows, below)
    small = {(r, c) for r, row in enumerate(rows) for c, n in enumerate(row) if is_small(n, below)}
    assert small <= hidden
    assert bool(hidden) == bool(small)
    is_room = len(rows) > 1 and len(rows[0]) > 1
    if is_room and hidden:
        assert solved(hidden) == set()


def solved(hidden):
    """The hidden cells that a system of the totals determines: by elimination, independent of ours."""
    cells = sorted(hidden)
    lines = [[Fraction(cell[way] == place) for cell in cells]
             for way in (0, 1) for place in {cell[way] for cell in cells}]  # fmt: skip
    pivots = []
    for column in range(len(cells)):
        pivot = next((n for n in range(len(pivots), len(lines)) if lines[n][column]), None)
        if pivot is None:
            continue
        at = len(pivots)
        lines[at], lines[pivot] = lines[pivot], lines[at]
        lines[at] = [value / lines[at][column] for value in lines[at]]
        for n, line in enumerate(lines):
            if n != at and line[column]:
                lines[n] = [a - line[column] * b for a, b in zip(line, lines[at], strict=True)]
        pivots.append(column)
    return {cells[c] for n, c in enumerate(pivots) if sum(map(bool, lines[n])) == 1}


def group(key, people, value=None, whole=None):
    return Group(key, key, Amount(people if value is None else value, whole, people))


def test_a_published_report_hides_parts_shares_and_lines_that_tell_of_a_few():
    figures = {name: Amount(50, None, 50) for name in DEFINITIONS}
    figures["new_people"] = Amount(47, None, 47)  # three had come before
    figures["completion_rate"] = Amount(27, 29, 29)  # two did not complete
    figures["attendance_rate"] = Amount(900, 1000, 29)  # hours, of many people
    figures["cohorts"] = Amount(2, None, 0)  # classes are nobody
    figures["visitors"] = Amount(0, None, 0)
    lines = (group("a", 3), group("b", 20), group("c", 9), group("d", 0))
    hours = (group("a", 3, 600), group("b", 20, 9000), group("c", 9, 4000))
    report = Report(
        Scope(date(2026, 1, 1), date(2026, 12, 31)), (), figures,
        (Breakdown("learners", Dimension.COHORT, lines),
         Breakdown("hours_attended", Dimension.COHORT, hours)),
    )  # fmt: skip
    shown = published(report, 5)
    hidden = {name for name, amount in shown.figures.items() if amount.is_hidden}
    assert hidden == {"new_people", "completion_rate"}
    for breakdown in shown.breakdowns:
        words = [said(DEFINITIONS[breakdown.figure], one.amount) for one in breakdown.groups]
        assert [word == "*" for word in words][:3] == [True, False, True]
    assert published(report, 0).figures == report.figures


@given(st.lists(st.tuples(st.sampled_from(Labour), st.sampled_from(AgeBand),
                          st.sampled_from(["woman", "man", "other", ""]), st.integers(1, 30)),
                max_size=12))  # fmt: skip
def test_indicators_show_no_small_count_and_without_hiding_every_block_adds_up(given_rows):
    counted = [
        Participants(lab, Schooling.LOW, age, gender, n) for lab, age, gender, n in given_rows
    ]
    whole = table(counted, [], 0)
    people = sum(one.count for one in counted)
    assert whole[0].total == people
    assert sum(row.total for row in whole[1:6] if row is not whole[2]) == people
    assert sum(row.total for row in whole[6:11]) == people
    assert sum(row.total for row in whole[11:15]) == people
    shown = [n for row in table(counted, [], 5) for n in (*row.counts, row.total) if n is not None]
    assert not any(is_small(count, 5) for count in shown)


def test_what_was_typed_about_entry_is_understood_in_our_languages():
    said_so = {
        "demandeur d'emploi": Labour.UNEMPLOYED, "Werkzoekend": Labour.UNEMPLOYED,
        "chômeur longue durée": Labour.LONG_TERM, "disoccupato": Labour.UNEMPLOYED,
        "employé": Labour.EMPLOYED, "indépendant": Labour.EMPLOYED, "Étudiante": Labour.INACTIVE,
        "": Labour.UNKNOWN, "?": Labour.UNKNOWN,
    }  # fmt: skip
    assert {text: labour_of(text) for text in said_so} == said_so
    levels = {"2": Schooling.LOW, "ISCED 3": Schooling.MIDDLE, "CITE 6": Schooling.HIGH,
              "CESS": Schooling.UNKNOWN, "": Schooling.UNKNOWN, "12": Schooling.UNKNOWN}  # fmt: skip
    assert {text: schooling_of(text) for text in levels} == levels
