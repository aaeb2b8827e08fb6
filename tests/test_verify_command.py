"""Papers and keys on the command line: what is said, and the exit code that scripts rely on."""

import json
from pathlib import Path

import pytest

from mgdesk.__main__ import main
from mgdesk.desk import open_desk
from mgdesk.paths import Home
from mgdesk.services import documents
from tests.cohort_scene import make_scene


@pytest.fixture
def mgdesk(home: Home, capsys):
    """Run a command in this home; what it answered, on stdout and on stderr."""

    def run(*words: object, at: Path = home.root) -> tuple[int, str, str]:
        code = main(["--home", str(at), "--language", "en", *map(str, words)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


@pytest.fixture
def pdf(mgdesk, home: Home, tmp_path: Path) -> Path:
    desk = open_desk(home)
    make_scene(desk).mark_all_present()
    desk.close()
    path = tmp_path / "certificates.pdf"
    assert mgdesk("print", "certificates", "CODING-1", "--output", path)[0] == 0
    return path


def test_what_was_printed_is_genuine_by_file_and_by_hand(mgdesk, pdf: Path) -> None:
    code, out, err = mgdesk("verify", pdf, "--json")
    found = json.loads(out)
    assert (code, err) == (0, "")
    assert [one["verdict"] for one in found] == ["genuine"] * 3
    assert found[0]["name"] == "Amina El Idrissi"
    code, out, _ = mgdesk("verify", pdf)
    assert code == 0
    assert out.startswith(
        "Genuine: issued by Molenbeek, and valid.\n  Paper: certificate of participation\n"
    )
    assert "\n  Number: MOL-2026-00001\n" in out


def test_a_revoked_paper_ends_with_one(mgdesk, home: Home, pdf: Path) -> None:
    desk = open_desk(home)
    [first, *_] = desk.read(ids_of)
    desk.do(documents.revoke, document_id=first, reason="Mistaken")
    desk.close()
    code, out, _ = mgdesk("verify", pdf)
    assert code == 1
    assert "Revoked by Molenbeek" in out
    assert "Mistaken" in out


def ids_of(session):
    from mgdesk.queries.documents import register

    return [row.id for row in sorted(register(session), key=lambda row: row.number)]


def test_keys_travel_to_another_home(mgdesk, pdf: Path, tmp_path: Path) -> None:
    other, keys = tmp_path / "other", tmp_path / "keys.json"
    assert mgdesk("verify", pdf, at=other)[0] == 1
    assert mgdesk("campus", "keys", "--output", keys)[:2] == (0, f"{keys}: 1 key\n")
    code, out, _ = mgdesk("campus", "trust", keys, at=other)
    assert (code, out.splitlines()[-1]) == (0, "1 key added")
    assert mgdesk("verify", pdf, at=other)[0] == 0


def test_the_page_for_the_web_is_written_whole(mgdesk, pdf: Path, tmp_path: Path) -> None:
    page = tmp_path / "verify.html"
    assert mgdesk("verify-page", "--output", page)[0] == 0
    assert page.read_text(encoding="utf-8").rstrip().endswith("</html>")
    code, out, err = mgdesk("verify-page", "--output", tmp_path)
    assert (code, out) == (1, "")
    assert len(err.splitlines()) == 1


@pytest.mark.parametrize("what", ["hello", "missing.pdf", "MOL-2026-00001", "MGD:NOTHING."])
def test_what_cannot_be_checked_is_one_sentence(mgdesk, home: Home, what: str) -> None:
    code, out, err = mgdesk("verify", what)
    assert (code, out) == (1, "")
    assert len(err.splitlines()) == 1


def test_without_a_campus_there_is_no_key_to_give(mgdesk, tmp_path: Path) -> None:
    code, _out, err = mgdesk("campus", "keys", "--output", tmp_path / "keys.json")
    assert (code, len(err.splitlines())) == (1, 1)
    assert not (tmp_path / "keys.json").exists()
