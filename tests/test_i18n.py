"""Dates, numbers and names as each language writes them."""

from datetime import date, time
from threading import Thread

import pytest

from mgdesk import i18n


@pytest.mark.parametrize(
    ("language", "country", "locale"),
    [
        ("fr", "BE", "fr_BE"),
        ("nl", "NL", "nl_NL"),
        ("nl", None, "nl_BE"),
        ("ar", "MA", "ar_MA"),
        ("it", "BE", "it_IT"),
        ("xx", None, "fr_BE"),
        ("en_US", None, "en_US"),
    ],
)
def test_a_language_is_spoken_as_in_its_country(
    language: str, country: str | None, locale: str
) -> None:
    with i18n.speaking(language, country):
        assert i18n.spoken_locale() == locale


def test_speaking_ends_with_its_block_and_stays_in_its_thread() -> None:
    heard: list[str] = []
    with i18n.speaking("nl"):
        thread = Thread(target=lambda: heard.append(i18n.spoken_language()))
        thread.start()
        thread.join()
        assert i18n.spoken_language() == "nl"
    assert (i18n.spoken_language(), heard) == ("fr", ["fr"])


def test_dates_are_written_for_the_locale_with_the_whole_year() -> None:
    day = date(2026, 11, 3)
    written = {}
    for language, country in (("fr", "BE"), ("nl", "NL"), ("it", "IT"), ("ar", "MA"), ("en", "GB")):
        with i18n.speaking(language, country):
            written[country] = i18n.format_day(day, "short")
    assert written == {
        "BE": "3/11/2026",
        "NL": "03-11-2026",
        "IT": "03/11/2026",
        "MA": "3\u200f/11\u200f/2026",
        "GB": "03/11/2026",
    }


def test_a_range_of_hours_does_not_run_backwards_in_arabic() -> None:
    with i18n.speaking("ar"):
        text = i18n.format_clock_range(time(9), time(12, 30))
    assert text == "\u2068\u200e09:00–12:30\u2069"


def test_names_of_the_other_direction_are_isolated() -> None:
    with i18n.speaking("en"):
        assert i18n.gettext("{name} added", name="محمد") == "\u2068محمد\u2069 added"
        assert i18n.gettext("{name} added", name="Léa") == "Léa added"


def test_hours_say_minutes_only_when_there_are_some() -> None:
    assert (i18n.format_hours(210), i18n.format_hours(420)) == ("3 h 30", "7 h")


def test_lists_and_numbers_follow_the_language() -> None:
    assert i18n.enumerate_words(["a", "b", "c"]) == "a, b et c"
    assert i18n.number(1234.5).replace("\u202f", " ") == "1 234,5"
    assert i18n.language_name("nl") == "néerlandais"
    assert i18n.country_name("MA") == "Maroc"


def test_french_drops_the_e_before_a_vowel() -> None:
    with i18n.speaking("fr"):
        said = [
            i18n.gettext("Application of {name}", name=name)
            for name in ("Amina", "Élise", "Œdipe", "Hugo", "Zoë", "أمين")
        ]
    assert said == [
        "Candidature d’Amina", "Candidature d’Élise", "Candidature d’Œdipe", "Candidature de Hugo",
        "Candidature de Zoë", "Candidature de \u2068أمين\u2069",
    ]  # fmt: skip
