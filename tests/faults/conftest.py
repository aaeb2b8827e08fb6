"""What every fault needs: the demo's data made once, children to be killed, a report at the end."""

import multiprocessing
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from datetime import date
from multiprocessing.context import ForkServerContext
from pathlib import Path

import pytest

from mgdesk.paths import Home

from . import traffic

FIGURES = pytest.StashKey[list[tuple[str, str]]]()
Note = Callable[[str, str], None]


@pytest.fixture
def note(request: pytest.FixtureRequest) -> Note:
    """Put a line into the report: what was done to the data, and what became of it."""
    figures = request.config.stash.setdefault(FIGURES, [])

    def note_figures(fault: str, outcome: str) -> None:
        figures.append((fault, outcome))

    return note_figures


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    figures = terminalreporter.config.stash.get(FIGURES, [])
    if figures:
        width = max(len(fault) for fault, _ in figures)
        terminalreporter.section("faults")
        for fault, outcome in figures:
            terminalreporter.write_line(f"{fault:<{width}}  {outcome}")


@pytest.fixture(scope="session")
def demo_home(demo_of: Callable[[date | None], Home]) -> Home:
    """The demo as it is today, never opened again: tests take copies."""
    return demo_of(None)


@pytest.fixture
def filled(demo_home: Home, home: Home) -> Home:
    """A home of this test's own with the demo in it."""
    shutil.copytree(demo_home.root, home.root)
    return home


@pytest.fixture(scope="session")
def small_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A house's first day, closed: small enough to be damaged hundreds of times."""
    made = Home(tmp_path_factory.mktemp("small") / "home")
    traffic.work(str(made.root), 1, lambda _said: None, 60)
    return made


@pytest.fixture(scope="session")
def children() -> ForkServerContext:
    """Processes that begin with the program already imported: hundreds of them in a minute."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.faults.traffic"])
    return context


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Callable[[int], Path]]:
    """A disk of so many bytes, where this computer lets one be mounted."""
    mounted: list[Path] = []

    def mount(size: int) -> Path:
        place = tmp_path / f"disk-{len(mounted)}"
        place.mkdir()
        if os.getuid() != 0 or subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={size}", "none", place], check=False
        ).returncode:  # fmt: skip
            pytest.skip("no right to mount a small disk here")
        mounted.append(place)
        return place

    yield mount
    for place in mounted:
        subprocess.run(["umount", "-l", place], check=True)
