"""Migrations: up, down, with data, equal to the models, on SQLCipher and on PostgreSQL alike."""

from collections.abc import Iterator
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect

from mgdesk.desk import Desk, open_desk
from mgdesk.model import Base
from mgdesk.paths import Home
from mgdesk.storage import migrate
from mgdesk.storage.opening import open_store
from tests.storage import deeds

pytestmark = pytest.mark.early


@pytest.fixture(params=["sqlcipher", "postgres"])
def any_desk(request: pytest.FixtureRequest, home: Home) -> Iterator[Desk]:
    if request.param == "sqlcipher":
        desk = open_desk(home)
    else:
        desk = Desk(home, open_store(home, server=request.getfixturevalue("postgres")))
    yield desk
    desk.close()


def engine_of(desk: Desk) -> Engine:
    return desk._store.engine


def _is_of_the_models(item: Any, name: str, kind: str, *_: Any) -> bool:
    """The index of words is SQLite's own tables there, and an index of PostgreSQL's there."""
    is_elsewhere = kind == "index" and item.dialect_options["postgresql"]["using"] == "gin"
    return not name.startswith("search_word") and not is_elsewhere


@pytest.mark.filterwarnings(
    "ignore:autogenerate skipping metadata-specified expression-based index"
)
def test_the_newest_version_equals_the_models(any_desk: Desk) -> None:
    with engine_of(any_desk).connect() as connection:
        own = {"compare_type": True, "include_object": _is_of_the_models}
        context = MigrationContext.configure(connection, opts=own)
        assert compare_metadata(context, Base.metadata) == []


def test_checks_and_uniqueness_of_the_models_are_in_the_database(any_desk: Desk) -> None:
    inspector = inspect(engine_of(any_desk))
    for table in Base.metadata.sorted_tables:
        wanted = {str(c.name) for c in table.constraints if str(c.name).startswith("ck_")}
        found = {str(check["name"]) for check in inspector.get_check_constraints(table.name)}
        assert wanted <= found, table.name


@pytest.mark.parametrize(
    "any_desk", ["sqlcipher", pytest.param("postgres", marks=pytest.mark.thorough)], indirect=True
)
def test_every_version_goes_down_and_up_again_with_data(any_desk: Desk) -> None:
    campus = any_desk.do(deeds.add_campus)
    any_desk.do(deeds.add_person, name="Zoë", campus_id=campus)
    engine = engine_of(any_desk)
    for version in reversed(migrate.known_versions()[:-1]):
        migrate.downgrade(engine, version)
        migrate.upgrade(engine)
        assert any_desk.read(deeds.names) == ["Zoë"]
    migrate.downgrade(engine, "base")
    assert set(inspect(engine).get_table_names()) <= {"alembic_version"}
    migrate.upgrade(engine)
    any_desk.do(deeds.add_person, name="Zoë")
    assert any_desk.read(deeds.names) == ["Zoë"]


def test_versions_named_by_files_are_the_versions_that_alembic_knows() -> None:
    script = ScriptDirectory(str(migrate.MIGRATIONS))
    assert sorted(s.revision for s in script.walk_revisions()) == migrate.known_versions()
    assert script.get_current_head() == migrate.head()


def test_undo_works_the_same_on_both(any_desk: Desk) -> None:
    campus = any_desk.do(deeds.add_campus)
    person = any_desk.do(deeds.add_person, name="Łucja", campus_id=campus)
    any_desk.do(deeds.enrol, person_id=person, campus_id=campus)
    before = any_desk.read(deeds.contents)
    any_desk.do(deeds.remove, person_id=person)
    assert any_desk.read(deeds.names) == []
    any_desk.undo()
    assert any_desk.read(deeds.contents) == before


def test_foreign_keys_are_watched_again_after_a_migration(home: Home) -> None:
    desk = open_desk(home)
    migrate.upgrade(engine_of(desk))
    with engine_of(desk).connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
    desk.close()
