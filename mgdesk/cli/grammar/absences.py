"""What can be typed about absences."""

from pathlib import Path
from typing import Any

from mgdesk.cli import values
from mgdesk.cli.grammar.arguments import Command, add_learners, add_paper_file, group_of
from mgdesk.i18n import gettext as _


def declare(command: Command) -> None:
    group = group_of(command, "absence", _("Absences: note, justify, list."))
    made = command("list", _("List absences."), "tasking.list_absences", group)
    made.add_argument("--cohort", metavar=_("CODE"))
    made.add_argument("--open", action="store_true", help=_("still to justify"))
    add = command("add", _("Note or justify an absence."), "tasking.add_absence", group)
    add.add_argument("cohort", metavar=_("COHORT"))
    add.add_argument("learner", metavar=_("LEARNER"), help=_("learner number, or name"))
    add.add_argument("start", type=values.day, metavar="2026-11-23")
    shown = command(
        "proof", _("Write the proof of an absence to a file."), "tasking.write_proof", group
    )
    shown.add_argument("cohort", metavar=_("COHORT"))
    shown.add_argument("learner", metavar=_("LEARNER"), help=_("learner number, or name"))
    shown.add_argument("start", type=values.day, metavar="2026-11-23")
    shown.add_argument("--output", required=True, type=Path, metavar="FILE.pdf|FILE.jpg")
    add.add_argument("--end", type=values.day, metavar="2026-11-24", help=_("usual: the same day"))
    add.add_argument("--reason", default="", metavar=_("CODE"))
    add.add_argument("--proof", type=Path, metavar="FILE.pdf|FILE.jpg")
    add.add_argument("--note", default="", metavar=_("TEXT"))


def declare_paper(command: Command, group: Any) -> None:
    letters = command(
        "absence-letters", _("Letters about absences."), "tasking.print_letters", group
    )
    letters.add_argument("cohort", metavar=_("COHORT"))
    add_learners(letters)
    add_paper_file(letters)
