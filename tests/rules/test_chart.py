"""Charts lie where their numbers say, and carry them in words and patterns as well as in colour."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from mgdesk.rules.chart import Area, Chart, ChartKind, Pen, Series, ticks
from mgdesk.rules.chart_layout import layout

PEN = Pen(lambda text, size: len(text) * size * 0.5, 10, str)
numbers = st.floats(0, 1e7, allow_subnormal=False)


def chart(kind, *rows):
    series = tuple(
        Series(f"s{n}", tuple(row), tuple(f"{value:g}" for value in row))
        for n, row in enumerate(rows)
    )
    return Chart(kind, "Title", tuple(f"label {n}" for n in range(len(rows[0]))), series)


def height(area: Area) -> float:
    ys = [y for _x, y in area.points]
    return max(ys) - min(ys)


def width(area: Area) -> float:
    xs = [x for x, _y in area.points]
    return max(xs) - min(xs)


@given(numbers, st.booleans())
def test_the_scale_begins_at_nought_holds_all_and_steps_evenly(most, is_whole):
    marks = ticks(most, is_whole=is_whole)
    assert marks[0] == 0
    assert marks[-1] >= most * 0.999
    assert len(marks) <= 7
    steps = [after - before for before, after in pairwise(marks)]
    assert all(abs(step - steps[0]) <= abs(steps[0]) * 1e-6 for step in steps)
    assert not is_whole or all(mark % 1 == 0 for mark in marks)


@given(
    st.sampled_from([one for one in ChartKind if one is not ChartKind.MAP]),
    st.lists(st.tuples(numbers, numbers), min_size=1, max_size=14),
)
def test_whatever_is_shown_stays_on_the_sheet_and_every_value_can_be_pointed_at(kind, pairs):
    drawn = layout(chart(kind, *zip(*pairs, strict=True)), 480, PEN)
    points = [p for shape in (*drawn.areas, *drawn.strokes, *drawn.grid) for p in shape.points]
    assert all(-1 <= x <= 481 and -1 <= y <= drawn.height + 1 for x, y in points)
    assert {(spot.series, spot.place) for spot in drawn.spots} == {
        (series, place) for series in (0, 1) for place in range(len(pairs))
    }


def test_bars_and_columns_are_as_long_as_their_values():
    bars = layout(chart(ChartKind.BARS, [10, 20, 40]), 480, PEN)
    assert [round(width(a) / width(bars.areas[2]), 6) for a in bars.areas] == [0.25, 0.5, 1]
    columns = layout(chart(ChartKind.COLUMNS, [10, 20, 40]), 480, PEN)
    assert [round(height(a) / height(columns.areas[2]), 6) for a in columns.areas] == [0.25, 0.5, 1]
    stacked = layout(chart(ChartKind.STACKED, [10, 20], [30, 20]), 480, PEN)
    below, above = stacked.areas[2:4]  # after the legend's samples
    assert round(height(below) * 3, 6) == round(height(above), 6)
    back, forth = layout(chart(ChartKind.BANDS, [10], [30]), 480, PEN).areas[-2:]
    assert round(width(back) * 3, 6) == round(width(forth), 6)
    assert max(x for x, _y in back.points) < 240 < min(x for x, _y in forth.points)


def test_series_are_told_apart_without_their_colours():
    drawn = layout(chart(ChartKind.COLUMNS, [4], [4], [4], [4]), 480, PEN)
    looks = {
        (area.share, sum(stroke.ink == area.ink and len(stroke.points) == 2 for stroke in drawn.strokes) > 0,
         len({stroke.points[0][1] < stroke.points[1][1] for stroke in drawn.strokes
              if stroke.ink == area.ink and len(stroke.points) == 2}))
        for area in drawn.areas[4:]
    }  # fmt: skip
    assert len(looks) == 4
    lines = layout(chart(ChartKind.LINE, [1, 2], [2, 1], [1, 1]), 480, PEN).strokes
    assert len({stroke.dash for stroke in lines if len(stroke.points) == 2}) == 3


def test_a_chart_can_be_heard():
    heard = chart(ChartKind.COLUMNS, [10, 20], [1, 2]).spoken
    assert heard == "Title. label 0: s0 10, s1 1; label 1: s0 20, s1 2."


def test_labels_too_wide_for_their_columns_stand_on_two_lines_of_one_size():
    labels = ("younger than 18", "18–24", "55 and older", "not said")
    series = Series("s0", (1.0, 2.0, 3.0, 4.0), tuple("abcd"))
    drawing = layout(Chart(ChartKind.COLUMNS, "Title", labels, (series,)), 260, PEN)
    parts = {"younger", "than 18", "18–24", "55 and", "older", "not", "said"}
    below = [words for words in drawing.words if words.text in parts]
    assert {words.text for words in below} == parts
    assert len({words.size for words in below}) == 1
    assert max(words.y for words in below) < drawing.height
