"""Real layouts on a real X server: forty scans each into a field and into a table, and typing beside."""

import json
import os
import subprocess
import sys
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from uuid import UUID

import pytest

from mgdesk.rules.codes import person_code
from tests.ui.xserver import ENTER, TAB, what_is_missing, x_server

pytestmark = pytest.mark.skipif(bool(what_is_missing()), reason=what_is_missing())

CODES = [person_code(UUID(int=number)) for number in range(40)]
FOREIGN = ("hq4bzv7mw2ykc9x3ab5q", "MOL-00042", "550e8400-e29b-41d4-a716-446655440000")
LAYOUTS = {
    "us": ("us",),
    "be": ("be",),
    "fr": ("fr",),
    "ma(french)": ("ma", "-variant", "french"),
    "it": ("it",),
    "nl": ("nl",),
    "de": ("de",),
    "ara": ("ara",),
}
# What somebody types around a scan, by the keys of an American keyboard, as it is read here.
TYPED = {
    "be": "aze;ù",
    "fr": "aze;ù",
    "ma(french)": "aze;ù",
    "it": "qwe,à",
    "nl": "qwe,",
    "de": "qwe,ä",
    "ara": "ضصثوط",
}


class Program:
    """The window in a process of its own, and the lines that it says."""

    def __init__(self, display: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.ui.kit.scanner_window"],
            env=os.environ | {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb"},
            cwd=Path(__file__).parents[3],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        self._lines: Queue[dict] = Queue()
        Thread(target=self._listen, daemon=True).start()
        assert self.next(30) == {"ready": True}

    def _listen(self) -> None:
        for line in self._process.stdout:
            self._lines.put(json.loads(line))

    def next(self, seconds: float = 10) -> dict:
        return self._lines.get(timeout=seconds)

    def ask(self, word: str) -> dict:
        self._process.stdin.write(word + "\n")
        self._process.stdin.flush()
        return self.next()

    def is_silent(self) -> bool:
        try:
            self._lines.get(timeout=0.05)
        except Empty:
            return True
        return False

    def close(self) -> None:
        self._process.stdin.write("quit\n")
        self._process.stdin.flush()
        assert self._process.wait(10) == 0
        self._process.stdin.close()
        self._process.stdout.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with x_server(tmp_path_factory.mktemp("x")) as made:
        yield made


@pytest.fixture(scope="module")
def program(server):
    made = Program(server.display)
    yield made
    made.close()


@pytest.mark.parametrize("layout", LAYOUTS)
def test_forty_scans_into_a_field_and_forty_into_a_table(server, program, layout):
    server.set_layout(*LAYOUTS[layout])
    for focus, kind in (("field", "QLineEdit"), ("table", "QTableWidget")):
        program.ask(focus)
        for number, code in enumerate(CODES):
            server.type(code, gap=0 if number % 4 else 0.001)
            server.tap(ENTER if number % 3 else TAB)
        assert [program.next() for _ in CODES] == [{"scanned": code} for code in CODES]
        assert program.ask("state") == {"text": "", "cells": [], "focus": kind}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_other_programs_codes_and_typing_around_a_scan(server, program, layout):
    server.set_layout(*LAYOUTS[layout])
    program.ask("field")
    for code in FOREIGN:
        server.type(code, gap=0.001)
        server.tap(ENTER)
        assert program.next() == {"scanned": code}
    server.type("qwe", gap=0.05)
    server.type(CODES[0], gap=0)
    server.tap(ENTER)
    assert program.next() == {"scanned": CODES[0]}
    server.type(",'" if layout != "nl" else ",", gap=0.05)
    server.tap(ENTER)
    assert program.next() == {"entered": TYPED.get(layout, "qwe,'")}
    assert program.is_silent()
