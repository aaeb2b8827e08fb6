"""Sheets after a training: what became of somebody, a try to reach them."""

from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from mgdesk.errors import DeskError
from mgdesk.i18n import gettext as _
from mgdesk.queries.calls import FollowUpRow
from mgdesk.rules.outcome import (
    ATTEMPT_LABELS,
    CONTRACT_LABELS,
    EMPLOYED,
    EVIDENCE_LABELS,
    MILESTONE_LABELS,
    OUTCOME_LABELS,
    WORK,
    AttemptResult,
    Evidence,
    OutcomeKind,
)
from mgdesk.services import outcomes as services
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.dialog import Sheet
from mgdesk.ui.kit.fields import ChoiceField, DateField, MultilineField, NumberField, TextField
from mgdesk.ui.kit.form import Form
from mgdesk.ui.kit.proof import ProofField


class OutcomeSheet(Sheet):
    """The situation is enough: a letter or an arrow chooses it, Enter notes it."""

    def __init__(self, parent: QWidget, context: Context, row: FollowUpRow) -> None:
        self.form = OutcomeForm(row.last_known)
        milestone = _(MILESTONE_LABELS[row.milestone])
        super().__init__(
            parent,
            _("{name}, {milestone}", name=row.name, milestone=milestone),
            self.form,
            accept=_("Note it"),
            on_accept=self.save,
            width=680,
        )
        self._context, self._row = context, row
        self.form.kind.setFocus()

    def save(self) -> None:
        if not self.form.is_valid():
            return
        self.accept_button.setEnabled(False)
        action = partial(
            services.note_outcome,
            enrolment_id=self._row.enrolment_id,
            milestone=self._row.milestone,
            **self.form.fields(),
        )
        self._context.do(action, self._saved, failed=self._refused)

    def _saved(self, _outcome_id: object) -> None:
        self.close()

    def _refused(self, error: Exception) -> None:
        self.accept_button.setEnabled(True)
        _tell(error, self.form, self._context)


class OutcomeForm(Form):
    """What does not belong to the chosen situation is not asked for."""

    def __init__(self, last_known: OutcomeKind | None) -> None:
        super().__init__()
        kinds = [(kind, _(words)) for kind, words in OUTCOME_LABELS.items()]
        self.kind = self.add(_("Situation"), ChoiceField(kinds, last_known or OutcomeKind.JOB))
        self.since = DateField()
        self.is_in_field = ChoiceField([(None, _("not said")), (True, _("yes")), (False, _("no"))])
        self.add_beside(
            (_("Since when"), self.since), (_("In the field of the training"), self.is_in_field)
        )
        self.employer = self.add(_("Employer, company or school"), TextField())
        self.hours = NumberField(0, most=80, unit=_("h"), empty=_("not said"))
        contracts = [(kind, _(words)) for kind, words in CONTRACT_LABELS.items()]
        self.contract = ChoiceField([(None, _("not said")), *contracts])
        self.add_beside((_("Hours a week"), self.hours), (_("Contract"), self.contract))
        evidence = [(kind, _(words)) for kind, words in EVIDENCE_LABELS.items()]
        self.evidence = self.add(_("How it is known"), ChoiceField(evidence, Evidence.DECLARED))
        folded = self.fold(_("Proof and note"))
        self.proof = self.add(_("Proof"), ProofField(_("Proof")))
        self.note = self.add(_("Note"), MultilineField(lines=2))
        self.folded = folded
        self.kind.edited.connect(self._settle)
        self._settle()

    def _settle(self) -> None:
        kind = self.kind.value
        for field, kinds in (
            (self.is_in_field, WORK | EMPLOYED),
            (self.hours, WORK | EMPLOYED),
            (self.contract, EMPLOYED),
            (self.employer, WORK | EMPLOYED | {OutcomeKind.TRAINING}),
        ):
            field.setEnabled(kind in kinds)

    def fields(self) -> dict[str, Any]:
        said: dict[str, Any] = {
            "kind": self.kind.value,
            "since": self.since.value,
            "evidence": self.evidence.value,
            "proof": self.proof.content,
            "note": self.note.value,
        }
        if self.is_in_field.isEnabled():
            said["is_in_field"] = self.is_in_field.value
        if self.hours.isEnabled():
            said["hours_a_week"] = self.hours.value() or None
        if self.contract.isEnabled():
            said["contract"] = self.contract.value
        if self.employer.isEnabled():
            said["employer"] = self.employer.value
        return said


class AttemptSheet(Sheet):
    """A try that did not bring an answer, and when to call again."""

    def __init__(self, parent: QWidget, context: Context, row: FollowUpRow) -> None:
        self.form = Form()
        results = [(kind, _(words)) for kind, words in ATTEMPT_LABELS.items()]
        self.came_of = self.form.add(
            _("What came of it"), ChoiceField(results, AttemptResult.CALL_BACK)
        )
        self.day = self.form.add(_("Call back on"), DateField())
        self.note = self.form.add(_("Note"), TextField())
        super().__init__(
            parent,
            _("Call to {name}", name=row.name),
            self.form,
            accept=_("Note it"),
            on_accept=self.save,
            width=460,
        )
        self._context, self._row = context, row
        self.day.setFocus()

    def save(self) -> None:
        if not self.form.is_valid():
            return
        self.accept_button.setEnabled(False)
        action = partial(
            services.note_attempt,
            enrolment_id=self._row.enrolment_id,
            milestone=self._row.milestone,
            result=self.came_of.value,
            call_back_on=self.day.value,
            note=self.note.value,
        )
        self._context.do(action, self._saved, failed=self._refused)

    def _saved(self, _attempt_id: object) -> None:
        self.close()

    def _refused(self, error: Exception) -> None:
        self.accept_button.setEnabled(True)
        _tell(error, self.form, self._context)


def _tell(error: Exception, form: Form, context: Context) -> None:
    if isinstance(error, DeskError):
        form.refuse(str(error))
    else:
        context.fail(error)
