"""Every single bit of what lies beside the data: key, manifest, list of erased people, settings."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final
from uuid import uuid4

import pytest

from mgdesk import settings
from mgdesk.desk import open_desk
from mgdesk.errors import DeskError
from mgdesk.paths import Home
from mgdesk.rules.passphrase import Secret
from mgdesk.storage import backup, chain, companions, erasures, keys
from mgdesk.storage.companions import ManifestForged

from .conftest import Note

pytestmark = pytest.mark.early

PHRASE: Final = "une phrase de passe"
COPY_FLIPS: Final = 12


def flipped(path: Path, step: int) -> Iterator[None]:
    """The file with each of its bits (or each so many) wrong in turn; whole again at the end."""
    whole = path.read_bytes()
    for place in range(0, len(whole) * 8, step):
        damaged = bytearray(whole)
        damaged[place // 8] ^= 1 << place % 8
        path.write_bytes(damaged)
        yield
    path.write_bytes(whole)


def silent(path: Path, step: int, look: Callable[[], object], told: type[Exception]) -> int:
    """How many wrong bits nobody told of, with any other error going on its way."""
    missed = 0
    for _ in flipped(path, step):
        try:
            missed += bool(look())
        except told:
            continue
    return missed


@pytest.fixture
def locked(small_home: Home, home: Home) -> Home:
    """With a passphrase, a copy with what travels beside it, and somebody erased."""
    shutil.copytree(small_home.root, home.root)
    desk = open_desk(home)
    assert desk.vault is not None
    desk.vault.set_passphrase(PHRASE, Secret())
    desk.back_up()
    erasures.note(home.root, [uuid4(), uuid4()])
    desk.close()
    return home


@pytest.mark.parametrize("step", [29, pytest.param(1, marks=pytest.mark.faults)])
def test_no_wrong_bit_beside_the_data_is_silent(step: int, locked: Home, note: Note) -> None:
    key = keys.load_key(locked.keys, Secret(PHRASE))
    audit_key = chain.derived(key.raw, "audit")
    audit_keys = {chain.key_id(audit_key): audit_key}
    newest = backup.list_backups(locked.backups)[0].path
    beside_copy = companions.beside(newest, companions.KEY)
    erased = locked.root / "erased.json"
    found = {
        "key file": silent(
            keys.key_path(locked.keys),
            step,
            lambda: keys.load_key(locked.keys),
            keys.KeyFileDamaged,
        ),
        "key beside a copy": silent(
            beside_copy, step, lambda: keys.read(beside_copy), keys.KeyFileDamaged
        ),
        "manifest": silent(
            companions.beside(newest, companions.MANIFEST),
            step,
            lambda: companions.read_manifest(newest, audit_keys),
            ManifestForged,
        ),
        "erased people": silent(
            erased, step, lambda: erasures.noted(locked.root), erasures.ErasedListDamaged
        ),
    }
    note("bit flips beside", f"one bit in {step}: {found} silent")
    assert set(found.values()) == {0}


def test_a_damaged_list_of_erased_people_restores_nothing(locked: Home) -> None:
    desk = open_desk(locked, Secret(PHRASE))
    copies = backup.list_backups(locked.backups)
    (locked.root / "erased.json").write_text('{"format": 1, "people": []}', encoding="ascii")
    with pytest.raises(erasures.ErasedListDamaged):
        desk.restore(copies[0].path)
    assert backup.list_backups(locked.backups) == copies
    desk.close()


def test_a_wrong_bit_of_the_settings_costs_settings_at_most(home: Home) -> None:
    kept = settings.Settings(language="nl", scale=120, printers={"badge": "Accueil"})
    settings.save(kept, home.settings)
    for _ in flipped(home.settings, 5):
        settings.load(home.settings)  # whatever it is now: nothing is raised
        home.settings.with_suffix(".bad").unlink(missing_ok=True)
    assert settings.load(home.settings) == kept


def test_a_wrong_bit_of_a_copy_is_told_and_refused(locked: Home) -> None:
    desk = open_desk(locked, Secret(PHRASE))
    newest = backup.list_backups(locked.backups)[0].path
    whole = newest.read_bytes()
    step = len(whole) * 8 // COPY_FLIPS
    for place in range(11, len(whole) * 8, step):
        damaged = bytearray(whole)
        damaged[place // 8] ^= 1 << place % 8
        newest.write_bytes(damaged)
        with pytest.raises(DeskError):
            desk.restore(newest, Secret(PHRASE))
    newest.write_bytes(whole)
    assert desk.check() == []
    desk.close()
