"""How a campus's paper looks beyond its colour and logo: the edge, where logos stand, extra lines."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from typing import Any, Final, Self

from mgdesk.i18n import N_

COLOUR: Final = re.compile(r"#[0-9A-Fa-f]{6}")
HOUSE_COLOUR: Final = "#0B6E69"  # stands in for a colour that is none
READABLE: Final = 4.5  # contrast of words on their ground (WCAG 2.2, 1.4.3)


class Ornament(StrEnum):
    """What stands at the edge of a certificate."""

    WEAVE = "weave"
    BAND = "band"
    NONE = "none"


class LogoPlace(StrEnum):
    """Which end of the letterhead the logos and the name stand at; the address takes the other."""

    START = "start"
    END = "end"


ORNAMENT_LABELS: Final = {
    Ornament.WEAVE: N_("woven edge"),
    Ornament.BAND: N_("plain edge"),
    Ornament.NONE: N_("no edge"),
}
LOGO_PLACE_LABELS: Final = {
    LogoPlace.START: N_("where lines begin"),
    LogoPlace.END: N_("where lines end"),
}


@dataclass(frozen=True)
class PaperStyle:
    """What a campus says of its paper; `second_logo` is a picture's SHA-256 digest."""

    ornament: Ornament = Ornament.WEAVE
    logo_place: LogoPlace = LogoPlace.START
    second_logo: str = ""
    bank: str = ""  # account number, as printed
    footer: str = ""  # a line at the foot of every page

    def to_plain(self) -> dict[str, Any]:
        """Only what was chosen, as JSON values."""
        return {name: str(value) for name, value in asdict(self).items() if value != _USUAL[name]}

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any] | None) -> Self:
        """The style stored; what a newer or damaged program wrote takes its usual value."""
        kinds = {"ornament": Ornament, "logo_place": LogoPlace}
        known: dict[str, Any] = {}
        for name in _USUAL.keys() & (plain or {}).keys():
            try:
                known[name] = kinds.get(name, str)(plain[name] if plain else "")
            except ValueError:
                continue
        return cls(**known)


_USUAL: Final[Mapping[str, Any]] = {field.name: field.default for field in fields(PaperStyle)}


def legible(colour: str) -> str:
    """The colour, darkened until words in it stand out from white paper."""
    parts = parts_of(colour)
    while _contrast_on_white(parts) < READABLE:
        # Down to a whole step of 255, as it is written: rounding up would be too light again.
        parts = [int(part * 0.92 * 255) / 255 for part in parts]
    return "#" + "".join(f"{round(part * 255):02X}" for part in parts)


def is_legible(colour: str) -> bool:
    """Whether words in this colour can be read on white paper without darkening it."""
    return _contrast_on_white(parts_of(colour)) >= READABLE


def parts_of(colour: str) -> list[float]:
    """Red, green and blue from 0 to 1; the house's colour for what is none."""
    digits = (colour if COLOUR.fullmatch(colour) else HOUSE_COLOUR).removeprefix("#")
    return [int(digits[start : start + 2], 16) / 255 for start in (0, 2, 4)]


def _contrast_on_white(parts: list[float]) -> float:
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return 1.05 / (luminance + 0.05)
