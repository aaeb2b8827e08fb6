"""What can be typed after `mgdesk list`."""

from mgdesk.cli.grammar import attestations, coaching, door, loans
from mgdesk.cli.grammar.arguments import Command, group_of
from mgdesk.i18n import gettext as _


def declare(command: Command) -> None:
    group = group_of(command, "list", _("List people, cohorts, events, papers, coaching or loans."))
    for name, help_text in (
        ("learners", _("List people.")),
        ("cohorts", _("List cohorts.")),
        ("events", _("List events.")),
        ("sheets", _("List attendance sheets and where they are.")),
    ):
        made = command(name, help_text, f"listing.list_{name}", group)
        made.add_argument("--search", default="", metavar=_("TEXT"))
        made.add_argument("--campus", metavar=_("CODE"))
        if name in {"learners", "sheets"}:
            made.add_argument("--cohort", metavar=_("CODE"))
        if name == "sheets":
            made.add_argument("--not-back", action="store_true", help=_("printed and still away"))
    attestations.declare_list(command, group)
    command("copies", _("List the copies of the data."), "keeping.list_copies", group)
    coaching.declare_list(command, group)
    loans.declare_lists(command, group)
    door.declare_lists(command, group)
