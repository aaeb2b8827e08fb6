"""A short list of records on a card, with Add, Change and Delete: rooms, signatories, partners."""

from collections.abc import Callable, Sequence
from typing import Any

from mgdesk.i18n import gettext as _
from mgdesk.rules.rights import Right
from mgdesk.ui.kit import theme
from mgdesk.ui.kit.buttons import Button
from mgdesk.ui.kit.layout import Card, Empty, row
from mgdesk.ui.kit.table import Column, Table

MOST_LINES = 8


class RecordList(Card):
    """Enter or a double click changes; nothing is only there."""

    def __init__(
        self,
        heading: str,
        columns: Sequence[Column[Any]],
        *,
        empty: str,
        add: str,
        on_add: Callable[[], object],
        on_edit: Callable[[Any], object],
        on_delete: Callable[[Any], object],
        needs: tuple[Right, ...],
        delete: str = "",
    ) -> None:
        """`needs` is one of the rights that changing takes; `delete` are the button's words where a
        record is not deleted but put aside.
        """
        super().__init__(heading, Button(add, "plus", on_click=on_add, needs=needs))
        self._on_edit, self._on_delete = on_edit, on_delete
        self.table: Table[Any] = Table(columns, name=heading, empty=Empty(empty), sort_by=0)
        self._edit = Button(_("Change"), "pencil", on_click=self._change, needs=needs)
        self._delete = Button(
            delete or _("Delete"),
            "archive" if delete else "trash-2",
            kind="" if delete else "danger",
            on_click=self._remove,
            needs=needs,
        )
        self.add(self.table)
        self.add(row(self._edit, self._delete, None))
        self.table.chosen.connect(self._on_chosen)
        self.table.opened.connect(self._on_opened)
        self._on_chosen(None)
        self.set_rows([])

    def set_rows(self, rows: Sequence[Any]) -> None:
        """As high as its rows, to a limit."""
        self.table.set_rows(rows)
        lines = min(len(rows), MOST_LINES) or 2
        height = self.table.view.verticalHeader().defaultSectionSize()
        self.table.setFixedHeight(lines * height + theme.px(48))
        self._on_chosen(self.table.current)

    def _on_chosen(self, current: object) -> None:
        self._edit.setEnabled(current is not None)
        self._delete.setEnabled(current is not None)

    def _on_opened(self, current: object) -> None:
        self._on_edit(current)

    def _change(self) -> None:
        if self.table.current is not None:
            self._on_edit(self.table.current)

    def _remove(self) -> None:
        if self.table.current is not None:
            self._on_delete(self.table.current)
