"""Charts as plain shapes: what is shown becomes areas, strokes and words at their places.

A chart is laid out once for a width and drawn by whoever can draw three things: the window with
QPainter, paper with the operators of PDF. x counts from where the language starts, so that a chart
is mirrored by whoever draws it; y counts downwards; lengths are pixels or points.

No colour says anything alone: each series has a pattern of its own, each bar its number.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from math import floor, log10
from typing import Final, Literal


class ChartKind(StrEnum):
    BARS = "bars"  # lying, one below the other: names are long
    COLUMNS = "columns"  # standing, side by side: time goes along the line
    STACKED = "stacked"  # standing, series on top of each other
    LINE = "line"
    BANDS = "bands"  # lying, two series back to back: a pyramid of ages
    MAP = "map"  # areas of a map, shaded


@dataclass(frozen=True)
class Series:
    """Values in the order of the chart's labels, each with its words; None is not shown."""

    name: str
    values: tuple[float | None, ...]
    words: tuple[str, ...]


@dataclass(frozen=True)
class Chart:
    """What is to be shown, in words and numbers of the spoken language."""

    kind: ChartKind
    title: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    most: float | None = None  # the end of the scale, when it is not the largest value
    places: tuple[str, ...] = ()  # of a map: the area of each label, by its id

    @property
    def spoken(self) -> str:
        """The chart for whoever cannot see it: every label with its numbers."""
        lines = (
            f"{label}: {', '.join(self._said(series, place) for series in self.series)}"
            for place, label in enumerate(self.labels)
        )
        return f"{self.title}. {'; '.join(lines)}."

    def _said(self, series: Series, place: int) -> str:
        words = series.words[place]
        return f"{series.name} {words}" if len(self.series) > 1 else words


# --- what is drawn ------------------------------------------------------------------------------

Point = tuple[float, float]
Side = Literal["start", "centre", "end"]


@dataclass(frozen=True)
class Area:
    """A filled shape; `ink` is a series (0, 1, 2, 3) or the ground; `share` mixes it with the ground."""

    points: tuple[Point, ...]
    ink: str
    share: float = 1.0


@dataclass(frozen=True)
class Stroke:
    points: tuple[Point, ...]
    ink: str
    width: float
    dash: tuple[float, ...] = ()


@dataclass(frozen=True)
class Words:
    """Text on one line whose baseline starts at, is centred on, or ends at x; shrunk into `room`."""

    text: str
    x: float
    y: float
    size: float
    side: Side = "start"
    ink: str = "text"
    room: float = 0.0
    is_strong: bool = False


@dataclass(frozen=True)
class Spot:
    """Where one value of the chart can be pointed at: x, y, width, height."""

    series: int
    place: int
    box: tuple[float, float, float, float]


@dataclass(frozen=True)
class Drawing:
    width: float
    height: float
    grid: tuple[Stroke, ...]  # below all else
    areas: tuple[Area, ...]
    strokes: tuple[Stroke, ...]
    words: tuple[Words, ...]
    spots: tuple[Spot, ...]


@dataclass(frozen=True)
class Pen:
    """How text is measured and how large it is: `measure(text, size)` gives its width."""

    measure: Callable[[str, float], float]
    size: float
    say: Callable[[float], str]  # a number of the scale
    is_mirrored: bool = False  # whoever draws turns x around


# --- scales -------------------------------------------------------------------------------------

_STEPS: Final = (1, 2, 2.5, 5, 10)


def ticks(most: float, count: int = 4, *, is_whole: bool = False) -> tuple[float, ...]:
    """Round numbers from nought to the first that `most` does not exceed, about `count` of them."""
    if most <= 0:
        return (0.0, 1.0)
    rough = most / count
    unit = 10.0 ** floor(log10(rough))
    steps = [step * unit for step in _STEPS if not is_whole or (step * unit) % 1 == 0]
    step = next((step for step in steps if step >= rough * 0.999), steps[-1] if steps else 1.0)
    step = max(step, 1.0) if is_whole else step
    marks, number = [0.0], 0
    while marks[-1] < most * 0.999:
        number += 1
        marks.append(step * number)
    return tuple(marks)
