"""Every word of every name, for whoever must know a name when it stands in a sentence."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from mgdesk.model import Person
from mgdesk.rules import search


def name_words(session: Session) -> frozenset[str]:
    """The folded words of the names of all people, of whoever to call for them included."""
    found: set[str] = set()
    columns = (
        Person.first_name,
        Person.surname,
        Person.call_name,
        Person.second_name,
        Person.emergency_contact,
    )
    for row in session.execute(select(*columns)):
        found.update(word for name in row if name for word in search.name_words(name))
    return frozenset(found)
