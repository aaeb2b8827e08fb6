"""Who gets a paper and what is on it: the sheets of some days, certificates or why not."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mgdesk.documents.attendance_sheet import SheetRecord
from mgdesk.errors import DeskError
from mgdesk.i18n import N_
from mgdesk.model import Enrolment, Person
from mgdesk.queries.attendance import Grid, GridColumn, GridRow, grid
from mgdesk.queries.hours import summaries
from mgdesk.queries.privacy import leaves_out, off_lists
from mgdesk.rules.attendance import ProfileRules, Summary
from mgdesk.rules.calendar import monday
from mgdesk.rules.enrolment import LEFT, EnrolmentStatus
from mgdesk.rules.paper import SheetLayout
from mgdesk.services.records import Issuer, certificate_record, rows_of, sheet_record, who_signs
from mgdesk.services.register import Entry, Register


class EmptyCohort(DeskError):
    sentence = N_("Nobody is enrolled in {cohort} on these days. Enrol people first, then print.")


class NoHalfDaysThen(DeskError):
    sentence = N_("{cohort} has no half-day on these days. Choose other days.")


class BelowThreshold(DeskError):
    sentence = N_("attended {rate} % of the hours; {threshold} % are needed")


class LeftTheCohort(DeskError):
    sentence = N_("left the cohort")


class NothingMarked(DeskError):
    sentence = N_("nothing attended is marked yet")


@dataclass(frozen=True, slots=True)
class Refused:
    """Somebody who gets no certificate now, and why."""

    enrolment_id: UUID
    name: str
    error: DeskError

    @property
    def reason(self) -> str:
        """In the language spoken now."""
        return str(self.error)


def why_not(status: EnrolmentStatus, summary: Summary, rules: ProfileRules) -> DeskError | None:
    """Why somebody gets no certificate without a reason given, or None when they do."""
    if status in LEFT:
        return LeftTheCohort()
    if not summary.minutes_attended + summary.minutes_assimilated:
        return NothingMarked()
    if not summary.is_eligible:
        counted = summary.minutes_attended + summary.minutes_assimilated
        rate = counted * 100 // summary.minutes_due
        return BelowThreshold(rate=rate, threshold=rules.threshold_percent)
    return None


def sheets_of(
    session: Session,
    source: Issuer,
    first_day: date,
    last_day: date,
    layout: SheetLayout | None,
    language: str,
    day: date,
    enrolment_ids: Collection[UUID] | None = None,
) -> list[Entry]:
    """The sheets of some days, still without numbers; `enrolment_ids` choose whose individual ones.

    Raises NoHalfDaysThen, EmptyCohort.
    """
    shown = grid(session, cohort_id=source.cohort.id, first_day=first_day, last_day=last_day)
    if not shown.columns:
        raise NoHalfDaysThen(cohort=shown.code)
    if leaves_out(enrolment_ids):
        unlisted = off_lists(session)
        kept = tuple(row for row in shown.rows if row.person_id not in unlisted)
        shown = replace(shown, rows=kept)
    chosen = layout or (source.profile.layout if source.profile else SheetLayout.WEEK)
    rows = [row for row in shown.rows if enrolment_ids is None or row.enrolment_id in enrolment_ids]
    if not rows and chosen is not SheetLayout.BLANK:
        raise EmptyCohort(cohort=shown.code)
    make = partial(
        sheet_record, session, source, layout=chosen, language=source.language(language), day=day
    )
    if chosen is SheetLayout.INDIVIDUAL:
        return _individual_sheets(replace(shown, rows=tuple(rows)), make)
    return [Entry(make(columns, people)) for columns, people in _groups(shown, chosen)]


def certificates_of(
    session: Session,
    source: Issuer,
    book: Register,
    enrolment_ids: Collection[UUID] | None,
    reason: str,
    language: str,
    signatory_id: UUID | None,
    day: date,
) -> tuple[list[Entry], list[Refused]]:
    """Who gets a certificate, and who does not, and why. Raises EmptyCohort, NotFound."""
    people = members_of(session, source.cohort.id, enrolment_ids)
    if not people:
        raise EmptyCohort(cohort=source.cohort.code)
    owed = summaries(session, cohort_ids=[source.cohort.id])
    signatory, signature = who_signs(session, source, signatory_id)
    entries: list[Entry] = []
    refused: list[Refused] = []
    for enrolment, person in people:
        fault = why_not(enrolment.status, owed[enrolment.id], source.cohort.rules)
        record = certificate_record(
            source,
            enrolment,
            person,
            owed[enrolment.id],
            language=source.language(language, person.language),
            signatory=signatory,
            signature=signature,
            day=day,
        )
        entry = Entry(record, person.id, reason if fault else "")
        if fault is None or reason or book.has(entry):
            entries.append(entry)
        else:
            refused.append(Refused(enrolment.id, record.name, fault))
    return entries, refused


def _groups(shown: Grid, layout: SheetLayout) -> list[tuple[list[GridColumn], list[GridRow]]]:
    """The half-days of each sheet, with the people who are on it."""
    groups: dict[date, list[GridColumn]] = {}
    for column in shown.columns:
        groups.setdefault(_begins(column.day, layout), []).append(column)
    if layout is SheetLayout.BLANK:
        return [(columns, []) for columns in groups.values()]
    rosters = [
        (columns, rows_of(shown, {column.slot_id for column in columns}))
        for columns in groups.values()
    ]
    return [(columns, rows) for columns, rows in rosters if rows]


def _begins(day: date, layout: SheetLayout) -> date:
    """The day that the sheet of a day is grouped by."""
    if layout is SheetLayout.MONTH:
        return day.replace(day=1)
    return day if layout is SheetLayout.DAY else monday(day)


def _individual_sheets(shown: Grid, make: Callable[..., SheetRecord]) -> list[Entry]:
    """A sheet for each learner, with the half-days that they belong to."""
    entries = []
    for row in shown.rows:
        pairs = [
            (column, cell)
            for column, cell in zip(shown.columns, row.cells, strict=True)
            if cell.is_due or cell.status is not None
        ]
        if pairs:
            columns = [column for column, _cell in pairs]
            own = replace(row, cells=tuple(cell for _column, cell in pairs))
            entries.append(Entry(make(columns, [own]), row.person_id))
    return entries


def members_of(
    session: Session, cohort_id: UUID, enrolment_ids: Collection[UUID] | None
) -> list[tuple[Enrolment, Person]]:
    """Those of a cohort, or the chosen among them, in the order of lists; prospects are left out, and
    where they are several those whose data may not be used (`queries.privacy.leaves_out`).
    """
    rows = session.execute(
        select(Enrolment, Person)
        .join(Enrolment.person)
        .where(Enrolment.cohort_id == cohort_id, Enrolment.status != EnrolmentStatus.PROSPECT)
        .where(Person.erased_at.is_(None))
        .order_by(Person.sort_key, Person.id)
    )
    wanted = None if enrolment_ids is None else set(enrolment_ids)
    is_for_several = leaves_out(enrolment_ids)
    return [
        (one, person)
        for one, person in rows
        if (wanted is None or one.id in wanted)
        and not (is_for_several and person.restricted_at is not None)
    ]
