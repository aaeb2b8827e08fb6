"""The edge of a certificate: a weave of hairlines, as on papers that are worth keeping."""

from math import cos, pi, sin
from typing import Final

from mgdesk.documents.frame import Frame, tint
from mgdesk.typesetting.page import rgb

_THREADS: Final = 18
_WAVES: Final = 8.0  # along the whole edge
_STEPS: Final = 240


def draw_weave(frame: Frame, width: float, height: float, accent: str) -> None:
    """A band of threads along the starting edge, full height, with a rule beside it."""
    frame.box(0, 0, width, height, colour=tint(accent, 0.06))
    middle, reach = width / 2, width * 0.46
    paths = []
    for thread in range(_THREADS):
        phase = thread * 2 * pi / _THREADS
        paths.append(_thread(frame, middle, reach, height, phase))
    frame.book.draw(f"q {rgb(tint(accent, 0.55))} RG 0.35 w {' '.join(paths)} S Q")
    frame.box(width, 0, 1.6, height, colour=accent)


def _thread(frame: Frame, middle: float, reach: float, height: float, phase: float) -> str:
    points = []
    for step in range(_STEPS + 1):
        share = step / _STEPS
        swell = 0.66 + 0.34 * cos(2 * pi * share * _WAVES)
        x = middle + reach * swell * sin(2 * pi * share * _WAVES / 2 + phase)
        points.append(f"{frame.left(x):.2f} {share * height:.2f}")
    return f"{points[0]} m " + " ".join(f"{point} l" for point in points[1:])
