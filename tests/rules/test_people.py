"""What is advised about a person's data, and what is refused."""

from datetime import date

import pytest

from mgdesk.rules.people import Flag, flags, is_birth_date


@pytest.mark.parametrize(
    ("phone", "email", "expected"),
    [
        ("+32470001234", "lea@example.org", ()),
        ("0470 00", "", (Flag.PHONE,)),
        ("", "lea@example", (Flag.EMAIL,)),
        ("12", "x", (Flag.PHONE, Flag.EMAIL)),
        ("", "", (Flag.UNREACHABLE,)),
    ],
)
def test_how_somebody_is_reached_is_flagged_never_refused(
    phone: str, email: str, expected: tuple[Flag, ...]
) -> None:
    assert flags(phone, email) == expected


@pytest.mark.parametrize(
    ("day", "is_possible"),
    [
        (date(1899, 12, 31), False),
        (date(1900, 1, 1), True),
        (date(2026, 11, 23), True),
        (date(2026, 11, 24), False),
    ],
)
def test_somebody_alive_was_born_from_1900_to_today(day: date, is_possible: bool) -> None:
    assert is_birth_date(day, date(2026, 11, 23)) is is_possible
