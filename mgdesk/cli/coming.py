"""Commands of the door: who is in, in and out, visitors, passes, the end of the day."""

from argparse import Namespace
from datetime import datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from mgdesk.cli.making import chosen_campus
from mgdesk.cli.output import say, show
from mgdesk.cli.values import day_here
from mgdesk.desk import Desk
from mgdesk.i18n import gettext as _
from mgdesk.queries.campuses import campus_id_of
from mgdesk.queries.naming import person_named
from mgdesk.rules.arrival import OUTCOME_LABELS
from mgdesk.rules.clock import wall_clock
from mgdesk.rules.events import CheckInKind


def _campus(desk: Desk, arguments: Namespace) -> UUID:
    return desk.read(campus_id_of, code=chosen_campus(desk, arguments.campus))


def list_inside(desk: Desk, arguments: Namespace) -> int:
    """Who is in now; of a day, everybody who came, and when they went."""
    rows = _stays(desk, arguments) if arguments.day else _now(desk, arguments)
    show(rows, as_json=arguments.json, nothing=_("Nobody is in."))
    return 0


def _now(desk: Desk, arguments: Namespace) -> list[dict[str, object]]:
    """On the campus's clock, whatever the computer's is."""
    from mgdesk.queries.coworking import board

    found = desk.read(board, campus_id=_campus(desk, arguments), at=wall_clock())
    if found is None:
        return []
    zone = ZoneInfo(found.zone)
    return [
        {
            "name": row.name,
            "since": row.since.astimezone(zone) if row.since else None,
            "what_for": row.kind,
            "title": row.title,
            "room": row.room,
            "host": row.note,
            "days_left": row.standing.left if row.standing else None,
            "has_pass": row.standing.is_valid if row.standing else None,
        }
        for row in found.inside
    ]


def _stays(desk: Desk, arguments: Namespace) -> list[dict[str, object]]:
    from mgdesk.queries.day_history import stays_on

    found = desk.read(stays_on, campus_id=_campus(desk, arguments), day=arguments.day)
    return [
        {
            "name": row.name,
            "came_at": row.came_at,
            "left_at": row.left_at,
            "closed_at_night": row.is_closed_at_night,
            "minutes": row.minutes,
            "what_for": row.kinds,
            "title": row.titles,
            "room": row.rooms,
            "host": row.note,
        }
        for row in found
    ]


def list_passes(desk: Desk, arguments: Namespace) -> int:
    """All of them, or those that are good on a day."""
    from mgdesk.queries.passes import passes

    found = desk.read(
        passes, campus=arguments.campus, search=arguments.search, covering=arguments.day
    )
    rows = [
        {
            "name": row.name,
            "campus": row.campus,
            "kind": row.kind,
            "first_day": row.first_day,
            "last_day": row.last_day,
            "days": row.day_count,
            "used": row.used,
            "left": row.left,
            "state": row.state(arguments.day or day_here()),
            "note": row.note,
        }
        for row in found
    ]
    show(rows, as_json=arguments.json, nothing=_("No pass found."))
    return 0


def list_visits(desk: Desk, arguments: Namespace) -> int:
    """Of a day, or from today on."""
    from mgdesk.queries.visits import visits

    since = None if arguments.day else day_here()
    found = desk.read(visits, campus=arguments.campus, day=arguments.day, since=since)
    rows = [
        {
            "day": row.day,
            "hour": row.hour,
            "name": row.name,
            "host": row.host,
            "campus": row.campus,
            "status": row.status,
        }
        for row in found
    ]
    show(rows, as_json=arguments.json, nothing=_("Nobody is announced."))
    return 0


def check_in(desk: Desk, arguments: Namespace) -> int:
    from mgdesk.services.checkin import check_in as come

    kind = CheckInKind(arguments.reason) if arguments.reason else None
    arrival = desk.do(
        come,
        person_id=desk.read(person_named, who=arguments.person),
        campus_id=_campus(desk, arguments),
        reason=(kind, None) if kind else None,
        note=arguments.host,
    )
    say(f"{arrival.name}: {_(OUTCOME_LABELS[arrival.outcome])}")
    if arrival.standing is not None and not arrival.standing.is_valid:
        say(_("no valid pass: checked in anyway"))
    return 0


def check_out(desk: Desk, arguments: Namespace) -> int:
    from mgdesk.services.checkin import check_out as leave

    arrival = desk.do(
        leave,
        person_id=desk.read(person_named, who=arguments.person),
        campus_id=_campus(desk, arguments),
    )
    say(f"{arrival.name}: {_(OUTCOME_LABELS[arrival.outcome])}")
    return 0


def close_days(desk: Desk, _arguments: Namespace) -> int:
    """Let out whoever is still in on a day that is over, for a timer of the night."""
    from mgdesk.services.checkin import close_days as close

    said = desk.do(close)
    say(desk.undo_title or "" if said else _("Nobody is in on a day that is over."))
    return 0


def add_pass(desk: Desk, arguments: Namespace) -> int:
    from mgdesk.rules.coworking import PassKind
    from mgdesk.services.passes import give_pass

    desk.do(
        give_pass,
        person_id=desk.read(person_named, who=arguments.person),
        campus_id=_campus(desk, arguments),
        kind=PassKind(arguments.kind),
        first_day=arguments.start or day_here(),
        last_day=arguments.end,
        day_count=arguments.days,
        note=arguments.note,
    )
    say(desk.undo_title or "")
    return 0


def add_visit(desk: Desk, arguments: Namespace) -> int:
    """Somebody known by this name, else somebody new."""
    from mgdesk.queries.naming import NobodyOfThatName
    from mgdesk.services.visits import announce

    try:
        person_id = desk.read(person_named, who=arguments.person)
    except NobodyOfThatName:
        person_id = None
    moment: datetime | None = arguments.at
    desk.do(
        announce,
        campus_id=_campus(desk, arguments),
        day=moment.date() if moment else arguments.day or day_here(),
        hour=_clock(moment),
        person_id=person_id,
        name=arguments.person,
        host=arguments.host,
    )
    say(desk.undo_title or "")
    return 0


def _clock(moment: datetime | None) -> time | None:
    return moment.time() if moment else None
