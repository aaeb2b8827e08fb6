"""The first moments: who is expected stands there before the desk is open, and what is typed is kept."""

import shutil

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from mgdesk import app
from mgdesk.storage.first_board import FirstRow
from mgdesk.ui.kit import early, theme
from mgdesk.ui.kit.early import EarlyBoard
from mgdesk.ui.kit.frame import Frame

ROWS = [FirstRow("Amina Ali", "09:00", "MOL-WEB-14", ""), FirstRow("Zoé B.", "09:00", "X", "08:58")]


@pytest.fixture
def started(qapp, qtbot, demo_template, home):
    shutil.copytree(demo_template.root, home.root)
    made = app.Started(qapp, home, "fr")
    qtbot.addWidget(made.frame)
    yield made
    made.close()


def test_people_come_before_the_desk_and_what_was_typed_reaches_the_field(started, qtbot):
    shown = []
    start = started._start

    def before_the_rest():
        """Everything else waits until somebody has looked and typed."""
        if started.frame.early is not None and not shown:
            shown.append(list(started.frame.early.names))
            qtbot.keyClicks(started.frame, "ami")
            shown.append(started.frame.early.typed)
        start()

    started._start = before_the_rest
    started.show()
    qtbot.waitUntil(lambda: started.window is not None, timeout=20_000)
    qtbot.waitUntil(lambda: started.window.context is not None, timeout=20_000)
    qtbot.waitUntil(lambda: started.frame.early is None, timeout=20_000)
    page = started.window.shell.pages.currentWidget()
    qtbot.waitUntil(lambda: page.search.text() != "" or not shown, timeout=20_000)
    if not shown:
        pytest.skip("nobody is expected on this day of the demo")
    assert len(shown[0]) > 5
    assert shown[1] == "ami"
    assert page.search.text() == "ami"
    assert not any(isinstance(w, EarlyBoard) and w.isVisible() for w in QApplication.allWidgets())


def test_the_board_is_painted_in_the_colours_of_the_look_and_mirrored(qtbot):
    assert {early._LIGHT[name] for name in early._LIGHT} <= set(theme.LIGHT)
    assert {early._DARK[name] for name in early._DARK} <= set(theme.DARK)
    frame = Frame("", "#ffffff", "#ffffff")
    qtbot.addWidget(frame)
    frame.resize(1000, 700)
    frame.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    frame.show_early(ROWS, is_dark=False)
    assert frame.early.geometry().left() == 0
    assert frame.early.names == ["Amina Ali", "Zoé B."]
    picture = frame.early.grab().toImage()
    white = QColor("white")
    inked = [
        x
        for x in range(40, picture.width() - 40)
        if any(
            picture.pixelColor(x, y).lightness() < 120 < white.lightness() for y in range(104, 144)
        )
    ]
    assert max(inked) > picture.width() * 0.8
    assert min(inked) < picture.width() * 0.3


def test_an_arabic_window_is_mirrored_from_its_first_moment(qapp, qtbot, home):
    home.root.mkdir(parents=True)
    home.settings.write_text(
        'language = "ar"\ntheme = "dark"\nplace = "cohorts"\n', encoding="utf-8"
    )
    made = app.Started(qapp, home, None)
    qtbot.addWidget(made.frame)
    assert made.frame.isRightToLeft()
    assert (made._is_dark, made._first_place) == (True, "cohorts")
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
