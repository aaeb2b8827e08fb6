"""Privacy in the window: consents in two clicks, the number on demand, erasing by typing, the review."""

from datetime import timedelta
from functools import partial

import pytest
from PySide6.QtCore import Qt

from mgdesk.queries.people import learners
from mgdesk.queries.privacy import privacy as privacy_of
from mgdesk.rules.clock import wall_clock
from mgdesk.rules.people import ConsentKind
from mgdesk.rules.retention import Category
from mgdesk.services import privacy
from mgdesk.ui.editors import review as review_editor
from mgdesk.ui.editors.national_number import NumberCard
from mgdesk.ui.editors.person_privacy import ConsentsCard, CopyCard, EraseCard, PrivacySheet
from mgdesk.ui.editors.retention import PrivacyEditor
from mgdesk.ui.kit.buttons import Button
from tests.accompaniment_scene import make_scene
from tests.ui.stage import open_sheets, settled


@pytest.fixture
def scene(desk):
    made = make_scene(desk)
    desk.do(privacy.keep_national_numbers, campus_id=made.campus_id, is_on=True)
    desk.do(privacy.set_national_number, person_id=made.amina, number="85073003328")
    return made


def part(sheet, kind):
    return next(card for card in sheet.findChildren(kind) if card.isVisibleTo(sheet))


def button(holder, words):
    return next(one for one in holder.findChildren(Button) if one.accessibleName() == words)


def test_on_one_sheet_a_person_answers_is_shown_copied_and_erased(qtbot, context, scene, tmp_path):
    sheet = PrivacySheet(None, context, scene.amina, "Amina El Idrissi")
    qtbot.addWidget(sheet)
    sheet.open()
    settled(qtbot, context)
    qtbot.mouseClick(
        button(part(sheet, ConsentsCard), "photos et films\u00a0: autorisé"),
        Qt.MouseButton.LeftButton,
    )
    settled(qtbot, context)
    read = partial(context.desk.read, privacy_of, person_id=scene.amina)
    assert read().last(ConsentKind.IMAGE).is_given
    number = part(sheet, NumberCard)
    qtbot.mouseClick(number.show_button, Qt.MouseButton.LeftButton)
    settled(qtbot, context)
    assert "85.07.30-033.28" in number.shown.text()
    number.number.setText("85.07.30-033.29")
    assert number.doubt.isVisibleTo(number)
    part(sheet, CopyCard).make(tmp_path / "amina")
    settled(qtbot, context)
    assert (tmp_path / "amina.zip").stat().st_size > 1000
    assert len(read().sights) == 2
    erase = part(sheet, EraseCard)
    erase.typed.setText("Amina")
    assert not erase.button.isEnabled()
    erase.typed.setText("amina el idrissi")
    with qtbot.waitSignal(sheet.erased):
        qtbot.mouseClick(erase.button, Qt.MouseButton.LeftButton)
    settled(qtbot, context)
    assert [row.name for row in context.desk.read(learners)] == ["Karim Coach"]


def test_settings_review_who_is_over_and_keep_the_words_of_the_campus(
    qtbot, context, scene, monkeypatch
):
    later = wall_clock().date() + timedelta(days=3000)
    monkeypatch.setattr(review_editor, "_today", lambda: later)
    editor = PrivacyEditor(context)
    qtbot.addWidget(editor)
    editor.show()
    settled(qtbot, context)
    table = editor.review.table
    assert [row.name for row in table.rows] == ["El Idrissi, Amina", "Coach, Karim"]
    table.view.selectAll()
    editor.review.keep()
    (sheet,) = open_sheets()
    sheet.reason.setText("encore accompagnés")
    qtbot.mouseClick(sheet.accept_button, Qt.MouseButton.LeftButton)
    settled(qtbot, context)
    assert context.desk.read(privacy_of, person_id=scene.amina).kept_reason == "encore accompagnés"
    table.view.selectAll()
    editor.review.erase()
    (question,) = open_sheets()
    qtbot.mouseClick(question.accept_button, Qt.MouseButton.LeftButton)
    settled(qtbot, context)
    assert context.desk.read(learners) == []
    assert table.rows == []
    field = editor.periods.fields[Category.VISITOR]
    field.setValue(60)
    field.editingFinished.emit()
    editor.campus.wording.value = "Nos mots"
    editor.campus._save()
    settled(qtbot, context)
    assert not context._window.errors
