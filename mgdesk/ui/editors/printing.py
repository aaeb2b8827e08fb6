"""Paper on its way out: shown as a draft, registered when it leaves, marked when it leaves again.

Looking costs nothing: a draft is drawn without a number and nothing is written. Pressing Print or
Save is the moment: the papers are entered in the register in one transaction, drawn with their
numbers, and sent. Should drawing or the printer fail, or somebody stop it, the number stays with that
content as issued and not counted; pressing again prints the same number. So a number is never lost
and never given twice. Only what really left is counted: its next copy says that it is a duplicate.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from mgdesk.errors import Cancelled, DeskError
from mgdesk.i18n import gettext as _
from mgdesk.i18n import ngettext, number
from mgdesk.queries.documents import DocumentRow
from mgdesk.rules import names
from mgdesk.services import documents as services
from mgdesk.services.documents import IssueReport, Paper
from mgdesk.ui.kit import labels
from mgdesk.ui.kit.background import Ticket
from mgdesk.ui.kit.buttons import Button
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.dialog import Sheet
from mgdesk.ui.kit.layout import row
from mgdesk.ui.preview import PdfPreview

if TYPE_CHECKING:
    from mgdesk.desk import Desk

Report = Callable[[int, int], None]


class NobodyToPrint(DeskError):
    """Raised beside the window when a draft would have no page."""


@dataclass(frozen=True)
class Drawn:
    """Pages as a PDF, and how many of the papers have their number already."""

    data: bytes
    papers: int
    numbered: int
    unprintable: str = ""  # characters that no font can draw


class IssuingPreview(PdfPreview):
    """Shows drafts, or papers of the register; issues and counts them as they leave."""

    registered = Signal()  # the register changed: whoever lists papers looks again

    def __init__(self, context: Context, kind: str) -> None:
        super().__init__(context, kind)
        self._issue: Callable[..., Any] | None = None
        self._ids: list[UUID] = []
        self._paper_name = ""
        self._is_counted = False  # what is shown has left: it must be drawn again before it leaves
        self._go: Callable[[], None] | None = None
        self._ticket: Ticket | None = None
        self._has_shown = False
        self._note = labels.muted("")
        self._note.hide()
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(_("Drawing the pages"))
        self._steps = labels.muted("", wrap=False)
        self._stop = Button(_("Stop"), on_click=self.stop)
        self._work = QWidget()
        self._work.setLayout(row(self._steps, self._bar, self._stop))
        self._work.hide()
        whole = self.layout()
        assert isinstance(whole, QVBoxLayout)
        whole.insertWidget(0, self._note)
        whole.insertWidget(1, self._work)
        self.left.connect(self._on_left)
        self.folder_button.hide()
        self._allow(False)

    # --- what is shown -----------------------------------------------------------------------

    def show_draft(
        self, draft: Callable[..., Paper], issue: Callable[..., Any] | None, name: str
    ) -> None:
        """Show what `issue` (a service) would register; `draft` (a query) gathers it."""
        self._issue, self._ids, self._paper_name = issue, [], names.clean(name)
        self._go = None
        self._is_counted = False
        self._draw(partial(drawn_draft, self._context.desk, draft), self._show_drawn_draft)

    def show_issued(self, ids: Sequence[UUID], name: str) -> None:
        """Show papers of the register; those that left before say that they are duplicates."""
        self._issue, self._ids, self._paper_name = None, list(ids), name
        self._is_counted = False
        self._draw(partial(_draw_issued, self._context.desk, self._ids), self._show_drawn)

    def wait_for_draft(self) -> None:
        """Something was changed: nothing leaves until the draft says it."""
        self._allow(False)

    def say_nothing_to_print(self, sentence: str) -> None:
        """There is no page to show, for this reason."""
        self._allow(False)
        self._fault.show_sentence(sentence, "neutral")

    def stop(self) -> None:
        """Stop drawing; what was registered keeps its number and can be printed later."""
        if self._ticket is not None:
            self._ticket.cancel()

    def _draw(self, work: Callable[[Report], Drawn], done: Callable[[Drawn], None]) -> None:
        self.stop()
        self._steps.setText(_("Drawing…"))
        self._bar.setRange(0, 0)
        self._work.show()
        self._allow(False)
        self._ticket = self._context.background.run_reporting(
            work, done=done, failed=self._on_not_drawn, progress=self._on_steps, key="draw"
        )

    def _on_steps(self, done: int, total: int) -> None:
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        self._steps.setText(_("{done} of {total}", done=number(done), total=number(total)))

    def _show_drawn_draft(self, drawn: Drawn) -> None:
        self._show_pages(drawn.data, _about(drawn))
        self._warn_of(drawn.unprintable)
        if not self._has_shown:
            self._has_shown = True
            self.print_button.setFocus()  # one more press and it is on paper

    def _show_drawn(self, drawn: Drawn) -> None:
        self._show_pages(drawn.data, "")
        self._warn_of(drawn.unprintable)
        go, self._go = self._go, None
        if go is not None:
            go()

    def _show_pages(self, data: bytes, note: str) -> None:
        self._work.hide()
        self._fault.show_sentence("")
        self._note.setText(note)
        self._note.setVisible(bool(note))
        self.show_bytes(data, f"{self._paper_name}.pdf")
        self._allow(True)

    def _warn_of(self, unprintable: str) -> None:
        """Name what would come out as a box, before anybody presses Print."""
        if unprintable:
            self._fault.show_sentence(
                _(
                    "No font can draw {characters}: look at these names on the paper, or put a font"
                    " that has them into the folder {folder}.",
                    characters=unprintable,
                    folder=str(self._context.desk.home.fonts),
                )
            )

    def _allow(self, is_allowed: bool) -> None:
        for button in (self.print_button, self.save_button):
            button.setEnabled(is_allowed)

    # --- how it leaves -----------------------------------------------------------------------

    def make_ready(self, go: Callable[[], None]) -> None:
        """Register drafts, and draw again what has left already; then `go`."""
        if self._ids and not self._is_counted:
            go()
            return
        self._go = go
        if self._ids:
            self._draw_registered()
        elif self._issue is not None:
            self._allow(False)
            self._context.do(self._issue, self._on_issued, failed=self._on_not_drawn, quiet=True)

    def _on_issued(self, result: Any) -> None:
        found = result.document_ids if isinstance(result, IssueReport) else result
        self._ids = list(found)
        self.registered.emit()
        self._draw_registered()

    def _draw_registered(self) -> None:
        self._is_counted = False
        self._draw(partial(_draw_issued, self._context.desk, self._ids), self._show_drawn)

    def _on_left(self) -> None:
        self._is_counted = True
        action = partial(services.count_copies, document_ids=list(self._ids))
        self._context.do(action, self._on_counted, quiet=True)

    def _on_counted(self, _nothing: object) -> None:
        self.registered.emit()

    def _on_not_drawn(self, error: Exception) -> None:
        self._work.hide()
        self._go = None
        self._allow(bool(self._data))
        if isinstance(error, NobodyToPrint):
            self._allow(False)
        elif isinstance(error, Cancelled):
            self._fault.show_sentence(_("Stopped before the last page. Nothing was printed."))
        elif isinstance(error, DeskError):
            self._allow(False)
            self._fault.show_sentence(str(error))
        else:
            self._context.fail(error)


def open_reprint(
    parent: QWidget,
    context: Context,
    document: DocumentRow,
    registered: Callable[[], object] | None = None,
) -> Sheet:
    """Show a paper of the register again, to print or save it once more."""
    preview = IssuingPreview(context, document.kind.value)
    sheet = Sheet(parent, document.number, preview, width=1000, is_tall=True)
    if registered is not None:
        preview.registered.connect(registered)
    preview.show_issued([document.id], document.number)
    preview.print_button.setDefault(True)
    sheet.open()
    return sheet


def _about(drawn: Drawn) -> str:
    """What printing a draft will do to the register."""
    if not drawn.numbered:
        return _("To look at: the number is given when you print or save.")
    if drawn.numbered == drawn.papers:
        return _("Issued before with the same content: printed again under the same number.")
    return ngettext(
        "{n} of them was issued before and keeps its number; the others get theirs now.",
        "{n} of them were issued before and keep their number; the others get theirs now.",
        drawn.numbered,
    )


def drawn_draft(desk: "Desk", draft: Callable[..., Paper], report: Report) -> Drawn:
    """Runs beside the window: what a query gathers, as pages. Raises NobodyToPrint, Cancelled."""
    return _pages(desk, desk.read(draft), report)


def _draw_issued(desk: "Desk", ids: Sequence[UUID], report: Report) -> Drawn:
    return _pages(desk, desk.read(services.paper, document_ids=ids), report)


def _pages(desk: "Desk", paper: Paper, report: Report) -> Drawn:
    """The pages as a PDF in memory, never on the disk. Raises NobodyToPrint when there is none, Cancelled."""
    from io import BytesIO

    if not paper.records:
        raise NobodyToPrint
    pages = BytesIO()
    services.write_pdf(paper, pages, report, desk.home.fonts)
    numbers = [getattr(record, "number", "") for record in paper.records]
    return Drawn(
        pages.getvalue(),
        len(numbers),
        sum(map(bool, numbers)),
        services.unprintable(paper, desk.home.fonts),
    )
