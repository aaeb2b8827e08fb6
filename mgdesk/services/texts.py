"""Texts that come in at the door of a cohort: cleaned, and refused when longer than they can be."""

from mgdesk.rules import names
from mgdesk.services.intake import LONGEST_NOTE, TextTooLong


def line(text: str) -> str:
    """A name, code or title: one line of at most names.LONGEST characters. Raises TextTooLong."""
    return _short(names.clean(text), names.LONGEST)


def lines(text: str) -> str:
    """A note or reason, of several lines. Raises TextTooLong."""
    return _short(names.clean_lines(text), LONGEST_NOTE)


def _short(text: str, most: int) -> str:
    if len(text) > most:
        raise TextTooLong(length=len(text), most=most)
    return text
