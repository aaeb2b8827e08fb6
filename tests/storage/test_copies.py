"""Copies with all that belongs to them: manifest, keys, a second place, a tested restore."""

import json
from pathlib import Path

import pytest

from mgdesk.desk import Desk, open_desk
from mgdesk.rules.passphrase import Secret
from mgdesk.storage import backup, companions, elsewhere, keys, logbook, wraps
from mgdesk.storage.keeping import NoCopyYet
from tests.storage import deeds

WORDS = "quatre mots à la suite"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wraps, "PASSES", 1)
    monkeypatch.setattr(wraps, "MEMORY", 64)


def lock(desk: Desk) -> None:
    desk.vault.set_passphrase(WORDS, Secret())


def test_a_manifest_says_what_the_copy_holds(desk: Desk) -> None:
    desk.do(deeds.add_people, names=["Ana", "Bo"])
    copy = desk.back_up()
    said = json.loads(companions.beside(copy, ".json").read_text())
    assert (said["rows"]["person"], said["audit"]["position"]) == (2, 1)
    assert said["sha256"] == companions.file_digest(copy)
    (row,) = desk.keeping_state().copies
    assert (row.path, row.is_verified, row.size) == (copy, True, copy.stat().st_size)
    assert row.rows == sum(said["rows"].values())


def test_what_travels_with_a_copy_goes_with_it(desk: Desk) -> None:
    lock(desk)
    for _ in range(backup.KEPT_NEWEST + 2):
        desk.do(deeds.add_person, name="x")
        desk.back_up_routinely()
    found = sorted(path.name for path in desk.home.backups.iterdir() if path.name != "keeping.json")
    copies = [name for name in found if name.endswith(".db")]
    assert found == sorted(name + end for name in copies for end in ("", ".json", ".key"))


def test_the_newest_copy_is_tested_and_that_is_remembered(desk: Desk) -> None:
    with pytest.raises(NoCopyYet):
        desk.try_restore()
    desk.do(deeds.add_person, name="Ana")
    copy = desk.back_up()
    tested = desk.try_restore()
    assert (tested.name, tested.faults) == (copy.name, ())
    assert desk.keeping_state().tested == tested
    content = bytearray(copy.read_bytes())
    content[-1000] ^= 1
    copy.write_bytes(bytes(content))
    assert desk.try_restore().faults
    assert desk.keeping_state().tested.faults


def test_a_copy_swapped_for_an_older_one_fails_the_test(desk: Desk) -> None:
    old = desk.back_up()
    desk.do(deeds.add_person, name="Ana")
    new = desk.back_up()
    new.write_bytes(old.read_bytes())
    assert desk.try_restore().faults


# --- the second place ----------------------------------------------------------------------------


def test_copies_go_to_the_second_place_when_it_is_there(desk: Desk, tmp_path: Path) -> None:
    lock(desk)
    stick = tmp_path / "stick"
    stick.mkdir()
    desk.choose_second_place(stick)
    assert desk.keeping_state().second.seen_at is None
    copy = desk.back_up_routinely()
    assert sorted(path.name for path in stick.iterdir()) == sorted(
        [copy.name, f"{copy.name}.json", f"{copy.name}.key", elsewhere.MARKER]
    )
    assert (stick / copy.name).read_bytes() == copy.read_bytes()
    assert desk.keeping_state().second.seen_at is not None
    stick.rename(tmp_path / "unplugged")
    stick.mkdir()  # the place where it was is there, the disk is not
    desk.do(deeds.add_person, name="Ana")
    later = desk.back_up_routinely()
    assert list(stick.iterdir()) == []
    assert desk.keeping_state().second.is_there is False
    stick.rmdir()
    (tmp_path / "unplugged").rename(stick)
    assert desk.back_up_routinely() is None  # nothing changed, but the disk is back
    assert (stick / later.name).exists()


def test_the_second_place_is_elsewhere_and_locked(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(elsewhere.LockBeforeCarrying):
        desk.choose_second_place(tmp_path)
    lock(desk)
    with pytest.raises(elsewhere.SamePlace):
        desk.choose_second_place(desk.home.root)
    assert desk.second_place is None


def test_nothing_in_the_second_place_opens_without_a_secret(desk: Desk, tmp_path: Path) -> None:
    raw = keys.load_key(desk.home.keys).raw
    lock(desk)
    desk.do(deeds.add_person, name="Plantedname")
    stick = tmp_path / "stick"
    stick.mkdir()
    desk.choose_second_place(stick)
    desk.back_up()
    held = b"".join(path.read_bytes() for path in stick.iterdir())
    assert b"Plantedname" not in held
    assert raw not in held
    assert raw.hex().encode() not in held


def test_a_forged_restore_excuses_nothing(desk: Desk) -> None:
    desk.do(deeds.add_person, name="Ana")
    old = desk.back_up()
    desk.do(deeds.add_person, name="Bo")
    desk.back_up()
    desk.restore(old)
    assert desk.check() == []
    noted = logbook.read(desk.home.backups)
    noted["restores"][0]["proof"] = "00" * 32
    logbook.note(desk.home.backups, "restores", noted["restores"])
    assert desk.check() != []


def test_a_home_opens_after_a_restore_into_it(desk: Desk) -> None:
    desk.do(deeds.add_person, name="Ana")
    copy = desk.back_up()
    desk.do(deeds.add_person, name="Bo")
    desk.restore(copy)
    desk.close()
    again = open_desk(desk.home)
    assert again.read(deeds.names) == ["Ana"]
    assert again.check() == []
    again.close()
