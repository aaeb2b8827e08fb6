"""The clock never goes back, whatever the computer's does."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from mgdesk.model.identity import new_key
from mgdesk.rules.clock import HybridClock

moments = st.datetimes(datetime(1970, 1, 1), datetime(2099, 1, 1), timezones=st.just(UTC))


@given(st.lists(moments, min_size=1), moments)
def test_each_moment_is_after_the_one_before(wall: list[datetime], last: datetime) -> None:
    readings = iter(wall)
    clock = HybridClock(last, wall=lambda: next(readings))
    given_moments = [clock.now() for _ in wall]
    assert all(
        earlier < later
        for earlier, later in zip([last, *given_moments], given_moments, strict=False)
    )


def test_a_clock_set_back_catches_up_by_itself() -> None:
    start = datetime(2026, 11, 23, 9, tzinfo=UTC)
    readings = iter([start, start - timedelta(hours=1), start + timedelta(hours=2)])
    clock = HybridClock(wall=lambda: next(readings))
    assert [clock.now() for _ in range(3)] == [
        start,
        start + timedelta(microseconds=1),
        start + timedelta(hours=2),
    ]


def test_keys_sort_by_age() -> None:
    keys = [new_key() for _ in range(1000)]
    assert keys == sorted(keys)
    assert {key.version for key in keys} == {7}
