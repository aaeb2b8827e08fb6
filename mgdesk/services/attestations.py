"""Statements of a month and certificates of completion: gathered, looked at as drafts, issued."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby
from uuid import UUID

from sqlalchemy.orm import Session

from mgdesk.documents.completion import NATURE_LABELS, CompletionRecord, Nature
from mgdesk.documents.statement import MissedAs, StatementDay, StatementRecord
from mgdesk.i18n import NN_
from mgdesk.model import Enrolment, Person
from mgdesk.queries.attendance import GridCell, GridColumn, grid
from mgdesk.queries.hours import summaries
from mgdesk.rules import names
from mgdesk.rules.attendance import THERE, AttendanceStatus, round_down
from mgdesk.rules.paper import PaperKind
from mgdesk.rules.rights import Right
from mgdesk.services.documents import IssueReport, Paper, as_it_would_be, paper_of, today_at
from mgdesk.services.issuing import (
    EmptyCohort,
    NoHalfDaysThen,
    NothingMarked,
    Refused,
    members_of,
)
from mgdesk.services.records import Issuer, issuer, who_signs
from mgdesk.services.register import Entry, Register
from mgdesk.services.rights import needs
from mgdesk.storage.audit import name_change

__all__ = [
    "NATURE_LABELS", "Nature", "draft_completions", "draft_statements", "issue_completions",
    "issue_statements",
]  # fmt: skip

_MISSED: Mapping[AttendanceStatus | None, MissedAs] = {
    None: MissedAs.UNMARKED,
    AttendanceStatus.EXCUSED: MissedAs.EXCUSED,
    AttendanceStatus.ABSENT_JUSTIFIED: MissedAs.JUSTIFIED,
    AttendanceStatus.ABSENT: MissedAs.UNJUSTIFIED,
}
_JUSTIFIED = frozenset({MissedAs.EXCUSED, MissedAs.JUSTIFIED})


# --- monthly statements ---------------------------------------------------------------------------


@needs(Right.ISSUE)
def issue_statements(
    session: Session,
    *,
    cohort_id: UUID,
    first_day: date,
    last_day: date,
    enrolment_ids: Collection[UUID] | None = None,
    language: str | None = None,
    signatory_id: UUID | None = None,
    day: date | None = None,
) -> list[UUID]:
    """Issue the statement of some days, a month as a rule, to each learner who owed hours in them.

    Without `enrolment_ids`, to the whole cohort; `day` is that of issue. Ids of the register in the
    order of the roster. Raises NotFound, NoHalfDaysThen, EmptyCohort.
    """
    source = issuer(session, cohort_id=cohort_id)
    day = day or today_at(session, source)
    entries = statements_of(
        session, source, first_day, last_day, enrolment_ids, language or "", signatory_id, day
    )
    ids = Register(session, source, PaperKind.STATEMENT).enter(entries)
    title = NN_("{n} statement for {cohort}", "{n} statements for {cohort}")
    name_change(session, title, n=len(ids), cohort=source.code)
    return ids


@needs(Right.ISSUE)
def draft_statements(
    session: Session,
    *,
    cohort_id: UUID,
    first_day: date,
    last_day: date,
    day: date,
    enrolment_ids: Collection[UUID] | None = None,
    language: str | None = None,
    signatory_id: UUID | None = None,
) -> Paper:
    """The statements that `issue_statements` would issue, to look at: nothing is registered.

    Raises as `issue_statements` does.
    """
    source = issuer(session, cohort_id=cohort_id)
    entries = statements_of(
        session, source, first_day, last_day, enrolment_ids, language or "", signatory_id, day
    )
    book = Register(session, source, PaperKind.STATEMENT)
    return paper_of(session, [as_it_would_be(book, entry) for entry in entries])


def statements_of(
    session: Session,
    source: Issuer,
    first_day: date,
    last_day: date,
    enrolment_ids: Collection[UUID] | None,
    language: str,
    signatory_id: UUID | None,
    day: date,
) -> list[Entry]:
    """The statements of some days, still without numbers. Raises NoHalfDaysThen, EmptyCohort, NotFound."""
    shown = grid(session, cohort_id=source.cohort.id, first_day=first_day, last_day=last_day)
    if not shown.columns:
        raise NoHalfDaysThen(cohort=source.code)
    cells = {row.enrolment_id: row.cells for row in shown.rows}
    signatory, signature = who_signs(session, source, signatory_id)
    place = source.campus.city or source.campus.name
    entries = []
    for enrolment, person in members_of(session, source.cohort.id, enrolment_ids):
        owed = _owed(shown.columns, cells.get(enrolment.id, ()))
        if not owed:
            continue
        record = StatementRecord(
            number="",
            language=source.language(language, person.language),
            letterhead=source.letterhead,
            name=names.display_name(person.first_name, person.surname),
            training=source.cohort.training,
            cohort=source.code,
            first_day=first_day,
            last_day=last_day,
            days=_days(owed),
            minutes_planned=_minutes(owed, None),
            minutes_attended=round_down(
                sum(_attended(cell) for _column, cell in owed),
                source.cohort.rules.rounding_minutes,
            ),
            minutes_justified=_minutes(owed, _JUSTIFIED),
            minutes_unjustified=_minutes(owed, {MissedAs.UNJUSTIFIED}),
            minutes_unmarked=_minutes(owed, {MissedAs.UNMARKED}),
            place=place,
            issued_on=day,
            signatory=signatory.name if signatory else "",
            country=source.campus.country,
            second_name=person.second_name,
            learner_number=person.learner_number or "",
            birth_date=person.birth_date,
            rounding_minutes=source.cohort.rules.rounding_minutes,
            signatory_role=signatory.role if signatory else "",
            signature=signature,
            backing=source.backing,
            is_demo=source.is_demo,
        )
        entries.append(Entry(record, person.id))
    if not entries:
        raise EmptyCohort(cohort=source.code)
    return entries


_Owed = Sequence[tuple[GridColumn, GridCell]]


def _owed(columns: Sequence[GridColumn], cells: Sequence[GridCell]) -> _Owed:
    """The half-days that somebody belonged to, or was marked in, and was not exempted from."""
    return [
        (column, cell)
        for column, cell in zip(columns, cells, strict=False)
        if cell.status is not AttendanceStatus.NOT_REQUIRED
        and (cell.is_due or cell.status is not None)
    ]


def _days(owed: _Owed) -> tuple[StatementDay, ...]:
    made = []
    for day, together in groupby(owed, lambda pair: pair[0].day):
        half_days = list(together)
        found = [_missed(column, cell) for column, cell in half_days]
        made.append(
            StatementDay(
                day=day,
                minutes_planned=_minutes(half_days, None),
                minutes_attended=sum(_attended(cell) for _column, cell in half_days),
                missed=tuple(dict.fromkeys(one for one in found if one is not None)),
            )
        )
    return tuple(made)


def _missed(column: GridColumn, cell: GridCell) -> MissedAs | None:
    if cell.status in THERE:
        return MissedAs.SHORT if cell.minutes < column.minutes else None
    return _MISSED[cell.status]


def _attended(cell: GridCell) -> int:
    return cell.minutes if cell.status in THERE else 0


def _minutes(owed: _Owed, missed: Collection[MissedAs] | None) -> int:
    """The planned minutes of those half-days that were missed in these ways; None: of all."""
    return sum(
        column.minutes for column, cell in owed if missed is None or _missed(column, cell) in missed
    )


# --- certificates of completion -------------------------------------------------------------------


@needs(Right.ISSUE)
def issue_completions(
    session: Session,
    *,
    cohort_id: UUID,
    enrolment_ids: Collection[UUID] | None = None,
    nature: Nature = Nature.TRAINING,
    language: str | None = None,
    signatory_id: UUID | None = None,
    day: date | None = None,
) -> IssueReport:
    """Issue certificates of completion, for the hours attended, to whoever attended any.

    Without `enrolment_ids`, to the whole cohort. Raises NotFound, EmptyCohort.
    """
    source = issuer(session, cohort_id=cohort_id)
    day = day or today_at(session, source)
    entries, refused = _completions(
        session, source, enrolment_ids, nature, language or "", signatory_id, day
    )
    book = Register(session, source, PaperKind.COMPLETION)
    ids = book.enter(entries)
    title = NN_("{n} certificate for {cohort}", "{n} certificates for {cohort}")
    name_change(session, title, n=len(book.made), cohort=source.code)
    again = tuple(document_id for document_id in ids if document_id not in book.made)
    return IssueReport(tuple(book.made), tuple(refused), again, tuple(ids))


@needs(Right.ISSUE)
def draft_completions(
    session: Session,
    *,
    cohort_id: UUID,
    day: date,
    enrolment_ids: Collection[UUID] | None = None,
    nature: Nature = Nature.TRAINING,
    language: str | None = None,
    signatory_id: UUID | None = None,
) -> Paper:
    """The certificates that `issue_completions` would issue, to look at: nothing is registered."""
    source = issuer(session, cohort_id=cohort_id)
    entries, _refused = _completions(
        session, source, enrolment_ids, nature, language or "", signatory_id, day
    )
    book = Register(session, source, PaperKind.COMPLETION)
    return paper_of(session, [as_it_would_be(book, entry) for entry in entries])


def _completions(
    session: Session,
    source: Issuer,
    enrolment_ids: Collection[UUID] | None,
    nature: Nature,
    language: str,
    signatory_id: UUID | None,
    day: date,
) -> tuple[list[Entry], list[Refused]]:
    people = members_of(session, source.cohort.id, enrolment_ids)
    if not people:
        raise EmptyCohort(cohort=source.code)
    owed = summaries(session, cohort_ids=[source.cohort.id])
    signatory, signature = who_signs(session, source, signatory_id)
    entries: list[Entry] = []
    refused: list[Refused] = []
    for enrolment, person in people:
        minutes = owed[enrolment.id].minutes_attended
        record = _completion(source, enrolment, person, minutes)
        record = replace(
            record,
            nature=nature,
            language=source.language(language, person.language),
            issued_on=day,
            signatory=signatory.name if signatory else "",
            signatory_role=signatory.role if signatory else "",
            signature=signature,
        )
        if minutes:
            entries.append(Entry(record, person.id))
        else:
            refused.append(Refused(enrolment.id, record.name, NothingMarked()))
    return entries, refused


def _completion(
    source: Issuer, enrolment: Enrolment, person: Person, minutes: int
) -> CompletionRecord:
    """What is the person's own; who signs, and when, is not yet."""
    found = source.cohort
    days = [slot.day for slot in source.slots] or [found.first_day, found.last_day]
    return CompletionRecord(
        number="",
        language="",
        letterhead=source.letterhead,
        name=names.display_name(person.first_name, person.surname),
        training=found.training,
        first_day=max(days[0], enrolment.start_on or days[0]),
        last_day=min(days[-1], enrolment.exit_on or days[-1]),
        minutes_attended=minutes,
        place=source.campus.city or source.campus.name,
        issued_on=days[-1],
        signatory="",
        country=source.campus.country,
        second_name=person.second_name,
        employer=enrolment.employer.name if enrolment.employer else "",
        backing=source.backing,
        is_demo=source.is_demo,
    )
