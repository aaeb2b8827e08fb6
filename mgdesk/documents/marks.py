"""Marks across a page: that it is a demonstration, a duplicate or a correction."""

from math import atan2, cos, sin

from mgdesk.documents.frame import WARNING, Frame, tint
from mgdesk.documents.paper import CopyMark
from mgdesk.i18n import gettext as _
from mgdesk.typesetting.fonts import Style


def copy_words(copy: CopyMark) -> str:
    """The word that stands beside the number; empty for the original."""
    if copy is CopyMark.DUPLICATE:
        return _("Duplicate")
    return _("Corrected") if copy is CopyMark.CORRECTED else ""


def draw_demo_mark(frame: Frame, height: float) -> None:
    """A word from corner to corner behind everything, as a shape, and a line of text at the top."""
    line = frame.setter.line(_("DEMONSTRATION"), Style.BOLD, frame.base)
    diagonal = (frame.width**2 + height**2) ** 0.5
    size = min(diagonal * 0.68 / line.width, 110)
    angle = atan2(height, frame.width)
    across, up = cos(angle), sin(angle)
    half = line.width * size / 2
    x = frame.width / 2 - half * across + size * 0.35 * up
    y = height / 2 - half * up - size * 0.35 * across
    frame.book.set_outlines(line, x, y, size, angle, tint("#7A858B", 0.14))
    frame.words(
        _("Demonstration: invented people, not a valid paper"),
        frame.width / 2,
        height - 12,
        8,
        style=Style.BOLD,
        colour=WARNING,
        side="centre",
    )
