"""Facts below each other: what it is at the start of the line, its value beside it."""

from collections.abc import Sequence
from typing import Final

from mgdesk.documents.frame import HAIR, MUTED, Frame
from mgdesk.documents.letter import MARGIN, ROOM
from mgdesk.typesetting.fonts import Style

_LABEL: Final = 0.3  # share of the width

Fact = tuple[str, str]


def draw_fact_table(frame: Frame, facts: Sequence[Fact], y: float) -> float:
    """Rows between hairlines, those with a value only; the baseline below the last."""
    with frame.book.part("Table"):
        for heading, value in facts:
            if value:
                with frame.book.part("TR"):
                    y = _draw_fact(frame, heading, value, y)
    frame.rule(MARGIN, y + 3, ROOM, colour=HAIR)
    return y


def _draw_fact(frame: Frame, heading: str, value: str, y: float) -> float:
    width = ROOM * (1 - _LABEL) - 10
    fitted = frame.setter.fit(value, width, 11, style=Style.BOLD, smallest=8.5, lines=4)
    frame.rule(MARGIN, y + 3, ROOM, colour=HAIR)
    y -= 13
    frame.words(heading, MARGIN, y, 9, colour=MUTED, width=ROOM * _LABEL - 10)
    x = MARGIN + ROOM * _LABEL
    return frame.lines(fitted.lines, x, y, fitted.size, leading=fitted.size * 1.3) - 8
