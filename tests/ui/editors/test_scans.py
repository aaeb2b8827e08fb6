"""Scans taken in by the window: filed, assigned by hand, opened beside the grid; sheets followed."""

from datetime import date

import pytest
import segno
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from mgdesk.exchange.pages import pictures_of
from mgdesk.queries import cohorts as cohort_queries
from mgdesk.queries import documents as queries
from mgdesk.rules.attendance import AttendanceStatus
from mgdesk.rules.paper import PaperStatus
from mgdesk.services import documents
from mgdesk.ui.editors.attendance import AttendancePanel
from mgdesk.ui.editors.away import AwaySheet
from mgdesk.ui.editors.papers import PapersPanel
from mgdesk.ui.editors.scan_assign import AssignSheet
from mgdesk.ui.editors.scan_beside import ScanBeside
from mgdesk.ui.editors.scans import ScanIntake
from tests.cohort_scene import FRIDAY, MONDAY, make_scene
from tests.ui.stage import settled, sheet

TODAY = date(2026, 11, 20)


class Desk:
    """Two sheets printed, their pages as a scanner gives them, a place to drop them on."""

    def __init__(self, qtbot, context, desk, folder):
        self.qtbot, self.context, self.desk, self.folder = qtbot, context, desk, folder
        self.scene = make_scene(desk)
        self.ids = desk.do(
            documents.issue_sheets,
            cohort_id=self.scene.cohort_id,
            first_day=MONDAY,
            last_day=FRIDAY,
            day=TODAY,
        )
        self.printed = folder / "printed.pdf"
        documents.write_pdf(desk.read(documents.paper, document_ids=self.ids), self.printed)
        desk.do(documents.count_copies, document_ids=self.ids)
        self.window = QWidget()
        self.window.resize(1200, 800)
        qtbot.addWidget(self.window)
        self.window.show()
        self.verified = []
        self.intake = ScanIntake(self.window, context, self.verified.append)

    def pages(self):
        return list(pictures_of(self.printed))

    def scan(self, pages, name="scan.pdf"):
        path = self.folder / name
        pages[0].save(path, "PDF", save_all=True, append_images=pages[1:], resolution=200)
        return path

    def take(self, path):
        self.intake.take(path)
        settled(self.qtbot, self.context)

    def row(self, place):
        return self.desk.read(queries.document, document_id=self.ids[place])

    @property
    def cohort(self):
        return self.desk.read(cohort_queries.cohort, cohort_id=self.scene.cohort_id)


@pytest.fixture
def office(qtbot, context, desk, tmp_path):
    return Desk(qtbot, context, desk, tmp_path)


def test_a_scan_is_filed_and_opens_beside_the_grid_of_its_week(office, context, qtbot):
    first, second = office.pages()
    office.take(office.scan([second.rotate(180), first.rotate(90, expand=True)]))
    assert [office.row(place).status for place in (0, 1)] == [PaperStatus.SCANNED] * 2
    (job,) = context.jobs.all
    assert all(office.row(place).number in job.sentence for place in (0, 1))
    assert job.button
    job.on_click()
    settled(qtbot, context)
    dialog = sheet(ScanBeside)
    assert [row.name for row in dialog.grid.model.rows] == [
        row.name for row in office.scene.grid.rows
    ]
    assert dialog.grid.model.columns[0].day == date(2026, 11, 9)  # of the page scanned first
    dialog.sheets.value = office.ids[0]
    dialog._on_sheet()
    settled(qtbot, context)
    assert dialog.grid.model.columns[0].day == MONDAY
    qtbot.keyClick(dialog.grid.view, "p")
    settled(qtbot, context)
    assert office.scene.grid.rows[0].cells[0].status is AttendanceStatus.PRESENT
    assert context.desk.undo_title
    office.scene.mark_all_present()
    qtbot.waitUntil(dialog.grid.encoded.isVisible, timeout=5_000)
    qtbot.mouseClick(dialog.grid.encoded.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: office.row(0).status is PaperStatus.ENCODED, timeout=5_000)
    before = dialog.photo.transform().m11()
    qtbot.keyClick(dialog.photo, Qt.Key.Key_Plus)
    assert dialog.photo.transform().m11() > before
    dialog.close()
    settled(qtbot, context)


def test_a_page_without_code_is_given_to_its_sheet_by_hand(office, context, qtbot):
    page = office.pages()[0]
    page.paste(255, (page.width - 220, 0, page.width, 150))
    office.take(office.scan([page]))
    dialog = sheet(AssignSheet)
    settled(qtbot, context)
    assert dialog.form.sheet.value in office.ids
    dialog.form.sheet.value = office.ids[1]
    dialog._on_sheet()
    dialog.accept_button.click()
    settled(qtbot, context)
    assert (office.row(1).status, office.row(1).scanned_pages) == (PaperStatus.SCANNED, 1)
    sheet(ScanBeside).close()
    office.desk.undo()
    assert office.row(1).scanned_pages == 0
    settled(qtbot, context)


def test_a_page_may_be_left_out_and_unreadable_files_are_a_sentence(
    office, context, qtbot, stand_in
):
    page = office.pages()[0]
    page.paste(255, (page.width - 220, 0, page.width, 150))
    office.take(office.scan([page]))
    dialog = sheet(AssignSheet)
    qtbot.mouseClick(dialog.skip_button, Qt.MouseButton.LeftButton)
    settled(qtbot, context)
    assert context.jobs.all == []
    assert office.row(0).status is PaperStatus.PRINTED
    path = office.folder / "list.pdf"
    path.write_text("no paper")
    office.take(path)
    assert "list.pdf" in str(stand_in.errors[-1])
    assert context.jobs.all == []


def test_paper_that_proves_itself_is_handed_on(office, context):
    path = office.folder / "photo.png"
    segno.make("MGD:SOMETHING", micro=False).save(str(path), scale=8)
    office.take(path)
    assert office.verified == [path]
    assert context.jobs.all == []


def test_papers_are_followed_by_a_button_and_filtered(office, context, qtbot):
    panel = PapersPanel(context)
    qtbot.addWidget(panel)
    panel.resize(900, 600)
    panel.show()
    panel.show_cohort(office.cohort)
    settled(qtbot, context)
    panel.table.choose(office.ids[0])
    assert panel.scan_button.isHidden()
    for wanted in (PaperStatus.OUT, PaperStatus.RETURNED):
        qtbot.mouseClick(panel.step_button, Qt.MouseButton.LeftButton)
        settled(qtbot, context)
        assert office.row(0).status is wanted
        panel.show_cohort(office.cohort)
        settled(qtbot, context)
    panel.shown.value = "not back"
    panel._fill()
    assert [row.id for row in panel.table.rows] == [office.ids[1]]
    panel.shown.value = "others"
    panel._fill()
    assert panel.table.rows == []


def test_a_week_marked_whole_offers_to_note_its_sheet_as_encoded(office, context, qtbot):
    panel = AttendancePanel(context)
    qtbot.addWidget(panel)
    panel.resize(1000, 600)
    panel.show()
    panel.show_cohort(office.scene.cohort_id, MONDAY)
    settled(qtbot, context)
    assert panel.encoded.isHidden()
    office.scene.mark_all_present()
    panel.reload()
    qtbot.waitUntil(panel.encoded.isVisible, timeout=5_000)
    assert office.row(0).number in panel.encoded.words.text()
    qtbot.mouseClick(panel.encoded.button, Qt.MouseButton.LeftButton)
    settled(qtbot, context)
    assert office.row(0).status is PaperStatus.ENCODED
    assert all(
        column.is_closed for column in office.scene.grid.columns if column.day < date(2026, 11, 9)
    )


def test_sheets_away_are_listed_over_all_cohorts_and_noted_as_returned(
    office, context, qtbot, stand_in
):
    dialog = AwaySheet(office.window, context)
    dialog.open()
    settled(qtbot, context)
    assert [row.id for row in dialog.table.rows] == list(office.ids)
    qtbot.mouseClick(dialog.returned_button, Qt.MouseButton.LeftButton)
    settled(qtbot, context)
    assert office.row(0).status is PaperStatus.RETURNED
    assert [row.id for row in dialog.table.rows] == [office.ids[1]]
    dialog.table.choose(office.ids[1])
    qtbot.mouseClick(dialog.cohort_button, Qt.MouseButton.LeftButton)
    assert stand_in.went == [("cohort", office.scene.cohort_id)]
