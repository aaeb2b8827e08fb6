"""A few plain actions on people and campuses, to have something to store, undo and read back."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mgdesk.i18n import N_, NN_
from mgdesk.model import Base, Campus, Cohort, Enrolment, Person, PersonRole, Room, Series, Training
from mgdesk.rules.people import Role
from mgdesk.storage.audit import name_change, now


def add_campus(session: Session, *, code: str = "MOL") -> UUID:
    name_change(session, N_("{name} added"), name=code)
    campus = Campus(code=code, name=code, country="BE", languages=["fr"], zone="Europe/Brussels")
    session.add(campus)
    session.flush()
    return campus.id


def add_person(session: Session, *, name: str, campus_id: UUID | None = None) -> UUID:
    name_change(session, N_("{name} added"), name=name)
    person = Person(first_name=name, campus_id=campus_id, created_at=now(session))
    person.roles.append(PersonRole(role=Role.LEARNER, since=now(session)))
    session.add(person)
    session.flush()
    return person.id


def add_people(session: Session, *, names: list[str]) -> list[UUID]:
    ids = [add_person(session, name=name) for name in names]
    name_change(session, NN_("{n} person added", "{n} people added"), n=len(ids))
    return ids


def rename(session: Session, *, person_id: UUID, name: str) -> None:
    name_change(session, N_("{name} changed"), name=name)
    person = session.get_one(Person, person_id)
    person.first_name = name


def remove(session: Session, *, person_id: UUID) -> None:
    name_change(session, N_("{name} deleted"), name="somebody")
    session.delete(session.get_one(Person, person_id))


def take_hats(session: Session, *, person_id: UUID) -> None:
    name_change(session, N_("{name} changed"), name="somebody")
    person = session.get_one(Person, person_id)
    person.roles.clear()


def house(session: Session, *, cohort: str, room: str) -> None:
    """Make a room and put a cohort in it, in one change."""
    name_change(session, N_("{name} changed"), name=cohort)
    row = session.scalars(select(Cohort).where(Cohort.code == cohort)).one()
    row.room = Room(name=room, campus_id=row.campus_id)


def count_up(session: Session, *, campus_id: UUID) -> None:
    """Take a number, which no change records."""
    session.add(Series(campus_id=campus_id, kind="learner", year=0, last=1))


def enrol(session: Session, *, person_id: UUID, campus_id: UUID, code: str = "WEB-1") -> UUID:
    from datetime import date

    name_change(session, N_("{name} enrolled in {cohort}"), name="somebody", cohort=code)
    cohort = session.scalar(select(Cohort).where(Cohort.code == code)) or Cohort(
        code=code,
        campus_id=campus_id,
        training=Training(title="Web"),
        first_day=date(2026, 9, 7),
        last_day=date(2026, 9, 18),
    )
    session.add(cohort)
    session.flush()
    enrolment = Enrolment(person_id=person_id, cohort_id=cohort.id, enrolled_at=now(session))
    session.add(enrolment)
    session.flush()
    return enrolment.id


def contents(session: Session) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every audited table but its lock, to compare whole states of the data."""
    state: dict[str, list[tuple[object, ...]]] = {}
    for mapper in Base.registry.mappers:
        if not mapper.class_.is_audited:
            continue
        table = mapper.local_table
        columns = [column for column in table.columns if column.name != "version"]
        rows = session.execute(select(*columns).order_by(table.c.id)).all()
        if rows:
            state[table.name] = [tuple(row) for row in rows]
    return state


def names(session: Session) -> list[str]:
    return list(session.scalars(select(Person.first_name).order_by(Person.first_name)))


def count(session: Session, *, kind: type[Base]) -> int:
    return session.scalar(select(func.count()).select_from(kind)) or 0
