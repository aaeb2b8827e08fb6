"""Commands of tasks on paper and of absences: what is missing, what is done, what is justified."""

from argparse import Namespace
from datetime import date
from pathlib import Path
from uuid import UUID

from mgdesk.cli.handing import write_paper
from mgdesk.cli.output import say, show
from mgdesk.cli.printing import check_output
from mgdesk.desk import Desk
from mgdesk.errors import DeskError
from mgdesk.exchange.scanned import NoSuchFile
from mgdesk.i18n import N_
from mgdesk.i18n import gettext as _
from mgdesk.queries.absences import AbsenceRow
from mgdesk.queries.campuses import absence_reasons
from mgdesk.queries.cohorts import cohort_id_of
from mgdesk.queries.tasks import TaskRow
from mgdesk.rules import names
from mgdesk.rules.clock import wall_clock
from mgdesk.rules.tasks import TASK_KIND_LABELS, TaskKind


class UnknownReason(DeskError):
    sentence = N_("There is no reason for absence with the code {code}. Known: {known}.")


class UnknownTask(DeskError):
    sentence = N_("{cohort} has no open task called {task}. `mgdesk task list` shows them.")


def list_tasks(desk: Desk, arguments: Namespace) -> int:
    """What is missing, of a cohort or of all under way; with --all what is done too."""
    found = _tasks(desk, arguments.cohort)
    rows = [
        {
            "cohort": one.cohort,
            "person": one.person,
            "task": _words(one),
            "period": one.period,
            "due_on": one.due_on,
            "state": one.state,
            "done_on": one.done_on,
            "reference": one.reference or one.waived,
        }
        for one in found
        if arguments.all or one.is_missing
    ]
    show(rows, as_json=arguments.json, nothing=_("Nothing is missing."))
    return 0


def add_task(desk: Desk, arguments: Namespace) -> int:
    from mgdesk.services import attendance, tasks

    cohort_id = desk.read(cohort_id_of, code=arguments.cohort)
    enrolment_id = None
    if arguments.learner:
        enrolment_id = desk.read(
            attendance.enrolment_of, cohort_id=cohort_id, learner=arguments.learner
        )
    desk.do(
        tasks.add_task,
        cohort_id=cohort_id,
        enrolment_id=enrolment_id,
        title=arguments.title,
        due_on=arguments.due,
    )
    say(desk.undo_title or "")
    return 0


def note_task(desk: Desk, arguments: Namespace) -> int:
    """A task of a cohort or of one of its people is done, or not needed and why."""
    from mgdesk.services import tasks

    one = _task(desk, arguments)
    if arguments.not_needed:
        desk.do(tasks.waive_tasks, keys=[one.key], reason=arguments.not_needed)
    else:
        desk.do(
            tasks.note_task,
            key=one.key,
            done_on=arguments.day or _today(),
            waived="",
            **({"reference": arguments.reference} if arguments.reference else {}),
        )
    say(desk.undo_title or "")
    return 0


def list_absences(desk: Desk, arguments: Namespace) -> int:
    from mgdesk.queries.absences import absences

    cohort_id = desk.read(cohort_id_of, code=arguments.cohort) if arguments.cohort else None
    found: list[AbsenceRow] = desk.read(absences, cohort_id=cohort_id)
    rows = [
        {
            "cohort": one.cohort,
            "person": one.name,
            "first_day": one.first_day,
            "last_day": one.last_day,
            "half_days": one.half_days,
            "reason": one.reason,
            "told": one.notice,
            "state": one.state,
        }
        for one in found
        if one.is_to_justify or not arguments.open
    ]
    show(rows, as_json=arguments.json, nothing=_("No absence to show."))
    return 0


def add_absence(desk: Desk, arguments: Namespace) -> int:
    """A new absence; one of the same days that is known is justified by what is given."""
    from mgdesk.queries.absences import absences
    from mgdesk.services import absences as services
    from mgdesk.services import attendance

    cohort_id = desk.read(cohort_id_of, code=arguments.cohort)
    enrolment_id = desk.read(
        attendance.enrolment_of, cohort_id=cohort_id, learner=arguments.learner
    )
    last_day = arguments.end or arguments.start
    reason_id = _reason(desk, arguments.reason)
    proof = _content(arguments.proof) if arguments.proof else None
    for one in desk.read(absences, cohort_id=cohort_id):
        is_same = (one.first_day, one.last_day) == (arguments.start, last_day)
        if one.id is not None and one.enrolment_id == enrolment_id and is_same:
            desk.do(
                services.update_absence,
                absence_id=one.id,
                version=one.version,
                reason_id=reason_id or one.reason_id,
                proof=proof,
                note=arguments.note or one.note,
            )
            break
    else:
        desk.do(
            services.add_absence,
            enrolment_id=enrolment_id,
            first_day=arguments.start,
            last_day=last_day,
            reason_id=reason_id,
            proof=proof,
            note=arguments.note,
        )
    say(desk.undo_title or "")
    return 0


def write_proof(desk: Desk, arguments: Namespace) -> int:
    """The proof of the absence that covers a day, as it was taken in; that it was opened is noted."""
    from mgdesk import durable
    from mgdesk.services import attendance
    from mgdesk.services.sights import open_proof_on

    check_output(arguments.output)
    cohort_id = desk.read(cohort_id_of, code=arguments.cohort)
    enrolment_id = desk.read(
        attendance.enrolment_of, cohort_id=cohort_id, learner=arguments.learner
    )
    found = desk.do(open_proof_on, enrolment_id=enrolment_id, day=arguments.start)
    with durable.written(arguments.output) as stream:
        stream.write(found.content)
    say(_("Exported to {file}.", file=str(arguments.output)))
    return 0


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise NoSuchFile(path=str(path)) from error


def print_letters(desk: Desk, arguments: Namespace) -> int:
    from mgdesk.services import attendance
    from mgdesk.services.absence_letters import draft_absence_letters

    check_output(arguments.output)
    cohort_id = desk.read(cohort_id_of, code=arguments.cohort)
    chosen = [
        desk.read(attendance.enrolment_of, cohort_id=cohort_id, learner=learner)
        for learner in arguments.learner
    ]
    paper = desk.read(
        draft_absence_letters,
        cohort_id=cohort_id,
        day=_today(),
        enrolment_ids=chosen,
        language=arguments.paper_language,
    )
    write_paper(desk, paper, arguments.output)
    return 0


def _tasks(desk: Desk, cohort: str | None) -> list[TaskRow]:
    from mgdesk.queries.tasks import tasks

    cohort_id = desk.read(cohort_id_of, code=cohort) if cohort else None
    return desk.read(tasks, today=_today(), cohort_id=cohort_id)


def _task(desk: Desk, arguments: Namespace) -> TaskRow:
    """The first open task whose kind, title or words are those typed, of the person or the cohort."""
    from mgdesk.services import attendance

    enrolment_id: UUID | None = None
    if arguments.learner:
        cohort_id = desk.read(cohort_id_of, code=arguments.cohort)
        enrolment_id = desk.read(
            attendance.enrolment_of, cohort_id=cohort_id, learner=arguments.learner
        )
    wanted = names.fold(arguments.task)
    for one in _tasks(desk, arguments.cohort):
        said = {names.fold(words) for words in (one.kind, one.title, _words(one))}
        if one.is_missing and one.key.enrolment_id == enrolment_id and wanted in said:
            return one
    raise UnknownTask(cohort=arguments.cohort, task=arguments.task)


def _reason(desk: Desk, code: str) -> UUID | None:
    if not code:
        return None
    known = {one.code.casefold(): one for one in desk.read(absence_reasons)}
    if code.casefold() not in known:
        raise UnknownReason(code=code, known=", ".join(one.code for one in known.values()))
    return known[code.casefold()].id


def _words(one: TaskRow) -> str:
    if one.kind is TaskKind.OTHER:
        return one.title
    words = _(TASK_KIND_LABELS[one.kind])
    return f"{words} · {one.title}" if one.title else words


def _today() -> date:
    return wall_clock().astimezone().date()
