"""Dates and times as people type them."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mgdesk import i18n
from mgdesk.i18n import format_clock, format_day
from mgdesk.ui.kit.reading import read_date, read_time

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("070926", date(2026, 9, 7)),
        ("07092026", date(2026, 9, 7)),
        ("0709", date(2026, 9, 7)),
        ("7/9", date(2026, 9, 7)),
        ("7-9-98", date(1998, 9, 7)),
        ("7.9.2026", date(2026, 9, 7)),
        ("7 9 36", date(2036, 9, 7)),
        ("7 9 37", date(1937, 9, 7)),
        ("2026-09-07", date(2026, 9, 7)),
        (" 7 sept 2026 ", date(2026, 9, 7)),
        ("1 mars", date(2026, 3, 1)),
        ("٧/٩/٢٠٢٦", date(2026, 9, 7)),
        ("29/2/2024", date(2024, 2, 29)),
    ],
)
def test_a_date_is_read(typed, meant):
    assert read_date(typed, TODAY) == meant


@pytest.mark.parametrize(
    "typed", ["", "31/2/2026", "hier", "7", "7/13", "1 m", "0", "99999999", "7/9/1"]
)
def test_what_is_no_date_is_not_guessed(typed):
    assert read_date(typed, TODAY) is None


@given(st.dates(), st.sampled_from(sorted(i18n.LANGUAGES)))
def test_what_the_desk_writes_it_reads_again(day, language):
    with i18n.speaking(language):
        if day.year >= 1000:
            assert read_date(format_day(day, "short"), TODAY) == day


@given(st.text(max_size=20))
def test_any_text_is_read_or_refused_in_peace(typed):
    assert read_date(typed, TODAY) is None or isinstance(read_date(typed, TODAY), date)
    assert read_time(typed) is None or isinstance(read_time(typed), time)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("9", time(9)),
        ("930", time(9, 30)),
        ("0930", time(9, 30)),
        ("9h30", time(9, 30)),
        ("9 h", time(9)),
        ("09:30", time(9, 30)),
        ("17.05", time(17, 5)),
    ],
)
def test_a_time_is_read(typed, meant):
    assert read_time(typed) == meant


@pytest.mark.parametrize("typed", ["", "25", "9:75", "midi", "12345"])
def test_what_is_no_time_is_not_guessed(typed):
    assert read_time(typed) is None


@given(st.times(), st.sampled_from(sorted(i18n.LANGUAGES)))
def test_a_written_time_is_read_again(moment, language):
    with i18n.speaking(language):
        assert read_time(format_clock(moment)) == moment.replace(second=0, microsecond=0)
