"""The list at the door: who is still expected first, strangers only when a name was typed."""

from datetime import datetime
from uuid import UUID

import pytest

from mgdesk.desk import Desk
from mgdesk.errors import NotFound
from mgdesk.model.identity import new_key
from mgdesk.queries import door
from mgdesk.queries.events import registrations
from mgdesk.rules.events import RegistrationStatus
from mgdesk.services import events
from tests.cohort_scene import add_campus, add_people, come, counted_statements

CONFIRMED, WAITING = RegistrationStatus.CONFIRMED, RegistrationStatus.WAITING


@pytest.fixture
def evening(desk: Desk) -> tuple[UUID, tuple[UUID, ...]]:
    """Three places for Dina, Carl, Bea; Abel waits, Eva is not registered."""
    event_id = desk.do(
        events.add_event,
        code="CAFE-1",
        campus_id=add_campus(desk),
        title="Café",
        starts_at=datetime(2026, 7, 1, 18),
        ends_at=datetime(2026, 7, 1, 20),
        capacity=3,
    )
    people = add_people(desk, ("Dina", "D"), ("Carl", "C"), ("Bea", "B"), ("Abel", "A"))
    for person_id in people:
        desk.do(events.register, event_id=event_id, person_id=person_id)
    add_people(desk, ("Eva", "Carlier"))
    return event_id, people


def seen(
    desk: Desk, event_id: UUID, search: str = ""
) -> list[tuple[str, RegistrationStatus | None]]:
    rows = desk.read(door.door_list, event_id=event_id, search=search).rows
    return [(row.first_name, row.status) for row in rows]


def test_the_door_sees_who_is_still_expected_first(desk: Desk, evening) -> None:
    event_id, (dina, *_others) = evening
    come(desk, event_id, dina)
    assert seen(desk, event_id) == [
        ("Bea", CONFIRMED),
        ("Carl", CONFIRMED),
        ("Abel", WAITING),
        ("Dina", RegistrationStatus.ATTENDED),
    ]
    row = desk.read(door.door_list, event_id=event_id).rows[-1]
    assert row.arrived_at is not None


def test_a_name_finds_who_is_not_registered_after_who_is(desk: Desk, evening) -> None:
    event_id, _ = evening
    assert seen(desk, event_id, "car") == [("Carl", CONFIRMED), ("Eva", None)]
    assert seen(desk, event_id, "nobody") == []


def test_who_cancelled_is_found_by_name_only(desk: Desk, evening) -> None:
    event_id, (dina, *_others) = evening
    (registration,) = (
        row.id for row in desk.read(registrations, event_id=event_id) if row.person_id == dina
    )
    desk.do(events.cancel_registration, registration_id=registration)
    assert ("Dina", RegistrationStatus.CANCELLED_BY_GUEST) not in seen(desk, event_id)
    assert seen(desk, event_id, "dina") == [("Dina", RegistrationStatus.CANCELLED_BY_GUEST)]


def test_the_number_of_statements_does_not_grow_with_guests(desk: Desk, evening) -> None:
    event_id, _ = evening
    with counted_statements() as few:
        desk.read(door.door_list, event_id=event_id, search="a")
    for person_id in add_people(desk, ("Ada", "E"), ("Alex", "F"), ("Anna", "G")):
        desk.do(events.register, event_id=event_id, person_id=person_id)
    with counted_statements() as more:
        desk.read(door.door_list, event_id=event_id, search="a")
    assert len(few) == len(more)


def test_an_event_that_is_gone_has_no_door(desk: Desk) -> None:
    with pytest.raises(NotFound):
        desk.read(door.door_list, event_id=new_key())
