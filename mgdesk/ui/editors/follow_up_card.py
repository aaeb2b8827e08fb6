"""On Today: how many are to be called after their training, and who leaves without a way to be called."""

from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtWidgets import QWidget

from mgdesk.i18n import gettext as _
from mgdesk.i18n import ngettext
from mgdesk.rules.clock import wall_clock
from mgdesk.ui.editors.lines import Lines, line_of
from mgdesk.ui.kit.buttons import Button
from mgdesk.ui.kit.context import Context

if TYPE_CHECKING:
    from mgdesk.queries.calls import DueCounts


class FollowUpCard(Lines):
    """Hidden while nothing is due; its button goes to the page."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("Follow-ups due"))
        self._context = context

    def load(self, campus_id: UUID) -> None:
        from mgdesk.queries.calls import due_counts

        today = wall_clock().astimezone().date()
        self._context.read(partial(due_counts, today=today, campus_id=campus_id), self._show)

    def _show(self, found: "DueCounts") -> None:
        self.show_lines(found, lambda: self._made(found))

    def _made(self, found: "DueCounts") -> list[QWidget]:
        lines = []
        if found.calls:
            words = ngettext("{n} person to call", "{n} people to call", found.calls)
            lines.append(self._line(words, _("what became of them after the training")))
        if found.gaps:
            words = ngettext("{n} person leaves soon", "{n} people leave soon", found.gaps)
            lines.append(self._line(words, _("no way to reach them afterwards")))
        return lines

    def _line(self, words: str, second: str) -> QWidget:
        go = partial(self._context.navigate, "follow_up", None)
        button = Button(_("Show"), kind="link", on_click=go)
        button.setAccessibleName(_("Show: {title}", title=words))
        return line_of(words, second, button)
