"""Events filled from a waiting list, and their guests at the door."""

from datetime import UTC, datetime, timedelta

import pytest

from mgdesk.desk import Desk
from mgdesk.errors import NotFound, StaleRecord
from mgdesk.model.identity import new_key
from mgdesk.queries import events as queries
from mgdesk.queries import people as people_queries
from mgdesk.rules.events import EventStatus, RegistrationStatus
from mgdesk.rules.people import Role
from mgdesk.services import campuses, events, funding
from mgdesk.services.intake import TextTooLong, UnknownLanguage
from tests.cohort_scene import add_campus, add_people, come, everything

EVENING = datetime(2026, 12, 1, 18)


def add_event(desk: Desk, campus_id, **fields):
    given = {
        "code": "OPEN-1",
        "title": "Portes ouvertes",
        "starts_at": EVENING,
        "ends_at": EVENING + timedelta(hours=2),
        **fields,
    }
    return desk.do(events.add_event, campus_id=campus_id, **given)


def statuses(desk: Desk, event_id) -> dict[str, RegistrationStatus]:
    rows = desk.read(queries.registrations, event_id=event_id)
    return {row.name: row.status for row in rows}


@pytest.fixture
def campus_id(desk: Desk):
    return add_campus(desk)


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"code": ""}, events.EventCodeUnusable),
        ({"code": "a b"}, events.EventCodeUnusable),
        ({"code": "fête-1"}, events.EventCodeTaken),
        ({"title": "\n"}, events.EventTitleMissing),
        ({"title": "x" * 201}, TextTooLong),
        ({"ends_at": EVENING}, events.EventEndsBeforeItStarts),
        ({"capacity": -1}, campuses.NegativeCapacity),
        ({"language": "xx"}, UnknownLanguage),
        ({"room_id": new_key()}, events.RoomElsewhere),
        ({"partner_ids": (new_key(),)}, NotFound),
        ({"description": "x" * 20_001}, TextTooLong),
    ],
)
def test_an_event_that_cannot_be_is_refused(desk: Desk, campus_id, fields, error) -> None:
    add_event(desk, campus_id, code="FÊTE-1")
    before = everything(desk)
    with pytest.raises(error) as refusal:
        add_event(desk, campus_id, **fields)
    assert str(refusal.value)
    assert everything(desk) == before


def test_an_unknown_campus_has_no_events(desk: Desk) -> None:
    with pytest.raises(NotFound):
        add_event(desk, new_key())


def test_a_moment_with_a_zone_is_taken_as_it_is(desk: Desk, campus_id) -> None:
    start = datetime(2026, 12, 1, 17, tzinfo=UTC)
    event_id = add_event(desk, campus_id, starts_at=start)
    assert desk.read(queries.event, event_id=event_id).starts_local.hour == 18


def test_rooms_of_other_campuses_are_refused(desk: Desk, campus_id) -> None:
    other = add_campus(desk, "LAE")
    room_id = desk.do(campuses.add_room, campus_id=other, name="Turing")
    with pytest.raises(events.RoomElsewhere):
        add_event(desk, campus_id, room_id=room_id)


def test_a_full_event_lets_people_wait_and_move_up_in_turn(desk: Desk, campus_id) -> None:
    event_id = add_event(desk, campus_id, capacity=1)
    people = add_people(desk, ("A", ""), ("B", ""), ("C", ""))
    first, *_ = [desk.do(events.register, event_id=event_id, person_id=one) for one in people]
    moved = desk.do(events.cancel_registration, registration_id=first)
    assert len(moved) == 1
    assert statuses(desk, event_id) == {
        "A": RegistrationStatus.CANCELLED_BY_GUEST,
        "B": RegistrationStatus.CONFIRMED,
        "C": RegistrationStatus.WAITING,
    }
    desk.undo()
    assert statuses(desk, event_id) == {
        "A": RegistrationStatus.CONFIRMED,
        "B": RegistrationStatus.WAITING,
        "C": RegistrationStatus.WAITING,
    }


def test_whoever_cancelled_comes_back_behind_the_others(desk: Desk, campus_id) -> None:
    event_id = add_event(desk, campus_id, capacity=1)
    a, b = add_people(desk, ("A", ""), ("B", ""))
    first = desk.do(events.register, event_id=event_id, person_id=a)
    desk.do(events.register, event_id=event_id, person_id=b)
    desk.do(events.cancel_registration, registration_id=first, by_us=True)
    with pytest.raises(events.AlreadyCancelled):
        desk.do(events.cancel_registration, registration_id=first)
    assert desk.do(events.register, event_id=event_id, person_id=a) == first
    assert statuses(desk, event_id) == {
        "A": RegistrationStatus.WAITING,
        "B": RegistrationStatus.CONFIRMED,
    }


def test_nobody_is_registered_twice_or_for_a_cancelled_event(desk: Desk, campus_id) -> None:
    event_id = add_event(desk, campus_id)
    a, b = add_people(desk, ("A", ""), ("B", ""))
    desk.do(events.register, event_id=event_id, person_id=a)
    assert desk.read(people_queries.person, person_id=a).roles == (Role.GUEST,)
    with pytest.raises(events.AlreadyRegistered):
        desk.do(events.register, event_id=event_id, person_id=a)
    desk.do(events.update_event, event_id=event_id, version=1, status=EventStatus.CANCELLED)
    with pytest.raises(events.EventIsCancelled):
        desk.do(events.register, event_id=event_id, person_id=b)


def test_more_places_let_the_waiting_in(desk: Desk, campus_id) -> None:
    event_id = add_event(desk, campus_id, capacity=0)
    for person in add_people(desk, ("A", ""), ("B", ""), ("C", "")):
        desk.do(events.register, event_id=event_id, person_id=person)
    desk.do(events.update_event, event_id=event_id, version=1, capacity=2)
    assert list(statuses(desk, event_id).values()).count(RegistrationStatus.CONFIRMED) == 2
    with pytest.raises(StaleRecord):
        desk.do(events.update_event, event_id=event_id, version=1, capacity=3)
    version = desk.read(queries.event, event_id=event_id).version
    desk.do(events.update_event, event_id=event_id, version=version, capacity=None)
    assert set(statuses(desk, event_id).values()) == {RegistrationStatus.CONFIRMED}


def test_closing_notes_who_did_not_come(desk: Desk, campus_id) -> None:
    event_id = add_event(desk, campus_id)
    a, b = add_people(desk, ("A", ""), ("B", ""))
    for person_id in (a, b):
        desk.do(events.register, event_id=event_id, person_id=person_id)
    come(desk, event_id, a)
    assert desk.read(queries.event, event_id=event_id).expected == 1
    assert desk.do(events.complete_event, event_id=event_id) == 1
    assert desk.read(queries.event, event_id=event_id).no_shows == 1
    assert statuses(desk, event_id) == {
        "A": RegistrationStatus.ATTENDED,
        "B": RegistrationStatus.NO_SHOW,
    }


def test_the_first_who_waits_moves_up_when_the_desk_says_so(desk: Desk, campus_id) -> None:
    event_id = add_event(desk, campus_id, capacity=0)
    a, b = add_people(desk, ("A", ""), ("B", ""))
    for person_id in (a, b):
        desk.do(events.register, event_id=event_id, person_id=person_id)
    assert desk.do(events.move_first_up, event_id=event_id) == a
    assert statuses(desk, event_id) == {
        "A": RegistrationStatus.CONFIRMED,
        "B": RegistrationStatus.WAITING,
    }
    desk.do(events.move_first_up, event_id=event_id)
    with pytest.raises(events.NobodyIsWaiting):
        desk.do(events.move_first_up, event_id=event_id)


def test_partners_keep_their_order_and_can_change(desk: Desk, campus_id) -> None:
    one, two = (desk.do(funding.add_partner, name=name) for name in ("One", "Two"))
    event_id = add_event(desk, campus_id, partner_ids=(two, one))
    assert desk.read(queries.event, event_id=event_id).partners == ("Two", "One")
    desk.do(events.update_event, event_id=event_id, version=1, partner_ids=(one,))
    assert desk.read(queries.event, event_id=event_id).partners == ("One",)


def test_deleting_an_event_is_undone_whole(desk: Desk, campus_id) -> None:
    event_id = add_event(desk, campus_id)
    (a,) = add_people(desk, ("A", ""))
    desk.do(events.register, event_id=event_id, person_id=a)
    come(desk, event_id, a)
    before = everything(desk)
    desk.do(events.delete_event, event_id=event_id)
    assert desk.read(queries.events) == []
    desk.undo()
    assert everything(desk) == before
