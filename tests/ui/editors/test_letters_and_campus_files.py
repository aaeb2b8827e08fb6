"""In the window: a campus goes into a file and comes out of it, a letter is typed and its pages seen."""

import shutil

import pytest
from PySide6.QtWidgets import QApplication

from mgdesk.desk import open_desk
from mgdesk.paths import Home
from mgdesk.queries.campuses import campuses as list_campuses
from mgdesk.rules.letters import LetterText
from mgdesk.services import campuses, intake
from mgdesk.services.campus_exchange import campus_file
from mgdesk.ui.editors.campus_files import CampusFileCard
from mgdesk.ui.editors.people_letter import merge_file, open_letters
from tests.ui.test_accessible_names import nameless


@pytest.fixture
def people(desk):
    campus_id = desk.do(campuses.add_campus, code="MOL", name="Molenbeek", country="BE")
    return campus_id, [
        desk.do(intake.add_person, first_name=name, surname="Test", campus_id=campus_id)
        for name in ("Ana", "Bo")
    ]


def settle(context, qtbot):
    qtbot.waitUntil(lambda: context.background.is_idle)


def test_a_campus_goes_into_a_file_and_comes_in_after_a_question(
    qtbot, context, people, tmp_path, empty_home
):
    from mgdesk.exchange.campus_file import read_campus, write_campus

    card = CampusFileCard(context)
    qtbot.addWidget(card)
    card.show_campus("")
    assert not card.export_button.isEnabled()
    card.show_campus("MOL")
    card.show()
    assert nameless(card) == []
    path = tmp_path / "mol.json"
    card.write(path)
    settle(context, qtbot)
    assert read_campus(path).tables == context.desk.read(campus_file, code="MOL").tables
    card.read(path)
    settle(context, qtbot)
    assert card.question is None  # all of it is here already

    shutil.copytree(empty_home.root, tmp_path / "other")
    other = open_desk(Home(tmp_path / "other"))
    other.do(campuses.add_campus, code="PAD", name="Padova", country="IT")
    brought = write_campus(tmp_path / "pad.json", other.read(campus_file, code="PAD"))
    other.close()
    card.read(brought)
    settle(context, qtbot)
    assert card.question is not None
    assert nameless(card.question) == []
    card.question.accept_button.click()
    settle(context, qtbot)
    assert [row.code for row in context.desk.read(list_campuses)] == ["MOL", "PAD"]


def test_a_letter_is_chosen_or_typed_and_its_pages_are_seen(qtbot, context, people, tmp_path):
    campus_id, ids = people
    host = CampusFileCard(context)
    qtbot.addWidget(host)
    rows = context.desk.read(list_campuses)
    assert open_letters(host, context, [], rows) is None
    dialog = open_letters(host, context, ids, rows)
    assert dialog is not None
    settle(context, qtbot)
    assert QApplication.activeModalWidget() is dialog
    assert nameless(dialog) == []
    assert not dialog.preview.print_button.isEnabled()  # nothing typed yet
    dialog.form.letter.value = LetterText.NEWS
    dialog.form.letter.edited.emit()
    dialog.draw()
    qtbot.waitUntil(dialog.preview.print_button.isEnabled)
    assert "{name}" in dialog.form.text.value
    assert not dialog.form.text.isEnabled()
    dialog.form.letter.value = LetterText.OWN
    dialog.form.letter.edited.emit()
    assert (dialog.form.text.value, dialog.form.text.isEnabled()) == ("", True)
    dialog.close()
    settle(context, qtbot)

    made = merge_file(context.desk, lambda _session: ids, campus_id, tmp_path / "merge.csv")
    assert made.read_text("utf-8-sig").count("Bonjour") == 2
