"""Opening a home: new, known, older, newer, foreign, damaged, without its key."""

import sqlite3
from pathlib import Path

import pytest

from mgdesk.desk import open_desk
from mgdesk.errors import FileCannotBeWritten
from mgdesk.paths import Home
from mgdesk.storage import backup, keys, migrate
from mgdesk.storage.database import DamagedFile, ForeignFile
from mgdesk.storage.keys import KeyFileDamaged, KeyFileMissing
from mgdesk.storage.migrate import NewerData
from mgdesk.storage.opening import DataFileMissing
from mgdesk.storage.presence import DataFileGone
from tests.storage import deeds

pytestmark = pytest.mark.early


def write_version(home: Home, version: str) -> None:
    desk = open_desk(home)

    def act(session: object) -> None:
        session.connection().exec_driver_sql(  # type: ignore[attr-defined]
            f"UPDATE alembic_version SET version_num = '{version}'"
        )

    desk.do(act)
    desk.close()


def test_a_new_home_is_made_and_opens_again_with_what_was_written(home: Home) -> None:
    desk = open_desk(home)
    desk.do(deeds.add_person, name="Léa")
    desk.close()
    again = open_desk(home)
    assert again.read(deeds.names) == ["Léa"]
    again.close()


def test_nothing_readable_of_a_person_is_in_any_file(home: Home) -> None:
    desk = open_desk(home)
    desk.do(deeds.add_person, name="Plantedname")
    held = b"".join(path.read_bytes() for path in home.root.rglob("*") if path.is_file())
    desk.close()
    assert b"Plantedname" not in held
    assert b"SQLite format 3" not in held


def test_newer_data_is_refused_and_left_as_it_is(home: Home) -> None:
    write_version(home, "9999")
    before = home.database.read_bytes()
    with pytest.raises(NewerData):
        open_desk(home)
    assert home.database.read_bytes() == before


def test_another_programs_file_is_refused_and_left_as_it_is(home: Home) -> None:
    open_desk(home).close()
    home.database.unlink()
    connection = sqlite3.connect(home.database)
    connection.execute("CREATE TABLE notes (text)")
    connection.commit()
    connection.close()
    before = home.database.read_bytes()
    with pytest.raises(ForeignFile):
        open_desk(home)
    assert home.database.read_bytes() == before


def test_a_file_of_another_key_is_foreign_and_a_broken_one_damaged(
    home: Home, tmp_path: Path
) -> None:
    open_desk(home).close()
    other = Home(tmp_path / "other")
    open_desk(other).close()
    ours = home.database.read_bytes()
    home.database.write_bytes(other.database.read_bytes())
    with pytest.raises(ForeignFile):
        open_desk(home)
    home.database.write_bytes(ours[:100] + bytes(200) + ours[300:])
    with pytest.raises(DamagedFile):
        open_desk(home)


def test_a_missing_key_and_a_damaged_key_are_told_apart(home: Home) -> None:
    open_desk(home).close()
    path = keys.key_path(home.keys)
    kept = path.read_text()
    path.unlink()
    with pytest.raises(KeyFileMissing):
        open_desk(home)
    path.write_text("{}")
    with pytest.raises(KeyFileDamaged):
        open_desk(home)
    path.write_text(kept)
    open_desk(home).close()


def test_a_home_whose_data_went_away_is_not_begun_anew(home: Home) -> None:
    open_desk(home).close()
    kept = home.database.read_bytes()
    home.database.unlink()
    with pytest.raises(DataFileMissing):
        open_desk(home)
    assert not home.database.exists()
    home.database.write_bytes(kept)
    open_desk(home).close()


def test_writing_stops_when_the_open_file_is_no_longer_in_its_place(home: Home) -> None:
    desk = open_desk(home)
    desk.do(deeds.add_person, name="Léa")
    home.database.unlink()
    with pytest.raises(DataFileGone):
        desk.do(deeds.add_person, name="Zoé")
    copy = desk.back_up()
    desk.close()
    copy.replace(home.database)
    desk = open_desk(home)
    assert desk.read(deeds.names) == ["Léa"]
    desk.close()


def test_older_data_is_copied_before_it_is_brought_up(home: Home) -> None:
    desk = open_desk(home)
    desk.do(deeds.add_person, name="Léa")
    migrate.downgrade(desk._store.engine, "base")
    desk.close()
    desk = open_desk(home)
    assert desk.read(deeds.names) == []
    desk.close()
    (copy,) = home.backups.iterdir()
    assert copy.name.startswith(f"desk-000001-before-{migrate.head()}-from-0000-")
    assert backup.check_copy(copy, keys.load_key(home.keys)) == []


def test_a_home_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(FileCannotBeWritten):
        open_desk(Home(tmp_path / "file" / "home"))


def test_flipped_bits_are_found_by_the_check_of_a_copy(home: Home) -> None:
    desk = open_desk(home)
    desk.do(deeds.add_people, names=[f"person {n}" for n in range(50)])
    desk.close()
    key = keys.load_key(home.keys)
    assert backup.check_copy(home.database, key) == []
    content = bytearray(home.database.read_bytes())
    content[-2000] ^= 1
    home.database.write_bytes(bytes(content))
    assert backup.check_copy(home.database, key) != []
