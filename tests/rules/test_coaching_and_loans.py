"""When a coach is next free, and how a loan stands."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mgdesk.rules.coaching import CLOSES, OPENS, USUAL_LENGTH, next_free, overlap
from mgdesk.rules.loans import LoanStatus, loan_status

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
spans = st.lists(
    st.integers(0, 200).map(
        lambda n: (MONDAY + n * timedelta(minutes=20), MONDAY + (n + 2) * timedelta(minutes=20))
    ),
    max_size=12,
)


@pytest.mark.parametrize(
    ("after", "found"),
    [
        (MONDAY, MONDAY),
        (MONDAY + timedelta(minutes=1), MONDAY + timedelta(minutes=30)),
        (MONDAY - 3 * HOUR, MONDAY),
        (MONDAY + 7.5 * HOUR, MONDAY + 24 * HOUR),  # an hour would end after closing
        (MONDAY + timedelta(days=4, hours=9), MONDAY + timedelta(days=7)),  # Friday evening
        (MONDAY + timedelta(days=5), MONDAY + timedelta(days=7)),
    ],
)
def test_the_next_free_time_is_in_office_hours_of_a_weekday(after, found):
    assert next_free(after, []) == found


def test_what_is_taken_is_stepped_over_and_an_end_may_be_a_beginning():
    taken = [(MONDAY, MONDAY + HOUR), (MONDAY + 2 * HOUR, MONDAY + 3 * HOUR)]
    assert next_free(MONDAY, taken) == MONDAY + HOUR


@given(spans, st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)))
def test_what_is_found_is_free_open_and_not_before(taken, after):
    after = after.replace(tzinfo=ZoneInfo("Africa/Casablanca"))
    found = next_free(after, taken)
    assert found >= after
    assert found.weekday() < 5
    assert OPENS <= found.time() <= (datetime.combine(date.min, CLOSES) - USUAL_LENGTH).time()
    assert not any(overlap((found, found + USUAL_LENGTH), span) for span in taken)


def test_a_loan_is_overdue_from_the_day_after():
    day = date(2026, 11, 23)
    before = day - timedelta(days=1)
    assert loan_status(None, day, is_returned=False) is LoanStatus.OPEN
    assert loan_status(day, day, is_returned=False) is LoanStatus.OPEN
    assert loan_status(before, day, is_returned=False) is LoanStatus.OVERDUE
    assert loan_status(before, day, is_returned=True) is LoanStatus.RETURNED


def test_a_coach_who_is_never_free_is_proposed_a_last_time():
    always = [(MONDAY - HOUR, MONDAY + timedelta(days=100))]
    assert next_free(MONDAY, always).time() >= time()
