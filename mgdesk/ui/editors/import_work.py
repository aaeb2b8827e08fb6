"""What an import does beside the window: reads the list, judges it, writes it. Plain values only."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from mgdesk.exchange.columns import Columns
from mgdesk.exchange.fields import Field, Subject
from mgdesk.exchange.plan import Choice, ImportPlan, ImportRow
from mgdesk.exchange.reading import read_pasted, read_table
from mgdesk.exchange.refusals import export_refused
from mgdesk.exchange.table import Table
from mgdesk.queries.matching import known_people
from mgdesk.services import exchange
from mgdesk.services.application_lists import import_applications
from mgdesk.services.exchange import ImportReport
from mgdesk.services.new_class import import_new_class

if TYPE_CHECKING:
    from mgdesk.desk import Desk

Report = Callable[[int, int], None]


@dataclass(frozen=True)
class Source:
    """A list as it was given: a file (and one of its sheets), or pasted text."""

    path: Path | None = None
    pasted: str = ""
    sheet: str | None = None


@dataclass(frozen=True)
class Target:
    """Where the people of a list go; `new_cohort` is as `add_cohort` takes it."""

    campus_id: UUID
    country: str
    cohort_id: UUID | None = None
    new_cohort: Mapping[str, Any] | None = None
    event_id: UUID | None = None
    training_id: UUID | None = None  # of applications; without it each row names its own


@dataclass(frozen=True)
class Edits:
    """What a person changed in the preview, so that it stays when everything is judged anew."""

    columns: Columns | None = None
    mended: tuple[tuple[int, Field, str], ...] = ()
    chosen: tuple[tuple[int, Choice], ...] = ()


@dataclass(frozen=True)
class Outcome:
    """What was written, and into which cohort."""

    report: ImportReport
    cohort_id: UUID | None = None


def read_and_judge(
    desk: "Desk", source: Source, subject: Subject, target: Target, report: Report
) -> ImportPlan:
    """A list read and judged with its columns guessed. Raises DeskError."""
    if source.path is not None:
        table = read_table(source.path, sheet=source.sheet)
    else:
        table = read_pasted(source.pasted)
    return judge(desk, table, subject, target, Edits(), report)


def judge(
    desk: "Desk", table: Table, subject: Subject, target: Target, edits: Edits, report: Report
) -> ImportPlan:
    """Every row judged against everybody known, then what was mended. Raises Cancelled."""
    known = desk.read(known_people, cohort_id=target.cohort_id, event_id=target.event_id)
    plan = ImportPlan(
        table,
        known,
        subject=subject,
        country=target.country,
        columns=edits.columns,
        progress=report,
    )
    for number, name, text in edits.mended:
        plan.mend(number, name, text)
    for number, choice in edits.chosen:
        plan.choose(number, choice)
    return plan


def save_refused_rows(plan: ImportPlan, language: str, path: Path) -> Path:
    """The refused rows with their reasons as a list. Raises what `export_rows` raises."""
    export_refused(path, plan, language=language)
    return path


def write(
    desk: "Desk",
    rows: Sequence[ImportRow],
    subject: Subject,
    target: Target,
    source: str,
    report: Report,
) -> Outcome:
    """Write the rows in one change. Raises DeskError; Cancelled writes nothing."""
    if subject is Subject.APPLICATIONS:
        return Outcome(
            desk.do(
                import_applications,
                rows=rows,
                campus_id=target.campus_id,
                training_id=target.training_id,
                cohort_id=target.cohort_id,
                source=source,
                progress=report,
            )
        )
    if target.event_id is not None:
        return Outcome(
            desk.do(
                exchange.import_registrations,
                rows=rows,
                event_id=target.event_id,
                source=source,
                progress=report,
            )
        )
    if target.new_cohort is not None:
        cohort_id, done = desk.do(
            import_new_class, rows=rows, cohort=target.new_cohort, source=source, progress=report
        )
        return Outcome(done, cohort_id)
    done = desk.do(
        exchange.import_learners,
        rows=rows,
        campus_id=target.campus_id,
        cohort_id=target.cohort_id,
        source=source,
        progress=report,
    )
    return Outcome(done, target.cohort_id)
