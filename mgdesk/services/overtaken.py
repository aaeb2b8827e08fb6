"""Statements that a later proof or mark overtook: listed, and printed again as corrected ones."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mgdesk.documents.statement import StatementRecord
from mgdesk.errors import DeskError, NotFound
from mgdesk.i18n import N_, NN_
from mgdesk.model import Attendance, Enrolment, IssuedDocument, Person, Slot
from mgdesk.queries.documents import is_valid
from mgdesk.rules.overtaken import Told, Why, difference
from mgdesk.rules.paper import PaperKind
from mgdesk.rules.rights import Right
from mgdesk.services.attestations import statements_of
from mgdesk.services.documents import Paper, as_it_would_be, paper_of, today_at
from mgdesk.services.issuing import EmptyCohort, NoHalfDaysThen
from mgdesk.services.records import issuer
from mgdesk.services.register import Entry, Register
from mgdesk.services.rights import needs
from mgdesk.storage.audit import name_change

_LONGEST: Final = timedelta(days=100)  # that a statement covers


class NothingOvertaken(DeskError):
    sentence = N_("Every statement says what is known: there is none to print again.")


class NothingLeftToSay(DeskError):
    sentence = N_(
        "{name} owes no hours in these days any more, so there is nothing to correct {number} with."
        " Revoke it."
    )


@dataclass(frozen=True, slots=True)
class OvertakenRow:
    """A statement in somebody's hands that no longer says what is known."""

    id: UUID
    number: str
    person_id: UUID | None
    name: str
    cohort_id: UUID
    cohort: str
    first_day: date
    last_day: date
    issued_at: datetime
    days: tuple[date, ...]  # on which it differs
    why: tuple[Why, ...]
    attended: tuple[int, int]  # minutes, as issued and now
    unjustified: tuple[int, int]


_Span = tuple[UUID, date, date]  # cohort and the days of a statement


def overtaken_statements(
    session: Session,
    *,
    cohort_id: UUID | None = None,
    campus_id: UUID | None = None,
    since: date | None = None,
) -> list[OvertakenRow]:
    """Valid statements that differ from what is known, by cohort and name.

    Of a cohort, all are compared; of a campus (or all), those whose days were marked anew after they
    were issued, and that end after `since`: what a desk is to be told of each day.
    """
    issued = _issued(session, cohort_id=cohort_id, campus_id=campus_id, since=since)
    if since is not None:
        issued = [one for one in issued if _days(one)[1] >= since]
    if cohort_id is None:
        issued = _marked_since(session, issued)
    found: list[OvertakenRow] = []
    for span, papers in _by_span(issued).items():
        now = _known(session, span)
        found += filter(None, (_compared(one, now.get(one.person_id), span) for one in papers))
    return sorted(found, key=lambda row: (row.cohort, row.first_day, row.name, row.number))


@needs(Right.ISSUE)
def issue_overtaken(session: Session, *, document_ids: Collection[UUID]) -> list[UUID]:
    """Issue the statements that correct these; a new one each, which replaces the former.

    Raises NotFound, NothingLeftToSay.
    """
    ids: list[UUID] = []
    for span, papers in _by_span(_chosen(session, document_ids)).items():
        book, entries = _entries(session, span, papers, None)
        ids += book.enter(entries)
    title = NN_("{n} statement corrected", "{n} statements corrected")
    name_change(session, title, n=len(ids))
    return ids


@needs(Right.ISSUE)
def draft_overtaken(session: Session, *, document_ids: Collection[UUID], day: date) -> Paper:
    """What `issue_overtaken` would issue, to look at: nothing is registered. Raises as it does."""
    records = []
    for span, papers in _by_span(_chosen(session, document_ids)).items():
        book, entries = _entries(session, span, papers, day)
        records += [as_it_would_be(book, entry) for entry in entries]
    return paper_of(session, records)


# --- what was issued -------------------------------------------------------------------------------


def _issued(
    session: Session,
    *,
    cohort_id: UUID | None = None,
    campus_id: UUID | None = None,
    document_ids: Collection[UUID] | None = None,
    since: date | None = None,
) -> list[IssuedDocument]:
    wanted = (
        select(IssuedDocument)
        .join(Person, Person.id == IssuedDocument.person_id)
        .where(
            IssuedDocument.kind == PaperKind.STATEMENT,
            IssuedDocument.cohort_id.is_not(None),
            is_valid(IssuedDocument),
            Person.erased_at.is_(None),
        )
        .order_by(IssuedDocument.number)
    )
    if cohort_id is not None:
        wanted = wanted.where(IssuedDocument.cohort_id == cohort_id)
    if campus_id is not None:
        wanted = wanted.where(IssuedDocument.campus_id == campus_id)
    if since is not None:  # issued at the earliest as its quarter begins
        earliest = datetime.combine(since, time(), UTC) - _LONGEST
        wanted = wanted.where(IssuedDocument.issued_at >= earliest)
    if document_ids is not None:
        wanted = wanted.where(IssuedDocument.id.in_(document_ids))
    return list(session.scalars(wanted))


def _chosen(session: Session, document_ids: Collection[UUID]) -> list[IssuedDocument]:
    known = {one.id: one for one in _issued(session, document_ids=document_ids)}
    if not document_ids:
        raise NothingOvertaken
    if not known.keys() >= set(document_ids):
        raise NotFound
    return [known[key] for key in dict.fromkeys(document_ids)]


def _days(one: IssuedDocument) -> tuple[date, date]:
    record = one.record
    return date.fromisoformat(record["first_day"]), date.fromisoformat(record["last_day"])


def _by_span(issued: Iterable[IssuedDocument]) -> dict[_Span, list[IssuedDocument]]:
    found: dict[_Span, list[IssuedDocument]] = defaultdict(list)
    for one in issued:
        if one.cohort_id is not None:
            found[one.cohort_id, *_days(one)].append(one)
    return found


def _marked_since(session: Session, issued: Sequence[IssuedDocument]) -> list[IssuedDocument]:
    """Those of whose people a mark within the days was recorded after they were issued."""
    if not issued:
        return []
    marked = session.execute(
        select(Enrolment.person_id, Enrolment.cohort_id, Slot.day, Attendance.recorded_at)
        .join(Enrolment, Enrolment.id == Attendance.enrolment_id)
        .join(Slot, Slot.id == Attendance.slot_id)
        .where(
            Enrolment.cohort_id.in_({one.cohort_id for one in issued}),
            Attendance.recorded_at > min(one.issued_at for one in issued),
            Slot.day <= max(_days(one)[1] for one in issued),
        )
    )
    later: dict[tuple[UUID | None, UUID | None], list[tuple[date, datetime]]] = defaultdict(list)
    for person_id, cohort_id, day, at in marked:
        later[person_id, cohort_id].append((day, at))
    return [
        one
        for one in issued
        if any(
            _days(one)[0] <= day <= _days(one)[1] and at > one.issued_at
            for day, at in later[one.person_id, one.cohort_id]
        )
    ]


# --- what is known now -----------------------------------------------------------------------------


def _known(session: Session, span: _Span) -> Mapping[UUID | None, StatementRecord]:
    """What statements of these days would say now, by person."""
    cohort_id, first_day, last_day = span
    source = issuer(session, cohort_id=cohort_id)
    try:
        entries = statements_of(session, source, first_day, last_day, None, "", None, first_day)
    except (EmptyCohort, NoHalfDaysThen):
        return {}
    return {one.person_id: one.record for one in entries if isinstance(one.record, StatementRecord)}


def _compared(one: IssuedDocument, now: StatementRecord | None, span: _Span) -> OvertakenRow | None:
    issued = StatementRecord.from_plain(one.record)
    attended = (issued.minutes_attended, now.minutes_attended if now else 0)
    found = difference(_told(issued), _told(now), attended)
    if found is None:
        return None
    cohort_id, first_day, last_day = span
    return OvertakenRow(
        id=one.id,
        number=one.number,
        person_id=one.person_id,
        name=issued.name,
        cohort_id=cohort_id,
        cohort=issued.cohort,
        first_day=first_day,
        last_day=last_day,
        issued_at=one.issued_at,
        days=found.days,
        why=found.why,
        attended=attended,
        unjustified=(issued.minutes_unjustified, now.minutes_unjustified if now else 0),
    )


def _told(record: StatementRecord | None) -> dict[date, Told]:
    return {
        one.day: Told(one.minutes_planned, one.minutes_attended, frozenset(map(str, one.missed)))
        for one in (record.days if record else ())
    }


def _entries(
    session: Session, span: _Span, papers: Sequence[IssuedDocument], day: date | None
) -> tuple[Register, list[Entry]]:
    """What corrects these papers, each in its own language."""
    cohort_id, first_day, last_day = span
    source = issuer(session, cohort_id=cohort_id)
    day = day or today_at(session, source)
    entries: list[Entry] = []
    for one in papers:
        enrolment_id = session.scalar(
            select(Enrolment.id).where(
                Enrolment.person_id == one.person_id, Enrolment.cohort_id == cohort_id
            )
        )
        chosen = [enrolment_id] if enrolment_id else []
        try:
            entries += statements_of(
                session, source, first_day, last_day, chosen, one.language, None, day
            )
        except (EmptyCohort, NoHalfDaysThen) as error:
            name = str(one.record.get("name", ""))
            raise NothingLeftToSay(name=name, number=one.number) from error
    return Register(session, source, PaperKind.STATEMENT), entries
