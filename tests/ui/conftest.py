"""What every test of a screen may have: the look worn, a context on a real desk without a window."""

import gc
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMainWindow
from pytestqt.qtbot import QtBot

from mgdesk import i18n
from mgdesk.desk import Desk, open_desk
from mgdesk.paths import Home
from mgdesk.settings import Settings
from mgdesk.ui.kit import dress, veil
from mgdesk.ui.kit.background import Background
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.frame import Frame
from mgdesk.ui.kit.jobs import Jobs
from mgdesk.ui.kit.toast import Toasts
from mgdesk.ui.main_window import MainWindow
from tests.cohort_scene import make_scene
from tests.ui import walking
from tests.ui.hand import Hand
from tests.ui.stage import open_sheets
from tests.ui.wall import Wall

EIGHT_FIFTY = datetime(2026, 11, 2, 7, 50, tzinfo=UTC)  # in Brussels, a Monday
# The offscreen platform has no window manager to tell about sizes; no screen of ours is meant.
NO_WINDOW_MANAGER = "This plugin does not support (propagateSizeHints|raise|grabbing the keyboard)"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        item.add_marker(pytest.mark.qt_log_ignore(NO_WINDOW_MANAGER))


@pytest.fixture(autouse=True)
def worn(qapp: QApplication) -> Iterator[None]:
    """Each test begins in light colours at 100 %."""
    dress.wear(qapp, colours="light", scale=100)
    yield
    dress.wear(qapp, colours="light", scale=100)
    if veil.is_on():
        veil.lift()


@pytest.fixture(scope="session", autouse=True)
def collected_by_hand() -> Iterator[None]:
    """No widget dies in a worker: as in the program, only the window's thread collects garbage."""
    gc.freeze()
    gc.disable()
    yield
    gc.enable()
    gc.unfreeze()


@pytest.fixture(autouse=True)
def collected() -> Iterator[None]:
    yield
    gc.collect(1)


@pytest.fixture
def background(qtbot: QtBot) -> Iterator[Background]:
    """Workers that have all ended when the test has."""
    made = Background()
    yield made
    made.close()
    made.wait()


@dataclass
class StandIn:
    """In the place of the window: remembers what the context asked of it."""

    went: list[tuple[str, UUID | None]] = field(default_factory=list)
    errors: list[BaseException] = field(default_factory=list)
    applied: list[tuple[str, object]] = field(default_factory=list)
    undone: int = 0
    settled: int = 0

    def navigate(self, kind: str, record_id: UUID | None) -> None:
        self.went.append((kind, record_id))

    def settle(self) -> None:
        self.settled += 1

    def undo(self) -> None:
        self.undone += 1

    def fail(self, error: BaseException) -> None:
        self.errors.append(error)

    def look_at_keeping(self) -> None:
        """The status bar is the window's."""

    def apply_setting(self, name: str, value: object) -> None:
        self.applied.append((name, value))


@pytest.fixture
def stand_in() -> StandIn:
    return StandIn()


@pytest.fixture
def context(
    qtbot: QtBot, desk: Desk, background: Background, stand_in: StandIn
) -> Iterator[Context]:
    """What a page is given, on a real desk."""
    window = QMainWindow()
    qtbot.addWidget(window)
    made = Context(desk, Settings(), background, Jobs(background), Toasts(window), stand_in)
    yield made
    background.close()
    background.wait()


@pytest.fixture(scope="session")
def demo_template(demo_of: Callable[[date | None], Home]) -> Home:
    """The demo campuses as they are today."""
    return demo_of(None)


@pytest.fixture
def demo_window(
    qtbot: QtBot, background: Background, demo_template: Home, home: Home
) -> Iterator[MainWindow]:
    """The whole window on a demo campus of its own, in French."""
    shutil.copytree(demo_template.root, home.root)
    desk = open_desk(home)
    i18n.speak("fr")
    frame = Frame("", "#ffffff", "#ffffff")
    qtbot.addWidget(frame)
    made = MainWindow(frame, Settings(theme="light"), background, dress=lambda: None)
    frame.show()
    made.open_with(lambda: desk)
    walking.settle(qtbot, made)
    yield made
    background.close()
    background.wait()
    desk.close()


# --- ten to nine: the window of a desk whose class begins soon ------------------------------------


@pytest.fixture
def wall(monkeypatch, desk):
    made = Wall(EIGHT_FIFTY)
    made.hang(monkeypatch, desk)
    return made


@pytest.fixture
def scene(desk, wall):
    wall.now -= timedelta(days=40)
    made = make_scene(desk)
    wall.now += timedelta(days=40)
    return made


@pytest.fixture
def hand(sit_down, desk, scene):
    """At the whole window, on Today."""
    return sit_down(desk)


@pytest.fixture
def sit_down(qapp, qtbot, background):
    """Opens the window of a desk."""
    settings = Settings(language="en", theme="light", sound=False)

    def put_on():
        i18n.speak(settings.language)
        ways = Qt.LayoutDirection
        is_mirrored = i18n.is_right_to_left()
        qapp.setLayoutDirection(ways.RightToLeft if is_mirrored else ways.LeftToRight)
        dress.wear(qapp, colours=settings.theme, scale=settings.scale)

    frames = []

    def opened(desk):
        put_on()
        frame = Frame("", "#ffffff", "#ffffff")
        qtbot.addWidget(frame)
        frames.append(frame)
        window = MainWindow(frame, settings, background, dress=put_on)
        frame.show()
        frame.activateWindow()
        window.open_with(lambda: desk)
        walking.settle(qtbot, window)
        return Hand(qtbot, window)

    yield opened
    for dialog in open_sheets():
        dialog.close()
    for frame in frames:
        frame.close()
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
