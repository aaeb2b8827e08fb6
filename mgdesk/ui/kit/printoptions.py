"""How a paper is printed: copies, one or both sides, and the tray, remembered for each kind of paper."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from mgdesk.i18n import N_
from mgdesk.i18n import gettext as _
from mgdesk.settings import Settings

MOST_COPIES = 99


class Sides(StrEnum):
    """The words of IPP (RFC 8011, sides). One side is asked for, never left to the printer: a printer
    that prints both by itself would put the certificates of two people on one sheet.
    """

    ONE = "one-sided"
    LONG_EDGE = "two-sided-long-edge"
    SHORT_EDGE = "two-sided-short-edge"


SIDES_LABELS: Final = {
    Sides.ONE: N_("One side"),
    Sides.LONG_EDGE: N_("Both sides, turned like a book"),
    Sides.SHORT_EDGE: N_("Both sides, turned upwards"),
}

# The trays that CUPS and Windows name alike on every printer; others keep the printer's own word.
_TRAYS: Final = {
    "auto": N_("Any tray"),
    "main": N_("Main tray"),
    "upper": N_("Upper tray"),
    "middle": N_("Middle tray"),
    "lower": N_("Lower tray"),
    "manual": N_("Manual feed"),
    "bypasstray": N_("Bypass tray"),
    "envelope": N_("Envelope tray"),
    "largecapacity": N_("Large tray"),
}


@dataclass(frozen=True)
class PrintOptions:
    """`tray` is the printer's own word for it; empty leaves it to the printer."""

    copies: int = 1
    sides: Sides = Sides.ONE
    tray: str = ""


def tray_words(tray: str) -> str:
    """A tray in the spoken language: `Tray2` is tray 2, an unknown one keeps its name."""
    folded = tray.casefold().replace("-", "").replace(" ", "")
    if folded in _TRAYS:
        return _(_TRAYS[folded])
    figure = folded.removeprefix("tray")
    return _("Tray {n}", n=figure) if folded != figure and figure.isdecimal() else tray


def remembered(settings: Settings, kind: str) -> PrintOptions:
    """The options last used for a kind of paper; what cannot be is as if it were not there."""
    kept = settings.printing.get(kind, {})
    copies, sides, tray = kept.get("copies"), kept.get("sides"), kept.get("tray")
    return PrintOptions(
        min(MOST_COPIES, max(1, copies)) if type(copies) is int else 1,
        Sides(sides) if sides in tuple(Sides) else Sides.ONE,
        tray if isinstance(tray, str) else "",
    )


def remember(settings: Settings, kind: str, options: PrintOptions) -> None:
    """Keep the options of a kind of paper in the settings."""
    settings.printing[kind] = {
        "copies": options.copies,
        "sides": options.sides.value,
        "tray": options.tray,
    }
