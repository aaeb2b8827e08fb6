"""Sheets of an application: taken in at the desk, decided by somebody, heard in an interview."""

from collections.abc import Sequence
from functools import partial
from typing import Any, Final
from uuid import UUID

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from mgdesk.i18n import LANGUAGES, isolate, language_name, ngettext
from mgdesk.i18n import gettext as _
from mgdesk.queries import cohorts as cohort_queries
from mgdesk.queries import people as people_queries
from mgdesk.queries.applications import ApplicationRow, GoalRow
from mgdesk.queries.campuses import campuses
from mgdesk.queries.people import DuplicateRow
from mgdesk.queries.selection import CriterionRow, InterviewRow
from mgdesk.rules import names
from mgdesk.rules.application import (
    APPLICATION_STATUS_LABELS,
    CHANNEL_LABELS,
    SCHOOLING_LABELS,
    ApplicationStatus,
    Channel,
)
from mgdesk.rules.enrolment import CohortStatus
from mgdesk.rules.selection import CRITERION_KIND_LABELS, MOST_OF, CriterionKind
from mgdesk.services import applications as services
from mgdesk.services import intake, selection
from mgdesk.services.selection import CriterionFields
from mgdesk.ui.editors.duplicates import DuplicatesCard
from mgdesk.ui.kit import labels
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.fields import ChoiceField, MultilineField, NumberField, TextField
from mgdesk.ui.kit.form import Form
from mgdesk.ui.kit.saving import SavingSheet

PAUSE: Final = 200  # milliseconds without a key before namesakes are looked for
Goals = Sequence[tuple[Any, str]]  # (training, cohort or none), in words
_TO_COME: Final = (CohortStatus.PLANNED, CohortStatus.CONFIRMED, CohortStatus.RUNNING)
SPARE: Final = 2  # empty lines offered for further criteria


def offered_goals(session: Any, *, campus_id: UUID | None) -> list[tuple[Any, str]]:
    """What can be applied for: cohorts that run or are to come, a campus's own first, then trainings."""
    trainings = cohort_queries.trainings(session)
    ids = {one.title: one.id for one in trainings}
    cohorts = cohort_queries.cohorts(session, statuses=_TO_COME)
    here = {one.code for one in campuses(session) if one.id == campus_id}
    cohorts.sort(key=lambda one: one.campus not in here)
    offered: list[tuple[Any, str]] = [
        ((ids[one.training], one.id), f"{isolate(one.code)} · {one.training}") for one in cohorts
    ]
    return offered + [((one.id, None), one.title) for one in trainings]


class ApplicationForm(Form):
    """Who applies for what, in their own words. A name and a goal are enough."""

    def __init__(self, goals: Goals, goal: object, name: str = "") -> None:
        super().__init__()
        self.person_id: UUID | None = None
        self.name = self.add(_("Name"), TextField(name))
        self.duplicates = DuplicatesCard()
        self.add_part(self.duplicates)
        self.goal = self.add(_("Applies for"), ChoiceField(goals, goal))
        self._build_words()
        self.duplicates.opened.connect(self._choose)
        self.name.edited.connect(self._forget)

    def _build_words(self, *, is_whole: bool = False) -> None:
        self.motivation = self.add(_("Motivation, in their own words"), MultilineField(lines=5))
        self.channel = ChoiceField(
            [(one, _(words)) for one, words in CHANNEL_LABELS.items()], Channel.WALK_IN
        )
        self.prescriber = TextField()
        self.add_beside((_("How it came"), self.channel), (_("Sent by"), self.prescriber))
        self.fold(_("More"), is_open=is_whole)
        self.availability = self.add(_("When they are free"), TextField())
        self.heard_of = self.add(_("How they heard of us"), TextField())
        self.wished = ChoiceField(
            [("", _("Not said")), *((code, language_name(code)) for code in LANGUAGES)], ""
        )
        levels = [(level, _(words)) for level, words in SCHOOLING_LABELS.items()]
        self.schooling = ChoiceField([(None, _("Not said")), *levels])
        self.add_beside(
            (_("Language wished"), self.wished), (_("Schooling (only a statistic)"), self.schooling)
        )
        self.note = self.add(_("Remark"), MultilineField(lines=2))

    def _choose(self, person_id: UUID) -> None:
        found = next(row for row in self.duplicates.rows if row.id == person_id)
        self.name.value = found.name
        self.person_id = found.id
        self.duplicates.set_rows(())
        self.motivation.setFocus()

    def _forget(self) -> None:
        """Another name typed is somebody else."""
        self.person_id = None

    def mistakes(self) -> dict[QWidget, str]:
        if self.person_id is None and not names.is_name(self.name.value, ""):
            return {self.name: str(intake.NameMissing())}
        return {}

    def values(self) -> dict[str, Any]:
        return {
            "motivation": self.motivation.value,
            "channel": self.channel.value,
            "prescriber": self.prescriber.value,
            "availability": self.availability.value,
            "heard_of": self.heard_of.value,
            "language": self.wished.value,
            "schooling": self.schooling.value,
            "note": self.note.value,
        }


class CorrectionForm(ApplicationForm):
    """What an application says, to be corrected; whose it is and for what stays."""

    def __init__(self, row: ApplicationRow) -> None:
        Form.__init__(self)
        self._build_words(is_whole=True)
        self.motivation.value, self.channel.value = row.motivation, row.channel
        self.prescriber.value, self.heard_of.value = row.prescriber, row.heard_of
        self.availability.value, self.note.value = row.availability, row.note
        self.wished.value, self.schooling.value = row.language, row.schooling

    def mistakes(self) -> dict[QWidget, str]:
        return {}


class CorrectionSheet(SavingSheet[CorrectionForm]):
    """Correct what an application says."""

    def __init__(self, parent: QWidget, context: Context, row: ApplicationRow) -> None:
        self.form = CorrectionForm(row)
        heading = _("Application of {name}", name=row.name)
        super().__init__(
            parent, heading, self.form, accept=_("Save"), on_accept=self.save, width=600
        )
        self._context, self._row = context, row
        self.form.motivation.setFocus()

    def save(self) -> None:
        action = partial(
            services.change_application,
            application_id=self._row.id,
            version=self._row.version,
            **self.form.values(),
        )
        self.send(self._context, action)


class EnrolForm(Form):
    def __init__(self, goals: Goals) -> None:
        super().__init__()
        self.cohort = self.add(_("Cohort"), ChoiceField(goals, goals[0][0]))


class EnrolSheet(SavingSheet[EnrolForm]):
    """Which cohort somebody enters who applied for a training."""

    def __init__(
        self, parent: QWidget, context: Context, row: ApplicationRow, goals: Goals
    ) -> None:
        self.form = EnrolForm(goals)
        heading = _("Enrol {name}", name=row.name)
        super().__init__(
            parent, heading, self.form, accept=_("Enrol"), on_accept=self.save, width=460
        )
        self._context, self._row = context, row

    def save(self) -> None:
        _training_id, cohort_id = self.form.cohort.value
        action = partial(services.enrol_accepted, application_id=self._row.id, cohort_id=cohort_id)
        self.send(self._context, action)


class ApplicationSheet(SavingSheet[ApplicationForm]):
    """Take in an application; who is known already is offered while the name is typed."""

    taken = Signal(object)  # its id

    def __init__(
        self,
        parent: QWidget,
        context: Context,
        campus_id: UUID | None,
        goals: Goals,
        goal: object,
        name: str = "",
    ) -> None:
        self.form = ApplicationForm(goals, goal, name)
        super().__init__(
            parent,
            _("New application"),
            self.form,
            accept=_("Save"),
            on_accept=self.save,
            width=600,
        )
        self._context, self._campus_id = context, campus_id
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self._look)
        self.form.name.edited.connect(self._pause.start)
        self.form.name.setFocus()
        if name:
            self._look()

    def save(self) -> None:
        form = self.form
        goal = form.goal.value
        aim: dict[str, Any] = {"cohort_id": goal[1], "training_id": goal[0]} if goal else {}
        who: dict[str, Any] = {
            "person_id": form.person_id,
            "name": form.name.value,
            "campus_id": self._campus_id,
        }
        self.send(self._context, partial(services.take_in, **who, **aim, **form.values()))

    def _saved(self, result: object) -> None:
        self.taken.emit(result)
        super()._saved(result)

    def _look(self) -> None:
        typed = names.clean(self.form.name.value)
        if len(typed) < 3 or self.form.person_id is not None:
            self.form.duplicates.set_rows(())
            return
        first, _blank, surname = typed.partition(" ")
        wanted = partial(people_queries.namesakes, first_name=first, surname=surname)
        self._context.read(wanted, self._advise)

    def _advise(self, rows: Sequence[DuplicateRow]) -> None:
        if self.form.person_id is None:
            self.form.duplicates.set_rows(rows)


class DecisionForm(Form):
    """`decided_by` is asked for where nobody signs on."""

    def __init__(self, status: ApplicationStatus, *, decided_by: str | None) -> None:
        super().__init__()
        statuses = [(one, _(words)) for one, words in APPLICATION_STATUS_LABELS.items()]
        self.status = self.add(_("Status"), ChoiceField(statuses, status))
        self.reason = self.add(
            _("Reason"),
            MultilineField(),
            help_text=_("Kept with the application, not printed on the letter."),
        )
        self.decided_by = TextField(decided_by or "")
        if decided_by is not None:
            self.add(_("Decided by"), self.decided_by)


class DecisionSheet(SavingSheet[DecisionForm]):
    """Say how one or several applications stand: who decides and why are kept."""

    decided = Signal(str)  # by whom, as it was typed

    def __init__(
        self,
        parent: QWidget,
        context: Context,
        rows: Sequence[ApplicationRow],
        decided_by: str | None,
    ) -> None:
        self.form = DecisionForm(rows[0].status, decided_by=decided_by)
        n = len(rows)
        heading = (
            _("Decision on {name}", name=rows[0].name)
            if n == 1
            else ngettext("Decision on {n} application", "Decision on {n} applications", n)
        )
        super().__init__(
            parent, heading, self.form, accept=_("Save"), on_accept=self.save, width=520
        )
        self._context, self._rows = context, rows
        self.form.status.setFocus()

    def save(self) -> None:
        action = partial(
            services.set_statuses,
            application_ids=[row.id for row in self._rows],
            status=self.form.status.value,
            reason=self.form.reason.value,
            decided_by=self.form.decided_by.value,
        )
        self.send(self._context, action)

    def _saved(self, result: object) -> None:
        self.decided.emit(self.form.decided_by.value)
        super()._saved(result)


class InterviewForm(Form):
    """A line for each criterion; what was not asked stays empty and costs nothing."""

    def __init__(self, criteria: Sequence[CriterionRow], interviewer: str) -> None:
        super().__init__()
        self.interviewer = self.add(_("Interviewer"), TextField(interviewer))
        self.points: dict[UUID, ChoiceField] = {}
        for one in criteria:
            field = ChoiceField([(None, _("Not asked")), *_marks(one.kind)])
            self.points[one.id] = self.add(one.name, field, help_text=one.guidance)
        if not criteria:
            self.add_part(labels.muted(_("No criteria yet: only the note is kept.")))
        self.note = self.add(_("What was said"), MultilineField(lines=4))

    def fill(self, known: InterviewRow) -> None:
        self.note.value = known.note
        for key, field in self.points.items():
            field.value = known.points.get(key)

    def mistakes(self) -> dict[QWidget, str]:
        if not names.clean(self.interviewer.value):
            return {self.interviewer: str(selection.InterviewerMissing())}
        return {}


def _marks(kind: CriterionKind) -> list[tuple[object, str]]:
    if kind is CriterionKind.YES_NO:
        return [(1, _("Yes")), (0, _("No"))]
    return [(points, f"{points} / {MOST_OF[kind]}") for points in range(MOST_OF[kind], -1, -1)]


class InterviewSheet(SavingSheet[InterviewForm]):
    """What one interviewer heard; the sheet of the same name is written on."""

    written = Signal(str)  # by whom

    def __init__(
        self,
        parent: QWidget,
        context: Context,
        row: ApplicationRow,
        criteria: Sequence[CriterionRow],
        known: Sequence[InterviewRow],
        interviewer: str = "",
    ) -> None:
        self.form = InterviewForm(criteria, interviewer)
        heading = _("Interview of {name}", name=row.name)
        super().__init__(
            parent, heading, self.form, accept=_("Save"), on_accept=self.save, width=560
        )
        self._context, self._row = context, row
        self._known = {names.fold(one.interviewer): one for one in known}
        self.form.interviewer.editingFinished.connect(self._recall)
        first = next(iter(self.form.points.values()), self.form.note)
        (first if interviewer else self.form.interviewer).setFocus()
        self._recall()

    def save(self) -> None:
        action = partial(
            selection.write_interview,
            application_id=self._row.id,
            interviewer=self.form.interviewer.value,
            points={key: field.value for key, field in self.form.points.items()},
            note=self.form.note.value,
        )
        self.send(self._context, action)

    def _saved(self, result: object) -> None:
        self.written.emit(self.form.interviewer.value)
        super()._saved(result)

    def _recall(self) -> None:
        """Somebody who wrote before goes on with their own sheet."""
        known = self._known.pop(names.fold(self.form.interviewer.value), None)
        if known is not None:
            self.form.fill(known)


class CriteriaForm(Form):
    def __init__(self, known: Sequence[CriterionRow]) -> None:
        super().__init__()
        self.add_part(labels.muted(_("What counts in the choice. Empty lines are left out.")))
        self._lines: list[tuple[UUID | None, TextField, NumberField, ChoiceField, TextField]] = []
        for one in [*known, *[None] * SPARE]:
            name, weight = TextField(one.name if one else ""), NumberField(1, most=100)
            kinds = [(kind, _(words)) for kind, words in CRITERION_KIND_LABELS.items()]
            kind = ChoiceField(kinds, one.kind if one else CriterionKind.POINTS)
            guidance = TextField(one.guidance if one else "")
            if one:
                weight.setValue(one.weight)
            self.add_beside(
                (_("Criterion"), name), (_("Weight"), weight), (_("Points"), kind),
                (_("What to ask"), guidance),
            )  # fmt: skip
            self._lines.append((one.id if one else None, name, weight, kind, guidance))

    def criteria(self) -> list[CriterionFields]:
        return [
            CriterionFields(name.value, weight.value(), kind.value, guidance.value, key)
            for key, name, weight, kind, guidance in self._lines
            if names.clean(name.value)
        ]


class CriteriaSheet(SavingSheet[CriteriaForm]):
    """The criteria of a campus for a training."""

    def __init__(
        self,
        parent: QWidget,
        context: Context,
        goal: GoalRow,
        campus_id: UUID,
        known: Sequence[CriterionRow],
    ) -> None:
        self.form = CriteriaForm(known)
        heading = _("Criteria for {training}", training=goal.training)
        super().__init__(
            parent, heading, self.form, accept=_("Save"), on_accept=self.save, width=860
        )
        self._context, self._place = context, (goal.training_id, campus_id)

    def save(self) -> None:
        training_id, campus_id = self._place
        action = partial(
            selection.set_criteria,
            training_id=training_id,
            campus_id=campus_id,
            criteria=self.form.criteria(),
        )
        self.send(self._context, action)
