"""Asked to end (SIGTERM, a logout) in the middle of an import or with the window open."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Final

import pytest
from sqlalchemy import func, select

from mgdesk.desk import open_desk
from mgdesk.model import Person
from mgdesk.paths import Home
from mgdesk.queries.campuses import campuses

from . import proof
from .conftest import Note

pytestmark = pytest.mark.faults

ENDINGS: Final = 20
LOGOUTS: Final = 8
ROWS: Final = 3000
ASKED: Final = 128 + signal.SIGTERM


def started(home: Home, *words: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "mgdesk", "--home", str(home.root), *words]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def test_an_import_that_is_ended_is_whole_or_not_there(
    filled: Home, tmp_path: Path, note: Note
) -> None:
    desk = open_desk(filled)
    begun, code = desk.read(proof.before), desk.read(campuses)[0].code
    count = desk.read(lambda session: session.scalar(select(func.count()).select_from(Person)))
    chance, codes = random.Random(9), []
    for ending in range(ENDINGS):
        path = tmp_path / f"list{ending}.csv"
        rows = (f"Ending{ending}n{row};Signal" for row in range(ROWS))
        path.write_text("Nom;Prénom\n" + "\n".join(rows), encoding="utf-8")
        child = started(filled, "import", "learners", str(path), "--campus", code)
        time.sleep(1 + chance.random() * 3)
        child.terminate()
        codes.append(child.wait(timeout=60))
        now = desk.read(lambda session: session.scalar(select(func.count()).select_from(Person)))
        assert now - count in ({ROWS} if codes[-1] == 0 else {0, ROWS})
        count = now
    faults = proof.torn(desk, begun)
    desk.close()
    ended = codes.count(ASKED)
    note(
        "SIGTERM in an import",
        f"{ENDINGS} imports of {ROWS}, {ended} ended, {codes.count(0)} done, {len(faults)} torn",
    )
    assert set(codes) <= {0, ASKED, -signal.SIGTERM}  # the last: before the program had begun
    assert ended
    assert faults == []


def test_a_logout_in_the_middle_of_the_windows_import_is_whole_or_not_there(
    filled: Home, note: Note
) -> None:
    chance, done = random.Random(4), []
    count = people(filled)
    for _ in range(LOGOUTS):
        seconds = f"{chance.random() * 3:.2f}"
        words = ["-m", "tests.faults.ended_window", str(filled.root), str(ROWS), seconds]
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
        ended = subprocess.run([sys.executable, *words], env=environment, check=False)
        assert ended.returncode == 0
        now = people(filled)
        assert now - count in {0, ROWS}
        done.append(now > count)
        count = now
    desk = open_desk(filled)
    assert desk.check() + desk.check_search() + proof.unsound_copies(desk) == []
    desk.close()
    note("logout in the window's import", f"{LOGOUTS} imports of {ROWS}, {sum(done)} whole, 0 torn")


def people(home: Home) -> int:
    desk = open_desk(home)
    found = desk.read(lambda session: session.scalar(select(func.count()).select_from(Person)))
    desk.close()
    return int(found or 0)


def test_a_window_that_is_ended_closes_its_data(filled: Home, note: Note) -> None:
    child = started(filled)
    time.sleep(6)
    child.terminate()
    assert child.wait(timeout=60) == 0
    desk = open_desk(filled)
    assert desk.check() + proof.unsound_copies(desk) == []
    desk.close()
    assert list(filled.backups.glob("desk-*-routine-*.db"))
    note("SIGTERM to the window", "closed by itself, its last copy made")
