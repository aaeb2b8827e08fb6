"""Scans in the whole window: who takes them, what is said of each, and a new code bound to its person."""

from datetime import date
from uuid import UUID, uuid4

import pypdfium2
import pytest
import zxingcpp
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from mgdesk import i18n
from mgdesk.i18n import N_
from mgdesk.queries.tokens import tokens_of
from mgdesk.rules.codes import person_code
from mgdesk.rules.scan_faults import TRIAL, Fault
from mgdesk.services import intake, people, tokens
from mgdesk.services.trial import trial_sheet
from mgdesk.settings import Settings
from mgdesk.ui.editors.bind_token import BindSheet
from mgdesk.ui.editors.person_codes import CodesSheet
from mgdesk.ui.editors.scanner_trial import TrialSheet
from mgdesk.ui.editors.verification import VerifySheet
from mgdesk.ui.kit.buttons import Button
from mgdesk.ui.kit.fields import SearchField
from mgdesk.ui.kit.frame import Frame
from mgdesk.ui.kit.layout import Page
from mgdesk.ui.main_window import MainWindow, Place
from tests.ui.keyboard import Keyboard
from tests.ui.stage import open_sheets, sheet, words
from tests.ui.test_accessible_names import nameless

PRETIX = "hq4bzv7mw2ykc9x3ab5q"


class PlainPage(Page):
    def __init__(self, _context):
        super().__init__("Page")
        self.search = SearchField("Chercher")
        self.body.addWidget(self.search)
        self.shown = None

    def show_record(self, record_id):
        self.shown = record_id

    def reload(self, tables):
        pass

    def new(self):
        pass

    def focus_search(self):
        self.search.setFocus()


class DoorPage(PlainPage):
    """Takes badges, and nothing else."""

    def __init__(self, context):
        super().__init__(context)
        self.scans = []

    def take_scan(self, code):
        self.scans.append(code)
        return code.startswith("xk")


WITHOUT = (Place("learners", N_("People"), "users", PlainPage),)
WITH = (*WITHOUT, Place("door", N_("Events"), "users", DoorPage, takes_scans=True))


@pytest.fixture
def open_window(qapp, qtbot, background, desk):
    made = []

    def opened(places=WITHOUT):
        frame = Frame("", "#ffffff", "#ffffff")
        qtbot.addWidget(frame)
        window = MainWindow(
            frame, Settings(theme="light"), background, dress=lambda: None, places=places
        )
        frame.show()
        window.open_with(lambda: desk)
        qtbot.waitUntil(lambda: window.context is not None and background.is_idle)
        frame.activateWindow()
        qtbot.waitUntil(lambda: QApplication.focusWindow() is frame.windowHandle())
        made.append(window)
        return window

    yield opened
    for window in made:
        for dialog in open_sheets():
            dialog.close()
        window.frame.close()


@pytest.fixture
def amina(desk) -> UUID:
    return desk.do(intake.add_person, first_name="Amina", surname="Benali")


def keyboard(qtbot, widget, layout="us") -> Keyboard:
    """A keyboard whose keys go to this window, once it has the focus."""
    qtbot.waitUntil(lambda: QApplication.focusWindow() is widget.windowHandle())
    return Keyboard(widget.windowHandle(), layout)


def page(window):
    return window.shell.pages.currentWidget()


def said(window, qtbot, part):
    qtbot.waitUntil(lambda: part in window.toasts.sentence)


def test_a_scan_in_any_field_says_whose_badge_it_is_with_the_way_there(
    open_window, qtbot, amina
) -> None:
    window = open_window()
    page(window).focus_search()
    keyboard(qtbot, window.frame, "fr").scan(person_code(amina))
    said(window, qtbot, "Amina Benali")
    assert page(window).search.text() == ""
    qtbot.mouseClick(window.toasts._shown.findChild(Button), Qt.MouseButton.LeftButton)
    assert page(window).shown == amina


def test_the_page_that_takes_scans_gets_them_from_everywhere(open_window, qtbot, desk, amina):
    window = open_window(WITH)
    keyboard(qtbot, window.frame).scan(person_code(amina))
    door = page(window)
    assert (window.place, door.scans) == ("door", [person_code(amina)])
    assert window.toasts.sentence == ""
    desk.do(tokens.bind, code=PRETIX, person_id=amina)
    keyboard(qtbot, window.frame).scan(PRETIX)
    said(window, qtbot, "Amina Benali")
    assert door.scans == [person_code(amina), PRETIX]


def test_a_scan_before_the_data_is_open_is_kept(qapp, qtbot, background, desk, amina):
    frame = Frame("", "#ffffff", "#ffffff")
    qtbot.addWidget(frame)
    window = MainWindow(frame, Settings(), background, dress=lambda: None, places=WITH)
    frame.show()
    window.take_scan(person_code(amina))
    window.open_with(lambda: desk)
    qtbot.waitUntil(lambda: window.context is not None and window.place == "door")
    assert page(window).scans == [person_code(amina)]
    frame.close()


def test_a_scan_and_keys_before_there_is_a_page_are_told_apart(
    qapp, qtbot, background, desk, amina
):
    frame = Frame("", "#ffffff", "#ffffff")
    qtbot.addWidget(frame)
    frame.show()
    frame.activateWindow()
    early = keyboard(qtbot, frame)
    early.type("ami")
    early.at += 100
    early.scan(person_code(amina))
    window = MainWindow(frame, Settings(), background, dress=lambda: None, places=WITHOUT)
    window.open_with(lambda: desk)
    said(window, qtbot, "Amina Benali")
    assert page(window).search.text() == "ami"
    frame.close()


def test_they_are_told_apart_although_another_window_has_the_keyboard_by_then(
    qapp, qtbot, background, desk, amina
):
    frame, other = Frame("", "#ffffff", "#ffffff"), QWidget()
    for window in (frame, other):
        qtbot.addWidget(window)
        window.show()
    frame.activateWindow()
    early = keyboard(qtbot, frame)
    early.type("ami")
    early.at += 100
    early.scan(person_code(amina))
    other.activateWindow()
    keyboard(qtbot, other)
    window = MainWindow(frame, Settings(), background, dress=lambda: None, places=WITHOUT)
    window.open_with(lambda: desk)
    said(window, qtbot, "Amina Benali")
    qtbot.waitUntil(lambda: page(window).search.text() == "ami")
    frame.close()


def test_a_deleted_person_another_desk_and_a_wrong_letter_are_told_apart(
    open_window, qtbot, desk, amina
):
    window = open_window()
    badge = person_code(amina)
    desk.do(people.delete_person, person_id=amina)
    keys = keyboard(qtbot, window.frame)
    keys.scan(badge)
    said(window, qtbot, "supprimée")
    keys.scan(person_code(uuid4()))
    said(window, qtbot, "pas connu ici")
    keys.scan(badge[:-1] + ("c" if badge[-1] != "c" else "d"))
    said(window, qtbot, "mal lu")
    keys.scan("MGS:MOL-2026-F00007/1/2")
    said(window, qtbot, "MOL-2026-F00007")
    assert open_sheets() == []


def test_the_code_of_a_paper_is_verified(open_window, qtbot):
    window = open_window()
    keyboard(qtbot, window.frame).scan("MGD:6BF0 A1$C+B.")
    qtbot.waitUntil(lambda: bool(open_sheets()))
    assert sheet(VerifySheet).field.value == "MGD:6BF0 A1$C+B."


def test_a_new_code_is_bound_by_a_few_letters_and_enter_and_undone(
    open_window, qtbot, desk, background, amina
):
    window = open_window()
    keys = keyboard(qtbot, window.frame)
    keys.scan(PRETIX)
    qtbot.waitUntil(lambda: bool(open_sheets()))
    asked = sheet(BindSheet)
    assert PRETIX in words(asked)
    assert nameless(asked) == []
    qtbot.keyClicks(asked.search, "ami")
    qtbot.keyClick(asked.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: open_sheets() == [])
    said(window, qtbot, "Amina Benali")
    assert [row.code for row in desk.read(tokens_of, person_id=amina)] == [PRETIX]
    window.undo()
    qtbot.waitUntil(lambda: desk.read(tokens_of, person_id=amina) == [])


def test_the_badge_of_the_person_answers_whose_a_new_code_is(open_window, qtbot, desk, amina):
    window = open_window()
    keyboard(qtbot, window.frame).scan(PRETIX)
    qtbot.waitUntil(lambda: bool(open_sheets()))
    asked = sheet(BindSheet)
    keyboard(qtbot, asked, "ara").scan(person_code(amina))
    qtbot.waitUntil(lambda: open_sheets() == [])
    assert [row.code for row in desk.read(tokens_of, person_id=amina)] == [PRETIX]


def test_a_new_code_in_the_middle_of_another_dialog_waits_for_a_click(open_window, qtbot):
    window = open_window()
    window.verify()
    keyboard(qtbot, sheet(VerifySheet)).scan(PRETIX)
    qtbot.waitUntil(lambda: PRETIX in window.toasts.sentence)
    assert len(open_sheets()) == 1


def test_codes_of_a_person_are_seen_and_taken_away(qtbot, context, desk, amina):
    desk.do(tokens.bind, code=PRETIX, person_id=amina)
    shown = CodesSheet(None, context, amina, "Amina Benali")
    qtbot.addWidget(shown)
    shown.show()
    qtbot.waitUntil(lambda: len(shown.table.rows) == 1)
    assert nameless(shown) == []
    assert person_code(amina)[:4] in words(shown)
    qtbot.mouseClick(shown.accept_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: shown.table.rows == [])
    assert desk.read(tokens_of, person_id=amina) == []


def test_the_trial_says_in_words_what_came_and_does_nothing_else(open_window, qtbot, desk, amina):
    window = open_window()
    window.commands.find("try-scanner").trigger()
    trial = sheet(TrialSheet)
    qtbot.waitUntil(lambda: not trial._picture.pixmap().isNull())
    assert nameless(trial) == []
    keyboard(qtbot, trial, "be").scan(TRIAL)
    assert trial.diagnosis.faults == (Fault.OTHER_LAYOUT,)
    qtbot.waitUntil(lambda: i18n.gettext("Belgian (AZERTY)") in words(trial))
    keyboard(qtbot, trial, "be").scan(person_code(amina), ending=None)
    qtbot.waitUntil(lambda: trial.diagnosis.faults == (Fault.NO_ENDING,), timeout=3_000)
    assert window.toasts.sentence == ""
    trial.close()
    window.frame.activateWindow()  # as a window manager does
    keyboard(qtbot, window.frame).scan(person_code(amina))
    said(window, qtbot, "Amina Benali")


def test_a_scanner_set_to_this_computers_layout_is_remembered(open_window, qtbot):
    window = open_window()
    keyboard(qtbot, window.frame).scan(TRIAL)
    qtbot.waitUntil(lambda: bool(open_sheets()))
    trial = sheet(TrialSheet)
    german = keyboard(qtbot, trial, "de")
    german.scan(german.layout.undone(TRIAL))
    assert (window.settings.scanner_is_local, window.scanner.trusts_text) == (True, True)
    german.scan(TRIAL)
    assert (window.settings.scanner_is_local, window.scanner.trusts_text) == (False, False)


def test_the_sheet_to_print_carries_the_code():
    for language in i18n.LANGUAGES:
        with i18n.speaking(language):
            paper = pypdfium2.PdfDocument(trial_sheet(date(2026, 11, 26)))
        assert len(paper) == 1
        codes = zxingcpp.read_barcodes(paper[0].render(scale=2).to_pil())
        assert {code.text for code in codes} == {TRIAL}
        assert len(codes) == 2
        paper.close()
