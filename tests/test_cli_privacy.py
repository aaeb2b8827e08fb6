"""What people ask about their data, and how long they are kept, by command."""

import json
from zipfile import ZipFile

import pytest

from mgdesk.__main__ import main
from tests.accompaniment_scene import make_scene


@pytest.fixture
def mgdesk(desk, capsys):
    """Run a command; what it answered, on stdout and on stderr."""
    make_scene(desk)

    def run(*words: object) -> tuple[int, str, str]:
        code = main(["--home", str(desk.home.root), "--language", "en", *map(str, words)])
        said = capsys.readouterr()
        return code, said.out.strip(), said.err.strip()

    return run


def test_a_person_is_copied_restricted_and_erased_by_command(mgdesk, tmp_path) -> None:
    amina = "Amina El Idrissi"
    assert mgdesk("person", "consent", amina, "image", "given", "--on-paper")[:2] == (
        0, f"Consent of {amina} noted",
    )  # fmt: skip
    assert mgdesk("person", "number", amina, "--set", "85073003328")[0] == 1
    assert mgdesk("person", "number", amina)[1] == "–"
    assert mgdesk("person", "restrict", amina, "--reason", "asked by letter")[0] == 0
    path = tmp_path / "amina.zip"
    assert mgdesk("person", "export", amina, "--output", path)[0] == 0
    with ZipFile(path) as archive:
        rows = json.loads(archive.read("data.json"))
    assert rows["person"][0]["restricted_reason"] == "asked by letter"
    assert mgdesk("privacy", "period", "coached", "1")[0] == 0
    assert mgdesk("privacy", "keep", amina, "--reason", "x")[1] == "1 person kept longer"
    code, out, _err = mgdesk("privacy", "review", "--json")
    assert (code, json.loads(out)) == (0, [])
    code, _out, err = mgdesk("person", "erase", amina, "--confirm", "Karim Coach")
    assert (code, "cannot be undone" in err) == (1, True)
    assert mgdesk("privacy", "erase", amina, "--confirm", amina)[1].startswith("Erased.")
    assert mgdesk("person", "export", amina, "--output", path)[0] == 1
    assert mgdesk("privacy", "done")[0] == 0
    copy = mgdesk("list", "copies", "--json")[1]
    assert json.loads(copy or "[]") == []
