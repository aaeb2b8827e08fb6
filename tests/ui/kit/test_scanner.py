"""Scans and typing: what a scanner sends is told and never seen by a field; typing arrives whole."""

from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QTableWidget, QVBoxLayout, QWidget

from mgdesk.rules.codes import person_code
from mgdesk.rules.scan_faults import Fault
from mgdesk.ui.kit.scanner import Scanner
from tests.ui.keyboard import ENTER, TAB, Keyboard

AMINA, BILAL = person_code(UUID(int=7)), person_code(UUID(int=8))
PRETIX = "hq4bzv7mw2ykc9x3ab5q"
UUID_TEXT = "550e8400-e29b-41d4-a716-446655440000"


class Place(QWidget):
    """A window with a field, and what the scanner told of it."""

    def __init__(self, qtbot):
        super().__init__()
        self.field, self.table = QLineEdit(), QTableWidget(3, 2)
        layout = QVBoxLayout(self)
        layout.addWidget(self.field)
        layout.addWidget(self.table)
        qtbot.addWidget(self)
        self.show()
        self.activateWindow()
        qtbot.waitUntil(lambda: QApplication.focusWindow() is self.windowHandle())
        self.field.setFocus()
        self.scanner = Scanner(self)
        self.scans, self.misreads, self.entered = [], [], 0
        self.scanner.scanned.connect(self.scans.append)
        self.scanner.misread.connect(self.misreads.append)
        self.field.returnPressed.connect(self._enter)
        self.keys = Keyboard(self.windowHandle())

    def _enter(self):
        self.entered += 1

    def quiet(self, qtbot):
        """Long enough that the scanner has judged what came."""
        qtbot.wait(5)
        qtbot.waitUntil(
            lambda: not (self.scanner._silence.isActive() or self.scanner._last_look.isActive())
        )


@pytest.fixture
def place(qtbot):
    made = Place(qtbot)
    yield made
    made.scanner.stop()


@pytest.mark.parametrize("layout", ["us", "be", "fr", "de", "ch", "it", "nl", "es", "tr", "ara"])
def test_a_badge_is_read_whatever_the_layout_and_leaves_nothing_in_the_field(place, layout):
    place.keys = Keyboard(place.windowHandle(), layout)
    place.keys.scan(AMINA)
    place.keys.scan(BILAL, ending=TAB)
    assert place.scans == [AMINA, BILAL]
    assert (place.field.text(), place.entered) == ("", 0)
    assert place.field.hasFocus()


@pytest.mark.parametrize("layout", ["us", "be", "it", "tr", "ara"])
def test_a_badge_is_read_by_its_text_where_the_system_tells_no_places(place, layout):
    place.keys = Keyboard(place.windowHandle(), layout)
    place.keys.has_codes = False
    place.keys.scan(AMINA)
    assert place.scans == [AMINA]
    assert place.field.text() == ""


@pytest.mark.parametrize("layout", ["us", "be", "de", "it", "tr"])
@pytest.mark.parametrize("code", [PRETIX, UUID_TEXT, "MOL-00042", "4006381333931"])
def test_codes_of_other_programs_are_read_by_place(place, layout, code):
    place.keys = Keyboard(place.windowHandle(), layout)
    place.keys.scan(code)
    assert place.scans == [code]
    assert (place.field.text(), place.entered) == ("", 0)


def test_without_enter_silence_ends_another_programs_code(place, qtbot):
    place.keys.scan(PRETIX, ending=None)
    assert place.scans == []
    qtbot.waitUntil(lambda: place.scans == [PRETIX], timeout=1_000)
    assert place.field.text() == ""


def test_a_scanner_set_to_the_layout_of_the_computer_is_read_by_its_text(place):
    # It presses Shift for the digits of an AZERTY keyboard.
    belgian = place.keys = Keyboard(place.windowHandle(), "be")
    belgian.scan(belgian.layout.undone("MOL-00042"))
    assert place.scans == ["MOL-00042"]


def test_two_scans_fifty_milliseconds_apart_are_two(place):
    place.keys.scan(AMINA, ending=None)
    place.keys.at += 50
    place.keys.scan(AMINA, ending=None)
    place.keys.at += 50
    place.keys.scan(UUID_TEXT)
    place.keys.at += 50
    place.keys.scan(PRETIX)
    assert place.scans == [AMINA, AMINA, UUID_TEXT, PRETIX]
    assert place.field.text() == ""


def test_a_scan_in_the_middle_of_typing_leaves_the_typed_text_whole(place, qtbot):
    place.keys.type("ami")
    place.keys.scan(BILAL)
    place.keys.type("na")
    place.quiet(qtbot)
    assert place.scans == [BILAL]
    assert place.field.text() == "amina"


def test_a_slow_scanner_and_somebody_who_types_the_code_are_read_by_form(place, qtbot):
    for gap in (60, 140, 700):
        place.field.setText("before ")
        place.keys.type(AMINA, gap=gap)
        place.keys.at += gap
        place.keys.tap_key(ENTER)
        place.quiet(qtbot)
        assert place.scans.pop() == AMINA
        assert (place.field.text(), place.entered) == ("before ", 0)


def test_a_code_is_taken_back_only_from_where_it_stands(place):
    place.keys.type(AMINA[:9])
    place.keys.at += 200
    place.keys.tap(AMINA[9])
    place.field.setText("something else")
    place.keys.type(AMINA[10:])
    assert place.scans == [AMINA]
    assert place.field.text().startswith("something else")


def test_in_a_table_and_in_a_dialog(place, qtbot):
    place.table.setFocus()
    place.table.setCurrentCell(0, 0)
    place.keys.scan(AMINA)
    assert place.table.currentItem() is None
    assert (place.table.currentRow(), place.table.state()) == (0, place.table.State.NoState)
    dialog = QDialog(place)
    dialog.setWindowModality(Qt.WindowModality.WindowModal)
    inside = QLineEdit(dialog)
    dialog.open()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is inside)
    Keyboard(dialog.windowHandle(), "ara").scan(BILAL)
    assert dialog.isVisible()
    assert inside.text() == ""
    assert place.scans == [AMINA, BILAL]
    dialog.close()


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        (AMINA[:-1] + ("c" if AMINA[-1] != "c" else "d"), Fault.CHECK_WRONG),
        (AMINA[:11], Fault.TRUNCATED),
        (AMINA[3:], Fault.TRUNCATED),
    ],
)
def test_a_badge_that_was_misread_is_told_with_its_fault(place, said, fault):
    place.keys.scan(said)
    assert place.scans == []
    assert [one.faults for one in place.misreads] == [(fault,)]
    assert place.field.text() == ""


def test_the_kind_that_some_scanners_send_before_the_code_is_no_part_of_it(place):
    place.keys.scan("]Q1" + AMINA)
    place.keys.scan("]Q1" + PRETIX)
    assert place.scans == [AMINA, PRETIX]
    assert place.field.text() == ""


@pytest.mark.parametrize(
    "typed",
    ["aminabenali", "Fatima", "0470123456", "+32470123456", "12/03/1990", "a.b2@example.org"],
)
def test_what_a_program_types_as_people_do_is_typing(place, qtbot, typed):
    place.keys.scan(typed)
    place.quiet(qtbot)
    assert place.scans == []
    assert (place.field.text(), place.entered) == (typed, 1)


def test_enter_and_shortcuts_come_after_what_was_typed_before_them(place, qtbot):
    place.keys.tap("a")
    place.keys.at += 10
    place.keys.tap_key(ENTER)
    assert (place.field.text(), place.entered) == ("a", 1)
    place.keys.tap("b")
    place.keys.at += 10
    place.keys.tap_key(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    place.keys.tap("c")
    place.quiet(qtbot)
    assert place.field.text() == "c"


def test_a_key_held_down_repeats_as_always(place, qtbot):
    place.keys.press("e")
    for turn in range(20):
        place.keys.at += 33 if turn else 400  # as the systems wait before they repeat
        place.keys.release("e", repeated=True)
        place.keys.press("e", repeated=True)
    place.keys.release("e")
    place.quiet(qtbot)
    assert place.field.text() == "e" * 21
    assert place.scans == []


def test_what_an_input_method_writes_stays_in_its_order(place, qtbot):
    place.keys.tap("a")
    written = QInputMethodEvent()
    written.setCommitString("ê")
    QApplication.sendEvent(place.field, written)
    place.keys.tap("b")
    place.quiet(qtbot)
    assert place.field.text() == "aêb"


def test_the_key_of_two_letters_of_an_arabic_keyboard_is_part_of_a_burst_or_typed(place, qtbot):
    arabic = Keyboard(place.windowHandle(), "ara")
    for sign in "ab12cd":
        if sign == "b":  # Qt tells only that an input method wrote, and the key's release
            written = QInputMethodEvent()
            written.setCommitString("لا")
            QApplication.sendEvent(place.field, written)
            arabic.release("b")
        else:
            arabic.tap(sign)
        arabic.at += 3
    arabic.tap_key(ENTER)
    assert place.scans == ["ab12cd"]
    assert place.field.text() == ""
    written = QInputMethodEvent()
    written.setCommitString("لا")
    QApplication.sendEvent(place.field, written)
    arabic.at += 80
    place.quiet(qtbot)
    arabic.release("b")
    assert place.field.text() == "لا"


def test_what_an_input_method_writes_of_a_scan_may_come_before_the_keys_in_front_of_it(place):
    """As Qt brings it when it reads a whole burst at once."""
    arabic = Keyboard(place.windowHandle(), "ara")
    written = QInputMethodEvent()
    written.setCommitString("لا")
    QApplication.sendEvent(place.field, written)
    for sign in "12ab34":
        if sign != "b":
            arabic.press(sign)
        arabic.release(sign)
    arabic.tap_key(ENTER)
    assert (place.scans, place.field.text()) == (["12ab34"], "")


class Witness(QObject):
    """What a field was really given."""

    def __init__(self, field):
        super().__init__(field)
        self.seen = []
        field.installEventFilter(self)

    def eventFilter(self, _watched, event):
        if event.type() in {QEvent.Type.KeyPress, QEvent.Type.KeyRelease} and event.text():
            self.seen.append((event.type() == QEvent.Type.KeyPress, event.text()))
        return False


typed_keys = st.lists(
    st.tuples(st.sampled_from("abcdefghijklmnopqrstuvwxyz0123456789-.;'XK"), st.integers(36, 400)),
    max_size=12,
)
scans = st.tuples(
    st.sampled_from([AMINA, BILAL, UUID_TEXT, PRETIX]), st.integers(0, 30), st.integers(36, 90)
)


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(parts=st.lists(st.tuples(typed_keys, st.none() | scans), max_size=4), rolls=st.randoms())
def test_typing_is_never_lost_reordered_or_doubled_and_no_scan_is_missed(place, parts, rolls):
    place.keys.tap_key(Qt.Key.Key_F20)  # hypothesis breaks examples off midway
    place.field.clear()
    place.scans.clear()
    witness, keys = Witness(place.field), place.keys
    wanted_text, wanted_scans, down = "", [], []
    keys.at += 10_000
    # After these two letters a slow scanner has time, so another scanner's code may follow too soon.
    assume(all("xk" not in "".join(sign for sign, _gap in typed).lower() for typed, _scan in parts))
    for typed, scan in parts:
        for sign, gap in typed:
            for same in [one for one in down if one.lower() == sign.lower()]:
                down.remove(same)  # k and K are one key, which must come up to go down again
                keys.release(same)
            keys.press(sign)
            down.append(sign)
            wanted_text += sign
            while down and rolls.random() < 0.6:  # fingers overlap
                keys.release(down.pop(0))
            keys.at += gap
        while down:
            keys.release(down.pop(0))
        if scan is not None:
            code, gap, pause = scan
            keys.scan(code, gap=gap)
            keys.at += pause
            wanted_scans.append(code)
    keys.tap_key(Qt.Key.Key_F20)  # no sign: what is held is given on at once
    assert place.field.text() == wanted_text
    assert place.scans == wanted_scans
    assert [text for is_press, text in witness.seen if is_press] == list(wanted_text)
    for sign in set(wanted_text):
        ways = [is_press for is_press, text in witness.seen if text == sign]
        assert ways == [True, False] * (len(ways) // 2)
    place.field.removeEventFilter(witness)


def test_letters_sent_twice_at_once_are_no_repetition(place):
    """Qt on X11 takes them for one: a release and a press of one key in the same millisecond."""
    for before, sign in pairwise(" xkillktrnghjulve"):
        place.keys.press(sign, repeated=before == sign)
        place.keys.release(sign)
    assert place.scans == ["xkillktrnghjulve"]


def test_quick_fingers_are_no_scanner(place, qtbot):
    for word in ("the", "ing", "tion", "12345"):
        place.field.clear()
        place.keys.scan(word, gap=20, ending=None)
        place.quiet(qtbot)
        assert place.field.text() == word
    assert place.scans == []


def test_while_a_scanner_is_tried_everything_that_comes_is_told_whole(place, qtbot):
    tried = []
    place.scanner.tried.connect(tried.append)
    place.scanner.is_trying = True
    place.keys.scan("Bonjour", gap=300)
    assert [one.by_place for one in tried] == ["Bonjour"]
    assert (tried[0].slowest, str(tried[0].ending)) == (300, "enter")
    assert place.scans == []
