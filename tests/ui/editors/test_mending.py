"""Merging, repairing and saving as somebody at the desk does it."""

from functools import partial
from uuid import UUID

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from mgdesk.desk import Desk, bring_newest_copy, open_desk, save_what_is_left
from mgdesk.i18n import speak
from mgdesk.queries import people as people_queries
from mgdesk.rules.merging import Side
from mgdesk.services import cohorts, intake
from mgdesk.settings import Settings
from mgdesk.ui.editors.damaged import DamagedPage, Rescue
from mgdesk.ui.editors.merge import MergeSheet
from mgdesk.ui.editors.merge_find import MergeFindSheet
from mgdesk.ui.editors.repair import HealthCard, RepairSheet
from mgdesk.ui.kit.background import Background
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.frame import Frame
from mgdesk.ui.main_window import MainWindow
from tests.cohort_scene import make_scene
from tests.storage import deeds
from tests.storage.test_mending import behind_its_back
from tests.ui.stage import open_sheets, settled, words
from tests.ui.test_accessible_names import nameless
from tests.ui.test_main_window import TWO


@pytest.fixture(autouse=True)
def in_english() -> None:
    speak("en")


@pytest.fixture
def over(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


def test_those_alike_come_first_and_the_chosen_values_stay(
    qtbot: QtBot, desk: Desk, context: Context, over: QWidget
) -> None:
    scene = make_scene(desk)
    lea = scene.people[0]
    twin = desk.do(intake.add_person, first_name="LEA", surname="MARTIN", phone="0470123456")
    desk.do(cohorts.enrol, person_id=twin, cohort_id=scene.cohort_id)
    merged: list[UUID] = []
    detail = desk.read(people_queries.person, person_id=twin)
    find = MergeFindSheet(over, context, detail, on_merged=merged.append)
    find.open()
    qtbot.waitUntil(lambda: bool(find.table.rows))
    assert [row.id for row in find.table.rows] == [lea]
    assert nameless(find) == []
    find.accept_button.click()
    qtbot.waitUntil(lambda: bool(open_sheets()) and isinstance(open_sheets()[-1], MergeSheet))
    (sheet,) = [one for one in open_sheets() if isinstance(one, MergeSheet)]
    qtbot.waitUntil(lambda: sheet.found is not None)
    qtbot.waitUntil(lambda: "Kept: LEA MARTIN" in words(sheet))
    sheet.swap()
    qtbot.waitUntil(lambda: sheet.found is not None and sheet.found.kept_id == lea)
    qtbot.waitUntil(lambda: "Both are in CODING-1" in words(sheet))
    assert nameless(sheet) == []
    assert sheet.choices["first_name"].value is Side.KEPT
    assert sheet.choices["phone"].value is Side.OTHER
    sheet.choices["surname"].choose(Side.OTHER)
    sheet.accept_button.click()
    qtbot.waitUntil(lambda: bool(merged))
    kept = desk.read(people_queries.person, person_id=lea)
    assert (merged, kept.name, kept.phone) == ([lea], "Léa MARTIN", "+32470123456")
    settled(qtbot, context)


def test_what_would_be_mended_is_read_before_it_is(
    qtbot: QtBot, desk: Desk, context: Context, over: QWidget
) -> None:
    person = desk.do(deeds.add_person, name="Zoé")
    behind_its_back(desk, f"UPDATE person SET sort_key = 'a' WHERE id = '{person.hex}'")
    mended: list[bool] = []
    card = HealthCard(context, lambda: mended.append(True))
    qtbot.addWidget(card)
    card.look_button.click()
    qtbot.waitUntil(lambda: any(isinstance(one, RepairSheet) for one in open_sheets()))
    (sheet,) = [one for one in open_sheets() if isinstance(one, RepairSheet)]
    assert "The place of Zoé in lists" in words(sheet)
    sheet.accept_button.click()
    qtbot.waitUntil(lambda: mended == [True])
    assert desk.survey().mended == ()
    settled(qtbot, context)


@pytest.mark.parametrize("way", ["copy", "save"])
def test_damaged_data_shows_its_ways_out_and_opens_again(
    qtbot: QtBot, desk: Desk, background: Background, way: str
) -> None:
    home = desk.home
    desk.do(deeds.add_person, name="Before")
    desk.back_up()
    desk.do(deeds.add_person, name="After")
    desk.close()
    content = bytearray(home.database.read_bytes())
    content[:4096] = bytes(4096)
    home.database.write_bytes(content)
    frame = Frame("", "#ffffff", "#ffffff")
    qtbot.addWidget(frame)
    window = MainWindow(frame, Settings(theme="light"), background, dress=lambda: None, places=TWO)
    frame.show()

    def rescue(_secret: object) -> Rescue:
        return Rescue(partial(bring_newest_copy, home), partial(save_what_is_left, home))

    window.open_with(partial(open_desk, home), rescue=rescue)
    pages = window.shell.pages
    qtbot.waitUntil(lambda: isinstance(pages.currentWidget(), DamagedPage), timeout=20_000)
    page = pages.currentWidget()
    assert isinstance(page, DamagedPage)
    assert nameless(page) == []
    if way == "copy":
        page.copy_button.click()
    else:
        page.save_button.click()
        qtbot.waitUntil(page.open_button.isVisible, timeout=20_000)
        assert "of the file could not be read" in words(page)
        page.open_button.click()
    qtbot.waitUntil(lambda: window.context is not None, timeout=20_000)
    assert window.context is not None
    opened = window.context.desk
    names = ["Before"] if way == "copy" else ["After", "Before"]
    assert opened.read(deeds.names) == names
    qtbot.waitUntil(lambda: background.is_idle)
    background.close()
    background.wait()
    opened.close()
