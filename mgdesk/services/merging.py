"""Merging two records of one human into one: one named change, and undoing it brings both back whole.

Whatever refers to the record that goes is found by the foreign keys of the tables, so that a new
table comes along by itself. Papers that were issued keep what is written on them. The badge and the
learner number of the record that went still find the person (`model.FormerRecord`).
"""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, Table, select
from sqlalchemy.orm import Session, object_mapper

from mgdesk.errors import DeskError, NotFound, StaleRecord
from mgdesk.i18n import N_
from mgdesk.model import FormerRecord, Person, Registration, Token
from mgdesk.model.base import Base
from mgdesk.model.identity import new_key
from mgdesk.queries.merging import leaning, pairs, unique_groups
from mgdesk.rules import merging, names
from mgdesk.rules.codes import person_code
from mgdesk.rules.merging import CLASHES, Clash, Side
from mgdesk.rules.rights import Right
from mgdesk.services.intake import check_name, check_number
from mgdesk.services.rights import needs
from mgdesk.storage import audit
from mgdesk.storage.audit import name_change, now

_UNTOUCHED = frozenset({"id", "version"})


class SamePerson(DeskError):
    sentence = N_("This is one and the same record. Choose another one to merge with it.")


@needs(Right.ERASE)
def merge_people(
    session: Session,
    *,
    kept_id: UUID,
    other_id: UUID,
    choices: Mapping[str, Side] | None = None,
    versions: tuple[int, int] | None = None,
) -> None:
    """Make one record of two. `choices` says field by field whose value stays; the rest as proposed.

    Raises SamePerson, NotFound, StaleRecord when one was changed since `versions`, LearnerNumberTaken.
    """
    if kept_id == other_id:
        raise SamePerson
    kept, other = session.get(Person, kept_id), session.get(Person, other_id)
    if kept is None or other is None:
        raise NotFound
    if versions not in {None, (kept.version, other.version)}:
        raise StaleRecord
    name_change(session, N_("{other} merged into {name}"), name=_name(kept), other=_name(other))
    values = _values(kept, other, choices or {})
    former = _former(session, kept, other, given_up=_given_up(kept, other, values))
    absorb(session, kept, other)
    session.add(former)
    session.flush()
    session.expire(other)
    session.delete(other)
    session.flush()  # its number is free now
    for name, value in values.items():
        setattr(kept, name, value)
    check_name(kept)
    check_number(session, kept)


def _name(person: Person) -> str:
    return names.display_name(person.first_name, person.surname)


# --- the fields of the person ----------------------------------------------------------------------


def _values(kept: Person, other: Person, choices: Mapping[str, Side]) -> dict[str, Any]:
    sides = {pair.name: pair.proposed for pair in pairs(kept, other)} | dict(choices)
    values = {name: _value(name, kept, other, sides[name]) for name in merging.FIELD_LABELS}
    first = min(kept, other, key=lambda one: one.created_at)
    return values | {"created_at": first.created_at, "source": first.source}


def _value(name: str, kept: Person, other: Person, side: Side) -> Any:
    mine, theirs = getattr(kept, name), getattr(other, name)
    if side is Side.BOTH and isinstance(mine, str) and isinstance(theirs, str):
        return merging.joined(mine, theirs)
    return theirs if side is Side.OTHER else mine


def _given_up(kept: Person, other: Person, values: Mapping[str, Any]) -> str:
    stays = values["learner_number"]
    numbers = (other.learner_number, kept.learner_number)
    return next((one for one in numbers if one and one != stays), "")


def _former(session: Session, kept: Person, other: Person, *, given_up: str) -> FormerRecord:
    return FormerRecord(
        id=other.id,
        person_id=kept.id,
        name=_name(other),
        badge_code=person_code(other.id),
        learner_number=given_up,
        source=other.source,
        created_at=other.created_at,
        merged_at=now(session),
    )


# --- what leans on the records ---------------------------------------------------------------------


@needs(Right.ERASE)
def absorb(session: Session, kept: Any, other: Any) -> None:
    """Have everything that refers to one row refer to another; what would be there twice becomes one."""
    for mapped, column in leaning(type(kept)):
        wanted = select(mapped).where(column == other.id)
        for row in session.scalars(wanted.order_by(mapped.__table__.c.id)).all():
            twin = _twin(session, row, column, kept.id)
            if twin is None:
                _refer(session, row, column, kept.id)
            else:
                _join(session, twin, row)


def _twin(session: Session, row: Any, column: Column[Any], kept_id: UUID) -> Any:
    """The row that stands where this one would come to stand; none when the place is free."""
    mapped = type(row)
    for group, condition in unique_groups(column):
        values = {
            name: kept_id if name == column.name else _get(row, name) for name in sorted(group)
        }
        wanted = select(mapped).where(mapped.__table__.c.id != row.id)
        for name, value in values.items():
            wanted = wanted.where(mapped.__table__.c[name] == value)
        if condition is not None:
            meets = select(mapped).where(mapped.__table__.c.id == row.id, condition)
            if session.scalar(meets) is None:
                continue
            wanted = wanted.where(condition)
        found = session.scalar(wanted)
        if found is not None:
            return found
    return None


def _refer(session: Session, row: Any, column: Column[Any], kept_id: UUID) -> None:
    before = audit.plain(_get(row, column.name))
    setattr(row, _key(row, column), kept_id)
    _not_oneself(row, column, kept_id)
    if not row.is_audited:  # undo brings back what it finds in the audit
        after = audit.plain(kept_id)
        audit.add_entry(
            session,
            row.__tablename__,
            row.id,
            "update",
            {column.name: before},
            {column.name: after},
        )
    session.flush()


def _not_oneself(row: Any, column: Column[Any], kept_id: UUID) -> None:
    """Where a table refuses that two of its people are one (a coach of oneself), the lesser is emptied."""
    table = column.table
    assert isinstance(table, Table)
    for check in (one for one in table.constraints if isinstance(one, CheckConstraint)):
        said = str(check.sqltext)
        pair = [one for one in table.columns if one.foreign_keys and one.name in said]
        if column in pair and len(pair) > 1 and all(_get(row, o.name) == kept_id for o in pair):
            lesser = next((one for one in pair if one.nullable), None)
            if lesser is not None:
                setattr(row, _key(row, lesser), None)


def _join(session: Session, kept: Any, other: Any) -> None:
    """Two rows of one thing become one, by the rules of `rules.merging`."""
    absorb(session, kept, other)
    _keep_ticket(session, kept, other)
    _combine(kept, other)
    session.flush()
    session.expire(other)
    session.delete(other)
    session.flush()


def _combine(kept: Any, other: Any) -> None:
    table = kept.__tablename__
    counts = _rule_of(table)
    if counts is Clash.FURTHEST:
        order = merging.ORDERS[table]
        if order.index(other.status) > order.index(kept.status):
            _take(kept, other, merging.OF_THE_STATE[table])
    elif counts is Clash.LATEST:
        moment, columns = merging.OF_THE_RECORD[table]
        if _get(other, moment) > _get(kept, moment):
            _take(kept, other, columns)
    for name in merging.EARLIEST.get(table, ()):
        values = (_get(kept, name), _get(other, name))
        setattr(kept, name, None if None in values else min(values))
    if counts is not Clash.LATEST:
        _fill(kept, other, except_for=merging.OF_THE_STATE.get(table, ()))


def _rule_of(table: str) -> Clash:
    return next(rule for (name, _group), rule in CLASHES.items() if name == table)


def _take(kept: Any, other: Any, columns: Iterable[str]) -> None:
    for name in columns:
        setattr(kept, name, _get(other, name))


def _fill(kept: Any, other: Any, *, except_for: Iterable[str]) -> None:
    """What is empty from the other; both notes."""
    spared = {*_UNTOUCHED, *except_for, *merging.EARLIEST.get(kept.__tablename__, ())}
    for attribute in object_mapper(kept).column_attrs:
        name = attribute.key
        if name in spared or attribute.columns[0].foreign_keys:
            continue
        mine, theirs = getattr(kept, name), getattr(other, name)
        if name in merging.JOINED and mine and theirs:
            setattr(kept, name, merging.joined(mine, theirs))
        elif mine in (None, "") and theirs not in (None, ""):
            setattr(kept, name, theirs)


def _keep_ticket(session: Session, kept: Any, other: Any) -> None:
    """Two tickets of one event: the code of the second still finds the person."""
    if not isinstance(kept, Registration):
        return
    code = other.external_code
    is_known = session.scalar(select(Token.id).where(Token.code == code)) is not None
    if code and kept.external_code not in {"", code} and not is_known:
        session.add(
            Token(
                id=new_key(),
                code=code,
                person_id=kept.person_id,
                registration_id=kept.id,
                source=other.source,
                bound_at=now(session),
            )
        )


def _key(row: Any, column: Column[Any]) -> str:
    return object_mapper(row).get_property_by_column(column).key


def _get(row: Any, name: str) -> Any:
    return getattr(row, _key(row, row.__table__.c[name]))


def classes_that_clash() -> Iterable[tuple[str, frozenset[str]]]:
    """Each unique constraint that a merge of two people may run into, through whatever leans on them."""
    waiting: list[type[Base]] = [Person]
    seen: set[type[Base]] = set()
    while waiting:
        target = waiting.pop()
        for mapped, column in leaning(target):
            for group, _condition in unique_groups(column):
                yield mapped.__tablename__, group
                if mapped not in seen:
                    seen.add(mapped)
                    waiting.append(mapped)
