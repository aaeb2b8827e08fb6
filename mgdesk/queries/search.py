"""Finding people, cohorts, events and issued papers by a few letters of any of their words."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from mgdesk.model import Campus, Cohort, Enrolment, Event, IssuedDocument, Person, Training
from mgdesk.queries.finding import Found, find_records
from mgdesk.rules import names
from mgdesk.rules.clock import wall_clock


class HitKind(StrEnum):
    PERSON = Person.__tablename__
    COHORT = Cohort.__tablename__
    EVENT = Event.__tablename__


@dataclass(frozen=True)
class Hit:
    """Something found: what it is called and one line that tells it from its namesakes.

    `kind` and `id` say what to open: of a paper, the person, cohort or event that it is of.
    """

    kind: HitKind
    id: UUID
    title: str
    detail: str
    day: date | None = None  # birth date, first day, day of the event in its campus, of issue
    is_exact: bool = True
    paper_id: UUID | None = None


@dataclass(frozen=True)
class PersonHit:
    """Somebody found, with what tells namesakes apart.

    `cohort_codes` begin with the running one, then the latest; `phone_end` is three digits.
    `is_exact` is false when only the sound of the name, or a slip of the keys, led here.
    """

    person_id: UUID
    name: str
    list_name: str
    second_name: str
    birth_date: date | None
    cohort_codes: tuple[str, ...]
    phone_end: str
    photo_id: UUID | None
    learner_number: str
    is_exact: bool


def find(session: Session, *, text: str, limit: int = 12) -> list[Hit]:
    """The first people, then cohorts, events and papers, that match the text; nothing for an empty
    text. Who only sounds alike comes last."""
    if not names.clean(text):
        return []
    found = _people(session, find_records(session, HitKind.PERSON, text, limit=limit))
    people = [hit for hit in found if hit.is_exact]
    others = _others(session, text, limit, is_exact=True)
    if not people and not others:
        others = _others(session, text, limit, is_exact=False)
    unsure = [hit for hit in found if not hit.is_exact]
    if any(_is_code(hit, text) for hit in others):
        return [*sorted(others, key=lambda hit: not _is_code(hit, text)), *people, *unsure][:limit]
    # A page of namesakes must not hide the cohort that was meant.
    return [*people[: max(limit - len(others), limit // 2)], *others, *unsure][:limit]


def people(
    session: Session, *, text: str, limit: int = 20, campus_id: UUID | None = None
) -> list[PersonHit]:
    """The people that the text finds, the surest first, then the newest; none for an empty text."""
    found = find_records(session, HitKind.PERSON, text, limit=limit, campus_id=campus_id)
    ids = [record.id for record in found]
    rows = session.execute(
        select(
            Person.id,
            Person.first_name,
            Person.surname,
            Person.second_name,
            Person.birth_date,
            Person.phone,
            Person.photo_id,
            Person.learner_number,
        ).where(Person.id.in_(ids))
    )
    known = {row.id: row for row in rows}
    codes = _cohort_codes(session, ids)
    return [
        PersonHit(
            row.id,
            names.display_name(row.first_name, row.surname),
            names.list_name(row.first_name, row.surname),
            row.second_name,
            row.birth_date,
            codes.get(row.id, ()),
            names.digits(row.phone)[-3:],
            row.photo_id,
            row.learner_number or "",
            record.is_exact,
        )
        for record in found
        if (row := known.get(record.id)) is not None
    ]


def _cohort_codes(session: Session, ids: Sequence[UUID]) -> dict[UUID, tuple[str, ...]]:
    """Person → codes of their cohorts, a running one first, then the latest."""
    rows = session.execute(
        select(Enrolment.person_id, Cohort.code, Cohort.first_day, Cohort.last_day)
        .join(Enrolment.cohort)
        .where(Enrolment.person_id.in_(ids))
        .order_by(Cohort.first_day.desc(), Cohort.code)
    )
    today = wall_clock().date()
    codes: dict[UUID, list[tuple[bool, str]]] = {}
    for person_id, code, first_day, last_day in rows:
        codes.setdefault(person_id, []).append((not first_day <= today <= last_day, code))
    return {
        person_id: tuple(code for _, code in sorted(found, key=lambda pair: pair[0]))
        for person_id, found in codes.items()
    }


def _is_code(hit: Hit, text: str) -> bool:
    """Whether what was typed, with its hyphen, begins the code or number of something: MOL-COD."""
    code = hit.detail if hit.kind is HitKind.EVENT else hit.title
    return "-" in text and code.casefold().startswith(names.clean(text).casefold())


def _others(session: Session, text: str, limit: int, *, is_exact: bool) -> list[Hit]:
    return [
        hit
        for read, table in (
            (_cohorts, Cohort.__tablename__),
            (_events, Event.__tablename__),
            (_papers, IssuedDocument.__tablename__),
        )
        if (found := find_records(session, table, text, limit=limit, is_exact=is_exact))
        for hit in read(session, found)
    ]


def _people(session: Session, found: list[Found]) -> list[Hit]:
    rows = session.execute(
        select(
            Person.id,
            Person.first_name,
            Person.surname,
            Person.second_name,
            Person.learner_number,
            Person.municipality,
            Person.birth_date,
            Person.restricted_at,
        ).where(Person.id.in_([record.id for record in found]))
    )
    hits = {
        row.id: Hit(
            HitKind.PERSON,
            row.id,
            names.display_name(row.first_name, row.surname),
            " · ".join(filter(None, (row.second_name, row.learner_number, row.municipality))),
            row.birth_date,
        )
        if row.restricted_at is None
        else Hit(HitKind.PERSON, row.id, names.display_name(row.first_name, row.surname), "")
        for row in rows
    }
    return [
        replace(hits[record.id], is_exact=record.is_exact) for record in found if record.id in hits
    ]


def _cohorts(session: Session, found: list[Found]) -> list[Hit]:
    rows = session.execute(
        select(Cohort.id, Cohort.code, Cohort.first_day, Training.title, Campus.name)
        .join(Cohort.training)
        .join(Cohort.campus)
        .where(Cohort.id.in_([record.id for record in found]))
        .order_by(Cohort.first_day.desc(), Cohort.code)
    )
    return [
        Hit(HitKind.COHORT, row.id, row.code, f"{row.title} · {row.name}", row.first_day)
        for row in rows
    ]


def _events(session: Session, found: list[Found]) -> list[Hit]:
    rows = session.execute(
        select(Event.id, Event.code, Event.title, Event.starts_at, Campus.name, Campus.zone)
        .join(Event.campus)
        .where(Event.id.in_([record.id for record in found]))
        .order_by(Event.starts_at.desc(), Event.code)
    )
    return [
        Hit(
            HitKind.EVENT,
            row.id,
            row.title,
            f"{row.code} · {row.name}",
            _local_day(row.starts_at, row.zone),
        )
        for row in rows
    ]


def _papers(session: Session, found: list[Found]) -> list[Hit]:
    """Issued papers by their number; one of nobody and nothing any more leads nowhere."""
    rows = session.execute(
        select(IssuedDocument, Person.first_name, Person.surname, Cohort.code, Campus.zone)
        .join(Campus, Campus.id == IssuedDocument.campus_id)
        .outerjoin(Person, Person.id == IssuedDocument.person_id)
        .outerjoin(Cohort, Cohort.id == IssuedDocument.cohort_id)
        .where(IssuedDocument.id.in_([record.id for record in found]))
        .order_by(IssuedDocument.issued_at.desc(), IssuedDocument.number.desc())
    )
    hits = []
    for paper, first_name, surname, code, zone in rows:
        owner = _owner(paper)
        if owner is not None:
            name = names.display_name(first_name or "", surname or "")
            detail = " · ".join(filter(None, (name, code)))
            day = _local_day(paper.issued_at, zone)
            hits.append(Hit(*owner, paper.number, detail, day, paper_id=paper.id))
    return hits


def _owner(paper: IssuedDocument) -> tuple[HitKind, UUID] | None:
    """Whom a paper is of: its person, else its cohort, else its event."""
    owners = (
        (HitKind.PERSON, paper.person_id),
        (HitKind.COHORT, paper.cohort_id),
        (HitKind.EVENT, paper.event_id),
    )
    return next(((kind, owner) for kind, owner in owners if owner is not None), None)


def _local_day(moment: datetime, zone: str) -> date:
    return moment.astimezone(ZoneInfo(zone)).date()
