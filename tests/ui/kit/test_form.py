"""Forms and fields: labels with buddies, mistakes in words under the field, values as meant."""

from datetime import date, time

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from mgdesk import i18n
from mgdesk.i18n import NN_, format_day
from mgdesk.ui.kit.dialog import Sheet
from mgdesk.ui.kit.fields import (
    CheckField,
    ChoiceField,
    DateField,
    MultilineField,
    NumberField,
    SearchField,
    TextField,
    TimeField,
)
from mgdesk.ui.kit.form import Form


class PersonForm(Form):
    def __init__(self):
        super().__init__()
        self.name = self.add("Nom", TextField())
        self.born = self.add("Né le", DateField())
        self.fold("Plus")
        self.note = self.add("Note", MultilineField())

    def mistakes(self):
        return {self.name: "" if self.name.value else "Il faut un nom."}


@pytest.fixture
def form(qtbot):
    made = PersonForm()
    qtbot.addWidget(made)
    made.show()
    return made


def said(form):
    return [
        label.text()
        for label in form.findChildren(QLabel)
        if label.property("kind") == "error" and label.isVisible()
    ]


def test_nothing_is_blamed_before_somebody_was_there(form):
    assert said(form) == []


def test_saving_shows_every_mistake_and_goes_to_the_first(form, qtbot):
    form.born.setText("31/2/2026")
    assert not form.is_valid()
    assert said(form) == ["Il faut un nom.", form.born.mistake()]
    assert "27/09/2026" in form.born.mistake()


def test_a_mistake_goes_as_it_is_mended(form, qtbot):
    form.is_valid()
    qtbot.keyClicks(form.name, "Amina")
    assert said(form) == []
    assert form.is_valid()


def test_what_the_service_says_stands_above_until_the_next_edit(form, qtbot):
    form.refuse("Quelqu’un d’autre a changé cette fiche.")
    banner = form.findChild(QLabel, "") and form._banner
    assert banner.isVisible()
    qtbot.keyClicks(form.name, "A")
    assert not banner.isVisible()


def test_every_field_has_its_label_as_name_and_buddy(form):
    names = {
        field: QAccessible.queryAccessibleInterface(field).text(QAccessible.Text.Name)
        for field in (form.name, form.born, form.note)
    }
    assert list(names.values()) == ["Nom", "Né le", "Note"]
    buddies = {label.buddy() for label in form.findChildren(QLabel) if label.buddy()}
    assert {form.name, form.born, form.note} <= buddies


def test_optional_things_are_folded_away(form, qtbot):
    assert not form.note.isVisible()
    fold = next(child for child in form.children() if hasattr(child, "button"))
    qtbot.mouseClick(fold.button, Qt.MouseButton.LeftButton)
    assert form.note.isVisible()


def test_a_date_is_written_out_on_leaving_and_steps_with_the_arrows(form, qtbot):
    qtbot.keyClicks(form.born, "070926")
    form.born.editingFinished.emit()
    assert form.born.text() == format_day(date(2026, 9, 7), "short")
    qtbot.keyClick(form.born, Qt.Key.Key_Up)
    assert form.born.value == date(2026, 9, 8)
    form.born.clear()
    assert form.born.value is None
    assert form.born.mistake() == ""


def test_a_time_is_written_out_on_leaving(qtbot):
    field = TimeField()
    qtbot.addWidget(field)
    qtbot.keyClicks(field, "930")
    field.editingFinished.emit()
    assert (field.text(), field.value) == ("09:30", time(9, 30))


def test_a_choice_keeps_its_value_when_the_choices_change(qtbot):
    field = ChoiceField([("a", "Un"), ("b", "Deux")], "b")
    qtbot.addWidget(field)
    assert field.value == "b"
    field.set_choices([("b", "Deux"), ("c", "Trois")])
    assert field.value == "b"
    field.set_choices([("c", "Trois")])
    assert field.value == "c"


def test_the_wheel_changes_no_choice_and_no_number(qtbot):
    number = NumberField(3, unit="min")
    qtbot.addWidget(number)
    assert number.text() == "3 min"
    assert number.buttonSymbols() == NumberField.ButtonSymbols.NoButtons


def test_a_check_is_yes_or_no(qtbot):
    check = CheckField("Accepte les photos", value=True)
    qtbot.addWidget(check)
    assert check.value is True
    assert check.accessibleName() == "Accepte les photos"


def test_a_search_waits_for_a_pause_and_enter_does_not(qtbot):
    field = SearchField("Chercher")
    qtbot.addWidget(field)
    searched = []
    field.searched.connect(searched.append)
    qtbot.keyClicks(field, "am")
    assert searched == []
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert searched == ["am"]
    qtbot.keyClicks(field, "i")
    qtbot.waitUntil(lambda: searched == ["am", "ami"])
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == ""


def test_a_code_reads_left_to_right_from_the_start_of_an_arabic_line(qapp, qtbot):
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    try:
        field = TextField("amina@example.org", left_to_right=True)
        qtbot.addWidget(field)
        assert field.layoutDirection() == Qt.LayoutDirection.LeftToRight
        assert field.alignment() & Qt.AlignmentFlag.AlignRight
    finally:
        qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def test_a_sheet_stays_until_what_it_saves_is_saved(qtbot):
    form, pressed = PersonForm(), []
    sheet = Sheet(
        None, "Nouvelle personne", form, accept="Ajouter", on_accept=lambda: pressed.append(1)
    )
    qtbot.addWidget(sheet)
    sheet.open()
    qtbot.mouseClick(sheet.accept_button, Qt.MouseButton.LeftButton)
    assert pressed == [1]
    assert sheet.isVisible()
    assert QApplication.activeModalWidget() is sheet
    qtbot.mouseClick(sheet.cancel_button, Qt.MouseButton.LeftButton)
    assert not sheet.isVisible()


def test_a_unit_in_words_agrees_with_its_number(qtbot):
    with i18n.speaking("fr"):
        number = NumberField(1, unit=NN_("day", "days"))
        qtbot.addWidget(number)
        shown = [number.text()]
        number.setValue(30)
        shown.append(number.text())
    assert shown == ["1 jour", "30 jours"]


def test_what_a_sheet_has_too_much_of_is_below_its_fields(qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    form = Form()
    note = form.add("Note", MultilineField())
    name = form.add("Name", TextField())
    sheet = Sheet(parent, "Heading", form, accept="Save")
    sheet.show()
    sheet.resize(sheet.width(), sheet.height() + 200)
    qtbot.wait(1)
    top = name.mapTo(form, QPoint(0, 0)).y()
    assert top - note.mapTo(form, note.rect().bottomLeft()).y() < 60
