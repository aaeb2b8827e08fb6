"""On Today: action plans of coaching whose date has come; names and days, never what was said."""

from functools import partial
from typing import TYPE_CHECKING, Final
from uuid import UUID

from PySide6.QtWidgets import QWidget

from mgdesk.i18n import format_day, isolate, ngettext
from mgdesk.i18n import gettext as _
from mgdesk.rules.clock import wall_clock
from mgdesk.rules.rights import Right
from mgdesk.ui.editors.lines import Lines, line_of
from mgdesk.ui.kit.buttons import Button, IconButton
from mgdesk.ui.kit.context import Context

if TYPE_CHECKING:
    from mgdesk.queries.following import FollowUpRow

SHOWN: Final = 5


class TalksDueCard(Lines):
    """Hidden while nothing is due; a line opens the record, and a coach says that it was done."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("Follow-ups of talks due"))
        self._context = context

    def load(self, campus_id: UUID) -> None:
        from mgdesk.queries.following import follow_ups

        today = wall_clock().astimezone().date()
        self._context.read(partial(follow_ups, until=today, campus_id=campus_id), self._show)

    def _show(self, found: "list[FollowUpRow]") -> None:
        can_say = self._context.desk.may(Right.COACH)
        self.show_lines((found, can_say), lambda: self._made(found, can_say=can_say))

    def _made(self, found: "list[FollowUpRow]", *, can_say: bool) -> list[QWidget]:
        lines = [self._line(one, can_say=can_say) for one in found[:SHOWN]]
        more = len(found) - SHOWN
        if more > 0:
            words = ngettext("and {n} more", "and {n} more", more)
            go = partial(self._context.navigate, "calendar", None)  # Ctrl+U lists them all
            lines.append(Button(words, kind="link", on_click=go))
        return lines

    def _line(self, one: "FollowUpRow", *, can_say: bool) -> QWidget:
        what = _("point of the plan") if one.step_id else ""
        parts = (format_day(one.due_on), what, one.coach)
        second = " · ".join(isolate(part) for part in parts if part)
        go = partial(self._context.navigate, "person", one.person_id)
        opens = Button(_("Open"), kind="link", on_click=go)
        opens.setAccessibleName(_("Open {name}", name=one.name))
        done = IconButton(
            _("Followed up: {name}", name=one.name), "check", on_click=partial(self._done, one)
        )
        return line_of(one.name, second, *([opens, done] if can_say else [opens]))

    def _done(self, one: "FollowUpRow") -> None:
        self._context.do(done_action(one))


def done_action(one: "FollowUpRow") -> "partial[None]":
    """What says that a plan was looked at again, or that its point is done."""
    from mgdesk.services.coaching import follow_up_done
    from mgdesk.services.plan_steps import step_done

    if one.step_id is not None:
        return partial(step_done, step_id=one.step_id)
    return partial(follow_up_done, coaching_id=one.coaching_id)
