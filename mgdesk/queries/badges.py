"""Whose badge was scanned."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mgdesk.errors import NotFound
from mgdesk.model import Person
from mgdesk.rules.codes import parse_code, person_code


def person_of_code(session: Session, *, code: str) -> UUID:
    """The person whose badge bears the code, scanned or typed. Raises NotFound.

    The code is computed from each person's key, some microseconds a person, so that none is stored.
    """
    wanted = parse_code(code)
    if wanted is not None:
        for person_id in session.scalars(select(Person.id)):
            if person_code(person_id) == wanted:
                return person_id
    raise NotFound
