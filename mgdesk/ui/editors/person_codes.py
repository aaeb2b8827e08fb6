"""The codes of other programs that stand for a person: seen, and taken away."""

from collections.abc import Sequence
from functools import partial
from uuid import UUID

from PySide6.QtWidgets import QWidget

from mgdesk.i18n import format_day, isolate
from mgdesk.i18n import gettext as _
from mgdesk.queries.tokens import TokenRow, tokens_of
from mgdesk.rules.codes import person_code, shown
from mgdesk.services import tokens
from mgdesk.ui.editors.facts import facts
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.dialog import Sheet
from mgdesk.ui.kit.layout import Empty, add, column
from mgdesk.ui.kit.table import Column, Table


class CodesSheet(Sheet):
    """The badge's own code, which stays, and those that were bound."""

    def __init__(self, parent: QWidget, context: Context, person_id: UUID, name: str) -> None:
        self._context, self._person_id = context, person_id
        self.table: Table[TokenRow] = Table(
            _columns(),
            name=_("Codes of other programs"),
            empty=Empty(
                _("No code of another program is bound to this person. Scan one to bind it."),
                icon_name="scan-line",
            ),
        )
        content = QWidget()
        whole = column(facts([(_("Code of the badge"), isolate(shown(person_code(person_id))))]))
        add(whole, self.table, 1)
        content.setLayout(whole)
        super().__init__(
            parent,
            _("Codes of {name}", name=name),
            content,
            accept=_("Take this code away"),
            accept_icon="trash-2",
            kind="plain",
            on_accept=self._take_away,
            width=600,
        )
        self.cancel_button.set_words(_("Close"))
        self.keep_height(round(self.width() * 0.7))
        self.table.chosen.connect(self._settle)
        self._load()

    def _load(self) -> None:
        self._context.read(partial(tokens_of, person_id=self._person_id), self._show)

    def _show(self, rows: Sequence[TokenRow]) -> None:
        self.table.set_rows(rows, choose=rows[0].id if rows else None)
        self._settle()

    def _settle(self) -> None:
        self.accept_button.setEnabled(self.table.current is not None)

    def _take_away(self) -> None:
        if self.table.current is not None:
            work = partial(tokens.unbind, token_id=self.table.current.id)
            self._context.do(work, self._on_gone)

    def _on_gone(self, _nothing: None) -> None:
        self._load()


def _columns() -> list[Column[TokenRow]]:
    return [
        Column(_("Code"), lambda one: isolate(one.code), second=_where, stretch=True, strong=True),
        Column(_("Bound on"), _day, sort=lambda one: one.bound_at),
    ]


def _where(one: TokenRow) -> str:
    return one.event


def _day(one: TokenRow) -> str:
    return format_day(one.bound_at.date(), "short")
