"""Events and their lists."""

from datetime import UTC, datetime

import pytest

from mgdesk.desk import Desk
from mgdesk.errors import NotFound
from mgdesk.model.identity import new_key
from mgdesk.queries import events as queries
from mgdesk.services import events
from tests.cohort_scene import add_campus, add_people, counted_statements


@pytest.fixture
def evening(desk: Desk):
    """An event of two places in Casablanca, which four people want."""
    campus_id = add_campus(desk, "CAS", country="MA", zone="Africa/Casablanca")
    event_id = desk.do(
        events.add_event,
        code="CAFE-1",
        campus_id=campus_id,
        title="Café",
        starts_at=datetime(2026, 7, 1, 18),
        ends_at=datetime(2026, 7, 1, 20),
        capacity=2,
    )
    people = add_people(desk, ("D", "D"), ("C", "C"), ("B", "B"), ("A", "A"))
    registered = [
        desk.do(events.register, event_id=event_id, person_id=person) for person in people
    ]
    return event_id, registered


def test_an_event_is_on_its_campus_s_clock(desk: Desk, evening) -> None:
    row = desk.read(queries.events)[0]
    assert row.starts_at == datetime(2026, 7, 1, 17, tzinfo=UTC)
    assert row.starts_local.hour == 18
    assert (row.taken, row.waiting, row.arrived, row.free) == (2, 2, 0, 0)


def test_the_list_shows_places_by_name_then_the_waiting_in_their_order(desk: Desk, evening) -> None:
    event_id, _ = evening
    rows = desk.read(queries.registrations, event_id=event_id)
    assert [(row.first_name, row.waiting_position) for row in rows] == [
        ("C", None),
        ("D", None),
        ("B", 1),
        ("A", 2),
    ]


@pytest.mark.parametrize(
    ("given", "count"),
    [
        ({"search": "caf"}, 1),
        ({"search": "party"}, 0),
        ({"campus": "cas"}, 1),
        ({"campus": "MOL"}, 0),
        ({"since": datetime(2026, 7, 1, 18, tzinfo=UTC)}, 1),
        ({"since": datetime(2026, 7, 2, tzinfo=UTC)}, 0),
        ({"until": datetime(2026, 7, 1, tzinfo=UTC)}, 0),
    ],
)
def test_events_are_found_by_words_campus_and_time(desk: Desk, evening, given, count: int) -> None:
    assert len(desk.read(queries.events, **given)) == count


def test_the_number_of_statements_does_not_grow_with_registrations(desk: Desk, evening) -> None:
    event_id, _ = evening
    with counted_statements() as four:
        desk.read(queries.registrations, event_id=event_id)
        desk.read(queries.events)
    for person in add_people(desk, ("E", "E"), ("F", "F")):
        desk.do(events.register, event_id=event_id, person_id=person)
    with counted_statements() as six:
        desk.read(queries.registrations, event_id=event_id)
        desk.read(queries.events)
    assert len(four) == len(six)


def test_what_is_not_there_is_said(desk: Desk, evening) -> None:
    event_id, _ = evening
    assert desk.read(queries.event_id_of, code="cafe-1") == event_id
    with pytest.raises(queries.UnknownEvent):
        desk.read(queries.event_id_of, code="NONE")
    with pytest.raises(NotFound):
        desk.read(queries.event, event_id=new_key())
