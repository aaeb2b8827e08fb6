"""What search and sorting read of a record, refreshed after any change of what it is made of."""

from mgdesk.model import Event, Person
from mgdesk.rules import names


def refresh_person(person: Person) -> None:
    """Names in both scripts, e-mail, learner number and phone are searched; the surname sorts."""
    words = (
        person.first_name,
        person.surname,
        person.call_name,
        person.second_name,
        person.email,
        person.learner_number,
    )
    person.search_key = names.search_key(
        (word or "" for word in words), digits=(person.phone or "",)
    )
    person.sort_key = names.sort_key(person.first_name or "", person.surname or "")


def refresh_event(event: Event) -> None:
    """The code and the title are searched."""
    event.search_key = names.search_key((event.code, event.title))
