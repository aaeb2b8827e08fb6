"""What is done and what is missing on paper: of a cohort, of a person, or of all that is under way."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QWidget

from mgdesk.i18n import gettext as _
from mgdesk.i18n import isolate, ngettext
from mgdesk.queries import tasks as queries
from mgdesk.queries.tasks import TaskRow
from mgdesk.rules.clock import wall_clock
from mgdesk.rules.tasks import TaskState
from mgdesk.services import tasks as services
from mgdesk.ui.editors.task_sheets import OwnTaskSheet, TaskSheet, WaiveSheet
from mgdesk.ui.editors.task_words import kind_words, period_words, state_pill, what, when, whose
from mgdesk.ui.kit import labels, theme
from mgdesk.ui.kit.buttons import Button
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.dialog import Sheet
from mgdesk.ui.kit.fields import CheckField
from mgdesk.ui.kit.flow import Flow
from mgdesk.ui.kit.layout import Empty, add, column
from mgdesk.ui.kit.table import LARGE, Column, Table

_OPEN_AGAIN = frozenset({TaskState.DONE, TaskState.WAIVED})


class ChecklistSheet(Sheet):
    """The list; several are chosen at once and done by one button, which can be undone."""

    def __init__(
        self,
        parent: QWidget,
        context: Context,
        heading: str,
        *,
        cohort_id: UUID | None = None,
        person_id: UUID | None = None,
        campus_id: UUID | None = None,
    ) -> None:
        self.only_missing = CheckField(_("Only what is missing"), value=True)
        self.table: Table[TaskRow] = Table(
            _columns(person_id),
            name=_("Tasks"),
            key=lambda one: one.key,
            several=True,
            empty=Empty(_("Nothing is missing."), icon_name="circle-check"),
        )
        self.table.setMinimumHeight(theme.px(320))
        self.said = labels.muted("")
        self.done_button = Button(_("Done"), "check", kind="primary", on_click=self.do)
        self.done_button.setShortcut("Ctrl+D")
        self.waive_button = Button(_("Not needed…"), "circle-minus", on_click=self.waive)
        self.details_button = Button(_("Details…"), "pencil", on_click=self.show_details)
        self.again_button = Button(_("Open again"), "undo-2", on_click=self.reopen)
        self.add_button = Button(_("New task…"), "plus", on_click=self.add)
        self.add_button.setVisible(cohort_id is not None)
        super().__init__(parent, heading, self._content(), width=860, is_tall=True)
        self._context, self._cohort_id = context, cohort_id
        self._today: date = wall_clock().astimezone().date()
        self._query = partial(
            queries.tasks,
            today=self._today,
            cohort_id=cohort_id,
            person_id=person_id,
            campus_id=campus_id,
        )
        self._rows: Sequence[TaskRow] = ()
        self._is_shown = False
        self._people: list[tuple[UUID, str]] = []
        self.only_missing.edited.connect(self._list)
        self.table.opened.connect(self._on_opened)
        self.table.view.selectionModel().selectionChanged.connect(self._settle)
        self._load()

    def _content(self) -> QWidget:
        buttons = QWidget()
        buttons.setLayout(
            Flow(
                self.done_button,
                self.waive_button,
                self.details_button,
                self.again_button,
                self.add_button,
            )
        )
        content = QWidget()
        whole = column(self.only_missing, gap=8)
        add(whole, self.table, 1)
        add(whole, self.said)
        add(whole, buttons)
        content.setLayout(whole)
        return content

    # --- what can be done --------------------------------------------------------------------

    def do(self) -> None:
        """Those chosen are done today."""
        keys = [one.key for one in self.table.selected]
        if keys:
            self._context.do(partial(services.do_tasks, keys=keys), self._changed)

    def waive(self) -> None:
        chosen = self.table.selected
        if chosen:
            sheet = WaiveSheet(self, self._context, chosen)
            sheet.finished.connect(self._load)
            sheet.open()

    def reopen(self) -> None:
        keys = [one.key for one in self.table.selected if one.state in _OPEN_AGAIN]
        if keys:
            self._context.do(partial(services.reopen_tasks, keys=keys), self._changed)

    def show_details(self) -> None:
        one = self.table.current
        if one is not None:
            sheet = TaskSheet(self, self._context, one, self._today)
            sheet.finished.connect(self._load)
            sheet.open()

    def add(self) -> None:
        if self._cohort_id is not None:
            sheet = OwnTaskSheet(self, self._context, self._cohort_id, self._people)
            sheet.finished.connect(self._load)
            sheet.open()

    # --- what is shown -----------------------------------------------------------------------

    def _load(self, *_: object) -> None:
        self._context.read(self._query, self._show)

    def _changed(self, _result: object) -> None:
        self._load()

    def _show(self, rows: Sequence[TaskRow]) -> None:
        self._rows = rows
        known = {one.key.enrolment_id: one.person for one in rows if one.key.enrolment_id}
        self._people = [(key, name) for key, name in known.items() if key is not None]
        self._list()

    def _list(self) -> None:
        rows = self._rows
        if self.only_missing.value:
            rows = [one for one in rows if one.is_missing]
        self._show_rows(rows)
        missing = sum(one.is_missing for one in self._rows)
        late = sum(one.state is TaskState.OVERDUE for one in self._rows)
        words = [ngettext("{n} missing", "{n} missing", missing)]
        if late:
            words.append(ngettext("{n} overdue", "{n} overdue", late))
        self.said.setText(" · ".join(words) if self._rows else _no_list())
        self._settle()

    def _show_rows(self, rows: Sequence[TaskRow]) -> None:
        """What was just done leaves the list: the next line is where it stood."""
        place = max(0, self.table.view.currentIndex().row())
        self.table.set_rows(rows)
        if rows and self.table.current is None:
            self.table.choose(self.table.rows[min(place, len(rows) - 1)].key)
        if not self._is_shown:
            self._is_shown = True
            self.table.view.setFocus()

    def _on_opened(self, _one: TaskRow) -> None:
        self.show_details()

    def _settle(self, *_: object) -> None:
        chosen = self.table.selected
        self.done_button.setEnabled(any(one.is_missing for one in chosen))
        self.waive_button.setEnabled(any(one.is_missing for one in chosen))
        self.again_button.setEnabled(any(one.state in _OPEN_AGAIN for one in chosen))
        self.details_button.setEnabled(len(chosen) == 1)


def _no_list() -> str:
    return _("The list of tasks is empty. It is kept in the settings: Task list.")


def _columns(person_id: UUID | None) -> list[Column[Any]]:
    if person_id is not None:
        first = Column[TaskRow](_("Task"), what, second=_of_cohort, stretch=True, strong=True)
    else:
        first = Column[TaskRow](_("For whom"), whose, second=_of_cohort, stretch=True, strong=True)
    is_large = theme.look().scale > LARGE  # there is room for one column and how it stands
    if person_id is None and is_large:
        first = Column[TaskRow](_("Task"), what, second=whose, stretch=True, strong=True)
    found = [
        first,
        Column[TaskRow](_("Due"), when, sort=_due, numeric=True, is_spare=True),
        Column[TaskRow](_("State"), _nothing, sort=_state, pill=state_pill),
    ]
    if person_id is None and not is_large:
        found.insert(1, Column[TaskRow](_("Task"), _task, second=_reference, stretch=True))
    return found


def _of_cohort(one: TaskRow) -> str:
    return " · ".join(isolate(part) for part in (one.cohort, one.waived) if part)


def _task(one: TaskRow) -> str:
    return kind_words(one.kind, one.title)


def _reference(one: TaskRow) -> str:
    return " · ".join(isolate(part) for part in (period_words(one.period), one.reference) if part)


def _due(one: TaskRow) -> str:
    return (one.done_on or one.due_on or date.max).isoformat()


def _state(one: TaskRow) -> int:
    return list(TaskState).index(one.state)


def _nothing(_one: TaskRow) -> str:
    return ""
