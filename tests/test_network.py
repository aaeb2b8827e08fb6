"""No network: a day's work at the window and by commands opens no socket and asks for no name."""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from mgdesk.paths import Home
from tests import sessions

pytestmark = pytest.mark.skipif(not Path("/proc/self/net").exists(), reason="needs Linux's /proc")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, demo_of: Callable[[date | None], Home]) -> Home:
    made = Home(tmp_path_factory.mktemp("network") / "home")
    shutil.copytree(demo_of(None).root, made.root)
    return made


def worked(kind: str, home: Home) -> tuple[int, list[str], str]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.sessions", kind, str(home.root)],
        capture_output=True, text=True, timeout=120, check=False,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"}, cwd=Path(__file__).parents[1],
    )  # fmt: skip
    lines = done.stderr.splitlines()
    return done.returncode, [line for line in lines if line.startswith("SEEN")], lines[-1]


@pytest.mark.thorough
@pytest.mark.parametrize("kind", ["window", "commands"])
def test_a_day_s_work_opens_no_socket_but_local_ones(kind: str, home: Home) -> None:
    assert worked(kind, home) == (0, [], "DONE")


def test_the_lookouts_notice_a_socket(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "seen", set())
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        sessions.look_around()
        sessions.listen("socket.__new__", (listening, socket.AF_INET, 0, 0))
        sessions.listen("socket.getaddrinfo", ("example.org", 80))
        sessions.listen("socket.connect", (listening, "/run/local"))
    kinds = {one.split()[0] for one in sessions.seen}
    assert kinds == {"tcp", "socket.__new__", "socket.getaddrinfo"}
