"""A PIN is kept as a hash, wrong ones are counted with the data, and nothing of it can be undone."""

import pytest

from mgdesk.desk import Desk, open_desk
from mgdesk.queries.pins import pin_state
from mgdesk.services import pins


def tried(desk: Desk, pin: str) -> int:
    was_right = pins.is_right(desk.read(pin_state, name="kiosk"), pin)
    return desk.do(pins.note_try, name="kiosk", was_right=was_right).failures


def test_only_the_pin_is_right_and_it_forgets_the_wrong_ones(desk: Desk) -> None:
    assert not pins.is_right(desk.read(pin_state, name="kiosk"), "2468")
    desk.do(pins.set_pin, name="kiosk", pin="٢٤٦٨")
    assert [tried(desk, pin) for pin in ("1111", "24680", "2468")] == [1, 2, 0]
    assert desk.undo_title is None


def test_wrong_tries_outlive_the_program(desk: Desk) -> None:
    desk.do(pins.set_pin, name="kiosk", pin="2468")
    tried(desk, "1111")
    again = open_desk(desk.home)
    state = again.read(pin_state, name="kiosk")
    again.close()
    assert (state.failures, state.is_set) == (1, True)
    assert "2468" not in state.hash


def test_a_new_pin_begins_anew(desk: Desk) -> None:
    desk.do(pins.set_pin, name="kiosk", pin="2468")
    tried(desk, "1111")
    desk.do(pins.set_pin, name="kiosk", pin="1357")
    assert desk.read(pin_state, name="kiosk").failures == 0
    assert tried(desk, "2468") == 1
    with pytest.raises(pins.PinUnusable):
        desk.do(pins.set_pin, name="kiosk", pin="12")
    assert tried(desk, "1357") == 0
