from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from mgdesk.exchange.pages import PDFIUM
from mgdesk.queries import cohorts as cohort_queries
from mgdesk.queries import documents as queries
from mgdesk.rules.attendance import AttendanceStatus
from mgdesk.rules.enrolment import EnrolmentStatus
from mgdesk.rules.paper import PaperKind, PaperStatus, SheetLayout
from mgdesk.services import cohorts, documents
from mgdesk.ui.editors.certificates import open_certificates
from mgdesk.ui.editors.papers import PapersPanel, RevokeSheet
from mgdesk.ui.editors.printing import open_reprint
from mgdesk.ui.editors.sheets import FROM_TO, ONE_DAY, open_sheets
from mgdesk.ui.kit import printing
from tests.cohort_scene import FRIDAY, MONDAY, make_scene

SHEET, CERTIFICATE = PaperKind.ATTENDANCE_SHEET, PaperKind.CERTIFICATE


def text_of(pdf):
    import pypdfium2

    with PDFIUM:  # pages are drawn in another thread meanwhile
        document = pypdfium2.PdfDocument(pdf)
        try:
            return "\n".join(page.get_textpage().get_text_range() for page in document)
        finally:
            document.close()


class Office:
    """A class, a page to open dialogs over, and a printer that keeps what it gets."""

    def __init__(self, qtbot, context, desk, monkeypatch):
        self.qtbot, self.context, self.desk = qtbot, context, desk
        self.scene = make_scene(desk)
        self.page = QWidget()
        self.page.resize(1200, 800)
        qtbot.addWidget(self.page)
        self.page.show()
        self.printed = []
        self.refuses = False
        monkeypatch.setattr(printing, "printers", lambda: ["Front desk"])
        monkeypatch.setattr(printing, "has_cups", lambda: True)
        monkeypatch.setattr(printing, "trays", lambda _printer: [])
        monkeypatch.setattr(printing, "send_to_cups", self._take)

    def _take(self, path, printer, _title, _options):
        if self.refuses:
            raise printing.PrinterRefused(printer=printer, reason="no paper")
        self.printed.append(text_of(path.read_bytes()))

    @property
    def cohort(self):
        return self.desk.read(cohort_queries.cohort, cohort_id=self.scene.cohort_id)

    @property
    def register(self):
        return self.desk.read(queries.register, cohort_id=self.scene.cohort_id)

    def settle(self):
        self.qtbot.wait(20)
        self.qtbot.waitUntil(lambda: self.context.background.is_idle, timeout=20_000)
        self.qtbot.wait(20)
        self.qtbot.waitUntil(lambda: self.context.background.is_idle, timeout=20_000)

    def sheets(self):
        dialog = open_sheets(self.page, self.context, self.cohort, MONDAY)
        self.qtbot.waitUntil(dialog.preview.print_button.isEnabled, timeout=20_000)
        return dialog

    def certificates(self, chosen=()):
        dialog = open_certificates(self.page, self.context, self.cohort, FRIDAY, chosen)
        self.settle()
        return dialog

    def press_print(self, dialog):
        dialog.preview.print_button.setFocus()
        self.qtbot.keyClick(dialog.preview.print_button, Qt.Key.Key_Return)
        self.settle()

    def shown(self, dialog):
        return text_of(dialog.preview._data)


@pytest.fixture
def office(qtbot, context, desk, monkeypatch):
    return Office(qtbot, context, desk, monkeypatch)


def test_looking_at_a_sheet_takes_no_number(office):
    dialog = office.sheets()
    assert "Martin" in office.shown(dialog)
    assert "MOL-2026" not in office.shown(dialog)
    dialog.close()
    assert office.register == []


def test_a_sheet_is_two_presses_from_its_cohort_and_then_registered(office):
    dialog = office.sheets()
    office.press_print(dialog)
    (entry,) = office.register
    assert (entry.number, entry.status, entry.copies) == ("MOL-2026-F00001", PaperStatus.PRINTED, 1)
    (paper,) = office.printed
    assert "MOL-2026-F00001" in paper
    assert all(name in paper for name in ("Martin", "El Idrissi", "Coding School"))


def test_the_coming_week_is_chosen_and_other_days_can_be(office):
    dialog = office.sheets()
    assert dialog.form.days == (MONDAY, MONDAY.replace(day=6))
    dialog.form.period.value = ONE_DAY
    assert dialog.form.days == (MONDAY, MONDAY)
    dialog.form.period.value = FROM_TO
    dialog.form.last.value = FRIDAY
    assert dialog.form.days == (MONDAY, FRIDAY)
    office.qtbot.waitUntil(lambda: not dialog._pause.isActive())
    office.settle()
    assert len(dialog.preview.view.pages) == 2


def test_the_layout_is_chosen(office):
    dialog = office.sheets()
    dialog.form.layout_choice.value = SheetLayout.DAY
    office.qtbot.waitUntil(lambda: not dialog._pause.isActive())
    office.settle()
    assert len(dialog.preview.view.pages) == 5
    first = dialog.preview.view.pages[0]
    assert first.height > first.width


def test_printing_the_same_again_says_duplicate_under_the_same_number(office):
    dialog = office.sheets()
    office.press_print(dialog)
    office.press_print(dialog)
    (entry,) = office.register
    assert entry.copies == 2
    original, again = office.printed
    assert "duplica" not in original.lower()
    assert "duplica" in again.lower()
    assert entry.number in again


def test_a_printer_that_refuses_costs_no_number_and_makes_no_duplicate(office):
    dialog = office.sheets()
    office.refuses = True
    office.press_print(dialog)
    assert "no paper" in dialog.preview._fault.words.text()
    assert [(entry.status, entry.copies) for entry in office.register] == [(PaperStatus.ISSUED, 0)]
    office.refuses = False
    office.press_print(dialog)
    (entry,) = office.register
    assert (entry.number, entry.copies) == ("MOL-2026-F00001", 1)
    assert "duplica" not in office.printed[0].lower()


def test_saving_registers_too(office, tmp_path):
    dialog = office.sheets()
    path = tmp_path / "sheet.pdf"
    dialog.preview.make_ready(partial(dialog.preview.save_to, path))
    office.settle()
    (entry,) = office.register
    assert entry.copies == 1
    assert entry.number in text_of(path.read_bytes())


def test_an_empty_cohort_says_what_to_do_and_registers_nothing(office):
    for enrolment_id in office.scene.enrolments:
        office.desk.do(cohorts.remove_enrolment, enrolment_id=enrolment_id)
    dialog = open_sheets(office.page, office.context, office.cohort, MONDAY)
    office.settle()
    said = str(documents.EmptyCohort(cohort="CODING-1"))
    assert dialog.preview._fault.words.text() == said
    assert not dialog.preview.print_button.isEnabled()
    assert office.register == []


# --- certificates ------------------------------------------------------------------------------


def test_certificates_go_to_whoever_reached_the_threshold_and_the_others_say_why(office):
    scene = office.scene
    for place in range(len(scene.slots)):
        scene.mark(place, 0, AttendanceStatus.PRESENT)
        scene.mark(place, 1, AttendanceStatus.ABSENT)
    dialog = office.certificates()
    faults = {row.surname: dialog.form.fault(row) for row in dialog.form.table.rows}
    assert faults["Martin"] is None
    assert faults["El Idrissi"] == str(documents.NothingMarked())
    office.press_print(dialog)
    (entry,) = office.register
    assert (entry.kind, entry.number, entry.name) == (CERTIFICATE, "MOL-2026-00001", "Léa Martin")
    assert "Léa Martin" in office.printed[0]


def test_a_reason_lets_somebody_below_the_threshold_have_one_and_is_kept(office):
    scene = office.scene
    scene.mark(0, 1, AttendanceStatus.PRESENT)
    dialog = office.certificates([scene.enrolments[1]])
    assert not dialog.preview.print_button.isEnabled()
    office.qtbot.keyClicks(dialog.form.reason, "moved to a job")
    office.qtbot.waitUntil(dialog.preview.print_button.isEnabled, timeout=20_000)
    office.press_print(dialog)
    (entry,) = office.register
    assert (entry.name, entry.reason) == ("Amina El Idrissi", "moved to a job")


def test_nobody_may_have_one_is_said(office):
    dialog = office.certificates()
    assert dialog.preview._fault.words.text()
    assert not dialog.preview.print_button.isEnabled()
    assert office.register == []


def test_who_left_is_named_as_such(office):
    office.scene.mark_all_present()
    enrolment_id = office.scene.enrolments[0]
    status = EnrolmentStatus.WITHDRAWN
    office.desk.do(cohorts.set_enrolment, enrolment_id=enrolment_id, status=status, exit_on=FRIDAY)
    dialog = office.certificates([enrolment_id])
    (row,) = dialog.form.chosen
    assert dialog.form.fault(row) == str(documents.LeftTheCohort())


# --- the register --------------------------------------------------------------------------------


def test_a_paper_of_the_register_is_printed_again_as_a_duplicate(office):
    office.press_print(office.sheets())
    (entry,) = office.register
    again = open_reprint(office.page, office.context, entry)
    office.settle()
    office.qtbot.keyClick(again.content.print_button, Qt.Key.Key_Return)
    office.settle()
    assert "duplica" in office.printed[-1].lower()
    assert [one.copies for one in office.register] == [2]


def test_revoking_asks_why(office):
    office.press_print(office.sheets())
    (entry,) = office.register
    sheet = RevokeSheet(office.page, office.context, entry.id, entry.number)
    sheet.open()
    office.qtbot.mouseClick(sheet.accept_button, Qt.MouseButton.LeftButton)
    assert office.register[0].status is PaperStatus.PRINTED
    office.qtbot.keyClicks(sheet.form.reason, "wrong week")
    office.qtbot.mouseClick(sheet.accept_button, Qt.MouseButton.LeftButton)
    office.settle()
    assert [(one.status, one.reason) for one in office.register] == [
        (PaperStatus.REVOKED, "wrong week")
    ]


def test_the_papers_of_a_cohort_are_listed_with_number_and_state(office):
    office.press_print(office.sheets())
    panel = PapersPanel(office.context)
    office.qtbot.addWidget(panel)
    panel.show_cohort(office.cohort)
    office.settle()
    assert [row.number for row in panel.table.rows] == ["MOL-2026-F00001"]
    panel.table.step(1)
    panel._status.value = PaperStatus.OUT
    office.settle()
    assert [one.status for one in office.register] == [PaperStatus.OUT]
