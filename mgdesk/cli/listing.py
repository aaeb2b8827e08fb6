"""Commands that list learners, cohorts, events or sheets."""

from argparse import Namespace
from typing import Any

from mgdesk.cli.output import show
from mgdesk.desk import Desk
from mgdesk.i18n import gettext as _
from mgdesk.rules.people import Role


def list_learners(desk: Desk, arguments: Namespace) -> int:
    from mgdesk.queries.cohorts import cohort
    from mgdesk.queries.people import learners

    code = desk.read(cohort, code=arguments.cohort).code if arguments.cohort else None
    found = desk.read(
        learners,
        search=arguments.search,
        campus=arguments.campus,
        role=None if code else Role.LEARNER,
        cohort=code,
    )
    rows = [
        {
            "learner_number": row.learner_number,
            "surname": row.surname,
            "first_name": row.first_name,
            "second_name": row.second_name,
            "birth_date": row.birth_date,
            "phone": row.phone,
            "email": row.email,
            "municipality": row.municipality,
            "campus": row.campus,
            "roles": row.roles,
            "cohorts": row.cohorts,
            "flags": row.flags,
        }
        for row in found
    ]
    show(rows, as_json=arguments.json, nothing=_("Nobody found."))
    return 0


def list_cohorts(desk: Desk, arguments: Namespace) -> int:
    from mgdesk.queries.cohorts import cohorts

    found = desk.read(cohorts, search=arguments.search, campus=arguments.campus)
    rows: list[dict[str, Any]] = [
        {
            "code": row.code,
            "training": row.training,
            "campus": row.campus,
            "room": row.room,
            "first_day": row.first_day,
            "last_day": row.last_day,
            "status": row.status,
            "enrolled": row.enrolled,
            "half_days": row.half_days,
            "trainers": row.trainers,
        }
        for row in found
    ]
    show(rows, as_json=arguments.json, nothing=_("No cohort found."))
    return 0


def list_events(desk: Desk, arguments: Namespace) -> int:
    from mgdesk.queries.events import events

    found = desk.read(events, search=arguments.search, campus=arguments.campus)
    rows = [
        {
            "code": row.code,
            "title": row.title,
            "campus": row.campus,
            "room": row.room,
            "starts_at": row.starts_local,
            "ends_at": row.ends_local,
            "capacity": row.capacity,
            "taken": row.taken,
            "waiting": row.waiting,
            "arrived": row.arrived,
            "status": row.status,
        }
        for row in found
    ]
    show(rows, as_json=arguments.json, nothing=_("No event found."))
    return 0


def list_sheets(desk: Desk, arguments: Namespace) -> int:
    from mgdesk.queries.cohorts import cohort_id_of
    from mgdesk.queries.sheets import sheets

    found = desk.read(
        sheets,
        cohort_id=desk.read(cohort_id_of, code=arguments.cohort) if arguments.cohort else None,
        campus=arguments.campus,
        search=arguments.search,
        is_not_back=arguments.not_back,
    )
    rows = [
        {
            "number": row.number,
            "cohort": row.cohort,
            "first_day": row.first_day,
            "last_day": row.last_day,
            "status": row.status,
            "copies": row.copies,
            "scanned_pages": row.scanned_pages,
            "replaced_by": row.replaced_by,
        }
        for row in found
    ]
    nothing = _("Every sheet is back.") if arguments.not_back else _("No sheet found.")
    show(rows, as_json=arguments.json, nothing=nothing)
    return 0
