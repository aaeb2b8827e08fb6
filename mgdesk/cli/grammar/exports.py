"""What can be typed after `mgdesk export`."""

from pathlib import Path

from mgdesk.cli.grammar import applications, appointments, campuses, figures
from mgdesk.cli.grammar.arguments import Command, group_of
from mgdesk.i18n import gettext as _


def declare(command: Command) -> None:
    group = group_of(
        command,
        "export",
        _("Export a list (.xlsx, .csv), address cards (.vcf) or a campus (.json)."),
    )
    campuses.declare_giving_out(command, group)
    merge = command(
        "mailmerge",
        _("Export people for a mail merge: salutation, address lines, language."),
        "exporting.export_mail_merge",
        group,
    )
    merge.add_argument("file", type=Path, metavar=_("FILE"))
    merge.add_argument("--cohort", metavar=_("CODE"))
    merge.add_argument("--event", metavar=_("CODE"))
    merge.add_argument("--campus", metavar=_("CODE"))
    applications.declare_day_out(command, group)
    appointments.declare_calendar_out(command, group)
    for name, help_text in (
        ("learners", _("Export learners.")),
        ("registrations", _("Export an event's registrations.")),
        ("applications", _("Export applications.")),
        ("cohorts", _("Export cohorts.")),
        ("events", _("Export events.")),
    ):
        made = command(name, help_text, f"exporting.export_{name}", group)
        made.add_argument("file", type=Path, metavar=_("FILE"))
        if name in {"learners", "applications"}:
            made.add_argument("--cohort", metavar=_("CODE"))
            made.add_argument("--campus", metavar=_("CODE"))
        if name == "applications":
            made.add_argument("--training", metavar=_("TITLE"))
        if name == "registrations":
            made.add_argument("--event", metavar=_("CODE"), required=True)
    figures.declare_files(command, group)
