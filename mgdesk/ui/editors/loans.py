"""Sheets of loans: lend something, take it back, give more time."""

from collections.abc import Sequence
from functools import partial
from uuid import UUID

from PySide6.QtWidgets import QWidget

from mgdesk.errors import DeskError
from mgdesk.i18n import gettext as _
from mgdesk.queries import loans as queries
from mgdesk.queries.loans import LoanRow, ResourceRow
from mgdesk.queries.people import PersonDetail
from mgdesk.services import loans as services
from mgdesk.ui.editors.more_papers import open_loan_receipt
from mgdesk.ui.kit import theme
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.dialog import Sheet
from mgdesk.ui.kit.fields import CheckField, ChoiceField, DateField, TextField
from mgdesk.ui.kit.form import Form
from mgdesk.ui.kit.layout import box


class LendSheet(Sheet):
    """Lend one of the free things to a person; Enter is enough when it is the right one."""

    def __init__(
        self, parent: QWidget, context: Context, person: PersonDetail, free: Sequence[ResourceRow]
    ) -> None:
        self.form = LendForm(free)
        super().__init__(
            parent,
            _("Lend to {name}", name=person.name),
            box(self.form, None),
            accept=_("Lend"),
            on_accept=self.save,
            width=520,
        )
        self._over, self._context, self._person = parent, context, person
        if not free:
            self.accept_button.setEnabled(False)
            self.form.refuse(
                _("Nothing is free to lend. Keys and laptops are added in the settings: Campus.")
            )
            self.keep_height(self.height() + theme.px(72))
        self.form.resource.setFocus()

    def save(self) -> None:
        if not self.form.is_valid():
            return
        self.accept_button.setEnabled(False)
        action = partial(
            services.lend,
            resource_id=self.form.resource.value,
            person_id=self._person.id,
            due_on=self.form.due.value,
            condition=self.form.condition.value,
        )
        self._context.do(action, self._saved, failed=self._refused)

    def _saved(self, loan_id: UUID) -> None:
        if self.form.receipt.value:
            wanted = partial(queries.loan, loan_id=loan_id)
            self._context.read(wanted, self._open_receipt, failed=self._context.fail)
        else:
            self.close()

    def _open_receipt(self, found: LoanRow) -> None:
        self.close()
        open_loan_receipt(self._over, self._context, found)

    def _refused(self, error: Exception) -> None:
        self.accept_button.setEnabled(True)
        _tell(error, self.form, self._context)


class LendForm(Form):
    def __init__(self, free: Sequence[ResourceRow]) -> None:
        super().__init__()
        self.resource = self.add(
            _("What is lent"), ChoiceField([(one.id, one.title) for one in free])
        )
        self.due = self.add(
            _("To give back by"),
            DateField(),
            help_text=_("May stay empty: until somebody asks for it."),
        )
        self.condition = self.add(_("Condition"), TextField())
        self.receipt = CheckField(_("Print the receipt afterwards"))
        self.add_part(self.receipt)


class GiveBackSheet(Sheet):
    """Take back what a person has; asks which when there are several."""

    def __init__(self, parent: QWidget, context: Context, open_loans: Sequence[LoanRow]) -> None:
        self.form = Form()
        self.loan = self.form.add(
            _("What comes back"), ChoiceField([(one.id, one.title) for one in open_loans])
        )
        self.condition = self.form.add(_("Condition"), TextField())
        super().__init__(
            parent,
            _("{name} gives back", name=open_loans[0].name),
            box(self.form, None),
            accept=_("Take it back"),
            on_accept=self.save,
            width=480,
        )
        self._context = context
        (self.condition if len(open_loans) == 1 else self.loan).setFocus()

    def save(self) -> None:
        self.accept_button.setEnabled(False)
        action = partial(
            services.give_back, loan_id=self.loan.value, condition=self.condition.value
        )
        self._context.do(action, self._saved, failed=self._refused)

    def _saved(self, _nothing: object) -> None:
        self.close()

    def _refused(self, error: Exception) -> None:
        self.accept_button.setEnabled(True)
        _tell(error, self.form, self._context)


class DueSheet(Sheet):
    """Another day to give something back by, or none."""

    def __init__(self, parent: QWidget, context: Context, found: LoanRow) -> None:
        self.form = Form()
        self.due = self.form.add(_("To give back by"), DateField(found.due_on))
        super().__init__(
            parent,
            found.title,
            box(self.form, None),
            accept=_("Save"),
            on_accept=self.save,
            width=420,
        )
        self._context, self._found = context, found
        self.due.setFocus()

    def save(self) -> None:
        if self.form.is_valid():
            action = partial(services.change_due_day, loan_id=self._found.id, due_on=self.due.value)
            self._context.do(action, self._saved, failed=self._refused)

    def _saved(self, _nothing: object) -> None:
        self.close()

    def _refused(self, error: Exception) -> None:
        _tell(error, self.form, self._context)


def _tell(error: Exception, form: Form, context: Context) -> None:
    if isinstance(error, DeskError):
        form.refuse(str(error))
    else:
        context.fail(error)
