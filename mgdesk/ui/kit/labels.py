"""Words on a page: titles, sections, muted lines, and pills that say a state with icon and word."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from mgdesk.i18n import FIRST_STRONG_ISOLATE, is_right_to_left
from mgdesk.ui.kit import icons, theme, veil
from mgdesk.ui.kit.theme import Tone

ICONS: Final = {
    Tone.OK: "circle-check",
    Tone.LATE: "clock",
    Tone.BAD: "circle-x",
    Tone.NEUTRAL: "circle",
    Tone.ACCENT: "info",
}


class Text(QLabel):
    """Plain text (a name is never read as markup) that starts where its neighbours start.

    Qt alone puts a Latin word in an Arabic window at the far end, and the other way round.
    """

    def __init__(self, words: str, *, is_private: bool = False) -> None:
        """`is_private`: all of it is about a person, and hidden whole by the privacy key."""
        super().__init__()
        self._words, self._is_private = words, is_private
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(words)
        self._start()

    def setText(self, words: str) -> None:
        self._words = words
        shown = of_the_page(veil.whole(words) if self._is_private else veil.over(words))
        super().setText(
            shown.replace("\u200f/", "\u200f/\u2060")
        )  # an Arabic day stays on one line
        if self.accessibleName():
            self.setAccessibleName(shown)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._start()
        elif event.type() == QEvent.Type.LanguageChange:
            self.setText(self._words)
        super().changeEvent(event)

    def _start(self) -> None:
        if not self.alignment() & Qt.AlignmentFlag.AlignHCenter:
            self.setAlignment(start_of(self) | Qt.AlignmentFlag.AlignVCenter)


def start_of(widget: QWidget) -> Qt.AlignmentFlag:
    """The side where lines start in this widget, whatever the script of its text."""
    rtl = widget.isRightToLeft()
    side = Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignAbsolute


def directed(words: str) -> str:
    """Words that may begin with a name of the other direction, read in that of the page all the same.

    Qt takes the direction of a line from its first letter, even from one inside an isolate.
    """
    return f"\u200f{words}" if words and is_right_to_left() else words


def of_the_page(words: str) -> str:
    """A line of several parts in the direction of the page; one name alone keeps its own."""
    return directed(words) if words.startswith(FIRST_STRONG_ISOLATE) else words


def text(
    words: str,
    kind: str = "",
    *,
    wrap: bool = False,
    selectable: bool = False,
    is_private: bool = False,
) -> Text:
    """A label of plain text, aligned at the start of the line."""
    label = Text(words, is_private=is_private)
    label.setWordWrap(wrap)
    if kind:
        label.setProperty("kind", kind)
    if selectable:
        label.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        label.setAccessibleName(label.text())
    return label


def title(words: str) -> Text:
    """The one title of a page."""
    return text(words, "title", wrap=True)


def section(words: str) -> Text:
    return text(words, "section", wrap=True)


def name(words: str) -> Text:
    return text(words, "name", wrap=True)


def muted(words: str, *, wrap: bool = True) -> Text:
    return text(words, "muted", wrap=wrap)


@dataclass(frozen=True)
class Pill:
    """A state in one word: tone, word and icon (the tone's own icon unless given)."""

    tone: Tone
    word: str
    icon: str = ""

    @property
    def icon_name(self) -> str:
        return self.icon or ICONS[self.tone]


def pill_size(pill: Pill, font: QFont) -> QSize:
    metrics = QFontMetrics(_pill_font(font))
    px = theme.px
    width = px(8) + px(14) + px(5) + metrics.horizontalAdvance(pill.word) + px(10)
    return QSize(width, max(metrics.height(), px(14)) + px(6))


def paint_pill(painter: QPainter, rect: QRect, pill: Pill, font: QFont, *, mirrored: bool) -> None:
    """Draw a pill filling `rect`; the icon is at the start of the line."""
    px, colours = theme.px, theme.tokens()
    ink = colours.tone(pill.tone)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colours.tint(pill.tone)))
    painter.drawRoundedRect(QRectF(rect), rect.height() / 2, rect.height() / 2)
    side = px(14)
    top = rect.top() + (rect.height() - side) // 2
    start = rect.right() - px(8) - side + 1 if mirrored else rect.left() + px(8)
    ratio = painter.device().devicePixelRatio() if painter.device() else 1.0
    painter.drawPixmap(start, top, icons.pixmap(pill.icon_name, ink, side, ratio))
    words = rect.adjusted(px(10), 0, -px(8) - side - px(5), 0)
    if not mirrored:
        words = rect.adjusted(px(8) + side + px(5), 0, -px(8), 0)
    painter.setFont(_pill_font(font))
    painter.setPen(QColor(ink))
    side_of_words = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
    painter.drawText(
        words,
        side_of_words
        | Qt.AlignmentFlag.AlignAbsolute
        | Qt.AlignmentFlag.AlignVCenter
        | Qt.TextFlag.TextSingleLine,
        pill.word,
    )
    painter.restore()


def _pill_font(font: QFont) -> QFont:
    made = QFont(font)
    made.setPointSizeF(theme.look().points * 0.92)
    made.setWeight(QFont.Weight.DemiBold)
    return made


class PillLabel(QWidget):
    """A pill as a widget."""

    def __init__(self, pill: Pill, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pill = pill
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(pill.word)

    def set_pill(self, pill: Pill) -> None:
        self._pill = pill
        self.setAccessibleName(pill.word)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return pill_size(self._pill, self.font())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_pill(painter, self.rect(), self._pill, self.font(), mirrored=self.isRightToLeft())
        painter.end()


class IconLabel(QLabel):
    """A decorative icon that follows the look; the words beside it say the same."""

    def __init__(self, icon_name: str, *, tone: str = "muted", size: int = 20) -> None:
        super().__init__()
        self._icon_name, self._tone, self._side = icon_name, tone, size
        self._draw()

    def set_icon(self, icon_name: str, tone: str) -> None:
        self._icon_name, self._tone = icon_name, tone
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in {QEvent.Type.PaletteChange, QEvent.Type.StyleChange}:
            self._draw()
        super().changeEvent(event)

    def _draw(self) -> None:
        ink = getattr(theme.tokens(), self._tone)
        drawn = icons.pixmap(self._icon_name, ink, theme.px(self._side), self.devicePixelRatioF())
        if drawn.cacheKey() != self.pixmap().cacheKey():
            self.setPixmap(drawn)
