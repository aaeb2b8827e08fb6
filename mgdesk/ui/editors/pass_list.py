"""All passes of a campus: who has one, what is left of it; changed by Enter, those over left out."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mgdesk.i18n import format_day, ngettext
from mgdesk.i18n import gettext as _
from mgdesk.queries import passes as queries
from mgdesk.queries.coworking import CoworkingBoard
from mgdesk.queries.passes import PassRow
from mgdesk.rules.clock import wall_clock
from mgdesk.rules.coworking import PassState
from mgdesk.rules.rights import Right
from mgdesk.ui.editors.pass_words import pass_days, pass_title, state_pill
from mgdesk.ui.editors.passes import Holder, PassSheet
from mgdesk.ui.kit import labels, theme
from mgdesk.ui.kit.buttons import Button
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.fields import CheckField
from mgdesk.ui.kit.labels import Pill
from mgdesk.ui.kit.layout import Card, Empty, column, row
from mgdesk.ui.kit.table import Column, Table


class PassList(QWidget):
    """`given` asks the page whose pass it is to be."""

    given = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._board: CoworkingBoard | None = None
        self._rows: Sequence[PassRow] = ()
        empty = Empty(
            _("No pass is valid now. Co-working is free, or give the first one."),
            _("Give a pass…"),
            self.given.emit,
            icon_name="credit-card",
        )
        self.table: Table[PassRow] = Table(_columns(), name=_("Passes"), empty=empty, sort_by=0)
        self.with_past = CheckField(_("Those that are over too"))
        self.count = labels.muted("", wrap=False)
        self.change_button = Button(
            _("Change…"), "pencil", on_click=self.change, needs=(Right.WELCOME,)
        )
        give = Button(_("Give a pass…"), "plus", on_click=self.given.emit, needs=(Right.WELCOME,))
        card = Card()
        card.add(row(self.count, None, self.with_past, gap=16))
        card.add(self.table, 1)
        card.add(row(give, self.change_button, None))
        self.setLayout(column(card))
        self.table.opened.connect(self.change)
        self.table.chosen.connect(self._on_chosen)
        self.with_past.edited.connect(self._list)
        self._on_chosen(None)

    def show_board(self, board: CoworkingBoard) -> None:
        self._board = board
        self._context.read(partial(queries.passes, campus_id=board.campus_id), self._show)

    def change(self, _found: PassRow | None = None) -> None:
        """Extend, correct or end the one chosen."""
        found = self.table.current
        if found is not None:
            holder = Holder(found.person_id, found.name, found.campus_id)
            PassSheet(self, self._context, holder, found).open()

    def _show(self, rows: Sequence[PassRow]) -> None:
        self._rows = rows
        self._list()

    def _list(self) -> None:
        today = wall_clock().astimezone().date()
        open_now = [one for one in self._rows if one.state(today) is not PassState.OVER]
        self.table.set_rows(self._rows if self.with_past.value else open_now)
        valid = sum(one.state(today) is PassState.VALID for one in self._rows)
        self.count.setText(ngettext("{n} valid pass", "{n} valid passes", valid))
        self._on_chosen(self.table.current)

    def _on_chosen(self, found: PassRow | None) -> None:
        self.change_button.setEnabled(found is not None)


def _columns() -> list[Column[PassRow]]:
    name: Column[PassRow] = Column(
        _("Name"),
        lambda found: found.name,
        sort=lambda found: (found.surname or found.first_name, found.first_name),
        second=lambda found: " · ".join((pass_title(found), pass_days(found))),
        pill=_state,
        stretch=True,
        strong=True,
    )
    if theme.look().scale > 130:  # the name needs the whole width
        return [name]
    until: Column[PassRow] = Column(
        _("Until"),
        lambda found: format_day(found.last_day, "short") if found.last_day else "",
        sort=lambda found: found.last_day,
        numeric=True,
    )
    return [name, until]


def _state(found: PassRow) -> Pill:
    return state_pill(found.state(wall_clock().astimezone().date()))
