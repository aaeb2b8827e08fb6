"""Commands of applications: take in, list, decide, score, rank; convoke and print."""

from argparse import Namespace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from mgdesk.cli.making import chosen_campus
from mgdesk.cli.output import say, show
from mgdesk.cli.printing import check_output
from mgdesk.cli.values import day_here
from mgdesk.desk import Desk
from mgdesk.errors import DeskError
from mgdesk.i18n import N_, ngettext
from mgdesk.i18n import gettext as _
from mgdesk.queries.applications import ApplicationRow, application_of
from mgdesk.queries.campuses import campus_id_of
from mgdesk.queries.naming import person_named
from mgdesk.rules import names
from mgdesk.rules.application import ApplicationStatus, Channel
from mgdesk.services.documents import Paper, write_pdf

if TYPE_CHECKING:
    from mgdesk.queries.selection import SelectionDayRow


class GoalMissing(DeskError):
    sentence = N_("Give --training or --cohort: what people applied for.")


class NoSelectionDay(DeskError):
    sentence = N_("No selection day is planned then. Plan one with “mgdesk selection-day add”.")


def add_application(desk: Desk, arguments: Namespace) -> int:
    from mgdesk.services import applications

    person_id = desk.read(person_named, who=arguments.person)
    desk.do(
        applications.apply,
        person_id=person_id,
        campus_id=_campus(desk, arguments),
        channel=Channel(arguments.how),
        motivation=arguments.motivation.replace("\\n", "\n"),
        prescriber=arguments.prescriber,
        heard_of=arguments.heard_of,
        availability=arguments.availability,
        language=arguments.wished_language,
        schooling=arguments.schooling,
        **_goal(desk, arguments),
    )
    say(desk.undo_title or "")
    return 0


def change(desk: Desk, arguments: Namespace) -> int:
    """Correct what was given, and only that."""
    from mgdesk.services import applications

    row = _application(desk, arguments)
    motivation = arguments.motivation
    given = {
        "motivation": motivation if motivation is None else motivation.replace("\\n", "\n"),
        "channel": Channel(arguments.how) if arguments.how else None,
        "prescriber": arguments.prescriber,
        "heard_of": arguments.heard_of,
        "availability": arguments.availability,
        "language": arguments.wished_language,
        "schooling": arguments.schooling,
    }
    fields: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
    desk.do(applications.change_application, application_id=row.id, version=row.version, **fields)
    say(desk.undo_title or "")
    return 0


def delete(desk: Desk, arguments: Namespace) -> int:
    from mgdesk.services import applications

    desk.do(applications.remove_application, application_id=_application(desk, arguments).id)
    say(desk.undo_title or "")
    return 0


def list_applications(desk: Desk, arguments: Namespace) -> int:
    from mgdesk.queries.applications import applications

    found = desk.read(
        applications,
        campus_id=_campus(desk, arguments) if arguments.campus else None,
        search=arguments.search,
        statuses=[ApplicationStatus(arguments.status)] if arguments.status else None,
        **_goal(desk, arguments),
    )
    rows = [_told(row) for row in found]
    show(rows, as_json=arguments.json, nothing=_("No application found."))
    return 0


def set_application(desk: Desk, arguments: Namespace) -> int:
    from mgdesk.services import applications

    row = _application(desk, arguments)
    desk.do(
        applications.set_status,
        application_id=row.id,
        status=ApplicationStatus(arguments.status),
        reason=arguments.reason,
        decided_by=arguments.by,
    )
    say(desk.undo_title or "")
    if arguments.enrol:
        desk.do(applications.enrol_accepted, application_id=row.id)
        say(desk.undo_title or "")
    return 0


def score(desk: Desk, arguments: Namespace) -> int:
    """Points by the names of criteria; one that is not known yet is added."""
    from mgdesk.queries.selection import criteria
    from mgdesk.services import selection

    row = _application(desk, arguments)
    place: dict[str, Any] = {"training_id": row.training_id, "campus_id": row.campus_id}
    known = desk.read(criteria, **place)
    folded = {names.fold(one.name) for one in known}
    new = [name for name, _given in arguments.points if names.fold(name) not in folded]
    if new:
        kept = [
            selection.CriterionFields(one.name, one.weight, one.kind, one.guidance, one.id)
            for one in known
        ]
        added = [selection.CriterionFields(name) for name in dict.fromkeys(new)]
        desk.do(selection.set_criteria, criteria=[*kept, *added], **place)
        known = desk.read(criteria, **place)
    by_name = {names.fold(one.name): one.id for one in known}
    desk.do(
        selection.write_interview,
        application_id=row.id,
        interviewer=arguments.by,
        points={by_name[names.fold(name)]: given for name, given in arguments.points},
        note=arguments.note,
    )
    say(desk.undo_title or "")
    return 0


def rank(desk: Desk, arguments: Namespace) -> int:
    from mgdesk.queries.selection import ranking

    goal = _goal(desk, arguments)
    if not goal:
        raise GoalMissing
    found = desk.read(ranking, **(_whole(desk, goal) | {"campus_id": _campus(desk, arguments)}))
    rows = [
        {
            "rank": row.rank,
            "tied": row.is_tied,
            "name": row.application.name,
            "score": str(row.score.shown) if row.score else None,
            "interviewers": row.interviewers,
            **{
                one.name: next(
                    (float(part.points) for part in row.score.parts if part.key == one.id), None
                )
                if row.score
                else None
                for one in found.criteria
            },
            "status": row.application.status,
        }
        for row in found.rows
    ]
    show(rows, as_json=arguments.json, nothing=_("No application found."))
    if not arguments.json:
        n = found.places
        say(ngettext("{n} place, {free} free", "{n} places, {free} free", n, free=found.free))
    return 0


def add_day(desk: Desk, arguments: Namespace) -> int:
    """Plan a day; with --convoke everybody who waits gets an hour."""
    from mgdesk.services import selection

    goal = _goal(desk, arguments)
    if not goal:
        raise GoalMissing
    campus_id = _campus(desk, arguments)
    day_id = desk.do(
        selection.add_selection_day,
        campus_id=campus_id,
        room_id=_room(desk, campus_id, arguments.room),
        day=arguments.start.date(),
        starts_at=arguments.start.time(),
        ends_at=arguments.end.time(),
        slot_minutes=arguments.minutes,
        slot_places=arguments.places,
        note=arguments.note,
        **goal,
    )
    say(desk.undo_title or "")
    if arguments.convoke:
        desk.do(selection.convoke, selection_day_id=day_id)
        say(desk.undo_title or "")
    return 0


def change_day(desk: Desk, arguments: Namespace) -> int:
    """Change what is given of a planned day, and say who must be told."""
    from mgdesk.services import selection_changes

    row = _chosen_day(desk, arguments)
    starts, ends = arguments.start, arguments.end
    room = arguments.room
    desk.do(
        selection_changes.change_selection_day,
        selection_day_id=row.id,
        version=row.version,
        day=starts.date() if starts else row.day,
        starts_at=starts.time() if starts else row.starts_at,
        ends_at=ends.time() if ends else row.ends_at,
        slot_minutes=row.slot_minutes if arguments.minutes is None else arguments.minutes,
        slot_places=row.slot_places if arguments.places is None else arguments.places,
        room_id=row.room_id if room is None else _room(desk, row.campus_id, room),
        note=row.note if arguments.note is None else arguments.note,
    )
    say(desk.undo_title or "")
    return list_to_tell(desk, arguments, row.id)


def list_to_tell(desk: Desk, arguments: Namespace, day_id: UUID | None = None) -> int:
    """Who believes another day or hour than the one that holds; with --told they know now."""
    from mgdesk.queries.selection import day_plan
    from mgdesk.services import selection_changes

    day_id = day_id or _chosen_day(desk, arguments).id
    plan = desk.read(day_plan, selection_day_id=day_id)
    rows = [
        {
            "name": row.application.name,
            "day": plan.day.day,
            "hour": row.starts_at,
            "room": plan.day.room,
            "was": datetime.combine(row.former.day, row.former.starts_at) if row.former else None,
            "phone": row.application.phone,
            "email": row.application.email,
        }
        for row in plan.to_tell
    ]
    show(rows, as_json=arguments.json, nothing=_("Nobody is to be told of a change."))
    if getattr(arguments, "told", False):
        desk.do(selection_changes.note_told, selection_day_id=day_id)
        say(desk.undo_title or "")
    return 0


def _room(desk: Desk, campus_id: UUID, name: str) -> UUID | None:
    from mgdesk.cli.accompanying import room_of
    from mgdesk.queries.campuses import campus

    return room_of(desk.read(campus, campus_id=campus_id), name) if name else None


def print_convocations(desk: Desk, arguments: Namespace) -> int:
    from mgdesk.services.application_papers import convocation_letters

    return _print_day(desk, arguments, convocation_letters, only_changed=arguments.changed)


def export_day(desk: Desk, arguments: Namespace) -> int:
    """The hours of a selection day for other calendars."""
    from mgdesk.exchange.calendar import written
    from mgdesk.services.calendars import selection_entries

    check_output(arguments.file)
    day = _chosen_day(desk, arguments)
    entries = desk.read(selection_entries, selection_day_id=day.id)
    arguments.file.write_bytes(written(entries, day.training, at=datetime.now(UTC)))
    path, n = str(arguments.file), len(entries)
    say(ngettext("{path}: {n} appointment", "{path}: {n} appointments", n, path=path))
    return 0


def print_sheet(desk: Desk, arguments: Namespace) -> int:
    from mgdesk.services.application_papers import selection_sheet

    return _print_day(desk, arguments, selection_sheet)


def print_decisions(desk: Desk, arguments: Namespace) -> int:
    from mgdesk.queries.applications import applications
    from mgdesk.services.application_papers import decision_letters

    goal = _goal(desk, arguments)
    if not goal:
        raise GoalMissing
    check_output(arguments.output)
    rows = desk.read(applications, **goal)
    chosen = [row.id for row in rows if arguments.status in {None, row.status}]
    paper = desk.read(
        decision_letters,
        application_ids=chosen,
        day=day_here(),
        language=arguments.paper_language,
    )
    return _write(desk, paper, arguments)


def _print_day(desk: Desk, arguments: Namespace, made: Any, **more: object) -> int:
    check_output(arguments.output)
    paper = desk.read(
        made,
        selection_day_id=_chosen_day(desk, arguments).id,
        day=day_here(),
        language=arguments.paper_language,
        **more,
    )
    return _write(desk, paper, arguments)


def _chosen_day(desk: Desk, arguments: Namespace) -> "SelectionDayRow":
    """The day given, else the last one that is planned. Raises NoSelectionDay."""
    from mgdesk.queries.selection import selection_days

    goal = _whole(desk, _goal(desk, arguments))
    days = desk.read(selection_days, training_id=goal.get("training_id"))
    wanted = [one for one in days if arguments.day in {None, one.day}]
    if not wanted:
        raise NoSelectionDay
    return wanted[-1]


def _write(desk: Desk, paper: Paper, arguments: Namespace) -> int:
    path = arguments.output
    pages = write_pdf(paper, path, fonts=desk.home.fonts)
    say(ngettext("{path}: {n} page", "{path}: {n} pages", pages, path=str(path)))
    return 0


def _told(row: ApplicationRow) -> dict[str, Any]:
    return {
        "received": row.received_local,
        "name": row.name,
        "goal": row.goal,
        "status": row.status,
        "channel": row.channel,
        "prescriber": row.prescriber,
        "language": row.language,
        "schooling": row.schooling,
        "municipality": row.municipality,
        "motivation": row.motivation,
    }


def _application(desk: Desk, arguments: Namespace) -> ApplicationRow:
    goal = _goal(desk, arguments)
    return desk.read(
        application_of,
        person_id=desk.read(person_named, who=arguments.person),
        training_id=goal.get("training_id"),
        cohort_id=goal.get("cohort_id"),
    )


def _goal(desk: Desk, arguments: Namespace) -> dict[str, Any]:
    from mgdesk.queries.cohorts import cohort_id_of, training_id_of

    if arguments.cohort:
        return {"cohort_id": desk.read(cohort_id_of, code=arguments.cohort)}
    if arguments.training:
        return {"training_id": desk.read(training_id_of, title=arguments.training)}
    return {}


def _whole(desk: Desk, goal: dict[str, Any]) -> dict[str, Any]:
    """The training of a cohort beside it."""
    from mgdesk.queries.cohorts import cohort

    if "cohort_id" not in goal:
        return goal
    return goal | {"training_id": desk.read(cohort, cohort_id=goal["cohort_id"]).training_id}


def _campus(desk: Desk, arguments: Namespace) -> UUID:
    return desk.read(campus_id_of, code=chosen_campus(desk, arguments.campus))
