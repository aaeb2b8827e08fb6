"""No name of anybody is readable in anything that the program leaves behind, even killed at work."""

import base64
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.early

NAMES = ["Zéphyrine Plantéderrière", "Plantagenest Qwertzuiop", "زرعناه هنا"]


def forms(name: str) -> Iterator[bytes]:
    """A name as a file may hold it: encodings, cases, base64 at its three alignments, hexadecimal."""
    for written in {name, name.upper(), name.casefold(), *name.split()}:
        for encoding in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le"):
            yield written.encode(encoding)
        content = written.encode()
        yield content.hex().encode()
        yield written.encode("ascii", "backslashreplace")
        for shift in range(3):
            packed = base64.b64encode(bytes(shift) + content)
            yield packed[4:-4]  # what the neighbours do not change


def traces(folders: list[Path], names: list[str]) -> list[str]:
    """Where any form of a name is found: in files, their names, and what they point to."""
    wanted = [form for name in names for form in forms(name) if len(form) >= 6]
    found = []
    for folder in folders:
        for path in folder.rglob("*"):
            held = os.fsencode(path)
            if path.is_file():
                held += path.read_bytes()
            found += [f"{path}: {form!r}" for form in wanted if form in held]
    return found


def test_nothing_readable_of_a_person_is_left_anywhere(tmp_path: Path) -> None:
    home, temp, own = (tmp_path / name for name in ("home", "temp", "own"))
    for folder in (temp, own):
        folder.mkdir()
    listed = tmp_path / "list.csv"
    rows = "\n".join(name.replace(" ", ";") for name in NAMES)
    listed.write_text(f"Prénom;Nom\n{rows}\n", encoding="utf-8")
    ended = subprocess.run(
        [sys.executable, "-m", "tests.planted_session", home, listed, *NAMES],
        env={**os.environ, "TMPDIR": str(temp), "HOME": str(own), "QT_QPA_PLATFORM": "offscreen",
             "XDG_RUNTIME_DIR": str(temp)},
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert "ready" in ended.stdout, ended.stderr
    assert ended.returncode == -signal.SIGKILL
    assert (home / "desk.db-wal").stat().st_size > 0
    assert {path.name for path in home.iterdir()} >= {"backups", "keys", "logs", "desk.db"}
    assert traces([home, temp, own], NAMES) == []
    assert "LookupError" in (home / "logs" / "mgdesk.log").read_text(encoding="utf-8")


def test_the_search_finds_what_is_there(tmp_path: Path) -> None:
    """Each form alone in a file: a search that finds nothing would prove nothing."""
    for form in forms(NAMES[1]):
        if len(form) >= 6:
            (tmp_path / "file").write_bytes(b"x" * 7 + form + b"y" * 5)
            assert traces([tmp_path], [NAMES[1]])
    for shift in range(3):
        content = base64.b64encode(b"abc"[:shift] + NAMES[1].encode() + b"rest")
        (tmp_path / "file").write_bytes(content)
        assert traces([tmp_path], [NAMES[1]])
