"""The page of people: found by letters, shown beside the list, added, changed, deleted, undone."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from mgdesk.desk import Desk
from mgdesk.exchange.fields import Subject
from mgdesk.exchange.reading import read_table
from mgdesk.i18n import speak
from mgdesk.queries import exports
from mgdesk.queries import people as people_queries
from mgdesk.queries.people_window import PeopleView
from mgdesk.rules.people import Role
from mgdesk.services import intake
from mgdesk.services import people as people_services
from mgdesk.ui.editors.imports import ImportDialog
from mgdesk.ui.editors.person_sheet import PersonSheet
from mgdesk.ui.kit.context import Context
from mgdesk.ui.pages import learners
from mgdesk.ui.pages.learners import LearnersPage
from tests.cohort_scene import add_campus
from tests.ui.stage import bare, names_of, on_stage, open_sheets, settled, sheet, words
from tests.ui.test_accessible_names import nameless


@pytest.fixture(autouse=True)
def in_english() -> None:
    speak("en")


@pytest.fixture
def people(desk: Desk) -> dict[str, object]:
    """Three people, two of them alike in their first letters."""
    add = intake.add_person
    return {
        "amina": desk.do(
            add, first_name="Amina", surname="El Idrissi", birth_date=date(1998, 4, 2),
            roles=(Role.LEARNER,), second_name="أمينة الإدريسي", phone="0470 12 34 56",
        ),
        "amine": desk.do(add, first_name="Amine", surname="Benali", roles=(Role.GUEST,)),
        "lea": desk.do(add, first_name="Léa", surname="Martin", phone="047", roles=(Role.LEARNER,)),
    }  # fmt: skip


@pytest.fixture
def page(qtbot: QtBot, context: Context, people: dict[str, object]) -> Iterator[LearnersPage]:
    with on_stage(qtbot, context, LearnersPage(context)) as shown:
        yield shown


def test_everybody_is_listed_by_surname_with_the_first_one_beside(
    page: LearnersPage, people: dict[str, object]
) -> None:
    assert names_of(page.table.rows) == ["Amine Benali", "Amina El Idrissi", "Léa Martin"]
    assert page.current_id == people["amine"]
    assert "Amine Benali" in words(page.card)


def test_a_few_letters_find_somebody_and_show_the_first_found(
    qtbot: QtBot, context: Context, page: LearnersPage, people: dict[str, object]
) -> None:
    qtbot.keyClicks(page.search, "idr ami")
    qtbot.wait(80)
    settled(qtbot, context)
    assert names_of(page.table.rows) == ["Amina El Idrissi"]
    assert page.current_id == people["amina"]
    assert "أمينة الإدريسي" in words(page.card)


def test_the_record_shows_the_number_as_people_read_it(
    qtbot: QtBot, context: Context, page: LearnersPage, people: dict[str, object]
) -> None:
    page.show_record(people["amina"])
    settled(qtbot, context)
    assert "0470 12 34 56" in bare(words(page.card))


def test_a_number_that_is_none_is_flagged_not_refused(
    qtbot: QtBot, context: Context, page: LearnersPage, people: dict[str, object]
) -> None:
    page.show_record(people["lea"])
    settled(qtbot, context)
    assert page.card.detail is not None
    assert page.card.detail.phone == "047"
    said = [pill.accessibleName() for pill in page.card.findChildren(object) if _is_pill(pill)]
    assert "The phone number does not look right." in said


def _is_pill(widget: object) -> bool:
    return type(widget).__name__ == "PillLabel"


def test_the_role_filter_keeps_those_who_have_it(
    qtbot: QtBot, context: Context, page: LearnersPage
) -> None:
    page.roles.value = Role.GUEST
    settled(qtbot, context)
    assert names_of(page.table.rows) == ["Amine Benali"]


def test_a_search_without_result_offers_to_add_that_name(
    qtbot: QtBot, context: Context, page: LearnersPage, desk: Desk
) -> None:
    qtbot.keyClicks(page.search, "Zoe Peeters")
    qtbot.wait(80)
    settled(qtbot, context)
    assert page.table.empty.isVisible()
    qtbot.mouseClick(page.table.empty.button, Qt.MouseButton.LeftButton)
    settled(qtbot, context)
    qtbot.mouseClick(sheet(PersonSheet).accept_button, Qt.MouseButton.LeftButton)
    settled(qtbot, context)
    assert open_sheets() == []
    found = desk.read(people_queries.learners, search="zoe")
    assert [(row.first_name, row.surname, row.roles) for row in found] == [
        ("Zoe", "Peeters", (Role.LEARNER,))
    ]
    qtbot.wait(80)
    settled(qtbot, context)
    assert page.current_id == found[0].id


def test_a_home_without_people_says_what_to_do(qtbot: QtBot, context: Context) -> None:
    with on_stage(qtbot, context, LearnersPage(context)) as page:
        assert page.table.empty.sentence.text() == (
            "Nobody here yet. Drop an Excel list on this page, or add a person."
        )
        qtbot.mouseClick(page.table.empty.button, Qt.MouseButton.LeftButton)
        settled(qtbot, context)
        sheet(ImportDialog).close()


def test_deleting_asks_nothing_and_undo_brings_everything_back(
    qtbot: QtBot, context: Context, page: LearnersPage, desk: Desk, people: dict[str, object]
) -> None:
    page.show_record(people["amina"])
    settled(qtbot, context)
    page.card.delete()
    settled(qtbot, context)
    assert names_of(page.table.rows) == ["Amine Benali", "Léa Martin"]
    assert page.current_id == people["amine"]
    assert desk.undo() == "Amina El Idrissi deleted"
    settled(qtbot, context)
    assert names_of(page.table.rows) == ["Amine Benali", "Amina El Idrissi", "Léa Martin"]


def test_what_somebody_else_changes_shows_by_itself(
    qtbot: QtBot, context: Context, page: LearnersPage, desk: Desk, people: dict[str, object]
) -> None:
    page.show_record(people["lea"])
    settled(qtbot, context)
    desk.do(intake.add_person, first_name="Bob", surname="Aerts")
    settled(qtbot, context)
    assert names_of(page.table.rows)[0] == "Bob Aerts"
    assert page.current_id == people["lea"]


def test_a_dropped_list_opens_the_import(
    qtbot: QtBot, context: Context, page: LearnersPage, desk: Desk, tmp_path: Path
) -> None:
    add_campus(desk)
    path = tmp_path / "class.csv"
    path.write_text("First name;Surname\nNora;Jacobs\n", encoding="utf-8")
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile(str(path))])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    actions = Qt.DropAction.CopyAction
    entering = QDragEnterEvent(QPoint(5, 5), actions, dropped, buttons, keys)
    page.dragEnterEvent(entering)
    assert entering.isAccepted()
    page.dropEvent(QDropEvent(QPointF(5, 5), actions, dropped, buttons, keys))
    settled(qtbot, context)
    dialog = sheet(ImportDialog)
    assert dialog.preview.model.rowCount() == 1
    dialog.close()


def test_the_list_is_exported_as_it_is_shown(
    qtbot: QtBot, context: Context, page: LearnersPage, tmp_path: Path
) -> None:
    from functools import partial

    shown = [row.id for row in page.table.rows]
    path = tmp_path / "people.xlsx"
    page.export.write(path, "People", partial(exports.people, person_ids=shown), Subject.LEARNERS)
    settled(qtbot, context)
    table = read_table(path)
    surname = table.headings.index("Surname")
    assert [row[surname] for row in table.rows] == ["Benali", "El Idrissi", "Martin"]


def test_every_field_and_button_of_a_person_has_a_name(
    qtbot: QtBot, context: Context, page: LearnersPage
) -> None:
    page.card.edit()
    settled(qtbot, context)
    opened = sheet(PersonSheet)
    assert nameless(opened) == []
    opened.close()


# --- a list too long to be read at once ------------------------------------------------------


def add_many(session: Session, *, count: int) -> list[UUID]:
    """People named by their number, so that the last ones are far down."""
    return [
        intake.new_person(session, first_name=f"P{n:04d}", birth_date=date(1990 + n % 10, 1, 1)).id
        for n in range(count)
    ]


@pytest.fixture
def many(
    qtbot: QtBot, context: Context, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[LearnersPage, list[UUID]]]:
    monkeypatch.setattr(learners, "LISTED", 30)
    ids = context.desk.do(add_many, count=400)
    with on_stage(qtbot, context, LearnersPage(context)) as shown:
        yield shown, ids


def first_seen(page: LearnersPage) -> str:
    row = page.table.rows[page.table.view.rowAt(0)]
    return row.name if row else ""


def test_a_long_list_is_counted_whole_and_read_where_it_is_seen(
    qtbot: QtBot, context: Context, many: tuple[LearnersPage, list[UUID]]
) -> None:
    page, ids = many
    assert (page.table.is_long, len(page.table.rows), page.current_id) == (True, 400, ids[0])
    assert "400 people" in words(page)
    assert page.table.rows[399] is None
    page.table.view.scrollToBottom()
    page.table.view.viewport().repaint()
    qtbot.wait(40)
    settled(qtbot, context)
    assert page.table.rows[399].name == "P0399"
    assert page.current_id == ids[0]


def test_somebody_far_down_a_long_list_is_shown_in_it(
    qtbot: QtBot, context: Context, many: tuple[LearnersPage, list[UUID]]
) -> None:
    page, ids = many
    page.show_record(ids[300])
    settled(qtbot, context)
    qtbot.wait(40)
    settled(qtbot, context)
    assert (page.table.current.id, page.current_id) == (ids[300], ids[300])
    assert "P0300" in words(page.card)


def test_letters_typed_in_a_long_list_lead_there(
    qtbot: QtBot, context: Context, many: tuple[LearnersPage, list[UUID]]
) -> None:
    page, ids = many
    page.table.view.setFocus()
    qtbot.keyClicks(page.table.view, "p025")
    settled(qtbot, context)
    qtbot.wait(40)
    settled(qtbot, context)
    assert page.current_id == ids[250]


def test_a_long_list_is_sorted_by_its_columns_and_keeps_who_is_chosen(
    qtbot: QtBot, context: Context, many: tuple[LearnersPage, list[UUID]]
) -> None:
    page, ids = many
    page.show_record(ids[120])
    settled(qtbot, context)
    page.table.view.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    settled(qtbot, context)
    qtbot.wait(40)
    settled(qtbot, context)
    assert (page.table.current.id, page.current_id) == (ids[120], ids[120])
    page.table.view.scrollToTop()
    page.table.view.viewport().repaint()
    qtbot.wait(40)
    settled(qtbot, context)
    assert page.table.rows[0].birth_year == 1999


def test_a_search_leaves_a_long_list_and_its_end_brings_it_back(
    qtbot: QtBot, context: Context, many: tuple[LearnersPage, list[UUID]]
) -> None:
    page, ids = many
    page.search.setText("p0123")
    qtbot.wait(80)
    settled(qtbot, context)
    assert (page.table.is_long, names_of(page.table.rows)) == (False, ["P0123"])
    page.search.clear()
    qtbot.wait(80)
    settled(qtbot, context)
    qtbot.wait(40)
    settled(qtbot, context)
    assert (page.table.is_long, len(page.table.rows)) == (True, 400)
    assert page.current_id == ids[123]


def test_a_change_leaves_a_long_list_where_it_was(
    qtbot: QtBot, context: Context, many: tuple[LearnersPage, list[UUID]]
) -> None:
    page, ids = many
    page.show_record(ids[300])
    settled(qtbot, context)
    qtbot.wait(40)
    settled(qtbot, context)
    seen = first_seen(page)
    context.desk.do(people_services.update_person, person_id=ids[300], version=1, surname="P0300x")
    settled(qtbot, context)
    assert (first_seen(page), page.current_id) == (seen, ids[300])
    assert page.table.current.surname == "P0300x"
    context.desk.do(people_services.delete_person, person_id=ids[301])
    settled(qtbot, context)
    assert (len(page.table.rows), page.table.current.id) == (399, ids[300])


def test_a_long_list_is_exported_whole_in_its_order(
    qtbot: QtBot, context: Context, many: tuple[LearnersPage, list[UUID]]
) -> None:
    rows = context.desk.read(exports.people_of, view=PeopleView(is_backwards=True))
    assert [row["first_name"] for row in rows] == [f"P{n:04d}" for n in reversed(range(400))]
