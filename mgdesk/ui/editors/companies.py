"""Companies that people founded, and who was hired by a partner."""

from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QWidget

from mgdesk.i18n import enumerate_words, format_day
from mgdesk.i18n import gettext as _
from mgdesk.queries import companies as queries
from mgdesk.queries.companies import CompanyRow, HireRow
from mgdesk.queries.naming import person_named
from mgdesk.rules.outcome import OUTCOME_LABELS
from mgdesk.rules.rights import Right
from mgdesk.services import companies as services
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.fields import CheckField, DateField, MultilineField, TextField
from mgdesk.ui.kit.form import Form
from mgdesk.ui.kit.labels import Pill
from mgdesk.ui.kit.layout import Card, Empty, column
from mgdesk.ui.kit.records import RecordList
from mgdesk.ui.kit.saving import SavingSheet
from mgdesk.ui.kit.table import Column, Table
from mgdesk.ui.kit.theme import Tone


class CompaniesView(QWidget):
    """Two lists: companies to add, correct, delete; hires, which follow from noted situations."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.companies = RecordList(
            _("Companies founded"),
            _company_columns(),
            empty=_("No company is noted yet."),
            add=_("Add a company"),
            on_add=partial(self.edit, None),
            on_edit=self.edit,
            on_delete=self._delete,
            needs=(Right.FOLLOW,),
        )
        self.hires: Table[HireRow] = Table(
            _hire_columns(),
            name=_("Hired by partners"),
            empty=Empty(_("Nobody hired by a partner is noted yet."), icon_name="handshake"),
        )
        hired = Card(_("Hired by partners"))
        hired.add(self.hires, 1)
        self.hires.opened.connect(self._open_person)
        whole = column(self.companies, gap=16)
        whole.addWidget(hired, 1)
        self.setLayout(whole)

    def load(self) -> None:
        chosen = self._context.campus_id
        self._context.read(partial(queries.companies, campus_id=chosen), self.companies.set_rows)
        self._context.read(partial(queries.hires, campus_id=chosen), self.hires.set_rows)

    def edit(self, known: CompanyRow | None) -> None:
        CompanySheet(self, self._context, known).open()

    def _delete(self, found: CompanyRow) -> None:
        self._context.do(partial(services.delete_company, company_id=found.id))

    def _open_person(self, found: HireRow) -> None:
        self._context.navigate("person", found.person_id)


class CompanySheet(SavingSheet[Form]):
    """A company: its name, who founded it, since when, whether it still works."""

    def __init__(self, parent: QWidget, context: Context, known: CompanyRow | None) -> None:
        self.form = Form()
        self.name = self.form.add(_("Name"), TextField(known.name if known else ""))
        self.name.setReadOnly(known is not None)
        founders = ", ".join(one.name for one in known.founders) if known else ""
        self.founders = self.form.add(
            _("Founders"),
            TextField(founders),
            help_text=_("Names or learner numbers, with commas between them."),
        )
        self.number = TextField(known.number if known else "", left_to_right=True)
        self.founded_on = DateField(known.founded_on if known else None)
        self.form.add_beside(
            (_("Register number"), self.number), (_("Founded on"), self.founded_on)
        )
        self.is_active = CheckField(_("Still active"), value=known.is_active if known else True)
        self.form.add_part(self.is_active)
        self.note = self.form.add(_("Note"), MultilineField(known.note if known else "", lines=2))
        heading = _("Company") if known else _("Add a company")
        super().__init__(
            parent, heading, self.form, accept=_("Save"), on_accept=self.save, width=520
        )
        self._context, self._known = context, known
        (self.founders if known else self.name).setFocus()

    def save(self) -> None:
        self.accept_button.setEnabled(False)
        values: dict[str, Any] = {
            "number": self.number.value,
            "founded_on": self.founded_on.value,
            "is_active": self.is_active.value,
            "note": self.note.value,
        }
        action = partial(
            _save,
            known=self._known,
            name=self.name.value,
            founders=self.founders.value,
            campus_id=self._context.campus_id,
            values=values,
        )
        self._context.do(action, self._saved, failed=self._refused)


def _save(
    session: Any,
    *,
    known: CompanyRow | None,
    name: str,
    founders: str,
    campus_id: UUID | None,
    values: dict[str, Any],
) -> None:
    """Runs in a thread: finds the founders by name, those known by their record, then saves."""
    from mgdesk.queries.today import campus_shown

    before = {one.name: one.person_id for one in known.founders} if known else {}
    typed = [who.strip() for who in founders.replace("،", ",").split(",") if who.strip()]
    ids = [before.get(who) or person_named(session, who=who) for who in typed]
    if known is not None:
        services.update_company(
            session, company_id=known.id, version=known.version, founder_ids=ids, **values
        )
        return
    campus = campus_shown(session, campus_id)
    if campus is not None:
        services.add_company(session, name=name, campus_id=campus.id, founder_ids=ids, **values)


def _company_columns() -> list[Column[CompanyRow]]:
    return [
        Column(
            _("Company"),
            lambda one: one.name,
            second=lambda one: enumerate_words([founder.name for founder in one.founders]),
            pill=_company_pill,
            stretch=True,
        ),
        Column(
            _("Founded on"),
            lambda one: format_day(one.founded_on) if one.founded_on else "–",
            sort=lambda one: one.founded_on,
            is_spare=True,
        ),
    ]


def _company_pill(one: CompanyRow) -> Pill | None:
    return None if one.is_active else Pill(Tone.NEUTRAL, _("no longer active"))


def _hire_columns() -> list[Column[HireRow]]:
    return [
        Column(
            _("Name"),
            lambda one: one.name,
            second=lambda one: _(OUTCOME_LABELS[one.kind]),
            stretch=True,
            strong=True,
        ),
        Column(_("Partner"), lambda one: one.partner),
        Column(
            _("Since when"),
            lambda one: format_day(one.on, "short"),
            sort=lambda one: one.on,
            is_spare=True,
        ),
    ]
