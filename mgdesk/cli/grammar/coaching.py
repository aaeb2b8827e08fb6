"""What can be typed about coaching: appointments as noted, and their notes."""

from argparse import ArgumentParser
from typing import Any

from mgdesk.cli import values
from mgdesk.cli.grammar import appointments
from mgdesk.cli.grammar.arguments import Command, add_paper_file, add_person, group_of
from mgdesk.i18n import gettext as _


def declare(command: Command) -> None:
    group = group_of(command, "coaching", _("Coaching: book, follow, write the note."))
    add = command("add", _("Book an appointment."), "accompanying.add_coaching", group)
    add_person(add)
    add.add_argument("--coach", required=True, metavar=_("NAME"))
    add.add_argument("--start", required=True, type=values.moment, metavar="2026-11-25T14:00")
    add.add_argument(
        "--end", type=values.moment, metavar="2026-11-25T15:00", help=_("usual: an hour later")
    )
    add.add_argument("--campus", metavar=_("CODE"))
    add.add_argument("--room", default="", metavar=_("NAME"))
    add.add_argument("--subject", default="", metavar=_("TEXT"))
    appointments.declare_availability(command, group)
    follow = command(
        "status", _("Say how an appointment stands."), "accompanying.set_coaching_status", group
    )
    write = command("note", _("Write the note."), "accompanying.write_note", group)
    for made in (follow, write):
        _add_appointment(made)
    follow.add_argument("status", type=values.coaching_status, metavar=_("STATUS"))
    for name, help_text in (
        ("--aims", _("what is aimed at")),
        ("--points", _("what was discussed")),
        ("--plan", _("what was agreed, by whom and when")),
    ):
        write.add_argument(name, metavar=_("TEXT"), help=help_text)
    write.add_argument(
        "--step", type=values.step, action="append", default=[],
        metavar=_("WHAT;WHO;2026-12-03"), help=_("a point of the plan, added; again for more"),
    )  # fmt: skip
    write.add_argument(
        "--step-done", type=values.count, action="append", default=[], metavar="N",
        help=_("this point of the plan is done"),
    )  # fmt: skip


def declare_list(command: Command, group: Any) -> None:
    made = command(
        "coaching", _("List coaching appointments."), "accompanying.list_coaching", group
    )
    made.add_argument("--search", default="", metavar=_("TEXT"))
    made.add_argument("--campus", metavar=_("CODE"))
    made.add_argument("--coach", default="", metavar=_("NAME"))
    days = made.add_mutually_exclusive_group()
    days.add_argument("--day", type=values.day, metavar="2026-11-23")
    days.add_argument("--week", type=values.week, metavar="2026-W48")


def declare_paper(command: Command, group: Any) -> None:
    note = command("coaching-note", _("Coaching notes."), "accompanying.print_note", group)
    _add_appointment(note)
    add_paper_file(note)


def _add_appointment(made: ArgumentParser) -> None:
    add_person(made)
    made.add_argument(
        "--day", type=values.day, metavar="2026-11-25", help=_("usual: the last appointment")
    )
