"""What every test may have: a screen that is not there, a home of its own, a desk on real data."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.pop("MGDESK_HOME", None)
os.environ.pop("MGDESK_DATABASE", None)

from mgdesk import i18n
from mgdesk.desk import Desk, open_desk
from mgdesk.paths import Home


@pytest.fixture(autouse=True)
def spoken_french() -> Iterator[None]:
    """Each test begins in French, whatever the one before spoke."""
    with i18n.speaking("fr", "BE"):
        yield


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


@pytest.fixture
def desk(home: Home, empty_home: Home) -> Iterator[Desk]:
    """A desk on a fresh SQLCipher file."""
    shutil.copytree(empty_home.root, home.root)
    opened = open_desk(home)
    yield opened
    opened.close()
