"""Passes to co-work: given, changed, ended. Nothing is sold, and nobody is turned away for one."""

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from mgdesk.errors import DeskError, NotFound, StaleRecord
from mgdesk.i18n import N_
from mgdesk.model import Campus, Pass, Person
from mgdesk.model.identity import new_key
from mgdesk.rules import names
from mgdesk.rules.coworking import PASS_KIND_LABELS, PassKind
from mgdesk.rules.people import Role
from mgdesk.rules.rights import Right
from mgdesk.services.intake import give_role
from mgdesk.services.rights import needs
from mgdesk.services.texts import line
from mgdesk.storage.audit import Word, name_change


class PassEndsBeforeItStarts(DeskError):
    sentence = N_("The pass ends before it starts. Correct one of the two days.")


class DaysMissing(DeskError):
    sentence = N_("A day card needs its number of days, from 1 to 999.")


@needs(Right.WELCOME)
def give_pass(
    session: Session,
    *,
    person_id: UUID,
    campus_id: UUID,
    kind: PassKind,
    first_day: date,
    last_day: date | None = None,
    day_count: int | None = None,
    note: str = "",
) -> UUID:
    """Give somebody a pass; who has one is a co-worker. A monthly one lasts a month unless said.

    Raises NotFound, PassEndsBeforeItStarts, DaysMissing, TextTooLong.
    """
    person = session.get(Person, person_id)
    if person is None or session.get(Campus, campus_id) is None:
        raise NotFound
    found = Pass(id=new_key(), person_id=person_id, campus_id=campus_id)
    if last_day is None and kind is PassKind.MONTH:
        last_day = month_after(first_day)
    _fill(found, kind, first_day, last_day, day_count, note)
    session.add(found)
    give_role(session, person, Role.COWORKER)
    title = N_("Pass given to {name}: {kind}")
    name_change(session, title, name=_name(person), kind=Word(PASS_KIND_LABELS[kind]))
    return found.id


@needs(Right.WELCOME)
def change_pass(
    session: Session,
    *,
    pass_id: UUID,
    version: int,
    kind: PassKind,
    first_day: date,
    last_day: date | None,
    day_count: int | None,
    note: str,
) -> None:
    """Extend a pass or correct it. Raises StaleRecord and what `give_pass` raises."""
    found = _pass(session, pass_id)
    if found.version != version:
        raise StaleRecord
    _fill(found, kind, first_day, last_day, day_count, note)
    name_change(session, N_("Pass of {name} changed"), name=_name(found.person))


@needs(Right.WELCOME)
def end_pass(session: Session, *, pass_id: UUID, last_day: date) -> None:
    """Let a pass end with that day; one that would not have begun by then is taken back whole.

    Raises NotFound.
    """
    found = _pass(session, pass_id)
    if last_day < found.first_day:
        session.delete(found)
    else:
        found.last_day = last_day
    name_change(session, N_("Pass of {name} ended"), name=_name(found.person))


def month_after(first_day: date) -> date:
    """The last day of a month that begins on a day: the 14th of the next one for a 15th."""
    year, month = divmod(first_day.year * 12 + first_day.month, 12)
    length = (
        date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1) - date(year, month + 1, 1)
    ).days
    if first_day.day > length:
        return date(year, month + 1, length)
    return date(year, month + 1, first_day.day) - timedelta(days=1)


def _fill(
    found: Pass,
    kind: PassKind,
    first_day: date,
    last_day: date | None,
    day_count: int | None,
    note: str,
) -> None:
    if last_day is not None and last_day < first_day:
        raise PassEndsBeforeItStarts
    if kind is PassKind.UNLIMITED:
        day_count = None
    if (kind is PassKind.DAYS and not day_count) or not 1 <= (day_count or 1) <= 999:
        raise DaysMissing
    found.kind, found.day_count = kind, day_count or None
    found.first_day, found.last_day, found.note = first_day, last_day, line(note)


def _pass(session: Session, pass_id: UUID) -> Pass:
    found = session.get(Pass, pass_id)
    if found is None:
        raise NotFound
    return found


def _name(person: Person) -> str:
    return names.display_name(person.first_name, person.surname)
