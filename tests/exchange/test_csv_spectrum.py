"""csv-spectrum: the cases that every reader of .csv should pass (tests/data/csv-spectrum)."""

import json
from pathlib import Path

import pytest

from mgdesk.exchange.delimited import read_delimited
from mgdesk.exchange.text import cleaned_lines

FOLDER = Path(__file__).parents[1] / "data" / "csv-spectrum"
CASES = sorted(path.stem for path in FOLDER.glob("*.csv"))


@pytest.mark.parametrize("case", CASES)
def test_a_case_of_csv_spectrum_is_read(case: str) -> None:
    wanted = json.loads((FOLDER / f"{case}.json").read_text("utf-8"))
    headings, *rows = read_delimited((FOLDER / f"{case}.csv").read_bytes(), case)
    assert [dict(zip(headings, row, strict=True)) for row in rows] == [
        {name: cleaned_lines(value) for name, value in row.items()} for row in wanted
    ]


def test_all_cases_are_there() -> None:
    assert len(CASES) == 11


@pytest.mark.parametrize("told", ['sep="\n', "sep=\n", "sep=\\\n", "sep=;\n", "sep=\t\n"])
def test_whatever_a_first_line_tells_of_the_delimiter_is_no_fault(told: str) -> None:
    assert read_delimited(f"{told}Nom;Age\nZoé;12\n".encode(), "list.csv")
