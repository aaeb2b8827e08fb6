"""The key and what locks it: passphrase, recovery key, keyring; each mistake has its own sentence."""

import sys
import types
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mgdesk.desk import Desk, open_desk
from mgdesk.errors import Locked
from mgdesk.paths import Home
from mgdesk.rules import recovery
from mgdesk.rules.passphrase import PassphrasesDiffer, PassphraseTooShort, Secret
from mgdesk.storage import companions, keys, wraps
from mgdesk.storage.database import ForeignFile
from mgdesk.storage.keys import KeyFileDamaged, KeyFileMissing, WrongPassphrase, WrongRecoveryKey
from tests.storage import deeds

WORDS = "quatre mots à la suite"
NOTHING = Secret()


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Argon2id at its least; its real costs are those of `wraps`, and one test has them."""
    monkeypatch.setattr(wraps, "PASSES", 1)
    monkeypatch.setattr(wraps, "MEMORY", 64)


@pytest.fixture
def locked(desk: Desk) -> Home:
    """A home whose data has a passphrase and two people, closed."""
    desk.do(deeds.add_people, names=["Ana", "Bo"])
    desk.vault.set_passphrase(WORDS, NOTHING)
    desk.close()
    return desk.home


def test_the_costs_are_those_that_were_measured() -> None:
    import importlib

    fresh = importlib.import_module("mgdesk.storage.wraps").__loader__.get_source(wraps.__name__)
    assert "PASSES: Final = 3\n" in fresh
    assert "MEMORY: Final = 65_536" in fresh


def test_without_a_passphrase_the_key_file_opens_the_data(desk: Desk) -> None:
    assert desk.vault.state().has_passphrase is False
    open_desk(desk.home).close()


def test_a_passphrase_is_asked_for_and_opens(locked: Home) -> None:
    assert "key" not in keys.read(keys.key_path(locked.keys)).values
    with pytest.raises(Locked) as asked:
        open_desk(locked)
    assert type(asked.value) is Locked
    with pytest.raises(WrongPassphrase):
        open_desk(locked, Secret("quatre mots à la file"))
    opened = open_desk(locked, Secret(WORDS))
    assert opened.read(deeds.names) == ["Ana", "Bo"]
    opened.close()


@pytest.mark.parametrize("typed", ["quatre mots à la suite", "  quatre  mots à la suite\n"])
def test_the_same_keys_pressed_are_the_same_passphrase(locked: Home, typed: str) -> None:
    open_desk(locked, Secret(typed)).close()


def test_the_environment_opens_for_commands(locked: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MGDESK_PASSPHRASE", WORDS)
    open_desk(locked).close()


def test_changing_the_passphrase_leaves_the_data_alone(locked: Home) -> None:
    desk = open_desk(locked, Secret(WORDS))
    before = locked.database.read_bytes()
    with pytest.raises(WrongPassphrase):
        desk.vault.set_passphrase("une autre phrase", NOTHING)
    with pytest.raises(WrongPassphrase):
        desk.vault.set_passphrase("une autre phrase", Secret("wrong guess here"))
    desk.vault.set_passphrase("une autre phrase", Secret(WORDS))
    assert locked.database.read_bytes() == before
    desk.close()
    with pytest.raises(WrongPassphrase):
        open_desk(locked, Secret(WORDS))
    open_desk(locked, Secret("une autre phrase")).close()


def test_a_removed_passphrase_is_no_longer_asked_for(locked: Home) -> None:
    desk = open_desk(locked, Secret(WORDS))
    desk.vault.remove_passphrase(Secret(WORDS))
    desk.close()
    open_desk(locked).close()


def test_what_is_no_good_passphrase_is_refused_and_changes_nothing(desk: Desk) -> None:
    before = keys.key_path(desk.home.keys).read_bytes()
    with pytest.raises(PassphraseTooShort):
        desk.vault.set_passphrase("kort", NOTHING)
    with pytest.raises(PassphrasesDiffer):
        desk.vault.set_passphrase(WORDS, NOTHING, again=WORDS + "!")
    assert keys.key_path(desk.home.keys).read_bytes() == before


# --- the recovery key ----------------------------------------------------------------------------


def test_the_recovery_key_opens_typed_with_ease_and_only_the_newest(locked: Home) -> None:
    desk = open_desk(locked, Secret(WORDS))
    old, words = desk.vault.draft_recovery(), desk.vault.draft_recovery()
    with pytest.raises(WrongPassphrase):
        desk.vault.keep_recovery(old, NOTHING)
    for made in (old, words):
        desk.vault.keep_recovery(made, Secret(WORDS))
    desk.close()
    tolerant = "\n".join(f"{n}. {word[:4].upper()}," for n, word in enumerate(words, 1))
    for typed in (" ".join(words), tolerant, recovery.to_code(words)):
        opened = open_desk(locked, Secret(recovery=typed))
        opened.close()
    with pytest.raises(WrongRecoveryKey):
        open_desk(locked, Secret(recovery=" ".join(old)))
    opened.vault.set_passphrase("nouvelle phrase", Secret(recovery=" ".join(words)))
    open_desk(locked, Secret("nouvelle phrase")).close()


def test_a_data_file_without_a_recovery_key_says_so(locked: Home) -> None:
    with pytest.raises(keys.NoRecoveryKey):
        open_desk(locked, Secret(recovery=" ".join(recovery.to_words(bytes(16)))))


@given(st.binary(min_size=16, max_size=16), st.data())
def test_words_are_read_back_and_slips_are_noticed(key: bytes, data: st.DataObject) -> None:
    words = recovery.to_words(key)
    assert recovery.parse(" ".join(words)) == key
    place = data.draw(st.integers(0, 11))
    other = data.draw(st.sampled_from(recovery.word_list()))
    slipped = [*words[:place], other, *words[place + 1 :]]
    try:
        assert (recovery.parse(" ".join(slipped)) == key) == (slipped == words)
    except recovery.WordsDisagree:
        assert slipped != words


def test_the_first_vector_of_bip_39() -> None:
    assert recovery.to_words(bytes(16)) == ["abandon"] * 11 + ["about"]
    assert recovery.to_words(b"\x7f" * 16)[-1] == "yellow"


def test_slips_of_a_letter_are_mended_and_other_words_named() -> None:
    assert recovery.parse("abandn " + "abandon " * 10 + "abuot") == bytes(16)
    with pytest.raises(recovery.UnknownWord) as unknown:
        recovery.parse("abandon " * 11 + "xylophon")
    assert "xylophon" in str(unknown.value)
    with pytest.raises(recovery.WordsMissing):
        recovery.parse("abandon " * 11)
    with pytest.raises(recovery.WordsDisagree):
        recovery.parse("abandon " * 12)


# --- mistakes are told apart ---------------------------------------------------------------------


def test_missing_damaged_foreign_and_wrong_are_told_apart(locked: Home, tmp_path: Path) -> None:
    path = keys.key_path(locked.keys)
    kept = path.read_bytes()
    path.unlink()
    with pytest.raises(KeyFileMissing):
        open_desk(locked, Secret(WORDS))
    path.write_bytes(kept)
    other = Home(tmp_path / "other")
    open_desk(other).close()
    ours = locked.database.read_bytes()
    locked.database.write_bytes(other.database.read_bytes())
    with pytest.raises(ForeignFile):
        open_desk(locked, Secret(WORDS))
    locked.database.write_bytes(ours)
    with pytest.raises(WrongPassphrase):
        open_desk(locked, Secret("wrong guess here"))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_no_damage_of_the_key_file_is_taken_for_a_wrong_passphrase(
    locked: Home, data: st.DataObject
) -> None:
    path = keys.key_path(locked.keys)
    whole = path.read_bytes()
    damaged = bytearray(whole)
    damaged[data.draw(st.integers(0, len(whole) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    path.write_bytes(bytes(damaged))
    try:
        with pytest.raises(KeyFileDamaged):
            keys.load_key(locked.keys, Secret(WORDS))
    finally:
        path.write_bytes(whole)


def test_a_cut_key_file_is_damaged(locked: Home) -> None:
    path = keys.key_path(locked.keys)
    whole = path.read_bytes()
    for length in (0, 1, len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:length])
        with pytest.raises(KeyFileDamaged):
            open_desk(locked, Secret(WORDS))


# --- on another computer -------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["passphrase", "recovery"])
def test_a_copy_opens_on_another_computer_with_what_opens_it_here(
    locked: Home, tmp_path: Path, way: str
) -> None:
    desk = open_desk(locked, Secret(WORDS))
    words = desk.vault.draft_recovery()
    desk.vault.keep_recovery(words, Secret(WORDS))
    copy = desk.back_up(tmp_path / "stick" / "copy.db")
    desk.close()
    elsewhere = open_desk(Home(tmp_path / "elsewhere"))
    elsewhere.do(deeds.add_person, name="Zoë")
    for wrong in (NOTHING, Secret("wrong guess here")):
        with pytest.raises(Locked):
            elsewhere.restore(copy, wrong)
    assert elsewhere.read(deeds.names) == ["Zoë"]
    secret = Secret(WORDS) if way == "passphrase" else Secret(recovery=" ".join(words))
    before = elsewhere.restore(copy, secret)
    assert elsewhere.read(deeds.names) == ["Ana", "Bo"]
    elsewhere.do(deeds.add_person, name="Cy")
    assert elsewhere.check() == []
    elsewhere.restore(before)
    assert elsewhere.read(deeds.names) == ["Zoë"]
    elsewhere.close()


def test_keys_travel_only_wrapped_and_are_renewed_with_the_passphrase(desk: Desk) -> None:
    raw = keys.load_key(desk.home.keys).raw
    bare = desk.back_up()
    assert not companions.beside(bare, ".key").exists()
    desk.vault.set_passphrase(WORDS, NOTHING)
    copy = desk.back_up()
    desk.vault.set_passphrase("une autre phrase", Secret(WORDS))
    for made in (bare, copy):
        content = companions.beside(made, ".key").read_bytes()
        assert raw.hex().encode() not in content
        assert keys.read(companions.beside(made, ".key")).key(Secret("une autre phrase")).raw == raw


def test_the_key_beside_a_copy_stands_in_for_a_lost_key_file(locked: Home) -> None:
    desk = open_desk(locked, Secret(WORDS))
    copy = desk.back_up()
    desk.close()
    path = keys.key_path(locked.keys)
    path.write_bytes(companions.beside(copy, ".key").read_bytes())
    opened = open_desk(locked, Secret(WORDS))
    assert opened.read(deeds.names) == ["Ana", "Bo"]
    opened.close()


# --- the keyring ---------------------------------------------------------------------------------


def stand_in(monkeypatch: pytest.MonkeyPatch, module: str, name: str) -> dict[tuple[str, str], str]:
    """The library `keyring`, with a backend of this class: it is no dependency, so it is not here."""
    kept: dict[tuple[str, str], str] = {}
    kind = type(
        name,
        (),
        {
            "__module__": module,
            "get_password": lambda _self, service, key: kept.get((service, key)),
            "set_password": lambda _self, service, key, value: kept.update({(service, key): value}),
            "delete_password": lambda _self, service, key: kept.pop((service, key)),
        },
    )
    library = types.ModuleType("keyring")
    library.get_keyring = kind  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "keyring", library)
    return kept


def test_a_trusted_keyring_opens_and_forgets(locked: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = stand_in(monkeypatch, "keyring.backends.SecretService", "Keyring")
    desk = open_desk(locked, Secret(WORDS))
    assert desk.vault.state().keyring == "Secret Service"
    desk.vault.remember(is_on=True)
    desk.close()
    raw = keys.load_key(locked.keys, Secret(WORDS)).raw
    assert raw.hex() not in kept.values()
    open_desk(locked).close()
    kept.clear()  # another session, another user
    with pytest.raises(Locked):
        open_desk(locked)
    desk = open_desk(locked, Secret(WORDS))
    desk.vault.remember(is_on=True)
    desk.vault.remember(is_on=False)
    desk.close()
    assert kept == {}
    with pytest.raises(Locked):
        open_desk(locked)


@pytest.mark.parametrize(
    ("module", "name"),
    [("keyrings.alt.file", "PlaintextKeyring"), ("keyring.backends.fail", "Keyring")],
)
def test_a_keyring_that_keeps_keys_in_clear_is_never_used(
    locked: Home, monkeypatch: pytest.MonkeyPatch, module: str, name: str
) -> None:
    from mgdesk.storage.vault import KeyringRefused

    kept = stand_in(monkeypatch, module, name)
    desk = open_desk(locked, Secret(WORDS))
    assert desk.vault.state().keyring == ""
    with pytest.raises(KeyringRefused):
        desk.vault.remember(is_on=True)
    desk.close()
    assert kept == {}


def test_of_several_keyrings_only_a_trusted_one_is_used(
    locked: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_clear = stand_in(monkeypatch, "keyrings.alt.file", "PlaintextKeyring")
    clear = sys.modules["keyring"].get_keyring()
    kept = stand_in(monkeypatch, "keyring.backends.kwallet", "DBusKeyring")
    trusted = sys.modules["keyring"].get_keyring()
    chainer = type("ChainerBackend", (), {"__module__": "keyring.backends.chainer"})()
    chainer.backends = [clear, trusted]
    monkeypatch.setattr(sys.modules["keyring"], "get_keyring", lambda: chainer)
    desk = open_desk(locked, Secret(WORDS))
    desk.vault.remember(is_on=True)
    desk.close()
    assert (in_clear, len(kept)) == ({}, 1)
    open_desk(locked).close()
