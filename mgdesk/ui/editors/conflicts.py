"""Where the signed sheet and the desk differ: an offer above the grid, and the list to decide on."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from uuid import UUID

from PySide6.QtWidgets import QWidget

from mgdesk import i18n
from mgdesk.i18n import gettext as _
from mgdesk.i18n import isolate, ngettext
from mgdesk.queries import conflicts as queries
from mgdesk.queries.conflicts import Conflict, ConflictRow
from mgdesk.rules.attendance import ATTENDANCE_LABELS
from mgdesk.rules.enrolment import HALF_LABELS
from mgdesk.services import attendance as services
from mgdesk.ui.kit import labels, theme
from mgdesk.ui.kit.buttons import Button
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.dialog import Sheet
from mgdesk.ui.kit.flow import Flow
from mgdesk.ui.kit.form import Banner
from mgdesk.ui.kit.layout import Empty, add, column
from mgdesk.ui.kit.table import Column, Table


class ConflictsOffer(Banner):
    """Hidden until sheet and desk differ in the days shown; opens the list."""

    def __init__(self, context: Context) -> None:
        super().__init__("", "late")
        self._context = context
        self._days: tuple[UUID, date, date] | None = None
        self.button = Button(_("Compare"), "list-checks", on_click=self.open)
        inside = self.layout()
        assert inside is not None
        inside.addWidget(self.button)

    def look(self, cohort_id: UUID, first_day: date, last_day: date) -> None:
        """Ask whether anything differs in these days."""
        self._days = (cohort_id, first_day, last_day)
        self._context.read(self._query(), self._show)

    def open(self) -> None:
        if self._days is not None:
            ConflictsSheet(self, self._context, self._query()).open()

    def _query(self) -> "partial[list[ConflictRow]]":
        assert self._days is not None
        cohort_id, first, last = self._days
        return partial(queries.conflicts, cohort_id=cohort_id, first_day=first, last_day=last)

    def _show(self, rows: Sequence[ConflictRow]) -> None:
        words = ngettext(
            "{n} mark of the sheet differs from what the desk saw.",
            "{n} marks of the sheet differ from what the desk saw.",
            len(rows),
        )
        self.show_sentence(words if rows else "")


class ConflictsSheet(Sheet):
    """The list; each is decided by one button, and can be undone."""

    def __init__(
        self, parent: QWidget, context: Context, query: "partial[list[ConflictRow]]"
    ) -> None:
        self.table: Table[ConflictRow] = Table(
            [
                Column(_("Name"), lambda one: one.name, second=_when, stretch=True, strong=True),
                Column(_("Sheet"), lambda one: _(ATTENDANCE_LABELS[one.status])),
                Column(_("Desk"), _seen),
            ],
            name=_("Sheet and desk"),
            empty=Empty(_("Sheet and desk agree."), icon_name="circle-check"),
        )
        self.sheet_button = Button(
            _("As on the sheet"), "file-text", on_click=partial(self.decide, by_desk=False)
        )
        self.desk_button = Button(
            _("As the desk saw"), "user-check", on_click=partial(self.decide, by_desk=True)
        )
        buttons = QWidget()
        buttons.setLayout(Flow(self.sheet_button, self.desk_button))
        content = QWidget()
        whole = column(
            labels.muted(_("The signed sheet has the last word, unless you decide.")), gap=8
        )
        add(whole, self.table, 1)
        add(whole, buttons)
        content.setLayout(whole)
        self.table.setMinimumHeight(theme.px(280))
        super().__init__(parent, _("Where sheet and desk differ"), content, width=720)
        self._context, self._query = context, query
        self.table.chosen.connect(self._on_chosen)
        self._on_chosen(None)
        self._load()

    def decide(self, *, by_desk: bool) -> None:
        """Settle the chosen one."""
        one = self.table.current
        if one is not None:
            wanted = partial(
                services.settle,
                slot_id=one.slot_id,
                enrolment_id=one.enrolment_id,
                by_desk=by_desk,
            )
            self._context.do(wanted, self._decided)

    def _decided(self, _nothing: object) -> None:
        self._load()

    def _load(self) -> None:
        self._context.read(self._query, self._show)

    def _show(self, rows: Sequence[ConflictRow]) -> None:
        self.table.set_rows(rows)
        if rows and self.table.current is None:
            self.table.choose(rows[0].id)

    def _on_chosen(self, one: ConflictRow | None) -> None:
        self.sheet_button.setEnabled(one is not None)
        self.desk_button.setEnabled(one is not None)


def _when(one: ConflictRow) -> str:
    day = f"{i18n.format_day(one.day, 'short')}, {_(HALF_LABELS[one.half])}"
    return " · ".join(isolate(part) for part in (one.cohort, day))


def _seen(one: ConflictRow) -> str:
    clock = isolate(i18n.format_clock(one.arrived_at))
    if one.conflict is Conflict.LATE_BUT_PRESENT:
        return _("{minutes} min late, at {time}", minutes=one.minutes_late, time=clock)
    return _("came at {time}", time=clock)
