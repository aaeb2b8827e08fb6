"""The sheet of one absence: days, reason, how it was told, the proof."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QWidget

from mgdesk.i18n import gettext as _
from mgdesk.i18n import isolate
from mgdesk.queries.absences import AbsenceRow
from mgdesk.queries.campuses import ReasonRow
from mgdesk.rules.absence import NOTICE_LABELS, AbsenceNotice
from mgdesk.services import absences as services
from mgdesk.ui.editors.task_sheets import tell
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.dialog import Sheet
from mgdesk.ui.kit.fields import ChoiceField, DateField, MultilineField
from mgdesk.ui.kit.form import Form
from mgdesk.ui.kit.layout import box
from mgdesk.ui.kit.proof import ProofField

Enrolled = Sequence[tuple[UUID, str]]


class AbsenceSheet(Sheet):
    """A new absence of one of several people, or what is known of one that is there."""

    def __init__(
        self,
        parent: QWidget,
        context: Context,
        reasons: Sequence[ReasonRow],
        *,
        today: date,
        enrolled: Enrolled = (),
        known: AbsenceRow | None = None,
    ) -> None:
        self.form = AbsenceForm(reasons, enrolled, known, today)
        heading = _("Absence of {name}", name=known.name) if known else _("New absence")
        super().__init__(
            parent, heading, box(self.form, None), accept=_("Save"), on_accept=self.save
        )
        self._context, self._known = context, known

    def save(self) -> None:
        if self.form.is_valid():
            self.accept_button.setEnabled(False)
            self._context.do(self._action(), self._saved, failed=self._refused)

    def _action(self) -> "partial[Any]":
        said, known = self.form.said(), self._known
        if known is not None and known.id is not None:
            return partial(
                services.update_absence, absence_id=known.id, version=known.version, **said
            )
        enrolment_id = known.enrolment_id if known else self.form.whose.value
        return partial(services.add_absence, enrolment_id=enrolment_id, **said)

    def _saved(self, _result: object) -> None:
        self.close()

    def _refused(self, error: Exception) -> None:
        self.accept_button.setEnabled(True)
        tell(error, self.form, self._context)


class AbsenceForm(Form):
    def __init__(
        self,
        reasons: Sequence[ReasonRow],
        enrolled: Enrolled,
        known: AbsenceRow | None,
        today: date,
    ) -> None:
        super().__init__()
        self.whose = ChoiceField(enrolled)
        if known is None:
            self.add(_("Who"), self.whose)
        self.first_day = DateField(known.first_day if known else today, today=today)
        self.last_day = DateField(known.last_day if known else today, today=today)
        self.add_beside((_("First day"), self.first_day), (_("Last day"), self.last_day))
        choices = [(None, _("not known yet")), *((one.id, _words(one)) for one in reasons)]
        self.reason = self.add(
            _("Reason"), ChoiceField(choices, known.reason_id if known else None)
        )
        self.notice = ChoiceField(
            [(one, _(NOTICE_LABELS[one])) for one in AbsenceNotice],
            known.notice if known else AbsenceNotice.NONE,
        )
        self.announced_on = DateField(known.announced_on if known else None, today=today)
        self.add_beside((_("Told"), self.notice), (_("Told on"), self.announced_on))
        self.proof = self.add(
            _("Proof, scanned or photographed"),
            ProofField(_("Proof")),
            help_text=_("Without a new file the old one stays.")
            if known and known.has_proof
            else "",
        )
        self.note = self.add(_("Note"), MultilineField(known.note if known else "", lines=2))

    def mistakes(self) -> dict[QWidget, str]:
        first, last = self.first_day.value, self.last_day.value
        needed = _("An absence needs a first and a last day.")
        backwards = _("The absence ends before it starts. Change its days.")
        is_backwards = first is not None and last is not None and last < first
        return {
            self.first_day: "" if first else needed,
            self.last_day: (backwards if is_backwards else "") if last else needed,
        }

    def said(self) -> dict[str, Any]:
        return {
            "first_day": self.first_day.value,
            "last_day": self.last_day.value,
            "reason_id": self.reason.value,
            "notice": self.notice.value,
            "announced_on": self.announced_on.value,
            "proof": self.proof.content if self.proof.is_changed else None,
            "note": self.note.value,
        }


def _words(reason: ReasonRow) -> str:
    """A reason with what it asks for."""
    asked = _("with proof") if reason.needs_proof else ""
    told = asked if reason.is_justified else _("not justified")
    return f"{isolate(reason.label)} · {told}" if told else reason.label
