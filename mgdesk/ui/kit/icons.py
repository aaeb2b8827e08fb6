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


def icon(name: str, *, tone: str = "muted", size: int = 20) -> QIcon:
    """An icon for a button or menu; `tone` names a token (`accent`, `on_accent`, `bad`…)."""
    made = QIcon()
    colours = theme.tokens()
    ratio = _ratio()
    made.addPixmap(pixmap(name, getattr(colours, tone), theme.px(size), ratio))
    made.addPixmap(
        pixmap(name, colours.faint, theme.px(size), ratio), QIcon.Mode.Disabled, QIcon.State.Off
    )
    return made


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
