"""Staff on the command line: who they are, PINs that never stand among the arguments, a way back."""

import json
import shutil

import pytest

from mgdesk.__main__ import main
from mgdesk.cli import signing_on
from mgdesk.desk import open_desk
from mgdesk.paths import Home
from mgdesk.rules.passphrase import Secret
from mgdesk.rules.pins import Patience

PIN = "2468"


@pytest.fixture
def run(empty_home: Home, home: Home, capsys, monkeypatch, tmp_path):
    """Runs a command in English, as somebody with a PIN in the environment; code, out, err."""
    shutil.copytree(empty_home.root, home.root)

    def typed(*words: str, as_: str = "", pin: str = PIN, new: str = PIN) -> tuple[int, str, str]:
        monkeypatch.setenv("MGDESK_PIN", pin)
        (tmp_path / "new").write_text(new, encoding="utf-8")
        told = ["--home", str(home.root), "--language", "en", *(["--as", as_] if as_ else [])]
        code = main([*told, *(str(tmp_path / "new") if w == "NEW" else w for w in words)])
        out, err = capsys.readouterr()
        return code, out, err

    return typed


def test_staff_by_commands_from_the_first_manager_to_a_lost_pin(run, home, tmp_path, monkeypatch):
    refused = run("staff", "add", "Réa", "--new-pin-file", "NEW")
    assert refused[0] == 1
    assert "The first one at the desk is a manager" in refused[2]
    made = run("staff", "add", "Meryem", "--role", "manager", "--new-pin-file", "NEW")
    assert made == (0, "Added. From now on whoever uses the desk signs on.\n", "")

    for words in (["list", "learners"], ["demo"], ["backup"], ["passphrase", "remove"]):
        code, out, err = run(*words)
        assert (code, out) == (1, "")
        assert err.startswith("Staff sign on here: say who you are by --as NAME")
    checked = run("check")
    assert checked[0] == 0, checked
    assert run("staff", "list", as_="nobody")[2].startswith("Nobody of the name nobody")
    assert run("staff", "list", as_="meryem", pin="1111") == (1, "", "That is not the PIN.\n")

    assert run("staff", "add", "Réa", "--new-pin-file", "NEW", as_="MERYEM")[0] == 0
    assert run("list", "learners", as_="rea")[0] == 0
    told = json.loads(run("staff", "sign-ons", "--json", as_="meryem")[1])
    assert [(row["name"], row["what"]) for row in told][:4] == [
        ("Meryem", "on"), ("Réa", "off"), ("Réa", "on"), ("Meryem", "off"),
    ]  # fmt: skip
    assert ("Meryem", "refused") in [(row["name"], row["what"]) for row in told]
    forbidden = run("campus", "add", "MOL", "--name", "N", "--country", "BE", as_="rea")
    assert forbidden[0] == 1
    assert "Your role (reception) does not allow this" in forbidden[2]
    assert run("staff", "off", "Meryem", as_="meryem")[2].startswith("Meryem is the last manager")
    assert run("staff", "role", "Réa", "reader", as_="meryem")[0] == 0
    assert run("staff", "pin", "rea", "--new-pin-file", "NEW", as_="meryem", new="1357")[0] == 0
    assert run("staff", "off", "rea", as_="meryem")[0] == 0
    assert run("list", "learners", as_="rea", pin="1357")[0] == 1
    assert run("staff", "on", "rea", as_="meryem")[0] == 0
    rows = json.loads(run("staff", "list", "--json", as_="rea", pin="1357")[1])
    assert [(row["name"], row["role"], row["active"]) for row in rows] == [
        ("Meryem", "manager", True),
        ("Réa", "reader", True),
    ]

    desk = open_desk(home)
    words = desk.vault.draft_recovery()
    desk.sign_on(signing_on.who(desk, "Meryem"), PIN)
    desk.vault.keep_recovery(words, Secret())
    desk.close()
    (tmp_path / "words").write_text(" ".join(words), encoding="utf-8")
    files = ["--recovery-file", str(tmp_path / "words"), "--new-pin-file", "NEW"]
    assert run("staff", "recover", "rea", *files)[0] == 1  # no manager
    assert run("staff", "recover", "meryem", *files, new="8642")[0] == 0
    assert run("staff", "list", as_="meryem")[0] == 1
    assert run("staff", "list", as_="meryem", pin="8642")[0] == 0


def test_a_command_waits_as_long_as_wrong_pins_ask_and_says_so(run, monkeypatch):
    run("staff", "add", "Meryem", "--role", "manager", "--new-pin-file", "NEW")
    for _try in range(3):
        assert run("staff", "list", as_="Meryem", pin="1111")[0] == 1
    waited = []

    class Clock:
        """A clock that a wait moves on."""

        def monotonic(self) -> float:
            return sum(waited)

        def sleep(self, seconds: float) -> None:
            waited.append(seconds)

    clock = Clock()
    monkeypatch.setattr(signing_on, "time", clock)
    monkeypatch.setattr("mgdesk.desk.Patience", lambda: Patience(clock.monotonic))
    code, _out, err = run("staff", "list", as_="Meryem")
    assert (code, waited) == (0, [5])
    assert err == "Too many wrong PINs: wait 5 s, then type it again.\n"
    assert run("staff", "list", as_="Meryem")[0] == 0
    assert waited == [5]
