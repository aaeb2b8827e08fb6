"""What can be typed about who comes and goes: check-in, passes, visitors."""

from typing import Any

from mgdesk.cli import values
from mgdesk.cli.grammar.arguments import Command, add_person, group_of
from mgdesk.i18n import gettext as _
from mgdesk.rules.coworking import PassKind
from mgdesk.rules.events import CheckInKind


def declare(command: Command) -> None:
    come = command("check-in", _("Note that somebody came."), "coming.check_in")
    leave = command("check-out", _("Note that somebody left."), "coming.check_out")
    for made in (come, leave):
        who = _("learner number, code of the badge, or name")
        made.add_argument("person", metavar=_("PERSON"), help=who)
        made.add_argument("--campus", metavar=_("CODE"))
    come.add_argument(
        "--for",
        dest="reason",
        choices=[CheckInKind.COWORKING, CheckInKind.VISIT],
        help=_("usual: what is likeliest now"),
    )
    come.add_argument("--host", default="", metavar=_("NAME"), help=_("whom a visitor came to see"))
    command(
        "close-days",
        _("Let out whoever is still in on a day that is over."),
        "coming.close_days",
    )
    group = group_of(command, "pass", _("Passes to co-work: give one."))
    give = command("add", _("Give a pass."), "coming.add_pass", group)
    add_person(give)
    give.add_argument("--kind", choices=list(PassKind), default=PassKind.DAYS)
    give.add_argument("--days", type=values.count, metavar="N", help=_("without it, every day"))
    give.add_argument("--start", type=values.day, metavar="2026-11-23", help=_("usual: today"))
    give.add_argument("--end", type=values.day, metavar="2026-12-22")
    give.add_argument("--note", default="", metavar=_("TEXT"))
    group = group_of(command, "visit", _("Visitors: announce one."))
    expect = command("add", _("Announce a visitor."), "coming.add_visit", group)
    expect.add_argument("person", metavar=_("PERSON"), help=_("somebody known, or a new name"))
    expect.add_argument("--host", default="", metavar=_("NAME"), help=_("whom they come to see"))
    when = expect.add_mutually_exclusive_group()
    when.add_argument("--day", type=values.day, metavar="2026-11-23", help=_("usual: today"))
    when.add_argument("--at", type=values.moment, metavar="2026-11-23T14:00")
    for made in (give, expect):
        made.add_argument("--campus", metavar=_("CODE"))


def declare_lists(command: Command, group: Any) -> None:
    for name, help_text, day_help in (
        ("inside", _("List who is in the building."), _("everybody who came on that day")),
        ("passes", _("List passes to co-work."), _("those that are good on that day")),
        ("visits", _("List announced visitors."), _("usual: from today on")),
    ):
        made = command(name, help_text, f"coming.list_{name}", group)
        made.add_argument("--campus", metavar=_("CODE"))
        made.add_argument("--day", type=values.day, metavar="2026-11-23", help=day_help)
        if name == "passes":
            made.add_argument("--search", default="", metavar=_("TEXT"))
