"""Who is meant by a learner number, the code of a badge or a name that somebody typed."""

from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from mgdesk.errors import DeskError, NotFound
from mgdesk.i18n import N_
from mgdesk.model import FormerNumber, FormerRecord, Person, PersonRole
from mgdesk.queries.badges import person_of_code
from mgdesk.queries.finding import PERSON, is_found
from mgdesk.rules import names
from mgdesk.rules.codes import parse_code
from mgdesk.rules.people import Role


class NobodyOfThatName(DeskError):
    sentence = N_("Nobody is called {name}. Look at the spelling, or give the learner number.")


class SeveralOfThatName(DeskError):
    sentence = N_("Several people are called {name}. Give the learner number instead.")


def person_named(session: Session, *, who: str, role: Role | None = None) -> UUID:
    """The person of a learner number, a badge's code, or a whole name in either order or script.

    Accents and case aside; `role` chooses among those who wear it. Raises NobodyOfThatName,
    SeveralOfThatName.
    """
    typed = names.clean(who)
    if parse_code(typed) is not None:
        try:
            return person_of_code(session, code=typed)
        except NotFound:
            raise NobodyOfThatName(name=typed) from None
    given_up = select(FormerRecord.person_id).where(
        FormerRecord.learner_number != "", func.upper(FormerRecord.learner_number) == typed.upper()
    )
    moved = select(FormerNumber.person_id).where(func.upper(FormerNumber.number) == typed.upper())
    former = set(session.scalars(given_up.union(moved))) if typed else set()
    wanted = select(Person).where(
        or_(
            is_found(session, Person.id, PERSON, typed),
            func.upper(Person.learner_number) == typed.upper(),
            Person.id.in_(former),
        )
    )
    if role is not None:
        wanted = wanted.where(Person.roles.any(PersonRole.role == role))
    people = session.scalars(wanted.order_by(Person.id)).all() if typed else []
    numbered = [one for one in people if (one.learner_number or "").upper() == typed.upper()]
    numbered = numbered or [one for one in people if one.id in former]
    found = numbered or [one for one in people if names.fold(typed) in _written(one)]
    if not found:
        raise NobodyOfThatName(name=typed or "–")
    if len(found) > 1:
        raise SeveralOfThatName(name=typed)
    return found[0].id


def _written(person: Person) -> set[str]:
    """The ways to write somebody's name, folded."""
    first_name, surname = person.first_name, person.surname
    ways = (
        names.display_name(first_name, surname),
        f"{first_name} {surname}",
        f"{surname} {first_name}",
        person.second_name,
    )
    return {names.fold(way) for way in ways if way.strip()}
