"""Whose badge was scanned."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mgdesk.errors import NotFound
from mgdesk.model import Person
from mgdesk.rules.codes import parse_code


def person_of_code(session: Session, *, code: str) -> UUID:
    """The person whose badge bears the code, scanned or typed. Raises NotFound."""
    wanted = parse_code(code)
    found = session.scalar(select(Person.id).where(Person.badge_code == wanted)) if wanted else None
    if found is None:
        raise NotFound
    return found
