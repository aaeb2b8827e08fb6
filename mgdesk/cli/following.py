"""Commands after the training: whom to call, what was answered, rates; what partners made possible."""

from argparse import Namespace
from datetime import date, timedelta
from uuid import UUID

from mgdesk.cli.making import chosen_campus
from mgdesk.cli.output import say, show
from mgdesk.cli.printing import check_output
from mgdesk.cli.values import day_here
from mgdesk.desk import Desk
from mgdesk.documents.output import written
from mgdesk.errors import DeskError
from mgdesk.i18n import N_
from mgdesk.i18n import gettext as _
from mgdesk.queries.campuses import campus_id_of
from mgdesk.queries.naming import person_named
from mgdesk.rules.outcome import (
    RATE_DEFINITIONS,
    RATE_LABELS,
    AttemptResult,
    Evidence,
    Milestone,
    OutcomeKind,
)


class NothingToFollow(DeskError):
    sentence = N_("Nobody is to be called about {name} now: no training of theirs has ended.")


def list_due(desk: Desk, arguments: Namespace) -> int:
    from mgdesk.queries.calls import follow_ups

    found = desk.read(
        follow_ups,
        today=day_here(),
        campus_id=_campus_id(desk, arguments),
        search=arguments.search,
    )
    rows = [
        {
            "person": row.name,
            "phone": row.phone,
            "email": row.email,
            "cohort": row.cohort,
            "milestone": row.milestone,
            "due_on": row.due_on,
            "attempts": row.attempts,
            "call_back_on": row.call_back_on,
        }
        for row in found
    ]
    show(rows, as_json=arguments.json, nothing=_("Nobody is to be called now."))
    return 0


def list_outcomes(desk: Desk, arguments: Namespace) -> int:
    from mgdesk.queries.outcomes import outcomes

    found = desk.read(outcomes, campus_id=_campus_id(desk, arguments), search=arguments.search)
    rows = [
        {
            "person": row.name,
            "cohort": row.cohort,
            "milestone": row.milestone,
            "situation": row.kind,
            "since": row.since,
            "in_field": row.is_in_field,
            "employer": row.employer,
            "evidence": row.evidence,
            "noted_at": row.noted_at,
            "noted_by": row.noted_by,
        }
        for row in found
    ]
    show(rows, as_json=arguments.json, nothing=_("No situation is noted yet."))
    return 0


def add_outcome(desk: Desk, arguments: Namespace) -> int:
    from mgdesk.services.outcomes import note_outcome

    enrolment_id, due = _left(desk, arguments.person)
    desk.do(
        note_outcome,
        enrolment_id=enrolment_id,
        milestone=Milestone(arguments.milestone) if arguments.milestone else due,
        kind=OutcomeKind(arguments.situation),
        since=arguments.since,
        is_in_field={"yes": True, "no": False, "": None}[arguments.in_field],
        employer=arguments.employer,
        hours_a_week=arguments.hours,
        evidence=Evidence(arguments.evidence),
        note=arguments.note,
    )
    say(desk.undo_title or "")
    return 0


def add_attempt(desk: Desk, arguments: Namespace) -> int:
    from mgdesk.services.outcomes import note_attempt

    enrolment_id, due = _left(desk, arguments.person)
    desk.do(
        note_attempt,
        enrolment_id=enrolment_id,
        milestone=due,
        result=AttemptResult(arguments.result),
        call_back_on=arguments.on,
        note=arguments.note,
    )
    say(desk.undo_title or "")
    return 0


def show_rates(desk: Desk, arguments: Namespace) -> int:
    from mgdesk.queries.cohorts import cohort_id_of
    from mgdesk.queries.outcomes import rates_of

    cohort_id = desk.read(cohort_id_of, code=arguments.cohort) if arguments.cohort else None
    found = desk.read(
        rates_of,
        today=day_here(),
        campus_id=_campus_id(desk, arguments),
        cohort_id=cohort_id,
        since=arguments.since,
        until=arguments.until,
        part_time_below=arguments.part_time_below,
    )
    rows = [
        {
            "rate": _(RATE_LABELS[kind]),
            "numerator": rate.numerator,
            "denominator": rate.counted,
            "share": None if rate.share is None else round(rate.share, 4),
            "answered": rate.answered,
            "asked": rate.asked,
            "definition": _(RATE_DEFINITIONS[kind], hours=arguments.part_time_below),
        }
        for kind, rate in found.items()
    ]
    show(rows, as_json=arguments.json, nothing="")
    return 0


def list_partners(desk: Desk, arguments: Namespace) -> int:
    from mgdesk.queries.partners import partners_reach

    first, last = _period(arguments)
    found = desk.read(
        partners_reach, first_day=first, last_day=last, campus_id=_campus_id(desk, arguments)
    )
    rows = [
        {
            "partner": row.partner,
            "people": row.people,
            "learners": row.learners,
            "minutes": row.minutes,
            "cohorts": len(row.cohorts),
            "events": len(row.events),
            "hires": len(row.hires),
        }
        for row in found
    ]
    show(rows, as_json=arguments.json, nothing=_("No partner found."))
    return 0


def print_partner(desk: Desk, arguments: Namespace) -> int:
    from mgdesk.queries.partners import partner_id_of
    from mgdesk.services.partner_papers import partner_letter

    check_output(arguments.output)
    first, last = _period(arguments)
    content = desk.read(
        partner_letter,
        partner_id=desk.read(partner_id_of, name=arguments.partner),
        campus_id=desk.read(campus_id_of, code=chosen_campus(desk, arguments.campus)),
        all_campuses=not arguments.campus,
        first_day=first,
        last_day=last,
        day=day_here(),
        language=arguments.paper_language or "",
    )
    with written(arguments.output) as stream:
        stream.write(content)
    say(_("Written: {path}", path=str(arguments.output)))
    return 0


def _left(desk: Desk, who: str) -> tuple[UUID, Milestone]:
    """The training that somebody left last, and the milestone that is open now, else the exit.

    Raises NothingToFollow.
    """
    from mgdesk.queries.calls import last_exit

    person_id = desk.read(person_named, who=who)
    found = desk.read(last_exit, person_id=person_id, today=day_here())
    if found is None:
        raise NothingToFollow(name=who)
    return found.enrolment_id, found.milestone


def _campus_id(desk: Desk, arguments: Namespace) -> UUID | None:
    return desk.read(campus_id_of, code=arguments.campus) if arguments.campus else None


def _period(arguments: Namespace) -> tuple[date, date]:
    """The days asked for; without any, the last twelve months."""
    last = arguments.until or day_here()
    return arguments.since or last - timedelta(days=365), last
