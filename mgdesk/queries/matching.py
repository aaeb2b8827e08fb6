"""Everybody who is known, as an import or a check for duplicates compares them."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mgdesk.model import Enrolment, Person, Registration
from mgdesk.rules.matching import KnownPerson


def known_people(
    session: Session, *, cohort_id: UUID | None = None, event_id: UUID | None = None
) -> list[KnownPerson]:
    """Everybody, of every campus: one human has one record wherever they come.

    `is_expected` tells who is in the given cohort or event already.
    """
    expected: set[UUID] = set()
    if cohort_id:
        expected.update(
            session.scalars(select(Enrolment.person_id).where(Enrolment.cohort_id == cohort_id))
        )
    if event_id:
        expected.update(
            session.scalars(select(Registration.person_id).where(Registration.event_id == event_id))
        )
    rows = session.execute(
        select(
            Person.id,
            Person.surname,
            Person.first_name,
            Person.call_name,
            Person.second_name,
            Person.birth_date,
            Person.email,
            Person.phone,
            Person.learner_number,
            Person.source,
        ).order_by(Person.id)
    )
    return [KnownPerson(*row[:8], row[8] or "", row[9], row[0] in expected) for row in rows]
