"""Whatever is exported comes back unchanged, in every language, as .xlsx and as .csv."""

import zipfile
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mgdesk.errors import DiskFull, FileCannotBeWritten
from mgdesk.exchange import writing
from mgdesk.exchange.cells import Reader
from mgdesk.exchange.columns import guess_columns
from mgdesk.exchange.contact import parse_email, parse_phone
from mgdesk.exchange.fields import DAYS, FIELDS_OF, MOMENTS, Field, Subject, Value
from mgdesk.exchange.reading import read_table
from mgdesk.exchange.writing import export_rows
from mgdesk.i18n import LANGUAGES
from mgdesk.rules import names
from mgdesk.rules.application import ApplicationStatus, Channel
from mgdesk.rules.enrolment import CohortStatus
from mgdesk.rules.events import EventStatus, RegistrationStatus
from mgdesk.rules.people import Gender

TODAY = date(2026, 11, 23)
FREE = st.text(max_size=40).map(names.clean) | st.sampled_from(
    ["=1+1", "+32 470", "-5", "@cmd", "'=1", "''", "'t Hooft", "＝1", '"', ";", "a;b,c|d", "_x000D_",
     "007", "1e5", "TRUE", "12/04/1998", "NULL", "محمد", "👩‍💻", "sep=,", "Nom", "é", "#N/A"]
)  # fmt: skip
NOTE = st.lists(FREE, max_size=3).map(lambda lines: names.clean_lines("\n".join(lines)))
SPECIAL: dict[Field, st.SearchStrategy[Value]] = {
    Field.GENDER: st.sampled_from(["", *Gender]),
    Field.REGISTRATION_STATUS: st.sampled_from([*RegistrationStatus]),
    Field.LANGUAGE: st.sampled_from(["", *LANGUAGES]),
    Field.COUNTRY: st.sampled_from(["", "BE", "MA", "Syldavie"]),
    Field.PHONE: FREE.map(lambda text: parse_phone(text, "BE").text) | st.just("+32470123456"),
    Field.EMERGENCY_PHONE: st.just("") | st.just("+212612345678"),
    Field.EMAIL: FREE.map(lambda text: parse_email(text).text) | st.just("amina@example.org"),
    Field.NOTE: NOTE,
    Field.MOTIVATION: NOTE,
    Field.AVAILABILITY: NOTE,
    Field.WISHED_LANGUAGE: st.sampled_from(["", *LANGUAGES]),
    Field.APPLICATION_STATUS: st.sampled_from([*ApplicationStatus]),
    Field.CHANNEL: st.sampled_from([*Channel]),
    Field.SCHOOLING_LEVEL: st.just("") | st.integers(1, 8).map(str),
    Field.DESCRIPTION: NOTE,
}


def cells(subject: Subject, field: Field) -> st.SearchStrategy[Value]:
    if field == Field.STATUS:
        return st.sampled_from([*(CohortStatus if subject == Subject.COHORTS else EventStatus)])
    if field == Field.CAPACITY:
        return st.integers(0, 999).map(str)
    if field in DAYS:
        return st.just("") | st.dates(date(1900, 1, 1), TODAY)
    if field in MOMENTS:
        moments = st.datetimes(datetime(1950, 1, 1), datetime(2050, 1, 1))
        return moments.map(lambda moment: moment.replace(microsecond=0))
    return SPECIAL.get(field, FREE)


def rows(subject: Subject) -> st.SearchStrategy[list[dict[Field, Value]]]:
    fields = [field for field in FIELDS_OF[subject] if field != Field.FULL_NAME]
    strategy = {field: cells(subject, field) for field in fields}
    first = fields[0] if subject in {Subject.COHORTS, Subject.EVENTS} else Field.SURNAME
    strategy[first] = FREE.filter(bool)  # a row without anything is no row
    return st.lists(st.fixed_dictionaries(strategy), min_size=1, max_size=6)


def read_back(path: Path, subject: Subject) -> list[dict[Field, Value]]:
    """The rows as an import reads them, by its guessed columns."""
    table = read_table(path)
    columns = guess_columns(table, subject)
    reader = Reader("BE", TODAY)
    return [
        {
            field: reader.read(field, cell)[0]
            for cell, field in zip(row, columns, strict=True)
            if field
        }
        for row in table.rows
    ]


def as_read(row: Mapping[Field, Value]) -> dict[Field, Value]:
    return {field: getattr(value, "value", value) for field, value in row.items()}


@pytest.mark.parametrize("ending", [".xlsx", ".csv"])
@pytest.mark.parametrize("subject", list(Subject))
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_an_export_comes_back_unchanged(
    subject: Subject, ending: str, data: st.DataObject, tmp_path: Path
) -> None:
    people = data.draw(rows(subject))
    language = data.draw(st.sampled_from([*LANGUAGES]))
    fields = [field for field in FIELDS_OF[subject] if field != Field.FULL_NAME]
    path = export_rows(
        tmp_path / f"liste{ending}", fields, people, language=language, title="Liste"
    )
    assert read_back(path, subject) == [as_read(row) for row in people]


def test_nothing_exported_to_csv_can_become_a_formula(tmp_path: Path) -> None:
    texts = ["=1+1", "+32", "-1", "@x", "＝1", "＋1", "'=1", "\t=1"]
    path = export_rows(
        tmp_path / "l.csv",
        [Field.SURNAME],
        [{Field.SURNAME: text} for text in texts],
        language="fr",
    )
    lines = path.read_text(encoding="utf-8-sig").splitlines()[1:]
    assert all(line.startswith("'") for line in lines)


def test_an_xlsx_holds_strings_real_dates_and_no_formula(tmp_path: Path) -> None:
    row = {Field.SURNAME: "=1+1", Field.BIRTH_DATE: date(1998, 4, 12)}
    path = export_rows(tmp_path / "l.xlsx", list(row), [row], language="ar", title="متعلمون: [1]")
    with zipfile.ZipFile(path) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert 'rightToLeft="1"' in sheet
    assert 'state="frozen"' in sheet
    assert "<autoFilter" in sheet
    assert read_table(path).rows == (("=1+1", date(1998, 4, 12)),)


@pytest.mark.parametrize(
    ("language", "delimiter"), [("fr", ";"), ("nl", ";"), ("it", ";"), ("en", ",")]
)
def test_csv_is_cut_as_the_local_spreadsheet_expects(
    language: str, delimiter: str, tmp_path: Path
) -> None:
    path = export_rows(
        tmp_path / "l.csv", [Field.SURNAME, Field.PHONE], [{"surname": "Benali"}], language=language
    )
    content = path.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.decode("utf-8-sig").splitlines()[1] == f"Benali{delimiter}"


def test_an_ending_nobody_knows_gets_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(writing.UnknownEnding):
        export_rows(tmp_path / "l.doc", [Field.SURNAME], [], language="fr")


@pytest.mark.parametrize("ending", [".xlsx", ".csv"])
def test_a_place_that_cannot_be_written_gets_a_sentence_and_leaves_nothing(
    ending: str, tmp_path: Path
) -> None:
    with pytest.raises(FileCannotBeWritten):
        export_rows(tmp_path / "none" / f"l{ending}", [Field.SURNAME], [], language="fr")
    (tmp_path / f"l{ending}").mkdir()
    with pytest.raises(FileCannotBeWritten):
        export_rows(tmp_path / f"l{ending}", [Field.SURNAME], [], language="fr")
    assert [path.name for path in tmp_path.iterdir()] == [f"l{ending}"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a disk that is always full")
def test_a_full_disk_gets_a_sentence_and_the_old_file_stays(tmp_path: Path) -> None:
    path = tmp_path / "l.csv"
    path.write_text("avant")
    (tmp_path / ".l.csv.part").symlink_to("/dev/full")
    with pytest.raises(DiskFull):
        export_rows(path, [Field.SURNAME], [{"surname": "x" * 100_000}], language="fr")
    assert [found.name for found in tmp_path.iterdir()] == ["l.csv"]
    assert path.read_text() == "avant"
