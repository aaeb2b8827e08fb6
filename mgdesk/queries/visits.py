"""Announced visits of a day."""

from dataclasses import dataclass
from datetime import date, time
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mgdesk.model import Campus, Person, Visit
from mgdesk.rules import names
from mgdesk.rules.visits import VisitStatus


@dataclass(frozen=True, slots=True)
class VisitRow:
    """A visitor who is or was expected; `host` is whom they come to see."""

    id: UUID
    version: int
    person_id: UUID
    first_name: str
    surname: str
    second_name: str
    campus_id: UUID
    campus: str  # its code
    day: date
    hour: time | None
    host: str
    status: VisitStatus

    @property
    def name(self) -> str:
        return names.display_name(self.first_name, self.surname)


def visits(
    session: Session,
    *,
    campus_id: UUID | None = None,
    campus: str | None = None,
    day: date | None = None,
    since: date | None = None,
    person_id: UUID | None = None,
) -> list[VisitRow]:
    """Visits by day and hour, those without an hour first; of one day, or from a day on."""
    wanted = (
        select(
            Visit.id,
            Visit.version,
            Visit.person_id,
            Person.first_name,
            Person.surname,
            Person.second_name,
            Visit.campus_id,
            Campus.code.label("campus"),
            Visit.day,
            Visit.hour,
            Visit.host,
            Visit.status,
        )
        .join(Visit.person)
        .join(Visit.campus)
    )
    if campus_id is not None:
        wanted = wanted.where(Visit.campus_id == campus_id)
    if campus:
        wanted = wanted.where(func.upper(Campus.code) == campus.upper())
    if day is not None:
        wanted = wanted.where(Visit.day == day)
    if since is not None:
        wanted = wanted.where(Visit.day >= since)
    if person_id is not None:
        wanted = wanted.where(Visit.person_id == person_id)
    found = session.execute(wanted.order_by(Visit.day, Visit.id))
    rows = [VisitRow(**row) for row in found.mappings()]
    return sorted(rows, key=lambda row: (row.day, row.hour or time()))
