"""What can be typed after `mgdesk import`."""

from pathlib import Path

from mgdesk.cli.grammar import appointments, campuses
from mgdesk.cli.grammar.arguments import Command, group_of
from mgdesk.i18n import gettext as _


def declare(command: Command) -> None:
    group = group_of(
        command,
        "import",
        _("Import a list (.xlsx, .xls, .ods, .csv), address cards (.vcf) or a campus (.json)."),
    )
    appointments.declare_calendar_in(command, group)
    people = command("learners", _("Import learners."), "importing.import_learners", group)
    people.add_argument("file", type=Path, metavar=_("FILE"))
    people.add_argument("--cohort", metavar=_("CODE"), help=_("enrol them in this cohort"))
    people.add_argument("--campus", metavar=_("CODE"))
    guests = command(
        "registrations",
        _("Import an event's registrations."),
        "importing.import_registrations",
        group,
    )
    guests.add_argument("file", type=Path, metavar=_("FILE"))
    guests.add_argument("--event", metavar=_("CODE"), required=True)
    wishes = command(
        "applications", _("Import applications."), "importing.import_applications", group
    )
    wishes.add_argument("file", type=Path, metavar=_("FILE"))
    goal = wishes.add_mutually_exclusive_group()
    goal.add_argument("--cohort", metavar=_("CODE"), help=_("usual: what each row names"))
    goal.add_argument("--training", metavar=_("TITLE"))
    wishes.add_argument("--campus", metavar=_("CODE"))
    for name, help_text in (("cohorts", _("Import cohorts.")), ("events", _("Import events."))):
        made = command(name, help_text, f"importing.import_{name}", group)
        made.add_argument("file", type=Path, metavar=_("FILE"))
    campuses.declare_taking_in(command, group)
    for made in (people, guests, wishes):
        made.add_argument(
            "--dry-run",
            action="store_true",
            help=_("tell what would happen, row by row; write nothing"),
        )
        made.add_argument(
            "--refused",
            type=Path,
            metavar=_("FILE"),
            help=_("save the refused rows there, each with its reason (.xlsx, .csv)"),
        )
