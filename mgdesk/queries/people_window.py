"""The list of everybody, a window at a time: a million people are never read to show thirty.

A window is read from the index of its order, from a landmark on: the key of every thousandth person,
all found by one pass over that index. So any line of the list is a few hundred entries away.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, func, select, tuple_
from sqlalchemy.orm import Session

from mgdesk.model import Person, PersonRole
from mgdesk.queries.people import LearnerRow, learners, people_of
from mgdesk.rules import names
from mgdesk.rules.people import Role

FIRST: Final = 120  # people of a first window: more than a screen shows
STEP: Final = 1000  # people from one landmark to the next
Key = tuple[str | date | None, UUID]  # what the list is ordered by, and who


class PeopleOrder(StrEnum):
    NAME = "name"
    BIRTH = "birth"  # who has no birth date comes before the oldest


@dataclass(frozen=True)
class PeopleView:
    """Which people, in which order."""

    campus_id: UUID | None = None
    role: Role | None = None
    order: PeopleOrder = PeopleOrder.NAME
    is_backwards: bool = False


@dataclass(frozen=True)
class Listing:
    """A list as it is first shown: whole, the first of those found (`is_cut`), or the first window
    of a long one (`is_long`)."""

    view: PeopleView
    rows: tuple[LearnerRow, ...]
    is_cut: bool = False
    is_long: bool = False


@dataclass(frozen=True)
class Landmarks:
    """How many people a view has, the key of every `STEP`th, and the line of the one asked for."""

    view: PeopleView
    count: int
    keys: tuple[Key, ...]
    place: int | None = None

    def before(self, line: int) -> tuple[Key | None, int]:
        """The landmark to read from for a line, and how many people to pass over from there."""
        if not self.keys:
            return None, line
        mark = min(line // STEP, len(self.keys) - 1)
        return self.keys[mark], line - mark * STEP


@dataclass(frozen=True)
class Window:
    """Some lines of a view."""

    view: PeopleView
    first: int
    rows: tuple[LearnerRow, ...]


def listing(
    session: Session, *, view: PeopleView, search: str = "", cohort: str | None = None, most: int
) -> Listing:
    """The people of a view: whole up to `most`, the surest of those found by a search, else the
    first window of a long list."""
    if not names.clean(search) and not cohort and is_longer(session, view=view, most=most):
        first = window(session, view=view, first=0, limit=FIRST)
        return Listing(view, first.rows, is_long=True)
    found = learners(
        session,
        search=search,
        campus_id=view.campus_id,
        role=view.role,
        cohort=cohort,
        limit=most + 1,
    )
    return Listing(view, tuple(found[:most]), is_cut=len(found) > most)


def is_longer(session: Session, *, view: PeopleView, most: int) -> bool:
    """Whether a view has more people than so many, without counting all of them."""
    wanted: Any = select(Person.id)
    if view.role is not None:  # those of a role are few or many: they are looked up, not looked for
        wanted = select(PersonRole.person_id).where(PersonRole.role == view.role)
        if view.campus_id is not None:
            wanted = wanted.join(Person, Person.id == PersonRole.person_id)
    if view.campus_id is not None:
        wanted = wanted.where(Person.campus_id == view.campus_id)
    first = wanted.limit(most + 1).subquery()
    return (session.scalar(select(func.count()).select_from(first)) or 0) > most


def ids_of(session: Session, *, view: PeopleView) -> list[UUID]:
    """Everybody of a view, in its order."""
    return list(session.scalars(_ids(view).order_by(*_order(view))))


def window(
    session: Session, *, view: PeopleView, first: int, limit: int, marks: Landmarks | None = None
) -> Window:
    """The people of so many lines from a first one."""
    key, passed = marks.before(first) if marks else (None, first)
    ids: list[UUID] = []
    for condition in _from(view, key):
        wanted = _ids(view).where(*condition).order_by(*_order(view))
        ids += session.scalars(wanted.limit(passed + limit - len(ids))).all()
        if len(ids) >= passed + limit:
            break
    return Window(view, first, tuple(people_of(session, ids=ids[passed:])))


def landmarks(session: Session, *, view: PeopleView, person_id: UUID | None = None) -> Landmarks:
    """Count the people of a view, and find the keys to read it from; one pass over its index."""
    column, line = _column(view), func.row_number().over(order_by=_order(view)).label("line")
    lines = _narrowed(select(column.label("key"), Person.id.label("id"), line), view).subquery()
    marks = select(lines.c.key, lines.c.id).where((lines.c.line - 1) % STEP == 0)
    keys = tuple((row.key, row.id) for row in session.execute(marks.order_by(lines.c.line)))
    count = session.scalar(_narrowed(select(func.count(Person.id)), view)) or 0
    place = place_of(session, view=view, person_id=person_id) if person_id else None
    return Landmarks(view, count, keys, place)


def place_of(session: Session, *, view: PeopleView, person_id: UUID) -> int | None:
    """The line of a person in a view; nothing when they are not in it."""
    wanted = _narrowed(select(_column(view), Person.id), view).where(Person.id == person_id)
    key = session.execute(wanted).first()
    return None if key is None else _count_before(session, view, (key[0], key[1]))


def place_of_letters(session: Session, *, view: PeopleView, letters: str) -> int:
    """The line where names begin with these letters, or years of birth with these digits."""
    nobody = UUID(int=2**128 - 1 if view.is_backwards else 0)
    if view.order is PeopleOrder.NAME:
        start = names.fold(letters)
        return _count_before(session, view, (start + "\U0010ffff" * view.is_backwards, nobody))
    digits = names.digits(letters)[:4]
    year = int(digits.ljust(4, "9" if view.is_backwards else "0")) if digits else 0
    year = min(max(year, date.min.year), date.max.year)
    edge = date(year, 12, 31) if view.is_backwards else date(year, 1, 1)
    return _count_before(session, view, (edge, nobody))


# --- the order as SQL ----------------------------------------------------------------------------


def _column(view: PeopleView) -> Any:
    return Person.sort_key if view.order is PeopleOrder.NAME else Person.birth_date


def _order(view: PeopleView) -> tuple[Any, Any]:
    column = _column(view)
    if view.is_backwards:
        return column.desc().nulls_last(), Person.id.desc()
    return column.asc().nulls_first(), Person.id.asc()


def _ids(view: PeopleView) -> Any:
    return _narrowed(select(Person.id), view)


def _narrowed(wanted: Any, view: PeopleView) -> Any:
    wanted = wanted.where(Person.erased_at.is_(None))
    if view.campus_id is not None:
        wanted = wanted.where(Person.campus_id == view.campus_id)
    if view.role is not None:
        wanted = wanted.where(Person.roles.any(PersonRole.role == view.role))
    return wanted


def _from(view: PeopleView, key: Key | None) -> list[list[ColumnElement[bool]]]:
    """The conditions under which a view is read from a key on, one reading after the other: a key
    without a value is its own stretch, because no comparison holds for it."""
    column = _column(view)
    if view.order is PeopleOrder.NAME:
        return [[_beyond(view, key)] if key else []]
    unknown, known = [column.is_(None)], [column.is_not(None)]
    if key is None:
        return [known, unknown] if view.is_backwards else [unknown, known]
    beyond = _beyond(view, key)
    if key[0] is None:
        return [[*unknown, beyond]] if view.is_backwards else [[*unknown, beyond], known]
    return [[beyond], unknown] if view.is_backwards else [[beyond]]


def _beyond(view: PeopleView, key: Key, *, is_before: bool = False) -> ColumnElement[bool]:
    """At this key or after it in the order of the view; with `is_before`, before it."""
    value, person_id = key
    here: Any = Person.id if value is None else tuple_(_column(view), Person.id)
    there: Any = person_id if value is None else tuple_(value, person_id)
    if is_before:
        return here > there if view.is_backwards else here < there  # type: ignore[no-any-return]  # a condition
    return here <= there if view.is_backwards else here >= there  # type: ignore[no-any-return]  # likewise


def _count_before(session: Session, view: PeopleView, key: Key) -> int:
    column = _column(view)
    is_unknown = key[0] is None
    own = [_beyond(view, key, is_before=True), *([column.is_(None)] if is_unknown else [])]
    counted = [own]
    if view.order is PeopleOrder.BIRTH and is_unknown == view.is_backwards:
        counted.append([column.is_not(None) if view.is_backwards else column.is_(None)])
    return sum(
        session.scalar(_narrowed(select(func.count(Person.id)), view).where(*conditions)) or 0
        for conditions in counted
    )
