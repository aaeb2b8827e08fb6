"""The papers of a cohort: what was issued, under which number, and what became of it."""

from functools import partial
from typing import Final
from uuid import UUID

from PySide6.QtWidgets import QWidget

from mgdesk.i18n import format_day, language_name, ngettext
from mgdesk.i18n import gettext as _
from mgdesk.queries import documents as queries
from mgdesk.queries.cohorts import CohortDetail
from mgdesk.queries.documents import DocumentRow
from mgdesk.rules.paper import (
    GONE,
    NOT_BACK,
    PAPER_KIND_LABELS,
    PAPER_STATUS_LABELS,
    PaperKind,
    PaperStatus,
    next_step,
    steps,
)
from mgdesk.rules.rights import Right
from mgdesk.services import documents as services
from mgdesk.services.overtaken import OvertakenRow, overtaken_statements
from mgdesk.ui.editors.overtaken import OvertakenSheet
from mgdesk.ui.editors.printing import open_reprint
from mgdesk.ui.editors.scans import ScanIntake
from mgdesk.ui.kit import labels, theme
from mgdesk.ui.kit.buttons import Button
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.fields import ChoiceField, TextField
from mgdesk.ui.kit.flow import Flow
from mgdesk.ui.kit.form import Form
from mgdesk.ui.kit.labels import Pill
from mgdesk.ui.kit.layout import Empty, add, column
from mgdesk.ui.kit.saving import SavingSheet
from mgdesk.ui.kit.table import Column, Table
from mgdesk.ui.kit.theme import Tone

_TONES: Final = {
    PaperStatus.ISSUED: Tone.LATE,
    PaperStatus.PRINTED: Tone.ACCENT,
    PaperStatus.OUT: Tone.LATE,
    PaperStatus.REVOKED: Tone.BAD,
    PaperStatus.VOID: Tone.BAD,
    PaperStatus.CORRECTED: Tone.NEUTRAL,
}
_ICONS: Final = {
    PaperKind.ATTENDANCE_SHEET: "clipboard-list",
    PaperKind.CERTIFICATE: "award",
    PaperKind.STATEMENT: "file-text",
    PaperKind.COMPLETION: "award",
    PaperKind.COACHING_NOTE: "notebook-pen",
    PaperKind.LOAN_RECEIPT: "file-text",
}


class PapersPanel(QWidget):
    """The register of one cohort, latest first."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._cohort: CohortDetail | None = None
        self._rows: list[DocumentRow] = []
        self.shown = ChoiceField(_shown())
        self.shown.setAccessibleName(_("Papers shown"))
        self.shown.setSizeAdjustPolicy(ChoiceField.SizeAdjustPolicy.AdjustToContents)
        self.table: Table[DocumentRow] = Table(
            self._columns(),
            name=_("Papers"),
            empty=Empty(
                _("No paper yet. Sheets and certificates that are printed are listed here."),
                icon_name="files",
            ),
        )
        self._status = ChoiceField()
        self._status.setAccessibleName(_("Where the paper is"))
        self.step_button = Button(_("Next"), "arrow-right", on_click=self.advance)
        self.scan_button = Button(_("Scan"), "scan-line", on_click=self.open_scan)
        self.scan_button.setToolTip(_("The scanned pages beside the grid, to encode them"))
        self.file_button = Button(
            _("File a scan…"), "upload", on_click=self.file_scan, needs=(Right.TEACH,)
        )
        self.again_button = Button(
            _("Statements to print again…"), "refresh-cw", on_click=self.open_overtaken
        )
        self.again_button.hide()
        self._reprint = Button(_("Print again"), "printer", on_click=self._open_reprint)
        self._revoke = Button(_("Revoke…"), "ban", on_click=self._open_revoke)
        buttons = QWidget()
        buttons.setLayout(
            Flow(
                self.shown,
                self.step_button,
                self._status,
                self.scan_button,
                self._reprint,
                self._revoke,
                self.file_button,
                self.again_button,
            )
        )
        self._said = labels.muted("")
        whole = column(buttons, gap=8)
        add(whole, self.table, 1)
        add(whole, self._said)
        self.setLayout(whole)
        self.table.chosen.connect(self._on_chosen)
        self.table.opened.connect(self._on_opened)
        self._status.edited.connect(self._on_status)
        self.shown.edited.connect(self._fill)
        self.table.setMinimumHeight(theme.px(200))
        self._on_chosen(None)

    def _columns(self) -> list[Column[DocumentRow]]:
        return [
            Column(_("Number"), _number, second=_kind, strong=True, icon=_icon),
            Column(_("For"), _subject, sort=_first_day, second=_issued, stretch=True),
            Column(_("Status"), _nothing, sort=_status_word, pill=_status_pill, tip=_reason),
        ]

    def show_cohort(self, cohort: CohortDetail) -> None:
        self._cohort = cohort
        self._context.read(partial(queries.register, cohort_id=cohort.id), self._show)
        again = partial(overtaken_statements, cohort_id=cohort.id)
        self._context.read(again, self._show_overtaken)

    def _show(self, rows: list[DocumentRow]) -> None:
        self._rows = rows
        self._fill()

    def _show_overtaken(self, rows: list[OvertakenRow]) -> None:
        words = ngettext(
            "{n} statement to print again…", "{n} statements to print again…", len(rows)
        )
        self.again_button.set_words(words)
        self.again_button.setVisible(bool(rows))

    def open_overtaken(self) -> None:
        """Statements that a later proof or mark overtook."""
        if self._cohort is not None:
            OvertakenSheet(self, self._context, cohort_id=self._cohort.id).open()

    def _fill(self) -> None:
        self.table.set_rows([row for row in self._rows if _is_shown(row, self.shown.value)])
        self._on_chosen(self.table.current)

    def _on_chosen(self, row: DocumentRow | None) -> None:
        is_valid = row is not None and row.status not in GONE
        for widget in (self._reprint, self._revoke, self._status):
            widget.setEnabled(is_valid)
        self._said.setText(_story(row) if row else "")
        self.scan_button.setVisible(row is not None and row.scanned_pages > 0)
        following = next_step(row.kind, row.status) if row is not None else None
        self.step_button.setVisible(following is not None)
        if following is not None:
            self.step_button.set_words(
                _("Next: {status}", status=_(PAPER_STATUS_LABELS[following]))
            )
        if row is not None and is_valid:
            ways = (row.status, *steps(row.kind, row.status))
            words = [(status, _(PAPER_STATUS_LABELS[status])) for status in ways]
            self._status.set_choices(words, row.status)
        self._status.setVisible(is_valid)

    # --- on its way ------------------------------------------------------------------------

    def advance(self) -> None:
        """The chosen paper takes the next step of its way."""
        row = self.table.current
        following = next_step(row.kind, row.status) if row is not None else None
        if row is not None and following is not None:
            self._go(row, following)

    def _go(self, row: DocumentRow, status: PaperStatus) -> None:
        self._context.do(partial(services.set_paper_status, document_id=row.id, status=status))

    def open_scan(self) -> None:
        """The scanned pages of the chosen sheet beside the grid."""
        row = self.table.current
        if row is not None and row.scanned_pages:
            ScanIntake(self, self._context).open_beside([row.id])

    def file_scan(self) -> None:
        """Ask for a scan and file its pages."""
        ScanIntake(self, self._context).ask()

    def _on_opened(self, row: DocumentRow) -> None:
        if row.status not in GONE:
            self._open_reprint()

    def _on_status(self) -> None:
        row = self.table.current
        if row is not None and self._status.value not in {None, row.status}:
            self._go(row, self._status.value)

    def _open_reprint(self) -> None:
        row = self.table.current
        if row is not None:
            open_reprint(self, self._context, row)

    def _open_revoke(self) -> None:
        row = self.table.current
        if row is not None:
            RevokeSheet(self, self._context, row.id, row.number).open()


def _shown() -> list[tuple[str, str]]:
    return [
        ("", _("All papers")),
        ("not back", _("Not back yet")),
        ("sheets", _("Attendance sheets")),
        ("others", _("Certificates and others")),
    ]


def _is_shown(row: DocumentRow, wanted: str) -> bool:
    is_sheet = row.kind is PaperKind.ATTENDANCE_SHEET
    if wanted == "not back":
        return is_sheet and row.status in NOT_BACK
    return not wanted or is_sheet == (wanted == "sheets")


class RevokeForm(Form):
    """Why a paper is taken back."""

    def __init__(self, number: str) -> None:
        super().__init__()
        words = _("{number} is no longer valid from now on. Its number stays used.", number=number)
        self.add_part(labels.muted(words))
        self.reason = self.add(_("Reason"), TextField())

    def mistakes(self) -> dict[QWidget, str]:
        return {} if self.reason.value else {self.reason: str(services.ReasonMissing())}


class RevokeSheet(SavingSheet[RevokeForm]):
    """Revoke an issued paper; the register keeps the reason."""

    def __init__(self, parent: QWidget, context: Context, document_id: UUID, number: str) -> None:
        form = RevokeForm(number)
        super().__init__(
            parent,
            _("Revoke {number}", number=number),
            form,
            accept=_("Revoke"),
            kind="danger",
            on_accept=self._save,
            width=480,
        )
        self.form, self._context, self._document_id = form, context, document_id
        form.reason.setFocus()

    def _save(self) -> None:
        if self.form.is_valid():
            action = partial(
                services.revoke, document_id=self._document_id, reason=self.form.reason.value
            )
            self._context.do(action, self._saved, failed=self._refused)


def _number(row: DocumentRow) -> str:
    return row.number


def _kind(row: DocumentRow) -> str:
    return _(PAPER_KIND_LABELS[row.kind])


def _icon(row: DocumentRow) -> tuple[str, str]:
    return _ICONS[row.kind], "muted"


def _subject(row: DocumentRow) -> str:
    """Whom it is for; a sheet is for its days."""
    if row.name:
        return row.name
    first, last = format_day(row.first_day), format_day(row.last_day)
    return first if first == last else _("{first} – {last}", first=first, last=last)


def _issued(row: DocumentRow) -> str:
    day = format_day(row.issued_at.astimezone().date())
    words = _("{day}, {language}", day=day, language=language_name(row.language))
    return labels.directed(words)


def _first_day(row: DocumentRow) -> tuple[str, str]:
    return row.first_day.isoformat(), row.name


def _nothing(_row: DocumentRow) -> str:
    return ""


def _status_word(row: DocumentRow) -> str:
    return _(PAPER_STATUS_LABELS[row.status])


def _status_pill(row: DocumentRow) -> Pill:
    return Pill(_TONES.get(row.status, Tone.OK), _status_word(row))


def _reason(row: DocumentRow) -> str:
    return row.reason or _status_word(row)


def _story(row: DocumentRow) -> str:
    """What the register knows beyond the columns."""
    parts = [_("Not printed yet.")]
    if row.copies:
        parts = [ngettext("Printed or saved {n} time.", "Printed or saved {n} times.", row.copies)]
    if row.scanned_pages:
        parts.append(ngettext("{n} page scanned.", "{n} pages scanned.", row.scanned_pages))
    if row.replaces:
        parts.append(_("Corrects {number}.", number=row.replaces))
    if row.replaced_by:
        parts.append(_("Corrected by {number}.", number=row.replaced_by))
    if row.reason:
        parts.append(_("Reason: {reason}", reason=row.reason))
    return labels.directed(" ".join(parts))
