from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QWidget

from mgdesk.queries import cohorts as queries
from mgdesk.queries import people as people_queries
from mgdesk.queries.attendance import grid
from mgdesk.rules.attendance import AttendanceStatus
from mgdesk.rules.enrolment import CohortStatus, EnrolmentStatus
from mgdesk.services import attendance, attestations, cohorts
from mgdesk.ui.editors.certificates import CertificatesDialog
from mgdesk.ui.editors.cohort_card import ATTENDANCE, PAPERS, TIMETABLE
from mgdesk.ui.editors.employer_sheet import EmployerSheet
from mgdesk.ui.editors.enrolment import EnrolmentSheet, EnrolSheet
from mgdesk.ui.editors.more_papers import PapersDialog
from mgdesk.ui.editors.overtaken import OvertakenSheet
from mgdesk.ui.editors.printing import IssuingPreview
from mgdesk.ui.editors.sheets import SheetsDialog
from mgdesk.ui.pages.cohorts import CURRENT, CohortsPage
from tests.cohort_scene import FRIDAY, add_cohort, add_people, make_scene


class Visit:
    """Somebody on the page of cohorts."""

    def __init__(self, qtbot, context, width=1200, height=760):
        self.qtbot, self.context, self.desk = qtbot, context, context.desk
        self.page = CohortsPage(context)
        qtbot.addWidget(self.page)
        self.page.resize(width, height)
        self.page.show()
        self.desk.listen(self._told)
        self.settle()

    def _told(self, tables):
        self.context.background.post(self.page.reload, tables)

    def settle(self):
        for _ in range(2):
            self.qtbot.wait(90)
            self.qtbot.waitUntil(lambda: self.context.background.is_idle, timeout=20_000)

    @property
    def card(self):
        return self.page.card

    @property
    def codes(self):
        return [row.code for row in self.page.table.rows]

    @property
    def roster(self):
        return self.desk.read(queries.roster, cohort_id=self.card.detail.id)

    def sheet(self, kind):
        return self.page.findChildren(kind)[0]


@pytest.fixture
def scene(desk):
    return make_scene(desk)


@pytest.fixture
def visit(qtbot, context, scene):
    return Visit(qtbot, context)


def test_the_page_opens_on_the_latest_cohort(visit):
    assert visit.codes == ["CODING-1"]
    assert visit.page.current_id == visit.card.detail.id
    assert [row.surname for row in visit.card.roster.table.rows] == [
        row.surname for row in visit.roster
    ]


def test_cohorts_are_found_and_filtered(visit):
    later = {"first_day": date(2026, 12, 7), "last_day": date(2026, 12, 11)}
    add_cohort(visit.desk, code="DATA-1", training="Data", **later)
    visit.settle()
    assert visit.codes == ["DATA-1", "CODING-1"]
    visit.qtbot.keyClicks(visit.page.search, "data")
    visit.settle()
    assert visit.codes == ["DATA-1"]
    visit.page.search.clear()
    visit.desk.do(
        cohorts.set_status,
        cohort_id=visit.desk.read(queries.cohort_id_of, code="DATA-1"),
        status=CohortStatus.COMPLETED,
    )
    visit.page.status.value = CURRENT
    visit.settle()
    assert visit.codes == ["CODING-1"]


def test_a_search_without_result_says_so_and_shows_all_again(visit):
    visit.qtbot.keyClicks(visit.page.search, "zzz")
    visit.settle()
    assert visit.codes == []
    visit.qtbot.mouseClick(visit.page._empty.button, Qt.MouseButton.LeftButton)
    visit.settle()
    assert visit.codes == ["CODING-1"]


def test_a_home_without_cohorts_offers_to_make_one(qtbot, context):
    visit = Visit(qtbot, context)
    assert visit.page._empty.isVisible()
    assert visit.page._empty.button.isVisible()


def test_somebody_known_is_enrolled_by_a_few_letters_and_enter(visit):
    add_people(visit.desk, ("Zoë", "Quispe"))
    visit.card.enrol()
    visit.settle()
    sheet = visit.sheet(EnrolSheet)
    visit.qtbot.keyClicks(sheet.form.search, "quis")
    visit.settle()
    visit.qtbot.keyClick(sheet.form.search, Qt.Key.Key_Return)
    visit.settle()
    assert "Quispe" in [row.surname for row in visit.roster]
    assert "Quispe" in [row.surname for row in visit.card.roster.table.rows]


def test_somebody_new_is_added_and_enrolled_in_one_change(visit):
    visit.card.enrol()
    visit.settle()
    sheet = visit.sheet(EnrolSheet)
    visit.qtbot.keyClicks(sheet.form.search, "Xenia Novak")
    visit.settle()
    visit.qtbot.mouseClick(sheet.accept_button, Qt.MouseButton.LeftButton)
    visit.settle()
    (row,) = [row for row in visit.roster if row.surname == "Novak"]
    assert (row.first_name, row.learner_number) == ("Xenia", "MOL-00004")
    visit.desk.undo()
    assert visit.desk.read(people_queries.learners, search="Novak") == []


def test_enrolling_nobody_says_what_to_do(visit):
    visit.card.enrol()
    visit.settle()
    sheet = visit.sheet(EnrolSheet)
    visit.qtbot.mouseClick(sheet.accept_button, Qt.MouseButton.LeftButton)
    assert sheet.form._banner.words.text()
    assert len(visit.roster) == 3


def test_several_are_sent_by_an_employer_and_its_papers_are_of_them_alone(visit):
    roster = visit.card.roster
    roster.table.view.selectAll()
    assert not roster._of_employer.isVisible()
    visit.qtbot.mouseClick(roster._employer, Qt.MouseButton.LeftButton)
    sheet = visit.sheet(EmployerSheet)
    visit.qtbot.keyClicks(sheet.form.employer, "Atelier Demo")
    visit.qtbot.mouseClick(sheet.accept_button, Qt.MouseButton.LeftButton)
    visit.settle()
    assert [row.employer for row in visit.roster] == ["Atelier Demo"] * 3
    roster.employer.value = "Atelier Demo"
    roster.print_for_employer()
    visit.settle()
    dialog = visit.sheet(PapersDialog)
    assert dialog.preview.print_button.isEnabled()
    assert [len(offer.fixed) for offer in dialog.form.offers] == [1, 4, 1]
    dialog.form.offer.value = dialog.form.offers[1]
    dialog.draw()
    visit.settle()
    assert dialog.preview.print_button.isEnabled()
    dialog.close()
    visit.desk.undo()
    assert [row.employer for row in visit.roster] == [""] * 3


def test_a_statement_that_a_mark_overtook_is_printed_corrected_and_the_list_empties(
    visit, tmp_path
):
    columns = visit.desk.read(
        grid, cohort_id=visit.card.detail.id, first_day=date(2026, 1, 1), last_day=date(2027, 1, 1)
    ).columns
    for column in columns:
        visit.desk.do(attendance.mark_unmarked_present, slot_id=column.slot_id)
    month = {"first_day": date(2026, 11, 1), "last_day": date(2026, 11, 30)}
    visit.desk.do(attestations.issue_statements, cohort_id=visit.card.detail.id, **month)
    panel = visit.card.papers
    visit.card.tabs.setCurrentWidget(panel)
    visit.settle()
    assert not panel.again_button.isVisibleTo(panel)
    row = visit.roster[0]
    visit.desk.do(
        attendance.mark, slot_id=columns[0].slot_id, enrolment_id=row.enrolment_id,
        status=AttendanceStatus.ABSENT,
    )  # fmt: skip
    visit.settle()
    panel.show_cohort(visit.card.detail)
    visit.settle()
    visit.qtbot.mouseClick(panel.again_button, Qt.MouseButton.LeftButton)
    visit.settle()
    sheet = visit.sheet(OvertakenSheet)
    assert [one.person_id for one in sheet.table.rows] == [row.person_id]
    visit.qtbot.mouseClick(sheet.print_button, Qt.MouseButton.LeftButton)
    visit.settle()
    preview = sheet.findChildren(IssuingPreview)[0]
    preview.make_ready(lambda: None)
    visit.settle()
    assert sheet.table.rows == []
    sheet.close()


def test_who_withdraws_gets_a_day_and_a_reason(visit):
    visit.card.roster.table.step(1)
    row = visit.card.roster.table.current
    visit.qtbot.keyClick(visit.card.roster.table.view, Qt.Key.Key_Return)
    sheet = visit.sheet(EnrolmentSheet)
    sheet.form.status.value = EnrolmentStatus.WITHDRAWN
    assert sheet.form.exit_on.value is not None
    sheet.form.exit_on.value = FRIDAY
    visit.qtbot.keyClicks(sheet.form.reason, "found a job")
    visit.qtbot.mouseClick(sheet.accept_button, Qt.MouseButton.LeftButton)
    visit.settle()
    (after,) = [one for one in visit.roster if one.person_id == row.person_id]
    assert (after.status, after.exit_on, after.exit_reason) == (
        EnrolmentStatus.WITHDRAWN,
        FRIDAY,
        "found a job",
    )


def test_leaving_before_the_start_is_refused_under_the_day(visit):
    visit.card.roster.table.step(1)
    visit.card.roster._change_current()
    sheet = visit.sheet(EnrolmentSheet)
    sheet.form.status.value = EnrolmentStatus.WITHDRAWN
    sheet.form.exit_on.value = date(2026, 10, 1)
    visit.qtbot.mouseClick(sheet.accept_button, Qt.MouseButton.LeftButton)
    assert list(sheet.form.mistakes()) == [sheet.form.exit_on]
    assert {one.status for one in visit.roster} == {EnrolmentStatus.CONFIRMED}


def test_somebody_without_marks_is_taken_out_at_once_and_undo_brings_them_back(visit):
    visit.card.roster.table.step(1)
    visit.card.roster._remove_current()
    visit.settle()
    assert len(visit.roster) == 2
    visit.desk.undo()
    visit.settle()
    assert len(visit.card.roster.table.rows) == 3


def test_hours_of_the_roster_follow_the_marks(visit, scene):
    scene.mark(0, 0, AttendanceStatus.PRESENT)
    visit.settle()
    row = next(one for one in visit.card.roster.table.rows if one.surname == "Martin")
    assert row.summary.minutes_attended == 210


def test_marking_takes_the_whole_page_and_gives_it_back(visit):
    visit.card.show_attendance()
    visit.settle()
    assert visit.card.tabs.currentIndex() == ATTENDANCE
    assert not visit.page._list.isVisible()
    assert visit.card.attendance.view.hasFocus()
    visit.card.back.emit()
    assert visit.page._list.isVisible()


def test_list_and_cohort_take_turns_on_a_narrow_page(qtbot, context, scene):
    visit = Visit(qtbot, context, width=700)
    assert visit.page._list.isVisible()
    assert not visit.card.isVisible()
    visit.page.show_record(scene.cohort_id)
    assert visit.card.isVisible()
    assert not visit.page._list.isVisible()


def test_the_sheet_and_the_certificates_open_over_the_page(visit):
    commands = {action.id: action for action in visit.page.commands()}
    assert commands["cohort.attendance"].shortcut == "F5"
    assert commands["cohort.sheets"].shortcut == "F6; Ctrl+P"
    assert commands["cohort.certificates"].shortcut == "F7"
    commands["cohort.sheets"].run()
    visit.settle()
    visit.sheet(SheetsDialog).close()
    commands["cohort.certificates"].run()
    visit.settle()
    visit.sheet(CertificatesDialog).close()


def test_certificates_are_for_those_chosen_in_the_roster(visit, scene):
    scene.mark_all_present()
    visit.settle()
    visit.card.roster.table.step(1)
    chosen = visit.card.roster.table.current
    visit.card.print_certificates()
    visit.settle()
    dialog = visit.sheet(CertificatesDialog)
    assert [one.enrolment_id for one in dialog.form.chosen] == [chosen.enrolment_id]
    dialog.close()


def test_a_cohort_without_marks_is_deleted_and_undo_brings_it_back(visit):
    visit.card.delete()
    visit.settle()
    assert visit.codes == []
    visit.desk.undo()
    visit.settle()
    assert visit.codes == ["CODING-1"]


def test_the_state_of_a_cohort_is_changed_from_its_menu(visit):
    visit.card.set_status(CohortStatus.RUNNING)
    visit.settle()
    assert visit.card.detail.status is CohortStatus.RUNNING
    assert visit.card._status.accessibleName() == "en cours"


def test_another_record_is_shown_whatever_the_filter_hides(visit):
    other = add_cohort(visit.desk, code="OLD-1", training="Old")
    visit.desk.do(cohorts.set_status, cohort_id=other, status=CohortStatus.ARCHIVED)
    visit.page.status.value = CURRENT
    visit.settle()
    visit.page.show_record(other)
    visit.settle()
    assert visit.card.detail.code == "OLD-1"
    assert visit.page.current_id == other


def test_every_part_of_the_page_has_a_name_for_a_screen_reader(visit):
    for place in (0, ATTENDANCE, TIMETABLE, PAPERS):
        visit.card.tabs.setCurrentIndex(place)
        visit.settle()
        assert _nameless(visit.page) == []


def test_every_dialog_has_names_for_a_screen_reader(visit, scene):
    scene.mark(0, 0, AttendanceStatus.PRESENT)
    visit.card.roster.table.step(1)
    for opening in (
        visit.page.new,
        visit.card.edit,
        visit.card.enrol,
        visit.card.roster._change_current,
        visit.card.timetable._add,
        visit.card.timetable._open_anew,
        visit.card.print_sheets,
        visit.card.print_certificates,
    ):
        opening()
        visit.settle()
    assert _nameless(visit.page) == []


def _nameless(whole):
    """Widgets that take the keyboard and have no name."""
    found = []
    for widget in whole.findChildren(QWidget):
        takes_keys = widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None
        is_ours = not widget.objectName().startswith("qt_")
        if takes_keys and is_ours and (widget.isVisible() or isinstance(widget, QAbstractButton)):
            interface = QAccessible.queryAccessibleInterface(widget)
            if interface is None or not interface.text(QAccessible.Text.Name):
                found.append((type(widget).__name__, type(widget.parent()).__name__))
    return found
