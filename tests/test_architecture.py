"""The layers hold, each contract notices a crossing, and the house keeps its shape."""

import re
import shutil
import subprocess
import sys
from fnmatch import fnmatch
from pathlib import Path

import pytest

PROJECT = Path(__file__).parent.parent

LAYERS = "Layers: each knows only those below"
QT = "PySide6 only in ui and app"
WINDOW = "The window knows no SQL, paper or tables"
PAPER = "Paper and files are made from plain data"
PAGES = "Pages are independent of each other"
INSIDE = "Inside the window: window, pages, editors, actions, kit"
CYCLES = "No cycles among siblings"

# Which contract, which new modules with which line in them, and what the report must name.
CROSSINGS = [
    (LAYERS, {"rules/crossing.py": "import mgdesk.model.base"}, "mgdesk.rules.crossing"),
    (LAYERS, {"model/crossing.py": "import mgdesk.storage.database"}, "mgdesk.model.crossing"),
    (LAYERS, {"queries/crossing.py": "import mgdesk.services.cohorts"}, "mgdesk.queries.crossing"),
    (LAYERS, {"services/crossing.py": "import mgdesk.desk"}, "mgdesk.services.crossing"),
    (LAYERS, {"documents/crossing.py": "import mgdesk.exchange"}, "mgdesk.documents.crossing"),
    (LAYERS, {"ui/kit/crossing.py": "import mgdesk.app"}, "mgdesk.ui.kit.crossing"),
    (LAYERS, {"helpers.py": "import json"}, "mgdesk.helpers"),
    (QT, {"services/crossing.py": "from PySide6.QtCore import QDate"}, "mgdesk.services.crossing"),
    (QT, {"rules/crossing.py": "import shiboken6"}, "mgdesk.rules.crossing"),
    (WINDOW, {"ui/kit/crossing.py": "import sqlalchemy"}, "mgdesk.ui.kit.crossing"),
    (WINDOW, {"ui/editors/crossing.py": "import reportlab"}, "mgdesk.ui.editors.crossing"),
    (
        WINDOW,
        {"ui/pages/crossing.py": "from mgdesk.storage import database"},
        "mgdesk.ui.pages.crossing",
    ),
    (WINDOW, {"ui/pages/crossing.py": "import mgdesk.documents"}, "mgdesk.ui.pages.crossing"),
    (PAPER, {"documents/crossing.py": "import mgdesk.model.person"}, "mgdesk.documents.crossing"),
    (PAPER, {"typesetting/crossing.py": "import sqlalchemy"}, "mgdesk.typesetting.crossing"),
    (PAPER, {"exchange/crossing.py": "import mgdesk.model.base"}, "mgdesk.exchange.crossing"),
    (
        PAGES,
        {"ui/pages/crossing.py": "import mgdesk.ui.pages.crossed", "ui/pages/crossed.py": ""},
        "mgdesk.ui.pages.crossing",
    ),
    (
        INSIDE,
        {"ui/kit/crossing.py": "import mgdesk.ui.editors.crossed", "ui/editors/crossed.py": ""},
        "mgdesk.ui.kit.crossing",
    ),
    (INSIDE, {"ui/helpers.py": ""}, "mgdesk.ui.helpers"),
    (
        CYCLES,
        {
            "rules/crossing.py": "import mgdesk.rules.crossed",
            "rules/crossed.py": "import mgdesk.rules.crossing",
        },
        "mgdesk.rules",
    ),
]

CONTRACTS = [LAYERS, QT, WINDOW, PAPER, PAGES, INSIDE, CYCLES]


def lint(folder: Path) -> tuple[int, str]:
    """What import-linter says of the package in a folder, by the contracts of its pyproject."""
    linter = "import sys; from importlinter.cli import lint_imports as lint; sys.exit(lint(no_logo=True))"
    done = subprocess.run(
        [sys.executable, "-c", linter],
        cwd=folder,
        env={"COLUMNS": "400", "PYTHONIOENCODING": "utf-8", "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package and its contracts, its imports already read once."""
    folder = tmp_path_factory.mktemp("house")
    shutil.copy2(PROJECT / "pyproject.toml", folder)
    shutil.copytree(
        PROJECT / "mgdesk", folder / "mgdesk", ignore=shutil.ignore_patterns("__pycache__")
    )
    lint(folder)
    return folder


def test_every_contract_is_kept(house: Path) -> None:
    status, report = lint(house)
    assert (status, re.findall(r"^(.*) KEPT$", report, re.MULTILINE)) == (0, CONTRACTS), report


@pytest.mark.parametrize(
    ("contract", "modules", "culprit"),
    CROSSINGS,
    ids=[f"{contract.split(':')[0]}-{culprit}-{index}" for index, (contract, _, culprit)
         in enumerate(CROSSINGS)],
)  # fmt: skip
def test_crossing_is_noticed(
    house: Path, tmp_path: Path, contract: str, modules: dict[str, str], culprit: str
) -> None:
    folder = tmp_path / "house"
    shutil.copytree(house, folder)
    for name, line in modules.items():
        (folder / "mgdesk" / name).write_text(f'"""Crosses a layer."""\n\n{line}\n')
    status, report = lint(folder)
    assert status == 1, report
    assert f"{contract} BROKEN" in report
    details = report.partition("Broken contracts")[2].partition(f"{contract}\n")[2]
    assert culprit in details


def test_each_contract_is_crossed_at_least_once() -> None:
    assert {contract for contract, _, _ in CROSSINGS} == set(CONTRACTS)


# --- the shape of the house ---------------------------------------------------------------------

TOP = {
    "mgdesk", "resources", "main.py", "pyproject.toml", "tests", "installer",
    "README.md", "CHANGELOG.md", "LICENSE", ".ci", ".git", ".gitignore",
}  # fmt: skip
DRAWERS = {"common", "utils", "util", "helpers", "helper", "misc", "manager"}

# Spelt in two, so that this file does not name them either.
HOSTS = ["pypi" + ".org", "python" + "hosted", "debian" + ".org/debian", "archive.ubuntu" + ".com",
         "astral" + ".sh", "uv" + ".lock"]  # fmt: skip
LETTERS = {".py", ".sh", ".toml", ".txt", ".md", ".cfg", ".ini", ".yml", ".yaml", ".json", ""}


def ignored() -> list[str]:
    lines = (PROJECT / ".gitignore").read_text(encoding="utf-8").splitlines()
    return [line.rstrip("/") for line in lines if line]


def ours() -> list[Path]:
    """The project's own files: what is not ignored by git."""
    patterns = [*ignored(), ".git"]
    found = []
    waiting = [PROJECT]
    while waiting:
        for entry in waiting.pop().iterdir():
            if any(fnmatch(entry.name, pattern) for pattern in patterns):
                continue
            if entry.is_dir():
                waiting.append(entry)
            else:
                found.append(entry)
    return found


def test_nothing_else_lies_at_the_top() -> None:
    kept = {entry.name for entry in PROJECT.iterdir()}
    strangers = {n for n in kept - TOP if not any(fnmatch(n, pattern) for pattern in ignored())}
    assert strangers == set()


def test_no_file_names_where_packages_are_downloaded_from() -> None:
    named = [
        (str(path.relative_to(PROJECT)), host)
        for path in ours()
        if path.suffix in LETTERS
        for host in HOSTS
        if host in path.read_text(encoding="utf-8", errors="replace")
    ]
    assert named == []
    assert [path for path in ours() if path.name == "uv" + ".lock"] == []


def test_no_drawer_for_odds_and_ends() -> None:
    package = [path for path in ours() if path.is_relative_to(PROJECT / "mgdesk")]
    assert [path for path in package if {path.stem, path.parent.name} & DRAWERS] == []


def test_each_module_opens_with_a_sentence_that_says_what_it_is() -> None:
    silent = [
        str(path.relative_to(PROJECT))
        for path in ours()
        if path.suffix == ".py"
        and path.is_relative_to(PROJECT / "mgdesk")
        and path.name != "__init__.py"
        and "versions" not in path.parts
        and not re.match(r'(from __future__ .*\n)?"""\S', path.read_text(encoding="utf-8"))
    ]
    assert silent == []
