"""The window: painted at once, keeps keys typed too early, changes language and size where it stands."""

import shutil
import threading
from functools import partial
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from mgdesk import app, i18n
from mgdesk.errors import DeskError
from mgdesk.i18n import N_
from mgdesk.services import campuses, intake
from mgdesk.settings import Settings, load
from mgdesk.ui.actions import Action
from mgdesk.ui.kit import dress, theme
from mgdesk.ui.kit.fields import SearchField
from mgdesk.ui.kit.frame import Frame
from mgdesk.ui.kit.layout import Page
from mgdesk.ui.kit.rail import Rail, RailPlace
from mgdesk.ui.kit.shell import FaultPage
from mgdesk.ui.kit.single import SingleWindow
from mgdesk.ui.main_window import PLACES, MainWindow, Place


class StandInPage(Page):
    """A page by its contract, that remembers what was asked of it."""

    def __init__(self, context):
        super().__init__("Page")
        self.context = context
        self.search = SearchField("Chercher")
        self.body.addWidget(self.search)
        self.reloads, self.shown, self.news = [], [], 0
        self.current_id: UUID | None = None

    def show_record(self, record_id):
        self.current_id = record_id

    def reload(self, tables):
        self.reloads.append(tables)

    def new(self):
        self.news += 1

    def focus_search(self):
        self.search.setFocus()

    def commands(self):
        return [Action("print", "Imprimer la feuille", self.new, "printer", "Ctrl+P")]


TWO = (
    Place("learners", N_("People"), "users", StandInPage),
    Place("cohorts", N_("Cohorts"), "graduation-cap", StandInPage),
)


class Refused(DeskError):
    sentence = N_("Cancelled. Nothing was changed.")


@pytest.fixture
def settings():
    return Settings(language="fr", theme="light")


@pytest.fixture
def make(qapp, qtbot, background, settings):
    """A furnished window on stand-in pages, not yet open."""

    def put_on():
        i18n.speak(settings.language)
        mirrored = i18n.is_right_to_left()
        direction = Qt.LayoutDirection
        qapp.setLayoutDirection(direction.RightToLeft if mirrored else direction.LeftToRight)
        dress.wear(qapp, colours=settings.theme, scale=settings.scale)

    def made(places=TWO):
        frame = Frame("", "#ffffff", "#ffffff")
        qtbot.addWidget(frame)
        window = MainWindow(frame, settings, background, dress=put_on, places=places)
        frame.show()
        return window

    yield made
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


@pytest.fixture
def window(make, desk, qtbot, background):
    made = make()
    made.open_with(lambda: desk)
    qtbot.waitUntil(lambda: made.context is not None and background.is_idle)
    return made


def page(window):
    return window.shell.pages.currentWidget()


def test_the_window_is_there_before_its_data(make, qtbot, desk, background):
    gate = threading.Event()

    def slowly():
        gate.wait(5)
        return desk

    window = make()
    window.open_with(slowly)
    assert window.frame.isVisible()
    assert window.frame.windowTitle().startswith("MolenGeek Desk")
    qtbot.keyClicks(window.frame, "ami")
    gate.set()
    qtbot.waitUntil(lambda: window.context is not None and background.is_idle)
    qtbot.waitUntil(lambda: page(window).search.text() == "ami")


def test_data_that_cannot_be_opened_is_a_sentence_with_a_way_out(make, qtbot):
    def refuse():
        raise Refused

    window = make()
    window.open_with(refuse)
    qtbot.waitUntil(lambda: isinstance(page(window), FaultPage))
    assert str(Refused()) in [label.text() for label in page(window).findChildren(QLabel)]
    qtbot.mouseClick(page(window).quit_button, Qt.MouseButton.LeftButton)
    assert not window.frame.isVisible()


def test_a_page_is_made_when_it_is_first_shown_and_then_kept(window):
    first = page(window)
    window.go("cohorts")
    assert page(window) is not first
    assert window.frame.windowTitle() == f"MolenGeek Desk — {i18n.gettext('Cohorts')}"
    window.go("learners")
    assert page(window) is first


def test_what_was_written_is_read_again_now_or_when_it_is_shown(window, desk, qtbot):
    learners = page(window)
    window.go("cohorts")
    add = partial(campuses.add_campus, code="MOL", name="Molenbeek", country="BE")
    cohorts = page(window)
    desk.do(add)
    qtbot.waitUntil(lambda: bool(cohorts.reloads))
    assert "campus" in cohorts.reloads[0]
    assert learners.reloads == []
    window.go("learners")
    assert learners.reloads == cohorts.reloads


def test_undo_and_redo_are_in_the_menu_by_name(window, desk, qtbot, background):
    undo, redo = window.commands.find("undo"), window.commands.find("redo")
    assert not undo.isEnabled()
    desk.do(campuses.add_campus, code="MOL", name="Molenbeek", country="BE")
    qtbot.waitUntil(lambda: window.commands.find("undo").isEnabled())
    assert "Molenbeek" in window.commands.find("undo").text()
    window.commands.find("undo").trigger()
    qtbot.waitUntil(lambda: window.commands.find("redo").isEnabled())
    assert "Molenbeek" in window.toasts.sentence
    assert "Molenbeek" in redo.text()
    assert not undo.isEnabled()
    redo.trigger()
    qtbot.waitUntil(undo.isEnabled)


def test_a_write_of_a_page_is_told_with_its_undo(window, qtbot, background):
    add = partial(campuses.add_campus, code="MOL", name="Molenbeek", country="BE")
    window.context.do(add)
    qtbot.waitUntil(lambda: "Molenbeek" in window.toasts.sentence)


def test_a_mistake_of_a_person_is_a_toast_and_a_fault_of_ours_a_calm_dialog(window, qtbot):
    add = partial(campuses.add_campus, code="", name="Molenbeek", country="BE")
    window.context.do(add)
    qtbot.waitUntil(lambda: bool(window.toasts.sentence))
    assert str(campuses.CampusCodeUnusable(code="–")) == window.toasts.sentence
    window.fail(ZeroDivisionError("Amina"))
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    assert not any("Amina" in label.text() for label in dialog.findChildren(QLabel))
    window.fail(ZeroDivisionError("again"))
    assert QApplication.activeModalWidget() is dialog
    dialog.close()


def test_the_language_changes_where_one_stands(window, qtbot, settings):
    chosen = uuid4()
    window.go("cohorts")
    page(window).show_record(chosen)
    before = page(window)
    window.apply_setting("language", "ar")
    qtbot.waitUntil(lambda: page(window) is not before)
    assert window.frame.isRightToLeft()
    assert i18n.spoken_language() == "ar"
    assert page(window).current_id == chosen
    assert settings.language == "ar"
    assert window.shell.rail.buttons["cohorts"].isChecked()


def test_everything_grows_where_one_stands(window, qtbot, settings):
    before = page(window)
    window.step_size(1)
    qtbot.waitUntil(lambda: page(window) is not before)
    assert settings.scale == 110
    assert theme.px(100) == 110
    window.apply_setting("scale", 500)
    qtbot.waitUntil(lambda: theme.px(100) == 200)


def test_colours_change_without_losing_what_is_typed(window, qtbot):
    qtbot.keyClicks(page(window).search, "amina")
    window.apply_setting("theme", "dark")
    assert theme.tokens().is_dark
    assert page(window).search.text() == "amina"


def test_the_commands_of_a_page_come_and_go_with_it(window, qtbot):
    window.commands.find("print").trigger()
    assert page(window).news == 1
    window.commands.find("new").trigger()
    assert page(window).news == 2
    assert window.commands.find("print").shortcut().toString() == "Ctrl+P"


def test_every_command_is_in_a_menu_and_in_the_palette(window):
    in_menus = {
        action
        for top in window.frame.menuBar().actions()
        for action in top.menu().actions()
        if not action.isSeparator()
    }
    assert set(window.commands.shown) == in_menus
    titles = {entry.title for entry in window.commands.entries()}
    missing = {
        action.text()
        for action in window.commands.shown
        if action.isEnabled() and action.text().replace("&&", "&") not in titles
    }
    assert missing == {window.commands.find("palette").text()}


def test_no_main_command_is_on_a_digit_or_needs_a_key_that_keyboards_lack(window):
    allowed = {f"F{n}" for n in range(1, 13)} | {f"Ctrl+{chr(n)}" for n in range(65, 91)}
    allowed |= {"Ctrl+Shift+Z"}
    size = {window.commands.find("larger"), window.commands.find("smaller")}
    used = {
        sequence.toString()
        for action in window.commands.shown
        if action not in size
        for sequence in action.shortcuts()
    }
    assert used <= allowed
    assert {"F1", "F3", "Ctrl+F", "Ctrl+K", "Ctrl+N", "Ctrl+Z", "Ctrl+Shift+Z"} <= used


def test_the_palette_goes_when_somebody_goes_on_in_the_window(window, qtbot):
    window.finder.open()
    qtbot.waitUntil(window.finder.palette.isActiveWindow)
    window.frame.activateWindow()
    qtbot.waitUntil(lambda: window.finder.palette is None)


def test_the_palette_finds_records_and_commands_and_goes_there(window, desk, qtbot):
    person = desk.do(intake.add_person, first_name="Amina", surname="El Idrissi")
    window.finder.open()
    palette = window.finder.palette
    qtbot.keyClicks(palette.search, "amin")
    qtbot.waitUntil(lambda: any("Amina" in entry.title for entry in palette.table.rows))
    qtbot.keyClick(palette.search, Qt.Key.Key_Return)
    assert page(window).current_id == person
    qtbot.waitUntil(lambda: window.finder.palette is None)


def test_one_campus_needs_no_choice_and_several_are_remembered(window, desk, qtbot, settings):
    desk.do(campuses.add_campus, code="MOL", name="Molenbeek", country="BE")
    second = desk.do(campuses.add_campus, code="CAS", name="Casablanca", country="MA")
    chooser = lambda: window.shell.campuses  # noqa: E731 - it is made when it is needed
    qtbot.waitUntil(
        lambda: chooser() is not None and chooser().isVisible() and chooser().count() == 3
    )
    changed = []
    window.context.campus_changed.connect(lambda: changed.append(window.context.campus_id))
    chooser().value = second
    assert changed == [second]
    assert settings.campus == "CAS"


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("scale", [100, 200])
def test_the_rail_is_as_wide_as_its_words(qapp, qtbot, language, scale):
    with i18n.speaking(language):
        dress.wear(qapp, colours="light", scale=scale)
        rail = Rail([RailPlace(p.id, i18n.gettext(p.title), p.icon) for p in PLACES], print)
        qtbot.addWidget(rail)
        rail.show()
        for button in rail.buttons.values():
            button.setChecked(True)
            font = button.font()
            font.setPointSizeF(theme.look().points)
            font.setBold(True)
            words = QFontMetrics(font).horizontalAdvance(button.text())
            assert button.width() - words >= theme.px(44)


def test_the_first_paint_has_the_colours_of_the_look():
    assert app._first_colours(is_dark=False) == (theme.LIGHT.ground, theme.LIGHT.rail)
    assert app._first_colours(is_dark=True) == (theme.DARK.ground, theme.DARK.rail)


def test_letters_are_brought_only_where_the_system_has_none(qapp, qtbot, monkeypatch):
    brought = []
    monkeypatch.setattr(dress.QFontDatabase, "addApplicationFont", brought.append)
    dress.FontsToCome(qapp)
    there = bool(dress.QFontDatabase.families(dress.QFontDatabase.WritingSystem.Arabic))
    assert any("NotoSansArabic" in font for font in brought) is not there
    brought.clear()
    monkeypatch.setattr(dress.QFontDatabase, "families", lambda _system: [])
    to_come = dress.FontsToCome(qapp)
    scripts = {Path(font).name.split("-")[0] for font in brought}
    assert scripts == {"NotoSans", "NotoSansArabic"}
    to_come.bring_the_others()
    qtbot.waitUntil(lambda: any("CJK" in font for font in brought))
    scripts = {Path(font).name.split("-")[0] for font in brought}
    assert {"NotoSans", "NotoSansArabic", "NotoSansDevanagari", "NotoSansTifinagh"} <= scripts
    assert len(brought) == len(set(brought))
    assert all(Path(font).exists() for font in brought)


def test_a_second_start_raises_the_first_window(qapp, qtbot, home):
    raised = []
    first = SingleWindow(home)
    first.serve(lambda: raised.append(True))
    second = SingleWindow(home)
    assert (first.is_first, second.is_first) == (True, False)
    assert second.raise_the_other()
    qtbot.waitUntil(lambda: bool(raised))
    first.release()
    assert SingleWindow(home).is_first


def test_the_real_program_opens_keeps_its_settings_and_closes(qapp, qtbot, home, empty_home):
    shutil.copytree(empty_home.root, home.root)
    started = app.Started(qapp, home, "nl", SingleWindow(home))
    qtbot.addWidget(started.frame)
    started.show()
    qtbot.waitUntil(
        lambda: started.window is not None and started.window.context is not None, timeout=20_000
    )
    assert i18n.spoken_language() == "nl"
    started.window.apply_setting("language", "it")
    qtbot.waitUntil(lambda: i18n.spoken_language() == "it")
    assert isinstance(page(started.window), QWidget)
    started.window.apply_setting("theme", "dark")
    started.frame.close()
    started.close()
    kept = load(home.settings)
    assert (kept.theme, kept.place) == ("dark", "today")
    assert kept.geometry


def test_the_data_is_copied_every_quarter_hour_when_changed_and_at_closing(
    qapp, qtbot, home, empty_home
):
    from mgdesk.storage.backup import list_backups

    shutil.copytree(empty_home.root, home.root)
    started = app.Started(qapp, home, "fr", SingleWindow(home))
    qtbot.addWidget(started.frame)
    started.show()
    qtbot.waitUntil(
        lambda: started.window is not None and started.window.context is not None, timeout=20_000
    )
    desk = started.window.context.desk
    started._copies.timeout.emit()
    qtbot.waitUntil(lambda: len(list_backups(home.backups)) == 1)
    started._copies.timeout.emit()
    desk.do(campuses.add_campus, code="NEW", name="New", country="BE")
    started.frame.close()
    started.close()
    assert [copy.purpose for copy in list_backups(home.backups)] == ["routine", "routine"]
