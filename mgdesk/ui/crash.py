"""What happens when something breaks: a known mistake says its sentence, a fault of ours stays calm.

The report that can be saved names places in the program, never values: no person is in it.
"""

import logging
import platform
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Signal, qVersion
from PySide6.QtWidgets import QFileDialog, QWidget

from mgdesk import durable
from mgdesk.errors import Cancelled, DeskError, OutOfMemory, is_short_of_memory
from mgdesk.i18n import gettext as _
from mgdesk.log import trace
from mgdesk.ui.kit import labels
from mgdesk.ui.kit.buttons import Button
from mgdesk.ui.kit.dialog import Sheet
from mgdesk.ui.kit.form import Banner
from mgdesk.ui.kit.layout import box, row

logger = logging.getLogger(__name__)


class CrashGuard(QObject):
    """Catches what nobody caught, in any thread, and has the window tell it in its own thread."""

    caught = Signal(object)

    def __init__(self, tell: Callable[[BaseException], None], parent: QObject) -> None:
        super().__init__(parent)
        self.caught.connect(tell)
        self._former = sys.excepthook
        self._former_of_threads = threading.excepthook

    def install(self) -> None:
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread

    def remove(self) -> None:
        sys.excepthook = self._former
        threading.excepthook = self._former_of_threads

    def _on_exception(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._former(kind, error, trace)
            return
        log(error)
        self.caught.emit(error)

    def _on_thread(self, arguments: threading.ExceptHookArgs) -> None:
        if arguments.exc_value is not None and not isinstance(arguments.exc_value, SystemExit):
            log(arguments.exc_value)
            self.caught.emit(arguments.exc_value)


def log(error: BaseException) -> None:
    """Note an error without the values that it carries."""
    if isinstance(error, DeskError):
        logger.info("told to the person: %s", type(error).__name__)
    else:
        logger.error("a fault of ours\n%s", report(error))


def sentence(error: BaseException) -> str | None:
    """What to say in a toast; empty for what needs no word, None for a fault of ours."""
    if isinstance(error, Cancelled):
        return ""
    if is_short_of_memory(error):
        return str(OutOfMemory())
    return str(error) if isinstance(error, DeskError) else None


def report(error: BaseException) -> str:
    """Where it broke and in what: types, files, lines; no messages and no values of variables."""
    lines = [
        f"MolenGeek Desk {_version()}",
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        f"Python {platform.python_version()}, Qt {qVersion()}, {platform.platform()}",
        "",
        trace(error),
    ]
    return "\n".join(lines) + "\n"


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("mgdesk")
    except PackageNotFoundError:  # run from a checkout
        return "(checkout)"


def crash_sheet(parent: QWidget, error: BaseException) -> Sheet:
    """The calm dialog: what it means, what to do, and a report to keep."""
    words = labels.text(
        _(
            "Something in the program went wrong. What was saved before is safe."
            " Try again; if it happens twice, save the report and send it to whoever"
            " looks after this program. It holds no names."
        ),
        wrap=True,
    )
    fault = Banner()
    text = report(error)
    save = Button(_("Save report…"), "save", on_click=lambda: _save(sheet, fault, text))
    sheet = Sheet(parent, _("This did not work"), box(fault, words, row(save, None), gap=16))
    sheet.open()
    return sheet


def _save(parent: QWidget, fault: Banner, text: str) -> None:
    proposed = str(Path.home() / f"molengeek-desk-{datetime.now(UTC):%Y-%m-%d}.txt")
    chosen, _filter = QFileDialog.getSaveFileName(parent, _("Save report…"), proposed, "*.txt")
    if not chosen:
        return
    try:
        with durable.written(Path(chosen)) as stream:
            stream.write(text.encode())
    except DeskError as refused:
        fault.show_sentence(str(refused))
