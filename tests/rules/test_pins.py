"""PINs: digits of any script, and waits that double."""

import pytest

from mgdesk.rules.pins import pin_of, seconds_to_wait


@pytest.mark.parametrize(
    ("typed", "pin"),
    [
        ("1234", "1234"),
        (" 123456789012 ", "123456789012"),
        ("١٢٣٤", "1234"),
        ("123", None),
        ("1234567890123", None),
        ("12 34", None),
        ("12a4", None),
        ("½¼¾¹", None),
        ("", None),
    ],
)
def test_a_pin_is_four_to_twelve_digits_of_any_script(typed: str, pin: str | None) -> None:
    assert pin_of(typed) == pin


def test_three_slips_are_free_then_the_wait_doubles_up_to_five_minutes() -> None:
    waits = [seconds_to_wait(failures) for failures in range(12)]
    assert waits == [0, 0, 0, 5, 10, 20, 40, 80, 160, 300, 300, 300]
    assert seconds_to_wait(10**6) == 300
