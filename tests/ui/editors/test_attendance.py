from datetime import date
from functools import partial

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible, QKeyEvent
from PySide6.QtWidgets import QApplication

from mgdesk.i18n import gettext
from mgdesk.queries import attendance as queries
from mgdesk.rules.attendance import AttendanceStatus
from mgdesk.rules.enrolment import EnrolmentStatus
from mgdesk.services import attendance as services
from mgdesk.services import cohorts
from mgdesk.ui.editors.attendance import AttendancePanel
from tests.cohort_scene import MONDAY, add_people, make_scene

PRESENT, LATE, ABSENT = AttendanceStatus.PRESENT, AttendanceStatus.LATE, AttendanceStatus.ABSENT
EXCUSED, JUSTIFIED = AttendanceStatus.EXCUSED, AttendanceStatus.ABSENT_JUSTIFIED


class Marking:
    """Somebody at the grid."""

    def __init__(self, qtbot, context, scene):
        self.qtbot, self.context, self.scene = qtbot, context, scene
        self.panel = AttendancePanel(context)
        qtbot.addWidget(self.panel)
        self.panel.resize(1000, 700)
        self.panel.show()
        self.panel.show_cohort(scene.cohort_id, MONDAY)
        qtbot.waitUntil(lambda: self.panel.model.rowCount() > 0)
        context.desk.listen(self._told)

    def _told(self, _tables):
        self.context.background.post(self.panel.reload)

    @property
    def view(self):
        return self.panel.view

    def type(self, text):
        for letter in text:
            if letter == "\n":
                self.press(Qt.Key.Key_Return)
            elif letter.isascii():
                self.qtbot.keyClicks(self.view, letter)
            else:  # what Qt's own keyClicks cannot type
                event = QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter)
                QApplication.sendEvent(self.view, event)

    def press(self, key, modifier=Qt.KeyboardModifier.NoModifier):
        self.qtbot.keyClick(self.view, key, modifier)

    def settle(self):
        background = self.context.background
        pauses = (self.panel._pause, self.panel.marker.pause)
        self.qtbot.waitUntil(
            lambda: background.is_idle and not any(pause.isActive() for pause in pauses),
            timeout=20_000,
        )

    def column(self, place=0):
        """The marks of a half-day as the desk has them, in the order of the sheet."""
        self.settle()
        return [(row.cells[place].status, row.cells[place].minutes) for row in self.scene.grid.rows]


@pytest.fixture
def marking(qtbot, context, desk):
    return Marking(qtbot, context, make_scene(desk))


def class_of(desk, count):
    scene = make_scene(desk)
    more = [(f"Prénom{n:02d}", f"Zz{n:02d}") for n in range(count - len(scene.people))]
    people = add_people(desk, *more)
    desk.do(cohorts.enrol_people, person_ids=people, cohort_id=scene.cohort_id)
    return scene


def test_a_class_of_35_is_marked_by_keys_alone(qtbot, context, desk):
    marking = Marking(qtbot, context, class_of(desk, 35))
    typed = ("paejp" * 7)[:35]
    marking.type("\n".join(typed))
    statuses = {"p": PRESENT, "a": ABSENT, "e": EXCUSED, "j": JUSTIFIED}
    assert [status for status, _ in marking.column()] == [statuses[key] for key in typed]


def test_the_rest_of_a_class_is_present_and_exceptions_stay(qtbot, context, desk):
    marking = Marking(qtbot, context, class_of(desk, 35))
    marking.type("a\n\ne\nl15")
    marking.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    marks = marking.column()
    assert marks[:5] == [(ABSENT, 0), (PRESENT, 210), (EXCUSED, 0), (LATE, 195), (PRESENT, 210)]
    assert [status for status, _ in marks[5:]] == [PRESENT] * 30
    assert marking.panel.model.totals(0) == queries.SlotTotals(33, 1, 1, 1, 0)


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [("l", 195), ("l5", 205), ("l25", 185), ("lé(", 185), ("م٢٥", 185), ("L25", 185)],
)
def test_late_takes_minutes_from_every_keyboard(marking, typed, minutes):
    marking.type(typed + "\n")
    assert marking.column()[0] == (LATE, minutes)


def test_arabic_letters_mark_by_the_place_of_their_key(marking):
    marking.type("ح\nش\nث")
    assert [status for status, _ in marking.column()] == [PRESENT, ABSENT, EXCUSED]


def test_fast_keys_on_one_cell_end_with_the_last_one(marking):
    marking.type("papapeajpa")
    assert marking.column()[0] == (ABSENT, 0)
    assert marking.panel.model.cell(0, 0).status is ABSENT


def test_a_mark_is_shown_before_it_is_written(marking):
    marking.type("p")
    assert marking.panel.model.cell(0, 0).status is PRESENT
    assert marking.panel.model.totals(0) == queries.SlotTotals(1, 0, 0, 0, 2)


def test_delete_unmarks(marking):
    marking.type("p")
    marking.press(Qt.Key.Key_Delete)
    assert marking.column()[0] == (None, 0)


def test_undo_names_the_last_mark_and_takes_it_back(marking):
    marking.type("p\na")
    marking.settle()
    assert "El Idrissi" not in marking.context.desk.undo_title
    assert "Martin" in marking.context.desk.undo_title
    marking.context.background.run(marking.context.desk.undo, in_order=True)
    assert marking.column() == [(PRESENT, 210), (None, 0), (None, 0)]
    marking.qtbot.waitUntil(lambda: marking.panel.model.cell(1, 0).status is None)


def test_enter_goes_down_and_from_the_last_learner_to_the_next_half_day(marking):
    marking.type("p\np\np\na")
    assert [status for status, _ in marking.column(1)] == [ABSENT, None, None]
    index = marking.view.currentIndex()
    assert (index.row(), index.column()) == (0, 1)


def test_minutes_longer_than_the_half_day_are_refused_in_words(marking):
    marking.type("l999\n")
    assert marking.column()[0] == (LATE, 195)
    assert marking.panel.model.index(0, 0).data() == "L 15"


def test_minutes_without_late_are_refused_in_words(marking):
    marking.type("p5")
    assert "L" in marking.panel._said.text()
    assert marking.column()[0] == (PRESENT, 210)


def test_leaving_early_waits_for_its_minutes(marking):
    marking.type("g")
    assert marking.column()[0] == (None, 0)
    marking.type("30\n")
    assert marking.column()[0] == (AttendanceStatus.LEFT_EARLY, 180)


def test_leaving_early_without_minutes_marks_nothing(marking):
    marking.type("g\n")
    assert marking.column()[0] == (None, 0)
    assert marking.panel.model.cell(0, 0).status is None


def test_who_left_is_struck_out_and_cannot_be_marked(qtbot, context, desk):
    scene = make_scene(desk)
    desk.do(
        cohorts.set_enrolment,
        enrolment_id=scene.enrolments[1],
        status=EnrolmentStatus.WITHDRAWN,
        exit_on=MONDAY,
    )
    marking = Marking(qtbot, context, scene)
    marking.view.choose(0, 2)
    marking.type("p")
    assert "El Idrissi" in marking.panel._said.text()
    assert marking.column(2)[0] == (None, 0)


def test_a_closed_half_day_says_how_to_open_it(marking):
    desk = marking.context.desk
    marking.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    marking.settle()
    desk.do(services.close_slot, slot_id=marking.scene.slots[0])
    marking.settle()
    marking.qtbot.waitUntil(lambda: marking.panel.model.columns[0].is_closed)
    marking.type("a")
    assert marking.panel._said.text() == str(services.SlotClosed())
    assert marking.column()[0] == (PRESENT, 210)


def test_weeks_are_walked_by_keys_and_only_one_is_loaded(marking):
    assert {slot.day for slot in marking.panel.model.columns} == {
        date(2026, 11, day) for day in range(2, 7)
    }
    marking.press(Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    marking.qtbot.waitUntil(
        lambda: (
            {slot.day for slot in marking.panel.model.columns}
            == {date(2026, 11, day) for day in (9, 10, 12, 13)}
        )
    )


def test_hours_and_what_may_be_missed_follow_the_marks(marking):
    before = marking.panel.model.rows[0].summary
    marking.type("a")
    marking.settle()
    marking.qtbot.waitUntil(lambda: marking.panel.model.rows[0].summary.half_days_marked == 1)
    after = marking.panel.model.rows[0].summary
    assert after.can_still_miss == before.can_still_miss - 1


def test_marks_still_to_be_written_survive_the_end_of_the_window(marking):
    marking.type("p\na\ne")
    marking.context.background.close()
    marking.context.background.wait()
    statuses = [row.cells[0].status for row in marking.scene.grid.rows]
    assert statuses == [PRESENT, ABSENT, EXCUSED]


def test_minutes_being_typed_are_saved_when_the_grid_goes_away(marking):
    marking.type("l2")
    marking.panel.hide()
    assert marking.column()[0] == (LATE, 208)


def test_a_screen_reader_hears_name_half_day_and_mark(marking):
    marking.type("p")
    said = marking.panel.model.data(
        marking.panel.model.index(0, 0), Qt.ItemDataRole.AccessibleTextRole
    )
    assert "El Idrissi" in said
    assert "2026" in said
    assert said.endswith(gettext("present"))
    interface = QAccessible.queryAccessibleInterface(marking.view)
    assert interface.text(QAccessible.Text.Name)


def test_a_cohort_without_half_days_says_so(qtbot, context, desk):
    scene = make_scene(desk)
    for slot_id in scene.slots:
        desk.do(cohorts.remove_slot, slot_id=slot_id)
    panel = AttendancePanel(context)
    qtbot.addWidget(panel)
    panel.show()
    context.read(partial(queries.weeks, cohort_id=scene.cohort_id), panel._show_weeks)
    qtbot.waitUntil(panel._empty.isVisible)
