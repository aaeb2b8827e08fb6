"""Putting people in a cohort, known ones or somebody new, and changing their place in it."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any, Final

from PySide6.QtWidgets import QWidget

from mgdesk.errors import DeskError
from mgdesk.i18n import gettext as _
from mgdesk.i18n import isolate
from mgdesk.queries import people as queries
from mgdesk.queries.cohorts import CohortDetail, RosterRow
from mgdesk.queries.people import LearnerRow
from mgdesk.rules import names
from mgdesk.rules.application import SCHOOLING_LABELS
from mgdesk.rules.enrolment import ENROLMENT_STATUS_LABELS, LEFT, EnrolmentStatus
from mgdesk.rules.indicators import LABOUR_CHOICES
from mgdesk.services import cohorts as services
from mgdesk.services.enrolments import LeavesBeforeStart
from mgdesk.services.intake import NameMissing
from mgdesk.ui.kit import theme
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.dialog import Sheet
from mgdesk.ui.kit.fields import ChoiceField, DateField, SearchField, TextField
from mgdesk.ui.kit.form import Form
from mgdesk.ui.kit.labels import Pill
from mgdesk.ui.kit.layout import Empty
from mgdesk.ui.kit.saving import SavingSheet
from mgdesk.ui.kit.table import Column, Table
from mgdesk.ui.kit.theme import Tone

MOST_SHOWN: Final = 60  # people in the list; who is not among them is found by typing more


class EnrolForm(Form):
    """Find somebody and choose them in the list; or type the name of somebody new below it."""

    def __init__(self, context: Context, cohort: CohortDetail) -> None:
        super().__init__()
        self._context, self._cohort = context, cohort
        self.search = SearchField(_("Name, number or phone"))
        self.add_part(self.search)
        self.table: Table[LearnerRow] = Table(
            self._columns(),
            name=_("People found"),
            empty=Empty(_("Nobody of this name yet. Add them below."), icon_name="user-plus"),
            several=True,
            headers=False,
        )
        self.table.setFixedHeight(theme.px(250))
        self.add_part(self.table.carded())
        self.first_name, self.surname, self.phone = TextField(), TextField(), TextField()
        self._new = self.fold(_("Somebody new"))
        self.add_beside((_("First name"), self.first_name), (_("Surname"), self.surname))
        self.add(_("Phone"), self.phone)
        self.fold(_("Sent by their employer"))
        self.employer = self.add(_("Employer"), TextField())
        self.unfold()
        self._is_filling = False
        self.search.searched.connect(self._load)
        self.search.moved.connect(self.table.step)
        self.table.view.selectionModel().selectionChanged.connect(self._on_selected)
        for field in (self.first_name, self.surname):
            field.textEdited.connect(self._on_typed)
        self._load("")

    def _columns(self) -> list[Column[LearnerRow]]:
        return [
            Column(_("Name"), _name, second=_facts, strong=True, stretch=True),
            Column(_("Cohort"), self._here, pill=self._pill),
        ]

    def _is_here(self, row: LearnerRow) -> bool:
        return self._cohort.code in row.cohorts

    def _here(self, row: LearnerRow) -> str:
        return "" if self._is_here(row) else ", ".join(row.cohorts[:1])

    def _pill(self, row: LearnerRow) -> Pill | None:
        return Pill(Tone.OK, _("already here")) if self._is_here(row) else None

    def _load(self, text: str) -> None:
        self._context.read(
            partial(queries.learners, search=text, limit=MOST_SHOWN), self._show_people
        )

    def _show_people(self, people: list[LearnerRow]) -> None:
        self._is_filling = True
        self.table.set_rows(people)
        if len(people) == 1 and self.search.text().strip():
            self.table.choose(people[0].id)
        self._is_filling = False
        if not people:
            self._propose_new(self.search.text())

    def _propose_new(self, text: str) -> None:
        """Nobody is called that: it is the name of somebody new, unless one was typed already."""
        if names.clean(text) and not text.strip()[:1].isdigit():
            first_name, _blank, surname = names.clean(text).partition(" ")
            self.first_name.value, self.surname.value = first_name, surname
            self._new.open()

    def _on_selected(self) -> None:
        """Either somebody known or somebody new: choosing in the list empties the names below."""
        if self.table.selected and not self._is_filling:
            self.first_name.value = self.surname.value = self.phone.value = ""

    def _on_typed(self, text: str) -> None:
        if text.strip():
            self.table.view.clearSelection()

    def action(self) -> Callable[..., Any] | None:
        """What enrolling does; nothing is said yet when there is nobody to enrol."""
        cohort_id, employer = self._cohort.id, self.employer.value
        chosen = [row for row in self.table.selected if not self._is_here(row)]
        if len(chosen) == 1:
            return partial(
                services.enrol, person_id=chosen[0].id, cohort_id=cohort_id, employer=employer
            )
        if chosen:
            ids = [row.id for row in chosen]
            return partial(
                services.enrol_people, person_ids=ids, cohort_id=cohort_id, employer=employer
            )
        if names.is_name(self.first_name.value, self.surname.value):
            return partial(
                services.enrol_new,
                cohort_id=cohort_id,
                campus_id=self._cohort.campus_id,
                first_name=self.first_name.value,
                surname=self.surname.value,
                phone=self.phone.value,
                employer=employer,
            )
        return None


class EnrolSheet(Sheet):
    """Enrol one person or several; it stays open for the next one only when asked again."""

    def __init__(self, parent: QWidget, context: Context, cohort: CohortDetail) -> None:
        form = EnrolForm(context, cohort)
        super().__init__(
            parent,
            _("Enrol in {code}", code=cohort.code),
            form,
            accept=_("Enrol"),
            accept_icon="user-plus",
            on_accept=self._save,
            width=620,
        )
        self.form, self._context = form, context
        form.search.entered.connect(self._save)
        form.table.opened.connect(self._on_opened)
        form.search.setFocus()

    def _on_opened(self, _row: LearnerRow) -> None:
        self._save()

    def _save(self) -> None:
        action = self.form.action()
        if action is None:
            self.form.refuse(_("Choose somebody in the list, or type the name of somebody new."))
            return
        self._context.do(action, self._saved, failed=self._refused)

    def _saved(self, _result: object) -> None:
        self.close()

    def _refused(self, error: Exception) -> None:
        if isinstance(error, NameMissing):
            self.form.set_mistake(self.form.first_name, str(error))
        elif isinstance(error, DeskError):
            self.form.refuse(str(error))
        else:
            self._context.fail(error)


class EnrolmentForm(Form):
    """Somebody's place in a cohort: the status, and when they came and left."""

    def __init__(self, row: RosterRow, cohort: CohortDetail, today: date) -> None:
        super().__init__()
        self._cohort, self._today = cohort, today
        self.status = self.add(
            _("Status"),
            ChoiceField(
                [(status, _(ENROLMENT_STATUS_LABELS[status])) for status in EnrolmentStatus],
                row.status,
            ),
        )
        self.start_on = self.add(
            _("In the cohort from"),
            DateField(row.start_on),
            help_text=_("Empty: from the first day of the cohort."),
        )
        self.exit_on = self.add(_("Last day in the cohort"), DateField(row.exit_on))
        self.reason = self.add(_("Reason for leaving"), TextField(row.exit_reason))
        self._add_entry(row)
        self.status.edited.connect(self._on_status)
        self._show_leaving()

    def _add_entry(self, row: RosterRow) -> None:
        """What funders ask of people's entry; nothing of it is required."""
        self.fold(_("On entry, for statistics"))
        situations = {str(one): _(words) for one, words in LABOUR_CHOICES.items()}
        self.labour = self.add(_("Situation"), _choice(situations, row.labour_status))
        levels = {str(level): _(words) for level, words in SCHOOLING_LABELS.items()}
        self.schooling = self.add(_("Schooling (only a statistic)"), _choice(levels, row.schooling))
        self.employer = self.add(
            _("Sent by the employer"),
            TextField(row.employer),
            help_text=_("Only for a short course that an employer pays."),
        )
        self.unfold()

    @property
    def has_left(self) -> bool:
        return self.status.value in LEFT

    def _on_status(self) -> None:
        if self.has_left and self.exit_on.value is None:
            self.exit_on.value = min(
                max(self._today, self._cohort.first_day), self._cohort.last_day
            )
        self._show_leaving()
        if self.has_left:
            self.reason.setFocus()

    def _show_leaving(self) -> None:
        for field in (self.exit_on, self.reason):
            field.setEnabled(self.has_left)

    def mistakes(self) -> dict[QWidget, str]:
        first = self.start_on.value or self._cohort.first_day
        last = self.exit_on.value
        if self.has_left and last is not None and last < first:
            return {self.exit_on: str(LeavesBeforeStart())}
        return {}

    def values(self) -> dict[str, Any]:
        """As `set_enrolment` takes them."""
        return {
            "status": self.status.value,
            "start_on": self.start_on.value,
            "exit_on": self.exit_on.value if self.has_left else None,
            "exit_reason": self.reason.value if self.has_left else "",
            "labour_status": self.labour.value,
            "schooling": self.schooling.value,
            "employer": self.employer.value,
        }


class EnrolmentSheet(SavingSheet[EnrolmentForm]):
    """Change somebody's place in a cohort."""

    def __init__(
        self,
        parent: QWidget,
        context: Context,
        row: RosterRow,
        cohort: CohortDetail,
        today: date,
    ) -> None:
        form = EnrolmentForm(row, cohort, today)
        super().__init__(
            parent,
            _("{name} in {code}", name=row.name, code=cohort.code),
            form,
            accept=_("Save"),
            on_accept=self._save,
            width=480,
        )
        self.form, self._context, self._row = form, context, row
        form.status.setFocus()

    def _save(self) -> None:
        if not self.form.is_valid():
            return
        action = partial(
            services.set_enrolment,
            enrolment_id=self._row.enrolment_id,
            version=self._row.version,
            **self.form.values(),
        )
        self._context.do(action, self._saved, failed=self._refused)


def _choice(known: Mapping[str, str], value: str) -> ChoiceField:
    """One of the known words; what a list once wrote in its own stays to be chosen."""
    own = {} if value in {"", *known} else {value: value}
    return ChoiceField([("", _("Not said")), *known.items(), *own.items()], value)


def _name(row: LearnerRow) -> str:
    return row.list_name


def _facts(row: LearnerRow) -> str:
    """What tells namesakes apart: year of birth, number, the end of the phone, the other script."""
    ending = "".join(character for character in row.phone if character.isdecimal())[-4:]
    parts = (
        str(row.birth_year or ""),
        row.learner_number,
        f"…{ending}" if ending else "",
        row.second_name,
    )
    return " · ".join(isolate(part) for part in parts if part)
