"""The list behind a figure: what was counted, name by name; each opens its record."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from mgdesk.i18n import gettext as _
from mgdesk.i18n import ngettext
from mgdesk.queries.figure_lists import Listed, listed
from mgdesk.rules.figures import DEFINITIONS, Amount, Dimension, Scope, Unit, said
from mgdesk.ui.kit import labels
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.dialog import Sheet
from mgdesk.ui.kit.layout import Empty, add, column
from mgdesk.ui.kit.table import Column, Table


class FigureList(Sheet):
    """The things of a figure, or of one line of a breakdown."""

    def __init__(
        self,
        parent: QWidget,
        context: Context,
        scope: Scope,
        figure: str,
        line: tuple[Dimension, str | tuple[str, ...], str] | None = None,
    ) -> None:
        """`line` is the dimension, the key (or keys) and the label of a line of a breakdown."""
        self._context, self._definition = context, DEFINITIONS[figure]
        heading = _(self._definition.label)
        content = QWidget()
        whole = column(labels.muted(_(self._definition.sentence)), gap=12)
        content.setLayout(whole)
        self.count = labels.text("", "section")
        self.table: Table[Listed] = Table(
            self._columns(),
            name=heading,
            key=lambda row: (row.record_id, row.detail),
            empty=Empty(_("Nothing was counted here."), icon_name="list"),
        )
        add(whole, self.count)
        add(whole, self.table, 1)
        super().__init__(
            parent,
            f"{heading} · {line[2]}" if line else heading,
            content,
            width=720,
            is_tall=True,
        )
        self.table.opened.connect(self._open)
        wanted = partial(listed, figure=figure, scope=scope)
        if line is not None:
            wanted = partial(wanted, dimension=line[0], key=line[1])
        context.read(wanted, self._show)

    def _columns(self) -> list[Column[Listed]]:
        name = Column[Listed](
            _("Name"), lambda row: row.name, sort=lambda row: row.sort_key or row.name,
            stretch=True, strong=True,
        )  # fmt: skip
        columns = [name, Column[Listed]("", lambda row: row.detail)]
        if self._definition.unit is not Unit.COUNT:
            columns.append(
                Column[Listed](_("Counted"), self._worth, lambda r: r.amount, numeric=True)
            )
        return columns

    def _worth(self, row: Listed) -> str:
        return said(self._definition, Amount(row.amount, row.whole))

    def _show(self, rows: Sequence[Listed]) -> None:
        self.table.set_rows(rows)
        lines = ngettext("{n} line", "{n} lines", len(rows))
        wholes = [row.whole for row in rows if row.whole is not None]
        whole = sum(wholes) if self._definition.unit is Unit.SHARE else None
        total = Amount(sum(row.amount for row in rows), whole)
        worth = "" if self._definition.unit is Unit.COUNT else f" · {said(self._definition, total)}"
        self.count.setText(f"{lines}{worth}")

    def _open(self, row: Listed) -> None:
        self.close()
        self._context.navigate(row.kind, row.record_id)
