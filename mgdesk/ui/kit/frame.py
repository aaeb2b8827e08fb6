"""The bare window: painted in our colours before anything else is imported, furnished afterwards."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray, QEvent, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QMainWindow

from mgdesk.ui.kit.typeahead import TypedAhead

if TYPE_CHECKING:  # each class of Qt is built when it is first named: none before the first paint
    from PySide6.QtGui import (
        QCloseEvent,
        QDragEnterEvent,
        QDropEvent,
        QKeyEvent,
        QPaintEvent,
        QWheelEvent,
    )

    from mgdesk.ui.kit.early import EarlyBoard

FIRST_SIZE = (1280, 800)
RAIL = 196
PAPERS = (".pdf", ".png", ".jpg", ".jpeg", ".webp", ".tif", ".tiff")


class Frame(QMainWindow):
    """Keeps its geometry and the keys typed too early; tells when it closes or is zoomed."""

    closing = Signal()
    zoomed = Signal(int)  # a step of the wheel with Ctrl: 1 larger, -1 smaller
    restyled = Signal()
    dropped = Signal(object)  # the Path of a paper that no page wanted

    def __init__(self, geometry: str, ground: str, rail: str) -> None:
        """`geometry` as `kept_geometry` gave it; the two colours are those of the first paint."""
        super().__init__()
        self.setWindowTitle("MolenGeek Desk")
        self.typed: TypedAhead | None = TypedAhead()  # until the page has come that they are for
        self._ground, self._rail = ground, rail
        self.early: EarlyBoard | None = None
        self.setAcceptDrops(True)
        if not geometry or not self.restoreGeometry(QByteArray.fromHex(geometry.encode())):
            space = self.screen().availableGeometry()
            wide, tall = FIRST_SIZE
            self.resize(min(wide, space.width() - 40), min(tall, space.height() - 60))

    def kept_geometry(self) -> str:
        return bytes(self.saveGeometry().toHex().data()).decode()

    def show_early(self, rows: list[Any], *, is_dark: bool) -> None:
        """Who is expected today, until the page of the day is there."""
        from mgdesk.ui.kit.early import EarlyBoard

        self.early = EarlyBoard(self, rows, is_dark=is_dark)
        left = 0 if self.isRightToLeft() else RAIL
        self.early.setGeometry(left, 0, self.width() - RAIL, self.height())
        if self.typed is not None:
            self.typed.typed = self.early.show_typed
            self.early.show_typed(self.typed.text)
        self.early.show()
        self.early.repaint()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.centralWidget() is not None:
            super().paintEvent(event)
            return
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._ground))
        left = self.width() - RAIL if self.isRightToLeft() else 0
        painter.fillRect(left, 0, RAIL, self.height(), QColor(self._rail))
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.typed is not None:
            self.typed.keep(event)
        super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        from PySide6.QtCore import Qt  # its hundred enumerations take their time at the start

        step = event.angleDelta().y()
        if step and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoomed.emit(1 if step > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _paper_in(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = _paper_in(event)
        if path is not None:
            event.acceptProposedAction()
            self.dropped.emit(path)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in {QEvent.Type.PaletteChange, QEvent.Type.StyleChange}:
            self.restyled.emit()
        super().changeEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closing.emit()
        super().closeEvent(event)


def _paper_in(event: QDropEvent) -> Path | None:
    """The first file of a drag that can be a paper."""
    paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    return next((path for path in paths if path.suffix.lower() in PAPERS), None)
