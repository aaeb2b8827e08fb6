"""What a person has of ours, on their record: open loans, past ones, and what can be done with them."""

from collections.abc import Sequence
from functools import partial
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QWidget

from mgdesk.i18n import format_day, isolate, ngettext
from mgdesk.i18n import gettext as _
from mgdesk.queries import loans as queries
from mgdesk.queries.loans import LoanRow, ResourceRow
from mgdesk.queries.people import PersonDetail
from mgdesk.rules.clock import wall_clock
from mgdesk.rules.rights import Right
from mgdesk.ui.editors.facts import record_line
from mgdesk.ui.editors.loans import DueSheet, GiveBackSheet, LendSheet
from mgdesk.ui.editors.more_papers import open_loan_receipt
from mgdesk.ui.editors.states import loan_pill
from mgdesk.ui.kit import labels
from mgdesk.ui.kit.buttons import Button, IconButton
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.layout import Card

SHOWN: Final = 5


class Loans(QWidget):
    """What can be done with the loans of whoever is shown; dialogs open over `over`."""

    def __init__(self, over: QWidget, context: Context) -> None:
        super().__init__(over)
        self.hide()
        self._over, self._context = over, context
        self._person: PersonDetail | None = None

    def show_person(self, person: PersonDetail | None) -> None:
        self._person = person

    def card(self, person: PersonDetail) -> Card:
        """The loans, those still open first."""
        lend = Button(_("Lend…"), "arrow-right", on_click=self.lend, needs=(Right.WELCOME,))
        lend.setAccessibleName(_("Lend something…"))
        card = Card(_("Loans"), lend)
        for found in person.loans[:SHOWN]:
            card.add(self._line(found))
        if not person.loans:
            card.add(labels.muted(_("Nothing lent.")))
        if len(person.loans) > SHOWN:
            more = len(person.loans) - SHOWN
            card.add(labels.muted(ngettext("and {n} earlier", "and {n} earlier", more)))
        return card

    def _line(self, found: LoanRow) -> QWidget:
        today = wall_clock().astimezone(ZoneInfo(found.zone)).date()
        receipt = IconButton(
            _("Receipt for {resource}…", resource=found.code),
            "printer",
            on_click=partial(self.print_receipt, found),
            needs=(Right.WELCOME,),
        )
        buttons: list[QWidget] = [receipt]
        if found.is_open:
            due = IconButton(
                _("Change when {resource} is due", resource=found.code),
                "calendar-days",
                on_click=partial(self._change_due, found),
                needs=(Right.WELCOME,),
            )
            back = Button(
                _("Take back"), "arrow-left", kind="link",
                on_click=partial(self.take_back, [found]), needs=(Right.WELCOME,),
            )  # fmt: skip
            back.setAccessibleName(_("Take back {resource}", resource=found.code))
            buttons = [back, due, receipt]
        return record_line(found.title, _when(found), loan_pill(found.status(today)), *buttons)

    # --- doing -----------------------------------------------------------------------------

    def lend(self) -> None:
        if self._person is not None:
            campus_id = self._context.campus_id or self._person.campus_id
            wanted = partial(queries.resources, campus_id=campus_id, is_free=True)
            self._context.read(wanted, self._open_lend)

    def _open_lend(self, free: list[ResourceRow]) -> None:
        if self._person is not None:
            LendSheet(self._over, self._context, self._person, free).open()

    def take_back(self, found: Sequence[LoanRow] = ()) -> None:
        """Take back what is given, else anything that the person has."""
        open_loans = found or [one for one in self._loans if one.is_open]
        if open_loans:
            GiveBackSheet(self._over, self._context, open_loans).open()
        elif self._person is not None:
            said = _("{name} has nothing to give back.", name=self._person.name)
            self._context.toast(said, tone="late")

    def print_receipt(self, found: LoanRow | None = None) -> None:
        """Print the receipt of a loan: the one given, else the latest."""
        wanted = found or next(iter(self._loans), None)
        if wanted is not None:
            open_loan_receipt(self._over, self._context, wanted)
        elif self._person is not None:
            said = _("{name} never borrowed anything.", name=self._person.name)
            self._context.toast(said, tone="late")

    def _change_due(self, found: LoanRow) -> None:
        DueSheet(self._over, self._context, found).open()

    @property
    def _loans(self) -> tuple[LoanRow, ...]:
        return self._person.loans if self._person else ()


def _when(found: LoanRow) -> str:
    """Since when, until when, in which condition."""
    lent = _("since {day}", day=format_day(found.lent_on))
    if found.returned_on is not None:
        days = (format_day(found.lent_on), format_day(found.returned_on))
        return " · ".join(filter(None, (isolate(" – ".join(days)), found.condition_returned)))
    due = _("due {day}", day=format_day(found.due_on)) if found.due_on else ""
    return " · ".join(filter(None, (lent, due, found.condition_lent)))
