"""What can be typed about certificates and monthly statements."""

from typing import Any

from mgdesk.cli import values
from mgdesk.cli.grammar.arguments import Command, add_learners, add_paper_file
from mgdesk.i18n import gettext as _


def declare_list(command: Command, group: Any) -> None:
    made = command(
        "overtaken",
        _("List statements to print again, and why."),
        "attesting.list_overtaken",
        group,
    )
    made.add_argument("--cohort", metavar=_("CODE"))


def declare_paper(command: Command, group: Any) -> None:
    proof = command("certificates", _("Certificates."), "attesting.print_certificates", group)
    proof.add_argument("cohort", metavar=_("COHORT"), nargs="?", default="")
    proof.add_argument("--event", metavar=_("CODE"), help=_("for those who came to this event"))
    proof.add_argument(
        "--kind",
        choices=["participation", "realisation"],
        default="participation",
        help=_("realisation: the certificate of completion that French funders ask for"),
    )
    add_learners(proof)
    proof.add_argument(
        "--nature",
        choices=["training", "assessment", "validation", "apprenticeship"],
        default="training",
        help=_("with realisation: what the action was"),
    )
    proof.add_argument("--all", action="store_true", help=_("also below the threshold"))
    proof.add_argument("--reason", default="", metavar=_("TEXT"), help=_("why, with --all"))
    statement = command(
        "statements", _("Monthly attendance statements."), "attesting.print_statements", group
    )
    statement.add_argument("cohort", metavar=_("COHORT"))
    statement.add_argument(
        "--month", type=values.month, metavar="2026-11", help=_("usual: this month")
    )
    add_learners(statement)
    statement.add_argument(
        "--overtaken",
        action="store_true",
        help=_("correct those that a later proof or mark overtook"),
    )
    for made in (proof, statement):
        made.add_argument(
            "--sign",
            action="store_true",
            help=_("sign the file electronically, whatever the settings of the campus say"),
        )
        add_paper_file(made)
