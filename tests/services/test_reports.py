"""The report that leaves the house: pages, workbook and indicators say the same, and hide the same."""

import csv
import shutil
import zipfile
from datetime import date

import pytest
from pikepdf import pdfa
from python_calamine import CalamineWorkbook

from mgdesk import i18n
from mgdesk.__main__ import main
from mgdesk.desk import open_desk
from mgdesk.exchange.writing import UnknownEnding
from mgdesk.i18n import gettext as _
from mgdesk.paths import Home
from mgdesk.queries.campuses import campus_id_of
from mgdesk.queries.indicators import participants
from mgdesk.queries.small_counts import hidden_below
from mgdesk.queries.statistics import report
from mgdesk.rules.figures import FIGURES, Scope, Unit, said
from mgdesk.rules.suppression import published
from mgdesk.services import documents, figure_files, indicator_files, reports
from tests.documents import tags
from tests.report_scene import TODAY, make_report_scene
from tests.typesetting.reading_back import lines_of_pdfium

pytestmark = pytest.mark.early

YEAR = Scope(date(2026, 1, 1), date(2026, 12, 31))


@pytest.fixture(scope="module")
def desk(tmp_path_factory, demo_of):
    home = Home(tmp_path_factory.mktemp("reports") / "home")
    shutil.copytree(demo_of(TODAY).root, home.root)
    made = open_desk(home)
    made.do(make_report_scene)
    yield made
    made.close()


def squeezed(text):
    return "".join(
        letter for letter in text if not letter.isspace() and letter not in "\u2068\u2069"
    )


def test_the_pages_say_each_figure_with_its_definition_and_can_be_read_aloud(desk, tmp_path):
    scope = Scope(YEAR.first_day, YEAR.last_day, desk.read(campus_id_of, code="MOL"))
    paper = desk.read(reports.activity_report, scope=scope, day=TODAY, language="fr")
    path, again = tmp_path / "report.pdf", tmp_path / "again.pdf"
    pages = documents.write_pdf(paper, path)
    documents.write_pdf(paper, again)
    assert path.read_bytes() == again.read_bytes()
    assert pdfa.validate_written(path, "2b").passed
    whole = squeezed("".join(
        line for page in range(1, pages + 1) for line in lines_of_pdfium(path, page=page)
    ))  # fmt: skip
    with i18n.speaking("fr", "BE"):
        shown = published(desk.read(report, scope=scope), 5)
        for one in FIGURES:
            for words in (said(one, shown.figures[one.id]), _(one.label), _(one.sentence)):
                assert squeezed(words) in whole, one.id
    document = tags.tree(path)
    assert tags.unmarked_text(path) == ""
    heads = [part.text for part in document.all("H1")]
    assert heads == ["Rapport d’activité", "Personnes", "Formation", "Après la formation",
                     "Événements", "Coworking et accompagnement"]  # fmt: skip
    charts = [part.alt for part in document.all("Figure") if "nov." in part.alt]
    assert any(alt.startswith("Personnes touchées\u00a0: par mois. janv.: ") for alt in charts)
    assert document.all("Table")
    assert all(len(row.parts) == len(table.parts[0].parts) for table in document.all("Table")
               for row in table.parts)  # fmt: skip


def test_the_workbook_holds_numbers_with_their_definitions_on_the_second_sheet(desk, tmp_path):
    sheets = desk.read(figure_files.figures_sheets, scope=YEAR, day=TODAY)
    path = figure_files.write_figures(tmp_path / "figures.xlsx", sheets)
    book = CalamineWorkbook.from_path(path)
    shown = published(desk.read(report, scope=YEAR), 5)
    first = book.get_sheet_by_index(0).to_python()[1:]
    for one, row in zip(FIGURES, first, strict=True):
        amount = shown.figures[one.id]
        value = "*" if amount.is_hidden else amount.value
        if one.unit is Unit.HOURS and not amount.is_hidden:
            value = amount.value / 60
        if one.unit is Unit.SHARE and not amount.is_hidden:
            value = amount.share
        value = value if isinstance(value, str) else pytest.approx(value)
        assert row[1:3] == [_(one.label), value]
    second = book.get_sheet_by_index(1).to_python()
    assert [row[:2] for row in second[1 : len(FIGURES) + 1]] == [
        [_(one.label), _(one.sentence)] for one in FIGURES
    ]
    assert [row[1] for row in second if row[0] == _("First day")] == [date(2026, 1, 1)]
    with zipfile.ZipFile(path) as parts:
        pages = [parts.read(name) for name in parts.namelist() if "worksheets/sheet" in name]
        assert not any(b"<f>" in page for page in pages)
        assert b"0.0%" in parts.read("xl/styles.xml")
    with pytest.raises(UnknownEnding):
        figure_files.write_figures(tmp_path / "figures.csv", sheets)


def test_indicators_are_numbers_and_shares_with_what_each_counts_in_five_languages(desk, tmp_path):
    for language in ("fr", "nl", "en", "it", "ar"):
        with i18n.speaking(language, "BE"):
            rows = desk.read(indicator_files.indicator_rows, scope=YEAR)
            path = indicator_files.write_indicators(tmp_path / f"{language}.xlsx", rows)
            lines = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()[1:]
            for row, line in zip(rows, lines, strict=True):
                one = row.indicator
                if one.belongs is None:
                    assert line[7] == _("not collected")
                    assert line[12] == _(one.missing)
                    continue
                shown = ["*" if n is None else n for n in (*row.counts, row.total)]
                assert line[3:8] == shown
                assert line[12] == (_(one.sentence) if one.sentence else "")
                if row.has_parts and row.share is not None:
                    assert line[8:10] == [row.of if row.of is not None else "*", row.known]
                    assert line[10] == pytest.approx(row.share)


def test_what_counts_as_small_is_one_number_for_all_desks(desk):
    assert desk.read(hidden_below) == 5
    desk.do(reports.hide_below, count=0)
    assert desk.read(figure_files.figures_sheets, scope=YEAR, day=TODAY)
    assert desk.read(hidden_below) == 0
    desk.do(reports.hide_below, count=5)


def test_reports_come_from_the_command_line_too(desk, tmp_path, capsys):
    place = {name: tmp_path / name for name in ("r.pdf", "f.xlsx", "i.csv")}
    home = ["--home", str(desk.home.root), "--language", "en"]
    assert main(["print", "report", "--year", "2026", "--campus", "MOL", "--output",
                str(place["r.pdf"]), *home]) == 0  # fmt: skip
    assert main(["export", "figures", str(place["f.xlsx"]), "--from", "2026-10-01", *home]) == 0
    assert main(["export", "indicators", str(place["i.csv"]), "--year", "2026", *home]) == 0
    assert all(path.stat().st_size for path in place.values())
    with place["i.csv"].open(encoding="utf-8-sig", newline="") as stream:
        table = list(csv.reader(stream))
    assert table[0][:8] == [
        "Code",
        "Indicator",
        "When",
        "woman",
        "man",
        "other",
        "not said",
        "Total",
    ]
    lines = {line[0]: line for line in table if line[0]}
    assert list(lines) == ["Code", *(f"EECO{n:02}" for n in range(1, 20)), "EECR01", "EECR02",
                           "EECR03", "EECR04", "EECR05", "EECR06"]  # fmt: skip
    begun = [one for one in desk.read(participants, scope=YEAR) if one.came]
    assert (lines["EECO01"][1], int(lines["EECO01"][7])) == ("Participants", len(begun))
    assert lines["EECO12"][7] == lines["EECR03"][7] == "not collected"
    assert "annex I, point 1.1" in lines["EECO05"][-1]
    for wrong in (["--partner", "Nobody"], ["--from", "2026-05-01", "--to", "2026-04-01"]):
        assert main(["export", "figures", str(place["f.xlsx"]), *wrong, *home]) == 1
    assert "no partner named" in capsys.readouterr().err
