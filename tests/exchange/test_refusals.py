"""Refused rows come out as they stood, with their reasons, and can be imported again once mended."""

from pathlib import Path

from mgdesk.exchange.fields import Subject
from mgdesk.exchange.plan import ImportPlan
from mgdesk.exchange.reading import read_pasted, read_table
from mgdesk.exchange.refusals import export_refused
from mgdesk.i18n import speaking


def planned(text: str) -> ImportPlan:
    return ImportPlan(read_pasted(text), (), subject=Subject.LEARNERS, country="BE")


def test_only_the_refused_rows_are_saved_as_they_stood_with_the_reason(tmp_path: Path) -> None:
    plan = planned("Voornaam\tNaam\tGSM\nLéa\tMartin\t0470 12 34 56\n\t\t0471 00 00 00\n")
    path = tmp_path / "refused.csv"
    with speaking("fr"):  # whoever asks; the list is in the language that was chosen
        assert export_refused(path, plan, language="en") == 1
    table = read_table(path)
    assert table.headings == ("Voornaam", "Naam", "GSM", "Why it was refused")
    assert table.rows == (
        ("", "", "0471 00 00 00", "There is no name in this row. Type one, or leave the row out."),
    )


def test_without_refused_rows_no_file_is_made(tmp_path: Path) -> None:
    path = tmp_path / "refused.xlsx"
    assert export_refused(path, planned("Voornaam\tNaam\nLéa\tMartin\n"), language="en") == 0
    assert not path.exists()
