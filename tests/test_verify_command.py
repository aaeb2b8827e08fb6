"""Papers and keys on the command line: what is said, and the exit code that scripts rely on."""

import json
import sys
from pathlib import Path

import pytest

from mgdesk.__main__ import main
from mgdesk.desk import open_desk
from mgdesk.paths import Home
from mgdesk.services import documents
from tests.cohort_scene import make_scene
from tests.typesetting.reading_back import lines_of_pdfium

pytestmark = pytest.mark.early


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


def test_a_file_is_signed_when_asked_or_switched_on_and_the_certificate_is_handed_out(
    mgdesk, pdf: Path, tmp_path: Path
) -> None:
    path, certificate = tmp_path / "signed.pdf", tmp_path / "mol.pem"

    def signature(*words: object) -> object:
        assert mgdesk("print", *words, "--output", path)[0] == 0
        return json.loads(mgdesk("verify", path, "--json")[1])[0]["file_signature"]

    statements = ("statements", "CODING-1", "--month", "2026-11")
    assert signature(*statements) is None
    assert signature(*statements, "--sign") == "valid"
    assert signature("certificates", "CODING-1", "--sign") == "valid"
    assert mgdesk("campus", "signing", "mol", "on") == (0, "", "")
    assert signature("certificates", "CODING-1", "--kind", "realisation") == "valid"
    assert "valid: the file is as Molenbeek signed it" in mgdesk("verify", path)[1]
    assert mgdesk("campus", "signing", "MOL", "off")[0] == 0
    assert signature("certificates", "CODING-1") is None
    assert mgdesk("campus", "certificate", "MOL", "--output", certificate)[0] == 0
    assert certificate.read_text(encoding="ascii").startswith("-----BEGIN CERTIFICATE-----")
    code, _out, err = mgdesk("campus", "signing", "NOWHERE", "on")
    assert (code, len(err.splitlines())) == (1, 1)


def test_signing_that_is_not_installed_is_said_before_a_number_is_taken(
    mgdesk, home: Home, pdf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("pyhanko.sign", "pyhanko.sign.signers"):
        monkeypatch.setitem(sys.modules, name, None)
    path = tmp_path / "signed.pdf"
    code, out, err = mgdesk(
        "print", "statements", "CODING-1", "--month", "2026-11", "--sign", "--output", path
    )
    assert (code, out, len(err.splitlines())) == (1, "", 1)
    assert "mgdesk[signing]" in err
    desk = open_desk(home)
    assert len(desk.read(ids_of)) == 3
    desk.close()
    assert not path.exists()


@pytest.mark.parametrize(
    ("nature", "said"),
    [("training", "training action"), ("apprenticeship", "training by apprenticeship")],
)
def test_the_nature_of_a_completion_is_chosen(
    mgdesk, pdf: Path, tmp_path: Path, nature: str, said: str
) -> None:
    path = tmp_path / "completion.pdf"
    words = ("--kind", "realisation", "--nature", nature, "--paper-language", "en")
    assert mgdesk("print", "certificates", "CODING-1", *words, "--output", path)[0] == 0
    assert said in " ".join(lines_of_pdfium(path))
