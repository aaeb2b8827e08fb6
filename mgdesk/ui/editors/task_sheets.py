"""Sheets of one task: what is noted of it, why it is not needed, a task of one's own."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from uuid import UUID

from PySide6.QtWidgets import QWidget

from mgdesk.errors import DeskError
from mgdesk.i18n import gettext as _
from mgdesk.queries.tasks import TaskRow
from mgdesk.services import tasks as services
from mgdesk.ui.editors.proof_sheet import open_proof
from mgdesk.ui.editors.task_words import what, whose
from mgdesk.ui.kit.buttons import Button
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.dialog import Sheet
from mgdesk.ui.kit.fields import ChoiceField, DateField, MultilineField, TextField
from mgdesk.ui.kit.form import Form
from mgdesk.ui.kit.layout import box
from mgdesk.ui.kit.proof import ProofField


class TaskSheet(Sheet):
    """What is known of a task: due, done, reference, the paper itself, a note."""

    def __init__(self, parent: QWidget, context: Context, one: TaskRow, today: date) -> None:
        self.form = _TaskForm(one, today)
        heading = f"{what(one)} — {whose(one)}"
        super().__init__(
            parent, heading, box(self.form, None), accept=_("Save"), on_accept=self.save
        )
        self._context, self._one = context, one
        if one.proof_id is not None:
            show = partial(open_proof, self, context, one.proof_id)
            self.form.add_part(Button(_("Show the paper"), "image", kind="link", on_click=show))

    def save(self) -> None:
        if self.form.is_valid():
            self.accept_button.setEnabled(False)
            self._context.do(self._action(), self._saved, failed=self._refused)

    def _action(self) -> "partial[UUID]":
        form, one = self.form, self._one
        return partial(
            services.note_task,
            key=one.key,
            version=one.version,
            done_on=form.done_on.value,
            due_on=form.due_on.value if form.due_on.value != form.due else one_due(one),
            reference=form.reference.value,
            note=form.note.value,
            proof=form.proof.content if form.proof.is_changed else None,
        )

    def _saved(self, _task_id: UUID) -> None:
        self.close()

    def _refused(self, error: Exception) -> None:
        self.accept_button.setEnabled(True)
        tell(error, self.form, self._context)


def one_due(one: TaskRow) -> date | None:
    """The day that was noted; the list's own day is not noted again, so that it goes on following."""
    return one.due_on if one.is_moved else None


class _TaskForm(Form):
    def __init__(self, one: TaskRow, today: date) -> None:
        super().__init__()
        self.due = one.due_on
        self.done_on, self.due_on = DateField(one.done_on, today=today), DateField(one.due_on)
        self.add_beside((_("Done on"), self.done_on), (_("Due on"), self.due_on))
        self.reference = self.add(_("Reference"), TextField(one.reference))
        self.note = self.add(_("Note"), MultilineField(one.note, lines=2))
        self.proof = self.add(
            _("The paper, scanned or photographed"),
            ProofField(_("Paper")),
            help_text=_("Without a new file the old one stays.") if one.proof_id else "",
        )


class WaiveSheet(Sheet):
    """Why tasks are not needed."""

    def __init__(self, parent: QWidget, context: Context, chosen: Sequence[TaskRow]) -> None:
        self.form = Form()
        self.reason = self.form.add(_("Reason"), TextField())
        super().__init__(
            parent,
            _("Not needed: {task}", task=what(chosen[0])),
            box(self.form, None),
            accept=_("Not needed"),
            on_accept=self.save,
            width=480,
        )
        self._context, self._chosen = context, chosen
        self.reason.setFocus()

    def save(self) -> None:
        wanted = partial(
            services.waive_tasks, keys=[one.key for one in self._chosen], reason=self.reason.value
        )
        self._context.do(wanted, self._saved, failed=self._refused)

    def _saved(self, _n: object) -> None:
        self.close()

    def _refused(self, error: Exception) -> None:
        tell(error, self.form, self._context)


class OwnTaskSheet(Sheet):
    """A task that is on no list: for the cohort, or for one of its people."""

    def __init__(
        self, parent: QWidget, context: Context, cohort_id: UUID, people: Sequence[tuple[UUID, str]]
    ) -> None:
        self.form = Form()
        self.title = self.form.add(_("What has to be done"), TextField())
        self.whose = self.form.add(_("For whom"), ChoiceField([(None, _("The cohort")), *people]))
        self.due_on = self.form.add(_("Due on"), DateField())
        super().__init__(
            parent,
            _("New task"),
            box(self.form, None),
            accept=_("Add"),
            on_accept=self.save,
            width=480,
        )
        self._context, self._cohort_id = context, cohort_id
        self.title.setFocus()

    def save(self) -> None:
        if not self.form.is_valid():
            return
        wanted = partial(
            services.add_task,
            cohort_id=self._cohort_id,
            enrolment_id=self.whose.value,
            title=self.title.value,
            due_on=self.due_on.value,
        )
        self._context.do(wanted, self._saved, failed=self._refused)

    def _saved(self, _task_id: UUID) -> None:
        self.close()

    def _refused(self, error: Exception) -> None:
        tell(error, self.form, self._context)


def tell(error: Exception, form: Form, context: Context) -> None:
    """What was refused is said on the form; a fault of ours goes where faults go."""
    if isinstance(error, DeskError):
        form.refuse(str(error))
    else:
        context.fail(error)
