"""Marks across a page: that it is a demonstration, a duplicate or a correction."""

from math import atan2, cos, sin

from mgdesk.documents.frame import WARNING, Frame, tint
from mgdesk.documents.paper import CopyMark
from mgdesk.i18n import gettext as _
from mgdesk.typesetting.fonts import Style


def copy_words(copy: CopyMark) -> str:
    """The word that stands beside the number; empty for the original."""
    words = {
        CopyMark.DUPLICATE: _("Duplicate"),
        CopyMark.CORRECTED: _("Corrected"),
        CopyMark.SPECIMEN: _("Specimen"),
    }
    return words.get(copy, "")


def is_specimen(record: object) -> bool:
    """Whether a record only shows what a style looks like."""
    return getattr(record, "copy", None) is CopyMark.SPECIMEN


def draw_demo_mark(frame: Frame, height: float, *, as_specimen: bool = False) -> None:
    """A word from corner to corner behind everything, as a shape, and a line of text at the top."""
    word, said = _("DEMONSTRATION"), _("Demonstration: invented people, not a valid paper")
    if as_specimen:
        word, said = _("SPECIMEN"), _("Specimen: invented people, not a valid paper")
    line = frame.setter.line(word, Style.BOLD, frame.base)
    diagonal = (frame.width**2 + height**2) ** 0.5
    size = min(diagonal * 0.68 / line.width, 110)
    angle = atan2(height, frame.width)
    across, up = cos(angle), sin(angle)
    half = line.width * size / 2
    x = frame.width / 2 - half * across + size * 0.35 * up
    y = height / 2 - half * up - size * 0.35 * across
    frame.book.set_outlines(line, x, y, size, angle, tint("#7A858B", 0.14))
    frame.words(
        said,
        frame.width / 2,
        height - 12,
        8,
        style=Style.BOLD,
        colour=WARNING,
        side="centre",
    )
