"""What is lent at a campus and still out, overdue first, given back from here."""

from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mgdesk.i18n import format_day, isolate, ngettext
from mgdesk.i18n import gettext as _
from mgdesk.queries.loans import LoanRow
from mgdesk.rules.loans import LoanStatus
from mgdesk.rules.rights import Right
from mgdesk.ui.editors.lines import Lines, line_of
from mgdesk.ui.kit import labels
from mgdesk.ui.kit.buttons import Button

_SHOWN = 6


class LoansOutCard(Lines):
    """`back(LoanRow)` takes something back."""

    back = Signal(object)

    def __init__(self, lend: Button) -> None:
        super().__init__(_("Lent and still out"), lend)

    def show_loans(self, rows: Sequence[LoanRow], today: date) -> None:
        self.show_lines((tuple(rows), today), lambda: self._made(rows, today))

    def _made(self, rows: Sequence[LoanRow], today: date) -> list[QWidget]:
        lines = [self._row(row, today) for row in rows[:_SHOWN]]
        if not rows:
            lines.append(labels.muted(_("Nothing lent.")))
        if len(rows) > _SHOWN:
            more = len(rows) - _SHOWN
            lines.append(labels.muted(ngettext("and {n} more", "and {n} more", more)))
        return lines

    def _row(self, row: LoanRow, today: date) -> QWidget:
        is_late = row.status(today) is LoanStatus.OVERDUE
        due = _("due {day}", day=format_day(row.due_on, "short")) if row.due_on else ""
        late = _("overdue") if is_late else ""
        back = Button(
            _("Take back"),
            "arrow-left",
            kind="link",
            on_click=partial(self.back.emit, row),
            needs=(Right.WELCOME,),
        )
        back.setAccessibleName(_("Take back {resource}", resource=row.code))
        second = " · ".join(filter(None, (isolate(row.name), late, due)))
        icon = ("triangle-alert", "bad") if is_late else ("arrow-right", "muted")
        return line_of(row.title, second, back, icon=icon)
