"""Too little memory for a big list or 5,000 certificates: a sentence, nothing lost, nothing half there."""

import os
import resource
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Final

import pytest
from sqlalchemy import func, select

from mgdesk.desk import open_desk
from mgdesk.model import IssuedDocument, Person
from mgdesk.paths import Home
from mgdesk.rules.clock import wall_clock
from mgdesk.services import cohorts

from . import proof
from .conftest import Note

pytestmark = pytest.mark.faults

ROWS: Final = int(os.environ.get("FAULTS_CERTIFICATES", "5000"))
MIB: Final = 2**20
LEAST: Final = 128  # MiB of addresses with which a command still starts
STEP: Final = 1.2  # from one cap to the next
MANY: Final = "MANY-1"


def capped(home: Home, mebibytes: int, *words: str) -> subprocess.CompletedProcess[str]:
    """A command that may use so many addresses."""
    size = mebibytes * MIB
    return subprocess.run(
        [sys.executable, "-m", "mgdesk", "--language", "en", "--home", str(home.root), *words],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (size, size)),
        capture_output=True, text=True, check=False,
        env={**os.environ, "MALLOC_ARENA_MAX": "2"},
    )  # fmt: skip


def rows(home: Home, table: type) -> int:
    desk = open_desk(home)
    found = desk.read(lambda session: session.scalar(select(func.count()).select_from(table)))
    desk.close()
    return int(found or 0)


def left_behind(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob("*.part*")]


@pytest.fixture
def crowded(small_home: Home, home: Home) -> Home:
    """A house with a class for thousands."""
    shutil.copytree(small_home.root, home.root)
    desk = open_desk(home)
    today = wall_clock().date()
    desk.do(
        cohorts.add_cohort, code=MANY, training="Web", campus="MOL",
        first_day=today - timedelta(days=9), last_day=today - timedelta(days=2),
    )  # fmt: skip
    desk.close()
    return home


def test_a_list_and_paper_that_memory_is_too_short_for(
    crowded: Home, tmp_path: Path, note: Note
) -> None:
    listed, paper = tmp_path / "list.csv", tmp_path / "many.pdf"
    names = (f"Mémoire{number};Courte" for number in range(ROWS))
    listed.write_text("Nom;Prénom\n" + "\n".join(names), encoding="utf-8")
    taking = ["import", "learners", str(listed), "--cohort", MANY]
    printing = [
        "print", "certificates", MANY, "--all", "--reason", "essai", "--output", str(paper),
    ]  # fmt: skip
    begun = rows(crowded, IssuedDocument)
    for what, words, table in (("import", taking, Person), ("print", printing, IssuedDocument)):
        cap, refused, said = LEAST, 0, ""
        while True:
            before = rows(crowded, table)
            done = capped(crowded, cap, *words)
            if done.returncode == 0:
                break
            refused, said = refused + 1, done.stderr.strip()
            assert done.returncode == 1, f"{what} with {cap} MiB: {done.returncode} {said}"
            assert len(said.splitlines()) == 1, f"{what} with {cap} MiB: {said}"
            assert "memory" in said, f"{what} with {cap} MiB: {said}"
            taken = rows(crowded, table) - before  # numbers are taken before they are drawn
            assert taken in ({0} if what == "import" else {0, ROWS})
            assert not paper.exists()
            cap = int(cap * STEP)
        assert left_behind(tmp_path) == []
        note(f"memory: {what}", f"{ROWS} done with {cap} MiB, with less {refused} refused: {said}")
        assert refused
    assert (
        rows(crowded, IssuedDocument) - begun == ROWS
    )  # whoever prints again gets the same numbers
    desk = open_desk(crowded)
    assert proof.torn(desk, proof.Before()) == []
    desk.close()
