"""National numbers of both centuries, periods, birth days that keep ages."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from mgdesk.rules.national_number import NumberDoubt, doubts, masked, parse_number
from mgdesk.rules.people import Gender
from mgdesk.rules.retention import _age, coarse_birth, proof_kept_until


def test_national_numbers_tell_century_birth_and_gender() -> None:
    """The examples of DOMAIN §2.4, from the documents of python-stdnum."""
    said = [
        (str(number), number.birth, number.gender)
        for typed in ("85.07.30-033.28", "42012205181", "17 07 30 033 84", "40000095579")
        if (number := parse_number(typed))
    ]
    assert said == [
        ("85.07.30-033.28", date(1985, 7, 30), Gender.MAN),
        ("42.01.22-051.81", date(1942, 1, 22), Gender.MAN),
        ("17.07.30-033.84", date(2017, 7, 30), Gender.MAN),
        ("40.00.00-955.79", None, Gender.MAN),
    ]


@given(st.integers(0, 999_999_999), st.booleans())
def test_one_number_holds_for_one_century_only(first: int, is_later: bool) -> None:
    digits = f"{first:09}"
    check = 97 - int(f"2{digits}" if is_later else digits) % 97
    number = parse_number(f"{digits}{check:02}")
    assert number is not None
    if number.birth is not None:
        assert (number.birth.year >= 2000) is is_later


def test_bis_numbers_are_numbers_and_the_sex_may_be_unknown() -> None:
    def bis(first: str) -> str:
        return f"{first}{97 - int(first) % 97:02}"

    for month, gender in (("27", None), ("47", Gender.MAN)):
        number = parse_number(bis(f"85{month}30033"))
        assert number is not None
        assert (number.birth, number.gender) == (date(1985, 7, 30), gender)


def test_doubts_are_said_and_only_the_end_is_shown() -> None:
    born = date(1985, 7, 31)
    assert doubts("", None, None) == ()
    assert doubts("85.07.30-033.29", None, None) == (NumberDoubt.DIGITS,)
    assert doubts("85.07.30-033.28", born, Gender.WOMAN) == (NumberDoubt.BIRTH, NumberDoubt.GENDER)
    assert doubts("85.07.30-033.28", date(1985, 7, 30), None) == ()
    assert masked("85.07.30-033.28") == "••••••••••••.28"


days = st.dates(date(1930, 1, 1), date(2010, 12, 31))
starts = st.lists(st.dates(date(2015, 1, 1), date(2035, 12, 31)), max_size=4)


@given(days, starts)
def test_a_coarse_birth_day_keeps_each_age_and_the_year(birth: date, begun: list[date]) -> None:
    coarse = coarse_birth(birth, begun)
    assert coarse is not None
    assert coarse.year == birth.year
    assert [_age(coarse, day) for day in begun] == [_age(birth, day) for day in begun]
    if len(begun) < 2:
        assert (coarse.month, coarse.day) in {(1, 1), (12, 31)}


def test_proofs_are_kept_to_the_end_of_full_years() -> None:
    assert proof_kept_until(date(2026, 6, 30), 10) == date(2036, 12, 31)
    assert proof_kept_until(date(2026, 6, 30), 0) is None
