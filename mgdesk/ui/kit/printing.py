"""Sends paper to a printer: the PDF itself where CUPS prints it, else page by page through Qt.

One door for Linux and macOS (CUPS) and Windows (Qt): printers, trays, and the way a paper goes.
"""

from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QMarginsF, QObject, QSizeF, Signal
from PySide6.QtGui import QPageLayout, QPageSize, QPainter

from mgdesk.errors import Cancelled, DeskError
from mgdesk.i18n import N_
from mgdesk.ui.kit import cups
from mgdesk.ui.kit.background import Background
from mgdesk.ui.kit.cups import PrinterRefused, has_cups
from mgdesk.ui.kit.pdf import PagePicture, PageSize, draw_page, page_sizes
from mgdesk.ui.kit.printoptions import PrintOptions, Sides

__all__ = [
    "NoPrinter",
    "PrintRun",
    "PrinterRefused",
    "has_cups",
    "printers",
    "send_to_cups",
    "trays",
]

DOTS_PER_INCH = 300
PLAIN: Final = PrintOptions()


class NoPrinter(DeskError):
    sentence = N_("No printer is connected to this computer. Save the paper as a file instead.")


def printers() -> list[str]:
    """The printers of this computer, the system's own default first; none without a print system.

    May wait for the print system: ask beside the window.
    """
    if has_cups():
        return cups.printers()
    from PySide6.QtPrintSupport import QPrinterInfo

    default = QPrinterInfo.defaultPrinterName()
    return sorted(QPrinterInfo.availablePrinterNames(), key=lambda name: name != default)


def trays(printer: str) -> list[str]:
    """The printer's words for its trays; none where it has no choice. May wait, as `printers`."""
    if has_cups():
        return cups.trays(printer)
    from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

    sources = getattr(QPrinter(QPrinterInfo.printerInfo(printer)), "supportedPaperSources", None)
    found = sources() if sources else []  # Qt tells it on Windows only
    return [source.name for source in found if source.name != "CustomSource"]


def send_to_cups(path: Path, printer: str, title: str, options: PrintOptions = PLAIN) -> str:
    """Hand a PDF file to CUPS; the name of its job. Raises PrinterRefused."""
    return cups.send(path, printer, title, options)


class PrintRun(QObject):
    """Prints a PDF through Qt, page by page, each drawn beside the window; `finished` or `failed`.

    `progress` tells pages done and in all; `cancel` stops before the next page (`failed` with Cancelled).
    """

    finished = Signal()
    failed = Signal(object)
    progress = Signal(int, int)

    def __init__(
        self,
        background: Background,
        data: bytes,
        printer: str,
        title: str,
        parent: QObject,
        options: PrintOptions = PLAIN,
    ) -> None:
        super().__init__(parent)
        from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

        self._background, self._data, self._name = background, data, printer
        self._printer = QPrinter(
            QPrinterInfo.printerInfo(printer), QPrinter.PrinterMode.HighResolution
        )
        self._printer.setDocName(title)
        self._printer.setResolution(DOTS_PER_INCH)
        self._set(options)
        self._is_cancelled = False
        self._painter: QPainter | None = None
        self._sizes: list[PageSize] = []

    @property
    def printer(self) -> object:
        """Qt's printer, for tests that print into a file."""
        return self._printer

    def _set(self, options: PrintOptions) -> None:
        from PySide6.QtPrintSupport import QPrinter

        modes = QPrinter.DuplexMode
        duplex = {Sides.LONG_EDGE: modes.DuplexLongSide, Sides.SHORT_EDGE: modes.DuplexShortSide}
        self._printer.setCopyCount(options.copies)
        self._printer.setCollateCopies(True)
        self._printer.setDuplex(duplex.get(options.sides, modes.DuplexNone))
        source = getattr(QPrinter.PaperSource, options.tray, None) if options.tray else None
        if isinstance(source, QPrinter.PaperSource):
            self._printer.setPaperSource(source)

    def cancel(self) -> None:
        """Stop before the next page."""
        self._is_cancelled = True

    def start(self) -> None:
        self._background.run(
            partial(page_sizes, self._data), done=self._on_sizes, failed=self._on_failure
        )

    def _on_sizes(self, sizes: list[PageSize]) -> None:
        if self._is_cancelled:
            self._on_failure(Cancelled())
            return
        self._sizes = sizes
        self._printer.setPageLayout(_layout(sizes[0]))
        self._painter = QPainter()
        if self._painter.begin(self._printer):
            self._ask(0)
        else:
            self._on_failure(PrinterRefused(printer=self._name, reason="QPrinter"))

    def _ask(self, page: int) -> None:
        self.progress.emit(page, len(self._sizes))
        self._background.run(
            partial(draw_page, self._data, page, DOTS_PER_INCH / 72),
            done=self._on_picture,
            failed=self._on_failure,
        )

    def _on_picture(self, drawn: PagePicture) -> None:
        assert self._painter is not None
        if self._is_cancelled:
            self._printer.abort()
            self._on_failure(Cancelled())
            return
        self._painter.drawImage(self._painter.viewport(), drawn.image())
        following = drawn.page + 1
        if following == len(self._sizes):
            self._painter.end()
            self.finished.emit()
            return
        self._printer.setPageLayout(_layout(self._sizes[following]))
        self._printer.newPage()
        self._ask(following)

    def _on_failure(self, error: Exception) -> None:
        if self._painter is not None and self._painter.isActive():
            self._painter.end()
        self.failed.emit(error)


def _layout(size: PageSize) -> QPageLayout:
    is_wide = size.width > size.height
    short, long = sorted((size.width, size.height))
    return QPageLayout(
        QPageSize(QSizeF(short, long), QPageSize.Unit.Point),
        QPageLayout.Orientation.Landscape if is_wide else QPageLayout.Orientation.Portrait,
        QMarginsF(0, 0, 0, 0),
        QPageLayout.Unit.Point,
    )
