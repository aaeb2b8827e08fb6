"""Cohorts and events exported by one desk, taken in by another: unchanged, or refused whole."""

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from mgdesk.desk import Desk, open_desk
from mgdesk.exchange.fields import FIELDS_OF, Subject
from mgdesk.exchange.listed import ColumnsMissing, RowRefused, listed_rows
from mgdesk.exchange.reading import read_table
from mgdesk.exchange.writing import export_rows
from mgdesk.paths import Home
from mgdesk.queries import exports
from mgdesk.queries.campuses import campuses
from mgdesk.services import listed
from mgdesk.services.campuses import add_campus

TODAY = date(2026, 11, 25)
KINDS = [
    (Subject.COHORTS, exports.cohorts, listed.import_cohorts),
    (Subject.EVENTS, exports.events, listed.import_events),
]


@pytest.fixture
def desk(home: Home, demo_of: Callable[[date | None], Home]) -> Iterator[Desk]:
    shutil.copytree(demo_of(TODAY).root, home.root)
    opened = open_desk(home)
    yield opened
    opened.close()


@pytest.fixture
def other(desk: Desk, tmp_path: Path) -> Iterator[Desk]:
    """A second desk that knows the campuses of the first, and nothing else."""
    opened = open_desk(Home(tmp_path / "other"))
    for known in desk.read(campuses):
        opened.do(
            add_campus, code=known.code, name=known.name, country=known.country, zone=known.zone
        )
    yield opened
    opened.close()


def rows_of(path: Path, subject: Subject) -> list:
    return listed_rows(read_table(path), subject, today=TODAY)


@pytest.mark.parametrize("ending", [".xlsx", ".csv"])
def test_what_one_desk_exports_another_takes_in_unchanged(
    desk: Desk, other: Desk, tmp_path: Path, ending: str
) -> None:
    for subject, query, action in KINDS:
        path = tmp_path / f"{subject}{ending}"
        export_rows(path, FIELDS_OF[subject], desk.read(query), language="ar")
        report = other.do(action, rows=rows_of(path, subject), source=path.name)
        assert report == listed.ListedReport(len(desk.read(query)), 0)
        assert other.read(query) == desk.read(query)
        again = other.do(action, rows=rows_of(path, subject), source=path.name)
        assert again == listed.ListedReport(0, len(desk.read(query)))


def test_an_import_of_cohorts_is_one_change_that_is_undone(other: Desk, tmp_path: Path) -> None:
    path = tmp_path / "groupes.csv"
    path.write_text(
        "Code;Formation;Campus;Premier jour;Dernier jour\n"
        "A-1;Web;MOL;2027-03-01;2027-03-12\nA-2;Web;MOL;2027-03-15;2027-03-26\n",
        encoding="utf-8",
    )
    other.do(listed.import_cohorts, rows=rows_of(path, Subject.COHORTS), source=path.name)
    assert other.undo_title == "2 groupes importés depuis groupes.csv"
    other.undo()
    assert other.read(exports.cohorts) == []


def test_a_row_that_cannot_be_is_named_and_nothing_is_written(other: Desk, tmp_path: Path) -> None:
    path = tmp_path / "groupes.csv"
    path.write_text(
        "Code;Formation;Campus;Premier jour;Dernier jour\n"
        "A-1;Web;MOL;2027-03-01;2027-03-12\nA-2;Web;MOL;2027-03-26;2027-03-15\n",
        encoding="utf-8",
    )
    with pytest.raises(RowRefused, match="3"):
        other.do(listed.import_cohorts, rows=rows_of(path, Subject.COHORTS), source=path.name)
    assert other.read(exports.cohorts) == []


def test_a_list_without_codes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "noms.csv"
    path.write_text("Nom;Prénom\nBenali;Amina\n", encoding="utf-8")
    with pytest.raises(ColumnsMissing):
        rows_of(path, Subject.COHORTS)
