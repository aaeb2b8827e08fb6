"""Commands that make paper to hand out and throw away: badges and lists of people."""

from argparse import Namespace
from pathlib import Path
from uuid import UUID

from mgdesk.cli.attesting import CohortOrEvent
from mgdesk.cli.output import say
from mgdesk.cli.printing import check_output, name_missing
from mgdesk.cli.values import day_here
from mgdesk.desk import Desk
from mgdesk.errors import DeskError
from mgdesk.i18n import N_, ngettext
from mgdesk.services.documents import Paper, write_pdf


class CodeOrToday(DeskError):
    sentence = N_("Give the code of a cohort or of an event, or --today.")


def print_badges(desk: Desk, arguments: Namespace) -> int:
    from mgdesk.documents.badge import BadgeFormat
    from mgdesk.services import badges

    if bool(arguments.event) == bool(arguments.cohort):
        raise CohortOrEvent
    check_output(arguments.output)
    chosen = _learners(desk, arguments)
    paper = desk.read(
        badges.badges,
        day=day_here(),
        form=BadgeFormat(arguments.form),
        language=arguments.paper_language,
        person_ids=chosen,
        **_about(desk, arguments.cohort, arguments.event),
    )
    write_paper(desk, paper, arguments.output)
    return 0


def print_list(desk: Desk, arguments: Namespace) -> int:
    """Of a cohort or an event, whichever the code is of; or of a campus today."""
    from mgdesk.cli.making import chosen_campus
    from mgdesk.queries.campuses import campus_id_of
    from mgdesk.services import attendee_lists

    if bool(arguments.code) == arguments.today:
        raise CodeOrToday
    check_output(arguments.output)
    today = day_here()
    if arguments.today:
        paper = desk.read(
            attendee_lists.in_the_house,
            campus_id=desk.read(campus_id_of, code=chosen_campus(desk, arguments.campus)),
            day=today,
            language=arguments.paper_language,
        )
    else:
        paper = desk.read(
            attendee_lists.attendees,
            day=today,
            language=arguments.paper_language,
            **_cohort_or_event(desk, arguments.code),
        )
    write_paper(desk, paper, arguments.output)
    return 0


def print_employers(desk: Desk, arguments: Namespace) -> int:
    """A page for each employer that sent people to a cohort: the list, or the letter."""
    from mgdesk.services import attendee_lists, employer_papers

    check_output(arguments.output)
    made = (
        employer_papers.draft_employer_letters if arguments.letter else attendee_lists.for_employers
    )
    paper = desk.read(
        made,
        day=day_here(),
        language=arguments.paper_language,
        employer=arguments.employer,
        **_about(desk, arguments.cohort, None),
    )
    write_paper(desk, paper, arguments.output)
    return 0


def set_employer(desk: Desk, arguments: Namespace) -> int:
    """Say, change or take away the employer of some people of a cohort."""
    from mgdesk.queries.cohorts import cohort_id_of
    from mgdesk.services import enrolments
    from mgdesk.services.attendance import enrolment_of

    cohort_id = desk.read(cohort_id_of, code=arguments.cohort)
    chosen = [
        desk.read(enrolment_of, cohort_id=cohort_id, learner=learner)
        for learner in arguments.learner
    ]
    desk.do(enrolments.set_employer, enrolment_ids=chosen, employer=arguments.employer)
    say(desk.undo_title or "")
    return 0


def _cohort_or_event(desk: Desk, code: str) -> dict[str, UUID]:
    from mgdesk.queries.cohorts import UnknownCohort

    try:
        return _about(desk, code, None)
    except UnknownCohort:
        return _about(desk, "", code)


def _about(desk: Desk, cohort: str, event: str | None) -> dict[str, UUID]:
    """The cohort or the event by its code, as services take it."""
    from mgdesk.queries.cohorts import cohort_id_of
    from mgdesk.queries.events import event_id_of

    if event:
        return {"event_id": desk.read(event_id_of, code=event)}
    return {"cohort_id": desk.read(cohort_id_of, code=cohort)}


def _learners(desk: Desk, arguments: Namespace) -> list[UUID] | None:
    """The people named by --learner; None for everybody."""
    from mgdesk.queries.cohorts import cohort_id_of, roster
    from mgdesk.services.attendance import enrolment_of

    if not arguments.learner or not arguments.cohort:
        return None
    cohort_id = desk.read(cohort_id_of, code=arguments.cohort)
    wanted = {
        desk.read(enrolment_of, cohort_id=cohort_id, learner=learner)
        for learner in arguments.learner
    }
    rows = desk.read(roster, cohort_id=cohort_id)
    return [row.person_id for row in rows if row.enrolment_id in wanted]


def write_paper(desk: Desk, paper: Paper, path: Path) -> None:
    name_missing(desk, paper)
    pages = write_pdf(paper, path, fonts=desk.home.fonts)
    say(ngettext("{path}: {n} page", "{path}: {n} pages", pages, path=str(path)))
