"""Sheets of a month, of one learner, and without names: what each holds, and its number."""

import pypdfium2
import pytest

from mgdesk.queries.documents import register
from mgdesk.rules.attendance import AttendanceStatus
from mgdesk.rules.paper import SheetLayout
from mgdesk.services import documents
from mgdesk.typesetting.page import MM
from tests.cohort_scene import FRIDAY, MONDAY, add_campus, add_cohort, make_scene
from tests.documents import pdf

PERIOD = {"first_day": MONDAY, "last_day": FRIDAY, "day": MONDAY}


@pytest.fixture
def scene(desk):
    return make_scene(desk)


def sheets(scene, layout, **values):
    given = {"cohort_id": scene.cohort_id, "layout": layout, **PERIOD, **values}
    return scene.desk.do(documents.issue_sheets, **given)


def drawn(desk, ids, tmp_path):
    path = tmp_path / "sheets.pdf"
    documents.write_pdf(desk.read(documents.paper, document_ids=ids), path)
    return path


def texts(path):
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(path)]


def test_a_month_is_one_sheet_over_several_pages(scene, tmp_path):
    ids = sheets(scene, SheetLayout.MONTH)
    read = texts(drawn(scene.desk, ids, tmp_path))
    assert len(ids) == 1
    assert len(read) == 2
    assert all("MOL-2026-F00001" in page and "Martin" in page for page in read)


def test_each_learner_has_an_own_sheet_under_an_own_number(scene, tmp_path):
    scene.mark(1, 1, AttendanceStatus.EXCUSED)
    ids = sheets(scene, SheetLayout.INDIVIDUAL)
    path = drawn(scene.desk, ids, tmp_path)
    read = texts(path)
    for page, name in zip(read, ("El Idrissi", "Martin", "العلوي"), strict=True):
        assert name in page
    assert "Martin" not in read[0]
    assert sheets(scene, SheetLayout.INDIVIDUAL) == ids
    names = {row.name for row in scene.desk.read(register, cohort_id=scene.cohort_id)}
    assert names == {"Martin, Léa", "El Idrissi, Amina", "العلوي, ياسين"}
    struck = [pdf.boxes(content, "0.914 0.925 0.933") for content in pdf.pages(path)]
    (cell,) = [box for boxes in struck for box in boxes]
    assert cell[0] >= 18 * MM
    assert cell[1] >= 9 * MM


def test_one_learner_can_be_chosen(scene):
    assert len(sheets(scene, SheetLayout.INDIVIDUAL, enrolment_ids=[scene.enrolments[0]])) == 1


def test_a_sheet_without_names_needs_no_people(desk, tmp_path):
    add_campus(desk)
    cohort_id = add_cohort(desk)
    with pytest.raises(documents.EmptyCohort):
        desk.do(documents.issue_sheets, cohort_id=cohort_id, layout=SheetLayout.WEEK, **PERIOD)
    ids = desk.do(documents.issue_sheets, cohort_id=cohort_id, layout=SheetLayout.BLANK, **PERIOD)
    path = drawn(desk, ids, tmp_path)
    assert len(texts(path)) == 2
    _across, along = pdf.grid(max(pdf.pages(path), key=len))
    assert sum(step >= 9 * MM for step in along) >= 15


@pytest.mark.parametrize("language", ["fr", "ar"])
@pytest.mark.parametrize("layout", list(SheetLayout))
def test_every_layout_speaks_french_and_arabic(scene, tmp_path, layout, language):
    read = texts(drawn(scene.desk, sheets(scene, layout, language=language), tmp_path))
    assert all("Coding School" in page for page in read)
