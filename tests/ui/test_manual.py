"""The manual: complete in each language, in the words of the screens, opened where one stands by F1."""

import re

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTabWidget

from mgdesk import i18n
from mgdesk.paths import resource
from mgdesk.ui.kit import manual
from mgdesk.ui.kit.manualview import ManualWindow
from mgdesk.ui.main_window import MANUAL, PLACES
from tests.ui.walking import activate, settle, shown_dialogs, some


def source(language, page):
    return resource("manual", language, f"{page}.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("page", manual.PAGES)
def test_a_page_says_the_same_in_each_language_in_words_of_the_program(language, page):
    text, english = source(language, page), source("en", page)
    for pattern in (r"\[\[(.+?)\]\]", r"\]\((\w+)\)", r"`(F\d+|Ctrl\+[A-Z])`"):
        assert sorted(re.findall(pattern, text)) == sorted(re.findall(pattern, english))
    assert text.count("\n- ") == english.count("\n- ")
    assert set(re.findall(r"\]\((\w+)\)", text)) <= {*manual.PAGES, manual.KEYS}


@pytest.mark.parametrize("language", ["fr", "nl", "it", "ar"])
def test_every_word_borrowed_from_the_screens_is_in_the_catalogue(language):
    known = i18n._catalogue(language)._catalog
    for page in manual.PAGES:
        unknown = set(re.findall(r"\[\[(.+?)\]\]", source(language, page))) - set(known)
        assert unknown == set(), page


@pytest.mark.thorough
def test_the_keys_that_the_manual_names_are_those_of_the_commands(demo_window, qtbot):
    named = set()
    for page in manual.PAGES:
        named.update(re.findall(r"`(F\d+|Ctrl\+[A-Z])`", source("en", page)))
    there = set()
    for place in PLACES:
        demo_window.go(place.id)
        settle(qtbot, demo_window)
        there.update(key for action in demo_window.commands.all for key in action.written_keys)
    assert named <= there | {"Ctrl+V"}


def open_manual():
    found = [w for w in QApplication.topLevelWidgets() if isinstance(w, ManualWindow)]
    return next(window for window in found if window.isVisible())


@pytest.mark.parametrize("place", some((place.id for place in PLACES), "today", "reports"))
def test_f1_opens_the_page_of_the_place(place, demo_window, qtbot):
    demo_window.go(place)
    settle(qtbot, demo_window)
    activate(demo_window, qtbot)
    qtbot.keyClick(demo_window.frame, Qt.Key.Key_F1)
    shown = open_manual()
    assert shown.page == MANUAL[place]
    title = shown.list.current.title.replace("\u00a0", " ")  # as Qt gives plain text
    assert title in shown.text.toPlainText()
    shown.close()


def test_f1_in_a_dialog_and_in_a_part_of_a_page_is_about_what_is_in_front(demo_window, qtbot):
    demo_window.go("cohorts")
    settle(qtbot, demo_window)
    activate(demo_window, qtbot)
    page = demo_window.shell.pages.currentWidget()
    page.table.step(1)
    settle(qtbot, demo_window)
    demo_window.commands.find("cohort.attendance").trigger()
    settle(qtbot, demo_window)
    page.findChild(QTabWidget).currentWidget().setFocus()
    demo_window.help()
    assert open_manual().page in {"attendance", "cohorts"}
    open_manual().close()
    demo_window.commands.find("verify").trigger()
    dialog = shown_dialogs()[0]
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    QTest.keyClick(dialog.windowHandle(), Qt.Key.Key_F1)
    assert open_manual().page == "verify"
    open_manual().close()
    dialog.close()


def test_the_manual_is_searched_and_its_links_lead_on(qtbot):
    with i18n.speaking("fr"):
        window = ManualWindow(None, [("Rechercher", "F3")], "start")
    qtbot.addWidget(window)
    assert window.page == "start"
    window.search.searched.emit("attestation seuil")
    assert [page.id for page in window.list.rows] == ["papers"]
    assert window.page == "papers"
    window.search.searched.emit("zzz")
    assert window.list.rows == []
    window.search.searched.emit("")
    window.show_page("start")
    window.text.anchorClicked.emit(QUrl("keys"))
    assert window.page == "keys"
    assert "Rechercher: F3" in window.text.toPlainText()


def test_the_manual_reads_from_the_right_in_arabic(qtbot, qapp):
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    with i18n.speaking("ar"):
        window = ManualWindow(None, [], "today")
    qtbot.addWidget(window)
    block, directions = window.text.document().begin(), set()
    while block.isValid():
        directions.add(block.textDirection())
        block = block.next()
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    assert directions == {Qt.LayoutDirection.RightToLeft}
