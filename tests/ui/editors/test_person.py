"""The sheet of a person: a name is enough, advice never stops, two edits are settled in words."""

from collections.abc import Callable, Iterator
from datetime import date
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from mgdesk.desk import Desk
from mgdesk.i18n import speak
from mgdesk.queries import campuses as campus_queries
from mgdesk.queries import people as people_queries
from mgdesk.queries.people import PersonDetail
from mgdesk.rules.people import Role
from mgdesk.services import intake, people
from mgdesk.ui.editors.person_sheet import PersonSheet
from mgdesk.ui.kit.context import Context
from tests.cohort_scene import add_campus
from tests.ui.stage import settled, words


@pytest.fixture(autouse=True)
def in_english() -> None:
    speak("en")


@pytest.fixture
def campus_id(desk: Desk) -> UUID:
    return add_campus(desk)


@pytest.fixture
def amina(desk: Desk, campus_id: UUID) -> UUID:
    return desk.do(
        intake.add_person,
        first_name="Amina",
        surname="El Idrissi",
        birth_date=date(1998, 4, 2),
        roles=(Role.LEARNER,),
        campus_id=campus_id,
    )


Open = Callable[..., PersonSheet]


@pytest.fixture
def opened(qtbot: QtBot, context: Context) -> Iterator[Open]:
    """Opens the sheet over a window that outlives it."""
    over = QWidget()
    qtbot.addWidget(over)
    over.show()

    def opening(detail: PersonDetail | None = None) -> PersonSheet:
        campuses = context.desk.read(campus_queries.campuses)
        made = PersonSheet(over, context, campuses, detail=detail)
        made.open()
        return made

    yield opening
    settled(qtbot, context)


def everybody(desk: Desk) -> list[str]:
    return [row.name for row in desk.read(people_queries.learners)]


def save(qtbot: QtBot, context: Context, made: PersonSheet) -> None:
    qtbot.mouseClick(made.accept_button, Qt.MouseButton.LeftButton)
    settled(qtbot, context)


def test_a_first_name_alone_is_saved_with_a_learner_number(
    qtbot: QtBot, context: Context, opened: Open, desk: Desk, campus_id: UUID
) -> None:
    made = opened()
    qtbot.keyClicks(made.form.fields["first_name"], "Nora")
    qtbot.keyClick(made.form.fields["first_name"], Qt.Key.Key_Return)
    settled(qtbot, context)
    (row,) = desk.read(people_queries.learners)
    assert (row.name, row.learner_number, row.roles) == ("Nora", "MOL-00001", (Role.LEARNER,))


def test_nobody_is_saved_without_a_name_and_the_field_says_why(
    qtbot: QtBot, context: Context, opened: Open, desk: Desk
) -> None:
    made = opened()
    qtbot.keyClicks(made.form.fields["phone"], "0470123456")
    save(qtbot, context, made)
    assert made.isVisible()
    assert "A person needs a name: type a surname or a first name." in words(made.form)
    assert everybody(desk) == []


def test_a_phone_that_is_none_is_advised_and_kept(
    qtbot: QtBot, context: Context, opened: Open, desk: Desk
) -> None:
    made = opened()
    qtbot.keyClicks(made.form.fields["first_name"], "Nora")
    qtbot.keyClicks(made.form.fields["phone"], "12")
    made.form.is_valid()
    assert "The phone number does not look right." in words(made.form)
    save(qtbot, context, made)
    (row,) = desk.read(people_queries.learners)
    assert row.phone == "12"


@pytest.mark.parametrize("typed", ["31/12/1899", "1/1/2900"])
def test_a_birth_date_that_nobody_can_have_is_refused_in_its_field(
    qtbot: QtBot, context: Context, opened: Open, desk: Desk, typed: str
) -> None:
    made = opened()
    qtbot.keyClicks(made.form.fields["surname"], "Jacobs")
    qtbot.keyClicks(made.form.fields["birth_date"], typed)
    save(qtbot, context, made)
    assert "Nobody here can be born on" in words(made.form)
    assert everybody(desk) == []


def test_namesakes_show_from_the_third_letter_and_do_not_stop(
    qtbot: QtBot, context: Context, opened: Open, desk: Desk, amina: UUID
) -> None:
    made = opened()
    qtbot.keyClicks(made.form.fields["first_name"], "Am")
    qtbot.wait(150)
    settled(qtbot, context)
    assert made.form.duplicates.isHidden()
    qtbot.keyClicks(made.form.fields["first_name"], "i")
    qtbot.wait(150)
    settled(qtbot, context)
    assert [row.id for row in made.form.duplicates.rows] == [amina]
    qtbot.keyClicks(made.form.fields["first_name"], "na")
    qtbot.keyClicks(made.form.fields["surname"], "El Idrissi")
    save(qtbot, context, made)
    assert everybody(desk) == ["Amina El Idrissi", "Amina El Idrissi"]


def test_opening_the_namesake_goes_there_instead(
    qtbot: QtBot, context: Context, opened: Open, stand_in: object, amina: UUID
) -> None:
    made = opened()
    made.form.fill({"first_name": "Amina", "surname": "El Idrissi"})
    qtbot.wait(150)
    settled(qtbot, context)
    made.form.duplicates.opened.emit(made.form.duplicates.rows[0].id)
    assert stand_in.went == [("learner", amina)]  # type: ignore[attr-defined]  # of conftest


def test_only_what_was_changed_is_written(
    qtbot: QtBot, context: Context, opened: Open, desk: Desk, amina: UUID
) -> None:
    before = desk.read(people_queries.person, person_id=amina)
    made = opened(before)
    made.form.fields["municipality"].value = "Laeken"
    made.form.roles.value = {Role.LEARNER, Role.COWORKER}
    save(qtbot, context, made)
    after = desk.read(people_queries.person, person_id=amina)
    assert (after.municipality, after.roles) == ("Laeken", (Role.LEARNER, Role.COWORKER))
    assert desk.undo() == "Amina El Idrissi changed"
    undone = desk.read(people_queries.person, person_id=amina)
    assert (undone.municipality, undone.roles) == ("", (Role.LEARNER,))


@pytest.mark.parametrize(("keeps_mine", "kept"), [(True, "Laeken"), (False, "")])
def test_two_edits_at_once_are_settled_in_words(
    qtbot: QtBot,
    context: Context,
    opened: Open,
    desk: Desk,
    amina: UUID,
    keeps_mine: bool,
    kept: str,
) -> None:
    before = desk.read(people_queries.person, person_id=amina)
    made = opened(before)
    desk.do(people.update_person, person_id=amina, version=before.version, phone="+32470123456")
    made.form.fields["municipality"].value = "Laeken"
    save(qtbot, context, made)
    assert "Somebody else changed this meanwhile: Phone." in words(made.form)
    choice = made.form.conflict.mine_button if keeps_mine else made.form.conflict.theirs_button
    qtbot.mouseClick(choice, Qt.MouseButton.LeftButton)
    settled(qtbot, context)
    after = desk.read(people_queries.person, person_id=amina)
    assert (after.phone, after.municipality) == ("+32470123456", kept)


def test_a_name_of_any_script_is_kept_clean(
    qtbot: QtBot, context: Context, opened: Open, desk: Desk
) -> None:
    made = opened()
    made.form.fields["first_name"].value = "\u202eأمينة\u200f"
    made.form.fields["surname"].value = "  El\u00a0 Idrissi "
    save(qtbot, context, made)
    (row,) = desk.read(people_queries.learners)
    assert (row.first_name, row.surname) == ("أمينة", "El Idrissi")


def test_a_name_of_three_hundred_letters_is_refused_in_words(
    qtbot: QtBot, context: Context, opened: Open, desk: Desk
) -> None:
    made = opened()
    made.form.fields["surname"].value = "x" * 300
    save(qtbot, context, made)
    assert "A name of 300 characters is too long: at most 200 fit. Shorten it." in words(made.form)
    assert everybody(desk) == []
