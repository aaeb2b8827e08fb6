"""What can be typed about the time after the training: situations, calls, rates; partners."""

from pathlib import Path
from typing import Any

from mgdesk.cli import values
from mgdesk.cli.grammar.arguments import Command, add_person, group_of
from mgdesk.i18n import LANGUAGES
from mgdesk.i18n import gettext as _
from mgdesk.rules.outcome import PART_TIME_BELOW, AttemptResult, Evidence, Milestone, OutcomeKind


def declare(command: Command) -> None:
    group = group_of(command, "outcome", _("After the training: whom to call, answers, rates."))
    due = command("due", _("List whom to call now."), "following.list_due", group)
    listed = command("list", _("List situations as noted."), "following.list_outcomes", group)
    rates = command(
        "rates", _("Show the rates, always with their numbers."), "following.show_rates", group
    )
    add = command("add", _("Note a situation."), "following.add_outcome", group)
    attempt = command("attempt", _("Note a call."), "following.add_attempt", group)
    for made in (due, listed):
        made.add_argument("--search", default="", metavar=_("TEXT"))
    for made in (due, listed, rates):
        made.add_argument("--campus", metavar=_("CODE"))
    rates.add_argument("--cohort", default="", metavar=_("CODE"))
    rates.add_argument(
        "--part-time-below", type=int, default=PART_TIME_BELOW, metavar=_("HOURS"),
        help=_("a week of fewer hours is part-time"),
    )  # fmt: skip
    _add_period(rates)
    for made in (add, attempt):
        add_person(made)
        made.add_argument("--note", default="", metavar=_("TEXT"))
    add.add_argument("situation", choices=list(OutcomeKind))
    add.add_argument("--at", dest="milestone", choices=list(Milestone), default="")
    add.add_argument("--on", dest="since", type=values.day, metavar="2026-11-23")
    add.add_argument("--in-field", choices=["yes", "no", ""], default="")
    add.add_argument("--employer", default="", metavar=_("NAME"))
    add.add_argument("--hours", type=int, metavar=_("HOURS"), help=_("hours a week"))
    add.add_argument("--evidence", choices=list(Evidence), default=Evidence.DECLARED)
    attempt.add_argument("result", choices=list(AttemptResult))
    attempt.add_argument("--on", type=values.day, metavar="2026-11-23", help=_("call back then"))
    _declare_partners(command)


def _declare_partners(command: Command) -> None:
    group = group_of(command, "partner", _("What the support of partners made possible."))
    listed = command(
        "list", _("List partners with their figures."), "following.list_partners", group
    )
    letter = command("report", _("Write the page for a partner."), "following.print_partner", group)
    for made in (listed, letter):
        made.add_argument("--campus", metavar=_("CODE"))
        _add_period(made)
    letter.add_argument("partner", metavar=_("NAME"))
    letter.add_argument("--output", required=True, type=Path, metavar=_("FILE"))
    letter.add_argument("--paper-language", choices=list(LANGUAGES))


def _add_period(made: Any) -> None:
    made.add_argument("--since", type=values.day, metavar="2026-01-01")
    made.add_argument("--until", type=values.day, metavar="2026-12-31")
