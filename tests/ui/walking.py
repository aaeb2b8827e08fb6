"""A walk through the whole window: each page, its first record, its parts, the dialogs of its commands."""

from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QTabWidget
from pytestqt.qtbot import QtBot

from mgdesk.ui.kit.table import Table
from mgdesk.ui.main_window import MainWindow

QUIET = 3  # turns: an answer may ask for the next thing


def some(all_of_them: Iterable[str], *usual: str) -> list[Any]:
    """Parameters of a walk: the usual ones at each run, the others where everything is looked at."""
    return [
        one if one in usual else pytest.param(one, marks=pytest.mark.thorough)
        for one in all_of_them
    ]


def settle(qtbot: QtBot, window: MainWindow) -> None:
    """Wait until the desk is open and nothing has run beside the window for a few turns on end."""
    qtbot.waitUntil(lambda: window.context is not None, timeout=20_000)
    quiet = 0
    while quiet < QUIET:
        qtbot.waitUntil(lambda: window.background.is_idle, timeout=20_000)
        qtbot.wait(20)
        quiet = quiet + 1 if window.background.is_idle else 0


def no_file_dialogs(monkeypatch: pytest.MonkeyPatch) -> None:
    """The system's own file dialog is not ours, and waits for somebody."""
    for ask in ("getOpenFileName", "getOpenFileNames", "getSaveFileName", "getExistingDirectory"):
        monkeypatch.setattr(QFileDialog, ask, lambda *_a, **_k: ("", ""))


def shown_dialogs() -> list[QDialog]:
    return [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()]


def close_dialogs(qtbot: QtBot) -> None:
    for dialog in shown_dialogs():
        dialog.close()
    qtbot.wait(1)


def visit(window: MainWindow, place: str, qtbot: QtBot) -> Iterator[str]:
    """A page, its first record, its parts: says where it stands once everything there is settled."""
    window.go(place)
    settle(qtbot, window)
    yield place
    page = window.shell.pages.currentWidget()
    for table in page.findChildren(Table):
        if table.isVisible() and table.rows:
            table.step(1)
            settle(qtbot, window)
    yield f"{place}, its first record"
    for tabs in page.findChildren(QTabWidget):
        for part in range(tabs.count()):
            tabs.setCurrentIndex(part)
            settle(qtbot, window)
            yield f"{place}, {tabs.tabText(part)}"


def walk(window: MainWindow, place: str, qtbot: QtBot) -> Iterator[str]:
    """A visit, then the dialogs of the page's commands; nothing is deleted on the way."""
    yield from visit(window, place, qtbot)
    own = [command.id for command in window.shell.pages.currentWidget().commands()]
    for name in dict.fromkeys(["new", *own]):
        shown = window.commands.find(name)
        if shown is None or not shown.isEnabled() or name.endswith("delete"):
            continue
        shown.trigger()
        settle(qtbot, window)
        yield f"{place}, {name}"
        close_dialogs(qtbot)


def activate(window: MainWindow, qtbot: QtBot) -> None:
    """Without a window manager nobody else does."""
    window.frame.activateWindow()
    qtbot.waitUntil(window.frame.isActiveWindow)
