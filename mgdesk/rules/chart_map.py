"""A map as a chart: areas shaded in five steps with their numbers, Brussels apart because it is small."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import ceil, hypot
from typing import Final

from mgdesk.i18n import gettext as _
from mgdesk.i18n import isolate
from mgdesk.rules.areas import CREDIT, Place, Ring, places
from mgdesk.rules.chart import Area, Chart, Pen, Point, Spot, Stroke, Words

_SHARES: Final = (0.16, 0.28, 0.4, 0.52, 0.64)  # text stays readable on the darkest
_BESIDE: Final = 44  # widths of a letter from which on both maps stand side by side


@dataclass(frozen=True)
class Shapes:
    areas: tuple[Area, ...]
    strokes: tuple[Stroke, ...]
    words: tuple[Words, ...]
    spots: tuple[Spot, ...]
    foot: float


@dataclass(frozen=True)
class _Pane:
    """A field of the page and the piece of the world that is fitted into it."""

    shown: tuple[Place, ...]
    x: float
    y: float
    width: float
    is_mirrored: bool

    @cached_property
    def bounds(self) -> tuple[float, float, float, float]:
        points = [point for place in self.shown for ring in place.rings for point in ring]
        xs, ys = [x for x, _y in points], [y for _x, y in points]
        return min(xs), min(ys), max(xs), max(ys)

    @property
    def scale(self) -> float:
        left, _top, right, _foot = self.bounds
        return self.width / (right - left)

    @property
    def height(self) -> float:
        _left, top, _right, foot = self.bounds
        return self.scale * (foot - top)

    def fitted(self, ring: Ring) -> tuple[Point, ...]:
        """Charts are mirrored by whoever draws them; a map never is, so it is turned beforehand."""
        left, top, _right, _foot = self.bounds
        scale = -self.scale if self.is_mirrored else self.scale
        start = self.x + (self.width if self.is_mirrored else 0)
        return tuple((start + (x - left) * scale, self.y + (y - top) * self.scale) for x, y in ring)


def map_shapes(chart: Chart, width: float, top: float, pen: Pen) -> Shapes:
    """The chart's places on their maps, the steps of its shades, and whose borders they are."""
    panes = _panes(chart, width, top, pen)
    parts = [_draw(chart, pane, pen) for pane in panes]
    foot = max((pane.y + pane.height for pane in panes), default=top) + pen.size
    steps = _steps(chart, foot, pen, width)
    said = _("Not on the map: whoever lives elsewhere or did not say.")
    below = steps.foot + pen.size * 1.4
    notes = (
        Words(said, 0, below, pen.size * 0.85, ink="muted", room=width),
        Words(CREDIT, 0, below + pen.size * 1.3, pen.size * 0.75, ink="muted", room=width),
    )
    return Shapes(
        tuple(area for part in (*parts, steps) for area in part.areas),
        tuple(stroke for part in (*parts, steps) for stroke in part.strokes),
        (*(words for part in (*parts, steps) for words in part.words), *notes),
        tuple(spot for part in parts for spot in part.spots),
        below + pen.size * 1.9,
    )


def _panes(chart: Chart, width: float, top: float, pen: Pen) -> list[_Pane]:
    """Brussels where somebody is from there, the country where somebody is from outside of it."""
    known = tuple(places().values())
    held = [places()[one] for one in chart.places]
    wanted = [tuple(one for one in known if one.is_brussels)] if _some(held, is_in=True) else []
    wanted += [known] if _some(held, is_in=False) else []
    is_beside = len(wanted) > 1 and width > _BESIDE * pen.size
    gap = pen.size * 2
    wide = (width - gap) / 2 if is_beside else min(width, pen.size * 46)
    made: list[_Pane] = []
    x, y = 0.0, top + pen.size * 0.5
    for shown in wanted:
        made.append(_Pane(shown, x, y, wide, pen.is_mirrored))
        x, y = (x + wide + gap, y) if is_beside else (x, y + made[-1].height + gap)
    return made


def _some(held: Iterable[Place], *, is_in: bool) -> bool:
    return any(one.is_brussels is is_in for one in held)


def _draw(chart: Chart, pane: _Pane, pen: Pen) -> Shapes:
    """Larger rings first: an enclave lies on what is around it. Within the country, Brussels is one
    of its fields and carries no numbers where it has a map of its own."""
    most = max((value or 0 for value in chart.series[0].values), default=0) or 1
    at = {place: number for number, place in enumerate(chart.places)}
    rings = [(pane.fitted(ring), one) for one in pane.shown for ring in one.rings]
    rings.sort(key=lambda pair: _size(pair[0]), reverse=True)
    areas, strokes, words, spots = [], [], [], []
    named: set[str] = set()
    for points, one in rings:
        number = at.get(one.id)
        value = chart.series[0].values[number] if number is not None else None
        ink, share = ("series0", _shade(value, most)) if value else ("grid", 0.35)
        areas.append(Area(points, ink, share))
        strokes.append(Stroke((*points, points[0]), "axis", pen.size * 0.05))
        if number is None or one.id in named:
            continue
        named.add(one.id)
        spots.append(Spot(0, number, _box(points)))
        words += _said(chart.series[0].words[number], one, pane, pen)
    return Shapes(tuple(areas), tuple(strokes), tuple(words), tuple(spots), 0)


def _shade(value: float, most: float) -> float:
    return _SHARES[min(len(_SHARES), max(1, ceil(value * len(_SHARES) / most))) - 1]


def _said(text: str, place: Place, pane: _Pane, pen: Pen) -> list[Words]:
    """The number in its area, where there is room for it."""
    if hypot(pen.measure(text, pen.size), pen.size) / 2 > place.room * pane.scale:
        return []
    ((x, y),) = pane.fitted((place.middle,))
    return [Words(text, x, y + pen.size * 0.35, pen.size, "centre", is_strong=True)]


def _steps(chart: Chart, top: float, pen: Pen, width: float) -> Shapes:
    """Which shade is how many."""
    most = int(max((value or 0 for value in chart.series[0].values), default=0))
    areas, strokes, words = [], [], []
    x, side = 0.0, pen.size
    for step, share in enumerate(_SHARES):
        low, high = most * step // len(_SHARES) + 1, most * (step + 1) // len(_SHARES)
        if high < low:
            continue
        text = pen.say(low) if low == high else isolate(f"\u200e{pen.say(low)}–{pen.say(high)}")
        corners = ((x, top), (x + side, top), (x + side, top + side), (x, top + side))
        areas.append(Area(corners, "series0", share))
        strokes.append(Stroke((*corners, corners[0]), "axis", pen.size * 0.05))
        words.append(Words(text, x + side * 1.4, top + pen.size * 0.85, pen.size, room=width))
        x += side * 2.4 + pen.measure(text, pen.size)
    return Shapes(tuple(areas), tuple(strokes), tuple(words), (), top + side)


def _box(points: Sequence[Point]) -> tuple[float, float, float, float]:
    xs, ys = [x for x, _y in points], [y for _x, y in points]
    return min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)


def _size(points: Sequence[Point]) -> float:
    _x, _y, wide, high = _box(points)
    return wide * high
