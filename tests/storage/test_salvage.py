"""Damaged files: what can still be read comes out as it was, nothing is made up, and what is lost is said."""

import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mgdesk.__main__ import main
from mgdesk.desk import open_desk, salvage_file, save_what_is_left
from mgdesk.errors import DamagedData, DeskError, FileCannotBeRead, FileNotThere
from mgdesk.paths import Home
from mgdesk.rules.people import Role
from mgdesk.services import intake, people
from mgdesk.storage import keys
from mgdesk.storage.pages import SIZE, read_pages
from mgdesk.storage.remains import SCHEMA, remains
from mgdesk.storage.salvage import NothingToSave, PlaceTaken
from tests.cohort_scene import make_scene
from tests.storage import deeds

Rows = dict[str, dict[int, tuple[Any, ...]]]
NOTE = "A note that is long enough to go on on a page of its own. " * 120


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory, empty_home: Home) -> Home:
    """A home with some two hundred changes, a copy of before the last ones, and nothing in the log."""
    home = Home(tmp_path_factory.mktemp("lived") / "home")
    shutil.copytree(empty_home.root, home.root)
    desk = open_desk(home)
    scene = make_scene(desk)
    scene.mark_all_present()
    for place in range(60):
        desk.do(
            intake.add_person,
            first_name=f"Person{place}",
            surname="Invented",
            roles=(Role.GUEST,),
            note=NOTE if place % 20 == 0 else "",
        )
    desk.back_up()
    ids = [desk.do(intake.add_person, first_name=f"Late{place}") for place in range(30)]
    for one in ids[:5]:
        desk.do(people.delete_person, person_id=one)
    desk.close()
    return home


def rows_of(path: Path, key: keys.DataKey) -> Rows:
    """All rows of all tables as the driver reads them, by their numbers."""
    from sqlcipher3 import dbapi2

    connection = dbapi2.connect(str(path))
    connection.execute(f"PRAGMA key = \"x'{key.raw.hex()}'\"")
    listed = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'search%'"
    found = {}
    for (table,) in connection.execute(listed).fetchall():
        rows = connection.execute(f'SELECT rowid, * FROM "{table}"')
        found[table] = {row[0]: tuple(row[1:]) for row in rows}
    connection.close()
    return found


@pytest.fixture(scope="module")
def before(lived: Home) -> Rows:
    return rows_of(lived.database, keys.load_key(lived.keys))


def damaged(lived: Home, place: Path, harm: Callable[[bytearray], bytearray | None]) -> Home:
    home = Home(place / "damaged")
    shutil.copytree(lived.root, home.root)
    content = bytearray(lived.database.read_bytes())
    changed = harm(content)
    home.database.write_bytes(content if changed is None else changed)
    return home


def spoil(share: float, seed: int) -> Callable[[bytearray], None]:
    """One bit of each of so many pages."""

    def harm(content: bytearray) -> None:
        chance, count = random.Random(seed), len(content) // SIZE
        for page in chance.sample(range(count), max(1, round(count * share))):
            content[page * SIZE + chance.randrange(SIZE)] ^= 1 << chance.randrange(8)

    return harm


def test_a_whole_file_is_read_as_the_driver_reads_it(lived: Home, before: Rows) -> None:
    pages = read_pages(lived.database, keys.load_key(lived.keys))
    assert pages.lost == set()
    found = remains(pages, {}).rows
    assert {name: found[name] for name in before} == before


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    share=st.sampled_from([0.01, 0.05, 0.2, 0.6]), seed=st.integers(0, 10_000), cut=st.booleans()
)
def test_what_is_read_of_any_damage_is_what_was_there(
    lived: Home, before: Rows, tmp_path: Path, share: float, seed: int, *, cut: bool
) -> None:
    content = bytearray(lived.database.read_bytes())
    if cut:
        content = content[: int(len(content) * (1 - share))]
    else:
        spoil(share, seed)(content)
    path = tmp_path / "damaged.db"
    path.write_bytes(content)
    found = remains(read_pages(path, keys.load_key(lived.keys)), {})
    for name, rows in found.rows.items():
        if name in before:
            assert rows.items() <= before[name].items()
            gone = before[name].keys() - rows.keys()
            assert all(found.is_missing(name, rowid) for rowid in gone) or found.gaps.get(SCHEMA)


def same_and_other(home: Home, before: Rows) -> tuple[int, set[tuple[str, int]]]:
    """How many rows are as they were, and which are not."""
    found = rows_of(home.database, keys.load_key(home.keys))
    rows = {(name, rowid): row for name, table in found.items() for rowid, row in table.items()}
    other = {place for place, row in rows.items() if before[place[0]].get(place[1]) != row}
    return len(rows) - len(other), other


def test_a_new_home_opens_with_what_was_saved_and_the_copy_fills_the_holes(
    lived: Home, before: Rows, tmp_path: Path
) -> None:
    home = damaged(lived, tmp_path, spoil(0.2, seed=5))
    content = home.database.read_bytes()
    target = Home(tmp_path / "new")
    report = salvage_file(home.database, home, target)
    assert home.database.read_bytes() == content
    assert report.lost_pages > 0
    assert sum(one.from_copy for one in report.tables) > 0
    desk = open_desk(target)
    assert desk.check_file() == desk.check_search() == []
    desk.do(deeds.add_person, name="After")
    desk.close()
    same, other = same_and_other(target, before)
    written = sum(one.from_copy + one.from_history + one.emptied for one in report.tables)
    assert len(other) <= written + 8  # the last change's own rows
    assert same >= 0.85 * sum(map(len, before.values()))
    with pytest.raises(PlaceTaken):
        salvage_file(home.database, home, target)


def test_a_destroyed_first_page_and_no_copy_lose_nothing_else(
    lived: Home, before: Rows, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def harm(content: bytearray) -> None:
        content[:SIZE] = bytes(SIZE)

    home = damaged(lived, tmp_path, harm)
    shutil.rmtree(home.backups)
    with pytest.raises(DamagedData) as refusal:
        open_desk(home).close()
    assert f"mgdesk salvage {home.database}" in str(refusal.value)
    target = tmp_path / "new"
    typed = ["salvage", str(home.database), str(target), "--home", str(home.root)]
    assert main([*typed, "--language", "en"]) == 0
    assert "1 of " in capsys.readouterr().out
    assert same_and_other(Home(target), before) == (sum(map(len, before.values())), set())


def test_in_the_place_of_the_damaged_file_which_is_kept(lived: Home, tmp_path: Path) -> None:
    home = damaged(lived, tmp_path, lambda content: content[: len(content) * 9 // 10])
    content = home.database.read_bytes()
    save_what_is_left(home)
    assert [path.read_bytes() for path in home.root.glob("damaged/*/desk.db")] == [content]
    desk = open_desk(home)
    assert {"Léa", "Person59"} <= set(desk.read(deeds.names))
    desk.close()


def test_pages_of_the_log_count_as_far_as_they_were_committed(lived: Home, tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    shutil.copytree(lived.root, home.root)
    desk = open_desk(home)
    desk.do(deeds.add_person, name="Only in the log")
    for end in ("", "-wal"):
        shutil.copy(f"{home.database}{end}", tmp_path / f"cut.db{end}")
    desk.close()
    key = keys.load_key(home.keys)
    assert any(
        "Only in the log" in row
        for row in remains(read_pages(tmp_path / "cut.db", key), {}).rows["person"].values()
    )


def test_what_is_no_data_of_this_home_is_refused_and_leaves_nothing(
    lived: Home, tmp_path: Path
) -> None:
    noise = tmp_path / "noise.db"
    noise.write_bytes(random.Random(1).randbytes(10 * SIZE + 77))
    with pytest.raises(NothingToSave):
        salvage_file(noise, lived, Home(tmp_path / "new"))
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(("name", "error"), [("none.db", FileNotThere), (".", FileCannotBeRead)])
def test_a_file_that_is_not_there_is_a_sentence(
    lived: Home, tmp_path: Path, name: str, error: type[DeskError]
) -> None:
    with pytest.raises(error):
        salvage_file(tmp_path / name, lived, Home(tmp_path / "new"))
    assert not (tmp_path / "new").exists()
