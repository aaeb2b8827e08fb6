"""When tasks on paper are due, and how they stand."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from mgdesk.rules.tasks import Deadline, Due, TaskMoment, TaskState, state_of, turns, worst

FIRST, LAST = date(2026, 11, 2), date(2027, 2, 26)
DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))


def test_paid_leave_is_told_within_20_days_and_within_8_of_who_comes_late() -> None:
    within = Deadline(TaskMoment.START, 20, late_days=8)
    assert list(turns(within, FIRST, LAST)) == [Due("", date(2026, 11, 22))]
    came = date(2026, 11, 16)
    assert list(turns(within, came, LAST, is_late=True)) == [Due("", date(2026, 11, 24))]


def test_each_quarter_that_a_stay_touches_has_its_own_turn() -> None:
    each = Deadline(TaskMoment.QUARTER, 8)
    assert list(turns(each, FIRST, LAST)) == [
        Due("2026-Q4", date(2027, 1, 8)),
        Due("2027-Q1", date(2027, 4, 8)),
    ]


@given(DAYS, st.integers(0, 900), st.integers(-30, 30))
def test_months_are_whole_in_order_and_cover_the_stay(first: date, days: int, after: int) -> None:
    last = first + timedelta(days)
    found = list(turns(Deadline(TaskMoment.MONTH, after), first, last))
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    assert len({one.period for one in found}) == len(found) == months
    ends = [one.on - timedelta(after) for one in found]
    assert ends == sorted(ends)
    assert all((end + timedelta(1)).day == 1 for end in ends)
    assert ends[0] >= first
    assert ends[-1] >= last


def test_a_task_is_soon_a_week_before_and_overdue_the_day_after() -> None:
    today = date(2026, 11, 20)
    states = [
        state_of(today + timedelta(days), today, is_done=False, is_waived=False)
        for days in (-1, 0, 7, 8)
    ]
    assert states == [TaskState.OVERDUE, TaskState.SOON, TaskState.SOON, TaskState.OPEN]
    assert state_of(None, today, is_done=False, is_waived=False) is TaskState.OPEN
    assert state_of(today, today, is_done=True, is_waived=True) is TaskState.DONE
    assert worst([TaskState.DONE, TaskState.SOON, TaskState.OVERDUE]) is TaskState.OVERDUE
