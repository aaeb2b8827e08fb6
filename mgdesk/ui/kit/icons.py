"""Icons: Lucide's line drawings, recoloured by the look and mirrored where they point along the text."""

from functools import cache
from typing import Final

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

from mgdesk.paths import resource
from mgdesk.ui.kit import theme

# Only what points along the line of reading turns round in Arabic.
MIRRORED: Final = frozenset(
    {"chevron-left", "chevron-right", "arrow-left", "arrow-right", "log-out", "panel-right", "list"}
)


def icon(name: str, *, tone: str = "muted", size: int = 20, gap: int = 0) -> QIcon:
    """An icon for a button or menu; `tone` names a token (`accent`, `on_accent`, `bad`…).

    `gap` is so much room between the icon and the words after it, which Qt leaves too narrow.
    """
    made = QIcon()
    colours, ratio, side = theme.tokens(), _ratio(), theme.px(size)
    drawn = pixmap(name, getattr(colours, tone), side, ratio)
    faint = pixmap(name, colours.faint, side, ratio)
    made.addPixmap(_with_room(drawn, theme.px(gap)))
    made.addPixmap(_with_room(faint, theme.px(gap)), QIcon.Mode.Disabled, QIcon.State.Off)
    return made


def _with_room(drawn: QPixmap, gap: int) -> QPixmap:
    """The same icon with room at the end of the line."""
    if not gap:
        return drawn
    ratio = drawn.devicePixelRatio()
    wide = QPixmap(drawn.width() + round(gap * ratio), drawn.height())
    wide.setDevicePixelRatio(ratio)
    wide.fill(QColor(Qt.GlobalColor.transparent))
    painter = QPainter(wide)
    painter.drawPixmap(gap if QGuiApplication.isRightToLeft() else 0, 0, drawn)
    painter.end()
    return wide


def pixmap(name: str, colour: str, size: int, ratio: float = 1.0) -> QPixmap:
    """The icon drawn in a colour, `size` device-independent pixels square; kept in Qt's own cache."""
    mirrored = name in MIRRORED and QGuiApplication.isRightToLeft()
    key = f"mgdesk:{name}:{colour}:{size}:{ratio}:{mirrored}"
    kept = QPixmap()
    if QPixmapCache.find(key, kept):
        return kept
    drawn = _draw(name, colour, round(size * ratio), mirrored=mirrored)
    drawn.setDevicePixelRatio(ratio)
    QPixmapCache.insert(key, drawn)
    return drawn


def _draw(name: str, colour: str, side: int, *, mirrored: bool) -> QPixmap:
    drawn = QPixmap(max(1, side), max(1, side))
    drawn.fill(QColor(Qt.GlobalColor.transparent))
    painter = QPainter(drawn)
    if mirrored:
        painter.translate(side, 0)
        painter.scale(-1, 1)
    renderer = QSvgRenderer(QByteArray(_source(name).replace("currentColor", colour).encode()))
    renderer.render(painter, QRectF(0, 0, side, side))
    painter.end()
    return drawn


@cache
def _source(name: str) -> str:
    return resource("icons", f"{name}.svg").read_text(encoding="utf-8")


def _ratio() -> float:
    application = QGuiApplication.instance()
    return application.devicePixelRatio() if isinstance(application, QGuiApplication) else 1.0
