"""Absences of a cohort, of a person or of a campus: what was told, what is proven, what is missing."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any, Final
from uuid import UUID

from PySide6.QtWidgets import QWidget

from mgdesk.i18n import format_day, isolate, ngettext
from mgdesk.i18n import gettext as _
from mgdesk.queries import absences as queries
from mgdesk.queries.absences import AbsenceRow, Disagreement, DisagreementRow
from mgdesk.queries.campuses import ReasonRow, absence_reasons
from mgdesk.queries.cohorts import CohortDetail, roster
from mgdesk.rules.absence import ABSENCE_STATE_LABELS, NOTICE_LABELS, AbsenceNotice, AbsenceState
from mgdesk.rules.attendance import ATTENDANCE_LABELS, AttendanceStatus
from mgdesk.rules.clock import wall_clock
from mgdesk.rules.enrolment import HALF_LABELS
from mgdesk.rules.rights import Right
from mgdesk.services import absences as services
from mgdesk.services import attendance as attendance_services
from mgdesk.services.sights import open_proof
from mgdesk.ui.editors.absence import AbsenceSheet, Enrolled
from mgdesk.ui.editors.more_papers import open_absence_letters
from mgdesk.ui.editors.proof_sheet import ProofSheet
from mgdesk.ui.kit import labels, theme
from mgdesk.ui.kit.buttons import Button
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.dialog import Sheet
from mgdesk.ui.kit.fields import CheckField
from mgdesk.ui.kit.flow import Flow
from mgdesk.ui.kit.labels import Pill
from mgdesk.ui.kit.layout import Card, Empty, add, column
from mgdesk.ui.kit.table import LARGE, Column, Table
from mgdesk.ui.kit.theme import Tone

_PILLS: Final = {
    AbsenceState.JUSTIFIED: (Tone.OK, "circle-check"),
    AbsenceState.PROOF_MISSING: (Tone.LATE, "hourglass"),
    AbsenceState.REASON_MISSING: (Tone.BAD, "triangle-alert"),
    AbsenceState.UNJUSTIFIED: (Tone.BAD, "circle-x"),
}


class AbsencesSheet(Sheet):
    """The list, with what can be done to each; below it where marks and absences disagree."""

    def __init__(
        self,
        parent: QWidget,
        context: Context,
        heading: str,
        *,
        cohort: CohortDetail | None = None,
        person_id: UUID | None = None,
        campus_id: UUID | None = None,
        enrolled: Enrolled = (),
    ) -> None:
        """`enrolled` are those who can be absent, where no cohort says so."""
        self.only_open = CheckField(
            _("Only what is to justify"), value=cohort is None and person_id is None
        )
        self.table: Table[AbsenceRow] = Table(
            _columns(),
            name=_("Absences"),
            key=lambda one: one.key,
            empty=Empty(_("No absence to show."), icon_name="circle-check"),
        )
        self.table.setMinimumHeight(theme.px(280))
        self.add_button = Button(_("New absence…"), "plus", on_click=self.add, needs=(Right.TEACH,))
        self.change_button = Button(
            _("Justify…"), "pencil", kind="primary", on_click=self.change, needs=(Right.TEACH,)
        )
        self.remove_button = Button(
            _("Delete"), "trash-2", kind="danger", on_click=self.remove, needs=(Right.TEACH,)
        )
        self.proof_button = Button(
            _("Proof"), "image", on_click=self.show_proof, needs=(Right.JUSTIFY,)
        )
        self.letter_button = Button(
            _("Letters…"), "mail", on_click=self.print_letters, needs=(Right.TEACH,)
        )
        self.add_button.setVisible(cohort is not None or bool(enrolled))
        self.letter_button.setVisible(cohort is not None)
        self.differences = Differences(context, self._changed)
        super().__init__(parent, heading, self._content(), width=900, is_tall=True)
        self._context, self._cohort = context, cohort
        self._today: date = wall_clock().astimezone().date()
        self._query = partial(
            queries.absences,
            cohort_id=cohort.id if cohort else None,
            person_id=person_id,
            campus_id=campus_id,
        )
        self._rows: Sequence[AbsenceRow] = ()
        self._reasons: Sequence[ReasonRow] = ()
        self._enrolled = enrolled
        self.only_open.edited.connect(self._list)
        self.table.chosen.connect(self._settle)
        self.table.opened.connect(self._on_opened)
        context.read(absence_reasons, self._show_reasons)
        if cohort is not None:
            context.read(partial(roster, cohort_id=cohort.id), self._show_people)
        self._load()

    def _content(self) -> QWidget:
        buttons = QWidget()
        buttons.setLayout(
            Flow(
                self.change_button,
                self.proof_button,
                self.add_button,
                self.letter_button,
                self.remove_button,
            )
        )
        content = QWidget()
        whole = column(self.only_open, gap=8)
        add(whole, self.table, 1)
        add(whole, buttons)
        add(whole, self.differences)
        content.setLayout(whole)
        return content

    # --- what can be done --------------------------------------------------------------------

    def add(self) -> None:
        self._open(None)

    def change(self) -> None:
        """The absence chosen; a mark that nobody explained becomes one."""
        if self.table.current is not None:
            self._open(self.table.current)

    def show_proof(self) -> None:
        """Whoever looks leaves a line in what was seen of the person."""
        one = self.table.current
        if one is not None and one.id is not None:
            sheet = ProofSheet(self, self._context)
            sheet.open()
            wanted = partial(open_proof, absence_id=one.id)
            self._context.do(wanted, sheet.show_proof, quiet=True, failed=self._context.fail)

    def remove(self) -> None:
        one = self.table.current
        if one is not None and one.id is not None:
            self._context.do(partial(services.remove_absence, absence_id=one.id), self._changed)

    def print_letters(self) -> None:
        """A letter for whoever is chosen, else for all with an absence without reason."""
        if self._cohort is not None:
            one = self.table.current
            chosen = (one.enrolment_id,) if one is not None and one.is_to_justify else ()
            open_absence_letters(self, self._context, self._cohort, chosen, self._today)

    def _open(self, known: AbsenceRow | None) -> None:
        sheet = AbsenceSheet(
            self,
            self._context,
            self._reasons,
            today=self._today,
            enrolled=self._enrolled,
            known=known,
        )
        sheet.finished.connect(self._load)
        sheet.open()

    # --- what is shown -----------------------------------------------------------------------

    def _load(self, *_: object) -> None:
        self._context.read(self._query, self._show)
        if self._cohort is not None:
            wanted = partial(queries.disagreements, cohort_id=self._cohort.id)
            self._context.read(wanted, self.differences.show_rows)

    def _changed(self, _result: object) -> None:
        self._load()

    def _show(self, rows: Sequence[AbsenceRow]) -> None:
        self._rows = rows
        self._list()

    def _show_reasons(self, reasons: Sequence[ReasonRow]) -> None:
        self._reasons = reasons

    def _show_people(self, people: Sequence[Any]) -> None:
        self._enrolled = [(one.enrolment_id, one.name) for one in people]

    def _list(self) -> None:
        rows = self._rows
        if self.only_open.value:
            rows = [one for one in rows if one.is_to_justify]
        self.table.set_rows(rows)
        self._settle()

    def _on_opened(self, _one: AbsenceRow) -> None:
        self.change()

    def _settle(self, *_: object) -> None:
        one = self.table.current
        self.change_button.setEnabled(one is not None)
        self.remove_button.setEnabled(one is not None and one.id is not None)
        self.proof_button.setEnabled(one is not None and one.has_proof)


class Differences(Card):
    """Where marks and absences disagree: hidden while they agree."""

    def __init__(self, context: Context, changed: Callable[[Any], None]) -> None:
        super().__init__(_("Marks and absences disagree"))
        self._context, self._changed = context, changed
        self.table: Table[DisagreementRow] = Table(
            [
                Column(
                    _("Name"), lambda one: one.name, second=_half_day, stretch=True, strong=True
                ),
                Column(_("Mark"), lambda one: _(ATTENDANCE_LABELS[one.status])),
                Column(_("Absence"), _what),
            ],
            name=_("Marks and absences disagree"),
            empty=Empty(_("Marks and absences agree.")),
        )
        self.table.setMinimumHeight(theme.px(120))
        self.settle_button = Button(
            _("Believe the absence"), "check", on_click=self.settle, needs=(Right.TEACH,)
        )
        self.keep_button = Button(
            _("Believe the mark"), "check", on_click=self.keep, needs=(Right.TEACH,)
        )
        buttons = QWidget()
        buttons.setLayout(Flow(self.settle_button, self.keep_button))
        self.add(self.table)
        self.add(buttons)
        self.table.chosen.connect(self._settle_buttons)
        self.hide()

    def show_rows(self, rows: Sequence[DisagreementRow]) -> None:
        self.table.set_rows(rows, choose=rows[0].id if rows else None)
        self.setVisible(bool(rows))
        self._settle_buttons()

    def settle(self) -> None:
        """The mark follows: absent where an absence is noted, absent without reason where none is."""
        one = self.table.current
        if one is not None:
            wanted = partial(
                attendance_services.mark,
                slot_id=one.slot_id,
                enrolment_id=one.enrolment_id,
                status=AttendanceStatus.ABSENT,
            )
            self._context.do(wanted, partial(self._follow, one))

    def keep(self) -> None:
        """The mark stays; an absence that was announced and did not happen goes."""
        one = self.table.current
        if one is not None and one.absence_id is not None:
            wanted = partial(services.remove_absence, absence_id=one.absence_id)
            self._context.do(wanted, self._changed)

    def _follow(self, one: DisagreementRow, _result: object) -> None:
        if one.absence_id is not None:
            wanted = partial(services.follow_absence, absence_id=one.absence_id)
            self._context.do(wanted, self._changed)
        else:
            self._changed(None)

    def _settle_buttons(self, *_: object) -> None:
        one = self.table.current
        self.settle_button.setEnabled(one is not None)
        self.keep_button.setEnabled(one is not None and one.absence_id is not None)


def _columns() -> list[Column[AbsenceRow]]:
    return [
        Column(_("Name"), lambda one: one.name, second=_where, stretch=True, strong=True),
        Column(
            _("Days"),
            _days,
            sort=lambda one: one.first_day.isoformat(),
            second=_half_days,
            is_spare=True,
        ),
        Column(_("Reason"), _reason, second=_told, is_spare=True),
        Column(_("State"), lambda _one: "", sort=_place, pill=_pill),
    ]


def _where(one: AbsenceRow) -> str:
    """The cohort, and the days where everything is large: their column is left out there."""
    is_large = theme.look().scale > LARGE
    return labels.directed(f"{isolate(one.cohort)} · {_days(one)}") if is_large else one.cohort


def _days(one: AbsenceRow) -> str:
    first = format_day(one.first_day, "short")
    if one.first_day == one.last_day:
        return first
    return isolate(f"{first} – {format_day(one.last_day, 'short')}")


def _half_days(one: AbsenceRow) -> str:
    return ngettext("{n} half-day", "{n} half-days", one.half_days) if one.half_days else ""


def _reason(one: AbsenceRow) -> str:
    return one.reason or _("not known yet")


def _told(one: AbsenceRow) -> str:
    if one.notice is AbsenceNotice.NONE and one.announced_on is None:
        return one.note
    day = format_day(one.announced_on, "short") if one.announced_on else ""
    parts = (_(NOTICE_LABELS[one.notice]), day, one.note)
    return " · ".join(isolate(part) for part in parts if part)


def _pill(one: AbsenceRow) -> Pill:
    tone, icon = _PILLS[one.state]
    return Pill(tone, _(ABSENCE_STATE_LABELS[one.state]), icon)


def _place(one: AbsenceRow) -> int:
    return list(AbsenceState).index(one.state)


def _half_day(one: DisagreementRow) -> str:
    return f"{format_day(one.day, 'short')}, {_(HALF_LABELS[one.half])}"


def _what(one: DisagreementRow) -> str:
    if one.what is Disagreement.THERE_THOUGH_ANNOUNCED:
        return _("announced")
    return _("no absence")
