"""Who signed on and off, at which computer, and whose PIN was wrong: a list for managers."""

from datetime import datetime

from PySide6.QtWidgets import QWidget

from mgdesk.i18n import format_moment, isolate
from mgdesk.i18n import gettext as _
from mgdesk.queries.staff import SignOnRow, sign_ons
from mgdesk.rules.people import STAFF_ROLE_LABELS
from mgdesk.rules.sign_ons import SIGN_ON_LABELS, SignOnKind
from mgdesk.ui.kit import labels
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.dialog import Sheet
from mgdesk.ui.kit.labels import Pill
from mgdesk.ui.kit.layout import Empty, column
from mgdesk.ui.kit.table import Column, Table
from mgdesk.ui.kit.theme import Tone, px

_TONES = {
    SignOnKind.ON: Tone.OK,
    SignOnKind.OFF: Tone.NEUTRAL,
    SignOnKind.REFUSED: Tone.LATE,
}


class SignOnsSheet(Sheet):
    """The newest first; nothing here is changed."""

    def __init__(self, parent: QWidget, context: Context) -> None:
        self.table: Table[SignOnRow] = Table(
            _columns(),
            name=_("Who signed on"),
            empty=Empty(_("Nobody has signed on yet."), icon_name="user-check"),
        )
        self.table.setMinimumHeight(px(360))
        words = labels.muted(
            _(
                "Kept for a year, then put away when the yearly review is done. Nobody can change or"
                " undo it."
            )
        )
        content = QWidget()
        content.setLayout(column(words, self.table.carded(), gap=12))
        super().__init__(parent, _("Who signed on"), content, width=760)
        context.read(sign_ons, self._show)

    def _show(self, rows: list[SignOnRow]) -> None:
        self.table.set_rows(rows)


def _columns() -> list[Column[SignOnRow]]:
    return [
        Column(_("Name"), lambda row: row.name, second=_second, stretch=True, strong=True),
        Column(_("When"), lambda row: _local(row.at), sort=lambda row: row.at),
        Column(_("What"), lambda _row: "", sort=lambda row: row.kind, pill=_pill),
    ]


def _second(row: SignOnRow) -> str:
    return " · ".join(map(isolate, filter(None, (_(STAFF_ROLE_LABELS[row.role]), row.computer))))


def _local(moment: datetime) -> str:
    return format_moment(moment.astimezone())


def _pill(row: SignOnRow) -> Pill:
    return Pill(_TONES[row.kind], _(SIGN_ON_LABELS[row.kind]))
