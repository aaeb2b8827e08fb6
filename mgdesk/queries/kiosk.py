"""Who stands at the kiosk, from a few letters of a name: one person, or nobody is named at all.

Nothing of anybody else ever leaves this module: neither their names nor how many they are.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, select, true, union
from sqlalchemy.orm import Session

from mgdesk.errors import DeskError, NotFound
from mgdesk.i18n import N_
from mgdesk.model import Campus, Cohort, Enrolment, Event, Person, Registration, Slot
from mgdesk.queries.arrivals import COMING, OFF, zone_of
from mgdesk.queries.doors import day_start, doors_of, is_in
from mgdesk.queries.finding import PERSON, is_found
from mgdesk.queries.pins import pin_state
from mgdesk.queries.tokens import holder
from mgdesk.rules import names
from mgdesk.rules.enrolment import LEFT, EnrolmentStatus
from mgdesk.rules.events import EventStatus
from mgdesk.rules.search import name_words

PIN: Final = "kiosk"
LETTERS: Final = 3  # before anybody is looked for
_MOST: Final = 200  # people looked at; more are several in any case


class NoKioskCampus(DeskError):
    sentence = N_("Choose first the campus where this computer stands, above the list of pages.")


class Match(StrEnum):
    TOO_SHORT = "too_short"
    NOBODY = "nobody"
    ONE = "one"
    SEVERAL = "several"


@dataclass(frozen=True, slots=True)
class Recognised:
    """What the letters lead to; the person only where it is one."""

    match: Match
    person_id: UUID | None = None
    first_name: str = ""
    is_in: bool = False


@dataclass(frozen=True, slots=True)
class KioskPlace:
    """Where a kiosk stands, and whether it could be left again."""

    campus_id: UUID
    campus: str
    has_pin: bool


def kiosk_place(session: Session, *, campus: str) -> KioskPlace:
    """The campus of this code, or the only one there is. Raises NoKioskCampus."""
    rows = session.execute(select(Campus.id, Campus.name, Campus.code)).all()
    found = [row for row in rows if row.code == campus] or rows
    if len(found) != 1:
        raise NoKioskCampus
    return KioskPlace(found[0].id, found[0].name, pin_state(session, name=PIN).is_set)


def recognise(
    session: Session,
    *,
    campus_id: UUID,
    at: datetime,
    text: str,
    birth_year: int | None = None,
    refused: Collection[UUID] = (),
) -> Recognised:
    """Who this is: first among those expected today, else among all. `refused` said that it is not
    them; the birth year tells those of one name apart. Raises NotFound."""
    typed = names.fold(text).split()
    if sum(map(len, typed)) < LETTERS:
        return Recognised(Match.TOO_SHORT)
    asked = (text, typed, birth_year, refused)
    expected = _people(session, Person.id.in_(_expected(session, campus_id, at)), *asked)
    if expected is not None and len(expected) == 1:
        found = _one(session, expected[0], campus_id, at)
        if not found.is_in:  # who is in already may be a namesake of who comes now
            return found
    elif expected != []:
        return Recognised(Match.SEVERAL)
    everybody = _people(session, true(), *asked)
    if everybody is not None and len(everybody) == 1:
        return _one(session, everybody[0], campus_id, at)
    return Recognised(Match.NOBODY if everybody == [] else Match.SEVERAL)


def known_by_code(session: Session, *, campus_id: UUID, at: datetime, code: str) -> Recognised:
    """Whose badge or ticket was scanned, as the kiosk greets them. Raises NotFound."""
    found = holder(session, code=code)
    if found is None:
        raise NotFound
    person = session.get(Person, found.person_id)
    if person is None:  # of a campus that whoever is at the desk does not see
        raise NotFound
    return _one(session, person, campus_id, at)


def _people(
    session: Session,
    wanted: ColumnElement[bool],
    text: str,
    typed: list[str],
    birth_year: int | None,
    refused: Collection[UUID],
) -> list[Person] | None:
    """Those of whose names each typed word begins one, None for too many to tell.

    The digits of a phone lead to nobody.
    """
    found = (
        select(Person).where(wanted, is_found(session, Person.id, PERSON, text)).limit(_MOST + 1)
    )
    rows = session.scalars(found).all()
    if len(rows) > _MOST:
        return None
    return [
        one
        for one in rows
        if _begins(typed, one)
        and one.id not in refused
        and (birth_year is None or _is_born_in(one, birth_year))
    ]


def _begins(typed: list[str], person: Person) -> bool:
    known = [person.first_name, person.surname, person.second_name, person.call_name]
    words = [word for name in known if name for word in name_words(name)]
    return all(any(word.startswith(start) for word in words) for start in typed)


def _is_born_in(person: Person, year: int) -> bool:
    return person.birth_date is not None and person.birth_date.year == year


def _one(session: Session, person: Person, campus_id: UUID, at: datetime) -> Recognised:
    start = day_start(at, ZoneInfo(zone_of(session, campus_id)))
    doors = doors_of(session, person.id, campus_id, start)
    name = person.call_name or person.first_name or person.surname
    return Recognised(Match.ONE, person.id, name, is_in(doors))


def _expected(session: Session, campus_id: UUID, at: datetime) -> Select[Any]:
    """Today's learners and the guests of today's events."""
    start = day_start(at, ZoneInfo(zone_of(session, campus_id)))
    end = start + timedelta(days=1)
    every = union(_learners(campus_id, start.date()), _guests(campus_id, start, end))
    return select(every.subquery().c.person_id)


def _learners(campus_id: UUID, day: date) -> Select[UUID]:
    return (
        select(Enrolment.person_id)
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .join(Slot, Slot.cohort_id == Cohort.id)
        .where(
            Cohort.campus_id == campus_id,
            Cohort.status.not_in(OFF),
            Slot.day == day,
            Enrolment.status.not_in({*LEFT, EnrolmentStatus.PROSPECT}),
        )
    )


def _guests(campus_id: UUID, start: datetime, end: datetime) -> Select[UUID]:
    return (
        select(Registration.person_id)
        .join(Event, Event.id == Registration.event_id)
        .where(
            Event.campus_id == campus_id,
            Event.status != EventStatus.CANCELLED,
            Event.ends_at > start,
            Event.starts_at < end,
            Registration.status.in_(COMING),
        )
    )
