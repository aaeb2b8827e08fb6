"""Small counts are hidden, and nobody who can subtract gets them back."""

from datetime import date
from fractions import Fraction
from itertools import pairwise
from uuid import UUID

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
    GENDERS,
    AgeBand,
    Labour,
    Leaver,
    Participant,
    Schooling,
    Situation,
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


people = st.lists(
    st.tuples(st.builds(Participant, st.just(UUID(int=0)), st.sampled_from(Labour),
                        st.sampled_from(Schooling), st.sampled_from(AgeBand),
                        st.sampled_from(GENDERS), st.booleans()), st.integers(1, 9)),
    max_size=14,
)  # fmt: skip
gone = st.lists(
    st.tuples(st.builds(Leaver, st.just(UUID(int=0)), st.sampled_from(Labour),
                        st.sampled_from([one for one in Situation if one != "not_yet"]),
                        st.sampled_from(Situation), st.sampled_from(GENDERS), st.booleans(),
                        st.booleans(), st.booleans()), st.integers(1, 9)),
    max_size=14,
)  # fmt: skip
BLOCKS = (
    ("EECO01", ("EECO02", "EECO04", "EECO05", "labour_unknown")),
    ("EECO01", ("EECO06", "EECO07", "age_middle", "EECO08", "age_unknown")),
    ("EECO01", ("EECO09", "EECO10", "EECO11", "schooling_unknown")),
    ("left", ("EECR01", "EECR02", "EECR04", "exit_other", "exit_unknown")),
    ("left", ("EECR05", "later_other", "later_unknown", "later_not_yet")),
)


@given(people, gone)
def test_indicators_show_no_small_count_and_no_small_difference(begun, left):
    begun, left = ([one for one, n in rows for _ in range(n)] for rows in (begun, left))
    whole = {row.indicator.key: row for row in table(begun, left, 0)}
    shown = {row.indicator.key: row for row in table(begun, left, 5)}
    for all_of, parts in BLOCKS:
        assert sum(whole[key].total for key in parts) == whole[all_of].total
        hidden = [key for key in parts if shown[key].total is None]
        if hidden and shown[all_of].total is not None and len(hidden) < len(parts):
            assert len(hidden) > 1
            assert sum(whole[key].total for key in hidden) >= 5
    for row in shown.values():
        numbers = [row.of, row.known, row.total, row.proven]
        assert not any(is_small(n, 5) for n in (*row.counts, *numbers) if n is not None)
        if row.has_proof:  # each is among those before it
            told = [n for n in numbers if n is not None]
            assert not any(is_small(a - b, 5) for a, b in pairwise(told))
    chain = [shown[key] for key in ("EECR01", "EECR04", "EECR02")]
    for one, other in pairwise(chain):
        for a, b in ((other.of, one.of), (other.known, one.known)):
            assert a is None or b is None or not is_small(a - b, 5)
    unknown = {"labour_unknown": "EECO02", "age_unknown": "EECO06", "exit_unknown": "EECR02"}
    for key, told in unknown.items():
        assert shown[key].total is not None or shown[told].known is None


def test_what_was_typed_about_entry_is_understood_in_our_languages():
    said_so = {
        "demandeur d'emploi": Labour.UNEMPLOYED, "Werkzoekend": Labour.UNEMPLOYED,
        "chômeur longue durée": Labour.LONG_TERM, "disoccupato": Labour.UNEMPLOYED,
        "employé": Labour.EMPLOYED, "indépendant": Labour.EMPLOYED, "Étudiante": Labour.INACTIVE,
        "": Labour.UNKNOWN, "?": Labour.UNKNOWN, "long_term": Labour.LONG_TERM,
        "ne travaille pas": Labour.UNKNOWN, "non occupato": Labour.UNKNOWN,
        "not employed": Labour.UNKNOWN, "maladie de longue durée": Labour.UNKNOWN,
        "niet-werkende werkzoekende": Labour.UNEMPLOYED, "inoccupata": Labour.UNEMPLOYED,
    }  # fmt: skip
    assert {text: labour_of(text) for text in said_so} == said_so
    levels = {"2": Schooling.LOW, "ISCED 3": Schooling.MIDDLE, "CITE 6": Schooling.HIGH,
              "CESS": Schooling.UNKNOWN, "": Schooling.UNKNOWN, "12": Schooling.UNKNOWN}  # fmt: skip
    assert {text: schooling_of(text) for text in levels} == levels
