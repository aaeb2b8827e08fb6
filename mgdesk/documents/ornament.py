"""The edge of a certificate: a weave of hairlines, as on papers that are worth keeping."""

from functools import lru_cache
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
    start = frame.left(0)
    threads = _threads(start, round(frame.left(1) - start), width, height)
    frame.book.draw(f"q {rgb(tint(accent, 0.55))} RG 0.35 w {threads} S Q")
    frame.box(width, 0, 1.6, height, colour=accent)


@lru_cache(maxsize=4)  # a page's own size, from the left and from the right
def _threads(start: float, way: int, width: float, height: float) -> str:
    turns = [2 * pi * step / _STEPS * _WAVES for step in range(_STEPS + 1)]
    swells = [width * 0.46 * (0.66 + 0.34 * cos(turn)) for turn in turns]
    # A thread is a sine with a phase of its own, put together from one sine and one cosine.
    sines = [way * swell * sin(turn / 2) for swell, turn in zip(swells, turns, strict=True)]
    cosines = [way * swell * cos(turn / 2) for swell, turn in zip(swells, turns, strict=True)]
    heights = [f"{height * step / _STEPS:.2f}" for step in range(_STEPS + 1)]
    middle = start + way * width / 2
    threads = []
    for thread in range(_THREADS):
        along, across = cos(thread * 2 * pi / _THREADS), sin(thread * 2 * pi / _THREADS)
        places = zip(sines, cosines, heights, strict=True)
        points = [f"{middle + along * a + across * b:.2f} {y}" for a, b, y in places]
        threads.append(f"{points[0]} m {' l '.join(points[1:])} l")
    return " ".join(threads)
