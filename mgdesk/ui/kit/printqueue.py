"""What this window has at the printers: each paper followed until it is out, stopped, or sent again.

A paper that prints as it should stays out of the way; one that takes long or is held up shows itself
among the window's jobs, with the sentence that mends it. The whole list is a panel of its own.
"""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication, QWidget

from mgdesk.errors import Cancelled, DeskError
from mgdesk.i18n import gettext as _
from mgdesk.i18n import number
from mgdesk.ui.kit import cups, printing, theme
from mgdesk.ui.kit.background import Background
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.dialog import Sheet
from mgdesk.ui.kit.jobs import Job, Jobs, JobStrip
from mgdesk.ui.kit.layout import Empty, column
from mgdesk.ui.kit.printoptions import PrintOptions
from mgdesk.ui.kit.printstate import ENDED, STAGE_WORDS, PrintState, Stage, trouble

BETWEEN_LOOKS: Final = 1000  # milliseconds from one answer of the print system to the next question
PATIENCE: Final = 5  # seconds that a paper may take before it shows itself
KEPT: Final = 30  # papers that the list remembers once they are out


class PrintJob(Job):
    """One paper at one printer. `accepted` once the printer has it, `refused` when it does not take it."""

    accepted = Signal()
    refused = Signal(object)

    def __init__(
        self,
        queue: "PrintQueue",
        data: bytes,
        printer: str,
        title: str,
        options: PrintOptions,
        pages: int,
    ) -> None:
        super().__init__(title.removesuffix(".pdf"), queue)
        self._queue, self._data, self._name = queue, data, title
        self.printer, self.options = printer, options
        self.pages = pages * options.copies
        self.request = ""  # CUPS' name for it
        self.state = PrintState(Stage.SENDING)
        self.trouble = ""
        self._since = 0.0
        self._is_taken_back = False
        self._run: printing.PrintRun | None = None

    @property
    def is_slow(self) -> bool:
        """Whether it takes longer than a paper that prints as it should."""
        return time.monotonic() - self._since >= PATIENCE

    def start(self) -> None:
        """Send it, now or again."""
        self._since, self._is_taken_back = time.monotonic(), False
        self.request, self.is_running, self.is_bad = "", True, False
        self.button, self.on_click, self.steps = "", None, (0, 0)
        self.show_state(PrintState(Stage.SENDING))
        background = self._queue.background
        if printing.has_cups():
            work = partial(_send, self._data, self.printer, self._name, self.options)
            background.run(work, done=self._on_sent, failed=self._on_refused)
            return
        self._run = printing.PrintRun(
            background, self._data, self.printer, self._name, self, self.options
        )
        self._run.progress.connect(self._on_pages)
        self._run.finished.connect(self._on_sent)
        self._run.failed.connect(self._on_refused)
        self._run.start()

    def cancel(self) -> None:
        """Take it back; the state tells when that is done."""
        if not self.is_running:
            return
        if self._run is not None:
            self._run.cancel()
        elif self.request:
            self._queue.background.run(partial(cups.cancel, self.request))
        else:
            return  # on its way: a moment later it has a name
        self._is_taken_back = True
        self.sentence = _("Stopping…")
        self.changed.emit()

    def show_state(self, state: PrintState) -> None:
        """Say how it stands; an ended one offers to print again, unless all went well."""
        if state.stage is Stage.CANCELLED and not self._is_taken_back:
            state = replace(
                state, stage=Stage.FAILED
            )  # somebody, or the printer itself, stopped it there
        self.state = state
        self.trouble = trouble(state, self.printer, is_fresh=not self.is_slow)
        if state.pages:
            self.steps = (min(state.pages, self.pages), self.pages)
        self.sentence = self.trouble or self._standing()
        self.is_bad = bool(self.trouble) or state.stage is Stage.FAILED
        if state.stage in ENDED:
            self._end()
        self.changed.emit()

    def _standing(self) -> str:
        words = _(STAGE_WORDS[self.state.stage], printer=self.printer)
        done, total = self.steps
        if self.state.stage is Stage.PRINTING and done:
            return _(
                "{state} {done} of {total} pages",
                state=words, done=number(done), total=number(total),
            )  # fmt: skip
        return words

    def _end(self) -> None:
        self.is_running = False
        self._run = None
        if self.state.stage is Stage.DONE:
            self._data = b""
            return
        self.button, self.on_click = _("Print again"), self.start

    @Slot(int, int)
    def _on_pages(self, done: int, total: int) -> None:
        self.pages = total
        self.steps = (done, total)
        self.show_state(PrintState(Stage.PRINTING, done))

    def _on_sent(self, request: str | None = None) -> None:
        self.request = request or ""
        self.show_state(PrintState(Stage.WAITING if self.request else Stage.DONE))
        self.accepted.emit()

    def _on_refused(self, error: Exception) -> None:
        if isinstance(error, Cancelled):
            self.show_state(PrintState(Stage.CANCELLED))
        else:
            self.show_state(PrintState(Stage.FAILED))
            if isinstance(error, DeskError):
                self.sentence = str(error)
                self.changed.emit()
        self.refused.emit(error)


class PrintQueue(QObject):
    """The papers of this window, newest last; asks the print system how they stand while any is under way."""

    changed = Signal()

    def __init__(self, background: Background, jobs: Jobs) -> None:
        super().__init__(jobs)
        self.background, self._jobs = background, jobs
        self.all: list[PrintJob] = []
        self._shown: set[PrintJob] = set()  # those among the window's jobs
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(BETWEEN_LOOKS)
        self._timer.timeout.connect(self.look)
        jobs.changed.connect(self._on_jobs)

    def send(
        self, data: bytes, printer: str, title: str, options: PrintOptions, *, pages: int = 0
    ) -> PrintJob:
        """Print a PDF. The job is followed from here, whatever becomes of the window that asked."""
        job = PrintJob(self, data, printer, title, options, pages)
        self.all.append(job)
        job.changed.connect(self._on_changed)
        self._forget_old()
        job.start()
        return job

    @property
    def under_way(self) -> list[PrintJob]:
        return [job for job in self.all if job.is_running]

    def forget(self, job: Job) -> None:
        """Take an ended paper off the list."""
        if not isinstance(job, PrintJob) or job not in self.all or job.is_running:
            return
        self.all.remove(job)
        self._hide(job)
        job.deleteLater()
        self.changed.emit()

    @Slot()
    def look(self) -> None:
        """Ask how the papers stand, beside the window."""
        requests = tuple(job.request for job in self.under_way if job.request)
        if requests:
            self.background.run(partial(cups.look, requests), done=self._on_states)

    def _on_states(self, states: dict[str, PrintState]) -> None:
        for job in self.under_way:
            if job.request in states:
                job.show_state(states[job.request])
        self._on_changed()

    @Slot()
    def _on_changed(self) -> None:
        for job in self.all:
            self._settle(job)
        if any(job.request for job in self.under_way) and not self._timer.isActive():
            self._timer.start()
        self.changed.emit()

    def _settle(self, job: PrintJob) -> None:
        """Show what is held up, slow or failed among the window's jobs, and nothing else."""
        is_wanted = bool(job.trouble) or job.is_bad or (job.is_running and job.is_slow)
        if is_wanted and job not in self._shown:
            self._shown.add(job)
            self._jobs.all.append(job)
            self._jobs.changed.emit()
        elif job.state.stage is Stage.DONE:
            self._hide(job)

    def _hide(self, job: PrintJob) -> None:
        self._shown.discard(job)
        if job in self._jobs.all:
            self._jobs.all.remove(job)
            self._jobs.changed.emit()

    @Slot()
    def _on_jobs(self) -> None:
        """One was taken off the window's jobs: it goes from the list too."""
        for job in [job for job in self._shown if job not in self._jobs.all]:
            self._shown.discard(job)
            if job in self.all:
                self.all.remove(job)
                self.changed.emit()

    def _forget_old(self) -> None:
        ended = [job for job in self.all if job.state.stage is Stage.DONE]
        for job in ended[:-KEPT]:
            self.forget(job)


class QueuePanel(QWidget):
    """Every paper below the other, the newest on top: how it stands, stop, print again."""

    def __init__(self, queue: PrintQueue) -> None:
        super().__init__()
        self._queue = queue
        self._strips: dict[PrintJob, JobStrip] = {}
        self._empty = Empty(_("Nothing is at the printer."), icon_name="printer")
        self._column = column(self._empty, None, gap=8)
        self.setLayout(self._column)
        self.setMinimumHeight(theme.px(240))
        queue.changed.connect(self._show)
        self._show()

    @Slot()
    def _show(self) -> None:
        for job in [job for job in self._strips if job not in self._queue.all]:
            strip = self._strips.pop(job)
            self._column.removeWidget(strip)
            strip.deleteLater()
        for job in self._queue.all:
            if job not in self._strips:
                self._strips[job] = JobStrip(job, self._queue.forget)
                self._column.insertWidget(0, self._strips[job])
        self._empty.setVisible(not self._strips)


def queue_of(context: Context) -> PrintQueue:
    """The one queue of the window."""
    found = context.jobs.findChild(PrintQueue)
    return found if found is not None else PrintQueue(context.background, context.jobs)


def open_queue(context: Context, parent: QWidget | None = None) -> Sheet:
    """Show what is at the printers, over the window that is in front."""
    panel = QueuePanel(queue_of(context))
    sheet = Sheet(parent or QApplication.activeWindow(), _("At the printer"), panel, width=640)
    sheet.open()
    return sheet


def _send(data: bytes, printer: str, title: str, options: PrintOptions) -> str:
    """Runs beside the window: CUPS takes a copy of the file before this returns."""
    with _shown(data) as path:
        return printing.send_to_cups(path, printer, title, options)


@contextmanager
def _shown(data: bytes) -> Iterator[Path]:
    """A file that other programs can read; in memory where the system has such files."""
    if hasattr(os, "memfd_create"):
        descriptor = os.memfd_create("mgdesk")
        with os.fdopen(descriptor, "wb") as written:
            written.write(data)
            written.flush()
            yield Path(f"/proc/{os.getpid()}/fd/{descriptor}")
        return
    with NamedTemporaryFile(prefix="mgdesk-", suffix=".pdf") as kept:
        kept.write(data)
        kept.flush()
        yield Path(kept.name)
