"""Long work, shown: how far it is, a way to stop it, and where its result lies."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFrame, QProgressBar, QWidget

from mgdesk.errors import Cancelled, DeskError
from mgdesk.i18n import gettext as _
from mgdesk.ui.kit import labels, theme
from mgdesk.ui.kit.background import Background, Ticket
from mgdesk.ui.kit.buttons import Button, IconButton
from mgdesk.ui.kit.layout import column, row


class Job(QObject):
    """One long piece of work. `changed` whenever there is something new to show."""

    changed = Signal()
    finished = Signal(object)  # the result
    failed = Signal(object)  # the error

    def __init__(self, title: str, parent: QObject) -> None:
        super().__init__(parent)
        self.title = title
        self.steps = (0, 0)
        self.is_running = True
        self.sentence = ""
        self.is_bad = False
        self.button = ""
        self.on_click: Callable[[], object] | None = None
        self.ticket: Ticket | None = None

    def cancel(self) -> None:
        if self.ticket is not None and self.is_running:
            self.ticket.cancel()
            self.sentence = _("Stopping…")
            self.changed.emit()

    def conclude(
        self, sentence: str, button: str = "", on_click: Callable[[], object] | None = None
    ) -> None:
        """What the job says at its end, with a button to its result."""
        self.sentence, self.button, self.on_click = sentence, button, on_click
        self.changed.emit()

    @Slot(int, int)
    def on_progress(self, done: int, total: int) -> None:
        self.steps = (done, total)
        self.changed.emit()

    @Slot(object)
    def on_done(self, result: Any) -> None:
        self.is_running = False
        self.sentence = self.sentence if self.sentence and not self._is_stopping else _("Done.")
        self.finished.emit(result)
        self.changed.emit()

    @Slot(object)
    def on_failed(self, error: Exception) -> None:
        self.is_running = False
        self.is_bad = not isinstance(error, Cancelled)
        known = isinstance(error, DeskError)
        self.sentence = str(error) if known else _("This did not work. The details are in the log.")
        self.failed.emit(error)
        self.changed.emit()

    @property
    def _is_stopping(self) -> bool:
        return self.ticket is not None and self.ticket.is_cancelled


class Jobs(QObject):
    """The jobs of this window, newest last."""

    changed = Signal()

    def __init__(self, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self.all: list[Job] = []

    def start(
        self,
        title: str,
        work: Callable[[Callable[[int, int], None]], Any],
        *,
        done: Callable[[Any], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
    ) -> Job:
        """Start `work(report)` beside the window; `done(result)` is a method of a widget.

        `work` calls `report(steps_done, steps_in_all)`, which raises `Cancelled` once stopped.
        """
        job = Job(title, self)
        self.all.append(job)
        if done is not None:
            job.finished.connect(done)
        if failed is not None:
            job.failed.connect(failed)
        job.changed.connect(self.changed)
        job.ticket = self._background.run_reporting(
            work, done=job.on_done, failed=job.on_failed, progress=job.on_progress
        )
        self.changed.emit()
        return job

    @property
    def running(self) -> list[Job]:
        return [job for job in self.all if job.is_running]

    def forget(self, job: Job) -> None:
        if job in self.all and not job.is_running:
            self.all.remove(job)
            job.deleteLater()
            self.changed.emit()


class JobStrip(QFrame):
    """One job: its title, its progress, its sentence, and Stop or the way to its result."""

    def __init__(self, job: Job, forget: Callable[[Job], None]) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._job, self._forget = job, forget
        self._title = labels.section(job.title)
        self._sentence = labels.muted("")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(job.title)
        self._stop = Button(_("Stop"), on_click=job.cancel)
        self._result = Button("", kind="primary", on_click=self._open)
        self._close = IconButton(_("Remove from the list"), "x", on_click=self._remove)
        line = row(gap=8)
        line.addLayout(column(self._title, self._sentence, self._bar, gap=4), 1)
        for button in (self._stop, self._result, self._close):
            line.addWidget(button)
        line.setContentsMargins(theme.px(16), theme.px(12), theme.px(12), theme.px(12))
        self.setLayout(line)
        job.changed.connect(self._show)
        self._show()

    @Slot()
    def _show(self) -> None:
        job = self._job
        done, total = job.steps
        self._bar.setRange(0, max(0, total))
        self._bar.setValue(done)
        self._bar.setVisible(job.is_running)
        steps = _("{done} of {total}", done=done, total=total) if total else _("Working…")
        self._sentence.setText(job.sentence or steps)
        self._stop.setVisible(job.is_running)
        self._stop.setEnabled(job.ticket is None or not job.ticket.is_cancelled)
        self._result.setVisible(bool(job.button) and not job.is_running)
        self._result.set_words(job.button)
        self._close.setVisible(not job.is_running)

    def _open(self) -> None:
        if self._job.on_click is not None:
            self._job.on_click()

    def _remove(self) -> None:
        self._forget(self._job)


class JobsPanel(QWidget):
    """Every job below the other; hidden while there is none."""

    def __init__(self, jobs: Jobs) -> None:
        super().__init__()
        self._jobs = jobs
        self._strips: dict[Job, JobStrip] = {}
        self._column = column(gap=8)
        self._column.setContentsMargins(theme.px(28), 0, theme.px(28), theme.px(8))
        self.setLayout(self._column)
        jobs.changed.connect(self._show)
        self._show()

    @Slot()
    def _show(self) -> None:
        for job in [job for job in self._strips if job not in self._jobs.all]:
            strip = self._strips.pop(job)
            self._column.removeWidget(strip)
            strip.deleteLater()
        for job in self._jobs.all:
            if job not in self._strips:
                self._strips[job] = JobStrip(job, self._jobs.forget)
                self._column.addWidget(self._strips[job])
        self.setVisible(bool(self._strips))
