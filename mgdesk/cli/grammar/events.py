"""What can be typed to add an event."""

from mgdesk.cli import values
from mgdesk.cli.grammar.arguments import Command, group_of
from mgdesk.i18n import gettext as _


def declare(command: Command) -> None:
    group = group_of(command, "event", _("Events: add one."))
    add = command("add", _("Add an event."), "making.add_event", group)
    add.add_argument("code", metavar=_("CODE"))
    add.add_argument("--title", required=True, metavar=_("TITLE"))
    add.add_argument("--start", required=True, type=values.moment, metavar="2026-09-07T18:00")
    add.add_argument("--end", required=True, type=values.moment, metavar="2026-09-07T20:00")
    add.add_argument("--campus", metavar=_("CODE"))
    add.add_argument("--capacity", type=values.count, metavar="N")
