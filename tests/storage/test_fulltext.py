"""The index of words follows every change, and says nothing of who is gone."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mgdesk.desk import Desk, open_desk
from mgdesk.model import Person, SearchEntry, SearchSlip, Training
from mgdesk.paths import Home
from mgdesk.queries.search import find
from mgdesk.services import campuses, cohorts, events, intake, people
from mgdesk.storage import fulltext, migrate
from mgdesk.storage.opening import open_store
from tests.cohort_scene import add_campus, make_scene


@pytest.fixture(params=["sqlcipher", "postgres"])
def any_desk(request: pytest.FixtureRequest, home: Home) -> Iterator[Desk]:
    if request.param == "sqlcipher":
        desk = open_desk(home)
    else:
        desk = Desk(home, open_store(home, server=request.getfixturevalue("postgres")))
    yield desk
    desk.close()


def titles(desk: Desk, text: str) -> list[str]:
    return [hit.title for hit in desk.read(find, text=text)]


def slips(session: Session) -> set[str]:
    return set(session.scalars(select(SearchSlip.word)))


def test_a_change_its_undo_and_redo_are_found_at_once(any_desk: Desk) -> None:
    desk = any_desk
    amina = desk.do(intake.add_person, first_name="Amina", surname="Haddad")
    desk.do(people.update_person, person_id=amina, version=1, first_name="Yasmine")
    assert (titles(desk, "amina"), titles(desk, "yasm")) == ([], ["Yasmine Haddad"])
    desk.undo()
    assert (titles(desk, "amina"), titles(desk, "yasmine")) == (["Amina Haddad"], [])
    desk.redo()
    assert titles(desk, "yasmine had") == ["Yasmine Haddad"]
    desk.do(people.delete_person, person_id=amina)
    assert titles(desk, "haddad") == []
    desk.undo()
    assert titles(desk, "haddad") == ["Yasmine Haddad"]
    assert desk.check_search() == []


def test_nothing_stays_of_somebody_who_is_gone(any_desk: Desk) -> None:
    desk = any_desk
    first, second = (
        desk.do(intake.add_person, first_name=name, surname="Zerrouki", email="z@mail.com")
        for name in ("Quirine", "Amina")
    )
    desk.do(people.delete_person, person_id=first)
    assert desk.read(slips) == {"amina", "zerrouki"}
    desk.do(people.delete_person, person_id=second)
    assert desk.read(slips) == set()
    assert desk.read(lambda session: session.scalars(select(SearchEntry)).all()) == []


def test_the_file_keeps_no_word_of_somebody_who_is_gone(desk: Desk) -> None:
    """FTS5 would keep deleted words until it merges its pieces."""
    for name in ("Quirine", "Amina"):
        person = desk.do(intake.add_person, first_name=name)
    desk.do(people.delete_person, person_id=person)

    def pieces(session: Session) -> bytes:
        rows = session.connection().exec_driver_sql("SELECT block FROM search_word_data")
        return b"".join(bytes(row[0]) for row in rows)

    held = desk.read(pieces)
    assert b"uirine" in held
    assert b"mina" not in held


def test_what_a_cohort_is_called_after_is_found_anew_when_it_changes(any_desk: Desk) -> None:
    desk = any_desk
    scene = make_scene(desk, trainers=["Zoë Formatrice"])
    [training] = desk.read(lambda session: session.scalars(select(Training.id)).all())
    assert titles(desk, "formatrice") == ["Zoë Formatrice", "CODING-1"]
    [trainer] = [hit.id for hit in desk.read(find, text="formatrice")][:1]
    desk.do(people.update_person, person_id=trainer, version=1, surname="Docente")
    desk.do(cohorts.update_training, training_id=training, version=1, title="Cuisine")
    assert titles(desk, "docente") == ["Zoë Docente", "CODING-1"]
    assert titles(desk, "cuisine") == ["CODING-1"]
    desk.do(campuses.update_campus, campus_id=scene.campus_id, version=1, name="Laeken")
    assert titles(desk, "laeken cuis") == ["CODING-1"]
    assert desk.check_search() == []


def test_events_are_found_and_gone_with_their_undo(any_desk: Desk) -> None:
    desk = any_desk
    campus = add_campus(desk)
    hours = {"starts_at": datetime(2026, 12, 1, 18), "ends_at": datetime(2026, 12, 1, 22)}
    desk.do(events.add_event, code="NUIT", campus_id=campus, title="Nuit du code", **hours)
    assert titles(desk, "code nuit") == ["Nuit du code"]
    desk.undo()
    assert titles(desk, "nuit") == []


def test_a_check_tells_what_search_does_not_know_and_a_rebuild_mends_it(any_desk: Desk) -> None:
    desk = any_desk
    desk.do(intake.add_person, first_name="Amina")
    desk.do(intake.add_person, first_name="Bilal")

    def go_astray(session: Session) -> None:
        statement = Person.__table__.update().where(Person.first_name == "Amina")
        session.execute(statement.values(first_name="Yasmine"))

    desk.do(go_astray)  # behind the audit's back, as no service does
    assert desk.check_search() == ["search does not know 1 of person as they are"]
    desk.rebuild_search()
    assert desk.check_search() == []
    assert titles(desk, "yasmine") == ["Yasmine"]


def test_a_damaged_index_is_told_and_mended(desk: Desk) -> None:
    desk.do(intake.add_person, first_name="Amina")

    def forget(session: Session) -> None:
        session.connection().exec_driver_sql(
            "INSERT INTO search_word (search_word) VALUES ('delete-all')"
        )

    desk.do(forget)
    [fault] = desk.check_search()
    assert fault.startswith("the index of words is damaged")
    desk.rebuild_search()
    assert desk.check_search() == []


def test_older_data_are_indexed_when_they_are_brought_up(any_desk: Desk) -> None:
    desk = any_desk
    desk.do(intake.add_person, first_name="Amina", surname="Haddad")
    engine = desk._store.engine
    migrate.downgrade(engine, "0004")
    migrate.upgrade(engine)
    assert titles(desk, "hadd") == ["Amina Haddad"]
    assert desk.check_search() == []


def test_data_of_another_scheme_are_indexed_at_opening(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.do(intake.add_person, first_name="Amina")
    desk.close()
    monkeypatch.setattr(fulltext, "SCHEME", fulltext.SCHEME + 1)
    again = open_desk(desk.home)
    with again._store.engine.connect() as connection:
        assert fulltext.scheme_of(connection) == fulltext.SCHEME
    assert titles(again, "ami") == ["Amina"]
    again.close()


def test_a_restored_copy_is_found_as_it_was(desk: Desk) -> None:
    desk.do(intake.add_person, first_name="Amina")
    copy = desk.back_up()
    desk.do(intake.add_person, first_name="Bilal")
    desk.restore(copy)
    assert (titles(desk, "amina"), titles(desk, "bilal")) == (["Amina"], [])
    assert desk.check_search() == []


def test_progress_is_told_while_an_index_is_made(desk: Desk) -> None:
    ids: list[UUID] = [desk.do(intake.add_person, first_name=f"P{n}") for n in range(3)]
    told: list[tuple[int, int]] = []
    with desk._store.engine.begin() as connection:
        fulltext.rebuild(connection, lambda done, count: told.append((done, count)))
    assert told == [(len(ids), len(ids))]
