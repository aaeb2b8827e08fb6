"""The look in one place: colours for light, dark and high contrast, the 8-pixel grid, the size.

`tokens()` and `px()` answer for whoever paints; `dress.wear` puts a look on the application.
"""

from enum import StrEnum
from typing import Any, Final, NamedTuple

from PySide6.QtGui import QColor


class Tone(StrEnum):
    """What a colour says; never said by the colour alone."""

    OK = "ok"
    LATE = "late"
    BAD = "bad"
    NEUTRAL = "neutral"
    ACCENT = "accent"


class Tokens(NamedTuple):
    """Every colour of a look, as `#rrggbb`. A `…_tint` is the ground on which its tone is read."""

    is_dark: bool
    ground: str
    rail: str
    card: str
    field: str
    line: str
    border: str  # of what can be typed in or pressed: at least 3:1 on card and ground
    hover: str
    text: str
    muted: str
    faint: str  # of what cannot be used now
    accent: str
    on_accent: str
    accent_hover: str
    accent_tint: str
    ok: str
    ok_tint: str
    late: str
    late_tint: str
    bad: str
    bad_tint: str
    neutral: str
    neutral_tint: str
    demo: str
    on_demo: str
    toast: str
    on_toast: str
    toast_accent: str

    def tone(self, tone: Tone) -> str:
        return str(getattr(self, tone.value))

    def tint(self, tone: Tone) -> str:
        return str(getattr(self, f"{tone.value}_tint"))


LIGHT: Final = Tokens(
    is_dark=False,
    ground="#f5f6f8",
    rail="#ffffff",
    card="#ffffff",
    field="#ffffff",
    line="#e3e6ea",
    border="#858d96",
    hover="#eef2f3",
    text="#1b1f23",
    muted="#58626c",
    faint="#7b848d",
    accent="#0b6e69",
    on_accent="#ffffff",
    accent_hover="#095b57",
    accent_tint="#e1f1f0",
    ok="#19713a",
    ok_tint="#e2f3e8",
    late="#855200",
    late_tint="#fbefd8",
    bad="#b3261e",
    bad_tint="#fce9e7",
    neutral="#58626c",
    neutral_tint="#eceef1",
    demo="#b94700",
    on_demo="#ffffff",
    toast="#22292e",
    on_toast="#f2f4f5",
    toast_accent="#7fd6cf",
)

DARK: Final = Tokens(
    is_dark=True,
    ground="#14181b",
    rail="#191e22",
    card="#1e2327",
    field="#171b1f",
    line="#2d3338",
    border="#737d86",
    hover="#262c31",
    text="#e8eaed",
    muted="#a5adb4",
    faint="#7d868e",
    accent="#5cc4bc",
    on_accent="#06201f",
    accent_hover="#7ad5ce",
    accent_tint="#16322f",
    ok="#6fd08c",
    ok_tint="#17301e",
    late="#e7b55c",
    late_tint="#35280f",
    bad="#ff9a92",
    bad_tint="#3f1d1b",
    neutral="#a5adb4",
    neutral_tint="#2b3136",
    demo="#f08a3c",
    on_demo="#221003",
    toast="#e8eaed",
    on_toast="#171b1f",
    toast_accent="#0b6e69",
)

_STARK_LIGHT: Final[dict[str, Any]] = {
    "ground": "#ffffff",
    "line": "#5c6670",
    "border": "#1b1f23",
    "hover": "#e3f0ef",
    "text": "#000000",
    "muted": "#2a3036",
    "faint": "#59616a",
    "accent": "#00504c",
    "accent_hover": "#003b38",
    "ok": "#0b5426",
    "late": "#613b00",
    "bad": "#8c120c",
    "neutral": "#2a3036",
}
_STARK_DARK: Final[dict[str, Any]] = {
    "ground": "#000000",
    "rail": "#000000",
    "card": "#000000",
    "field": "#000000",
    "line": "#9aa3ab",
    "border": "#f2f4f5",
    "hover": "#1c2a29",
    "text": "#ffffff",
    "muted": "#d7dce0",
    "faint": "#a5adb4",
    "accent": "#7fe3db",
    "accent_hover": "#a5efe9",
    "ok": "#97ebaf",
    "late": "#ffd083",
    "bad": "#ffbcb6",
    "neutral": "#d7dce0",
}


HIGH_CONTRAST_LIGHT: Final = LIGHT._replace(**_STARK_LIGHT)
HIGH_CONTRAST_DARK: Final = DARK._replace(**_STARK_DARK)

SMALLEST_POINTS: Final = 10.0  # a system font below this is too small across a reception desk


class Look(NamedTuple):
    """What the application wears now."""

    tokens: Tokens = LIGHT
    scale: int = 100  # per cent
    points: float = SMALLEST_POINTS  # of body text, already scaled
    reduce_motion: bool = False


_worn = Look()


def look() -> Look:
    return _worn


def tokens() -> Tokens:
    """The colours in force."""
    return _worn.tokens


def colour(value: str) -> QColor:
    return QColor(value)


def px(length: float) -> int:
    """A length of the 8-pixel grid at the chosen size of the interface, in device-independent pixels."""
    return round(length * _worn.scale / 100)


def put_on(worn: Look) -> None:
    """Let `tokens()` and `px()` answer for this look; `dress.wear` dresses the application too."""
    global _worn  # noqa: PLW0603 - the look belongs to the application, of which there is one
    _worn = worn
