"""Employers as people named them: corrected, linked to a partner, two spellings made one."""

from collections.abc import Sequence
from functools import partial
from typing import Any, NamedTuple

from PySide6.QtWidgets import QWidget

from mgdesk.i18n import gettext as _
from mgdesk.i18n import ngettext
from mgdesk.queries import campuses, companies
from mgdesk.queries.campuses import OrganisationRow
from mgdesk.queries.companies import EmployerRow
from mgdesk.rules.rights import Right
from mgdesk.services import employers as services
from mgdesk.ui.kit.buttons import Button
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.fields import ChoiceField, TextField
from mgdesk.ui.kit.form import Form
from mgdesk.ui.kit.layout import Card, Empty, column, row
from mgdesk.ui.kit.saving import SavingSheet
from mgdesk.ui.kit.table import Column, Table


class Known(NamedTuple):
    """What the list shows and its sheet offers."""

    employers: Sequence[EmployerRow]
    partners: Sequence[OrganisationRow]


class EmployerList(QWidget):
    """Enter corrects; employers come by themselves with the situations that name them."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._partners: Sequence[OrganisationRow] = ()
        empty = Empty(_("No employer is noted yet."), icon_name="building-2")
        self.table: Table[EmployerRow] = Table(
            _columns(), name=_("Employers"), empty=empty, sort_by=0
        )
        self.edit_button = Button(
            _("Correct or link to a partner…"), "pencil", on_click=self.edit, needs=(Right.WELCOME,)
        )
        card = Card()
        card.add(self.table, 1)
        card.add(row(self.edit_button, None))
        self.setLayout(column(card))
        self.table.opened.connect(self.edit)
        self.table.chosen.connect(self._on_chosen)
        self._on_chosen(None)

    def load(self) -> None:
        self._context.read(_known, self._show)

    def _show(self, found: Known) -> None:
        self._partners = found.partners
        self.table.set_rows(found.employers)

    def edit(self, _row: object = None) -> None:
        found = self.table.current
        if found is not None:
            EmployerSheet(self, self._context, found, self.table.rows, self._partners).open()

    def _on_chosen(self, found: EmployerRow | None) -> None:
        self.edit_button.setEnabled(found is not None)


class EmployerSheet(SavingSheet[Form]):
    """Name, register number, the partner that it is; or the employer that it is another spelling of."""

    def __init__(
        self,
        parent: QWidget,
        context: Context,
        known: EmployerRow,
        employers: Sequence[EmployerRow],
        partners: Sequence[OrganisationRow],
    ) -> None:
        self.form = Form()
        self.name = self.form.add(_("Name"), TextField(known.name))
        self.number = self.form.add(
            _("Register number"), TextField(known.number, left_to_right=True)
        )
        none: list[tuple[Any, str]] = [(None, _("none"))]
        offered = [*none, *((one.id, one.name) for one in partners)]
        self.partner = self.form.add(_("Partner"), ChoiceField(offered, known.partner_id))
        others = [(one.id, one.name) for one in employers if one.id != known.id]
        self.same = self.form.add(
            _("The same as"),
            ChoiceField([(None, _("no other")), *others]),
            help_text=_("Whoever works here works there from now on, and this spelling goes."),
        )
        super().__init__(
            parent, _("Employer"), self.form, accept=_("Save"), on_accept=self.save, width=520
        )
        self._context, self._known = context, known
        self.same.edited.connect(self._settle)
        self.name.setFocus()

    def _settle(self) -> None:
        for field in (self.name, self.number, self.partner):
            field.setEnabled(self.same.value is None)

    def save(self) -> None:
        self.accept_button.setEnabled(False)
        self._context.do(self._action(), self._saved, failed=self._refused)

    def _action(self) -> Any:
        known, same = self._known, self.same.value
        if same is not None:
            return partial(services.merge_employers, kept_id=same, other_id=known.id)
        return partial(
            services.update_employer,
            employer_id=known.id,
            version=known.version,
            name=self.name.value,
            number=self.number.value,
            partner_id=self.partner.value,
        )


def _columns() -> list[Column[EmployerRow]]:
    return [
        Column(
            _("Employer"),
            lambda one: one.name,
            second=lambda one: ngettext("{n} person", "{n} people", one.people),
            stretch=True,
            strong=True,
        ),
        Column(_("Partner"), lambda one: one.partner or "–"),
    ]


def _known(session: Any) -> Known:
    """Runs in a thread."""
    return Known(companies.employers(session), campuses.partners(session))
