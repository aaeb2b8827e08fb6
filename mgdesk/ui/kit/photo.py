"""A picture that one looks into: fits its width, zooms with Ctrl and the wheel, moves by the hand."""

from PySide6.QtCore import QEvent, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QGraphicsScene, QGraphicsView

from mgdesk.ui.kit import theme, veil

STEP = 1.25
LARGEST = 6.0  # pixels of the screen for one of the picture


class PhotoView(QGraphicsView):
    """Shows one picture. Fits the width until somebody zooms."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setScene(QGraphicsScene(self))
        self._item = self.scene().addPixmap(QPixmap())
        self._item.setTransformationMode(Qt.TransformationMode.SmoothTransformation)
        self.setDragMode(QGraphicsView.DragMode.ScrollHandDrag)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorUnderMouse)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # a picture is never mirrored
        self._is_fitted = True
        self._picture = QImage()

    def show_picture(self, content: bytes) -> bool:
        """Show a PNG or JPEG; whether it could be read."""
        self._picture = QImage()
        is_read = self._picture.loadFromData(content)
        self._item.setPixmap(QPixmap.fromImage(veil.picture(self._picture)))
        self.scene().setSceneRect(self._item.boundingRect())
        self._fit()
        self.verticalScrollBar().setValue(0)
        return is_read

    def zoom_in(self) -> None:
        self._zoom(STEP)

    def zoom_out(self) -> None:
        self._zoom(1 / STEP)

    def fit_width(self) -> None:
        self._is_fitted = True
        self._fit()

    def _zoom(self, factor: float) -> None:
        wanted = self.transform().m11() * factor
        if 0.05 < wanted < LARGEST:
            self._is_fitted = False
            self.scale(factor, factor)

    def _fit(self) -> None:
        width = self._item.boundingRect().width()
        if not self._is_fitted or not width:
            return
        room = self.width() - self.verticalScrollBar().sizeHint().width() - theme.px(8)
        self.resetTransform()
        self.scale(room / width, room / width)

    # --- Qt ----------------------------------------------------------------------------------

    def drawBackground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        painter.fillRect(rect, QColor(theme.tokens().neutral_tint))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._item.setPixmap(QPixmap.fromImage(veil.picture(self._picture)))
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._zoom(STEP if event.angleDelta().y() > 0 else 1 / STEP)
            event.accept()
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = {
            Qt.Key.Key_Plus: self.zoom_in,
            Qt.Key.Key_Equal: self.zoom_in,
            Qt.Key.Key_Minus: self.zoom_out,
            Qt.Key.Key_0: self.fit_width,
        }
        run = keys.get(Qt.Key(event.key()))
        if run is None:
            super().keyPressEvent(event)
        else:
            run()
