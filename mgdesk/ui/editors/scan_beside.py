"""A scanned sheet beside the grid of its week, in the same order: read on one side, typed on the other."""

from collections.abc import Sequence
from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QSplitter, QWidget

from mgdesk.i18n import format_day, isolate
from mgdesk.i18n import gettext as _
from mgdesk.queries import sheets as queries
from mgdesk.queries.documents import DocumentRow
from mgdesk.queries.sheets import ScannedSheet
from mgdesk.rules.paper import PAPER_STATUS_LABELS
from mgdesk.ui.editors.attendance import AttendancePanel
from mgdesk.ui.kit import labels, theme
from mgdesk.ui.kit.buttons import Button, IconButton
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.fields import ChoiceField
from mgdesk.ui.kit.flow import Flow
from mgdesk.ui.kit.layout import column, row
from mgdesk.ui.kit.photo import PhotoView


class ScanBeside(QDialog):
    """The pages of one or several scanned sheets, and the marks of their days."""

    def __init__(self, parent: QWidget, context: Context, document_ids: Sequence[UUID]) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Encode from the scan"))
        self._context = context
        self._ids = list(document_ids)
        self._sheet: ScannedSheet | None = None
        self._build()
        self._fit()
        self.finished.connect(context.desk.listen(_Teller(self, context)))
        self._load(self._ids[0])

    def reload(self, tables: frozenset[str]) -> None:
        """Something was written: here, in the window, or undone there."""
        if tables & {"attendance", "slot", "enrolment"}:
            self.grid.reload()
        if self._sheet is not None and tables & {"issued_document", "scan"}:
            query = partial(queries.scanned_sheet, document_id=self._sheet.document.id)
            self._context.read(query, self._show_facts)

    def _build(self) -> None:
        self.grid = AttendancePanel(self._context)
        self.photo = PhotoView(_("Scanned page"))
        self.sheets = ChoiceField()
        self.sheets.setAccessibleName(_("Sheet"))
        self.sheets.setVisible(len(self._ids) > 1)
        self.pages = ChoiceField()
        for choice in (self.sheets, self.pages):
            choice.setSizeAdjustPolicy(ChoiceField.SizeAdjustPolicy.AdjustToContents)
        self.pages.setAccessibleName(_("Page"))
        self._name = labels.text("", "section")
        self._facts = labels.muted("")
        zoom = QWidget()
        zoom.setLayout(
            row(
                IconButton(_("Smaller"), "zoom-out", on_click=self.photo.zoom_out),
                IconButton(_("Larger"), "zoom-in", on_click=self.photo.zoom_in),
                IconButton(_("Whole width"), "maximize", on_click=self.photo.fit_width),
                gap=4,
            )
        )
        line = QWidget()
        line.setLayout(Flow(self.sheets, self.pages, zoom))
        scan = QWidget()
        scan.setLayout(column(self._name, self._facts, line, gap=6))
        inner = scan.layout()
        assert inner is not None
        inner.addWidget(self.photo)
        self.photo.setSizePolicy(
            self.photo.sizePolicy().horizontalPolicy(), self.grid.sizePolicy().Policy.Expanding
        )
        splitter = QSplitter()
        splitter.setHandleWidth(theme.px(16))
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(scan)
        splitter.addWidget(self.grid)
        splitter.setSizes([1000, 1200])
        self._close = Button(_("Close"), on_click=self.close)
        self._close.setAutoDefault(False)  # Enter belongs to the grid
        whole = column(gap=12, margin=16)
        whole.addWidget(splitter, 1)
        whole.addLayout(row(None, self._close))
        self.setLayout(whole)
        undo = QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), self)
        undo.activated.connect(self._context.undo)
        self.pages.edited.connect(self._load_page)
        self.sheets.edited.connect(self._on_sheet)

    def _fit(self) -> None:
        """As much room as there is: two things are looked at."""
        screen = self.screen().availableGeometry()
        self.resize(
            min(theme.px(1600), screen.width() - 32), min(theme.px(960), screen.height() - 48)
        )

    def _on_sheet(self) -> None:
        self._load(self.sheets.value)

    def _load(self, document_id: UUID) -> None:
        self._context.read(partial(queries.scanned_sheet, document_id=document_id), self._show)
        if len(self._ids) > 1 and not self.sheets.count():
            self._context.read(queries.sheets, self._offer)

    def _offer(self, rows: list[DocumentRow]) -> None:
        numbers = {one.id: one.number for one in rows}
        known = [one for one in self._ids if one in numbers]
        self.sheets.set_choices([(one, numbers[one]) for one in known], self._ids[0])

    def _show_facts(self, sheet: ScannedSheet) -> None:
        """The number, the days and where the sheet is now."""
        self._sheet = sheet
        one = sheet.document
        self._name.setText(f"{isolate(one.number)} · {isolate(one.cohort)}")
        first, last = format_day(one.first_day), format_day(one.last_day)
        days = first if first == last else _("{first} – {last}", first=first, last=last)
        self._facts.setText(f"{days} · {_(PAPER_STATUS_LABELS[one.status])}")

    def _show(self, sheet: ScannedSheet) -> None:
        self._show_facts(sheet)
        one = sheet.document
        words = [
            (scan.id, _("Page {page} of {pages}", page=scan.page, pages=scan.pages))
            for scan in sheet.scans
        ]
        kept = self.pages.value
        ids = [scan.id for scan in sheet.scans]
        if ids:
            self.pages.set_choices(words, kept if kept in ids else ids[0])
            self._load_page()
        if one.cohort_id is not None:
            self.grid.show_week_of(one.cohort_id, one.first_day)
            self.grid.focus_grid()

    def _load_page(self) -> None:
        if self.pages.value is not None:
            self._context.read(
                partial(queries.scan_picture, scan_id=self.pages.value), self._show_page
            )

    def _show_page(self, content: bytes) -> None:
        self.photo.show_picture(content)


class _Teller:
    """Called by the desk in the thread that wrote; tells the dialog in its own."""

    def __init__(self, dialog: ScanBeside, context: Context) -> None:
        self._dialog, self._context = dialog, context

    def __call__(self, tables: frozenset[str]) -> None:
        self._context.background.post(self._dialog.reload, tables)
