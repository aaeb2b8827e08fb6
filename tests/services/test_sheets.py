import io
from datetime import date

import pytest
from PIL import Image

from mgdesk.errors import Cancelled, NotFound
from mgdesk.model.identity import new_key
from mgdesk.queries import sheets as queries
from mgdesk.queries.documents import document
from mgdesk.rules.paper import PaperStatus, SheetLayout
from mgdesk.services import attendance, documents, sheets
from mgdesk.services.documents import AlreadyRevoked, StepNotAllowed
from mgdesk.services.pictures import PictureUnreadable
from mgdesk.services.sheets import PageToFile
from tests.cohort_scene import FRIDAY, MONDAY, everything, make_scene

TODAY = date(2026, 11, 20)


def jpeg(grey=200, size=(60, 40)):
    stream = io.BytesIO()
    Image.new("L", size, grey).save(stream, "JPEG")
    return stream.getvalue()


@pytest.fixture
def scene(desk):
    return make_scene(desk)


@pytest.fixture
def ids(desk, scene):
    """Two sheets, of two weeks, printed."""
    found = desk.do(
        documents.issue_sheets,
        cohort_id=scene.cohort_id,
        first_day=MONDAY,
        last_day=FRIDAY,
        day=TODAY,
    )
    desk.do(documents.count_copies, document_ids=found)
    return found


def number(desk, document_id):
    return desk.read(document, document_id=document_id).number


def status(desk, document_id):
    return desk.read(document, document_id=document_id).status


def page(desk, document_id, page=1, pages=1, grey=200):
    return PageToFile(number(desk, document_id), page, pages, jpeg(grey))


def pages_of(desk, document_id):
    found = desk.read(queries.scanned_sheet, document_id=document_id)
    return [desk.read(queries.scan_picture, scan_id=one.id) for one in found.scans]


def test_scanned_pages_are_kept_with_their_sheets_in_one_change(desk, ids):
    before = everything(desk)
    pages = [page(desk, ids[1]), page(desk, ids[0], 1, 2, grey=90)]
    report = desk.do(sheets.file_pages, pages=pages)
    assert [(one.document_id, one.status) for one in report.sheets] == [
        (ids[1], PaperStatus.SCANNED), (ids[0], PaperStatus.RETURNED),
    ]  # fmt: skip
    assert (report.filed, report.unknown) == (2, ())
    assert pages_of(desk, ids[0]) == [jpeg(90)]
    assert desk.read(document, document_id=ids[0]).scanned_pages == 1
    assert "MOL-2026-F00002" in desk.undo_title
    desk.undo()
    assert everything(desk) == before
    desk.redo()
    assert pages_of(desk, ids[0]) == [jpeg(90)]


def test_the_last_page_makes_a_sheet_scanned(desk, ids):
    desk.do(sheets.file_pages, pages=[page(desk, ids[0], 2, 2)])
    assert status(desk, ids[0]) is PaperStatus.RETURNED
    desk.do(sheets.file_pages, pages=[page(desk, ids[0], 1, 2, grey=90)])
    assert status(desk, ids[0]) is PaperStatus.SCANNED
    assert pages_of(desk, ids[0]) == [jpeg(90), jpeg(200)]


def test_the_same_page_again_replaces_and_undo_knows_what_was_before(desk, ids):
    desk.do(sheets.file_pages, pages=[page(desk, ids[0], grey=10)])
    desk.do(sheets.file_pages, pages=[page(desk, ids[0], grey=20), page(desk, ids[0], grey=30)])
    assert pages_of(desk, ids[0]) == [jpeg(30)]
    desk.undo()
    assert pages_of(desk, ids[0]) == [jpeg(10)]


def test_numbers_that_nobody_issued_are_told_and_the_rest_is_filed(desk, ids):
    pages = [PageToFile("XYZ-2026-F00001", 1, 1, jpeg()), page(desk, ids[0])]
    report = desk.do(sheets.file_pages, pages=pages)
    assert (report.filed, report.unknown) == (1, (0,))


def test_filing_that_is_stopped_or_damaged_keeps_nothing(desk, ids):
    before = everything(desk)

    def stop(done, count):
        assert count == 2
        if done == 1:
            raise Cancelled

    with pytest.raises(Cancelled):
        desk.do(sheets.file_pages, pages=[page(desk, ids[0]), page(desk, ids[1])], progress=stop)
    with pytest.raises(PictureUnreadable):
        desk.do(
            sheets.file_pages,
            pages=[page(desk, ids[0]), PageToFile(number(desk, ids[1]), 1, 1, b"no picture")],
        )
    assert everything(desk) == before


def test_a_sheet_is_followed_step_by_step_each_step_named_and_undone(desk, ids):
    for wanted in (PaperStatus.OUT, PaperStatus.RETURNED, PaperStatus.OUT, PaperStatus.FILED):
        desk.do(documents.set_paper_status, document_id=ids[0], status=wanted)
        assert status(desk, ids[0]) is wanted
        assert "MOL-2026-F00001" in desk.undo_title
    with pytest.raises(StepNotAllowed):
        desk.do(documents.set_paper_status, document_id=ids[0], status=PaperStatus.PRINTED)
    desk.undo()
    assert status(desk, ids[0]) is PaperStatus.OUT


def test_sheets_not_back_yet_are_listed_by_their_days(desk, ids):
    found = desk.read(queries.sheets, is_not_back=True)
    assert [row.id for row in found] == ids
    desk.do(documents.set_paper_status, document_id=ids[0], status=PaperStatus.RETURNED)
    assert [row.id for row in desk.read(queries.sheets, is_not_back=True)] == [ids[1]]
    assert [row.id for row in desk.read(queries.sheets)] == ids


def waiting(desk, scene):
    found = desk.read(
        queries.to_encode, cohort_id=scene.cohort_id, first_day=MONDAY, last_day=date(2026, 11, 6)
    )
    return [row.id for row in found]


def test_a_sheet_encoded_whole_closes_its_half_days(desk, scene, ids):
    assert waiting(desk, scene) == [ids[0]]
    with pytest.raises(attendance.MarksMissing):
        desk.do(sheets.note_encoded, document_id=ids[0])
    scene.mark_all_present()
    before = everything(desk)
    desk.do(sheets.note_encoded, document_id=ids[0])
    assert status(desk, ids[0]) is PaperStatus.ENCODED
    closed = {column.day for column in scene.grid.columns if column.is_closed}
    assert {MONDAY, date(2026, 11, 6)} <= closed
    assert FRIDAY not in closed
    assert waiting(desk, scene) == []
    assert "MOL-2026-F00001" in desk.undo_title
    desk.undo()
    assert everything(desk) == before


def test_what_no_longer_holds_or_is_not_there_is_refused(desk, scene, ids):
    desk.do(documents.revoke, document_id=ids[0], reason="torn")
    with pytest.raises(AlreadyRevoked):
        desk.do(sheets.note_encoded, document_id=ids[0])
    with pytest.raises(NotFound):
        desk.do(sheets.note_encoded, document_id=new_key())
    with pytest.raises(NotFound):
        desk.read(queries.scan_picture, scan_id=new_key())


def test_the_sheet_of_one_learner_is_encoded_without_closing_the_days_of_all(desk, scene):
    made = desk.do(
        documents.issue_sheets,
        cohort_id=scene.cohort_id,
        first_day=MONDAY,
        last_day=FRIDAY,
        layout=SheetLayout.INDIVIDUAL,
        day=TODAY,
    )
    desk.do(sheets.note_encoded, document_id=made[0])
    assert status(desk, made[0]) is PaperStatus.ENCODED
    assert not any(column.is_closed for column in scene.grid.columns)
