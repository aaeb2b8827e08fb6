from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mgdesk.rules.calendar import (
    DEFAULT_HOURS,
    DayOutOfRange,
    EndsBeforeStart,
    HalfDay,
    Hours,
    HoursBackwards,
    HoursOverlap,
    Pattern,
    UnknownHalf,
    UnknownHours,
    UnknownWeekday,
    monday,
    parse_halves,
    parse_hours,
    parse_weekdays,
    timetable,
)
from mgdesk.rules.enrolment import Half

MONDAY = date(2026, 9, 7)
MORNING, AFTERNOON = DEFAULT_HOURS[Half.MORNING], DEFAULT_HOURS[Half.AFTERNOON]


def test_a_timetable_follows_dates_weekdays_and_halves_without_holidays():
    pattern = Pattern(MONDAY, date(2026, 9, 14), weekdays=frozenset({0, 2}))
    assert timetable(pattern, {date(2026, 9, 9)}) == (
        HalfDay(MONDAY, Half.MORNING, MORNING),
        HalfDay(MONDAY, Half.AFTERNOON, AFTERNOON),
        HalfDay(date(2026, 9, 14), Half.MORNING, MORNING),
        HalfDay(date(2026, 9, 14), Half.AFTERNOON, AFTERNOON),
    )


def test_hours_can_be_others():
    hours = Hours(time(8, 30), time(12))
    pattern = Pattern(MONDAY, MONDAY, halves=(Half.MORNING,), hours=((Half.MORNING, hours),))
    assert timetable(pattern) == (HalfDay(MONDAY, Half.MORNING, hours),)


def test_usual_hours_are_two_half_days_of_three_and_a_half_hours_and_an_evening_of_three():
    assert {half: hours.minutes for half, hours in DEFAULT_HOURS.items()} == {
        Half.MORNING: 210,
        Half.AFTERNOON: 210,
        Half.EVENING: 180,
    }


@pytest.mark.parametrize(
    ("pattern", "error"),
    [
        (Pattern(MONDAY, MONDAY - timedelta(days=1)), EndsBeforeStart),
        (Pattern(date(1899, 12, 31), MONDAY), DayOutOfRange),
        (Pattern(MONDAY, date(2126, 1, 1)), DayOutOfRange),
        (
            Pattern(MONDAY, MONDAY, hours=((Half.MORNING, Hours(time(12), time(9))),)),
            HoursBackwards,
        ),
        (
            Pattern(MONDAY, MONDAY, hours=((Half.MORNING, Hours(time(9), time(14))),)),
            HoursOverlap,
        ),
    ],
)
def test_what_cannot_be_a_timetable_is_refused(pattern, error):
    with pytest.raises(error):
        timetable(pattern)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("mon-fri", {0, 1, 2, 3, 4}),
        ("mon,wed", {0, 2}),
        (" Mon - Wed , fri", {0, 1, 2, 4}),
        ("sat-mon", {5, 6, 0}),
        ("monday,Friday", {0, 4}),
        ("mon–tue", {0, 1}),
    ],
)
def test_weekdays_are_read_as_ranges_and_lists(text, days):
    assert parse_weekdays(text) == days


@pytest.mark.parametrize("text", ["", "lun", "mon-", "mon-xyz", "1-5", ",", "mon-tue-wed", "mo"])
def test_other_weekdays_get_a_sentence(text):
    with pytest.raises(UnknownWeekday):
        parse_weekdays(text)


def test_halves_come_in_the_order_of_the_day():
    assert parse_halves("eve, AM") == (Half.MORNING, Half.EVENING)
    for text in ("", "noon", "am pm"):
        with pytest.raises(UnknownHalf):
            parse_halves(text)


@pytest.mark.parametrize("text", ["09:00-12:30", "9h-12h30", "9.00 – 12.30", "9-12:30"])
def test_hours_are_read_as_people_write_them(text):
    assert parse_hours(text) == Hours(time(9), time(12, 30))


@pytest.mark.parametrize("text", ["", "9", "25:00-26:00", "09:00-12:75", "morning"])
def test_other_hours_get_a_sentence(text):
    with pytest.raises(UnknownHours):
        parse_hours(text)


def test_hours_that_run_backwards_are_refused():
    with pytest.raises(HoursBackwards):
        parse_hours("12:30-09:00")


def test_half_days_clash_by_half_or_by_overlapping_hours():
    early = HalfDay(MONDAY, Half.MORNING, MORNING)
    assert early.clashes(HalfDay(MONDAY, Half.MORNING, AFTERNOON))
    assert early.clashes(HalfDay(MONDAY, Half.EVENING, Hours(time(12), time(14))))
    assert not early.clashes(HalfDay(MONDAY, Half.AFTERNOON, Hours(time(12, 30), time(14))))
    assert not early.clashes(HalfDay(MONDAY + timedelta(days=1), Half.MORNING, MORNING))


days = st.dates(date(2000, 1, 1), date(2060, 1, 1))


@given(
    days,
    st.integers(0, 400),
    st.frozensets(st.integers(0, 6)),
    st.frozensets(st.sampled_from(Half), min_size=1),
    st.sets(days, max_size=20),
)
def test_every_half_day_is_wanted_and_every_wanted_half_day_is_there(
    first, length, weekdays, halves, holidays
):
    last = first + timedelta(days=length)
    made = timetable(Pattern(first, last, weekdays, tuple(halves)), holidays)
    wanted = {
        (day, half)
        for day in (first + timedelta(days=n) for n in range(length + 1))
        if day.weekday() in weekdays and day not in holidays
        for half in halves
    }
    assert {(place.day, place.half) for place in made} == wanted
    assert len(made) == len(wanted)
    assert list(made) == sorted(made, key=lambda place: (place.day, place.hours))


@given(st.text(max_size=40))
def test_any_text_is_weekdays_or_a_sentence(text):
    try:
        days = parse_weekdays(text)
    except UnknownWeekday:
        return
    assert days
    assert days <= frozenset(range(7))


@given(days)
def test_a_week_begins_on_monday(day):
    assert monday(day).weekday() == 0
    assert 0 <= (day - monday(day)).days < 7
