"""What every test may have: a screen that is not there, a home of its own, a desk on real data."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from pathlib import Path

import hypothesis
import pytest

from mgdesk import i18n
from mgdesk.desk import Desk, open_desk
from mgdesk.paths import Home
from mgdesk.services.demo import make_demo
from mgdesk.storage import pins

hypothesis.settings.register_profile("desk", deadline=None)  # nothing is timed in a test
hypothesis.settings.load_profile("desk")


def pytest_configure(config: pytest.Config) -> None:
    """No screen, no habits of this computer, and the folder that Qt warns about when it is missing."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    for name in [name for name in os.environ if name.startswith("MGDESK_")]:
        del os.environ[name]
    if not Path(os.environ.get("XDG_RUNTIME_DIR") or "/nowhere").is_dir():
        folder = tempfile.mkdtemp(prefix="mgdesk-runtime-")
        os.environ["XDG_RUNTIME_DIR"] = folder
        config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest begins first, so that the workers end together."""
    items.sort(key=lambda item: item.get_closest_marker("early") is None)


@pytest.fixture(autouse=True)
def spoken_french() -> Iterator[None]:
    """Each test begins in French, whatever the one before spoke."""
    with i18n.speaking("fr", "BE"):
        yield


@pytest.fixture(autouse=True, scope="session")
def quick_pins() -> Iterator[None]:
    """PINs take their time on purpose, which no test needs."""
    kept, pins.MEMORY = pins.MEMORY, 64
    yield
    pins.MEMORY = kept


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A folder of its own, still empty."""
    return Home(tmp_path / "home")


@pytest.fixture(scope="session")
def empty_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Data with tables and no rows, made once: opening a copy costs milliseconds."""
    made = Home(tmp_path_factory.mktemp("template") / "home")
    open_desk(made).close()
    return made


@pytest.fixture(scope="session")
def demo_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[date | None], Home]:
    """The demo campuses as they are on a day (None: today), made once each: tests take copies."""

    @cache
    def made(day: date | None) -> Home:
        home = Home(tmp_path_factory.mktemp("demo") / "home")
        opened = open_desk(home)
        opened.do(make_demo, today=day)
        opened.close()
        return home

    return made


@pytest.fixture
def desk(home: Home, empty_home: Home) -> Iterator[Desk]:
    """A desk on a fresh SQLCipher file."""
    shutil.copytree(empty_home.root, home.root)
    opened = open_desk(home)
    yield opened
    opened.close()
