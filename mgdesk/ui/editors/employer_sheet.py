"""Which employer sent people to a cohort: said, changed or taken away for one or several at once."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from mgdesk.errors import DeskError
from mgdesk.i18n import gettext as _
from mgdesk.i18n import isolate, ngettext
from mgdesk.queries.cohorts import RosterRow
from mgdesk.services import enrolments
from mgdesk.ui.kit import labels
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.dialog import Sheet
from mgdesk.ui.kit.fields import TextField
from mgdesk.ui.kit.form import Form


class EmployerForm(Form):
    """Whose employer it is, and its name; the one that all of them have is there already."""

    def __init__(self, rows: Sequence[RosterRow]) -> None:
        super().__init__()
        shown = ", ".join(isolate(row.name) for row in rows)
        self.add_part(labels.muted(labels.directed(shown)))
        known = {row.employer for row in rows}
        self.employer = self.add(
            _("Sent by the employer"),
            TextField(known.pop() if len(known) == 1 else ""),
            help_text=_("Empty: no employer sent them."),
        )


class EmployerSheet(Sheet):
    """Save writes it for all of them as one change, which undo takes back whole."""

    def __init__(self, parent: QWidget, context: Context, rows: Sequence[RosterRow]) -> None:
        self.form = EmployerForm(rows)
        n = len(rows)
        heading = ngettext("Employer of {n} person", "Employer of {n} people", n)
        super().__init__(
            parent, heading, self.form, accept=_("Save"), on_accept=self._save, width=480
        )
        self._context, self._ids = context, [row.enrolment_id for row in rows]
        self.form.employer.setFocus()

    def _save(self) -> None:
        action = partial(
            enrolments.set_employer, enrolment_ids=self._ids, employer=self.form.employer.value
        )
        self._context.do(action, self._saved, failed=self._refused)

    def _saved(self, _result: object) -> None:
        self.close()

    def _refused(self, error: Exception) -> None:
        if isinstance(error, DeskError):
            self.form.refuse(str(error))
        else:
            self._context.fail(error)
