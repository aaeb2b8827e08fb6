"""The two commands on a machine that has everything: arguments, exit codes, no display, other systems.

The long way, from an empty Debian root, is `fresh_root.sh`.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.early

PROJECT = Path(__file__).parents[2]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """The project with the environment of this test run, as the scripts leave it."""
    folder = tmp_path / "checkout"
    environment = folder / ".venv"
    environment.mkdir(parents=True)
    shutil.copytree(PROJECT / "installer", folder / "installer")
    (folder / "main.py").symlink_to(PROJECT / "main.py")
    for name in ("bin", "lib", "pyvenv.cfg"):
        (environment / name).symlink_to(Path(sys.prefix) / name)
    fingerprint = subprocess.run(
        ["sh", "-euc", '. "$(dirname "$0")/prepare.sh"; fingerprint requirements',
         str(folder / "installer" / "run.sh")],
        check=True, capture_output=True,
    ).stdout  # fmt: skip
    (environment / "requirements.stamp").write_bytes(fingerprint)
    return folder


def run(checkout: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    world = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        ["sh", str(checkout / "installer" / "run.sh"), *arguments],
        env=world | environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_arguments_pass_through_and_stdout_is_the_programs_own(checkout: Path) -> None:
    done = run(checkout, "list", "cohorts", "--json", MGDESK_HOME=str(checkout / "home"))
    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, "[]", "")


def test_exit_codes_pass_through(checkout: Path) -> None:
    home = str(checkout / "home")
    output = str(checkout / "sheet.pdf")
    assert run(checkout, "--home", home, "no-such-command").returncode == 2
    done = run(checkout, "--home", home, "print", "attendance", "NONE", "--output", output)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)


def test_without_a_display_the_paper_of_the_demo_is_printed(checkout: Path) -> None:
    done = run(checkout, MGDESK_HOME=str(checkout / "home"))
    assert done.returncode == 0, done.stderr
    assert "There is no display here" in done.stderr
    printed = [Path(line) for line in done.stdout.splitlines() if line.endswith(".pdf")]
    assert [path.name for path in printed] == ["attendance.pdf", "certificates.pdf"]
    assert [path.read_bytes()[:5] for path in printed] == [b"%PDF-", b"%PDF-"]


def test_another_system_gets_one_sentence(checkout: Path, tmp_path: Path) -> None:
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in ("sh", "dirname", "id", "getent", "cut", "grep", "uname"):
        found = shutil.which(name)
        assert found is not None
        (tools / name).symlink_to(found)
    done = run(checkout, PATH=str(tools))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("MolenGeek Desk installs itself on Debian 12 and Ubuntu 22.04")
    assert done.stderr.count("\n") == 1


def test_uv_is_told_what_pip_is_configured_with(checkout: Path) -> None:
    """The lines are those of `pip config list`; the environment goes before the files."""
    configured = (
        ":env:.index-url='https://first.example/simple'\n"
        "global.cert='/etc/own authority.pem'\n"
        "global.extra-index-url='https://second.example/simple\\nfile:///srv/wheels'\n"
        "global.index-url='https://other.example/simple'\n"
    )
    script = """. "$(dirname "$0")/prepare.sh"; settings=$SETTINGS
        for name in index-url extra-index-url cert trusted-host; do pip_setting "$name"; echo; done"""
    done = subprocess.run(
        ["sh", "-euc", script, str(checkout / "installer" / "run.sh")],
        env={**os.environ, "SETTINGS": configured},
        check=True, capture_output=True, encoding="utf-8",
    )  # fmt: skip
    assert [line for line in done.stdout.split("\n") if line] == [
        "https://first.example/simple",
        "https://second.example/simple file:///srv/wheels",
        "/etc/own authority.pem",
    ]


@pytest.mark.parametrize("name", ["run.sh", "test.sh", "prepare.sh"])
def test_scripts_are_posix_shell(name: str) -> None:
    script = PROJECT / "installer" / name
    subprocess.run(["sh", "-n", str(script)], check=True)
    bash_only = ("[[", "function ", "local ", "<<<", "&>", "source ")
    lines = script.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line.lstrip().startswith(bash_only)] == []
