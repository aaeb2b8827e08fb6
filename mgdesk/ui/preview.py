"""Paper on the screen before it is on paper: pages, zoom, print, save, open the folder."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import shiboken6
from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from mgdesk import durable
from mgdesk.errors import Cancelled, DeskError
from mgdesk.i18n import gettext as _
from mgdesk.i18n import ngettext, number
from mgdesk.rules.file_names import safe_file_name
from mgdesk.ui.kit import labels, printing, theme
from mgdesk.ui.kit.buttons import Button, IconButton
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.dialog import Sheet
from mgdesk.ui.kit.fields import ChoiceField, NumberField
from mgdesk.ui.kit.flow import Flow
from mgdesk.ui.kit.form import Banner
from mgdesk.ui.kit.layout import column, row
from mgdesk.ui.kit.pdf import PaperView
from mgdesk.ui.kit.printoptions import (
    MOST_COPIES,
    SIDES_LABELS,
    PrintOptions,
    remember,
    remembered,
    tray_words,
)
from mgdesk.ui.kit.printqueue import PrintJob, open_queue, queue_of
from mgdesk.ui.kit.printstate import Stage


class PdfPreview(QWidget):
    """Shows a PDF. `kind` of paper (attendance_sheet, certificate…) remembers printer, copies,
    sides, tray and folder.

    `left` tells that the paper was printed or saved. A subclass whose paper must be registered before
    it leaves overrides `make_ready`.
    """

    left = Signal()

    def __init__(self, context: Context, kind: str) -> None:
        super().__init__()
        self._context, self._kind = context, kind
        self._data = b""
        self._name = ""
        self._path: Path | None = None
        self._job: PrintJob | None = None  # what was printed from here last
        self._are_printers_known = self._is_print_wanted = False
        self._fault = Banner()
        self.view = PaperView(context.background)
        self.view.setAccessibleName(_("Pages"))
        self.view.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._pages = labels.muted("", wrap=False)
        self._make_options()
        self.print_button = Button(_("Print"), "printer", kind="primary", on_click=self.print_now)
        self.save_button = Button(_("Save as…"), "save", on_click=self._save)
        self.folder_button = Button(_("Open folder"), "folder-open", on_click=self._open_folder)
        self.queue_button = Button(
            _("At the printer"), "list", kind="plain", on_click=self._open_queue
        )
        self._buttons = [self.print_button, self.save_button, self.folder_button]
        whole = column(self._zoom_line(), self._fault, gap=8)
        whole.addWidget(self.view, 1)
        whole.addWidget(self._button_line())
        self.setLayout(whole)
        self.view.shown_page.connect(self._on_page)
        self.view.failed.connect(self._on_unreadable)
        self._queue = queue_of(context)
        self._queue.changed.connect(self._show_queue)
        self._show_queue()
        self._offer_printers()

    def show_file(self, path: Path) -> None:
        """Show a PDF file; its folder can be opened. Raises OSError when it cannot be read."""
        self._path = path
        self._show(path.read_bytes(), path.name)

    def show_bytes(self, data: bytes, name: str) -> None:
        """Show a PDF that is no file yet; `name` is proposed when it is saved."""
        self._path = None
        self._show(data, name)

    def _show(self, data: bytes, name: str) -> None:
        self._let_go()
        self._data, self._name = data, safe_file_name(name.removesuffix(".pdf"), ".pdf")
        self.folder_button.setVisible(self._path is not None)
        for button in self._buttons:
            button.setEnabled(True)
        self.view.show_data(data)

    # --- building ----------------------------------------------------------------------------

    def _zoom_line(self) -> QWidget:
        smaller = IconButton(
            _("Smaller"), "zoom-out", on_click=partial(self.view.zoom_by, 1 / 1.25)
        )
        larger = IconButton(_("Larger"), "zoom-in", on_click=partial(self.view.zoom_by, 1.25))
        fit = IconButton(_("Fit the width"), "maximize", on_click=self.view.fit_width)
        former = IconButton(_("Page before"), "arrow-up", on_click=partial(self._turn, -1))
        following = IconButton(_("Next page"), "arrow-down", on_click=partial(self._turn, 1))
        holder = QWidget()
        holder.setLayout(row(former, following, self._pages, None, smaller, larger, fit, gap=4))
        return holder

    def _button_line(self) -> QWidget:
        holder = QWidget()
        holder.setLayout(
            Flow(
                *self._choices,
                self.print_button,
                self.save_button,
                self.folder_button,
                self.queue_button,
            )
        )
        return holder

    def _make_options(self) -> None:
        kept = remembered(self._context.settings, self._kind)
        self.printers, self.trays = ChoiceField(), ChoiceField()
        self.copies = NumberField(kept.copies, least=1, most=MOST_COPIES)
        self._name_copies()
        self.copies.edited.connect(self._name_copies)
        self.sides = ChoiceField(
            [(side, _(words)) for side, words in SIDES_LABELS.items()], kept.sides
        )
        self._choices = (self.printers, self.copies, self.sides, self.trays)
        names = (_("Printer"), _("Copies"), _("Sides"), _("Tray"))
        for field, name in zip(self._choices, names, strict=True):
            field.setAccessibleName(name)
            field.setToolTip(name)
            field.hide()
        self.copies.setFixedWidth(theme.px(116))
        self.printers.setMinimumContentsLength(14)
        self.sides.setMinimumContentsLength(10)
        self.printers.edited.connect(self._ask_trays)

    def _name_copies(self) -> None:
        """The unit beside the figure; a language that has words for one or two writes one in words."""
        count = self.copies.value()
        words = ngettext("{n} copy", "{n} copies", count)
        before, figure, after = words.partition(number(count))
        self.copies.setPrefix(before if figure else "")
        self.copies.setSuffix(after)
        self.copies.setSpecialValueText("" if figure else words)

    def _turn(self, step: int) -> None:
        self.view.go_to(self.view.page + step)

    def _on_page(self, page: int) -> None:
        total = len(self.view.pages)
        if total:
            self._pages.setText(
                _("Page {page} of {total}", page=number(page + 1), total=number(total))
            )

    def _on_unreadable(self, error: Exception) -> None:
        self._fault.show_sentence(str(error))
        for button in self._buttons:
            button.setEnabled(False)

    # --- printing ----------------------------------------------------------------------------

    def _offer_printers(self) -> None:
        self._context.background.run(printing.printers, done=self._on_printers)

    def _on_printers(self, found: list[str]) -> None:
        kept = self._context.settings.printers.get(self._kind)
        self.printers.set_choices([(name, name) for name in found], kept)
        for field in (self.printers, self.copies, self.sides):
            field.setVisible(bool(found))
        self._are_printers_known = True
        self._ask_trays()
        if self._is_print_wanted:
            self._is_print_wanted = False
            self.print_now()

    def _ask_trays(self) -> None:
        name = self.printers.value
        if name:
            self._context.background.run(partial(printing.trays, name), done=self._on_trays)

    def _on_trays(self, found: list[str]) -> None:
        """The printer's trays; what it does not have is not asked of it."""
        kept = remembered(self._context.settings, self._kind).tray
        choices = [("", _("Tray as usual")), *((tray, tray_words(tray)) for tray in found)]
        self.trays.set_choices(choices, kept if kept in found else "")
        self.trays.setVisible(len(found) > 1)

    @property
    def options(self) -> PrintOptions:
        """How the next Print prints."""
        return PrintOptions(self.copies.value(), self.sides.value, self.trays.value or "")

    def print_now(self) -> None:
        """Send to the chosen printer and remember it; without a printer, a sentence."""
        if not self._are_printers_known:
            self._is_print_wanted = True  # pressed before the print system had answered
            return
        name = self.printers.value
        if not name:
            self._fault.show_sentence(str(printing.NoPrinter()))
            return
        self.make_ready(partial(self._send, name))

    def make_ready(self, go: Callable[[], None]) -> None:
        """Called before the paper is printed or saved; `go` prints or saves what is shown then."""
        go()

    def _send(self, name: str) -> None:
        settings = self._context.settings
        settings.printers[self._kind] = name
        remember(settings, self._kind, self.options)
        self._context.settle()
        self.print_button.setEnabled(False)
        self._let_go()
        self._job = self._queue.send(
            self._data, name, self._name, self.options, pages=len(self.view.pages)
        )
        self._job.accepted.connect(self._on_printed)
        self._job.refused.connect(self._on_refused)
        self._job.changed.connect(self._on_job)

    def _let_go(self) -> None:
        """A paper that was refused and is sent again later is no longer the one shown here."""
        job = self._job
        if job is None or job.is_running:
            return
        self._job = None
        if shiboken6.isValid(job):  # it may have been taken off the list of papers
            job.accepted.disconnect(self._on_printed)
            job.refused.disconnect(self._on_refused)
            job.changed.disconnect(self._on_job)

    def _on_printed(self) -> None:
        self.print_button.setEnabled(True)
        self._fault.show_sentence("")
        self._context.toast(
            _("Sent to {printer}.", printer=self.printers.value),
            button=_("At the printer"),
            on_click=partial(open_queue, self._context),
        )
        self.left.emit()

    def _on_refused(self, error: Exception) -> None:
        self.print_button.setEnabled(True)
        if not isinstance(error, Cancelled):
            self._fault.show_sentence(str(error))

    def _on_job(self) -> None:
        """What holds the paper up is said here too, while one still looks."""
        job = self._job
        if job is not None and job.state.stage is not Stage.SENDING and self._data:
            self._fault.show_sentence(job.sentence if job.is_bad else "")

    def _show_queue(self) -> None:
        self.queue_button.setVisible(bool(self._queue.all))

    def _open_queue(self) -> None:
        open_queue(self._context, self)

    # --- keeping -----------------------------------------------------------------------------

    def _save(self) -> None:
        folders = self._context.settings.folders
        start = Path(folders.get("paper") or Path.home()) / self._name
        chosen, _filter = QFileDialog.getSaveFileName(
            self, _("Save as…"), str(start), "PDF (*.pdf)"
        )
        if chosen:
            self.make_ready(partial(self.save_to, Path(chosen)))

    def save_to(self, path: Path) -> None:
        """Write the PDF; what cannot be written is said above the pages."""
        try:
            with durable.written(path) as stream:
                stream.write(self._data)
        except DeskError as fault:
            self._fault.show_sentence(str(fault))
            return
        self._path = path
        self._context.settings.folders["paper"] = str(path.parent)
        self._fault.show_sentence("")
        self.folder_button.show()
        self._context.toast(
            _("Saved as {name}.", name=path.name),
            button=_("Open folder"),
            on_click=partial(open_folder, path),
        )
        self.left.emit()

    def _open_folder(self) -> None:
        if self._path is not None:
            open_folder(self._path)


def open_folder(path: Path) -> None:
    """Show the folder of a file in the system's own file manager."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))


def preview_sheet(
    parent: QWidget,
    context: Context,
    heading: str,
    kind: str,
    paper: Path | bytes,
    name: str = "",
) -> Sheet:
    """Show a PDF (a file, or bytes with the name to save them under) over the page."""
    preview = PdfPreview(context, kind)
    if isinstance(paper, Path):
        preview.show_file(paper)
    else:
        preview.show_bytes(paper, name or f"{heading}.pdf")
    sheet = Sheet(parent, heading, preview, accept="", width=1000, is_tall=True)
    sheet.open()
    return sheet
