"""A reception's day, compressed, through the real window: nothing may grow that is not data.

`pytest -m soak -n 0 tests/faults/test_soak.py` works through eight hours, quarter by quarter (about
a quarter of an hour in all; SOAK_QUARTERS for more or fewer), and counts after each: memory, objects,
widgets, threads, open files.
"""

import ctypes
import gc
import logging
import os
import random
import shutil
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from mgdesk.app import Started
from mgdesk.desk import Desk, open_desk
from mgdesk.errors import DeskError
from mgdesk.model import Campus, CheckIn, Person
from mgdesk.paths import Home
from mgdesk.rules.codes import person_code
from mgdesk.rules.events import CheckInKind
from mgdesk.services import checkin, intake
from mgdesk.ui.kit.table import Table
from mgdesk.ui.main_window import PLACES, MainWindow
from mgdesk.ui.preview import PdfPreview
from tests.ui import walking
from tests.ui.hand import Hand

from .conftest import Note

EIGHT_HOURS: Final = 32  # quarters of an hour
QUARTERS: Final = int(os.environ.get("SOAK_QUARTERS", EIGHT_HOURS))
HOUR: Final = 4  # quarters; within the first two every page and most dialogs were there once
FAR: Final = 100_000  # lines
SCANS, SEARCHES, LOOKS, DIALOGS, PRINTS, OTHERS = 10, 4, 4, 3, 1, 6  # a quarter
NOT_PRESSED: Final = frozenset({"quit", "undo"})
logger = logging.getLogger(__name__)  # shown by --log-cli-level=INFO
NO_WINDOW_MANAGER: Final = (
    "This plugin does not support (propagateSizeHints|raise|grabbing the keyboard)"
)
MOST: Final = {  # that may be more after eight hours, once warm
    "memory": 80.0,  # MiB: what the C library keeps in pieces grows for longer than what is used
    "used": 24.0,  # MiB
    "objects": 60.0,  # thousands: about one page of the window
    "widgets": 8.0,  # lines of cards that say more at the end of a day than at its beginning
    "threads": 3.0,
    "files": 3.0,
}


@dataclass(frozen=True)
class Count:
    """What the program holds.

    In MiB what it has of the computer's memory, and what of that the C library gave out and somebody
    still uses; in thousands what Python gave out.
    """

    memory: float
    used: float
    objects: float
    widgets: int
    threads: int
    files: int
    kinds: Counter[str] = field(repr=False)  # of widgets, by class


class Day:
    """The hands at the desk; `other` is a second desk on the same data."""

    def __init__(self, qtbot: QtBot, started: Started, other: Desk, seed: int) -> None:
        assert started.window is not None
        self._qtbot, self._started, self._other = qtbot, started, other
        self._window = window = started.window
        self._hand, self._random = Hand(qtbot, window), random.Random(seed)
        self._people = other.read(lambda session: list(session.scalars(select(Person.id))))
        self._campus = other.read(lambda session: session.scalars(select(Campus.id)).first())
        self._walk_ins = 0

    def quarter(self) -> None:
        """Fifteen minutes of a busy day."""
        deeds = [
            *[self._scan] * SCANS, *[self._search] * SEARCHES, *[self._look] * LOOKS,
            *[self._dialog] * DIALOGS, *[self._print] * PRINTS, *[self._elsewhere] * OTHERS,
            self._walk_in, self._undo,
        ]  # fmt: skip
        self._random.shuffle(deeds)
        for deed in deeds:
            deed()
            self._close_all()
        self._started._copy()  # what its timer does every fifteen minutes
        self._settle()

    @property
    def _desk(self) -> Desk:
        assert self._window.context is not None
        return self._window.context.desk

    def _settle(self) -> None:
        walking.settle(self._qtbot, self._window)

    def _go(self, place: str) -> None:
        self._window.go(place)
        self._settle()

    def _scan(self) -> None:
        self._go("today")
        self._hand.scan(person_code(self._random.choice(self._people)))
        self._hand.settle()

    def _search(self) -> None:
        self._go(self._random.choice(["today", "learners", "cohorts"]))
        self._window.focus_search()
        self._hand.type(self._random.choice(["am", "sof", "ben", "el", "zz", "mar"]))
        for _letter in range(3):
            self._hand.press("Backspace")

    def _look(self) -> None:
        for _place in walking.visit(self._window, self._random.choice(PLACES).id, self._qtbot):
            pass

    def _dialog(self) -> None:
        self._go(self._random.choice(PLACES).id)
        self._step()
        offered = [
            shown
            for one in self._window.commands.all
            if one.id not in NOT_PRESSED and one.menu != "view" and not one.id.endswith("delete")
            if (shown := self._window.commands.find(one.id)) is not None and shown.isEnabled()
        ]
        self._random.choice(offered).trigger()
        self._settle()

    def _print(self) -> None:
        """The sheets of a class: issued, looked at, saved."""
        self._go("cohorts")
        self._step()
        sheets = self._window.commands.find("cohort.sheets")
        if sheets is None or not sheets.isEnabled():
            return
        sheets.trigger()
        self._settle()
        for preview in QApplication.allWidgets():
            if isinstance(preview, PdfPreview) and preview.isVisible():
                preview.save_to(self._desk.home.paper / "soak.pdf")
        self._settle()

    def _walk_in(self) -> None:
        """Somebody who is not known yet comes in."""
        self._walk_ins += 1
        person = self._desk.do(
            intake.add_person,
            first_name="Endurance",
            surname=f"Passage{self._walk_ins}",
            campus_id=self._campus,
        )
        self._settle()
        self._go("today")
        self._hand.scan(person_code(person))
        self._hand.settle()

    def _undo(self) -> None:
        self._window.undo()
        self._settle()

    def _elsewhere(self) -> None:
        """Another desk writes; this one hears of it within a second."""
        person = self._random.choice(self._people)
        try:
            act = self._random.choice([checkin.check_in, checkin.check_out])
            given = {"reason": (CheckInKind.VISIT, None)} if act is checkin.check_in else {}
            self._other.do(act, person_id=person, campus_id=self._campus, **given)
        except DeskError:
            return  # was not in
        self._qtbot.wait(30)

    def rest(self) -> None:
        """Every part of every page built and at its first line: what is counted can be compared."""
        for place in PLACES:
            for _part in walking.visit(self._window, place.id, self._qtbot):
                self._step(-FAR)
        self._go("today")
        self._window.shell.pages.currentWidget().search.clear()
        self._settle()

    def speak(self, language: str) -> None:
        """The whole window is built anew."""
        self._window.commands.find(f"language-{language}").trigger()
        self._settle()

    def _step(self, lines: int = 1) -> None:
        for table in self._window.shell.pages.currentWidget().findChildren(Table):
            if table.isVisible() and table.rows:
                table.step(lines)
                self._settle()

    def _close_all(self) -> None:
        """What was opened is closed again, as a person closes it."""
        for widget in QApplication.topLevelWidgets():
            if widget.isVisible() and widget.isWindow() and widget is not self._window.frame:
                widget.close()
        self._qtbot.wait(1)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def counted() -> Count:
    gc.collect()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    widgets = QApplication.allWidgets()
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return Count(
        pages * os.sysconf("SC_PAGE_SIZE") / 2**20,
        _used() / 2**20,
        sys.getallocatedblocks() / 1000,
        len(widgets),
        _entries("/proc/self/task"),
        _entries("/proc/self/fd"),
        Counter(type(one).__name__ for one in widgets),
    )


class _Blocks(ctypes.Structure):
    """What glibc's `mallinfo2` says."""

    _fields_ = [
        (name, ctypes.c_size_t)
        for name in (
            "arena", "ordblks", "smblks", "hblks", "hblkhd", "usmblks", "fsmblks", "uordblks",
            "fordblks", "keepcost",
        )
    ]  # fmt: skip


def _used() -> int:
    """Bytes that somebody still holds, of all that the C library gave out."""
    library = ctypes.CDLL(None)
    library.mallinfo2.restype = _Blocks
    said = library.mallinfo2()
    return int(said.uordblks) + int(said.hblkhd)


def newer(counts: list[Count]) -> dict[str, int]:
    """The classes of widgets of which the last count has more than the first, and how many more."""
    return dict((counts[-1].kinds - counts[0].kinds).most_common(12))


def _entries(folder: str) -> int:
    return len(list(Path(folder).iterdir()))


def slope(values: list[float]) -> float:
    """By how much a straight line through these grows in eight hours (least squares)."""
    middle = (len(values) - 1) / 2
    mean = sum(values) / len(values)
    above = sum((n - middle) * (value - mean) for n, value in enumerate(values))
    below = sum((n - middle) ** 2 for n in range(len(values)))
    return above / below * EIGHT_HOURS


@pytest.fixture
def started(
    qapp: QApplication, qtbot: QtBot, demo_home: Home, home: Home, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Started]:
    """The program as it starts, timers and all."""
    shutil.copytree(demo_home.root, home.root)
    walking.no_file_dialogs(monkeypatch)
    made = Started(qapp, home, "fr")
    made.show()
    qtbot.waitUntil(lambda: made.window is not None, timeout=20_000)
    assert made.window is not None
    walking.settle(qtbot, made.window)
    yield made
    made.close()
    made.frame.close()


@pytest.mark.soak
@pytest.mark.qt_log_ignore(NO_WINDOW_MANAGER)
def test_a_day_leaves_nothing_behind(
    started: Started, home: Home, qtbot: QtBot, note: Note, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed: list[type[BaseException]] = []  # an error itself would keep all that it met
    monkeypatch.setattr(MainWindow, "fail", lambda _window, error: failed.append(type(error)))
    other = open_desk(home)
    day = Day(qtbot, started, other, 1)
    counts: list[Count] = []
    began = time.monotonic()
    for quarter in range(1, QUARTERS + 1):
        day.quarter()
        if quarter % HOUR == 0:
            day.speak("nl")
            day.speak("fr")
        day.rest()
        counts.append(counted())
        logger.info("%d quarters: %s, %s", quarter, counts[-1], newer(counts[-2:]))
    other.close()
    kept = counts[min(HOUR * 2, len(counts) // 2) :]
    first, last = kept[0], kept[-1]
    checked_in = started.window.context.desk.read(
        lambda session: len(session.scalars(select(CheckIn.id)).all())
    )
    grown = {name: slope([float(getattr(one, name)) for one in kept]) for name in MOST}
    note(
        "soak",
        f"{QUARTERS} quarters of an hour in {(time.monotonic() - began) / 60:.0f} min,"
        f" {checked_in} check-ins; from the {len(counts) - len(kept) + 1}th to the last (and by a line"
        " through them in 8 h): "
        + ", ".join(
            f"{name} {getattr(first, name):.0f} to {getattr(last, name):.0f} ({grown[name]:+.1f})"
            for name in MOST
        ),
    )
    assert [error for error in failed if not issubclass(error, DeskError)] == []
    too_much = {name: by for name, by in grown.items() if by >= MOST[name]}
    assert too_much == {}, f"new widgets: {newer([first, last])}"
