from datetime import date, time, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mgdesk.rules.attendance import (
    THERE,
    AttendanceStatus,
    Mark,
    Membership,
    MinutesMissing,
    MinutesOutsideSlot,
    MinutesWithoutPresence,
    ProfileRules,
    SlotSpan,
    Summary,
    minutes_between,
    minutes_present,
    summarise,
)

MONDAY = date(2026, 9, 7)
ALWAYS = Membership()


def spans(*minutes: int) -> list[SlotSpan]:
    return [SlotSpan(UUID(int=n), MONDAY + timedelta(days=n), m) for n, m in enumerate(minutes)]


def marks(*given: AttendanceStatus | int | None) -> dict[UUID, Mark]:
    """A number is that many minutes of a partial presence, a status is worth 100 or nothing."""
    found = {}
    for place, one in enumerate(given):
        if isinstance(one, AttendanceStatus):
            found[UUID(int=place)] = Mark(one, 100 if one is AttendanceStatus.PRESENT else 0)
        elif one is not None:
            found[UUID(int=place)] = Mark(AttendanceStatus.PARTIAL, one)
    return found


@pytest.mark.parametrize(
    ("status", "given_minutes", "worth"),
    [
        (AttendanceStatus.PRESENT, None, 210),
        (AttendanceStatus.PRESENT, 200, 200),
        (AttendanceStatus.LATE, 20, 190),
        (AttendanceStatus.LATE, None, 195),
        (AttendanceStatus.LATE, 210, 0),
        (AttendanceStatus.LEFT_EARLY, 60, 150),
        (AttendanceStatus.PARTIAL, 60, 60),
        (AttendanceStatus.EXCUSED, None, 0),
        (AttendanceStatus.ABSENT, 0, 0),
        (AttendanceStatus.NOT_REQUIRED, None, 0),
    ],
)
def test_a_mark_is_worth_the_minutes_that_somebody_was_there(status, given_minutes, worth):
    assert minutes_present(status, 210, given_minutes) == worth


@pytest.mark.parametrize("minutes", [-1, 211, 10**9])
def test_minutes_outside_the_half_day_are_refused(minutes):
    with pytest.raises(MinutesOutsideSlot):
        minutes_present(AttendanceStatus.LATE, 210, minutes)


@pytest.mark.parametrize("status", [AttendanceStatus.PARTIAL, AttendanceStatus.LEFT_EARLY])
def test_a_part_of_a_half_day_needs_its_minutes(status):
    with pytest.raises(MinutesMissing):
        minutes_present(status, 210)


def test_who_was_away_has_no_minutes():
    with pytest.raises(MinutesWithoutPresence):
        minutes_present(AttendanceStatus.ABSENT, 210, 30)


def test_half_days_are_as_long_as_the_clock_says():
    assert minutes_between(time(9), time(12, 30)) == 210


def test_a_summary_counts_minutes_and_half_days():
    summary = summarise(
        spans(100, 100, 100, 100, 100, 100),
        marks(
            AttendanceStatus.PRESENT,
            70,
            AttendanceStatus.EXCUSED,
            AttendanceStatus.ABSENT,
            AttendanceStatus.NOT_REQUIRED,
            None,
        ),
        ProfileRules(threshold_percent=50, unjustified_percent=40, rounding_minutes=60),
        ALWAYS,
    )
    assert summary == Summary(
        minutes_due=500,
        minutes_attended=120,
        minutes_assimilated=100,
        minutes_unjustified=100,
        half_days_due=5,
        half_days_marked=4,
        half_days_missed=2,
        half_days_unjustified=1,
        rate=270 / 400,
        is_eligible=True,
        can_still_miss=1,
        is_within_reach=True,
    )


def test_excused_does_not_count_where_the_funder_does_not_pay_it():
    rules = ProfileRules(does_excused_count=False)
    summary = summarise(
        spans(100, 100), marks(AttendanceStatus.PRESENT, AttendanceStatus.EXCUSED), rules, ALWAYS
    )
    assert (summary.minutes_assimilated, summary.rate, summary.is_eligible) == (0, 0.5, False)


def test_the_threshold_is_reached_exactly_and_not_a_minute_below():
    rules = ProfileRules(threshold_percent=70)
    reached = summarise(
        spans(100), {UUID(int=0): Mark(AttendanceStatus.PARTIAL, 70)}, rules, ALWAYS
    )
    missed = summarise(spans(100), {UUID(int=0): Mark(AttendanceStatus.PARTIAL, 69)}, rules, ALWAYS)
    assert (reached.is_eligible, missed.is_eligible) == (True, False)


def test_only_the_days_of_the_enrolment_are_due():
    middle = Membership(start_on=MONDAY + timedelta(days=1), exit_on=MONDAY + timedelta(days=2))
    summary = summarise(spans(100, 100, 100, 100), {}, ProfileRules(), middle)
    assert (summary.minutes_due, summary.half_days_due) == (200, 2)


def test_who_left_on_no_known_day_owes_what_was_marked():
    gone = Membership(has_left=True)
    summary = summarise(spans(100, 100), marks(AttendanceStatus.PRESENT), ProfileRules(), gone)
    assert (summary.minutes_due, summary.minutes_attended, summary.rate) == (100, 100, 1.0)


def test_the_forecast_misses_the_longest_half_days_first():
    rules = ProfileRules(threshold_percent=50, unjustified_percent=100)
    assert summarise(spans(300, 100, 100, 100), {}, rules, ALWAYS).can_still_miss == 1


def test_the_share_of_unjustified_half_days_bounds_the_forecast():
    rules = ProfileRules(threshold_percent=0, unjustified_percent=10)
    assert summarise(spans(*[100] * 25), {}, rules, ALWAYS).can_still_miss == 2


def test_nothing_may_be_missed_once_the_threshold_is_out_of_reach():
    absent = [AttendanceStatus.ABSENT] * 4
    summary = summarise(spans(*[100] * 10), marks(*absent), ProfileRules(), ALWAYS)
    assert (summary.can_still_miss, summary.is_within_reach) == (0, False)


def test_an_empty_timetable_owes_nothing():
    assert summarise([], {}, ProfileRules(), ALWAYS) == Summary()


profile = st.builds(
    ProfileRules,
    threshold_percent=st.integers(0, 100),
    unjustified_percent=st.integers(0, 100),
    rounding_minutes=st.integers(1, 240),
    does_excused_count=st.booleans(),
)
mark = st.one_of(
    st.none(),
    st.tuples(st.sampled_from(AttendanceStatus), st.integers(0, 60)),
)
course = st.lists(st.tuples(st.integers(60, 240), mark), max_size=30)


def scene(course):
    slots = [SlotSpan(uuid4(), MONDAY, minutes) for minutes, _ in course]
    found = {
        slot.id: Mark(one[0], one[1] if one[0] in THERE else 0)
        for slot, (_, one) in zip(slots, course, strict=True)
        if one is not None
    }
    return slots, found


@given(course, profile)
def test_parts_never_exceed_what_is_due(course, rules):
    slots, found = scene(course)
    summary = summarise(slots, found, rules, ALWAYS)
    parts = summary.minutes_attended + summary.minutes_assimilated + summary.minutes_unjustified
    assert 0 <= parts <= summary.minutes_due
    assert summary.half_days_missed <= summary.half_days_marked <= summary.half_days_due
    assert summary.minutes_attended % rules.rounding_minutes == 0
    assert summary.rate is None or 0 <= summary.rate <= 1


@given(course, profile)
def test_the_forecast_holds_when_it_is_used_up(course, rules):
    slots, found = scene(course)
    before = summarise(slots, found, rules, ALWAYS)
    open_slots = sorted((s for s in slots if s.id not in found), key=lambda s: -s.minutes)
    for place, slot in enumerate(open_slots):
        is_missed = place < before.can_still_miss
        found[slot.id] = (
            Mark(AttendanceStatus.ABSENT, 0)
            if is_missed
            else Mark(AttendanceStatus.PRESENT, slot.minutes)
        )
    after = summarise(slots, found, rules, ALWAYS)
    if before.can_still_miss:
        reached = after.minutes_due * rules.threshold_percent / 100
        counted = after.rate * after.minutes_due
        assert counted >= reached - 1e-6
        limit = rules.unjustified_percent * after.half_days_due / 100
        assert after.half_days_unjustified <= limit
