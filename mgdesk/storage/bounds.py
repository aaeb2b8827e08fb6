"""Whose role is at one campus changes that campus only: looked at where a change is about to be written.

People are everybody's: one human has one record wherever they come. What they do has a place.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mgdesk.model import Application, Cohort, Enrolment, Event, Person, Resource, Slot, Staff
from mgdesk.model.base import Base
from mgdesk.model.campus import Campus
from mgdesk.rules.people import StaffRole
from mgdesk.storage import audit
from mgdesk.storage.duty import OtherCampus, on_duty

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
    who = on_duty(session)
    if who is None or who.campus_id is None or not _somebody_sees_all(session):
        yield
        return
    yield
    session.flush()
    looked = _Places(session)
    for entry in audit.record_of(session).entries:
        if looked.of_entry(entry) - {who.campus_id}:
            raise OtherCampus


def _somebody_sees_all(session: Session) -> bool:
    """Where no manager does, whoever is there must be able to run the whole."""
    wanted = select(Staff.id).where(
        Staff.is_active, Staff.role == StaffRole.MANAGER, Staff.campus_id.is_(None)
    )
    return session.scalars(wanted.limit(1)).first() is not None


class _Places:
    """At which campus rows are; each owner is looked up once."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._classes = audit.audited_tables()
        self._known: dict[tuple[str, UUID], frozenset[UUID | None]] = {}

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
