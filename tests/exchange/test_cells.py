"""Cells as people type them: dates, numbers, addresses, names and words of five languages."""

import subprocess
import sys
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mgdesk.exchange.cells import Reader, shown
from mgdesk.exchange.contact import Email, Phone, parse_email, parse_phone, show_phone
from mgdesk.exchange.dates import is_month_first, parse_day, parse_moment
from mgdesk.exchange.fields import Field
from mgdesk.exchange.whole_names import part
from mgdesk.i18n import LANGUAGES, speaking

TODAY = date(2026, 11, 23)
BIRTH = date(1998, 4, 12)


@pytest.mark.parametrize(
    "text",
    [
        "12/04/1998", "12-4-98", "12.04.98", "1998-04-12", "1998/4/12", "19980412", "12041998", "35897",
        "12 avril 1998", "dimanche 12 avril 1998", "né le 12/04/1998", "12 apr. 1998", "April 12, 1998",
        "12 aprile '98", "12 أبريل 1998", "١٢/٠٤/١٩٩٨", "12 نيسان 1998", "12-APR-1998",
        "1998-04-12T00:00:00Z", "12/04/1998 00:00:00", "1998-04-12 08:30", "۱۲.۰۴.۱۹۹۸",
    ],
)  # fmt: skip
def test_one_day_in_many_forms(text: str) -> None:
    assert parse_day(text, today=TODAY) == BIRTH


@pytest.mark.parametrize(
    "text",
    [
        "31/02/1999",
        "30.02.2000",
        "n/a",
        "1998",
        "12/04",
        "demain",
        "0/0/0",
        "12/04/199",
        "99/99/9999",
        "-",
    ],
)
def test_what_is_no_day_is_none(text: str) -> None:
    assert parse_day(text, today=TODAY) is None


def test_a_year_of_two_digits_is_never_to_come() -> None:
    assert parse_day("01/02/26", today=TODAY) == date(2026, 2, 1)
    assert parse_day("01/02/27", today=TODAY) == date(1927, 2, 1)


def test_a_column_tells_whether_the_month_comes_first() -> None:
    assert is_month_first(["04/12/1998", "04/25/1998"])
    assert not is_month_first(["04/12/1998", "25/04/1998", "04/25/1998"])
    assert not is_month_first(["04/12/1998", "1998-04-25"])
    assert parse_day("04/12/1998", today=TODAY, month_first=True) == BIRTH


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31)))
def test_every_day_we_show_is_read_again(day: date) -> None:
    for language in LANGUAGES:
        with speaking(language):
            assert parse_day(shown(Field.BIRTH_DATE, day), today=TODAY) == day


@given(st.text())
def test_no_text_breaks_the_reading_of_a_day_or_moment(text: str) -> None:
    for value in (parse_day(text, today=TODAY), parse_moment(text, today=TODAY)):
        assert value is None or isinstance(value, date)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2023/04/13 10:59:37 AM GMT+2", datetime(2023, 4, 13, 10, 59, 37)),
        ("4-5-2026 10:59:37", datetime(2026, 5, 4, 10, 59, 37)),
        ("23/11/2026 10:59", datetime(2026, 11, 23, 10, 59)),
        ("2026-11-23T10:59:37+01:00", datetime(2026, 11, 23, 10, 59, 37)),
        ("2026-11-23T10:59:37.123Z", datetime(2026, 11, 23, 10, 59, 37)),
        ("11/23/2026 3:05:00 PM", datetime(2026, 11, 23, 15, 5)),
        ("23/11/2026 à 14h05", datetime(2026, 11, 23, 14, 5)),
        ("2026-11-23", datetime(2026, 11, 23)),
    ],
)
def test_moments_of_other_programs(text: str, moment: datetime) -> None:
    assert parse_moment(text, today=TODAY) == moment


@pytest.mark.parametrize(
    ("text", "country", "number"),
    [
        ("0470 12 34 56", "BE", "+32470123456"), ("02/512.34.56", "BE", "+3225123456"),
        ("470123456", "BE", "+32470123456"), ("32470123456", "BE", "+32470123456"),
        ("0032 470 12 34 56", "MA", "+32470123456"), ("0612-345678", "MA", "+212612345678"),
        ("06 12 34 56 78", "NL", "+31612345678"), ("333 123 4567", "IT", "+393331234567"),
        ("'+32470123456", "BE", "+32470123456"), ("٠٦١٢٣٤٥٦٧٨", "MA", "+212612345678"),
    ],
)  # fmt: skip
def test_phones_get_one_form(text: str, country: str, number: str) -> None:
    assert parse_phone(text, country) == Phone(number, True)


@pytest.mark.parametrize(
    "text", ["12345", "abc", "0470/12.34.56 (maman)", "0470123456 / 0471123456", "+"]
)
def test_phones_that_do_not_parse_stay_as_typed(text: str) -> None:
    assert parse_phone(text, "BE") == Phone(text, False)


def test_nothing_typed_is_no_mistake() -> None:
    assert parse_phone(" ", "BE") == Phone("", True)
    assert parse_email(" ") == Email("", True)


def test_phones_are_shown_as_at_home() -> None:
    assert show_phone("+32470123456", "BE") == "0470 12 34 56"
    assert show_phone("+32470123456", "MA") == "+32 470 12 34 56"
    assert show_phone("voir mère", "BE") == "voir mère"


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Amina@Example.ORG", "Amina@example.org"), ("mailto:z@example.be", "z@example.be"),
        ("Jan De Smet <jan@example.be>", "jan@example.be"), ("josé@exämple.org", "josé@exämple.org"),
        (" a.b+c@example.org ", "a.b+c@example.org"),
    ],
)  # fmt: skip
def test_addresses_get_one_form(text: str, address: str) -> None:
    assert parse_email(text) == Email(address, True)


@pytest.mark.parametrize(
    "text",
    [
        "a@b",
        "a b@x.be",
        "a..b@x.be",
        "x@localhost",
        "a@x.be; b@y.be",
        "@x.be",
        "x@",
        "x",
        "a@x..be",
    ],
)
def test_addresses_that_do_not_parse_stay_as_typed(text: str) -> None:
    assert parse_email(text) == Email(text, False)


@given(st.text(max_size=60) | st.emails())
def test_reading_an_address_twice_changes_nothing(text: str) -> None:
    once = parse_email(text)
    assert parse_email(once.text) == once


@pytest.mark.parametrize(
    ("whole", "heading", "parts"),
    [
        ("DUPONT, Marie", "", ("DUPONT", "Marie")),
        ("Marie DUPONT", "", ("DUPONT", "Marie")),
        ("DUPONT Marie Louise", "", ("DUPONT", "Marie Louise")),
        ("Jan van den BERG", "", ("van den BERG", "Jan")),
        ("EL IDRISSI Amina", "", ("EL IDRISSI", "Amina")),
        ("J.-P. MARTIN", "", ("MARTIN", "J.-P.")),
        ("Benali Amina", "Nom et prénom", ("Benali", "Amina")),
        ("Amina Benali", "Prénom et nom", ("Benali", "Amina")),
        ("Maria Rossi", "Nome e cognome", ("Rossi", "Maria")),
        ("Amina El Idrissi", "Prénom et nom", ("Amina El Idrissi", "")),
        ("De Smet Jan", "Naam en voornaam", ("De Smet Jan", "")),
        ("محمد العلوي", "الاسم الكامل", ("محمد العلوي", "")),
        ("DUPONT MARIE", "Nom complet", ("DUPONT MARIE", "")),
        ("Li X", "", ("Li X", "")),
        ("Madonna", "", ("Madonna", "")),
    ],
)
def test_whole_names_are_parted_only_when_the_writing_says_where(
    whole: str, heading: str, parts: tuple[str, str]
) -> None:
    assert part(whole, heading) == parts


@given(st.text(max_size=80), st.sampled_from(["", "Nom et prénom", "Prénom et nom"]))
def test_parting_a_name_loses_no_letter(whole: str, heading: str) -> None:
    surname, first = part(whole, heading)
    letters = [letter for letter in f"{surname}{first}" if letter not in " ,"]
    assert sorted(letters) == sorted(
        letter
        for letter in part(whole.replace(",", ""))[0] + part(whole.replace(",", ""))[1]
        if letter != " "
    )


READER = Reader("BE", TODAY)


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        (Field.GENDER, "F", "woman"), (Field.GENDER, "Vrouw", "woman"), (Field.GENDER, "ذكر", "man"),
        (Field.GENDER, "H", "man"), (Field.GENDER, "X", "other"), (Field.GENDER, "?", ""),
        (Field.LANGUAGE, "Néerlandais", "nl"), (Field.LANGUAGE, "arabe", "ar"), (Field.LANGUAGE, "FR", "fr"),
        (Field.COUNTRY, "Belgique", "BE"), (Field.COUNTRY, "المغرب", "MA"), (Field.COUNTRY, "it", "IT"),
        (Field.COUNTRY, "Syldavie", "Syldavie"), (Field.REGISTRATION_STATUS, "Attending", "confirmed"),
        (Field.REGISTRATION_STATUS, "Checked In", "attended"),
        (Field.REGISTRATION_STATUS, "paid", "confirmed"),
    ],
)  # fmt: skip
def test_words_of_fixed_meaning(field: Field, text: str, value: str) -> None:
    assert READER.read(field, text) == (value, None)


@pytest.mark.parametrize(
    ("field", "cell"),
    [
        (Field.BIRTH_DATE, "31/02/1999"), (Field.BIRTH_DATE, date(1899, 12, 31)),
        (Field.BIRTH_DATE, date(2027, 1, 1)), (Field.GENDER, "martien"), (Field.LANGUAGE, "klingon"),
        (Field.PHONE, "12"), (Field.EMAIL, "a@"), (Field.SURNAME, "x" * 201),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_cell_is_said_and_the_cell_stays(
    field: Field, cell: str | date
) -> None:
    value, remark = READER.read(field, cell)
    assert value == cell
    assert str(remark).endswith(".")


def test_reading_dates_changes_no_month_on_paper() -> None:
    """In a fresh process: the first to read a language's months decides those of its regions."""
    code = (
        "from datetime import date\n"
        "from mgdesk.exchange.dates import parse_day\n"
        "from mgdesk.i18n import format_day_and_month, speaking\n"
        "day = date(2026, 11, 23)\n"
        "assert parse_day('23 نوفمبر 2026', today=day) == parse_day('23 نونبر 2026', today=day) == day\n"
        "with speaking('ar', 'MA'):\n"
        "    assert format_day_and_month(day) == '23 نونبر', format_day_and_month(day)\n"
    )
    subprocess.run([sys.executable, "-X", "utf8", "-c", code], check=True)
