"""The people of a cohort: who they are, where they stand, and what they may still miss."""

from datetime import date
from functools import partial
from typing import Final

from PySide6.QtWidgets import QWidget

from mgdesk.i18n import format_hours, isolate, ngettext, number, percent
from mgdesk.i18n import gettext as _
from mgdesk.queries import cohorts as queries
from mgdesk.queries.cohorts import CohortDetail, RosterRow
from mgdesk.rules.enrolment import ENROLMENT_STATUS_LABELS, LEFT, EnrolmentStatus
from mgdesk.rules.rights import Right
from mgdesk.services import cohorts as services
from mgdesk.services.documents import LeftTheCohort, NothingMarked, why_not
from mgdesk.ui.editors.employer_sheet import EmployerSheet
from mgdesk.ui.editors.enrolment import EnrolmentSheet, EnrolSheet
from mgdesk.ui.editors.imports import ImportDialog
from mgdesk.ui.editors.more_papers import open_employer_papers
from mgdesk.ui.kit import labels, theme
from mgdesk.ui.kit.buttons import Button, IconButton
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.dialog import ask
from mgdesk.ui.kit.fields import ChoiceField
from mgdesk.ui.kit.flow import Flow
from mgdesk.ui.kit.labels import Pill
from mgdesk.ui.kit.layout import Empty, add, column
from mgdesk.ui.kit.layout import row as row_of
from mgdesk.ui.kit.table import Column, Table
from mgdesk.ui.kit.theme import Tone

_TONES: Final = {
    EnrolmentStatus.PROSPECT: Tone.NEUTRAL,
    EnrolmentStatus.CONFIRMED: Tone.ACCENT,
    EnrolmentStatus.ACTIVE: Tone.OK,
    EnrolmentStatus.COMPLETED: Tone.OK,
    EnrolmentStatus.WITHDRAWN: Tone.BAD,
    EnrolmentStatus.EXCLUDED: Tone.BAD,
    EnrolmentStatus.TRANSFERRED: Tone.LATE,
}


class RosterPanel(QWidget):
    """The roster with what can be done to it."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._cohort: CohortDetail | None = None
        self._today = date.min
        self.table: Table[RosterRow] = Table(
            self._columns(),
            name=_("Roster"),
            key=_key,
            empty=Empty(
                _("Nobody is enrolled yet. Enrol people one by one, or import a list."),
                _("Enrol somebody"),
                self.enrol,
                icon_name="users",
                button_icon="user-plus",
            ),
            several=True,
        )
        self._change = Button(
            _("Change…"), "pencil", on_click=self._change_current, needs=(Right.PLAN,)
        )
        self._employer = Button(
            _("Employer…"), "building-2", on_click=self.set_employer, needs=(Right.PLAN,)
        )
        self._open = IconButton(_("Open the record"), "user", on_click=self._open_person)
        self._remove = IconButton(
            _("Take out of the cohort"),
            "user-x",
            on_click=self._remove_current,
            needs=(Right.PLAN,),
        )
        buttons = QWidget()
        buttons.setLayout(
            Flow(
                Button(_("Enrol"), "user-plus", on_click=self.enrol, needs=(Right.PLAN,)),
                Button(
                    _("Import a list"), "upload", on_click=self.import_list, needs=(Right.PLAN,)
                ),
                self._change,
                self._employer,
                self._open,
                self._remove,
            )
        )
        self._rows: list[RosterRow] = []
        self.employer = ChoiceField([("", _("All employers"))])
        self.employer.setAccessibleName(_("Employer"))
        self._papers = Button(
            _("Papers for this employer…"), "printer", on_click=self.print_for_employer
        )
        self._of_employer = QWidget()
        self._of_employer.setLayout(row_of(self.employer, self._papers))
        self._of_employer.hide()
        self.employer.edited.connect(self._show_rows)
        self._said = labels.muted("")
        whole = column(buttons, self._of_employer, gap=8)
        add(whole, self.table, 1)
        add(whole, self._said)
        self.setLayout(whole)
        self.table.chosen.connect(self._settle_buttons)
        self.table.view.selectionModel().selectionChanged.connect(self._on_selection)
        self.table.opened.connect(self._on_opened)
        self.table.setMinimumHeight(theme.px(200))
        self._settle_buttons()

    def _columns(self) -> list[Column[RosterRow]]:
        return [
            Column(_("Name"), _name, second=_facts, strong=True, stretch=True, tip=_second_name),
            Column(_("Status"), _nothing, sort=_status_word, pill=_status_pill),
            Column(
                _("Hours"), _hours, sort=_minutes, second=_hours_due, numeric=True, is_spare=True
            ),
            Column(
                _("Rate"), _rate, sort=_rate_value, second=_may_miss, numeric=True, tip=_miss_tip
            ),
            Column(_("Certificate"), _nothing, sort=self._certificate_word, pill=self._certificate),
        ]

    def show_cohort(self, cohort: CohortDetail, today: date) -> None:
        self._cohort, self._today = cohort, today
        self._context.read(partial(queries.roster, cohort_id=cohort.id), self._show)

    def _show(self, rows: list[RosterRow]) -> None:
        self._rows = rows
        employers = sorted({row.employer for row in rows if row.employer})
        self._of_employer.setVisible(bool(employers))
        chosen = self.employer.value
        choices = [("", _("All employers")), *((name, name) for name in employers)]
        self.employer.set_choices(choices, chosen if chosen in employers else "")
        self._show_rows()

    def _show_rows(self) -> None:
        """Those of the employer that is chosen, else all."""
        rows = [row for row in self._rows if self.employer.value in {"", row.employer}]
        self.table.set_rows(rows)
        self._papers.setEnabled(bool(self.employer.value))
        self._settle_buttons()
        capacity = self._cohort.capacity if self._cohort else None
        places = sum(row.status not in LEFT for row in rows)
        said = ngettext("{n} person", "{n} people", places)
        if capacity:
            said = ngettext(
                "{n} person for {places} places",
                "{n} people for {places} places",
                places,
                places=number(capacity),
            )
        self._said.setText(said if rows else "")

    def _on_selection(self) -> None:
        self._employer.setEnabled(bool(self.table.selected))

    def _settle_buttons(self, _row: object = None) -> None:
        has_one = self.table.current is not None
        self._on_selection()
        for button in (self._change, self._open, self._remove):
            button.setEnabled(has_one)

    # --- what can be done --------------------------------------------------------------------

    def enrol(self) -> None:
        if self._cohort is not None:
            EnrolSheet(self, self._context, self._cohort).open()

    def import_list(self) -> None:
        if self._cohort is not None:
            ImportDialog(self, self._context, cohort_id=self._cohort.id).show()

    def _on_opened(self, _row: RosterRow) -> None:
        self._change_current()

    def _change_current(self) -> None:
        row = self.table.current
        if row is not None and self._cohort is not None:
            EnrolmentSheet(self, self._context, row, self._cohort, self._today).open()

    def set_employer(self) -> None:
        """Of all who are selected: which employer sent them, or none."""
        chosen = self.table.selected
        if chosen:
            EmployerSheet(self, self._context, chosen).open()

    def print_for_employer(self) -> None:
        """Letter, sheets and certificates for the employer chosen above, else of the row chosen."""
        row = self.table.current
        name = self.employer.value or (row.employer if row else "")
        ids = [row.enrolment_id for row in self._rows if name and row.employer == name]
        if not ids:
            self._context.toast(_("Choose an employer above the list first."))
        elif self._cohort is not None:
            open_employer_papers(self, self._context, self._cohort, name, ids, self._today)

    def _open_person(self) -> None:
        if self.table.current is not None:
            self._context.navigate("learner", self.table.current.person_id)

    def _remove_current(self) -> None:
        """Without marks they go at once (a toast undoes it); marks prove hours, so ask first."""
        row = self.table.current
        if row is None:
            return
        marks = row.summary.half_days_marked
        if not marks:
            self._remove_row(row, and_marks=False)
            return
        ask(
            self,
            _("Take {name} out of the cohort?", name=row.name),
            ngettext(
                "{n} mark goes as well. Whoever stops coming is better withdrawn: their marks stay.",
                "{n} marks go as well. Whoever stops coming is better withdrawn: their marks stay.",
                marks,
            ),
            accept=_("Take out"),
            on_accept=partial(self._remove_row, row, and_marks=True),
            kind="danger",
        )

    def _remove_row(self, row: RosterRow, *, and_marks: bool) -> None:
        self._context.do(
            partial(services.remove_enrolment, enrolment_id=row.enrolment_id, and_marks=and_marks)
        )

    # --- certificates ------------------------------------------------------------------------

    def _certificate(self, row: RosterRow) -> Pill | None:
        """Whether a certificate can be printed now, is still within reach, or is lost."""
        if self._cohort is None or row.status is EnrolmentStatus.PROSPECT:
            return None
        fault = why_not(row.status, row.summary, self._cohort.rules)
        if fault is None:
            return Pill(Tone.OK, _("can be printed"))
        if isinstance(fault, LeftTheCohort):
            return Pill(Tone.NEUTRAL, _("left"))
        if row.summary.is_within_reach:
            return Pill(Tone.NEUTRAL, _("within reach"))
        if isinstance(fault, NothingMarked):
            return Pill(Tone.NEUTRAL, _("nothing marked"))
        return Pill(Tone.BAD, _("below the threshold"))

    def _certificate_word(self, row: RosterRow) -> str:
        pill = self._certificate(row)
        return pill.word if pill else ""


def status_pill(status: EnrolmentStatus) -> Pill:
    """The state of somebody's place in a cohort."""
    return Pill(_TONES[status], _(ENROLMENT_STATUS_LABELS[status]))


def _key(row: RosterRow) -> object:
    return row.enrolment_id


def _name(row: RosterRow) -> str:
    return row.name


def _nothing(_row: RosterRow) -> str:
    return ""


def _facts(row: RosterRow) -> str:
    year = str(row.birth_year or "")
    needs_more = row.phone_ending and not row.learner_number
    ending = f"…{row.phone_ending}" if needs_more else ""
    parts = (row.learner_number, year, ending, row.employer)
    return " · ".join(isolate(part) for part in parts if part)


def _second_name(row: RosterRow) -> str:
    return row.second_name or row.name


def _status_word(row: RosterRow) -> str:
    return _(ENROLMENT_STATUS_LABELS[row.status])


def _status_pill(row: RosterRow) -> Pill:
    return status_pill(row.status)


def _hours(row: RosterRow) -> str:
    return format_hours(row.summary.minutes_attended + row.summary.minutes_assimilated)


def _minutes(row: RosterRow) -> int:
    return row.summary.minutes_attended + row.summary.minutes_assimilated


def _hours_due(row: RosterRow) -> str:
    return _("of {hours}", hours=format_hours(row.summary.minutes_due))


def _rate(row: RosterRow) -> str:
    return "–" if row.summary.rate is None else percent(row.summary.rate)


def _rate_value(row: RosterRow) -> float | None:
    return row.summary.rate


def _may_miss(row: RosterRow) -> str:
    if _is_settled(row):
        return ""
    return ngettext("may miss {n} half-day", "may miss {n} half-days", row.summary.can_still_miss)


def _miss_tip(row: RosterRow) -> str:
    """The same in full: of what, and that it keeps the certificate within reach."""
    if _is_settled(row):
        return _rate(row)
    return ngettext(
        "can still miss {n} half-day", "can still miss {n} half-days", row.summary.can_still_miss
    )


def _is_settled(row: RosterRow) -> bool:
    """Whether nothing is left to come or to miss."""
    summary = row.summary
    return row.status in LEFT or summary.half_days_marked >= summary.half_days_due
