"""The look in one place: colours for light, dark and high contrast, the 8-pixel grid, the size.

`wear` dresses the application; `tokens()` and `px()` answer for whoever paints. Colours follow the
system unless a person chose otherwise; the font is the system's, only its size follows the scale.
"""

from enum import StrEnum
from typing import Any, Final, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette, QPixmapCache
from PySide6.QtWidgets import QApplication, QStyleFactory


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


def wear(
    application: QApplication,
    *,
    theme: str = "system",
    scale: int = 100,
    reduce_motion: bool = False,
) -> Look:
    """Dress the application: `theme` is system, light or dark; `scale` 90 to 200 per cent. Live."""
    from mgdesk.ui.kit.stylesheet import style_sheet

    global _worn  # noqa: PLW0603 - the look belongs to the application, of which there is one
    _prefer(application, theme)
    points = max(SMALLEST_POINTS, _system_points(application)) * scale / 100
    worn = Look(_choose(theme), scale, points, reduce_motion or _system_wants_no_motion())
    if worn == _worn and application.styleSheet():
        return worn
    _worn = worn
    QPixmapCache.clear()
    if application.style().objectName() != "fusion" and not application.styleSheet():
        application.setStyle(QStyleFactory.create("Fusion"))
    font = application.font()
    font.setPointSizeF(points)
    application.setFont(font)
    application.setPalette(palette(worn.tokens))
    application.setStyleSheet(style_sheet(worn))
    return worn


def palette(colours: Tokens) -> QPalette:
    """The palette of a look, for what the style sheet does not say."""
    made = QPalette()
    role = QPalette.ColorRole
    for which, value in (
        (role.Window, colours.ground),
        (role.WindowText, colours.text),
        (role.Base, colours.field),
        (role.AlternateBase, colours.hover),
        (role.Text, colours.text),
        (role.Button, colours.card),
        (role.ButtonText, colours.text),
        (role.BrightText, colours.bad),
        (role.ToolTipBase, colours.toast),
        (role.ToolTipText, colours.on_toast),
        (role.PlaceholderText, colours.muted),
        (role.Highlight, colours.accent),
        (role.HighlightedText, colours.on_accent),
        (role.Accent, colours.accent),
        (role.Link, colours.accent),
        (role.LinkVisited, colours.accent),
        (role.Light, colours.hover),
        (role.Midlight, colours.line),
        (role.Mid, colours.line),
        (role.Dark, colours.border),
        (role.Shadow, colours.border),
    ):
        made.setColor(which, QColor(value))
    for which in (role.Text, role.WindowText, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, which, QColor(colours.faint))
    return made


def _choose(theme: str) -> Tokens:
    is_dark = theme == "dark" or (theme == "system" and _system_is_dark())
    if _system_wants_contrast():
        return HIGH_CONTRAST_DARK if is_dark else HIGH_CONTRAST_LIGHT
    return DARK if is_dark else LIGHT


def _prefer(application: QApplication, theme: str) -> None:
    """Tell Qt, so that title bars and native dialogs agree."""
    wanted = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}.get(theme)
    hints = application.styleHints()
    if wanted is None:
        hints.unsetColorScheme()
    elif hints.colorScheme() != wanted:
        hints.setColorScheme(wanted)


def _system_is_dark() -> bool:
    return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark


def _system_wants_contrast() -> bool:
    hints = QGuiApplication.styleHints()
    if not hasattr(hints, "accessibility"):  # Qt before 6.10
        return False
    return hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast


def _system_wants_no_motion() -> bool:
    hints = QGuiApplication.styleHints()
    if not hasattr(hints, "accessibility"):
        return False
    preference = getattr(hints.accessibility(), "motionPreference", None)  # Qt 6.12
    return preference is not None and "Reduced" in str(preference())


def _system_points(application: QApplication) -> float:
    """The system's font size, remembered before we first scale it."""
    kept = application.property("mgdesk_system_points")
    if kept is None:
        kept = application.font().pointSizeF()
        application.setProperty("mgdesk_system_points", kept)
    return float(kept)
