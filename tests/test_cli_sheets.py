"""Sheets on the command line: what is not back yet, scans filed by their codes or by hand."""

import json
from pathlib import Path

import pytest

from mgdesk.__main__ import main
from mgdesk.exchange.pages import pictures_of
from mgdesk.paths import Home
from tests.cohort_scene import make_scene


@pytest.fixture
def mgdesk(home: Home, capsys):
    def run(*words: object) -> tuple[int, str, str]:
        code = main(["--home", str(home.root), "--language", "en", *map(str, words)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


@pytest.fixture
def printed(mgdesk, desk, tmp_path: Path) -> Path:
    make_scene(desk)
    path = tmp_path / "sheets.pdf"
    assert mgdesk("print", "attendance", "CODING-1", "--month", "2026-11", "--output", path)[0] == 0
    return path


def away(mgdesk) -> list[str]:
    code, out, _ = mgdesk("list", "sheets", "--not-back", "--cohort", "CODING-1", "--json")
    assert code == 0
    return [row["number"] for row in json.loads(out)]


def test_sheets_that_are_scanned_are_back(mgdesk, printed, tmp_path) -> None:
    assert away(mgdesk) == ["MOL-2026-F00001", "MOL-2026-F00002"]
    page = tmp_path / "photo.png"
    first, _second = pictures_of(printed)
    first.rotate(90, expand=True).save(page)
    code, out, _ = mgdesk("file", page)
    assert (code, out) == (0, "Page 1: filed to MOL-2026-F00001, page 1 of 1.\n")
    assert away(mgdesk) == ["MOL-2026-F00002"]
    assert mgdesk("file", printed)[0] == 0
    assert mgdesk("list", "sheets", "--not-back")[1] == "Every sheet is back.\n"


def test_a_page_without_code_is_told_and_filed_by_hand(mgdesk, printed, tmp_path) -> None:
    page = tmp_path / "photo.png"
    first, _second = pictures_of(printed)
    first.crop((0, 200, first.width, first.height)).save(page)
    code, out, _ = mgdesk("file", page, "--json")
    assert (code, json.loads(out)[0]["result"]) == (1, "no-code")
    code, out, _ = mgdesk("file", page, "--sheet", "mol-2026-f00002")
    assert (code, out) == (0, "Page 1: filed to MOL-2026-F00002, page 1 of 1.\n")
    assert mgdesk("file", page, "--sheet", "MOL-2026-F00099")[0] == 1


def test_a_sheet_of_another_register_is_told(mgdesk, printed, tmp_path, home) -> None:
    other = Home(tmp_path / "other")
    code = main(["--home", str(other.root), "--language", "en", "file", str(printed)])
    assert code == 1


def test_what_is_no_scan_is_a_sentence(mgdesk, tmp_path) -> None:
    path = tmp_path / "scan.pdf"
    path.write_bytes(b"nothing")
    code, out, err = mgdesk("file", path)
    assert (code, out) == (1, "")
    assert "scan.pdf" in err
