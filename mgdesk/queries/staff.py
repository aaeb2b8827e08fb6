"""Who works at the desk, as rows."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mgdesk.model import Campus, Person, Setting, SignOn, Staff
from mgdesk.queries.pins import SETTING
from mgdesk.rules import names
from mgdesk.rules.people import StaffRole
from mgdesk.rules.rights import Right
from mgdesk.rules.sign_ons import SignOnKind
from mgdesk.storage.duty import OnDuty, demand, on_duty


@dataclass(frozen=True, slots=True)
class StaffRow:
    """Somebody of the staff; `campus` is the code of the only campus they see, empty: all."""

    id: UUID
    version: int
    name: str
    role: StaffRole
    is_active: bool
    campus_id: UUID | None
    campus: str
    person_id: UUID | None
    person: str
    pin_set_at: datetime | None
    failures: int  # wrong PINs in a row


@dataclass(frozen=True, slots=True)
class SignOnRow:
    """Somebody who came to a computer, left it, or gave a wrong PIN there."""

    id: UUID
    at: datetime
    name: str
    role: StaffRole
    kind: SignOnKind
    computer: str


def pin_name(staff_id: UUID) -> str:
    """Under which name the PIN of somebody is kept (`queries.pins`)."""
    return f"staff.{staff_id}"


def on_duty_of(session: Session) -> list[OnDuty]:
    """Each active member of staff, as they are at the desk once they signed on, by name."""
    rows = session.execute(
        select(Staff.id, Staff.role, Staff.name, Staff.campus_id).where(Staff.is_active)
    )
    found = [OnDuty(*row) for row in rows]
    return sorted(found, key=lambda one: names.fold(one.name))


def staff(session: Session) -> list[StaffRow]:
    """Everybody, retired ones last, by name."""
    rows = session.execute(
        select(Staff, Campus.code, Person.first_name, Person.surname)
        .outerjoin(Campus, Campus.id == Staff.campus_id)
        .outerjoin(Person, Person.id == Staff.person_id)
    ).all()
    wrong = _failures(session)
    found = [
        StaffRow(
            id=one.id,
            version=one.version,
            name=one.name,
            role=one.role,
            is_active=one.is_active,
            campus_id=one.campus_id,
            campus=code or "",
            person_id=one.person_id,
            person=names.display_name(first_name or "", surname or ""),
            pin_set_at=one.pin_set_at,
            failures=wrong.get(pin_name(one.id), 0),
        )
        for one, code, first_name, surname in rows
    ]
    return sorted(found, key=lambda row: (not row.is_active, names.fold(row.name)))


def sign_ons(session: Session, *, limit: int = 1_000) -> list[SignOnRow]:
    """Who came and left, the newest first: for managers; of one campus, those of its staff.

    Raises NotAllowed.
    """
    demand(session, Right.RUN)
    who = on_duty(session)
    wanted = (
        select(SignOn.id, SignOn.at, Staff.name, Staff.role, SignOn.kind, SignOn.computer)
        .join(Staff, Staff.id == SignOn.staff_id)
        .order_by(SignOn.at.desc(), SignOn.id.desc())
        .limit(limit)
    )
    if who is not None and who.campus_id is not None:
        wanted = wanted.where(Staff.campus_id == who.campus_id)
    return [SignOnRow(*row) for row in session.execute(wanted)]


def _failures(session: Session) -> dict[str, int]:
    kept = session.scalars(select(Setting).where(Setting.name.startswith(SETTING)))
    return {row.name.removeprefix(SETTING): int(row.value.get("failures", 0)) for row in kept}
