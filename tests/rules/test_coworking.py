"""Passes count days and lose none; comings and goings become stays and seats."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from mgdesk.rules.coworking import PassState, PassTerms, allot, pass_state
from mgdesk.rules.events import CheckInKind, Direction
from mgdesk.rules.stays import NIGHT, SEATED, Door, most_at_once, seats, stays

FIRST = date(2026, 11, 2)
NINE = datetime(2026, 11, 2, 8, tzinfo=UTC)


def day(n: int) -> date:
    return FIRST + timedelta(days=n)


def key(n: int) -> UUID:
    return UUID(int=n)


def door(n: int, hour: float, *, leaves: bool = False, source: str = "desk", room: int = 0) -> Door:
    return Door(
        key(n),
        NINE + timedelta(hours=hour),
        Direction.DEPARTURE if leaves else Direction.ARRIVAL,
        CheckInKind.COWORKING,
        source,
        key(room) if room else None,
    )


def test_a_card_counts_its_days_and_a_month_spares_it() -> None:
    card = PassTerms(key(1), day(0), None, 2)
    month = PassTerms(key(2), day(1), day(2))
    assert allot([card, month], [day(n) for n in (-1, 0, 1, 2, 3, 4)]) == {
        day(0): card.id,
        day(1): month.id,
        day(2): month.id,
        day(3): card.id,
    }


def test_how_a_pass_stands_follows_from_its_days() -> None:
    card = PassTerms(key(1), day(0), day(9), 3)
    found = [pass_state(card, 2, day(-1)), pass_state(card, 2, day(9)), pass_state(card, 3, day(4))]
    assert found == [PassState.COMING, PassState.VALID, PassState.USED_UP]
    assert pass_state(card, 0, day(10)) is PassState.OVER


TERMS = st.builds(
    lambda n, first, length, days: PassTerms(
        key(n), day(first), None if length is None else day(first + length), days
    ),
    st.integers(1, 2**64),
    st.integers(0, 20),
    st.none() | st.integers(0, 20),
    st.none() | st.integers(1, 5),
)


@given(
    st.lists(TERMS, max_size=5, unique_by=lambda one: one.id),
    st.lists(st.integers(0, 40).map(day)),
)
def test_a_day_is_counted_once_where_it_is_covered_and_no_card_too_often(passes, days) -> None:
    found = allot(passes, days)
    by_id = {one.id: one for one in passes}
    assert set(found) <= set(days)
    assert all(by_id[pass_id].covers(at) for at, pass_id in found.items())
    for one in passes:
        used = list(found.values()).count(one.id)
        assert one.days is None or used <= one.days
        full = one.days is not None and used == one.days
        assert full or all(at in found for at in days if one.covers(at))


def test_another_reason_or_seat_begins_no_new_stay() -> None:
    doors = [
        door(1, 0, room=1),
        door(2, 1, source=SEATED, room=2),
        door(3, 3, leaves=True),
        door(4, 4, leaves=True),
        door(5, 5),
        door(6, 14, leaves=True, source=NIGHT),
        door(7, 15),
    ]
    first, second, third = stays(doors)
    assert (first.came, first.left, first.minutes) == (doors[0], doors[2], 180)
    assert first.reasons == (doors[0],)
    assert (second.is_closed_at_night, second.minutes) == (True, None)
    assert (third.came, third.left) == (doors[6], None)
    until = NINE + timedelta(hours=20)
    assert list(seats(first, until)) == [
        (key(1), (doors[0].at, doors[1].at)),
        (key(2), (doors[1].at, doors[2].at)),
    ]
    assert list(seats(third, until)) == [(None, (doors[6].at, until))]


SPANS = st.lists(
    st.tuples(st.integers(0, 30), st.integers(1, 10)).map(
        lambda pair: (NINE + timedelta(hours=pair[0]), NINE + timedelta(hours=sum(pair)))
    )
)


@given(SPANS)
def test_most_at_once_is_what_counting_at_each_start_finds(spans) -> None:
    counted = [sum(a <= start < b for a, b in spans) for start, _end in spans]
    assert most_at_once(spans) == max(counted, default=0)
