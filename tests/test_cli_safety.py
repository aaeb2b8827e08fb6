"""Passphrase, recovery key, copies and the audit by command."""

import json
import re
import shutil
from pathlib import Path

import pypdfium2
import pytest

from mgdesk.__main__ import main
from mgdesk.desk import open_desk
from mgdesk.paths import Home
from mgdesk.rules.passphrase import Secret
from mgdesk.storage import wraps
from tests.cohort_scene import add_campus

WORDS, OTHER = "quatre mots à la suite", "une autre phrase encore"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wraps, "PASSES", 1)
    monkeypatch.setattr(wraps, "MEMORY", 64)


def text_of(path: Path) -> str:
    with pypdfium2.PdfDocument(path) as pdf:
        return "\n".join(page.get_textpage().get_text_bounded() for page in pdf)


@pytest.fixture
def mgdesk(desk, capsys):
    """Run a command in a home with a campus; what it answered, on stdout and on stderr."""
    add_campus(desk)

    def run(*words: object, home: Home = desk.home) -> tuple[int, str, str]:
        code = main(["--home", str(home.root), "--language", "en", *map(str, words)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    one, other = tmp_path / "one.txt", tmp_path / "other.txt"
    one.write_text(f"{WORDS}\n", encoding="utf-8")
    other.write_text(OTHER, encoding="utf-8")
    return one, other


def test_a_passphrase_is_set_asked_for_changed_and_removed(mgdesk, files, monkeypatch) -> None:
    one, other = files
    assert mgdesk("passphrase", "set", "--new-file", one)[0] == 0
    code, out, err = mgdesk("campus", "list")
    assert (code, out, "MGDESK_PASSPHRASE" in err) == (1, "", True)
    code, _, err = mgdesk("campus", "list", "--passphrase-file", other)
    assert (code, "not the passphrase" in err) == (1, True)
    assert mgdesk("campus", "list", "--passphrase-file", one)[0] == 0
    assert mgdesk("passphrase", "set", "--new-file", other, "--passphrase-file", one)[0] == 1
    assert mgdesk("passphrase", "change", "--new-file", other, "--passphrase-file", one)[0] == 0
    monkeypatch.setenv("MGDESK_PASSPHRASE", OTHER)
    assert mgdesk("campus", "list")[0] == 0
    assert mgdesk("passphrase", "remove")[0] == 0
    monkeypatch.delenv("MGDESK_PASSPHRASE")
    assert mgdesk("campus", "list")[0] == 0
    assert mgdesk("passphrase", "remove")[0] == 1


def test_the_recovery_key_chooses_a_new_passphrase(mgdesk, files, tmp_path: Path) -> None:
    one, other = files
    mgdesk("passphrase", "set", "--new-file", one)
    page = tmp_path / "page.pdf"
    code, *_ = mgdesk("passphrase", "page", "--output", page, "--passphrase-file", one)
    assert code == 0
    typed = tmp_path / "words.txt"
    numbered = re.findall(r"\b(\d+)\.\s+([a-z]{3,8})\b", text_of(page))
    assert [number for number, _ in numbered] == [str(n) for n in range(1, 13)]
    typed.write_text(" ".join(word for _, word in numbered))
    code, _, err = mgdesk("passphrase", "recover", "--recovery-file", one, "--new-file", other)
    assert (code, "recovery key" in err) == (1, True)
    code, *_ = mgdesk("passphrase", "recover", "--recovery-file", typed, "--new-file", other)
    assert code == 0
    assert mgdesk("campus", "list", "--passphrase-file", other)[0] == 0


def test_copies_are_listed_tested_and_restored_by_number(mgdesk) -> None:
    code, _, err = mgdesk("restore", "--test")
    assert (code, err.count("\n")) == (1, 1)
    mgdesk("backup")
    mgdesk("campus", "add", "SCH", "--name", "Schaerbeek", "--country", "BE")
    rows = json.loads(mgdesk("list", "copies", "--json")[1])
    assert [(row["number"], row["purpose"], row["verified"]) for row in rows] == [
        (1, "asked-for", True)
    ]
    assert mgdesk("restore", "--test")[0] == 0
    assert mgdesk("restore", "1")[0] == 0
    assert len(json.loads(mgdesk("campus", "list", "--json")[1])) == 1
    assert mgdesk("restore", "2")[0] == 0
    assert len(json.loads(mgdesk("campus", "list", "--json")[1])) == 2
    assert mgdesk("restore", "77")[0] == 1
    assert mgdesk("restore")[0] == 1


def test_a_copy_is_restored_on_another_computer(mgdesk, files, tmp_path: Path) -> None:
    one, other = files
    bare = mgdesk("backup", tmp_path / "bare.db")
    assert (bare[0], "key file of this computer" in bare[2]) == (0, True)
    mgdesk("passphrase", "set", "--new-file", one)
    copy = tmp_path / "stick" / "copy.db"
    assert mgdesk("backup", copy, "--passphrase-file", one)[2] == ""
    new = Home(tmp_path / "new")
    assert mgdesk("restore", copy, home=new)[0] == 1
    assert mgdesk("restore", copy, "--passphrase-file", other, home=new)[0] == 1
    assert mgdesk("restore", copy, "--passphrase-file", one, home=new)[0] == 0
    assert len(json.loads(mgdesk("campus", "list", "--json", home=new)[1])) == 1
    assert mgdesk("check", home=new)[0] == 0


def test_the_check_says_what_it_saw_and_what_it_cannot(mgdesk, desk) -> None:
    code, out, _ = mgdesk("check")
    assert (code, "up to change 1" in out, "can write a new history" in out) == (0, True, True)
    mgdesk("backup")
    mgdesk("campus", "add", "SCH", "--name", "Schaerbeek", "--country", "BE")
    newer = json.loads(mgdesk("list", "copies", "--json")[1])[0]["file"]
    shutil.copy(newer, desk.home.root / "kept.db")
    mgdesk("backup")
    desk.close()
    for leftover in desk.home.root.glob("desk.db*"):
        leftover.unlink()
    key_file = desk.home.keys / "desk.key"
    kept = json.loads(key_file.read_text())
    # Somebody puts an older file in the place of the data: the newest copy knows more.
    shutil.copy(desk.home.root / "kept.db", desk.home.database)
    from mgdesk.storage import keys

    keys.read(key_file).changed(salt=keys.read_salt(desk.home.database).hex())
    assert kept["id"] == json.loads(key_file.read_text())["id"]
    code, _, err = mgdesk("check")
    assert (code, "The end was cut off" in err) == (1, True)


def test_a_locked_home_opens_in_no_other_way(mgdesk, desk, files) -> None:
    mgdesk("passphrase", "set", "--new-file", files[0])
    open_desk(desk.home, Secret(WORDS)).close()
    assert WORDS.encode() not in b"".join(
        path.read_bytes() for path in desk.home.root.rglob("*") if path.is_file()
    )
