"""What can be typed to print what is handed out: badges, lists of people."""

from typing import Any

from mgdesk.cli.grammar.arguments import Command, add_learners, add_paper_file
from mgdesk.i18n import gettext as _


def declare_paper(command: Command, group: Any) -> None:
    badge = command("badges", _("Name badges and member cards."), "handing.print_badges", group)
    badge.add_argument("cohort", metavar=_("COHORT"), nargs="?", default="")
    badge.add_argument("--event", metavar=_("CODE"), help=_("for those expected at this event"))
    badge.add_argument(
        "--form",
        choices=["badge", "card", "single"],
        default="badge",
        help=_("eight badges a page, ten cards a page, or one card a page of its own size"),
    )
    add_learners(badge)
    add_paper_file(badge)
    _declare_lists(command, group)


def _declare_lists(command: Command, group: Any) -> None:
    people = command("attendees", _("Lists of people to tick off."), "handing.print_list", group)
    people.add_argument("code", nargs="?", default="", metavar=_("COHORT|EVENT"))
    people.add_argument(
        "--today", action="store_true", help=_("who is expected and who is in the house today")
    )
    people.add_argument("--campus", metavar=_("CODE"), help=_("with --today"))
    sent = command(
        "employers",
        _("Lists for the employers that sent people."),
        "handing.print_employers",
        group,
    )
    sent.add_argument("cohort", metavar=_("COHORT"))
    sent.add_argument("--letter", action="store_true", help=_("the letter that goes with papers"))
    sent.add_argument("--employer", default="", metavar=_("NAME"), help=_("usual: each of them"))
    for made in (people, sent):
        add_paper_file(made)
