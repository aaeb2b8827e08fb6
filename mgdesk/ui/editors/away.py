"""Sheets that were printed and are not back yet, of every cohort, the longest away first."""

from functools import partial
from typing import Final

from PySide6.QtWidgets import QWidget

from mgdesk.i18n import format_day, ngettext
from mgdesk.i18n import gettext as _
from mgdesk.queries import sheets as queries
from mgdesk.queries.documents import DocumentRow
from mgdesk.rules.paper import PAPER_STATUS_LABELS, PaperStatus
from mgdesk.services import documents as services
from mgdesk.ui.kit import labels, theme
from mgdesk.ui.kit.buttons import Button
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.dialog import Sheet
from mgdesk.ui.kit.flow import Flow
from mgdesk.ui.kit.labels import Pill
from mgdesk.ui.kit.layout import Empty, add, column
from mgdesk.ui.kit.table import Column, Table
from mgdesk.ui.kit.theme import Tone

_TONES: Final = {PaperStatus.PRINTED: Tone.ACCENT, PaperStatus.OUT: Tone.LATE}


class AwaySheet(Sheet):
    """The list; a sheet is noted as returned from here, Enter goes to its cohort."""

    def __init__(self, parent: QWidget, context: Context) -> None:
        self.table: Table[DocumentRow] = Table(
            [
                Column(_("Number"), _number, strong=True),
                Column(_("Cohort"), _cohort, stretch=True),
                Column(_("Last day"), _last_day, sort=_day, numeric=True),
                Column(_("Status"), _nothing, sort=_status, pill=_pill),
            ],
            name=_("Sheets not back yet"),
            empty=Empty(_("Every sheet is back."), icon_name="circle-check"),
        )
        self.returned_button = Button(_("Returned"), "check", on_click=self._note_returned)
        self.cohort_button = Button(_("Go to the cohort"), "arrow-right", on_click=self._go)
        self._said = labels.muted("")
        buttons = QWidget()
        buttons.setLayout(Flow(self.returned_button, self.cohort_button))
        content = QWidget()
        whole = column(self._said, gap=8)
        add(whole, self.table, 1)
        add(whole, buttons)
        content.setLayout(whole)
        self.table.setMinimumHeight(theme.px(320))
        super().__init__(parent, _("Sheets not back yet"), content, width=760)
        self._context = context
        self.table.chosen.connect(self._on_chosen)
        self.table.opened.connect(self._go)
        self._on_chosen(None)
        self._load()

    def _load(self) -> None:
        query = partial(queries.sheets, is_not_back=True, campus_id=self._context.campus_id)
        self._context.read(query, self._show)

    def _show(self, rows: list[DocumentRow]) -> None:
        self.table.set_rows(rows, choose=rows[0].id if rows and not self.table.current else None)
        self._said.setText(ngettext("{n} sheet is away.", "{n} sheets are away.", len(rows)))
        self._said.setVisible(bool(rows))
        self._on_chosen(self.table.current)

    def _on_chosen(self, row: DocumentRow | None) -> None:
        self.returned_button.setEnabled(row is not None)
        self.cohort_button.setEnabled(row is not None and row.cohort_id is not None)

    def _note_returned(self) -> None:
        row = self.table.current
        if row is not None:
            action = partial(
                services.set_paper_status, document_id=row.id, status=PaperStatus.RETURNED
            )
            self._context.do(action, self._noted)

    def _noted(self, _result: object) -> None:
        self._load()

    def _go(self) -> None:
        row = self.table.current
        if row is not None and row.cohort_id is not None:
            self.close()
            self._context.navigate("cohort", row.cohort_id)


def _number(row: DocumentRow) -> str:
    return row.number


def _cohort(row: DocumentRow) -> str:
    return row.cohort


def _last_day(row: DocumentRow) -> str:
    return format_day(row.last_day)


def _day(row: DocumentRow) -> tuple[str, str]:
    return row.last_day.isoformat(), row.number


def _nothing(_row: DocumentRow) -> str:
    return ""


def _status(row: DocumentRow) -> str:
    return _(PAPER_STATUS_LABELS[row.status])


def _pill(row: DocumentRow) -> Pill:
    return Pill(_TONES[row.status], _status(row))
