"""Glyphs as paths of a PDF: what is seen on the page but is no text of it."""

from functools import cache
from typing import Any

import uharfbuzz as hb

from mgdesk.typesetting.fonts import Face
from mgdesk.typesetting.shaping import Glyph, SetLine


def outline(face: Face, glyph: Glyph, x: float) -> str:
    """The glyph as a path to fill, in ems, drawn with the pen at x thousandths."""
    pen = _OutlinePen(face.scale / 1000, (x + glyph.x) / 1000, glyph.y / 1000)
    face.font.draw_glyph(glyph.number, _draw_functions(), pen)
    return " ".join([*pen.operators, "f"]) if pen.operators else ""


def outlines(line: SetLine) -> str:
    """A whole line as paths, for what is seen but is no text of the page."""
    paths, x = [], 0.0
    for run in line.runs:
        for cluster in run.clusters:
            for glyph in cluster.glyphs:
                paths.append(outline(run.face, glyph, x))
                x += glyph.advance
    return " ".join(paths)


class _OutlinePen:
    """Collects an outline as operators of PDF."""

    def __init__(self, scale: float, x: float, y: float) -> None:
        self._scale, self._x, self._y = scale, x, y
        self.operators: list[str] = []

    def add(self, operator: str, *points: float) -> None:
        places = [
            value * self._scale + (self._y if index % 2 else self._x)
            for index, value in enumerate(points)
        ]
        self.operators.append(" ".join([*(f"{place:.4g}" for place in places), operator]))
        self.last = points[-2:]

    def quadratic(self, cx: float, cy: float, x: float, y: float) -> None:
        last_x, last_y = self.last
        first = last_x + (cx - last_x) * 2 / 3, last_y + (cy - last_y) * 2 / 3
        second = x + (cx - x) * 2 / 3, y + (cy - y) * 2 / 3
        self.add("c", *first, *second, x, y)


@cache
def _draw_functions() -> Any:
    functions = hb.DrawFuncs()
    functions.set_move_to_func(lambda x, y, pen: pen.add("m", x, y))
    functions.set_line_to_func(lambda x, y, pen: pen.add("l", x, y))
    functions.set_quadratic_to_func(lambda a, b, x, y, pen: pen.quadratic(a, b, x, y))
    functions.set_cubic_to_func(lambda a, b, c, d, x, y, pen: pen.add("c", a, b, c, d, x, y))
    functions.set_close_path_func(lambda pen: pen.operators.append("h"))
    return functions
