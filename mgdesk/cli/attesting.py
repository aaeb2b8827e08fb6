"""Commands that make papers about what people did: statements of a month, other certificates."""

from argparse import Namespace
from datetime import date
from typing import TYPE_CHECKING

from mgdesk.cli.output import say, show
from mgdesk.cli.printing import (
    check_output,
    members_asked_for,
    signing_asked_for,
    write_issued,
)
from mgdesk.cli.printing import print_certificates as print_of_cohort
from mgdesk.cli.values import day_here
from mgdesk.desk import Desk
from mgdesk.errors import DeskError
from mgdesk.i18n import N_
from mgdesk.i18n import gettext as _
from mgdesk.rules.calendar import month_days, period_days

if TYPE_CHECKING:
    from mgdesk.services.overtaken import OvertakenRow


class CohortOrEvent(DeskError):
    sentence = N_("Give the code of a cohort, or --event with the code of an event.")


class NobodyAttended(DeskError):
    sentence = N_(
        "Nobody of {code} has attended anything that is marked. Mark the attendance first."
    )


def print_statements(desk: Desk, arguments: Namespace) -> int:
    from mgdesk.queries.cohorts import cohort
    from mgdesk.services import attestations

    if arguments.overtaken:
        return print_overtaken(desk, arguments)
    cohort_id, chosen = members_asked_for(desk, arguments)
    months = desk.read(cohort, cohort_id=cohort_id).statement_months
    first_day, last_day = period_days((arguments.month or _this_month())[0], months)
    check_output(arguments.output)
    is_signed = signing_asked_for(arguments)
    ids = desk.do(
        attestations.issue_statements,
        cohort_id=cohort_id,
        first_day=first_day,
        last_day=last_day,
        enrolment_ids=chosen,
        language=arguments.paper_language,
    )
    write_issued(desk, ids, arguments.output, is_signed=is_signed)
    return 0


def list_overtaken(desk: Desk, arguments: Namespace) -> int:
    """Statements that no longer say what is known, and why."""
    rows = [
        {
            "number": row.number,
            "name": row.name,
            "cohort": row.cohort,
            "first_day": row.first_day,
            "last_day": row.last_day,
            "why": [str(why) for why in row.why],
            "days": [day.isoformat() for day in row.days],
            "hours": row.attended[0] / 60,
            "hours_now": row.attended[1] / 60,
        }
        for row in _overtaken(desk, arguments.cohort)
    ]
    show(rows, as_json=arguments.json, nothing=_("Every statement says what is known."))
    return 0


def print_overtaken(desk: Desk, arguments: Namespace) -> int:
    """The corrected statements, which replace those that were overtaken."""
    from mgdesk.services import overtaken

    check_output(arguments.output)
    is_signed = signing_asked_for(arguments)
    found = [row.id for row in _overtaken(desk, arguments.cohort)]
    ids = desk.do(overtaken.issue_overtaken, document_ids=found)
    write_issued(desk, ids, arguments.output, is_signed=is_signed)
    return 0


def _overtaken(desk: Desk, cohort: str | None) -> "list[OvertakenRow]":
    from mgdesk.queries.cohorts import cohort_id_of
    from mgdesk.services.overtaken import overtaken_statements

    cohort_id = desk.read(cohort_id_of, code=cohort) if cohort else None
    return desk.read(overtaken_statements, cohort_id=cohort_id)


def print_certificates(desk: Desk, arguments: Namespace) -> int:
    """Of participation in a cohort or an event, or of completion."""
    if bool(arguments.event) == bool(arguments.cohort):
        raise CohortOrEvent
    if arguments.event:
        return _of_event(desk, arguments)
    if arguments.kind == "realisation":
        return _completions(desk, arguments)
    return print_of_cohort(desk, arguments)


def _completions(desk: Desk, arguments: Namespace) -> int:
    from mgdesk.services import attestations

    cohort_id, chosen = members_asked_for(desk, arguments)
    check_output(arguments.output)
    is_signed = signing_asked_for(arguments)
    report = desk.do(
        attestations.issue_completions,
        cohort_id=cohort_id,
        enrolment_ids=chosen,
        nature=attestations.Nature(arguments.nature),
        language=arguments.paper_language,
    )
    for refused in report.refused:
        say(_("Not issued: {name} ({reason})", name=refused.name, reason=refused.reason))
    if not report.document_ids:
        raise NobodyAttended(code=arguments.cohort)
    write_issued(desk, report.document_ids, arguments.output, is_signed=is_signed)
    return 0


def _of_event(desk: Desk, arguments: Namespace) -> int:
    from mgdesk.queries.events import event_id_of
    from mgdesk.services import event_papers

    event_id = desk.read(event_id_of, code=arguments.event)
    check_output(arguments.output)
    is_signed = signing_asked_for(arguments)
    report = desk.do(
        event_papers.issue_event_certificates,
        event_id=event_id,
        language=arguments.paper_language,
    )
    write_issued(desk, report.document_ids, arguments.output, is_signed=is_signed)
    return 0


def _this_month() -> tuple[date, date]:
    return month_days(day_here())
