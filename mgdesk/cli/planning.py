"""Commands of planning: coaches' hours, free times, follow-ups due, calendars out and in."""

from argparse import Namespace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from mgdesk.cli.making import chosen_campus
from mgdesk.cli.output import say, show
from mgdesk.cli.printing import check_output
from mgdesk.cli.values import day_here
from mgdesk.desk import Desk
from mgdesk.errors import DeskError
from mgdesk.i18n import N_, format_weekday, ngettext
from mgdesk.i18n import gettext as _
from mgdesk.queries.campuses import campus, campus_id_of
from mgdesk.queries.cohorts import cohort_id_of
from mgdesk.queries.naming import person_named
from mgdesk.rules.coaching import USUAL_LENGTH
from mgdesk.rules.names import fold
from mgdesk.rules.people import Role


class NoSuchReferral(DeskError):
    sentence = N_("No referral to or by {party} is noted. See `mgdesk appointment referrals`.")


_AHEAD = timedelta(days=366)


def availability(desk: Desk, arguments: Namespace) -> int:
    """Without hours and days, what holds is listed."""
    from mgdesk.queries.availability import week_of
    from mgdesk.rules.availability import WeekHours, parse_spans
    from mgdesk.services import availability as services

    coach_id = desk.read(person_named, who=arguments.coach)
    campus_id = _campus(desk, arguments)
    week = desk.read(week_of, coach_id=coach_id, campus_id=campus_id)
    if arguments.hours is not None:
        days = arguments.days or range(5)
        spans = parse_spans(arguments.hours)
        said = [WeekHours(day, one.starts_at, one.ends_at) for day in days for one in spans]
        kept = [one for one in week if one.weekday not in days]
        desk.do(services.set_week, coach_id=coach_id, campus_id=campus_id, hours=[*kept, *said])
    if arguments.away:
        first, last = (datetime.combine(day, time()) for day in arguments.away)
        desk.do(
            services.add_exception,
            coach_id=coach_id,
            campus_id=campus_id,
            starts_at=first,
            ends_at=last + timedelta(days=1),
            is_everywhere=True,
            reason=arguments.reason,
        )
    if arguments.hours is not None or arguments.away:
        say(desk.undo_title or "")
        return 0
    monday = date(2026, 11, 23)
    rows = [
        {
            "day": format_weekday(monday + timedelta(days=one.weekday)),
            "from": one.starts_at,
            "to": one.ends_at,
        }
        for one in week
    ]
    show(rows, as_json=arguments.json, nothing=_("No hours are said: office hours hold."))
    return 0


def list_free(desk: Desk, arguments: Namespace) -> int:
    rows = [{"from": one, "to": one + USUAL_LENGTH} for one in _free(desk, arguments)]
    show(rows, as_json=arguments.json, nothing=_("No free time in the next two months."))
    return 0


def book(desk: Desk, arguments: Namespace) -> int:
    from mgdesk.services.coaching_series import book_series

    start = arguments.start or next(iter(_free(desk, arguments)), None)
    if start is None:
        say(_("No free time in the next two months."))
        return 1
    desk.do(
        book_series,
        count=arguments.weeks,
        person_id=desk.read(person_named, who=arguments.person),
        coach_id=desk.read(person_named, who=arguments.coach),
        campus_id=_campus(desk, arguments),
        starts_at=start,
        ends_at=start + USUAL_LENGTH,
    )
    say(desk.undo_title or "")
    return 0


def _free(desk: Desk, arguments: Namespace) -> tuple[datetime, ...]:
    from mgdesk.services.free_times import free_times

    coach_id = desk.read(person_named, who=arguments.coach)
    found = desk.read(
        free_times, coach_id=coach_id, campus_id=_campus(desk, arguments), after=datetime.now(UTC)
    )
    return found.starts


def list_due(desk: Desk, arguments: Namespace) -> int:
    from mgdesk.queries.following import follow_ups

    coach_id = None
    if arguments.coach:
        coach_id = desk.read(person_named, who=arguments.coach, role=Role.COACH)
    until = arguments.until or day_here()
    rows = [
        {"due_on": one.due_on, "person": one.name, "coach": one.coach}
        for one in desk.read(follow_ups, until=until, coach_id=coach_id)
    ]
    show(rows, as_json=arguments.json, nothing=_("Nothing is to be followed up."))
    return 0


def refer(desk: Desk, arguments: Namespace) -> int:
    from mgdesk.rules.coaching import ReferralWay
    from mgdesk.services import referrals

    desk.do(
        referrals.add_referral,
        person_id=desk.read(person_named, who=arguments.person),
        way=ReferralWay.IN if arguments.by else ReferralWay.OUT,
        party=arguments.by or arguments.to,
        day=day_here(),
        reason=arguments.reason,
        answer=arguments.answer,
        answered_on=day_here() if arguments.answer else None,
    )
    say(desk.undo_title or "")
    return 0


def change_referral(desk: Desk, arguments: Namespace) -> int:
    """The latest one of that service; an answer without a day came today."""
    from mgdesk.services import referrals

    found = desk.read(_referral_to, who=arguments.person, party=arguments.party)
    if arguments.delete:
        desk.do(referrals.delete_referral, referral_id=found.id)
    else:
        said = {
            "answer": arguments.answer,
            "answered_on": arguments.answered or (day_here() if arguments.answer else None),
            "reason": arguments.reason,
            "day": arguments.day,
            "party": arguments.new_party,
        }
        fields: Any = {name: value for name, value in said.items() if value is not None}
        change = referrals.change_referral
        desk.do(change, referral_id=found.id, version=found.version, **fields)
    say(desk.undo_title or "")
    return 0


def _referral_to(session: Any, *, who: str, party: str) -> Any:
    from mgdesk.queries.following import referrals

    rows = referrals(session, person_id=person_named(session, who=who))
    wanted = next((one for one in rows if fold(party) in fold(one.party)), None)
    if wanted is None:
        raise NoSuchReferral(party=party)
    return wanted


def list_referrals(desk: Desk, arguments: Namespace) -> int:
    from mgdesk.queries.following import referrals
    from mgdesk.rules.coaching import REFERRAL_WAY_LABELS

    found = desk.read(referrals, person_id=desk.read(person_named, who=arguments.person))
    rows = [
        {
            "day": one.day,
            "way": _(REFERRAL_WAY_LABELS[one.way]),
            "party": one.party,
            "answered_on": one.answered_on,
        }
        for one in found
    ]
    show(rows, as_json=arguments.json, nothing=_("Nobody was sent anywhere."))
    return 0


# --- calendars ------------------------------------------------------------------------------------


def export_calendar(desk: Desk, arguments: Namespace) -> int:
    from mgdesk.exchange.calendar import written
    from mgdesk.services.calendars import entries_for

    check_output(arguments.file)
    whose: dict[str, UUID] = {}
    if arguments.campus:
        whose["campus_id"] = desk.read(campus_id_of, code=arguments.campus)
    if arguments.cohort:
        whose["cohort_id"] = desk.read(cohort_id_of, code=arguments.cohort)
    for name in ("coach", "person"):
        if who := getattr(arguments, name):
            whose[f"{name}_id"] = desk.read(person_named, who=who)
    first, last = _days(arguments, timedelta(days=60))
    entries = desk.read(entries_for, first=first, last=last, **whose)
    title = arguments.cohort or arguments.coach or arguments.person or arguments.campus
    arguments.file.write_bytes(written(entries, title or "MolenGeek Desk", at=datetime.now(UTC)))
    path, n = str(arguments.file), len(entries)
    say(ngettext("{path}: {n} appointment", "{path}: {n} appointments", n, path=path))
    return 0


def import_calendar(desk: Desk, arguments: Namespace) -> int:
    from mgdesk.exchange.calendar_reading import read_calendar
    from mgdesk.services import calendars

    where = desk.read(campus, code=chosen_campus(desk, arguments.campus))
    first, last = _days(arguments, timedelta())
    found = read_calendar(arguments.file, zone=where.zone, first=first, last=last)
    if found.broken:
        said = ngettext(
            "{n} entry could not be read.", "{n} entries could not be read.", found.broken
        )
        say(said)
    into: dict[str, Any] = {"campus_id": where.id}
    judge: Any = calendars.judge_events
    take: Any = calendars.take_in_events
    if arguments.coach:
        into = {"coach_id": desk.read(person_named, who=arguments.coach)}
        judge, take = calendars.judge_busy, calendars.take_in_busy
    if arguments.dry_run:
        judged = desk.read(judge, entries=found.entries, **into)
    else:
        judged = desk.do(take, entries=found.entries, source=arguments.file.name, **into)
    rows = [
        {
            "verdict": _(calendars.VERDICT_LABELS[one.verdict]),
            "title": one.entry.title,
            "starts_at": one.entry.starts,
            "ends_at": one.entry.ends,
        }
        for one in judged
    ]
    show(rows, as_json=arguments.json, nothing=_("Nothing of these days is in the file."))
    return 0


def _campus(desk: Desk, arguments: Namespace) -> UUID:
    return desk.read(campus_id_of, code=chosen_campus(desk, arguments.campus))


def _days(arguments: Namespace, back: timedelta) -> tuple[date, date]:
    today = day_here()
    return arguments.first or today - back, arguments.last or today + _AHEAD
