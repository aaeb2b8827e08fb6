"""Sends paper to a printer: the PDF itself where CUPS prints it, else page by page through Qt.

A printer is chosen once for each kind of paper and remembered in the settings.
"""

import shutil
import subprocess
import sys
from functools import partial
from pathlib import Path

from PySide6.QtCore import QMarginsF, QObject, QSizeF, Signal
from PySide6.QtGui import QPageLayout, QPageSize, QPainter

from mgdesk.errors import DeskError
from mgdesk.i18n import N_
from mgdesk.ui.kit.background import Background
from mgdesk.ui.kit.pdf import PagePicture, PageSize, draw_page, page_sizes

PATIENCE = 30  # seconds that CUPS gets to take a file
DOTS_PER_INCH = 300


class NoPrinter(DeskError):
    sentence = N_("No printer is connected to this computer. Save the paper as a file instead.")


class PrinterRefused(DeskError):
    sentence = N_("The printer {printer} did not take the paper: {reason}. Choose another one.")


def printers() -> list[str]:
    """The printers of this computer, the system's own default first; none without a print system."""
    from PySide6.QtPrintSupport import QPrinterInfo

    found = list(QPrinterInfo.availablePrinterNames()) or _names_from_cups()
    default = QPrinterInfo.defaultPrinterName()
    return sorted(found, key=lambda name: name != default)


def has_cups() -> bool:
    """Whether the system prints PDF files itself."""
    return sys.platform != "win32" and shutil.which("lp") is not None


def send_to_cups(path: Path, printer: str, title: str) -> None:
    """Hand a PDF file to CUPS. Raises PrinterRefused with what it said."""
    command = [shutil.which("lp") or "lp", "-d", printer, "-t", title[:80], "--", str(path)]
    try:
        done = subprocess.run(  # noqa: S603 - no shell; the printer's name is one argument
            command, capture_output=True, text=True, timeout=PATIENCE, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise PrinterRefused(printer=printer, reason=type(error).__name__) from error
    if done.returncode:
        said = done.stderr.strip().splitlines()
        raise PrinterRefused(printer=printer, reason=said[-1] if said else str(done.returncode))


def _names_from_cups() -> list[str]:
    program = shutil.which("lpstat")
    if program is None or sys.platform == "win32":
        return []
    try:
        done = subprocess.run(  # noqa: S603 - a fixed command
            [program, "-e"], capture_output=True, text=True, timeout=PATIENCE, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return []
    return [line.strip() for line in done.stdout.splitlines() if line.strip()]


class PrintRun(QObject):
    """Prints a PDF through Qt, page by page, each drawn beside the window; `finished` or `failed`."""

    finished = Signal()
    failed = Signal(object)

    def __init__(
        self, background: Background, data: bytes, printer: str, title: str, parent: QObject
    ) -> None:
        super().__init__(parent)
        from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

        self._background, self._data, self._name = background, data, printer
        self._printer = QPrinter(
            QPrinterInfo.printerInfo(printer), QPrinter.PrinterMode.HighResolution
        )
        self._printer.setDocName(title)
        self._printer.setResolution(DOTS_PER_INCH)
        self._painter: QPainter | None = None
        self._sizes: list[PageSize] = []

    @property
    def printer(self) -> object:
        """Qt's printer, for tests that print into a file."""
        return self._printer

    def start(self) -> None:
        self._background.run(
            partial(page_sizes, self._data), done=self._on_sizes, failed=self._on_failure
        )

    def _on_sizes(self, sizes: list[PageSize]) -> None:
        self._sizes = sizes
        self._printer.setPageLayout(_layout(sizes[0]))
        self._painter = QPainter()
        if self._painter.begin(self._printer):
            self._ask(0)
        else:
            self._on_failure(PrinterRefused(printer=self._name, reason="QPrinter"))

    def _ask(self, page: int) -> None:
        self._background.run(
            partial(draw_page, self._data, page, DOTS_PER_INCH / 72),
            done=self._on_picture,
            failed=self._on_failure,
        )

    def _on_picture(self, drawn: PagePicture) -> None:
        assert self._painter is not None
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
