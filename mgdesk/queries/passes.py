"""Passes to co-work: who has one, and how many of its days are used. Days are counted from check-ins."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from mgdesk.errors import NotFound
from mgdesk.model import Campus, CheckIn, Pass, Person
from mgdesk.queries.finding import PERSON, is_found
from mgdesk.rules import names
from mgdesk.rules.coworking import PassKind, PassState, PassTerms, allot, pass_state
from mgdesk.rules.events import CheckInKind, Direction
from mgdesk.storage.asking import ask

_PASSES: Final = (
    select(
        Pass.id,
        Pass.version,
        Pass.person_id,
        Pass.campus_id,
        Pass.kind,
        Pass.day_count,
        Pass.first_day,
        Pass.last_day,
        Pass.note,
        Person.first_name,
        Person.surname,
        Person.second_name,
        Campus.code,
        Campus.zone,
    )
    .join(Person, Person.id == Pass.person_id)
    .join(Campus, Campus.id == Pass.campus_id)
)
_OF_SOME: Final = _PASSES.where(
    Pass.campus_id == bindparam("campus_id"),
    Pass.person_id.in_(bindparam("person_ids", expanding=True)),
)
_GIVES: Final = select(Pass.id).where(Pass.campus_id == bindparam("campus_id")).limit(1)


@dataclass(frozen=True, slots=True)
class PassRow:
    """A pass with what is used of it; `day_count` is empty where every day is included."""

    id: UUID
    version: int
    person_id: UUID
    first_name: str
    surname: str
    second_name: str
    campus_id: UUID
    campus: str  # its code
    kind: PassKind
    day_count: int | None
    first_day: date
    last_day: date | None
    note: str
    used: int

    @property
    def name(self) -> str:
        return names.display_name(self.first_name, self.surname)

    @property
    def left(self) -> int | None:
        """Days left; None where every day is included."""
        return None if self.day_count is None else self.day_count - self.used

    def state(self, today: date) -> PassState:
        terms = PassTerms(self.id, self.first_day, self.last_day, self.day_count)
        return pass_state(terms, self.used, today)


@dataclass(frozen=True, slots=True)
class PassStanding:
    """How somebody who co-works on a day stands at a campus that gives passes.

    `kind` is empty when no pass covers the day: an advice, never a refusal. `left` counts after
    that day; it is empty where every day is included.
    """

    kind: PassKind | None = None
    day_count: int | None = None
    left: int | None = None
    last_day: date | None = None

    @property
    def is_valid(self) -> bool:
        return self.kind is not None


def passes(
    session: Session,
    *,
    person_id: UUID | None = None,
    campus_id: UUID | None = None,
    campus: str | None = None,
    search: str = "",
    covering: date | None = None,
) -> list[PassRow]:
    """Passes by name, the latest first for each; `covering` a day: those of which it is one."""
    wanted = _PASSES.order_by(Person.sort_key, Person.id, Pass.first_day.desc(), Pass.id.desc())
    if person_id is not None:
        wanted = wanted.where(Pass.person_id == person_id)
    if campus_id is not None:
        wanted = wanted.where(Pass.campus_id == campus_id)
    if campus:
        wanted = wanted.where(func.upper(Campus.code) == campus.upper())
    if search.strip():
        wanted = wanted.where(is_found(session, Person.id, PERSON, search))
    found = session.execute(wanted).all()
    used = _used(session, found)
    rows = [_row(row, used.get(row.id, 0)) for row in found]
    return [row for row in rows if covering is None or _terms_of(row).covers(covering)]


def pass_row(session: Session, *, pass_id: UUID) -> PassRow:
    """One pass. Raises NotFound."""
    found = session.get(Pass, pass_id)
    if found is None:
        raise NotFound
    rows = passes(session, person_id=found.person_id, campus_id=found.campus_id)
    return next(row for row in rows if row.id == pass_id)


def standing(
    session: Session, *, person_id: UUID, campus_id: UUID, day: date
) -> PassStanding | None:
    """How somebody who co-works on a day stands; None where the campus gives no passes at all."""
    return standings(session, person_ids=[person_id], campus_id=campus_id, day=day).get(person_id)


def standings(
    session: Session, *, person_ids: Sequence[UUID], campus_id: UUID, day: date
) -> dict[UUID, PassStanding]:
    """`standing` of several people in a fixed number of queries; empty where no passes are given."""
    if ask(session, _GIVES, campus_id=campus_id).first() is None:
        return {}
    found = ask(session, _OF_SOME, campus_id=campus_id, person_ids=person_ids).all()
    days = _coworking_days(session, found)
    own: dict[UUID, list[Any]] = {person_id: [] for person_id in person_ids}
    for row in found:
        own[row.person_id].append(row)
    return {
        person_id: _standing(mine, days.get((person_id, campus_id), set()), day)
        for person_id, mine in own.items()
    }


def _standing(own: Sequence[Any], days: set[date], day: date) -> PassStanding:
    """The pass that the day is counted on, or would be."""
    chosen = allot([_terms_of(one) for one in own], days | {day})
    found = next((one for one in own if one.id == chosen.get(day)), None)
    if found is None:
        return PassStanding()
    used = sum(pass_id == found.id for at, pass_id in chosen.items() if at <= day)
    left = None if found.day_count is None else found.day_count - used
    return PassStanding(found.kind, found.day_count, left, found.last_day)


# --- days used ------------------------------------------------------------------------------------


def _coworking_days(session: Session, found: Sequence[Any]) -> dict[tuple[UUID, UUID], set[date]]:
    """(person, campus) → the days on which they came to co-work, on the campus's clock."""
    zones = {row.campus_id: ZoneInfo(row.zone) for row in found}
    people = {row.person_id for row in found}
    first = min((row.first_day for row in found), default=None)
    if first is None:
        return {}
    since = datetime.combine(first, time(), ZoneInfo("UTC")) - timedelta(days=1)
    rows = session.execute(
        select(CheckIn.person_id, CheckIn.campus_id, CheckIn.at).where(
            CheckIn.person_id.in_(people),
            CheckIn.campus_id.in_(zones),
            CheckIn.kind == CheckInKind.COWORKING,
            CheckIn.direction == Direction.ARRIVAL,
            CheckIn.at >= since,
        )
    )
    days: dict[tuple[UUID, UUID], set[date]] = {}
    for person_id, campus_id, at in rows:
        days.setdefault((person_id, campus_id), set()).add(at.astimezone(zones[campus_id]).date())
    return days


def _used(session: Session, found: Sequence[Any]) -> dict[UUID, int]:
    """Pass → days counted on it."""
    own: dict[tuple[UUID, UUID], list[PassTerms]] = {}
    for row in found:  # all of a person's at a campus: no filter of `passes` parts them
        own.setdefault((row.person_id, row.campus_id), []).append(_terms_of(row))
    days = _coworking_days(session, found)
    used: dict[UUID, int] = {}
    for key, terms in own.items():
        for pass_id in allot(terms, days.get(key, ())).values():
            used[pass_id] = used.get(pass_id, 0) + 1
    return used


def _terms_of(row: Any) -> PassTerms:
    return PassTerms(row.id, row.first_day, row.last_day, row.day_count)


def _row(row: Any, used: int) -> PassRow:
    return PassRow(
        row.id,
        row.version,
        row.person_id,
        row.first_name,
        row.surname,
        row.second_name,
        row.campus_id,
        row.code,
        row.kind,
        row.day_count,
        row.first_day,
        row.last_day,
        row.note,
        used,
    )
