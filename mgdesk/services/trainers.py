"""Who teaches: found among the people by name, or made when new."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mgdesk.errors import NotFound
from mgdesk.model import Person, PersonRole
from mgdesk.rules import names
from mgdesk.rules.people import Role
from mgdesk.rules.rights import Right
from mgdesk.services.intake import give_role, new_person
from mgdesk.services.rights import needs


@needs(Right.PLAN)
def trainer_named(session: Session, trainer: str | UUID, *, campus_id: UUID) -> UUID | None:
    """The person who teaches, with the role of one; nothing for an empty name.

    A name that no trainer has makes a new person, whose first word is taken for the first name: a
    learner of the same name is somebody else until somebody says otherwise. Raises NotFound.
    """
    if isinstance(trainer, UUID):
        person = session.get(Person, trainer)
        if person is None:
            raise NotFound
        give_role(session, person, Role.TRAINER)
        return person.id
    name = names.clean(trainer)
    if not name:
        return None
    known = _trainer_of_name(session, name)
    return known.id if known is not None else _new_trainer(session, name, campus_id).id


def _trainer_of_name(session: Session, name: str) -> Person | None:
    wanted = names.fold(name)
    trainers = session.scalars(
        select(Person).join(Person.roles).where(PersonRole.role == Role.TRAINER).order_by(Person.id)
    )
    for person in trainers:
        spoken = names.display_name(person.first_name, person.surname)
        if wanted in {names.fold(spoken), names.fold(f"{person.surname} {person.first_name}")}:
            return person
    return None


def _new_trainer(session: Session, name: str, campus_id: UUID) -> Person:
    first_name, _, surname = name.partition(" ")
    person = new_person(session, first_name=first_name, surname=surname, campus_id=campus_id)
    give_role(session, person, Role.TRAINER)
    session.flush()
    return person
