"""What can be typed about presence: a mark, a sheet to sign."""

from typing import Any

from mgdesk.cli import values
from mgdesk.cli.grammar.arguments import Command, add_paper_file
from mgdesk.i18n import gettext as _
from mgdesk.rules.paper import SheetLayout


def declare(command: Command) -> None:
    made = command("mark", _("Mark a learner for a half-day."), "making.mark")
    made.add_argument("cohort", metavar=_("COHORT"))
    made.add_argument("date", type=values.day, metavar="2026-09-07")
    made.add_argument("half", type=values.half, metavar="am|pm|eve")
    made.add_argument("learner", metavar=_("LEARNER"), help=_("learner number, or name"))
    made.add_argument("status", type=values.status, metavar=_("STATUS"))
    made.add_argument(
        "--minutes", type=values.count, metavar="N", help=_("late, early or present by so many")
    )


def declare_paper(command: Command, group: Any) -> None:
    sheet = command("attendance", _("Attendance sheets."), "printing.print_attendance", group)
    sheet.add_argument("cohort", metavar=_("COHORT"))
    days = sheet.add_mutually_exclusive_group()
    days.add_argument("--week", type=values.week, metavar="2026-W48", help=_("usual: this week"))
    days.add_argument("--day", type=values.day, metavar="2026-11-23")
    days.add_argument("--month", type=values.month, metavar="2026-11")
    sheet.add_argument(
        "--layout", type=SheetLayout, choices=list(SheetLayout), metavar="week|day|…"
    )
    sheet.add_argument(
        "--learner",
        action="append",
        default=[],
        help=_("whose, with --layout individual: learner number or name; again for more"),
    )
    add_paper_file(sheet)
