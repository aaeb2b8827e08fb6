"""Whose badge was scanned."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mgdesk.errors import NotFound
from mgdesk.model import FormerRecord, Person
from mgdesk.rules.codes import parse_code
from mgdesk.storage.reach import EVERYWHERE


def person_of_code(session: Session, *, code: str) -> UUID:
    """The person whose badge bears the code, scanned or typed, or did so before a merge.

    Raises NotFound.
    """
    wanted = parse_code(code)
    if wanted is None:
        raise NotFound
    former = select(FormerRecord.person_id).where(FormerRecord.badge_code == wanted)
    own = select(Person.id).where(Person.badge_code == wanted)
    found = session.scalar(own, execution_options=EVERYWHERE) or session.scalar(
        former, execution_options=EVERYWHERE
    )
    if found is None:
        raise NotFound
    return found
