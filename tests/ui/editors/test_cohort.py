from datetime import date, time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from mgdesk.queries import cohorts as queries
from mgdesk.rules.calendar import EndsBeforeStart, Hours, HoursOverlap
from mgdesk.rules.enrolment import Half
from mgdesk.services import cohorts, funding
from mgdesk.services.cohorts import CodeTaken
from mgdesk.ui.editors.cohort import CohortForm, CohortSheet, offer, open_cohort, proposed_code
from mgdesk.ui.editors.timetable import AnewSheet, SlotSheet, TimetablePanel
from tests.cohort_scene import FRIDAY, MONDAY, add_campus, add_cohort, make_scene

TODAY = date(2026, 10, 28)  # the Wednesday before


class Editing:
    """Somebody at the editor of a new cohort."""

    def __init__(self, qtbot, context, desk):
        self.qtbot, self.context, self.desk = qtbot, context, desk
        self.page = QWidget()
        qtbot.addWidget(self.page)
        self.saved = []

    def open(self, known=None):
        form = CohortForm(self.context, self.desk.read(offer), known, TODAY)
        self.sheet = CohortSheet(self.page, self.context, form, known, self.saved.append)
        self.sheet.open()
        self.form = form
        self.settle()
        return form

    def settle(self):
        self.qtbot.wait(160)
        self.qtbot.waitUntil(lambda: self.context.background.is_idle, timeout=20_000)

    def type(self, field, text):
        field.setFocus()
        field.clear()
        self.qtbot.keyClicks(field, text)

    def press_save(self):
        self.qtbot.mouseClick(self.sheet.accept_button, Qt.MouseButton.LeftButton)
        self.settle()

    @property
    def cohorts(self):
        return self.desk.read(queries.cohorts)


@pytest.fixture
def editing(qtbot, context, desk):
    add_campus(desk)
    return Editing(qtbot, context, desk)


def test_a_cohort_is_made_from_a_typed_title_and_two_days(editing):
    form = editing.open()
    editing.type(form.training, "Web development")
    assert form.code.value == "WEB-DEVELOPMENT-1"
    editing.type(form.days.first_day, "021126")
    editing.type(form.days.last_day, "131126")
    editing.type(form.trainers, "Ada Demo, Grace Demo")
    editing.type(form.room, "Room 2")
    form.capacity.setValue(15)
    editing.press_save()
    (row,) = editing.cohorts
    assert (row.code, row.training, row.half_days) == ("WEB-DEVELOPMENT-1", "Web development", 18)
    assert (row.trainers, row.room, row.capacity) == (("Ada Demo", "Grace Demo"), "Room 2", 15)
    assert editing.saved == [row.id]


def test_half_days_hours_and_holidays_are_counted_while_one_types(editing):
    form = editing.open()
    editing.type(form.days.first_day, "021126")
    editing.type(form.days.last_day, "131126")
    editing.settle()
    assert form.days.summary.text() == "18 demi-journées, 63 h"
    assert "11" in form.days.holidays.text()
    form.days.skips_holidays.setChecked(False)
    form.days.halves.checks[Half.AFTERNOON].setChecked(False)
    editing.settle()
    assert form.days.summary.text() == "10 demi-journées, 35 h"
    assert form.days.holidays.text() == ""


def test_nothing_is_saved_without_a_training_and_the_field_says_so(editing):
    form = editing.open()
    editing.press_save()
    assert editing.cohorts == []
    assert form.mistakes()[form.training] == str(cohorts.TrainingMissing())
    assert form.training.hasFocus()


def test_ending_before_the_start_is_said_under_the_last_day(editing):
    form = editing.open()
    editing.type(form.training, "Web")
    editing.type(form.days.first_day, "131126")
    editing.type(form.days.last_day, "021126")
    editing.press_save()
    assert form.mistakes() == {form.days.last_day: str(EndsBeforeStart())}
    assert editing.cohorts == []


def test_only_holidays_or_other_weekdays_leave_no_half_day(editing):
    form = editing.open()
    editing.type(form.training, "Web")
    editing.type(form.days.first_day, "111126")
    editing.type(form.days.last_day, "111126")
    editing.settle()
    assert list(form.mistakes()) == [form.days.last_day]
    editing.press_save()
    assert editing.cohorts == []


def test_overlapping_hours_are_said_under_the_half_days(editing):
    form = editing.open()
    editing.type(form.training, "Web")
    editing.type(form.days.halves.starts[Half.AFTERNOON], "1200")
    assert form.mistakes() == {form.days.halves: str(HoursOverlap())}


def test_a_taken_code_is_said_while_one_types_whatever_its_case(editing):
    add_cohort(editing.desk)
    form = editing.open()
    editing.type(form.training, "Coding School")
    assert form.code.value == "CODING-SCHOOL-1"
    editing.type(form.code, "coding-1")
    assert form.mistakes() == {form.code: str(CodeTaken(code="CODING-1"))}


@pytest.mark.parametrize(
    ("title", "codes", "proposed"),
    [
        ("Développement web", [], "DÉVELOPPEMENT-WEB-1"),
        ("Web", ["WEB-2", "web-13", "WEBBER-40"], "WEB-14"),
        ("تطوير الويب", [], "تطوير-الويب-1"),
        ("…", [], ""),
    ],
)
def test_a_code_is_proposed_from_the_title_and_the_next_free_number(title, codes, proposed):
    assert proposed_code(title, codes) == proposed


def test_a_code_typed_by_hand_is_not_overwritten(editing):
    form = editing.open()
    editing.type(form.code, "MINE")
    editing.type(form.training, "Web")
    assert form.code.value == "MINE"


def test_a_known_cohort_is_changed_and_its_trainers_stay_the_same_people(editing):
    desk = editing.desk
    desk.do(funding.add_partner, name="Demo Partner")
    cohort_id = add_cohort(desk, trainers=["Ada Demo"])
    known = desk.read(queries.cohort, cohort_id=cohort_id)
    form = editing.open(known)
    assert form.days is None
    editing.type(form.trainers, "Ada Demo, Grace Demo")
    form.partners[0].setChecked(True)
    editing.press_save()
    after = desk.read(queries.cohort, cohort_id=cohort_id)
    assert after.trainers[0] == known.trainers[0]
    assert [one.name for one in after.trainers] == ["Ada Demo", "Grace Demo"]
    assert [one.name for one in after.partners] == ["Demo Partner"]


def test_a_change_made_meanwhile_by_somebody_else_is_never_overwritten(editing):
    desk = editing.desk
    cohort_id = add_cohort(desk)
    known = desk.read(queries.cohort, cohort_id=cohort_id)
    form = editing.open(known)
    desk.do(cohorts.set_status, cohort_id=cohort_id, status="running")
    editing.type(form.training, "Other")
    editing.press_save()
    assert desk.read(queries.cohort, cohort_id=cohort_id).training == "Coding School"
    assert form._banner.words.text()


def test_the_editor_reads_what_it_offers_before_it_opens(editing, qtbot):
    open_cohort(editing.page, editing.context, today=TODAY)
    qtbot.waitUntil(lambda: bool(editing.page.findChildren(CohortSheet)))
    sheet = editing.page.findChildren(CohortSheet)[0]
    assert sheet.form.campus.currentText() == "Molenbeek"
    sheet.close()


# --- the timetable ---------------------------------------------------------------------------


class Planning:
    """Somebody at the timetable of a cohort."""

    def __init__(self, qtbot, context, scene):
        self.qtbot, self.context, self.scene = qtbot, context, scene
        self.panel = TimetablePanel(context)
        qtbot.addWidget(self.panel)
        self.panel.resize(800, 600)
        self.panel.show()
        self.show()

    def show(self):
        self.panel.show_cohort(self.cohort, MONDAY)
        self.qtbot.wait(20)
        self.qtbot.waitUntil(lambda: self.context.background.is_idle, timeout=20_000)

    @property
    def cohort(self):
        return self.context.desk.read(queries.cohort, cohort_id=self.scene.cohort_id)

    @property
    def slots(self):
        return self.context.desk.read(queries.timetable, cohort_id=self.scene.cohort_id)

    def go_to(self, day, half):
        self.panel.view.setCurrentIndex(self.panel.model.find(day, half))

    def press(self, key):
        self.qtbot.keyClick(self.panel.view, key)
        self.show()

    def sheet(self, kind):
        return self.panel.findChildren(kind)[0]


@pytest.fixture
def planning(qtbot, context, desk):
    return Planning(qtbot, context, make_scene(desk))


def test_a_holiday_is_shown_with_its_name(planning):
    index = planning.panel.model.find(date(2026, 11, 11), Half.MORNING)
    assert "Armistice" in index.data()


def test_delete_removes_a_half_day_and_undo_brings_it_back(planning):
    planning.go_to(MONDAY, Half.AFTERNOON)
    planning.press(Qt.Key.Key_Delete)
    assert (MONDAY, Half.AFTERNOON) not in {(slot.day, slot.half) for slot in planning.slots}
    planning.context.desk.undo()
    assert (MONDAY, Half.AFTERNOON) in {(slot.day, slot.half) for slot in planning.slots}


def test_a_half_day_with_marks_is_only_removed_after_a_question(planning):
    planning.scene.mark_all_present()
    planning.show()
    planning.go_to(MONDAY, Half.MORNING)
    planning.press(Qt.Key.Key_Delete)
    assert len(planning.slots) == 18


def test_enter_on_a_free_day_adds_a_half_day_there(planning):
    holiday = date(2026, 11, 11)
    planning.go_to(holiday, Half.MORNING)
    planning.press(Qt.Key.Key_Return)
    sheet = planning.sheet(SlotSheet)
    assert (sheet.form.day.value, sheet.form.half.value) == (holiday, Half.MORNING)
    sheet.accept_button.click()
    planning.show()
    assert (holiday, Half.MORNING) in {(slot.day, slot.half) for slot in planning.slots}


def test_a_half_day_is_moved_to_other_hours(planning):
    planning.go_to(MONDAY, Half.MORNING)
    planning.press(Qt.Key.Key_Return)
    sheet = planning.sheet(SlotSheet)
    sheet.form.start.setText("10")
    sheet.form.room.value = "Room 7"
    sheet.accept_button.click()
    planning.show()
    first = planning.slots[0]
    assert (first.starts_at, first.ends_at, first.room) == (time(10), time(12, 30), "Room 7")


def test_a_place_that_is_taken_is_refused_in_words(planning):
    planning.go_to(MONDAY, Half.MORNING)
    planning.press(Qt.Key.Key_Return)
    sheet = planning.sheet(SlotSheet)
    sheet.form.day.value = date(2026, 11, 3)
    sheet.accept_button.click()
    planning.show()
    assert sheet.form._banner.words.text()
    assert len(planning.slots) == 18


def test_a_timetable_is_made_anew_from_other_days(planning):
    sheet = AnewSheet(planning.panel, planning.context, planning.cohort)
    sheet.open()
    sheet.form.days.last_day.value = date(2026, 11, 6)
    sheet.form.days.halves.checks[Half.AFTERNOON].setChecked(False)
    sheet.accept_button.click()
    planning.show()
    assert {slot.half for slot in planning.slots} == {Half.MORNING}
    assert len(planning.slots) == 5
    assert planning.cohort.last_day < FRIDAY
    assert dict(planning.cohort.hours) == {Half.MORNING: Hours(time(9), time(12, 30))}


def test_the_timetable_opens_at_the_half_day_that_comes_next(qtbot, context, desk):
    planning = Planning(qtbot, context, make_scene(desk))
    planning.panel.show_cohort(planning.cohort, MONDAY)
    assert planning.panel.current.day == MONDAY
    other = add_cohort(desk, code="LATER-1", first_day=date(2026, 9, 7), last_day=FRIDAY)
    cohort = desk.read(queries.cohort, cohort_id=other)
    planning.panel.show_cohort(cohort, date(2026, 10, 15))
    qtbot.waitUntil(lambda: planning.panel.current.day == date(2026, 10, 15))
