"""400 flipped bits on a closed file: each is told by opening, by the check or by reading; none crashes."""

import os
import random
import shutil
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext
from pathlib import Path
from typing import Final

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from mgdesk.desk import open_desk
from mgdesk.errors import DeskError
from mgdesk.model.base import Base
from mgdesk.paths import Home

from .conftest import Note

FLIPS: Final = int(os.environ.get("FAULTS_FLIPS", "400"))
OPENING, CHECK, READING, SILENT = "opening", "check", "reading", "silent"


def look(root: str, pipe: Connection) -> None:
    """Open, check and read all of a damaged home; what said so first."""
    try:
        desk = open_desk(Home(Path(root)))
    except DeskError:
        pipe.send(OPENING)
        return
    told = CHECK if desk.check() else SILENT
    try:
        desk.read(everything)
    except (DeskError, DBAPIError):
        told = CHECK if told == CHECK else READING
    pipe.send(told)
    desk.close()


def everything(session: Session) -> int:
    tables = Base.metadata.sorted_tables
    return sum(len(session.execute(select(table)).all()) for table in tables)


@pytest.mark.parametrize("flips", [4, pytest.param(FLIPS, marks=pytest.mark.faults)])
def test_no_flipped_bit_is_silent(
    flips: int, children: ForkServerContext, home: Home, small_home: Home, note: Note
) -> None:
    shutil.copytree(small_home.root, home.root)
    whole = home.database.read_bytes()
    chance, told, crashes = random.Random(8), dict.fromkeys((OPENING, CHECK, READING, SILENT), 0), 0
    for _ in range(flips):
        place = chance.randrange(len(whole) * 8)
        damaged = bytearray(whole)
        damaged[place // 8] ^= 1 << place % 8
        home.database.write_bytes(damaged)
        for beside in ("-wal", "-shm"):
            home.database.with_name(home.database.name + beside).unlink(missing_ok=True)
        listening, speaking = children.Pipe(duplex=False)
        child = children.Process(target=look, args=(str(home.root), speaking))
        child.start()
        speaking.close()
        try:
            told[listening.recv()] += 1
        except EOFError:
            crashes += 1
        child.join()
    note(
        "bit flips",
        f"{flips} flips: told at {told[OPENING]} openings, by {told[CHECK]} checks and"
        f" {told[READING]} readings, {told[SILENT]} silent, {crashes} crashes",
    )
    assert (told[SILENT], crashes) == (0, 0)
