"""The whole path at the window, from an empty home to a figure, each step within its keys and clicks."""

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from mgdesk.queries.absences import absences
from mgdesk.queries.applications import applications
from mgdesk.queries.campuses import absence_reasons, campuses
from mgdesk.queries.coaching import coaching_sessions
from mgdesk.queries.cohorts import cohorts, roster
from mgdesk.queries.outcomes import outcomes
from mgdesk.queries.tasks import missing
from mgdesk.rules.application import ApplicationStatus
from mgdesk.rules.enrolment import CohortStatus, EnrolmentStatus
from mgdesk.rules.outcome import OutcomeKind
from mgdesk.rules.people import Role
from mgdesk.services import intake
from mgdesk.services.sights import open_proof
from mgdesk.ui.editors.absence import AbsenceSheet
from mgdesk.ui.editors.absence_list import AbsencesSheet
from mgdesk.ui.editors.checklist import ChecklistSheet
from mgdesk.ui.editors.enrolment import EnrolmentSheet
from mgdesk.ui.editors.figure_list import FigureList
from tests.proof_papers import note
from tests.ui.stage import bare, open_sheets, sheet
from tests.ui.test_moments import button
from tests.ui.wall import Wall

pytestmark = pytest.mark.early

BEFORE = datetime(2026, 10, 26, 8, tzinfo=UTC)  # the Monday before the class that is proposed
CLASS = datetime(2026, 11, 2, 7, 55, tzinfo=UTC)
AFTER = datetime(2027, 2, 22, 9, tzinfo=UTC)


@pytest.fixture
def wall(monkeypatch, desk):
    for page in ("applications", "calendar", "follow_up", "reports"):
        __import__(f"mgdesk.ui.pages.{page}")  # one loaded later would keep this clock for good
    made = Wall(BEFORE)
    made.hang(monkeypatch, desk)
    return made


def test_from_an_empty_home_to_a_figure(sit_down, desk, wall):
    hand = sit_down(desk)
    begin(hand, desk)
    (cohort,) = desk.read(cohorts)
    apply_and_enter(hand, desk)
    prepare(hand, desk, cohort.id)
    come_and_miss(hand, desk, wall, cohort.id)
    be_coached(hand, desk, cohort.id)
    leave_and_be_called(hand, desk, wall, cohort.id)
    see_the_figures(hand)


def begin(hand, desk):
    """Without anything to apply for one is led to where it begins; the campus brings what it needs."""
    hand.window.go("applications")
    hand.settle()
    hand.press("Ctrl+N")
    assert open_sheets() == []
    assert "add a cohort first" in bare(hand.window.toasts.sentence)
    hand.begin()
    hand.click(button(hand.window.frame, "Add your campus"))
    hand.type("Desk")
    hand.press("Tab")
    hand.type("MOL")
    hand.enter()
    hand.press("Esc")  # who runs it can be said later
    hand.spent(10, 1)
    assert [one.code for one in desk.read(campuses)] == ["MOL"]
    assert desk.read(absence_reasons) != []
    hand.window.go("cohorts")
    hand.press("Ctrl+N")
    hand.type("Web")
    hand.enter()
    hand.spent(5)


def apply_and_enter(hand, desk):
    hand.window.go("applications")
    hand.settle()
    for name, layout in (("Lea Martin", "us"), ("Noor", "us"), ("ياسين", "ara")):
        hand.press("Ctrl+N")
        hand.type(name, layout)
        hand.enter()
        hand.spent(len(name) + 2)
        assert bare(hand.page.table.current.name) == name  # who was taken in stands here
        hand.press("Ctrl+D")
        hand.type("acc")
        hand.enter()
        hand.press("Ctrl+E")
        hand.spent(6)
    rows = desk.read(applications)
    assert {row.status for row in rows} == {ApplicationStatus.ACCEPTED}


def prepare(hand, desk, cohort_id):
    """Contract and house rules: what is missing is chosen and done at once."""
    hand.window.navigate("cohort", cohort_id)
    hand.settle()
    assert len(desk.read(roster, cohort_id=cohort_id)) == 3
    before = len(desk.read(missing, today=BEFORE.date(), cohort_id=cohort_id))
    hand.page.card.show_tasks()
    hand.settle()
    paper = sheet(ChecklistSheet)
    paper.table.view.selectAll()
    hand.click(paper.done_button)
    hand.press("Esc")
    hand.spent(1, 1)
    assert before > 0
    assert desk.read(missing, today=BEFORE.date(), cohort_id=cohort_id) == []


def come_and_miss(hand, desk, wall, cohort_id):
    wall.now = CLASS
    hand.window.go("today")
    hand.page._load()
    hand.settle()
    for letters in ("lea", "noor"):
        hand.type(letters)
        hand.enter()
        hand.spent(5)
    hand.window.navigate("cohort", cohort_id)
    hand.settle()
    hand.page.card.show_absences()
    hand.settle()
    hand.click(sheet(AbsencesSheet).add_button)
    form = sheet(AbsenceSheet).form
    form.whose.value = next(
        row.enrolment_id for row in desk.read(roster, cohort_id=cohort_id) if row.name == "ياسين"
    )
    hand.choose(form.reason, desk.read(absence_reasons)[0].id)
    attest = desk.home.root / "attest.pdf"
    attest.write_bytes(note(b"Attest"))
    form.proof.take_file(attest)
    hand.enter()
    hand.press("Esc")
    hand.spent(2, 3)
    (told,) = desk.read(absences, cohort_id=cohort_id)
    assert desk.do(open_proof, absence_id=told.id).content == note(b"Attest")


def be_coached(hand, desk, cohort_id):
    desk.do(
        intake.add_person, first_name="Karim", surname="Coach", roles=(Role.COACH,),
        campus_id=desk.read(campuses)[0].id,
    )  # fmt: skip
    row = desk.read(roster, cohort_id=cohort_id)[0]
    hand.window.navigate("person", row.person_id)
    hand.settle()
    hand.press("Ctrl+B")
    hand.enter()
    hand.spent(4)
    assert len(desk.read(coaching_sessions, person_id=row.person_id)) == 1


def leave_and_be_called(hand, desk, wall, cohort_id):
    wall.now = AFTER
    hand.window.go("today")
    hand.page._load()
    hand.settle()
    hand.click(button(hand.page, "Cohort WEB-1: completed"))  # its days are over, nobody said so
    hand.spent(0, 1)
    assert desk.read(cohorts)[0].status is CohortStatus.COMPLETED
    hand.window.navigate("cohort", cohort_id)
    hand.settle()
    for place in range(3):
        hand.page.card.roster.table.choose(
            desk.read(roster, cohort_id=cohort_id)[place].enrolment_id
        )
        QTest.keyClick(hand.page.card.roster.table.view, Qt.Key.Key_Return)
        hand.settle()
        sheet(EnrolmentSheet).form.status.setFocus()
        hand.type("comp")
        hand.enter()
        hand.spent(5)
    rows = desk.read(roster, cohort_id=cohort_id)
    assert {row.status for row in rows} == {EnrolmentStatus.COMPLETED}
    hand.window.go("follow_up")
    hand.settle()
    hand.press("Ctrl+E")
    hand.enter()
    hand.spent(2)
    hand.press("Ctrl+D")  # no answer: one key
    hand.spent(1)
    assert [one.kind for one in desk.read(outcomes)] == [OutcomeKind.JOB]


def see_the_figures(hand):
    """A figure opens its list, and a line of it the record."""
    hand.window.go("reports")
    hand.page.fields.period.setCurrentIndex(1)  # the year before
    hand.page.fields.period.edited.emit()
    hand.qtbot.waitUntil(
        lambda: bool(hand.page.counted and hand.page.counted.figures["applicants"].value)
    )
    counted = hand.page.counted.figures
    assert [counted[one].value for one in ("applicants", "learners", "people_reached")] == [3, 3, 2]
    hand.page.open_figure("applicants")
    hand.settle()
    table = sheet(FigureList).table
    assert len(table.rows) == 3
    table.step(1)
    QTest.keyClick(table.view, Qt.Key.Key_Return)
    hand.settle()
    assert open_sheets() == []
    assert hand.page.current_id is not None
