from datetime import date

from mgdesk.services.holidays import public_holidays

YEAR = (date(2026, 1, 1), date(2026, 12, 31))


def test_holidays_are_named_in_the_language_of_the_campus():
    day = date(2026, 7, 21)
    assert public_holidays("BE", "", day, day, "fr") == {day: "Fête nationale"}
    assert public_holidays("BE", "", day, day, "nl") == {day: "Nationale feestdag"}


def test_every_country_of_the_campuses_is_known():
    for country, day in {
        "BE": date(2026, 11, 11),
        "NL": date(2026, 4, 27),
        "IT": date(2026, 6, 2),
        "MA": date(2026, 11, 18),
    }.items():
        assert day in public_holidays(country, "", *YEAR, "ar")


def test_a_region_adds_its_own_days_and_an_unknown_one_none():
    saint_anthony = date(2026, 6, 13)
    assert saint_anthony in public_holidays("IT", "PD", *YEAR, "it")
    assert public_holidays("IT", "??", *YEAR, "it") == public_holidays("IT", "", *YEAR, "it")


def test_a_country_that_is_not_known_has_no_holidays():
    assert public_holidays("XX", "", *YEAR, "fr") == {}


def test_years_that_meet_have_both_their_holidays():
    found = public_holidays("BE", "", date(2026, 12, 25), date(2027, 1, 1), "fr")
    assert found == {date(2026, 12, 25): "Noël", date(2027, 1, 1): "Nouvel An"}
