"""Commands that make or change something: demo, campuses, cohorts, events, marks."""

from argparse import Namespace

from mgdesk import settings
from mgdesk.cli.output import say, show
from mgdesk.desk import Desk
from mgdesk.errors import DeskError
from mgdesk.i18n import N_, ngettext, spoken_language
from mgdesk.i18n import gettext as _
from mgdesk.queries import campuses as campus_queries
from mgdesk.queries.campuses import campus_id_of


class NoCampusYet(DeskError):
    sentence = N_(
        "There is no campus yet. Add one first: mgdesk campus add CODE --name NAME --country BE"
    )


def make_demo(desk: Desk, _arguments: Namespace) -> int:
    from mgdesk.services import demo

    report = desk.do(demo.make_demo)
    if not report.is_new:
        say(_("The demo is in {home} already.", home=str(desk.home.root)))
        return 0
    say(_("The demo is ready in {home}.", home=str(desk.home.root)))
    say(ngettext("{n} campus", "{n} campuses", report.campuses))
    say(ngettext("{n} person", "{n} people", report.people))
    say(ngettext("{n} cohort", "{n} cohorts", report.cohorts))
    say(ngettext("{n} event", "{n} events", report.events))
    return 0


def add_campus(desk: Desk, arguments: Namespace) -> int:
    from mgdesk.services import founding

    languages = arguments.languages or arguments.language or spoken_language()
    desk.do(
        founding.found_campus,
        code=arguments.code,
        name=arguments.name,
        country=arguments.country,
        languages=tuple(languages.split(",")),
        zone=arguments.zone,
        organisation=arguments.organisation,
        city=arguments.city,
    )
    say(_("Campus {code} added.", code=arguments.code.upper()))
    return 0


def list_campuses(desk: Desk, arguments: Namespace) -> int:
    rows = [
        {
            "code": row.code,
            "name": row.name,
            "city": row.city,
            "country": row.country,
            "languages": row.languages,
            "zone": row.zone,
            "funder_profile": row.funder_profile,
        }
        for row in desk.read(campus_queries.campuses)
    ]
    show(rows, as_json=arguments.json, nothing=_("No campus yet."))
    return 0


def add_cohort(desk: Desk, arguments: Namespace) -> int:
    from mgdesk.queries.cohorts import cohort
    from mgdesk.services import cohorts

    cohort_id = desk.do(
        cohorts.add_cohort,
        code=arguments.code,
        training=arguments.training,
        campus=chosen_campus(desk, arguments.campus),
        first_day=arguments.start,
        last_day=arguments.end,
        weekdays=arguments.days,
        halves=arguments.halves,
        room=arguments.room,
        trainers=arguments.trainer,
        capacity=arguments.capacity,
        funder_profile=arguments.profile,
    )
    made = desk.read(cohort, cohort_id=cohort_id)
    say(
        ngettext(
            "Cohort {code} added in {campus} with {n} half-day.",
            "Cohort {code} added in {campus} with {n} half-days.",
            made.half_days,
            code=made.code,
            campus=made.campus_name,
        )
    )
    return 0


def add_event(desk: Desk, arguments: Namespace) -> int:
    from mgdesk.services import events

    campus = chosen_campus(desk, arguments.campus)
    desk.do(
        events.add_event,
        code=arguments.code,
        campus_id=desk.read(campus_id_of, code=campus),
        title=arguments.title,
        starts_at=arguments.start,
        ends_at=arguments.end,
        capacity=arguments.capacity,
    )
    say(_("Event {code} added in {campus}.", code=arguments.code, campus=campus))
    return 0


def mark(desk: Desk, arguments: Namespace) -> int:
    from mgdesk.services import attendance

    desk.do(
        attendance.mark_learner,
        cohort=arguments.cohort,
        day=arguments.date,
        half=arguments.half,
        learner=arguments.learner,
        status=arguments.status,
        minutes=arguments.minutes,
    )
    say(desk.undo_title or "")
    return 0


def chosen_campus(desk: Desk, asked: str | None) -> str:
    """The campus asked for, else the one of the settings, else the first that was made.

    Raises NoCampusYet.
    """
    usual = asked or settings.load(desk.home.settings).campus
    if usual:
        return usual
    rows = desk.read(campus_queries.campuses)
    if not rows:
        raise NoCampusYet
    return min(rows, key=lambda row: row.id).code
