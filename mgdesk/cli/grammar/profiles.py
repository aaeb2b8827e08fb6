"""What can be typed about funder profiles."""

from mgdesk.cli.grammar.arguments import Command, group_of
from mgdesk.i18n import gettext as _
from mgdesk.rules.funding import CONFIRMABLE


def declare(command: Command) -> None:
    group = group_of(command, "profile", _("Funder profiles: rules that are confirmed or not."))
    listed = command("rules", _("List the rules of a profile."), "funding.list_rules", group)
    made = command("confirm", _("Say that rules are confirmed."), "funding.confirm", group)
    for one in (listed, made):
        one.add_argument("code", metavar=_("CODE"))
    made.add_argument("rule", nargs="+", choices=list(CONFIRMABLE), metavar=_("RULE"))
    made.add_argument("--source", default="", metavar=_("TEXT"), help=_("where it stands"))
    made.add_argument("--by", default="", metavar=_("NAME"), help=_("who confirms"))
    made.add_argument("--doubt", action="store_true", help=_("they are to be confirmed again"))
