"""What can be typed about what is lent."""

from typing import Any

from mgdesk.cli import values
from mgdesk.cli.grammar.arguments import Command, add_paper_file, add_person, group_of
from mgdesk.i18n import gettext as _
from mgdesk.rules.loans import ResourceKind


def declare(command: Command) -> None:
    group = group_of(command, "resource", _("What can be lent: add something."))
    add = command("add", _("Add something that can be lent."), "accompanying.add_resource", group)
    add.add_argument("code", metavar=_("CODE"), help=_("what is written on it, such as K-12"))
    add.add_argument("--kind", choices=list(ResourceKind), default=ResourceKind.OTHER)
    add.add_argument("--label", default="", metavar=_("TEXT"))
    out = command("lend", _("Lend something to somebody."), "accompanying.lend")
    back = command("give-back", _("Take back what was lent."), "accompanying.give_back")
    for made in (out, back):
        made.add_argument("resource", metavar=_("CODE"))
    add_person(out)
    out.add_argument(
        "--due", type=values.day, metavar="2026-12-18", help=_("to give back by that day")
    )
    for made in (out, back):
        made.add_argument("--condition", default="", metavar=_("TEXT"))
    for made in (add, out, back):
        made.add_argument("--campus", metavar=_("CODE"))


def declare_lists(command: Command, group: Any) -> None:
    things = command(
        "resources",
        _("List what can be lent, and who has it."),
        "accompanying.list_resources",
        group,
    )
    lent = command("loans", _("List loans."), "accompanying.list_loans", group)
    for made in (things, lent):
        made.add_argument("--search", default="", metavar=_("TEXT"))
        made.add_argument("--campus", metavar=_("CODE"))
    lent.add_argument("--open", action="store_true", help=_("not given back yet"))
    lent.add_argument("--overdue", action="store_true", help=_("due before today"))


def declare_paper(command: Command, group: Any) -> None:
    receipt = command("loan-receipt", _("Receipts of loans."), "accompanying.print_receipt", group)
    receipt.add_argument("resource", metavar=_("CODE"))
    receipt.add_argument("--campus", metavar=_("CODE"))
    add_paper_file(receipt)
