"""What was done lately, newest first, each with its own Undo for thirty days."""

from datetime import datetime
from functools import partial

from PySide6.QtWidgets import QWidget

from mgdesk.i18n import format_moment, ngettext, number
from mgdesk.i18n import gettext as _
from mgdesk.queries.history import ChangeRow, recent_changes
from mgdesk.rules.rights import Right
from mgdesk.ui.kit import labels, theme
from mgdesk.ui.kit.buttons import Button
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.labels import Pill
from mgdesk.ui.kit.layout import Empty, column, row
from mgdesk.ui.kit.table import LARGE, Column, Table
from mgdesk.ui.kit.theme import Tone


class HistoryEditor(QWidget):
    """The list, and the button that takes the chosen change back."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.table: Table[ChangeRow] = Table(
            _columns(),
            name=_("Recent changes"),
            empty=Empty(
                _("Nothing was changed yet. What you do is listed here."), icon_name="history"
            ),
        )
        self.undo_button = Button(
            _("Undo this change"), "undo-2", on_click=self._undo, needs=tuple(Right)
        )
        words = labels.muted(_("An import can be undone for 30 days, like everything else."))
        whole = column(words, gap=12)
        whole.addWidget(self.table.carded(), 1)
        whole.addLayout(row(self.undo_button, None))
        self.setLayout(whole)
        self.table.chosen.connect(self._on_chosen)
        self._on_chosen(None)
        self.load()

    def load(self) -> None:
        self._context.read(partial(recent_changes, limit=500), self._show)

    def _show(self, rows: list[ChangeRow]) -> None:
        self.table.set_rows(rows)
        self._on_chosen(self.table.current)

    def _on_chosen(self, change: ChangeRow | None) -> None:
        self.undo_button.setEnabled(change is not None and change.can_undo)

    def _undo(self) -> None:
        change = self.table.current
        if change is None:
            return
        self.undo_button.setEnabled(False)
        self._context.background.run(
            partial(self._context.desk.undo_change, change.id),
            done=self._on_undone,
            failed=self._on_refused,
            in_order=True,
        )

    def _on_undone(self, report: object) -> None:
        kept = int(getattr(report, "kept", 0))
        said = _("Undone.")
        if kept:
            said = ngettext(
                "Undone, but {n} record was changed since and stays.",
                "Undone, but {n} records were changed since and stay.",
                kept,
            )
        self._context.toast(said, tone="bad" if kept else "ok")
        self.load()

    def _on_refused(self, error: Exception) -> None:
        self._context.fail(error)
        self.load()


def _columns() -> list[Column[ChangeRow]]:
    return [
        Column(
            _("What"),
            lambda change: change.title,
            second=(lambda change: _local(change.at)) if theme.look().scale > LARGE else None,
            stretch=True,
        ),
        Column(
            _("Records"),
            lambda change: number(change.rows),
            sort=lambda c: c.rows,
            numeric=True,
            is_spare=True,
        ),
        Column(_("Who"), lambda change: change.by, is_spare=True),
        Column(
            _("When"),
            lambda change: _local(change.at),
            sort=lambda change: change.at,
            is_spare=True,
        ),
        Column(_("State"), lambda _change: "", sort=lambda c: c.is_undone, pill=_state),
    ]


def _local(moment: datetime) -> str:
    return format_moment(moment.astimezone())


def _state(change: ChangeRow) -> Pill:
    if change.is_undone:
        return Pill(Tone.NEUTRAL, _("undone"), "undo-2")
    if change.can_undo:
        return Pill(Tone.OK, _("can be undone"))
    if change.is_of_staff:
        return Pill(Tone.NEUTRAL, _("not undone"), "users-round")
    return Pill(Tone.NEUTRAL, _("too old to undo"), "clock")
