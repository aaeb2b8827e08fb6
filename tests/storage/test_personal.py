"""What belongs to a person is known for each table, and goes on both databases."""

from collections.abc import Iterator

import pytest

from mgdesk.desk import Desk, open_desk
from mgdesk.model import AuditEntry, Base, Change, Enrolment
from mgdesk.paths import Home
from mgdesk.services import erasing
from mgdesk.storage import chain_check, personal
from mgdesk.storage.opening import open_store
from tests.storage import deeds


@pytest.fixture(params=["sqlcipher", "postgres"])
def any_desk(request: pytest.FixtureRequest, home: Home) -> Iterator[Desk]:
    if request.param == "sqlcipher":
        desk = open_desk(home)
    else:
        desk = Desk(home, open_store(home, server=request.getfixturevalue("postgres")))
    yield desk
    desk.close()


def test_every_table_of_a_person_says_what_becomes_of_it() -> None:
    """A new table needs a line in `storage.personal.TREATMENTS`, or its column one in LINKS."""
    assert set(personal.owned()) == set(personal.TREATMENTS)
    for table, treatment in personal.TREATMENTS.items():
        assert treatment.keeps <= set(Base.metadata.tables[table].columns.keys()), table


def test_an_erasure_goes_the_same_on_both(any_desk: Desk) -> None:
    campus = any_desk.do(deeds.add_campus)
    gone = any_desk.do(deeds.add_person, name="Zéphyrine", campus_id=campus)
    stays = any_desk.do(deeds.add_person, name="Léa", campus_id=campus)
    for one in (gone, stays):
        any_desk.do(deeds.enrol, person_id=one, campus_id=campus)
    any_desk.do(deeds.rename, person_id=gone, name="Zéphyrinette")
    erased = any_desk.erase(erasing.erase, person_id=gone)
    assert erased.rows == {"enrolment": 1, "person_role": 1}
    assert any_desk.read(deeds.names) == ["", "Léa"]
    assert any_desk.read(deeds.count, kind=Enrolment) == 2
    assert "Z\\u00e9phyrin" not in any_desk.read(_audit)
    with any_desk._store.engine.connect() as connection:
        assert chain_check.check(connection).faults == []


def _audit(session) -> str:
    kept = [session.query(AuditEntry.before, AuditEntry.after), session.query(Change.values)]
    return ascii([row for rows in kept for row in rows.all()]).replace("\\xe9", "\\u00e9")
