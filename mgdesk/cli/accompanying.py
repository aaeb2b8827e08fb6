"""Commands of coaching and loans: book, follow, write up, lend, take back, list, print."""

from argparse import Namespace
from datetime import datetime, time, timedelta
from uuid import UUID

from mgdesk.cli.making import chosen_campus
from mgdesk.cli.output import say, show
from mgdesk.cli.printing import check_output, write_issued
from mgdesk.cli.values import day_here
from mgdesk.desk import Desk
from mgdesk.errors import DeskError
from mgdesk.i18n import N_
from mgdesk.i18n import gettext as _
from mgdesk.queries.campuses import CampusDetail, campus, campus_id_of
from mgdesk.queries.naming import person_named
from mgdesk.rules.loans import ResourceKind
from mgdesk.rules.people import Role


class UnknownRoom(DeskError):
    sentence = N_("{campus} has no room called {room}. Choose one of its rooms, or none.")


def add_coaching(desk: Desk, arguments: Namespace) -> int:
    from mgdesk.services import coaching

    person_id = desk.read(person_named, who=arguments.person)
    found = desk.read(campus, code=chosen_campus(desk, arguments.campus))
    desk.do(
        coaching.book,
        person_id=person_id,
        coach_id=desk.read(person_named, who=arguments.coach, role=_coach_role(desk, arguments)),
        campus_id=found.id,
        starts_at=arguments.start,
        ends_at=arguments.end,
        room_id=room_of(found, arguments.room),
        subject=arguments.subject,
    )
    say(desk.undo_title or "")
    return 0


def room_of(campus: CampusDetail, name: str) -> UUID | None:
    if not name:
        return None
    for room in campus.rooms:
        if room.name.casefold() == name.casefold():
            return room.id
    raise UnknownRoom(room=name, campus=campus.name)


def _coach_role(desk: Desk, arguments: Namespace) -> Role | None:
    """Coaches first; somebody who is none yet becomes one by being chosen."""
    from mgdesk.queries.naming import NobodyOfThatName

    try:
        desk.read(person_named, who=arguments.coach, role=Role.COACH)
    except NobodyOfThatName:
        return None
    return Role.COACH


def set_coaching_status(desk: Desk, arguments: Namespace) -> int:
    from mgdesk.services import coaching

    coaching_id = _appointment(desk, arguments)
    desk.do(coaching.set_status, coaching_id=coaching_id, status=arguments.status)
    say(desk.undo_title or "")
    return 0


def write_note(desk: Desk, arguments: Namespace) -> int:
    """What is not given of a note stays as it was."""
    from mgdesk.services import coaching
    from mgdesk.services.plan_steps import StepFields, set_plan
    from mgdesk.services.sights import open_note

    coaching_id = _appointment(desk, arguments)
    known = desk.do(open_note, coaching_id=coaching_id)
    given = (arguments.aims, arguments.points, arguments.plan)
    aims, points, plan = (
        before if text is None else text.replace("\\n", "\n")
        for text, before in zip(given, (known.aims, known.points, known.action_plan), strict=True)
    )
    desk.do(
        coaching.write_note,
        coaching_id=coaching_id,
        version=known.version,
        aims=aims,
        points=points,
        action_plan=plan,
    )
    if arguments.step or arguments.step_done:
        steps = [
            StepFields(
                one.what,
                one.who,
                one.due_on,
                day_here() if place in arguments.step_done else one.done_on,
                one.id,
            )
            for place, one in enumerate(known.steps, 1)
        ]
        steps += [StepFields(*given) for given in arguments.step]
        desk.do(set_plan, coaching_id=coaching_id, steps=steps)
    say(desk.undo_title or "")
    return 0


def print_note(desk: Desk, arguments: Namespace) -> int:
    from mgdesk.services.coaching_papers import issue_coaching_note

    coaching_id = _appointment(desk, arguments)
    check_output(arguments.output)
    ids = desk.do(issue_coaching_note, coaching_id=coaching_id, language=arguments.paper_language)
    write_issued(desk, ids, arguments.output)
    return 0


def list_coaching(desk: Desk, arguments: Namespace) -> int:
    """Without a day or week, of all times; a day is one of the computer's clock."""
    from mgdesk.queries.coaching import coaching_sessions

    coach = arguments.coach and desk.read(person_named, who=arguments.coach, role=Role.COACH)
    since, until = _span(arguments)
    found = desk.read(
        coaching_sessions,
        campus=arguments.campus,
        search=arguments.search,
        coach_id=coach or None,
        since=since,
        until=until,
    )
    rows = [
        {
            "starts_at": row.starts_local,
            "ends_at": row.ends_local,
            "person": row.name,
            "coach": row.coach,
            "campus": row.campus,
            "room": row.room,
            "subject": row.subject,
            "status": row.status,
            "has_note": row.has_note,
        }
        for row in found
    ]
    show(rows, as_json=arguments.json, nothing=_("No appointment found."))
    return 0


def _span(arguments: Namespace) -> tuple[datetime | None, datetime | None]:
    asked = (arguments.day, arguments.day) if arguments.day else arguments.week
    if not asked:
        return None, None
    first, last = (datetime.combine(day, time()).astimezone() for day in asked)
    return first, last + timedelta(days=1)


def _appointment(desk: Desk, arguments: Namespace) -> UUID:
    from mgdesk.queries.coaching import coaching_of_day

    person_id = desk.read(person_named, who=arguments.person)
    return desk.read(coaching_of_day, person_id=person_id, day=arguments.day).id


# --- loans ----------------------------------------------------------------------------------------


def add_resource(desk: Desk, arguments: Namespace) -> int:
    from mgdesk.services import loans

    desk.do(
        loans.add_resource,
        campus_id=desk.read(campus_id_of, code=chosen_campus(desk, arguments.campus)),
        code=arguments.code,
        kind=ResourceKind(arguments.kind),
        label=arguments.label,
    )
    say(desk.undo_title or "")
    return 0


def list_resources(desk: Desk, arguments: Namespace) -> int:
    from mgdesk.queries.loans import resources

    found = desk.read(resources, campus=arguments.campus, search=arguments.search)
    today = day_here()
    rows = [
        {
            "code": row.code,
            "kind": row.kind,
            "label": row.label,
            "campus": row.campus,
            "holder": row.holder,
            "lent_at": row.lent_at,
            "due_on": row.due_on,
            "status": row.status(today),
        }
        for row in found
    ]
    show(rows, as_json=arguments.json, nothing=_("Nothing to lend found."))
    return 0


def list_loans(desk: Desk, arguments: Namespace) -> int:
    from mgdesk.queries.loans import loans

    today = day_here()
    found = desk.read(
        loans,
        campus=arguments.campus,
        search=arguments.search,
        is_open=True if arguments.open else None,
        overdue_on=today if arguments.overdue else None,
    )
    rows = [
        {
            "code": row.code,
            "kind": row.kind,
            "label": row.label,
            "campus": row.campus,
            "person": row.name,
            "phone": row.phone,
            "lent_on": row.lent_on,
            "due_on": row.due_on,
            "returned_on": row.returned_on,
            "status": row.status(today),
        }
        for row in found
    ]
    show(rows, as_json=arguments.json, nothing=_("No loan found."))
    return 0


def lend(desk: Desk, arguments: Namespace) -> int:
    from mgdesk.queries.loans import resource_of_code
    from mgdesk.services import loans

    resource = desk.read(resource_of_code, code=arguments.resource, campus=arguments.campus)
    desk.do(
        loans.lend,
        resource_id=resource.id,
        person_id=desk.read(person_named, who=arguments.person),
        due_on=arguments.due,
        condition=arguments.condition,
    )
    say(desk.undo_title or "")
    return 0


def give_back(desk: Desk, arguments: Namespace) -> int:
    from mgdesk.queries.loans import NotLent, resource_of_code
    from mgdesk.services import loans

    resource = desk.read(resource_of_code, code=arguments.resource, campus=arguments.campus)
    if resource.loan_id is None:
        raise NotLent(code=resource.code)
    desk.do(loans.give_back, loan_id=resource.loan_id, condition=arguments.condition)
    say(desk.undo_title or "")
    return 0


def print_receipt(desk: Desk, arguments: Namespace) -> int:
    """Of the loan that is open, else of the last one, with its return."""
    from mgdesk.queries.loans import NeverLent, loans, resource_of_code
    from mgdesk.services.loan_papers import issue_loan_receipt

    resource = desk.read(resource_of_code, code=arguments.resource, campus=arguments.campus)
    found = desk.read(loans, resource_id=resource.id)
    if not found:
        raise NeverLent(code=resource.code)
    check_output(arguments.output)
    ids = desk.do(issue_loan_receipt, loan_id=found[0].id, language=arguments.paper_language)
    write_issued(desk, ids, arguments.output)
    return 0
