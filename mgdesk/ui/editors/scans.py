"""A scan taken in: read beside the window, filed to its sheets, opened beside the grid."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from mgdesk.errors import Cancelled
from mgdesk.exchange.pages import SUFFIXES
from mgdesk.i18n import gettext as _
from mgdesk.i18n import ngettext
from mgdesk.ui.editors import scan_work
from mgdesk.ui.editors.scan_assign import AssignSheet
from mgdesk.ui.editors.scan_beside import ScanBeside
from mgdesk.ui.editors.scan_work import Outcome
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.drop import choose_file


class ScanIntake(QObject):
    """Takes scans in, over a widget that stays. `verify` gets what is no sheet but proves itself."""

    def __init__(
        self, over: QWidget, context: Context, verify: Callable[[Path], object] | None = None
    ) -> None:
        super().__init__(over)
        self._over, self._context, self._verify = over, context, verify
        self._outcome: Outcome | None = None

    def ask(self) -> None:
        """Ask for the file of a scan."""
        path = choose_file(self._over, _("Scans and photos"), SUFFIXES)
        if path is not None:
            self.take(path)

    def take(self, path: Path) -> None:
        """Read a PDF or a picture; its strip shows how far it is and how to stop."""
        title = _("Scan {file}", file=path.name)
        work = partial(scan_work.take_in, self._context.desk, path)
        self._job = self._context.jobs.start(
            title, work, done=self._on_done, failed=self._on_failed
        )

    def open_beside(self, document_ids: Sequence[UUID]) -> None:
        """The scanned sheets beside the grid of their days."""
        if document_ids:
            ScanBeside(self._over.window(), self._context, document_ids).show()

    def _on_done(self, outcome: Outcome) -> None:
        self._outcome = outcome
        if outcome.is_proof and self._verify is not None:
            self._context.jobs.forget(self._job)
            self._verify(outcome.path)
            return
        button, run = (
            (_("Encode from the scan"), self._open_filed) if outcome.sheets else ("", None)
        )
        self._job.conclude(_told(outcome), button, run)
        if outcome.filed:
            self._context.toast_undo()
        if outcome.left:
            self.assign()

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, Cancelled):
            self._context.fail(error)
        self._context.jobs.forget(self._job)

    def assign(self) -> None:
        """Show the pages that found no sheet, to choose it."""
        if self._outcome is not None and self._outcome.left:
            over = self._over.window()
            AssignSheet(over, self._context, self._outcome.left, self._on_assigned).open()

    def _on_assigned(self, document_ids: list[UUID]) -> None:
        if self._outcome is not None and not self._outcome.sheets:
            self._context.jobs.forget(self._job)
            self.open_beside(document_ids)

    def _open_filed(self) -> None:
        if self._outcome is not None:
            self.open_beside([one.document_id for one in self._outcome.sheets])


def _told(outcome: Outcome) -> str:
    """What became of the pages, in a line."""
    parts = []
    if outcome.filed:
        numbers = ", ".join(one.number for one in outcome.sheets[:3])
        numbers += "…" if len(outcome.sheets) > 3 else ""
        parts.append(
            ngettext(
                "{n} page filed: {numbers}.",
                "{n} pages filed: {numbers}.",
                outcome.filed,
                numbers=numbers,
            )
        )
    if outcome.left:
        words = ngettext(
            "{n} page without a known sheet.", "{n} pages without a known sheet.", len(outcome.left)
        )
        parts.append(words)
    if outcome.empty:
        parts.append(ngettext("{n} empty page.", "{n} empty pages.", outcome.empty))
    return " ".join(parts) or _("Nothing to file was found.")
