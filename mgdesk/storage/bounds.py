"""Whose role is at one campus changes that campus only: looked at where a change is about to be written.

What people do has a place; a person is changed by whoever may read of them once it is done: somebody of
another campus who is let in here is known here from then on (`storage.reach`).
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Final
from uuid import UUID

from sqlalchemy.orm import Session

from mgdesk.model import Application, Cohort, Enrolment, Event, Person, Resource, Slot, Staff
from mgdesk.model.base import Base
from mgdesk.model.campus import Campus
from mgdesk.storage import audit
from mgdesk.storage.duty import OtherCampus
from mgdesk.storage.reach import are_reached, bound_to

_OWNERS: Final[dict[str, type[Base]]] = {
    "cohort_id": Cohort,
    "slot_id": Slot,
    "event_id": Event,
    "enrolment_id": Enrolment,
    "application_id": Application,
    "resource_id": Resource,
}


@contextmanager
def staying_at_campus(session: Session) -> Iterator[None]:
    """Raises OtherCampus when whoever is at the desk sees one campus and changes another's rows."""
    campus_id = bound_to(session)
    yield
    if campus_id is None:
        return
    session.flush()
    looked, entries = _Places(session), audit.record_of(session).entries
    known = set()  # by what they do here, or did until this very change
    for entry in entries:
        places = looked.of_entry(entry)
        if places - {campus_id}:
            raise OtherCampus
        if places:
            known.add(_person_of(entry))
    if not are_reached(session, _people_in(entries, campus_id) - known, campus_id):
        raise OtherCampus


def demand_whole(session: Session, rows: Iterable[Base]) -> None:
    """Raises OtherCampus when a row is of a campus that whoever is at the desk does not see."""
    campus_id = bound_to(session)
    if campus_id is None:
        return
    looked = _Places(session)
    if any(looked.of_row(row) - {campus_id, None} for row in rows):
        raise OtherCampus


def _person_of(entry: dict[str, Any]) -> UUID | None:
    return _key({**(entry["before"] or {}), **(entry["after"] or {})}.get("person_id"))


def _people_in(entries: list[dict[str, Any]], campus_id: UUID) -> set[UUID]:
    """Whom a change is about. Raises OtherCampus for somebody of elsewhere who was deleted."""
    found, gone = set(), set()
    for entry in entries:
        if entry["table_name"] != Person.__tablename__:
            found.add(_person_of(entry))
        elif entry["operation"] != "delete":
            found.add(entry["row_id"])
        else:
            gone.add(entry["row_id"])
            if _key((entry["before"] or {}).get("campus_id")) not in {campus_id, None}:
                raise OtherCampus
    return {one for one in found - gone if one is not None}


class _Places:
    """At which campus rows are; each owner is looked up once."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._classes = audit.audited_tables()
        self._known: dict[tuple[str, UUID], frozenset[UUID | None]] = {}

    def of_row(self, row: Base) -> frozenset[UUID | None]:
        if row.__tablename__ == Person.__tablename__:
            return frozenset()
        return self._of_values(audit.row_values(row))

    def of_entry(self, entry: dict[str, Any]) -> frozenset[UUID | None]:
        """Before and after; nothing where a row has no place. Of staff, none means every campus."""
        table, row_id = entry["table_name"], entry["row_id"]
        if table == Person.__tablename__:
            return frozenset()
        if table == Campus.__tablename__:
            return frozenset({row_id})
        said = [values for values in (entry["before"], entry["after"]) if values]
        places = frozenset().union(*map(self._of_values, said))
        if entry["operation"] == "update" and table in self._classes:
            places |= self._of_row(self._classes[table], row_id)
        elif table == Staff.__tablename__ and not places:
            return frozenset({None})
        return places if table == Staff.__tablename__ else places - {None}

    def _of_values(self, values: dict[str, Any]) -> frozenset[UUID | None]:
        if "campus_id" in values:
            return frozenset({_key(values["campus_id"])})
        owners = ((name, _key(values.get(name))) for name in _OWNERS)
        return frozenset().union(*(self._of_row(_OWNERS[name], key) for name, key in owners if key))

    def _of_row(self, kind: type[Base], row_id: UUID) -> frozenset[UUID | None]:
        known = (kind.__tablename__, row_id)
        if known not in self._known:
            self._known[known] = frozenset()
            row = self._session.get(kind, row_id)
            if row is not None:
                self._known[known] = self._of_values(audit.row_values(row))
        return self._known[known]


def _key(value: Any) -> UUID | None:
    return UUID(value) if value else None
