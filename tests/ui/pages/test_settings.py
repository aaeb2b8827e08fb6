"""Settings: this computer at once, the campus by one button, lists by themselves, changes undone."""

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPixmap
from PySide6.QtWidgets import QApplication

from mgdesk.queries import campuses as read
from mgdesk.rules.style import Ornament, PaperStyle
from mgdesk.services import campuses, funding
from mgdesk.ui.editors.campus import RoomSheet, SignatorySheet
from mgdesk.ui.editors.funding import OrganisationSheet, ProfileSheet
from mgdesk.ui.editors.newcampus import NewCampusSheet
from mgdesk.ui.editors.profile_marks import RulesSheet
from mgdesk.ui.editors.specimen import BesidePaper
from mgdesk.ui.pages.settings import SettingsPage
from tests.typesetting.reading_back import plain
from tests.ui.test_accessible_names import nameless


@pytest.fixture
def campus_id(desk):
    return desk.do(
        campuses.add_campus, code="MOL", name="Molenbeek", country="BE", languages=("fr", "nl")
    )


@pytest.fixture
def page(qtbot, context, campus_id):
    made = SettingsPage(context)
    qtbot.addWidget(made)
    made.resize(900, 700)
    made.show()
    return made


@pytest.fixture
def editor(page, qtbot):
    page.tabs.setCurrentIndex(1)
    editor = page.campus_part._editor
    qtbot.waitUntil(lambda: editor.form is not None)
    return editor


def settle(context, qtbot):
    qtbot.waitUntil(lambda: context.background.is_idle)


def sheet(kind):
    shown = QApplication.activeModalWidget()
    assert isinstance(shown, kind)
    return shown


def test_what_this_computer_likes_holds_at_once(page, stand_in):
    from mgdesk.ui.editors.computer import ComputerForm

    form = page.findChild(ComputerForm)
    form.language.value = "ar"
    form.theme.value = "dark"
    form.scale.value = 150
    form.motion.value = True
    assert stand_in.applied == [
        ("language", "ar"),
        ("theme", "dark"),
        ("scale", 150),
        ("reduce_motion", True),
    ]


def test_the_letterhead_is_saved_by_one_button(page, editor, context, desk, qtbot, campus_id):
    assert editor.form.name.value == "Molenbeek"
    editor.form.organisation.value = "MolenGeek ASBL"
    editor.form.street.value = "Place de la Minoterie 10"
    editor.form.others["ar"].value = True
    editor.form.accent.value = "#123456"
    editor._save.click()
    settle(context, qtbot)
    kept = desk.read(read.campus, campus_id=campus_id)
    assert (kept.organisation, kept.street) == ("MolenGeek ASBL", "Place de la Minoterie 10")
    assert kept.languages == ("fr", "nl", "ar")
    assert kept.accent == "#123456"
    assert not editor._save.isEnabled()


def test_a_campus_keeps_a_name_and_what_is_wrong_is_said_under_the_field(
    page, editor, desk, campus_id
):
    editor.form.name.value = ""
    editor._save.click()
    assert not editor.form.is_valid()
    assert desk.read(read.campus, campus_id=campus_id).name == "Molenbeek"


def test_a_stale_edit_is_told_and_what_was_typed_stays(
    page, editor, context, desk, qtbot, campus_id
):
    editor.form.city.value = "Bruxelles"
    desk.do(campuses.update_campus, campus_id=campus_id, version=1, street="Rue Neuve 1")
    editor._save.click()
    settle(context, qtbot)
    assert editor.form._banner.isVisible()
    assert editor.form.city.value == "Bruxelles"


def test_a_logo_is_taken_from_a_file_and_a_text_is_refused(
    page, editor, context, desk, qtbot, campus_id, tmp_path
):
    picture = QPixmap(40, 20)
    picture.fill(QColor("#0b6e69"))
    picture.save(str(tmp_path / "logo.png"))
    (tmp_path / "text.png").write_text("no picture")
    editor.form.logo.take_file(tmp_path / "text.png")
    assert editor.form.logo.mistake()
    editor.form.logo.take_file(tmp_path / "logo.png")
    editor._save.click()
    settle(context, qtbot)
    kept = desk.read(read.campus, campus_id=campus_id)
    assert desk.read(read.picture, picture_id=kept.logo_id).content.startswith(b"\x89PNG")


def drawn_pages(specimen, qtbot):
    qtbot.waitUntil(lambda: not specimen.is_drawing and bool(specimen.view.pages))
    return specimen.view.pages


def test_the_paper_is_drawn_beside_the_form_with_what_is_typed(
    page, editor, context, desk, qtbot, campus_id
):
    specimen, form = editor.specimen, editor.form
    assert len(drawn_pages(specimen, qtbot)) == 3
    assert specimen.language.value == "fr"
    settle(context, qtbot)
    before = specimen.view._data
    form.ornament.value, form.footer.value = Ornament.BAND, "Une ligne"
    form.footer.edited.emit()
    assert specimen.is_drawing
    settle_typing(specimen, context, qtbot)
    assert "Une ligne" in words(specimen.view._data)
    assert specimen.view._data != before
    specimen.language.value = "ar"
    specimen.language.edited.emit()
    settle_typing(specimen, context, qtbot)
    assert "شهادة مشاركة" in words(specimen.view._data)
    assert desk.read(read.campus, campus_id=campus_id).style == PaperStyle()
    editor._save.click()
    settle(context, qtbot)
    kept = desk.read(read.campus, campus_id=campus_id).style
    assert kept == PaperStyle(Ornament.BAND, footer="Une ligne")


def settle_typing(specimen, context, qtbot):
    qtbot.waitUntil(lambda: not specimen.is_drawing)
    settle(context, qtbot)


def words(data):
    document = pypdfium2.PdfDocument(data)
    try:
        return plain(document[0].get_textpage().get_text_bounded())
    finally:
        document.close()


def test_what_cannot_be_printed_is_said_and_the_last_pages_stay(page, editor, context, qtbot):
    specimen = editor.specimen
    drawn_pages(specimen, qtbot)
    settle(context, qtbot)
    before = specimen.view._data
    editor.form.accent.value = "#12"
    settle_typing(specimen, context, qtbot)
    assert "#12" in specimen.refusal.words.text()
    assert specimen.view._data == before
    editor.form.accent.value = "#F2C200"
    settle_typing(specimen, context, qtbot)
    assert not specimen.refusal.isVisible()
    assert editor.form.advice()[editor.form.accent]
    editor.form.accent.value = "#0B6E69"
    assert editor.form.advice() == {}


def test_form_and_paper_take_turns_in_a_narrow_window(page, editor, qtbot):
    turns = page.findChild(BesidePaper)
    page.resize(1500, 700)
    assert editor.isVisible()
    assert editor.specimen.isVisible()
    assert not turns.see.isVisible()
    page.resize(700, 700)
    assert not editor.specimen.isVisible()
    turns.see.click()
    assert (editor.isVisible(), editor.specimen.isVisible()) == (False, True)
    turns.back.click()
    assert (editor.isVisible(), editor.specimen.isVisible()) == (True, False)


def test_a_signature_is_given_later_and_who_signs_first_changes(
    page, editor, context, desk, qtbot, campus_id, tmp_path
):
    for name in ("Ada", "Zora"):
        desk.do(campuses.add_signatory, campus_id=campus_id, name=name)
    picture = QPixmap(40, 20)
    picture.fill(QColor("#0b6e69"))
    picture.save(str(tmp_path / "signature.png"))
    for path in (tmp_path / "signature.png", None):
        editor._edit_signatory(desk.read(read.signatories, campus_id=campus_id)[-1])
        who = sheet(SignatorySheet)
        settle(context, qtbot)
        if path is not None:
            who._signature.take_file(path)
            who._is_first.value = True
        who.accept_button.click()
        settle(context, qtbot)
    kept = desk.read(read.signatories, campus_id=campus_id)
    assert [(one.name, one.signature_id is not None) for one in kept] == [
        ("Zora", True),
        ("Ada", False),
    ]


def test_rooms_and_signatories_save_by_themselves(page, editor, context, desk, qtbot, campus_id):
    editor._edit_room(None)
    room = sheet(RoomSheet)
    room._name.value = "Salle 2"
    room._capacity.setValue(24)
    room.accept_button.click()
    settle(context, qtbot)
    editor._edit_signatory(None)
    who = sheet(SignatorySheet)
    who._name.value, who._role.value = "Amina El Idrissi", "Directrice"
    who.accept_button.click()
    settle(context, qtbot)
    kept = desk.read(read.campus, campus_id=campus_id)
    assert [(r.name, r.capacity) for r in kept.rooms] == [("Salle 2", 24)]
    assert [(s.name, s.role) for s in kept.signatories] == [("Amina El Idrissi", "Directrice")]
    page.reload(frozenset({"room", "signatory"}))
    settle(context, qtbot)
    editor.rooms.table.choose(kept.rooms[0].id)
    qtbot.mouseClick(editor.rooms._delete, Qt.MouseButton.LeftButton)
    settle(context, qtbot)
    assert desk.read(read.rooms, campus_id=campus_id) == []


def test_a_refused_room_stays_open_with_its_sentence(page, editor, context, qtbot):
    editor._edit_room(None)
    room = sheet(RoomSheet)
    room.accept_button.click()
    settle(context, qtbot)
    assert room.isVisible()
    assert room._form._banner.words.text() == str(campuses.RoomNameMissing())
    room.close()


def test_funders_partners_and_profiles_are_kept(page, context, desk, qtbot):
    page.tabs.setCurrentIndex(2)
    for kind in ("funder", "partner"):
        page.funding._edit_organisation(kind, None)
        organisation = sheet(OrganisationSheet)
        organisation._name.value = f"Un {kind}"
        organisation.accept_button.click()
        settle(context, qtbot)
    page.reload(frozenset({"funder"}))
    settle(context, qtbot)
    page.funding._edit_profile(None)
    profile = sheet(ProfileSheet)
    profile.accept_button.click()
    assert profile.isVisible()
    profile._form.name.value, profile._form.code.value = "Région 2026", "R26"
    profile._form.threshold_percent.setValue(80)
    profile._form.has_eu_emblem.value = True
    profile.accept_button.click()
    settle(context, qtbot)
    kept = desk.read(read.funder_profiles)
    assert [(p.code, p.threshold_percent, p.has_eu_emblem) for p in kept] == [("R26", 80, True)]
    assert [row.name for row in desk.read(read.partners)] == ["Un partner"]
    page.funding._edit_profile(kept[0])
    again = sheet(ProfileSheet)
    assert (again._form.threshold_percent.value(), again._form.code.isEnabled()) == (80, False)
    again._form.rules_button.click()
    rules = sheet(RulesSheet)
    assert nameless(rules) == []
    rules.table.choose("threshold_percent")
    rules.confirm()
    settle(context, qtbot)
    assert rules.form._banner.words.text()  # where does it stand?
    rules.source.value, rules.by.value = "Arrêté 12", "Sam"
    rules.confirm()
    settle(context, qtbot)
    assert [row.id for row in rules.table.rows if row.is_confirmed] == ["threshold_percent"]
    rules.close()
    assert len(desk.read(read.funder_profiles)[0].to_confirm) == len(rules.table.rows) - 1


def test_a_recent_change_is_undone_on_its_own(page, context, desk, qtbot, campus_id):
    desk.do(funding.add_partner, name="Partenaire")
    desk.do(campuses.add_room, campus_id=campus_id, name="Salle 2")
    page.tabs.setCurrentIndex(3)
    settle(context, qtbot)
    change = next(row for row in page.history.table.rows if "Partenaire" in row.title)
    page.history.table.choose(change.id)
    page.history.undo_button.click()
    settle(context, qtbot)
    assert desk.read(read.partners) == []
    assert len(desk.read(read.rooms, campus_id=campus_id)) == 1
    settle(context, qtbot)
    assert not next(r for r in page.history.table.rows if r.id == change.id).can_undo


def test_a_new_campus_needs_a_name_and_a_code(page, context, desk, qtbot):
    page.new()
    new = sheet(NewCampusSheet)
    new.accept_button.click()
    assert new.isVisible()
    new._form.name.value, new._form.code.value = "Laeken", "LAE"
    new.accept_button.click()
    settle(context, qtbot)
    assert {row.name for row in desk.read(read.campuses)} == {"Molenbeek", "Laeken"}


def test_another_campus_is_shown_when_it_is_asked_for(page, editor, context, desk, qtbot):
    second = desk.do(
        campuses.add_campus, code="CAS", name="Casablanca", country="MA", languages=("ar",)
    )
    page.show_record(second)
    qtbot.waitUntil(lambda: editor.form.name.value == "Casablanca")
    assert editor.form.language.value == "ar"
    assert editor.form.zone.value == "Africa/Casablanca"
