"""The kiosk takes the screen from the window and gives it back by a PIN; other desks are heard."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mgdesk import app, i18n, settings
from mgdesk.__main__ import main
from mgdesk.desk import Desk, open_desk
from mgdesk.paths import Home
from mgdesk.queries.kiosk import PIN
from mgdesk.services import intake, pins
from mgdesk.settings import Settings
from mgdesk.ui.editors.kiosk_start import KioskPart, PinSheet
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.single import SingleWindow
from tests.cohort_scene import add_campus
from tests.ui.stage import bare, settled, sheet
from tests.ui.test_accessible_names import nameless

Start = Callable[..., app.Started]


@pytest.fixture
def start(qapp: QApplication, qtbot: QtBot, home: Home, empty_home: Home) -> Iterator[Start]:
    """The real program on a home of one campus, in French."""
    shutil.copytree(empty_home.root, home.root)
    settings.save(Settings(language="fr", theme="light"), home.settings)
    running: list[app.Started] = []

    def make(*, pin: str = "", is_kiosk: bool = False) -> app.Started:
        desk = open_desk(home)
        add_campus(desk)
        if pin:
            desk.do(pins.set_pin, name=PIN, pin=pin)
        desk.close()
        started = app.Started(qapp, home, None, None, is_kiosk=is_kiosk)
        running.append(started)
        qtbot.addWidget(started.frame)
        started.show()
        qtbot.waitUntil(lambda: is_open(started), timeout=20_000)
        settled(qtbot, context_of(started))
        return started

    yield make
    for started in running:
        if started.window is not None and started.window.kiosk_window is not None:
            started.window.kiosk_window._is_leaving = True
            started.window.kiosk_window.close()
        started.frame.close()
        started.close()
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def is_open(started: app.Started) -> bool:
    return started.window is not None and started.window.context is not None


def context_of(started: app.Started) -> Context:
    assert started.window is not None
    assert started.window.context is not None
    return started.window.context


def test_the_command_opens_the_kiosk_alone_and_the_pin_brings_the_window(
    start: Start, qtbot: QtBot
) -> None:
    started = start(pin="2468", is_kiosk=True)
    window = started.window
    assert window is not None
    kiosk = window.kiosk_window
    assert kiosk is not None
    assert (kiosk.isFullScreen(), started.frame.isVisible()) == (True, False)
    assert window._pages == {}  # nothing was read that visitors could see
    started._raise()  # the program was started a second time
    assert not started.frame.isVisible()
    kiosk.speak("ar")
    kiosk.ask_pin()
    for digit in "2468":
        kiosk.press(digit)
    with qtbot.waitSignal(kiosk.left, timeout=20_000):
        kiosk._leaving.enter()
    assert started.frame.isVisible()
    assert window.kiosk_window is None
    assert i18n.spoken_language() == "fr"
    assert window._pages
    settled(qtbot, context_of(started))


def test_the_menu_asks_for_a_pin_first_where_there_is_none(start: Start, qtbot: QtBot) -> None:
    started = start()
    assert started.window is not None
    command = started.window.commands.find("kiosk")
    assert command is not None
    command.trigger()
    settled(qtbot, context_of(started))
    asked = sheet(PinSheet)
    assert nameless(asked) == []
    asked.form.pin.value, asked.form.again.value = "2468", "2469"
    asked.save()
    assert started.window.kiosk_window is None
    asked.form.again.value = "2468"
    qtbot.mouseClick(asked.accept_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: started.window.kiosk_window is not None, timeout=20_000)
    assert not started.frame.isVisible()


def test_a_kiosk_that_cannot_open_leaves_the_window_as_it_is(start: Start, qtbot: QtBot) -> None:
    started = start(is_kiosk=True)
    assert started.window is not None
    assert started.window.kiosk_window is None
    assert started.frame.isVisible()
    assert started.window._pages
    sheet(PinSheet).close()
    settled(qtbot, context_of(started))


def test_a_kiosk_and_a_window_stand_side_by_side(home: Home) -> None:
    one, other = SingleWindow(home), SingleWindow(home, "kiosk")
    assert (one.is_first, other.is_first) == (True, True)
    assert not SingleWindow(home, "kiosk").is_first


def test_the_window_hears_other_desks_by_itself(start: Start, qtbot: QtBot) -> None:
    started = start()
    heard: list[frozenset[str]] = []
    context_of(started).desk.listen(heard.append)
    other = open_desk(context_of(started).desk.home)
    other.do(intake.add_person, first_name="Noor")
    other.close()
    qtbot.waitUntil(lambda: bool(heard), timeout=20_000)
    assert "person" in heard[0]
    settled(qtbot, context_of(started))


def test_the_settings_say_whether_there_is_a_pin_and_change_it(
    qtbot: QtBot, context: Context, desk: Desk
) -> None:
    i18n.speak("en")
    part = KioskPart(context)
    qtbot.addWidget(part)
    part.show()
    settled(qtbot, context)
    assert bare(part.button.text()) == "Choose a PIN…"
    desk.do(pins.set_pin, name=PIN, pin="2468")
    part.load()
    settled(qtbot, context)
    assert bare(part.button.text()) == "Change the PIN…"


@pytest.mark.parametrize(
    ("typed", "language"), [(["--kiosk"], None), (["--language", "nl", "--kiosk"], "nl")]
)
def test_the_command_line_opens_it(
    typed: list[str], language: str | None, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[Home, str | None, bool]] = []

    def run(
        place: Home,
        *,
        language: str | None,
        arguments: list[str],
        is_kiosk: bool,
        passphrase_file: Path | None,
    ) -> int:
        assert passphrase_file is None
        assert "--kiosk" not in arguments  # Qt knows nothing of it
        asked.append((place, language, is_kiosk))
        return 0

    monkeypatch.setattr(app, "run", run)
    assert main(["--home", str(home.root), *typed]) == 0
    assert asked == [(home, language, True)]
