"""Pages of a PDF as pictures, drawn by pypdfium2 beside the window; sharp at any pixel ratio."""

from collections import OrderedDict
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea

from mgdesk.errors import DeskError
from mgdesk.exchange.pages import PDFIUM
from mgdesk.i18n import N_
from mgdesk.ui.kit import theme, veil
from mgdesk.ui.kit.background import Background

POINTS_TO_PIXELS = 96 / 72
KEPT_PICTURES = 12
SMALLEST_ZOOM, LARGEST_ZOOM = 0.25, 4.0


class PaperUnreadable(DeskError):
    sentence = N_("This paper cannot be shown: the file is damaged. Make it again.")


@dataclass(frozen=True)
class PageSize:
    """In PDF points."""

    width: float
    height: float


@dataclass(frozen=True)
class PagePicture:
    """A page drawn at a number of pixels a point; `pixels` are BGRx rows."""

    page: int
    scale: float
    width: int
    height: int
    stride: int
    pixels: bytes

    def image(self) -> QImage:
        """A picture that owns its pixels."""
        made = QImage(self.pixels, self.width, self.height, self.stride, QImage.Format.Format_RGB32)
        return made.copy()


def page_sizes(data: bytes) -> list[PageSize]:
    """The sizes of all pages, in order. Raises PaperUnreadable."""
    with PDFIUM:
        document = _open(data)
        try:
            return [PageSize(*document.get_page_size(number)) for number in range(len(document))]
        finally:
            document.close()


def draw_page(data: bytes, page: int, scale: float) -> PagePicture:
    """One page at `scale` pixels a point. Raises PaperUnreadable."""
    with PDFIUM:
        document = _open(data)
        try:
            bitmap = document[page].render(scale=scale, rev_byteorder=False, prefer_bgrx=True)
            picture = PagePicture(
                page, scale, bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer)
            )
            bitmap.close()  # under the lock: left to Python, it would be freed beside another page
            return picture
        finally:
            document.close()


def _open(data: bytes) -> Any:
    import pypdfium2

    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise PaperUnreadable from error


class PaperView(QAbstractScrollArea):
    """The pages below each other. Fits the width until somebody zooms; draws only what is seen."""

    shown_page = Signal(int)
    failed = Signal(object)

    def __init__(self, background: Background) -> None:
        super().__init__()
        self._background = background
        self._data = b""
        self._sizes: list[PageSize] = []
        self._pictures: OrderedDict[tuple[int, int], QImage] = OrderedDict()
        self._former: dict[int, QImage] = {}  # pages as they were, of the same paper
        self._asked: set[tuple[int, int]] = set()
        self._zoom = 0.0  # 0: fit the width
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.verticalScrollBar().valueChanged.connect(self._on_scroll)

    def show_data(self, data: bytes, *, is_same_paper: bool = False) -> None:
        """Show a PDF; emits `failed` when it cannot be read.

        Of the same paper drawn anew, the place stays and the former pages until theirs are drawn.
        """
        self._data = data
        if is_same_paper:
            self._former.update({key[0]: picture for key, picture in self._pictures.items()})
        else:
            self._former.clear()
            self.verticalScrollBar().setValue(0)
        self._pictures.clear()
        self._asked.clear()
        self._background.run(
            partial(page_sizes, data), done=self._on_sizes, failed=self._on_failure
        )

    @property
    def pages(self) -> list[PageSize]:
        return self._sizes

    @property
    def is_complete(self) -> bool:
        """Whether every page that is seen is drawn."""
        return bool(self._sizes) and not self._asked

    @property
    def zoom(self) -> float:
        """1.0 shows a centimetre of paper as a centimetre of screen, as far as the screen tells."""
        return self._zoom or self._fitting_zoom()

    def zoom_by(self, factor: float) -> None:
        before = self.zoom
        self._zoom = min(LARGEST_ZOOM, max(SMALLEST_ZOOM, before * factor))
        place = self.verticalScrollBar().value() * self._zoom / before
        self._settle()
        self.verticalScrollBar().setValue(round(place))

    def fit_width(self) -> None:
        self._zoom = 0.0
        self._settle()

    def go_to(self, page: int) -> None:
        if 0 <= page < len(self._sizes):
            self.verticalScrollBar().setValue(self._places()[page].top() - self._gap())

    @property
    def page(self) -> int:
        """The page in the middle of what is seen, from 0."""
        middle = self.verticalScrollBar().value() + self.viewport().height() // 2
        for number, place in enumerate(self._places()):
            if middle <= place.bottom() + self._gap():
                return number
        return max(0, len(self._sizes) - 1)

    # --- Qt ----------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._settle()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(1.1 if event.angleDelta().y() > 0 else 1 / 1.1)
            event.accept()
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.verticalScrollBar()
        steps = {
            Qt.Key.Key_Home: -bar.maximum(),
            Qt.Key.Key_End: bar.maximum(),
            Qt.Key.Key_PageUp: -bar.pageStep(),
            Qt.Key.Key_PageDown: bar.pageStep(),
            Qt.Key.Key_Space: bar.pageStep(),
        }
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            bar.setValue(bar.value() + step)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        colours = theme.tokens()
        painter.fillRect(event.rect(), QColor(colours.neutral_tint))
        for number, place in enumerate(self._places()):
            seen = place.translated(
                -self.horizontalScrollBar().value(), -self.verticalScrollBar().value()
            )
            if seen.intersects(self.viewport().rect()):
                painter.fillRect(seen.adjusted(-1, -1, 1, 1), QColor(colours.line))
                painter.fillRect(seen, QColor("#ffffff"))
                self._paint_page(painter, number, seen)
        painter.end()

    def _paint_page(self, painter: QPainter, number: int, seen: QRect) -> None:
        picture = self._pictures.get(self._key(number))
        if picture is not None:
            self._pictures.move_to_end(self._key(number))
            painter.drawImage(seen, veil.picture(picture))
            return
        drawn = (p for key, p in reversed(self._pictures.items()) if key[0] == number)
        older = next(drawn, self._former.get(number))
        if older is not None:
            painter.drawImage(seen, veil.picture(older))
        self._ask(number)

    # --- inside ------------------------------------------------------------------------------

    def _gap(self) -> int:
        return theme.px(16)

    def _fitting_zoom(self) -> float:
        widest = max((size.width for size in self._sizes), default=1.0)
        space = self.viewport().width() - 2 * self._gap()
        return min(LARGEST_ZOOM, max(SMALLEST_ZOOM, space / (widest * POINTS_TO_PIXELS)))

    def _scale(self) -> float:
        return self.zoom * POINTS_TO_PIXELS

    def _key(self, page: int) -> tuple[int, int]:
        return page, round(self._scale() * self.devicePixelRatioF() * 1000)

    def _places(self) -> list[QRect]:
        """Where the pages lie, from the top of the first."""
        scale, gap = self._scale(), self._gap()
        width = max(self.viewport().width(), self._content().width())
        places, top = [], gap
        for size in self._sizes:
            wide, tall = round(size.width * scale), round(size.height * scale)
            places.append(QRect((width - wide) // 2, top, wide, tall))
            top += tall + gap
        return places

    def _content(self) -> QSize:
        scale, gap = self._scale(), self._gap()
        widest = max((size.width for size in self._sizes), default=0.0)
        tall = sum(round(size.height * scale) + gap for size in self._sizes)
        return QSize(round(widest * scale) + 2 * gap, tall + gap)

    def _settle(self) -> None:
        content, view = self._content(), self.viewport().size()
        self.verticalScrollBar().setRange(0, max(0, content.height() - view.height()))
        self.verticalScrollBar().setPageStep(view.height())
        self.verticalScrollBar().setSingleStep(theme.px(40))
        self.horizontalScrollBar().setRange(0, max(0, content.width() - view.width()))
        self.horizontalScrollBar().setPageStep(view.width())
        self.viewport().update()
        self._on_scroll()

    def _on_scroll(self) -> None:
        self.viewport().update()
        self.shown_page.emit(self.page)

    def _ask(self, number: int) -> None:
        key = self._key(number)
        if key in self._asked:
            return
        self._asked.add(key)
        scale = key[1] / 1000
        self._background.run(
            partial(draw_page, self._data, number, scale),
            done=self._on_picture,
            failed=self._on_failure,
            key=f"page {number}",
        )

    def _on_sizes(self, sizes: list[PageSize]) -> None:
        self._sizes = sizes
        self._settle()

    def _on_picture(self, drawn: PagePicture) -> None:
        self._asked = {key for key in self._asked if key[0] != drawn.page}
        self._pictures[drawn.page, round(drawn.scale * 1000)] = drawn.image()
        while len(self._pictures) > KEPT_PICTURES:
            self._pictures.popitem(last=False)
        self.viewport().update()

    def _on_failure(self, error: Exception) -> None:
        self._asked.clear()
        self.failed.emit(error)
