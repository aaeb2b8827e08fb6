"""Lines to sign on side by side: who signs, and as what."""

from collections.abc import Sequence
from typing import Final

from mgdesk.documents.frame import MUTED, Frame
from mgdesk.documents.letter import MARGIN, ROOM
from mgdesk.typesetting.fonts import Style
from mgdesk.typesetting.page import MM

HEIGHT: Final = 30 * MM  # from the words above to the lowest below
_PEN: Final = 17 * MM  # room to write in, above the line
_GAP: Final = 24.0


def draw_signatures(
    frame: Frame, made: str, parties: Sequence[tuple[str, str]], top: float
) -> float:
    """Where and when it was made, then a line for each party with name and role; where it ends."""
    y = top - 10
    frame.words(made, MARGIN, y, 9, width=ROOM)
    y -= _PEN
    width = (ROOM - _GAP * (len(parties) - 1)) / len(parties)
    for place, (name, role) in enumerate(parties):
        x = MARGIN + place * (width + _GAP)
        frame.rule(x, y, width)
        if name:
            frame.words(
                name, x, y - 12, 9.5, style=Style.BOLD, width=width, is_name=True, smallest=4
            )
        frame.words(role, x, y - (23 if name else 12), 8, colour=MUTED, width=width)
    return y - 26
