"""At 200 % on a small screen nothing is cut: no page scrolls sideways, every word has its room."""

import shutil

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QScrollArea

from mgdesk import i18n
from mgdesk.desk import open_desk
from mgdesk.settings import Settings
from mgdesk.ui.kit import dress, labels
from mgdesk.ui.kit.fields import CheckField, TextField
from mgdesk.ui.kit.flow import Abreast
from mgdesk.ui.kit.frame import Frame
from mgdesk.ui.kit.layout import box
from mgdesk.ui.main_window import PLACES, MainWindow
from tests.ui.room import cramped
from tests.ui.walking import settle, some, visit

pytestmark = pytest.mark.early

LEFT, RIGHT = Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft


@pytest.fixture
def large_window(qtbot, qapp, background, demo_template, home, language):
    """The window of a demo campus at 200 % on 1280 by 800."""
    shutil.copytree(demo_template.root, home.root)
    desk = open_desk(home)

    def wear():
        i18n.speak(language)
        qapp.setLayoutDirection(RIGHT if i18n.is_right_to_left() else LEFT)
        dress.wear(qapp, colours="light", scale=200)

    before = qapp.layoutDirection()
    frame = Frame("", "#ffffff", "#ffffff")
    qtbot.addWidget(frame)
    window = MainWindow(frame, Settings(language=language, scale=200), background, dress=wear)
    frame.resize(1280, 800)
    frame.show()
    window.open_with(lambda: desk)
    settle(qtbot, window)
    yield window
    background.close()
    background.wait()
    desk.close()
    qapp.setLayoutDirection(before)


@pytest.mark.parametrize("language", some(i18n.LANGUAGES, "ar"))
def test_no_page_scrolls_sideways_and_no_word_is_cut(large_window, qtbot):
    window, found = large_window, {}
    for place in (place.id for place in PLACES):
        for where in visit(window, place, qtbot):
            found[where] = cramped(window.frame)
            page = window.shell.pages.currentWidget()
            record = getattr(page, "current_id", None)
            if record is not None and where.endswith("its first record"):
                page.show_record(record)  # where list and record take turns
                settle(qtbot, window)
                found[f"{where}, alone"] = cramped(window.frame)
    assert {where: faults for where, faults in found.items() if faults} == {}
    assert window.frame.width() == 1280


def test_words_without_room_are_noticed(qtbot):
    """The measure itself: a label, a button and a page that are too narrow."""
    narrow = QScrollArea()
    narrow.setWidgetResizable(True)
    wide = QPushButton("A button with many words")
    narrow.setWidget(wide)
    words = labels.text("Aanwezigheidslijsten")
    words.setFixedWidth(20)
    button = QPushButton("Print")
    button.setFixedWidth(10)
    holder = box(narrow, words, button)
    qtbot.addWidget(holder)
    holder.resize(120, 200)
    holder.show()
    said = "\n".join(cramped(holder))
    assert "QScrollArea" in said
    assert "'Aanwezigheidslijsten' asks for" in said
    assert "'Print' asks for" in said


def test_fields_beside_each_other_go_below_where_one_would_be_cut(qtbot):
    fields = [TextField() for _n in range(3)]
    holder = box(Abreast(*fields))
    qtbot.addWidget(holder)
    holder.show()
    wide = fields[0].sizeHint().width()
    seen = []
    for columns in (3, 2, 1):
        holder.resize(columns * (wide + 24), 400)
        qtbot.wait(1)
        seen.append(len({field.x() for field in fields}))
    assert seen == [3, 2, 1]


def test_the_words_beside_a_box_take_as_many_lines_as_they_need(qtbot):
    words = "Sign the files of certificates and statements electronically"
    check = CheckField(words)
    holder = box(check, QLabel())
    qtbot.addWidget(holder)
    holder.resize(900, 300)
    holder.show()
    assert check.text() == words
    one_line = check.height()
    holder.resize(160, 300)
    qtbot.waitUntil(lambda: check.height() > one_line)
    assert check.text().replace("\n", " ") == words
    assert cramped(holder) == []
