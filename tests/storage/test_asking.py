"""Questions that are built once: answered afresh each time, by what the session holds back too."""

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from mgdesk.desk import Desk, open_desk
from mgdesk.model import Person
from mgdesk.model.identity import new_key
from mgdesk.paths import Home
from mgdesk.rules.people import Role
from mgdesk.services.intake import add_person
from mgdesk.storage.asking import ask, none_of, one_of
from mgdesk.storage.audit import now

NAMED = select(Person.first_name).where(Person.surname == bindparam("surname"))


def named(session: Session) -> list[str]:
    return sorted(ask(session, NAMED, surname="Martin").scalars())


def test_what_is_not_written_yet_is_found_by_who_writes_it(desk: Desk) -> None:
    def write(session: Session) -> list[list[str]]:
        found = [named(session)]
        person = {"id": new_key(), "created_at": now(session)}
        session.add(Person(first_name="Léa", surname="Martin", **person))
        with session.no_autoflush:
            found.append(named(session))
        return [*found, named(session)]

    assert desk.do(write) == [[], [], ["Léa"]]
    assert desk.read(named) == ["Léa"]


def test_what_another_desk_wrote_is_in_the_next_answer(desk: Desk, home: Home) -> None:
    other = open_desk(home)
    for name in ("Léa", "Nora"):
        assert desk.read(named) == other.read(named)
        other.do(add_person, first_name=name, surname="Martin", roles=(Role.VISITOR,))
    assert desk.read(named) == other.read(named) == ["Léa", "Nora"]
    other.close()


def test_a_few_constants_are_written_out(desk: Desk) -> None:
    for name in ("Léa", "Nora", "Sam"):
        desk.do(add_person, first_name=name, surname="Martin")

    def some(session: Session) -> list[list[str]]:
        names = ("Léa", "Sam")
        wanted = one_of(Person.first_name, names), none_of(Person.first_name, names)
        return [
            sorted(ask(session, NAMED.where(one), surname="Martin").scalars()) for one in wanted
        ]

    assert desk.read(some) == [["Léa", "Sam"], ["Nora"]]
