"""The command that makes one record of two."""

from argparse import Namespace

from mgdesk.cli.output import say, show
from mgdesk.desk import Desk
from mgdesk.i18n import gettext as _
from mgdesk.queries.merging import Comparison, FieldPair, compare
from mgdesk.queries.naming import person_named
from mgdesk.rules.merging import FIELD_LABELS, Side


def merge(desk: Desk, arguments: Namespace) -> int:
    """Show what stays of both, then merge; `--dry-run` only shows."""
    from mgdesk.services.merging import SamePerson, merge_people

    kept_id = desk.read(person_named, who=arguments.keep)
    other_id = desk.read(person_named, who=arguments.other)
    if kept_id == other_id:
        raise SamePerson
    found = desk.read(compare, kept_id=kept_id, other_id=other_id)
    choices = dict.fromkeys(arguments.take, Side.OTHER) | dict.fromkeys(arguments.stay, Side.KEPT)
    rows = [_row(pair, choices, found) for pair in found.fields if pair.kept != pair.other]
    show(rows, as_json=arguments.json, nothing=_("What is known of both is the same."))
    if arguments.dry_run:
        return 0
    desk.do(
        merge_people,
        kept_id=kept_id,
        other_id=other_id,
        choices=choices,
        versions=(found.kept_version, found.other_version),
    )
    if not arguments.json:
        say(desk.undo_title or "")
    return 0


def _row(pair: FieldPair, choices: dict[str, Side], found: Comparison) -> dict[str, object]:
    return {
        "field": pair.name,
        "label": _(FIELD_LABELS[pair.name]),
        "kept": _value(pair.kept, found),
        "other": _value(pair.other, found),
        "stays": choices.get(pair.name, pair.proposed).value,
    }


def _value(value: object, found: Comparison) -> object:
    return next((name for key, name in found.campuses.items() if key == value), value)
