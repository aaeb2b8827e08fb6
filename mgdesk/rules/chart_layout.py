"""Where the shapes of a chart lie: bars, columns, stacks, lines and bands, laid out for a width."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import inf
from typing import Final

from mgdesk.rules.chart import (
    Area,
    Chart,
    ChartKind,
    Drawing,
    Pen,
    Point,
    Series,
    Side,
    Spot,
    Stroke,
    Words,
    ticks,
)
from mgdesk.rules.chart_map import map_shapes

_PATTERNS: Final = ("solid", "hatch", "light", "cross")


class _Sheet:
    """Shapes being gathered."""

    def __init__(self, chart: Chart, width: float, pen: Pen) -> None:
        self.chart, self.width, self.pen = chart, width, pen
        self.grid: list[Stroke] = []
        self.areas: list[Area] = []
        self.strokes: list[Stroke] = []
        self.words: list[Words] = []
        self.spots: list[Spot] = []
        self.line = pen.size * 1.5

    def drawing(self, height: float) -> Drawing:
        return Drawing(
            self.width, height, tuple(self.grid), tuple(self.areas), tuple(self.strokes),
            tuple(self.words), tuple(self.spots),
        )  # fmt: skip

    def widest(self, texts: Sequence[str], most: float) -> float:
        return min(most, max((self.pen.measure(text, self.pen.size) for text in texts), default=0))

    def box(self, x: float, y: float, width: float, height: float, series: int) -> None:
        """A bar in its series' pattern: full, hatched, pale with an edge, or crossed."""
        if width <= 0 or height <= 0:
            return
        corners = ((x, y), (x + width, y), (x + width, y + height), (x, y + height))
        pattern, ink = _PATTERNS[series % 4], f"series{series % 4}"
        self.areas.append(Area(corners, ink, 1.0 if pattern == "solid" else 0.22))
        if pattern == "solid":
            return
        edge = self.pen.size * 0.08
        self.strokes.append(Stroke((*corners, corners[0]), ink, edge))
        ways = {"hatch": (1,), "light": (), "cross": (1, -1)}[pattern]
        for way in ways:
            for points in _hatching((x, y, width, height), self.pen.size * 0.42, way):
                self.strokes.append(Stroke(points, ink, edge))

    def spot(self, series: int, place: int, box: tuple[float, float, float, float]) -> None:
        self.spots.append(Spot(series, place, box))

    def legend(self, y: float) -> float:
        """Which pattern is which series, where there are several; where the chart begins below."""
        if len(self.chart.series) < 2:
            return y
        x, side = 0.0, self.pen.size * 0.8
        for place, series in enumerate(self.chart.series):
            needed = side * 1.5 + self.pen.measure(series.name, self.pen.size)
            if x and x + needed > self.width:
                x, y = 0.0, y + self.line
            if self.chart.kind is ChartKind.LINE:
                self.strokes.append(_sample(x, y + self.line * 0.5, side, place, self.pen.size))
            else:
                self.box(x, y + self.line * 0.5 - side / 2, side, side, place)
            at = y + self.line * 0.5 + self.pen.size * 0.35
            self.words.append(
                Words(series.name, x + side * 1.5, at, self.pen.size, room=self.width - side * 1.5)
            )
            x += needed + self.pen.size * 1.5
        return y + self.line * 1.4


def layout(chart: Chart, width: float, pen: Pen) -> Drawing:
    """The chart's shapes for a width; the height follows from what it shows."""
    sheet = _Sheet(chart, width, pen)
    top = sheet.legend(0.0)
    return _LAYOUTS[chart.kind](sheet, top)


def _largest(chart: Chart) -> float:
    if chart.most is not None:
        return chart.most
    if chart.kind is ChartKind.STACKED:
        sums = (
            sum(series.values[place] or 0 for series in chart.series)
            for place in range(len(chart.labels))
        )
        return max(sums, default=0)
    return max((value or 0 for series in chart.series for value in series.values), default=0)


def _bars(sheet: _Sheet, top: float) -> Drawing:
    """A label, its bar, its number at the bar's end."""
    chart, pen = sheet.chart, sheet.pen
    names = sheet.widest(chart.labels, sheet.width * 0.42)
    numbers = sheet.widest([word for one in chart.series for word in one.words], sheet.width * 0.3)
    start, gap = names + pen.size * 0.8, pen.size * 0.5
    room = max(pen.size, sheet.width - start - numbers - gap)
    most, thick = _largest(chart) or 1.0, pen.size * 1.25
    y = top
    for place, label in enumerate(chart.labels):
        high = thick * len(chart.series)
        middle = y + high / 2 + pen.size * 0.35
        sheet.words.append(Words(label, 0, middle, pen.size, room=names))
        for number, series in enumerate(chart.series):
            long = room * (series.values[place] or 0) / most
            at = y + thick * number
            sheet.box(start, at + thick * 0.08, long, thick * 0.84, number)
            sheet.words.append(
                Words(
                    series.words[place], start + long + gap, at + thick / 2 + pen.size * 0.35,
                    pen.size, ink="muted", room=numbers,
                )
            )  # fmt: skip
            sheet.spot(number, place, (0, at, sheet.width, thick))
        y += high + pen.size * 0.55
    sheet.strokes.append(
        Stroke(((start, top), (start, y - pen.size * 0.3)), "axis", pen.size * 0.06)
    )
    return sheet.drawing(y)


def _bands(sheet: _Sheet, top: float) -> Drawing:
    """Back to back: the first series grows towards the start of the line, the second away from it."""
    chart, pen = sheet.chart, sheet.pen
    names = sheet.widest(chart.labels, sheet.width * 0.3)
    numbers = sheet.widest([word for one in chart.series for word in one.words], sheet.width * 0.2)
    gap, thick = pen.size * 0.5, pen.size * 1.25
    room = max(pen.size, (sheet.width - names) / 2 - numbers - gap * 2)
    most, y = _largest(chart) or 1.0, top
    for place, label in enumerate(chart.labels):
        at = y + thick / 2 + pen.size * 0.35
        sheet.words.append(Words(label, sheet.width / 2, at, pen.size, "centre", room=names))
        for number, series in enumerate(chart.series[:2]):
            long = room * (series.values[place] or 0) / most
            edge = sheet.width / 2 + (names / 2 + gap) * (1 if number else -1)
            x = edge if number else edge - long
            sheet.box(x, y + thick * 0.08, long, thick * 0.84, number)
            outer = edge + (long + gap) * (1 if number else -1)
            side: Side = "start" if number else "end"
            sheet.words.append(
                Words(series.words[place], outer, at, pen.size, side, "muted", numbers)
            )
            half = sheet.width / 2
            sheet.spot(number, place, (half if number else 0, y, half, thick))
        y += thick + pen.size * 0.35
    return sheet.drawing(y)


@dataclass(frozen=True)
class _Plot:
    """The field of a standing chart: where the scale's nought is, how high its end."""

    start: float
    top: float
    width: float
    height: float
    most: float
    below: float = 0.0  # what the labels under it take

    @property
    def foot(self) -> float:
        return self.top + self.height

    def y(self, value: float) -> float:
        return self.foot - self.height * value / self.most


def _plot(sheet: _Sheet, top: float) -> _Plot:
    """Draw the scale with its lines and the labels below; what is left for the values."""
    chart, pen = sheet.chart, sheet.pen
    is_whole = chart.most is None
    marks = ticks(_largest(chart), is_whole=is_whole)
    names = [pen.say(mark) for mark in marks]
    start = sheet.widest(names, sheet.width * 0.3) + pen.size * 0.7
    plot = _Plot(start, top + pen.size, sheet.width - start, pen.size * 13, marks[-1])
    for mark, name in zip(marks, names, strict=True):
        y = plot.y(mark)
        ink = "axis" if not mark else "grid"
        sheet.grid.append(Stroke(((start, y), (sheet.width, y)), ink, pen.size * 0.06))
        sheet.words.append(
            Words(name, start - pen.size * 0.5, y + pen.size * 0.35, pen.size, "end", "muted")
        )
    return replace(plot, below=_label(sheet, plot))


def _label(sheet: _Sheet, plot: _Plot) -> float:
    """Labels under the field, all of one size: each, or each second, third… where they would touch.

    Says how high they are.
    """
    pen, slot = sheet.pen, plot.width / max(1, len(sheet.chart.labels))
    labels = sheet.chart.labels
    if sheet.widest(labels, inf) > slot:
        labels = tuple(map(_in_two_lines, labels))
    lines = [label.split("\n") for label in labels]
    widest = max((pen.measure(part, pen.size) for parts in lines for part in parts), default=0)
    # A little too wide is written smaller; much too wide leaves labels out.
    every = 1 if widest <= slot * 1.4 else max(1, -int(-(widest + pen.size * 0.6) // slot))
    room = slot * every * 0.96
    size = pen.size * min(1, room / max(widest, 1))
    for place, parts in enumerate(lines):
        if place % every == 0:
            x = plot.start + slot * (place + 0.5)
            for line, part in enumerate(parts):
                y = plot.foot + pen.size * (1.5 + line * 1.2)
                sheet.words.append(Words(part, x, y, size, "centre", "muted", room))
    return pen.size * (1.0 + max(map(len, lines), default=1) * 1.2)


def _in_two_lines(label: str) -> str:
    """Parted at the blank nearest to its middle."""
    blanks = [place for place, sign in enumerate(label) if sign == " "]
    if not blanks:
        return label
    nearest = min(blanks, key=lambda place: abs(place - len(label) / 2))
    return f"{label[:nearest]}\n{label[nearest + 1 :]}"


def _columns(sheet: _Sheet, top: float) -> Drawing:
    chart, pen = sheet.chart, sheet.pen
    plot = _plot(sheet, top)
    slot = plot.width / max(1, len(chart.labels))
    thick = min(slot * 0.72 / max(1, len(chart.series)), pen.size * 3)
    for place in range(len(chart.labels)):
        x = plot.start + slot * (place + 0.5) - thick * len(chart.series) / 2
        for number, series in enumerate(chart.series):
            value = series.values[place] or 0
            sheet.box(x, plot.y(value), thick, plot.foot - plot.y(value), number)
            _say_above(sheet, series, place, x + thick / 2, plot.y(value), max(thick, slot * 0.95))
            sheet.spot(number, place, (x, plot.top, thick, plot.height))
            x += thick
    return sheet.drawing(plot.foot + plot.below)


def _say_above(sheet: _Sheet, series: Series, place: int, x: float, y: float, room: float) -> None:
    """The number over its column, where it has room there and says something."""
    words, size = series.words[place], sheet.pen.size * 0.92
    is_telling = bool(series.values[place]) or series.values[place] is None
    room = room if len(sheet.chart.series) == 1 else room * 0.98 / len(sheet.chart.series)
    if is_telling and sheet.pen.measure(words, size) <= room * 1.02:
        sheet.words.append(Words(words, x, y - sheet.pen.size * 0.3, size, "centre", room=0))


def _stacked(sheet: _Sheet, top: float) -> Drawing:
    chart, pen = sheet.chart, sheet.pen
    plot = _plot(sheet, top)
    slot = plot.width / max(1, len(chart.labels))
    thick = min(slot * 0.72, pen.size * 3)
    for place in range(len(chart.labels)):
        x, below = plot.start + slot * (place + 0.5) - thick / 2, 0.0
        for number, series in enumerate(chart.series):
            value = series.values[place] or 0
            high = plot.y(below) - plot.y(below + value)
            sheet.box(x, plot.y(below + value), thick, high, number)
            sheet.spot(number, place, (x, plot.y(below + value), thick, high))
            below += value
    return sheet.drawing(plot.foot + plot.below)


_DASHES: Final = ((), (0.7, 0.4), (0.15, 0.35), (0.9, 0.3, 0.15, 0.3))


def _line(sheet: _Sheet, top: float) -> Drawing:
    """A line a series, told apart by its dashes and the shape of its marks."""
    chart, pen = sheet.chart, sheet.pen
    plot = _plot(sheet, top)
    slot = plot.width / max(1, len(chart.labels))
    for number, series in enumerate(chart.series):
        points = [
            (plot.start + slot * (place + 0.5), plot.y(value), place)
            for place, value in enumerate(series.values)
            if value is not None
        ]
        ink, dash = f"series{number % 4}", tuple(part * pen.size for part in _DASHES[number % 4])
        path = tuple((x, y) for x, y, _place in points)
        sheet.strokes.append(Stroke(path, ink, pen.size * 0.16, dash))
        for x, y, place in points:
            sheet.areas.append(Area(_mark(x, y, pen.size * 0.3, number), ink))
            if len(chart.series) == 1:
                _say_above(sheet, series, place, x, y - pen.size * 0.2, slot)
            sheet.spot(number, place, (x - slot / 2, plot.top, slot, plot.height))
    return sheet.drawing(plot.foot + plot.below)


def _sample(x: float, y: float, side: float, number: int, size: float) -> Stroke:
    dash = tuple(part * size for part in _DASHES[number % 4])
    return Stroke(((x, y), (x + side, y)), f"series{number % 4}", size * 0.16, dash)


def _mark(x: float, y: float, radius: float, number: int) -> tuple[Point, ...]:
    """A square, a diamond, a triangle, a triangle on its head."""
    r = radius
    return (
        ((x - r, y - r), (x + r, y - r), (x + r, y + r), (x - r, y + r)),
        ((x, y - r * 1.4), (x + r * 1.4, y), (x, y + r * 1.4), (x - r * 1.4, y)),
        ((x, y - r * 1.3), (x + r * 1.3, y + r), (x - r * 1.3, y + r)),
        ((x, y + r * 1.3), (x + r * 1.3, y - r), (x - r * 1.3, y - r)),
    )[number % 4]


def _hatching(
    box: tuple[float, float, float, float], step: float, way: int
) -> list[tuple[Point, Point]]:
    """Slanting lines cut to a box: falling with way 1, rising with way -1."""
    x, y, width, height = box
    lines = []
    offset = -height + step
    while offset < width:
        from_x, to_x = max(0.0, offset), min(width, offset + height)
        from_y, to_y = from_x - offset, to_x - offset
        if to_x > from_x:
            start = (x + from_x, y + (from_y if way > 0 else height - from_y))
            lines.append((start, (x + to_x, y + (to_y if way > 0 else height - to_y))))
        offset += step
    return lines


def _map(sheet: _Sheet, top: float) -> Drawing:
    shapes = map_shapes(sheet.chart, sheet.width, top, sheet.pen)
    sheet.areas += shapes.areas
    sheet.strokes += shapes.strokes
    sheet.words += shapes.words
    sheet.spots += shapes.spots
    return sheet.drawing(shapes.foot)


_LAYOUTS: Final = {
    ChartKind.BARS: _bars,
    ChartKind.COLUMNS: _columns,
    ChartKind.STACKED: _stacked,
    ChartKind.LINE: _line,
    ChartKind.BANDS: _bands,
    ChartKind.MAP: _map,
}
