"""What waits, on Today: cohorts to move on, tasks on paper that are due, absences to justify."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial
from typing import Final

from PySide6.QtWidgets import QWidget

from mgdesk.i18n import format_day, format_days, isolate, ngettext
from mgdesk.i18n import gettext as _
from mgdesk.queries import absences as absence_queries
from mgdesk.queries import cohorts as cohort_queries
from mgdesk.queries import tasks as task_queries
from mgdesk.queries.absences import AbsenceRow
from mgdesk.queries.cohorts import DueRow
from mgdesk.queries.tasks import TaskRow
from mgdesk.rules.absence import ABSENCE_STATE_LABELS
from mgdesk.rules.clock import wall_clock
from mgdesk.rules.enrolment import COHORT_STATUS_LABELS
from mgdesk.rules.rights import Right
from mgdesk.services.cohorts import set_status
from mgdesk.services.overtaken import OvertakenRow, overtaken_statements
from mgdesk.ui.editors.absence_list import AbsencesSheet
from mgdesk.ui.editors.checklist import ChecklistSheet
from mgdesk.ui.editors.lines import Lines, line_of
from mgdesk.ui.editors.overtaken import OvertakenSheet, why_words
from mgdesk.ui.editors.task_words import ICONS, TONES, what, whose
from mgdesk.ui.kit.buttons import Button
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.layout import column

TABLES: Final = frozenset(
    {
        "admin_task", "task_template", "absence", "absence_reason", "attendance", "cohort",
        "enrolment", "issued_document", "loan", "slot",
    }
)  # fmt: skip
_SHOWN: Final = 4
_STATEMENTS_BACK: Final = timedelta(weeks=26)  # since the end of what they say
_LOOKED_BACK: Final = timedelta(weeks=4)


class Reminders(QWidget):
    """Four cards, each hidden while nothing waits."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.cohorts = Lines(_("Cohorts to move on"))
        self.tasks = Lines(_("To do on paper"))
        self.absences = Lines(_("Absences to justify"))
        self.statements = Lines(_("Statements to print again"))
        cards = (self.cohorts, self.tasks, self.absences, self.statements)
        self.setLayout(column(*cards, gap=16))

    def load(self) -> None:
        today, campus_id = _today(), self._context.campus_id
        due = partial(cohort_queries.to_move_on, today=today, campus_id=campus_id)
        self._context.read(due, self._show_cohorts)
        tasks = partial(task_queries.reminders, today=today, campus_id=campus_id)
        self._context.read(tasks, self._show_tasks)
        absences = partial(
            absence_queries.to_justify, campus_id=campus_id, since=today - _LOOKED_BACK
        )
        self._context.read(absences, self._show_absences)
        statements = partial(
            overtaken_statements, campus_id=campus_id, since=today - _STATEMENTS_BACK
        )
        self._context.read(statements, self._show_statements)

    def open_tasks(self) -> None:
        sheet = ChecklistSheet(
            self, self._context, _("To do on paper"), campus_id=self._context.campus_id
        )
        sheet.open()

    def open_absences(self) -> None:
        sheet = AbsencesSheet(
            self, self._context, _("Absences to justify"), campus_id=self._context.campus_id
        )
        sheet.open()

    def open_statements(self) -> None:
        since = _today() - _STATEMENTS_BACK
        OvertakenSheet(self, self._context, campus_id=self._context.campus_id, since=since).open()

    def _show_statements(self, rows: Sequence[OvertakenRow]) -> None:
        self.statements.show_lines(tuple(rows), lambda: self._statement_lines(rows))

    def _statement_lines(self, rows: Sequence[OvertakenRow]) -> list[QWidget]:
        lines = [_statement_line(one) for one in rows[:_SHOWN]]
        if rows:
            words = ngettext("See the {n} statement…", "See all {n} statements…", len(rows))
            lines.append(Button(words, kind="link", on_click=self.open_statements))
        return lines

    def _show_cohorts(self, rows: Sequence[DueRow]) -> None:
        shown = rows[:_SHOWN]
        self.cohorts.show_lines(tuple(rows), lambda: [self._cohort_line(one) for one in shown])

    def _cohort_line(self, one: DueRow) -> QWidget:
        """Its days, and the state that they bring it to, by one click."""
        status = _(COHORT_STATUS_LABELS[one.due])
        move = partial(set_status, cohort_id=one.id, status=one.due)
        button = Button(
            _("Status: {status}", status=status),
            kind="link",
            on_click=partial(self._context.do, move),
            needs=(Right.PLAN,),
        )
        button.setAccessibleName(_("Cohort {code}: {status}", code=one.code, status=status))
        days = format_days(one.first_day, one.last_day, "short")
        second = " · ".join(isolate(part) for part in (one.training, days))
        return line_of(one.code, second, button)

    def _show_tasks(self, rows: Sequence[TaskRow]) -> None:
        self.tasks.show_lines(tuple(rows), lambda: self._task_lines(rows))

    def _task_lines(self, rows: Sequence[TaskRow]) -> list[QWidget]:
        lines = [_task_line(one) for one in rows[:_SHOWN]]
        if rows:
            words = ngettext("See the {n} task…", "See all {n} tasks…", len(rows))
            lines.append(Button(words, kind="link", on_click=self.open_tasks))
        return lines

    def _show_absences(self, rows: Sequence[AbsenceRow]) -> None:
        self.absences.show_lines(tuple(rows), lambda: self._absence_lines(rows))

    def _absence_lines(self, rows: Sequence[AbsenceRow]) -> list[QWidget]:
        lines = [_absence_line(one) for one in rows[:_SHOWN]]
        if rows:
            words = ngettext("See the {n} absence…", "See all {n} absences…", len(rows))
            lines.append(Button(words, kind="link", on_click=self.open_absences))
        return lines


def _today() -> date:
    return wall_clock().astimezone().date()


def _task_line(one: TaskRow) -> QWidget:
    due = format_day(one.due_on, "short") if one.due_on else ""
    second = " · ".join(isolate(part) for part in (whose(one), one.cohort, due) if part)
    return line_of(what(one), second, icon=(ICONS[one.state], TONES[one.state].value))


def _absence_line(one: AbsenceRow) -> QWidget:
    day = format_day(one.first_day, "short")
    state = _(ABSENCE_STATE_LABELS[one.state])
    second = " · ".join(isolate(part) for part in (one.cohort, day, state))
    return line_of(one.name, second, icon=("user-x", "late"))


def _statement_line(one: OvertakenRow) -> QWidget:
    month = format_day(one.first_day, "short")
    second = " · ".join(isolate(part) for part in (one.cohort, one.number, month, why_words(one)))
    return line_of(one.name, second, icon=("refresh-cw", "late"))
