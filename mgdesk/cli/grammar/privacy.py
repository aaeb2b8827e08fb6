"""What can be typed about how long people are kept, and what they may ask."""

from pathlib import Path
from typing import Any

from mgdesk.cli import values
from mgdesk.cli.grammar.arguments import Command, group_of
from mgdesk.i18n import LANGUAGES
from mgdesk.i18n import gettext as _
from mgdesk.rules.people import ConsentKind
from mgdesk.rules.retention import Category


def declare(command: Command) -> None:
    group = group_of(command, "privacy", _("How long people are kept."))
    command("review", _("Who is over the period of their category."), "privacy.list_review", group)
    _declare_erasing(command, group)
    kept = command("keep", _("Keep people for another year."), "privacy.keep", group)
    kept.add_argument("person", nargs="+", metavar=_("PERSON"), help=_("learner number or name"))
    kept.add_argument("--reason", required=True, metavar=_("TEXT"))
    command("done", _("Note that the yearly review was done."), "privacy.done", group)
    command("periods", _("How many days each category is kept."), "privacy.list_periods", group)
    period = command("period", _("Change a period."), "privacy.set_period", group)
    period.add_argument("category", type=Category, choices=list(Category))
    period.add_argument("days", type=values.count)


def declare_for_person(command: Command, group: Any) -> None:
    copy = command(
        "export", _("Write all that is kept of somebody."), "privacy.export_person", group
    )
    consent = command(
        "consent", _("Note what somebody allows or takes back."), "privacy.note_consent", group
    )
    limit = command("restrict", _("Keep a record and use it no more."), "privacy.restrict", group)
    number = command("number", _("The national number, masked."), "privacy.national_number", group)
    for made in (copy, consent, limit, number):
        made.add_argument("person", metavar=_("PERSON"), help=_("learner number or name"))
    for made in (copy, consent):
        made.add_argument("--paper-language", choices=list(LANGUAGES))
    copy.add_argument(
        "--output",
        required=True,
        type=Path,
        metavar="FILE.zip",
        help=_("or a folder, without .zip"),
    )
    consent.add_argument("kind", type=ConsentKind, choices=list(ConsentKind))
    consent.add_argument("answer", choices=["given", "withdrawn"])
    consent.add_argument("--on-paper", action="store_true", help=_("a signed form is kept"))
    why = limit.add_mutually_exclusive_group(required=True)
    why.add_argument("--reason", metavar=_("TEXT"))
    why.add_argument("--lift", action="store_true", help=_("use the record again"))
    what = number.add_mutually_exclusive_group()
    what.add_argument("--set", metavar=_("NUMBER"), help=_("empty takes it away"))
    what.add_argument(
        "--show", action="store_true", help=_("whole; that it was looked at is noted")
    )
    _declare_erasing(command, group)


def _declare_erasing(command: Command, group: Any) -> None:
    made = command("erase", _("Erase people for good."), "privacy.erase", group)
    made.add_argument("person", nargs="+", metavar=_("PERSON"), help=_("learner number or name"))
    made.add_argument(
        "--confirm", nargs="+", required=True, metavar=_("PERSON"), help=_("the same once more")
    )
