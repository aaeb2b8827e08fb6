"""Commands that take lists in, row by row told, and write nothing when asked only to look."""

from argparse import Namespace
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from mgdesk.cli.making import chosen_campus
from mgdesk.cli.output import say, show
from mgdesk.cli.printing import check_output
from mgdesk.cli.values import day_here
from mgdesk.desk import Desk
from mgdesk.errors import DeskError
from mgdesk.exchange.columns import heading
from mgdesk.exchange.fields import Field, Subject
from mgdesk.exchange.plan import VERDICT_LABELS, ImportPlan, ImportRow
from mgdesk.exchange.reading import read_table
from mgdesk.exchange.refusals import export_refused
from mgdesk.i18n import N_, ngettext, spoken_language
from mgdesk.i18n import gettext as _
from mgdesk.queries.campuses import campus
from mgdesk.queries.cohorts import cohort
from mgdesk.queries.events import event, event_id_of
from mgdesk.queries.matching import known_people
from mgdesk.rules import names

if TYPE_CHECKING:
    from mgdesk.services.exchange import ImportReport
    from mgdesk.services.listed import ListedReport


class ListUnusable(DeskError):
    sentence = N_("{file} cannot be imported: {reason}")


def import_learners(desk: Desk, arguments: Namespace) -> int:
    from mgdesk.services import exchange

    into = desk.read(cohort, code=arguments.cohort) if arguments.cohort else None
    code = into.campus if into else chosen_campus(desk, arguments.campus)
    where = desk.read(campus, code=code)
    cohort_id = into.id if into else None
    plan = _plan(desk, arguments, Subject.LEARNERS, where.country, cohort_id=cohort_id)
    _tell_rows(plan, arguments)
    _save_refused(plan, arguments)
    if arguments.dry_run:
        return 0
    report = desk.do(
        exchange.import_learners,
        rows=plan.rows,
        campus_id=where.id,
        cohort_id=cohort_id,
        source=arguments.file.name,
    )
    _tell(report, arguments)
    return 0


def import_applications(desk: Desk, arguments: Namespace) -> int:
    from mgdesk.queries.cohorts import training_id_of
    from mgdesk.services import application_lists

    into = desk.read(cohort, code=arguments.cohort) if arguments.cohort else None
    title = arguments.training
    training_id = desk.read(training_id_of, title=title) if title else None
    code = into.campus if into else chosen_campus(desk, arguments.campus)
    where = desk.read(campus, code=code)
    plan = _plan(desk, arguments, Subject.APPLICATIONS, where.country)
    _tell_rows(plan, arguments)
    _save_refused(plan, arguments)
    if arguments.dry_run:
        return 0
    report = desk.do(
        application_lists.import_applications,
        rows=plan.rows,
        campus_id=where.id,
        training_id=training_id,
        cohort_id=into.id if into else None,
        source=arguments.file.name,
    )
    _tell(report, arguments)
    if not arguments.json:
        say(desk.undo_title or "")
    return 0


def import_cohorts(desk: Desk, arguments: Namespace) -> int:
    from mgdesk.services import listed

    return _take_in(desk, arguments, Subject.COHORTS, listed.import_cohorts)


def import_events(desk: Desk, arguments: Namespace) -> int:
    from mgdesk.services import listed

    return _take_in(desk, arguments, Subject.EVENTS, listed.import_events)


def _take_in(
    desk: Desk, arguments: Namespace, subject: Subject, action: Callable[..., "ListedReport"]
) -> int:
    """Take in what is not there yet; a list that cannot be read is refused whole."""
    from mgdesk.exchange.listed import listed_rows

    today = day_here()
    rows = listed_rows(read_table(arguments.file), subject, today=today)
    report = desk.do(action, rows=rows, source=arguments.file.name)
    say(ngettext("{n} new", "{n} new", report.added))
    say(ngettext("{n} already there", "{n} already there", report.there))
    return 0


def import_registrations(desk: Desk, arguments: Namespace) -> int:
    from mgdesk.services import exchange

    event_id = desk.read(event_id_of, code=arguments.event)
    where = desk.read(campus, code=desk.read(event, event_id=event_id).campus)
    plan = _plan(desk, arguments, Subject.REGISTRATIONS, where.country, event_id=event_id)
    _tell_rows(plan, arguments)
    _save_refused(plan, arguments)
    if arguments.dry_run:
        return 0
    report = desk.do(
        exchange.import_registrations,
        rows=plan.rows,
        event_id=event_id,
        source=arguments.file.name,
    )
    _tell(report, arguments)
    return 0


def _plan(
    desk: Desk,
    arguments: Namespace,
    subject: Subject,
    country: str,
    *,
    cohort_id: UUID | None = None,
    event_id: UUID | None = None,
) -> ImportPlan:
    """Every row judged; no data is written yet. Raises what `read_table` raises, ListUnusable."""
    if arguments.refused:
        check_output(arguments.refused)
    table = read_table(arguments.file)
    known = desk.read(known_people, cohort_id=cohort_id, event_id=event_id)
    plan = ImportPlan(table, known, subject=subject, country=country)
    if plan.problem:
        raise ListUnusable(file=arguments.file.name, reason=str(plan.problem))
    return plan


def _tell_rows(plan: ImportPlan, arguments: Namespace) -> None:
    """All rows when only looking; else those that somebody may want to mend."""
    rows = [_told(row) for row in plan.rows if arguments.dry_run or row.reason or row.flags]
    if not arguments.json:
        rows = [told | {"verdict": _(VERDICT_LABELS[told["verdict"]])} for told in rows]
    if arguments.json or rows:
        show(rows, as_json=arguments.json, nothing="", whole=("reason", "flags"))
    if arguments.dry_run and not arguments.json:
        counts = plan.counts()
        say(ngettext("{n} new", "{n} new", counts.new))
        say(ngettext("{n} already there", "{n} already there", counts.there))
        say(ngettext("{n} possible duplicate", "{n} possible duplicates", counts.possible))
        say(ngettext("{n} refused", "{n} refused", counts.refused))
        say(_("Nothing was written."))


def _save_refused(plan: ImportPlan, arguments: Namespace) -> None:
    """The refused rows as a list of their own; without any, no file is made."""
    path = arguments.refused
    saved = export_refused(path, plan, language=spoken_language()) if path else 0
    if saved and not arguments.json:
        say(ngettext("{path}: {n} refused row", "{path}: {n} refused rows", saved, path=str(path)))


def _told(row: ImportRow) -> dict[str, Any]:
    first_name, surname = row.text(Field.FIRST_NAME), row.text(Field.SURNAME)
    return {
        "row": row.number,
        "name": names.display_name(first_name, surname),
        "verdict": row.verdict,
        "match": row.match.name if row.match else "",
        "reason": str(row.reason) if row.reason else "",
        "flags": " ".join(
            _("{field}: {value}", field=heading(name), value=flag)
            for name, flag in row.flags.items()
        ),
    }


def _tell(report: "ImportReport", arguments: Namespace) -> None:
    if arguments.json:
        return
    say(ngettext("{n} person added", "{n} people added", report.added))
    if report.completed:
        say(ngettext("{n} record completed", "{n} records completed", report.completed))
    if report.unchanged:
        say(ngettext("{n} person known already", "{n} people known already", report.unchanged))
    goal = getattr(arguments, "event", "") or arguments.cohort
    if report.enrolled and "training" not in arguments:
        say(ngettext("{n} in {goal}", "{n} in {goal}", report.enrolled, goal=goal))
    if report.waiting:
        say(ngettext("{n} on the waiting list", "{n} on the waiting list", report.waiting))
    if report.refused:
        say(ngettext("{n} row refused", "{n} rows refused", report.refused))
