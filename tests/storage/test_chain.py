"""The chain of the audit: sealed as it is written, only added to, and honest about what was done to it."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import text, update

from mgdesk.desk import Desk, open_desk
from mgdesk.model import Person
from mgdesk.model.audit import AuditEntry, Change
from mgdesk.paths import Home
from mgdesk.queries.history import audit_head
from mgdesk.storage import audit, chain, chain_check, companions, erasures, keys, migrate
from mgdesk.storage.database import ConflictingData
from mgdesk.storage.opening import open_store
from mgdesk.storage.undo import ChangeGone
from tests.storage import deeds


@pytest.fixture(params=["sqlcipher", "postgres"])
def any_desk(request: pytest.FixtureRequest, home: Home) -> Iterator[Desk]:
    if request.param == "sqlcipher":
        desk = open_desk(home)
    else:
        desk = Desk(home, open_store(home, server=request.getfixturevalue("postgres")))
    yield desk
    desk.close()


@pytest.fixture
def written(any_desk: Desk) -> Desk:
    """A desk with six changes, of which one is an undo."""
    ids = [any_desk.do(deeds.add_person, name=name) for name in ("Ana", "Bo", "Łucja", "محمد")]
    any_desk.do(deeds.rename, person_id=ids[0], name="Anna")
    any_desk.undo()
    return any_desk


def meddle(desk: Desk, *statements: str) -> None:
    """What somebody does who can write into the data, but has no key to seal with."""
    with desk._store.engine.connect() as connection, connection.begin():
        chain.unguard(connection)
        for statement in statements:
            connection.execute(text(statement))
        chain.guard(connection)


def test_what_is_written_is_sealed_and_sound(written: Desk) -> None:
    head = written.read(audit_head)
    assert (head.position, len(head.seal)) == (6, 64)
    assert written.check() == []


def test_the_audit_is_only_added_to(written: Desk) -> None:
    for act in (
        "UPDATE change SET title = 'x'",
        "DELETE FROM change",
        "UPDATE audit_entry SET operation = 'x'",
        "DELETE FROM audit_entry",
    ):
        with pytest.raises(ConflictingData):
            written.do(lambda session, act=act: session.execute(text(act)))
    assert written.check() == []


def at(position: int) -> str:
    return f"(SELECT id FROM change WHERE position = {position})"


@pytest.mark.parametrize(
    ("act", "told"),
    [
        ("UPDATE change SET title = 'x' WHERE position = 3", ["3"]),
        ("UPDATE audit_entry SET operation = 'delete' WHERE change_id = " + at(2), ["2"]),
        ("DELETE FROM change WHERE position = 4", ["4"]),
        ("DELETE FROM change WHERE position IN (2, 3)", ["2", "3"]),
        ("DELETE FROM audit_entry WHERE position = 0 AND change_id = " + at(1), ["1"]),
        ("UPDATE change SET position = 9 WHERE position = 6", ["6", "8"]),
    ],
)  # fmt: skip
def test_edits_and_deletions_are_named(written: Desk, act: str, told: list[str]) -> None:
    # A foreign key of PostgreSQL would empty `undoes_id`, a second trace: none of these is undone.
    meddle(written, act)
    found = keeping_faults(written)
    assert found
    assert set(told) <= set(numbers_of(found)), found


def keeping_faults(desk: Desk) -> list[str]:
    from mgdesk.storage import keeping

    return keeping.check_audit(desk._store, desk.home.backups).faults


def numbers_of(faults: list[str]) -> list[str]:
    import re

    return re.findall(r"\d+", " ".join(fault.split("(")[0] for fault in faults))


def test_swapped_changes_are_named(written: Desk) -> None:
    meddle(
        written,
        "UPDATE change SET position = -1 WHERE position = 2",
        "UPDATE change SET position = 2 WHERE position = 3",
        "UPDATE change SET position = 3 WHERE position = -1",
    )
    assert {"2", "3"} <= set(numbers_of(keeping_faults(written)))


def test_a_guard_taken_away_is_told(written: Desk) -> None:
    with written._store.engine.connect() as connection, connection.begin():
        chain.unguard(connection)
    assert len(keeping_faults(written)) == 1


def test_a_change_sealed_with_another_key_is_not_believed(written: Desk) -> None:
    """A forger makes a key of their own and signs with it, under our key's name."""
    forged = bytes(32)
    with written._store.engine.connect() as connection, connection.begin():
        chain.unguard(connection)
        change = (
            connection.execute(text("SELECT * FROM change WHERE position = 6")).mappings().one()
        )
        seal = chain.seal_of(forged, chain.Head(5, b""), chain.change_digest(forged, change), [])
        connection.execute(update(Change).where(Change.position == 6).values(seal=seal.seal))
        chain.guard(connection)
    assert "6" in numbers_of(keeping_faults(written))


def test_what_was_written_before_gets_its_chain_in_the_migration(written: Desk) -> None:
    engine = written._store.engine
    migrate.downgrade(engine, "0007")
    migrate.upgrade(engine)
    assert written.check() == []
    written.do(deeds.add_person, name="Zoë")
    assert written.check() == []
    assert written.read(audit_head).position == 7


# --- the end, remembered by copies ---------------------------------------------------------------


def test_a_cut_tail_is_found_by_what_copies_remember(desk: Desk) -> None:
    for name in ("Ana", "Bo", "Cid"):
        desk.do(deeds.add_person, name=name)
    copy = desk.back_up()
    meddle(desk, "DELETE FROM audit_entry WHERE change_id IN (SELECT id FROM change WHERE position > 1)",
           "DELETE FROM change WHERE position > 1")  # fmt: skip
    (fault,) = desk.check()
    assert copy.name in fault
    assert numbers_of([fault])[-2:] == ["3", "1"]
    for name in ("Dan", "Eve", "Fay"):  # grown again over the cut
        desk.do(deeds.add_person, name=name)
    (fault,) = desk.check()
    assert "3" in numbers_of([fault])


def test_a_restore_excuses_what_it_took_away_and_nothing_else(desk: Desk) -> None:
    desk.do(deeds.add_person, name="Ana")
    old = desk.back_up()
    desk.do(deeds.add_person, name="Bo")
    before = desk.restore(old)
    desk.do(deeds.add_person, name="Cid")
    assert desk.check() == []
    desk.back_up()
    desk.restore(before)
    assert desk.check() == []
    desk.do(deeds.add_person, name="Dan")
    last = desk.back_up()
    meddle(desk, "DELETE FROM audit_entry WHERE change_id IN (SELECT id FROM change WHERE position > 1)",
           "DELETE FROM change WHERE position > 1")  # fmt: skip
    assert any(last.name in fault for fault in desk.check())


def test_a_manifest_that_was_edited_is_told(desk: Desk) -> None:
    desk.do(deeds.add_person, name="Ana")
    manifest = companions.beside(desk.back_up(), companions.MANIFEST)
    manifest.write_text(manifest.read_text().replace('"position": 1', '"position": 0'))
    (fault,) = desk.check()
    assert manifest.name.removesuffix(".json") in fault


# --- the door ------------------------------------------------------------------------------------


def test_an_erasure_empties_through_the_door_and_the_chain_holds(written: Desk) -> None:
    def erase(session: object) -> list[UUID]:
        ids = list(session.scalars(  # type: ignore[attr-defined]
            text("SELECT id FROM audit_entry WHERE table_name = 'person'").columns(AuditEntry.id)
        ))  # fmt: skip
        with chain.door(session):  # type: ignore[arg-type]
            session.execute(  # type: ignore[attr-defined]
                update(AuditEntry).where(AuditEntry.id.in_(ids)).values(before=None, after=None)
            )
            audit.note_erased(session, table="audit_entry", ids=ids)  # type: ignore[arg-type]
        return ids

    assert written.do(erase)
    assert written.check() == []
    with pytest.raises(ConflictingData):  # shut again
        written.do(lambda session: session.execute(text("DELETE FROM audit_entry")))
    with pytest.raises(ChangeGone):
        written.undo()
    meddle(written, "UPDATE audit_entry SET after = NULL WHERE table_name = 'person_role'"
           " AND change_id = (SELECT id FROM change WHERE position = 2)")  # fmt: skip
    assert "2" in numbers_of(keeping_faults(written))


def test_who_was_erased_stays_erased_after_a_restore(desk: Desk) -> None:
    gone = desk.do(deeds.add_person, name="Gone")
    desk.do(deeds.add_person, name="Stays")
    copy = desk.back_up()
    desk.do(deeds.remove, person_id=gone)
    erasures.note(desk.home.root, [gone])
    desk.eraser = lambda session, person_id: deeds.remove(session, person_id=person_id)
    desk.restore(copy)
    assert desk.read(deeds.names) == ["Stays"]
    assert desk.check() == []
    assert desk.read(lambda session: session.get(Person, gone)) is None


def test_the_desks_of_a_server_seal_with_keys_of_their_own(tmp_path: Path, postgres: str) -> None:
    first, second = Home(tmp_path / "first"), Home(tmp_path / "second")
    desks = [Desk(home, open_store(home, server=postgres)) for home in (first, second)]
    for turn in range(3):
        for desk in desks:
            desk.do(deeds.add_person, name=f"person {turn}")
    assert [desk.check() for desk in desks] == [[], []]
    with desks[0]._store.engine.connect() as connection:
        assert chain_check.check(connection).unchecked == 3
    assert keys.server_audit_key(first.keys) != keys.server_audit_key(second.keys)
    for desk in desks:
        desk.close()
