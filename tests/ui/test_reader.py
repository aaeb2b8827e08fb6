"""Whoever may only look: no button and no command that is not grey leads to what is refused."""

import shutil

import pytest
from PySide6.QtWidgets import QAbstractButton

from mgdesk.desk import open_desk
from mgdesk.rules.people import StaffRole
from mgdesk.ui.kit.buttons import Button, IconButton
from mgdesk.ui.main_window import PLACES
from tests.staff_scene import PIN, hire
from tests.ui.walking import some, visit

# What looking takes: moving about, opening, printing and writing out lists of what is shown. A new
# button says what it needs, or stands here.
LOOKING = {
    "Absences…", "On paper…", "Print who is in the building",
    "After", "All answers and calls", "All cohorts", "Before", "Calendar file…", "Choose a picture…",
    "Choose…", "Clear", "Export all events…", "Export the figures…", "Indicators…",
    "Export the registrations…", "Export this day…", "Export this list…", "Activity report…", "More",
    "Make a copy now", "Open", "Open this person", "Page for the partner…", "Papers…", "Privacy…",
    "Print this day…", "Remove", "Test a restore", "The day after", "The day before", "Today",
    "Try your scanner", "Week after", "Week before", "Start the kiosk…",
}  # fmt: skip


OPENING = ("Open ", "See ", "Show: ")
CLASHES = (" clash", " clashes")


@pytest.fixture
def window(home, demo_template, sit_down):
    shutil.copytree(demo_template.root, home.root)
    desk = open_desk(home)
    people = hire(desk, StaffRole.READER)
    desk.sign_on(people[StaffRole.READER], PIN)
    return sit_down(desk).window


def enabled(root):
    shown = [one for one in root.findChildren(QAbstractButton) if one.isVisible()]
    return {
        one.accessibleName() or one.text()
        for one in shown
        if isinstance(one, (Button, IconButton)) and one.isEnabled()
    }


@pytest.mark.parametrize("place", some((place.id for place in PLACES), "applications"))
def test_a_reader_finds_grey_what_they_may_not(window, qtbot, place):
    found = set()
    for _where in visit(window, place, qtbot):
        found |= enabled(window.shell.pages.currentWidget())
    asked = {one for one in found if not one.startswith(OPENING) and not one.endswith(CLASHES)}
    assert asked - LOOKING == set()
