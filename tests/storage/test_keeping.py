"""Copies of the data: verified, numbered, thinned out, and brought back from."""

import os
import subprocess
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mgdesk.desk import Desk, open_desk
from mgdesk.errors import DiskFull, FileCannotBeWritten
from mgdesk.paths import Home
from mgdesk.storage import backup, keys
from mgdesk.storage.backup import NotABackup
from mgdesk.storage.keeping import KeptByServer
from mgdesk.storage.opening import open_store
from tests.storage import deeds


def test_a_copy_opens_with_what_was_written_and_is_found_by_number(desk: Desk) -> None:
    desk.do(deeds.add_person, name="Léa")
    first, second = desk.back_up(), desk.back_up()
    assert [found.path for found in backup.list_backups(desk.home.backups)] == [second, first]
    assert backup.check_copy(first, keys.load_key(desk.home.keys)) == []
    assert not list(desk.home.backups.glob("*.part*"))


def test_a_copy_made_while_others_write_is_one_view(desk: Desk) -> None:
    desk.do(deeds.add_people, names=[f"person {n}" for n in range(200)])
    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(lambda: [desk.do(deeds.add_person, name="x") for _ in range(60)])
        copies = [desk.back_up() for _ in range(6)]
        writing.result()
    key = keys.load_key(desk.home.keys)
    assert [backup.check_copy(copy, key) for copy in copies] == [[]] * 6


def test_a_copy_goes_where_it_is_asked_to(desk: Desk, tmp_path: Path) -> None:
    target = tmp_path / "stick" / "copy.db"
    assert desk.back_up(target) == target
    assert target.stat().st_size > 0
    with pytest.raises(FileCannotBeWritten):
        desk.back_up(target / "inside a file.db")
    in_the_way = tmp_path / "copy.db.part"
    in_the_way.mkdir()
    with pytest.raises(FileCannotBeWritten):
        desk.back_up(tmp_path / "copy.db")


def test_a_copy_onto_a_full_disk_is_a_sentence_and_leaves_nothing(desk: Desk) -> None:
    desk.do(deeds.add_person, name="Léa")
    full = Path("/dev/shm/mgdesk-full")
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "none", _made(full)], check=False
    )
    if mounted.returncode:
        full.rmdir()
        pytest.skip("no right to mount a small disk here")
    try:
        with pytest.raises(DiskFull):
            desk.back_up(full / "copy.db")
        assert list(full.iterdir()) == []
    finally:
        subprocess.run(["umount", full], check=True)
        full.rmdir()
    assert desk.read(deeds.names) == ["Léa"]


def _made(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    return folder


def test_restoring_brings_back_the_copy_and_can_itself_be_undone(desk: Desk) -> None:
    desk.do(deeds.add_person, name="Ana")
    copy = desk.back_up()
    desk.do(deeds.add_person, name="Bob")
    heard: list[frozenset[str]] = []
    desk.listen(heard.append)
    before = desk.restore(copy)
    assert desk.read(deeds.names) == ["Ana"]
    assert "person" in heard[0]
    assert desk.undo_title is None
    desk.restore(before)
    assert desk.read(deeds.names) == ["Ana", "Bob"]
    desk.do(deeds.add_person, name="Cid")
    assert desk.check() == []


def test_another_desk_sees_what_was_restored(desk: Desk) -> None:
    other = open_desk(desk.home)
    copy = desk.back_up()
    other.do(deeds.add_person, name="Ana")
    desk.restore(copy)
    assert other.read(deeds.names) == []
    other.do(deeds.add_person, name="Bob")
    assert desk.read(deeds.names) == ["Bob"]
    other.close()


def test_what_is_not_a_backup_is_refused_and_nothing_changes(desk: Desk, tmp_path: Path) -> None:
    desk.do(deeds.add_person, name="Ana")
    copy = desk.back_up()
    text = tmp_path / "text.db"
    text.write_text("hello")
    broken = tmp_path / "broken.db"
    content = bytearray(copy.read_bytes())
    content[5000] ^= 1
    broken.write_bytes(bytes(content))
    stranger = open_desk(Home(tmp_path / "other"))
    foreign = stranger.back_up()
    stranger.close()
    for wrong in (text, broken, foreign, tmp_path, tmp_path / "absent.db"):
        with pytest.raises(NotABackup):
            desk.restore(wrong)
    assert desk.read(deeds.names) == ["Ana"]


def test_routine_copies_are_made_only_after_changes(desk: Desk) -> None:
    assert desk.back_up_routinely() is not None
    assert desk.back_up_routinely() is None
    desk.do(deeds.add_person, name="Ana")
    assert desk.back_up_routinely() is not None


def test_routine_copies_are_thinned_to_days_weeks_and_months(tmp_path: Path) -> None:
    moment = datetime(2026, 1, 1, 9, tzinfo=UTC)
    for _ in range(800):
        backup.next_path(tmp_path, backup.ROUTINE, moment).touch()
        backup.thin_out(tmp_path)
        moment += timedelta(hours=12)
    asked = backup.next_path(tmp_path, "asked-for", moment)
    asked.touch()
    backup.thin_out(tmp_path)
    kept = backup.list_backups(tmp_path)
    assert kept[0].path == asked
    days = {copy.made_at.date() for copy in kept}
    assert len({day for day in days if day > (moment - timedelta(days=8)).date()}) >= 7
    assert 7 + 2 + 9 <= len(kept) <= 5 + 7 + 4 + 12 + 1


def test_what_a_killed_copy_left_is_swept_a_day_later(desk: Desk) -> None:
    desk.home.backups.mkdir()
    old, fresh = (desk.home.backups / f"desk-00000{n}-routine-x.db.part" for n in (1, 2))
    for left in (old, fresh):
        left.touch()
    os.utime(old, (0, 0))
    desk.back_up()
    assert [old.exists(), fresh.exists()] == [False, True]


def test_a_clock_set_back_loses_no_new_copy(tmp_path: Path) -> None:
    for day in range(1, 20):
        backup.next_path(tmp_path, backup.ROUTINE, datetime(2030, 1, day, tzinfo=UTC)).touch()
    late = backup.next_path(tmp_path, backup.ROUTINE, datetime(1970, 1, 1, tzinfo=UTC))
    late.touch()
    backup.thin_out(tmp_path)
    assert late.exists()


def test_a_server_keeps_its_own_data(home: Home, postgres: str) -> None:
    desk = Desk(home, open_store(home, server=postgres))
    with pytest.raises(KeptByServer):
        desk.back_up()
    assert desk.back_up_routinely() is None
    desk.close()
