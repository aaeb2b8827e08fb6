"""A chart on paper: the shapes of `rules.chart` as operators of PDF, mirrored by the page's frame."""

from collections.abc import Callable
from typing import Final

from mgdesk.documents.frame import HAIR, INK, MUTED, Frame, tint
from mgdesk.rules.chart import Area, Chart, Drawing, Pen, Point, Stroke, Words
from mgdesk.rules.chart_layout import layout
from mgdesk.typesetting.fonts import Style
from mgdesk.typesetting.page import rgb

SIZE: Final = 8.2
# Beside the campus's accent; told apart by their patterns as well.
_SERIES: Final = ("#8A4B08", "#41519E", "#5B6670")


def pen(frame: Frame, say: Callable[[float], str]) -> Pen:
    """Measures with the page's own fonts."""
    return Pen(frame.setter.width, SIZE, say, is_mirrored=frame.is_right_to_left)


def chart_drawing(frame: Frame, chart: Chart, width: float, say: Callable[[float], str]) -> Drawing:
    return layout(chart, width, pen(frame, say))


def draw_chart(
    frame: Frame, chart: Chart, drawing: Drawing, x: float, top: float, accent: str
) -> None:
    """Draw a laid-out chart whose starting edge is x and whose upper edge is `top`."""
    foot = top - drawing.height
    left = frame.left(x, drawing.width)
    with frame.book.figure(chart.spoken, (left, foot, left + drawing.width, top)):
        for stroke in drawing.grid:
            _stroke(frame, stroke, x, top, accent)
        for area in drawing.areas:
            _fill(frame, area, x, top, accent)
        for stroke in drawing.strokes:
            _stroke(frame, stroke, x, top, accent)
        for words in drawing.words:
            _words(frame, words, x, top, accent)


def _ink(name: str, accent: str) -> str:
    if name.startswith("series"):
        return (accent, *_SERIES)[int(name[-1])]
    return {"text": INK, "muted": MUTED, "axis": HAIR, "grid": tint(HAIR, 0.35)}[name]


def _path(frame: Frame, points: tuple[Point, ...], x: float, top: float) -> str:
    placed = [f"{frame.left(x + across):.2f} {top - down:.2f}" for across, down in points]
    return f"{placed[0]} m " + " ".join(f"{point} l" for point in placed[1:])


def _fill(frame: Frame, area: Area, x: float, top: float, accent: str) -> None:
    paint = rgb(tint(_ink(area.ink, accent), area.share))
    frame.book.draw(f"{paint} rg {_path(frame, area.points, x, top)} h f")


def _stroke(frame: Frame, stroke: Stroke, x: float, top: float, accent: str) -> None:
    if len(stroke.points) < 2:
        return
    dash = " ".join(f"{part:.2f}" for part in stroke.dash)
    paint = rgb(_ink(stroke.ink, accent))
    path = _path(frame, stroke.points, x, top)
    frame.book.draw(f"q {paint} RG {stroke.width:.2f} w [{dash}] 0 d {path} S Q")


def _words(frame: Frame, words: Words, x: float, top: float, accent: str) -> None:
    frame.words(
        words.text, x + words.x, top - words.y, words.size, side=words.side,
        style=Style.BOLD if words.is_strong else Style.TEXT, colour=_ink(words.ink, accent),
        width=words.room or None, smallest=4,
    )  # fmt: skip
