"""What can be typed about appointments: free times, referrals, calendars."""

from pathlib import Path
from typing import Any

from mgdesk.cli import values
from mgdesk.cli.grammar.arguments import Command, add_person, group_of
from mgdesk.i18n import gettext as _


def declare(command: Command) -> None:
    """`appointment` is what people type; `coaching` came first and stays."""
    group = group_of(command, "appointment", _("Appointments: book, every week, free times."))
    free = command("free", _("List free times of a coach."), "planning.list_free", group)
    book = command("book", _("Book the next free time, or a moment."), "planning.book", group)
    add_person(book)
    for made in (free, book):
        made.add_argument("--coach", required=True, metavar=_("NAME"))
        made.add_argument("--campus", metavar=_("CODE"))
    book.add_argument("--start", type=values.moment, metavar="2026-11-25T14:00")
    book.add_argument("--weeks", type=int, default=1, metavar="N", help=_("every week, N times"))
    due = command("due", _("List follow-ups that are due."), "planning.list_due", group)
    due.add_argument("--coach", default="", metavar=_("NAME"))
    refer = command(
        "refer", _("Note that somebody was sent elsewhere, or to us."), "planning.refer", group
    )
    add_person(refer)
    refer.add_argument("--to", default="", metavar=_("NAME"), help=_("the service"))
    refer.add_argument("--by", default="", metavar=_("NAME"), help=_("who sent them to us"))
    refer.add_argument("--reason", default="", metavar=_("TEXT"))
    refer.add_argument("--answer", default="", metavar=_("TEXT"))
    changed = command(
        "referral", _("Change a referral, or note its answer."), "planning.change_referral", group
    )
    add_person(changed)
    changed.add_argument("party", metavar=_("SERVICE"), help=_("the latest to or by this one"))
    changed.add_argument("--answer", metavar=_("TEXT"))
    changed.add_argument("--answered", type=values.day, metavar="2026-11-25")
    changed.add_argument("--reason", metavar=_("TEXT"))
    changed.add_argument("--day", type=values.day, metavar="2026-11-25")
    changed.add_argument("--rename", dest="new_party", metavar=_("NAME"))
    changed.add_argument("--delete", action="store_true")
    sent = command("referrals", _("List referrals of somebody."), "planning.list_referrals", group)
    add_person(sent)
    due.add_argument("--until", type=values.day, metavar="2026-11-25")


def declare_availability(command: Command, group: Any) -> None:
    made = command(
        "availability", _("Say or list when a coach is there."), "planning.availability", group
    )
    made.add_argument("coach", metavar=_("NAME"))
    made.add_argument("--campus", metavar=_("CODE"))
    made.add_argument("--days", type=values.weekdays, metavar="mon-fri")
    made.add_argument("--hours", metavar="9:00-12:30,13:30-17:00", help=_("none: not there"))
    made.add_argument(
        "--away", nargs=2, type=values.day, metavar=("2026-12-24", "2027-01-02"),
        help=_("first and last day"),
    )  # fmt: skip
    made.add_argument("--reason", default="", metavar=_("TEXT"))


def declare_calendar_out(command: Command, group: Any) -> None:
    made = command("calendar", _("Export a calendar (.ics)."), "planning.export_calendar", group)
    made.add_argument("file", type=Path, metavar="F.ics")
    for name, words in (
        ("--campus", _("CODE")),
        ("--cohort", _("CODE")),
        ("--coach", _("NAME")),
        ("--person", _("NAME")),
    ):
        made.add_argument(name, metavar=words)
    made.add_argument("--from", dest="first", type=values.day, metavar="2026-11-01")
    made.add_argument("--to", dest="last", type=values.day, metavar="2027-06-30")


def declare_calendar_in(command: Command, group: Any) -> None:
    made = command("calendar", _("Import a calendar (.ics)."), "planning.import_calendar", group)
    made.add_argument("file", type=Path, metavar="F.ics")
    made.add_argument("--campus", metavar=_("CODE"))
    made.add_argument("--coach", metavar=_("NAME"), help=_("as times when this coach is away"))
    made.add_argument("--from", dest="first", type=values.day, metavar="2026-11-01")
    made.add_argument("--to", dest="last", type=values.day, metavar="2027-06-30")
    made.add_argument("--dry-run", action="store_true", help=_("only say what would be done"))
