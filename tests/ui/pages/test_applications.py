"""Applications in the window: from a wish to a place, with the keys that it takes."""

from datetime import date, time

from PySide6.QtWidgets import QApplication

from mgdesk.queries import applications as queries
from mgdesk.queries import selection as choice
from mgdesk.queries.cohorts import roster, trainings
from mgdesk.rules.application import ApplicationStatus
from mgdesk.services import applications
from mgdesk.ui.editors.walk_in import WalkInPanel
from tests.cohort_scene import add_people
from tests.ui.stage import words
from tests.ui.test_accessible_names import nameless

NAME, WISH = "Nadia Exemple", "I want to build things"


def here(hand):
    hand.window.go("applications")
    hand.settle()
    return hand.page


def front():
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    return dialog


def test_a_wish_becomes_a_place_in_few_keys_and_goes_back(hand, scene):
    here(hand)
    hand.begin()
    hand.press("Ctrl+N")
    hand.type(NAME)
    hand.press("Tab")
    hand.press("Tab")
    hand.type(WISH)
    hand.click(front().accept_button)
    hand.press("Ctrl+T")
    hand.type("Sam")
    hand.enter()
    hand.press("Ctrl+D")
    hand.type("a")
    hand.enter()
    hand.press("Ctrl+E")
    assert (hand.keys - len(NAME + WISH + "Sam"), hand.clicks) == (9, 1)
    row = scene.desk.read(queries.applications)[0]
    assert (row.name, row.motivation, row.status) == (NAME, WISH, ApplicationStatus.ACCEPTED)
    enrolled = scene.desk.read(roster, cohort_id=scene.cohort_id)
    assert row.enrolment_id in {one.enrolment_id for one in enrolled}
    assert WISH in words(hand.page.card)
    for _step in range(4):
        hand.press("Ctrl+Z")
    assert scene.desk.read(queries.applications) == []


def test_a_day_is_planned_and_somebody_is_moved_taken_off_and_convoked_again(hand, scene):
    people = add_people(scene.desk, ("Amir", "Exemple"), ("", "ياسين"), ("Zoé", "Exemple"))
    for person_id in people:
        scene.desk.do(applications.apply, person_id=person_id, cohort_id=scene.cohort_id)
    page = here(hand)
    page.goal.value = next(iter(page._goals))
    hand.window.commands.find("application.plan").trigger()
    hand.settle()
    form = front().content
    form.day.value = date(2026, 11, 9)
    form.places.setValue(1)
    form.ends.value = time(10, 0)
    assert form.seen == 2
    hand.click(front().accept_button)
    hand.click(page.days.convoke_button)
    assert [check.value for check in front().content.chosen.values()] == [True, True, False]
    hand.click(front().accept_button)
    assert expected(scene.desk) == [("09:00", "Amir Exemple"), ("09:30", "ياسين")]
    row = page.days.people.rows[0]
    page.days.people.choose(row.id)
    hand.click(page.days.off_button)
    hand.click(page.days.convoke_button)
    assert len(front().content.chosen) == 2
    hand.click(front().accept_button)
    assert expected(scene.desk) == [("09:00", "Amir Exemple"), ("09:30", "ياسين")]
    page.days.people.choose(page.days.people.rows[1].id)
    hand.click(page.days.move_button)
    front().content.hour.value = time(9)
    hand.click(front().accept_button)
    assert expected(scene.desk) == [("09:00", "Amir Exemple"), ("09:00", "ياسين")]
    hand.click(page.days.change_button)
    form = front().content
    assert not form.goal.isEnabled()
    form.day.value = date(2026, 11, 10)
    form.places.setValue(2)
    hand.click(front().accept_button)
    assert "2 people are to be told" in page.days._says.text()
    hand.click(page.days.tell_button)
    assert nameless(front()) == []
    said = [check.text() for check in front().content.chosen.values()]
    assert ["Amir Exemple" in said[0], ", now " in said[1]] == [True, True]
    next(iter(front().content.chosen.values())).value = True
    hand.click(front().accept_button)
    hand.click(page.days.print_button)
    hand.settle()
    assert front().form.offer.value.words == "Letters about the change"
    front().preview.left.emit()
    hand.settle()
    front().close()
    assert not page.days.tell_button.isVisible()
    for _step in range(3):
        hand.press("Ctrl+Z")
    hand.click(page.days.cancel_button)
    assert scene.desk.read(choice.selection_days) == []
    hand.press("Ctrl+Z")
    assert len(expected(scene.desk)) == 2


def expected(desk):
    day = desk.read(choice.selection_days)[0]
    rows = desk.read(choice.convocations, selection_day_id=day.id)
    return [(f"{row.starts_at:%H:%M}", row.application.name) for row in rows]


def test_what_was_said_is_corrected_a_mistake_deleted_and_a_class_chosen_to_enter(hand, scene):
    person_id = add_people(scene.desk, ("Amir", "Exemple"))[0]
    row = scene.desk.do(
        applications.apply, person_id=person_id, cohort_id=scene.cohort_id, schooling=3
    )
    page = here(hand)
    page.edit()
    hand.settle()
    form = front().content
    assert form.schooling.value == 3
    form.motivation.value = "أريد أن أتعلم"
    hand.click(front().accept_button)
    assert scene.desk.read(queries.application, application_id=row).motivation == "أريد أن أتعلم"
    hand.window.commands.find("application.delete").trigger()
    hand.settle()
    assert (page.table.rows, scene.desk.read(queries.applications)) == ([], [])
    training_id = scene.desk.read(trainings)[0].id
    key = scene.desk.do(applications.apply, person_id=person_id, training_id=training_id)
    scene.desk.do(applications.set_status, application_id=key, status=ApplicationStatus.ACCEPTED)
    hand.settle()
    page.enrol()
    hand.settle()
    hand.click(front().accept_button)
    assert scene.desk.read(queries.application, application_id=key).cohort_id == scene.cohort_id


def test_somebody_new_at_the_desk_says_what_they_want_to_learn(hand, scene):
    panel = hand.window.frame.findChildren(WalkInPanel)[0]
    panel.start(scene.campus_id, "Nour Exemple")
    hand.settle()
    panel.apply()
    hand.settle()
    assert front().content.name.value == "Nour Exemple"
    hand.click(front().accept_button)
    row = scene.desk.read(queries.applications)[0]
    assert (row.name, row.cohort_id) == ("Nour Exemple", scene.cohort_id)
