"""Commands of funder profiles: which rules are confirmed, by whom, with which text."""

from argparse import Namespace

from mgdesk.cli.output import say, show
from mgdesk.desk import Desk
from mgdesk.errors import DeskError
from mgdesk.i18n import N_
from mgdesk.queries.campuses import ProfileRow, funder_profiles
from mgdesk.rules.funding import CONFIRMABLE


class UnknownProfile(DeskError):
    sentence = N_("There is no funder profile with the code {code}. Known: {known}.")


def list_rules(desk: Desk, arguments: Namespace) -> int:
    """Each rule of a profile, its value, and what is known of it."""
    profile = _profile(desk, arguments.code)
    known = {mark.field: mark for mark in profile.marks}
    rows = []
    for field in CONFIRMABLE:
        mark, value = known.get(field), getattr(profile, field)
        rows.append(
            {
                "rule": field,
                "value": [str(one) for one in value] if isinstance(value, tuple) else value,
                "confirmed_on": mark.confirmed_on if mark else None,
                "confirmed_by": mark.confirmed_by if mark else "",
                "source": mark.source if mark else "",
            }
        )
    show(rows, as_json=arguments.json, nothing="")
    return 0


def confirm(desk: Desk, arguments: Namespace) -> int:
    """These rules stand in the funder's own text; with --doubt they are to be confirmed again."""
    from mgdesk.services import profile_marks

    profile_id, rules = _profile(desk, arguments.code).id, arguments.rule
    if arguments.doubt:
        desk.do(profile_marks.doubt_rules, profile_id=profile_id, fields=rules)
    else:
        desk.do(
            profile_marks.confirm_rules,
            profile_id=profile_id,
            fields=rules,
            source=arguments.source,
            by=arguments.by,
        )
    say(desk.undo_title or "")
    return 0


def _profile(desk: Desk, code: str) -> ProfileRow:
    known = desk.read(funder_profiles)
    for one in known:
        if one.code.casefold() == code.casefold():
            return one
    raise UnknownProfile(code=code, known=", ".join(one.code for one in known))
