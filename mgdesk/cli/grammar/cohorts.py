"""What can be typed about cohorts: to add one, to say who sent people to it."""

from mgdesk.cli import values
from mgdesk.cli.grammar.arguments import Command, group_of
from mgdesk.i18n import gettext as _


def declare(command: Command) -> None:
    group = group_of(command, "cohort", _("Cohorts: add one, say who sent people."))
    add = command("add", _("Add a cohort with its timetable."), "making.add_cohort", group)
    add.add_argument("code", metavar=_("CODE"))
    add.add_argument("--training", required=True, metavar=_("TITLE"))
    add.add_argument("--start", required=True, type=values.day, metavar="2026-09-07")
    add.add_argument("--end", required=True, type=values.day, metavar="2026-09-18")
    add.add_argument("--days", default="mon-fri", type=values.weekdays, metavar="mon-fri")
    add.add_argument("--halves", default="am,pm", type=values.halves, metavar="am,pm")
    add.add_argument("--campus", metavar=_("CODE"))
    add.add_argument("--room", default="", metavar=_("NAME"))
    add.add_argument("--trainer", action="append", default=[], metavar=_("NAME"))
    add.add_argument("--capacity", type=values.count, metavar="N")
    add.add_argument("--profile", default="", metavar=_("CODE"), help=_("funder profile"))
    sent = command(
        "employer", _("Say which employer sent people to a cohort."), "handing.set_employer", group
    )
    sent.add_argument("cohort", metavar=_("COHORT"))
    sent.add_argument("employer", metavar=_("NAME"), nargs="?", default="", help=_("none: nobody"))
    sent.add_argument(
        "--learner", action="append", required=True, metavar=_("PERSON"),
        help=_("learner number, or name"),
    )  # fmt: skip
