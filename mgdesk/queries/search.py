"""Finding people, cohorts and events by a few letters of any of their words."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session

from mgdesk.model import Campus, Cohort, Enrolment, Event, Person, Training
from mgdesk.rules import names
from mgdesk.rules.clock import wall_clock


class HitKind(StrEnum):
    PERSON = "person"
    COHORT = "cohort"
    EVENT = "event"


@dataclass(frozen=True)
class Hit:
    """Something found: what it is called and one line that tells it from its namesakes."""

    kind: HitKind
    id: UUID
    title: str
    detail: str
    day: date | None = None  # birth date, first day, day of the event in its campus


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


def matches(key: InstrumentedAttribute[str], text: str) -> ColumnElement[bool]:
    """The condition that every word of the text is found in a search key (see rules.names).

    One or two letters must begin a word; longer words may stand anywhere, because many scripts
    write no blank between words. The same on every database: both sides are folded already.
    """
    words = names.search_words(text[: names.LONGEST])
    return and_(true(), *(key.contains(_start(word), autoescape=True) for word in words))


def _start(word: str) -> str:
    is_short = len(word) <= 2 and word.isascii() and not word.isdecimal()
    return f" {word}" if is_short else word


def find(session: Session, *, text: str, limit: int = 12) -> list[Hit]:
    """The first people, then cohorts and events, that match the text; nothing for an empty text."""
    if not names.clean(text):
        return []
    hits = [*_cohorts(session, text, limit), *_events(session, text, limit)]
    found = _people(session, text, limit)
    if "-" in text and any(_is_code(hit, text) for hit in hits):
        return [*sorted(hits, key=lambda hit: not _is_code(hit, text)), *found][:limit]
    # A page of namesakes must not hide the cohort that was meant.
    return [*found[: max(limit - len(hits), limit // 2)], *hits][:limit]


def people(
    session: Session, *, text: str, limit: int = 20, campus_id: UUID | None = None
) -> list[PersonHit]:
    """The people that the text finds, the surest first; nothing for an empty text."""
    if not names.clean(text):
        return []
    wanted = select(Person).where(matches(Person.search_key, text))
    if campus_id is not None:
        wanted = wanted.where(Person.campus_id == campus_id)
    found = session.scalars(wanted.order_by(Person.sort_key, Person.id).limit(limit)).all()
    codes = _cohort_codes(session, [person.id for person in found])
    return [
        PersonHit(
            person.id,
            names.display_name(person.first_name, person.surname),
            names.list_name(person.first_name, person.surname),
            person.second_name,
            person.birth_date,
            codes.get(person.id, ()),
            "".join(filter(str.isdecimal, person.phone))[-3:],
            person.photo_id,
            person.learner_number or "",
            is_exact=True,
        )
        for person in found
    ]


def _cohort_codes(session: Session, ids: list[UUID]) -> dict[UUID, tuple[str, ...]]:
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
    """Whether what was typed begins the code of a cohort or event: MOL-COD."""
    code = hit.title if hit.kind is HitKind.COHORT else hit.detail
    return code.casefold().startswith(names.clean(text).casefold())


def _people(session: Session, text: str, limit: int) -> list[Hit]:
    rows = session.execute(
        select(
            Person.id,
            Person.first_name,
            Person.surname,
            Person.second_name,
            Person.learner_number,
            Person.municipality,
            Person.birth_date,
        )
        .where(matches(Person.search_key, text))
        .order_by(Person.sort_key, Person.id)
        .limit(limit)
    )
    return [
        Hit(
            HitKind.PERSON,
            row.id,
            names.display_name(row.first_name, row.surname),
            " · ".join(filter(None, (row.second_name, row.learner_number, row.municipality))),
            row.birth_date,
        )
        for row in rows
    ]


def _cohorts(session: Session, text: str, limit: int) -> list[Hit]:
    rows = session.execute(
        select(Cohort.id, Cohort.code, Cohort.first_day, Training.title, Campus.name)
        .join(Cohort.training)
        .join(Cohort.campus)
        .where(or_(matches(Cohort.search_key, text), Cohort.code.icontains(text, autoescape=True)))
        .order_by(Cohort.first_day.desc(), Cohort.code)
        .limit(limit)
    )
    return [
        Hit(HitKind.COHORT, row.id, row.code, f"{row.title} · {row.name}", row.first_day)
        for row in rows
    ]


def _events(session: Session, text: str, limit: int) -> list[Hit]:
    rows = session.execute(
        select(Event.id, Event.code, Event.title, Event.starts_at, Campus.name, Campus.zone)
        .join(Event.campus)
        .where(matches(Event.search_key, text))
        .order_by(Event.starts_at.desc(), Event.code)
        .limit(limit)
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


def _local_day(moment: datetime, zone: str) -> date:
    return moment.astimezone(ZoneInfo(zone)).date()
