"""What can be typed about a person: two records of one, what they may ask."""

from mgdesk.cli.grammar import privacy
from mgdesk.cli.grammar.arguments import Command, group_of
from mgdesk.i18n import gettext as _
from mgdesk.rules.merging import FIELD_LABELS


def declare(command: Command) -> None:
    group = group_of(command, "person", _("People: merge two records of one, what they may ask."))
    privacy.declare_for_person(command, group)
    made = command("merge", _("Make one record of two."), "merging.merge", group)
    made.add_argument(
        "keep", metavar=_("PERSON"), help=_("learner number, code of the badge, or name")
    )
    made.add_argument("other", metavar=_("OTHER"), help=_("the record that goes into it"))
    for option, dest, help_text in (
        ("--take", "take", _("a field whose value of the other stays; again for more")),
        ("--stay", "stay", _("a field whose own value stays; again for more")),
    ):
        made.add_argument(
            option,
            dest=dest,
            action="append",
            default=[],
            choices=list(FIELD_LABELS),
            help=help_text,
        )
    made.add_argument(
        "--dry-run", action="store_true", help=_("only show both beside each other; write nothing")
    )
