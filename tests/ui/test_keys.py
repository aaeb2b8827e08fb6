"""The keys of FRONTDESK P0.8 mean the same on every page, and no key two things at once."""

from collections import Counter

import pytest

from mgdesk.ui.actions import RESERVED
from mgdesk.ui.main_window import PLACES
from tests.ui.walking import settle, some

EVERYWHERE = {"F1", "F3", "F4", "F8", "F9", "Ctrl+F", "Ctrl+K", "Ctrl+N", "Ctrl+Z"}


@pytest.mark.parametrize("place", some((place.id for place in PLACES), "today", "cohorts"))
def test_a_key_has_one_meaning_and_it_is_the_one_agreed(place, demo_window, qtbot):
    demo_window.go(place)
    settle(qtbot, demo_window)
    held = [(key, action.id) for action in demo_window.commands.all for key in action.written_keys]
    twice = [key for key, many in Counter(key for key, _action in held).items() if many > 1]
    assert twice == []
    assert {key for key, _action in held} >= EVERYWHERE
    wrong = [
        (key, action)
        for key, action in held
        if key in RESERVED and not action.endswith(RESERVED[key] or ("nothing",))
    ]
    assert wrong == []


def test_the_desks_keys_lead_to_today_from_another_page(demo_window, qtbot):
    demo_window.go("settings")
    settle(qtbot, demo_window)
    demo_window.commands.find("check-in").trigger()
    settle(qtbot, demo_window)
    assert demo_window.place == "today"
    assert demo_window.frame.focusWidget() is demo_window.shell.pages.currentWidget().search
