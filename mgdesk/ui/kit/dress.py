"""Dresses the application: Fusion, palette, style sheet, size; live, as the system or a person likes.

Colours follow the system unless a person chose otherwise; the font is the system's, only its size
follows the scale.
"""

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QColor, QFontDatabase, QGuiApplication, QPalette, QPixmapCache
from PySide6.QtWidgets import QApplication, QStyleFactory

from mgdesk.paths import resource
from mgdesk.ui.kit import theme
from mgdesk.ui.kit.stylesheet import style_sheet
from mgdesk.ui.kit.theme import Look, Tokens


def wear(
    application: QApplication,
    *,
    colours: str = "system",
    scale: int = 100,
    reduce_motion: bool = False,
) -> Look:
    """Dress the application: `colours` is system, light or dark; `scale` 90 to 200 per cent. Live."""
    _prefer(application, colours)
    points = max(theme.SMALLEST_POINTS, _system_points(application)) * scale / 100
    worn = Look(_choose(colours), scale, points, reduce_motion or _system_wants_no_motion())
    if worn == theme.look() and application.styleSheet():
        return worn
    theme.put_on(worn)
    QPixmapCache.clear()
    if application.style().objectName() != "fusion" and not application.styleSheet():
        application.setStyle(QStyleFactory.create("Fusion"))
    font = application.font()
    font.setPointSizeF(points)
    application.setFont(font)
    application.setPalette(palette(worn.tokens))
    application.setStyleSheet(style_sheet(worn))
    return worn


_WRITING: Final = QFontDatabase.WritingSystem
_SCRIPTS: Final = {
    _WRITING.Latin: "NotoSans",
    _WRITING.Greek: "NotoSans",
    _WRITING.Cyrillic: "NotoSans",
    _WRITING.Vietnamese: "NotoSans",
    _WRITING.Arabic: "NotoSansArabic",
    _WRITING.Armenian: "NotoSansArmenian",
    _WRITING.Bengali: "NotoSansBengali",
    _WRITING.Devanagari: "NotoSansDevanagari",
    _WRITING.Georgian: "NotoSansGeorgian",
    _WRITING.Gujarati: "NotoSansGujarati",
    _WRITING.Gurmukhi: "NotoSansGurmukhi",
    _WRITING.Hebrew: "NotoSansHebrew",
    _WRITING.Kannada: "NotoSansKannada",
    _WRITING.Khmer: "NotoSansKhmer",
    _WRITING.Lao: "NotoSansLao",
    _WRITING.Malayalam: "NotoSansMalayalam",
    _WRITING.Myanmar: "NotoSansMyanmar",
    _WRITING.Oriya: "NotoSansOriya",
    _WRITING.Sinhala: "NotoSansSinhala",
    _WRITING.Tamil: "NotoSansTamil",
    _WRITING.Telugu: "NotoSansTelugu",
    _WRITING.Thaana: "NotoSansThaana",
    _WRITING.Thai: "NotoSansThai",
}


_FIRST: Final = frozenset({"NotoSans", "NotoSansArabic"})  # without them there is no window to read
_UNASKED: Final = ("NotoSansTifinagh", "NotoSansEthiopic")  # Qt has no question for these
_AT_ONCE: Final = 4  # files of a slice


class FontsToCome(QObject):
    """Our own letters for the scripts that the system has none for: a name is never boxes.

    Those of the window's own words are there at once; `bring_the_others`, some forty files where a system
    has no font at all, by and by, and then everything is painted again.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        missing = {
            family for system, family in _SCRIPTS.items() if not QFontDatabase.families(system)
        }
        for family in missing & _FIRST:
            _add_fonts(_files_of(family))
        self._waiting = [
            name for family in (*sorted(missing - _FIRST), *_UNASKED) for name in _files_of(family)
        ]
        if not QFontDatabase.families(_WRITING.SimplifiedChinese):
            self._waiting.append("NotoSansCJKsc-Regular.otf")

    def bring_the_others(self) -> None:
        slice_, self._waiting = self._waiting[:_AT_ONCE], self._waiting[_AT_ONCE:]
        _add_fonts(slice_)
        if self._waiting:
            QTimer.singleShot(0, self, self.bring_the_others)
        else:
            for widget in QApplication.allWidgets():
                widget.update()


def _files_of(family: str) -> list[str]:
    return [f"{family}-{weight}.ttf" for weight in ("Regular", "Bold")]


def _add_fonts(names: Iterable[str]) -> None:
    for path in (resource("fonts", name) for name in names):
        if path.exists():
            QFontDatabase.addApplicationFont(str(path))


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


def _choose(colours: str) -> Tokens:
    is_dark = colours == "dark" or (colours == "system" and _system_is_dark())
    if _system_wants_contrast():
        return theme.HIGH_CONTRAST_DARK if is_dark else theme.HIGH_CONTRAST_LIGHT
    return theme.DARK if is_dark else theme.LIGHT


def _prefer(application: QApplication, colours: str) -> None:
    """Tell Qt, so that title bars and native dialogs agree."""
    wanted = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}.get(colours)
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
