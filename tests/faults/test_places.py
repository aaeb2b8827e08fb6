"""Files that cannot be written, that went away, that are another's: each its own sentence, nothing lost."""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mgdesk.desk import Desk, open_desk
from mgdesk.errors import DeskError
from mgdesk.paths import Home
from mgdesk.queries.campuses import campuses
from mgdesk.services import intake
from mgdesk.storage import keys
from mgdesk.storage.database import FileCannotBeOpened, ForeignFile, ReadOnlyData
from mgdesk.storage.keys import KeyFileMissing
from mgdesk.storage.opening import DataFileMissing
from mgdesk.storage.presence import DataFileGone

from . import proof
from .conftest import Note

pytestmark = pytest.mark.faults


def add(desk: Desk, name: str = "Ajoutée") -> None:
    desk.do(intake.add_person, surname=name, campus_id=desk.read(campuses)[0].id)


def names(desk: Desk) -> int:
    return len(desk.read(proof.before).rows)


@pytest.fixture
def unchangeable() -> Iterator[Callable[[Path], None]]:
    """Makes a file or folder unchangeable even for root, where the file system can."""
    marked: list[Path] = []

    def mark(path: Path) -> None:
        if subprocess.run(["chattr", "+i", path], check=False).returncode:
            pytest.skip("this file system knows no unchangeable files")
        marked.append(path)

    yield mark
    for path in marked:
        subprocess.run(["chattr", "-i", path], check=True)


def test_a_read_only_file_is_read_and_refuses_to_be_written(
    filled: Home, unchangeable: Callable[[Path], None], note: Note
) -> None:
    unchangeable(filled.database)
    desk = open_desk(filled)
    before = names(desk)
    with pytest.raises(ReadOnlyData) as refused:
        add(desk)
    assert names(desk) == before
    desk.close()
    note("read-only file", str(refused.value)[:110])


def test_a_folder_that_becomes_read_only(
    filled: Home, small_disk: Callable[[int], Path], note: Note
) -> None:
    place = small_disk(64_000_000)
    home = Home(place / "home")
    shutil.copytree(filled.root, home.root)
    desk = open_desk(home)
    add(desk)
    before = names(desk)
    desk.close()
    subprocess.run(["mount", "-o", "remount,ro", place], check=True)
    with pytest.raises(DeskError) as refused:
        open_desk(home)
    subprocess.run(["mount", "-o", "remount,rw", place], check=True)
    assert isinstance(refused.value, FileCannotBeOpened | ReadOnlyData)
    desk = open_desk(home)
    assert names(desk) == before
    desk.close()
    note("read-only folder", str(refused.value)[:110])


def test_a_file_removed_while_open_stops_writing_and_can_be_copied(
    filled: Home, tmp_path: Path, note: Note
) -> None:
    desk = open_desk(filled)
    add(desk, "Avant")
    before = names(desk)
    filled.database.unlink()
    with pytest.raises(DataFileGone) as refused:
        add(desk, "Après")
    kept = desk.back_up(tmp_path / "kept.db")
    desk.close()
    with pytest.raises(DataFileMissing):
        open_desk(filled)
    for beside in filled.root.glob("desk.db*"):
        beside.unlink()
    shutil.copy(kept, filled.database)
    desk = open_desk(filled)
    assert (names(desk), proof.torn(desk, desk.read(proof.before))) == (before, [])
    desk.close()
    note("file removed while open", str(refused.value)[:110])


def test_a_file_replaced_while_open_stops_writing(filled: Home, small_home: Home) -> None:
    desk = open_desk(filled)
    kept = filled.root / "kept.db"
    filled.database.replace(kept)
    shutil.copy(small_home.database, filled.database)
    with pytest.raises(DataFileGone):
        add(desk)
    desk.close()
    for beside in filled.root.glob("desk.db*"):
        beside.unlink()
    shutil.copy(small_home.database, filled.database)
    with pytest.raises(ForeignFile):
        open_desk(filled)
    filled.database.unlink()
    kept.replace(filled.database)
    desk = open_desk(filled)
    assert desk.check() == []
    desk.close()


def test_a_missing_key_changes_nothing(filled: Home, note: Note) -> None:
    before = filled.database.read_bytes()
    keys.key_path(filled.keys).unlink()
    with pytest.raises(KeyFileMissing) as refused:
        open_desk(filled)
    assert filled.database.read_bytes() == before
    assert not keys.key_path(filled.keys).exists()
    note("key file missing", str(refused.value)[:110])
