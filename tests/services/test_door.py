"""The door of an event: whenever it is, a group at once, the same badge at two doors."""

import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import func, select

from mgdesk.desk import Desk
from mgdesk.model import CheckIn, Registration
from mgdesk.queries import door
from mgdesk.queries import events as event_queries
from mgdesk.rules.arrival import Outcome
from mgdesk.rules.clock import wall_clock
from mgdesk.rules.events import CheckInKind, EventStatus, RegistrationStatus
from mgdesk.services import checkin, events
from tests.cohort_scene import add_campus, add_people, come, everything

ATTENDED = RegistrationStatus.ATTENDED
NAMES = (("Léa", "Martin"), ("Amina", "Aziz"), ("Jan", "Peeters"))


@pytest.fixture
def campus_id(desk: Desk) -> UUID:
    return add_campus(desk)


def add_event(desk: Desk, campus_id: UUID, days: int = 0, **values) -> UUID:
    start = wall_clock().replace(microsecond=0) + timedelta(days=days)
    given = {"title": "Open day", "starts_at": start, "ends_at": start + timedelta(hours=2)}
    return desk.do(events.add_event, code="OPEN", campus_id=campus_id, **{**given, **values})


@pytest.fixture
def event_id(desk: Desk, campus_id: UUID) -> UUID:
    """Two places, three people: Jan waits."""
    made = add_event(desk, campus_id, capacity=2)
    for person_id in add_people(desk, *NAMES):
        desk.do(events.register, event_id=made, person_id=person_id)
    return made


def people_of(desk: Desk, event_id: UUID) -> dict[str, UUID]:
    return {row.surname: row.id for row in desk.read(door.door_list, event_id=event_id).rows}


def group(desk: Desk, event_id: UUID, person_ids: list[UUID]) -> list[checkin.Arrival]:
    return desk.do(
        checkin.check_in_all,
        person_ids=person_ids,
        campus_id=desk.read(event_queries.event, event_id=event_id).campus_id,
        reason=(CheckInKind.EVENT, event_id),
    )


@pytest.mark.parametrize("days", [-30, -1, 0, 1, 30])
def test_who_is_registered_is_noted_whenever_the_desk_does_it(
    desk: Desk, campus_id: UUID, days: int
) -> None:
    event_id = add_event(desk, campus_id, days)
    (person_id,) = add_people(desk, ("Léa", "Martin"))
    desk.do(events.register, event_id=event_id, person_id=person_id)
    before = everything(desk)
    first = come(desk, event_id, person_id)
    again = come(desk, event_id, person_id)
    assert (first.outcome, again.outcome) == (Outcome.ARRIVED, Outcome.ALREADY_IN)
    assert again.at == first.at
    desk.undo()
    assert everything(desk) == before


def test_who_was_noted_as_not_come_can_come_after_all(desk: Desk, event_id: UUID) -> None:
    desk.do(events.complete_event, event_id=event_id)
    people = people_of(desk, event_id)
    assert come(desk, event_id, people["Martin"]).outcome is Outcome.ARRIVED
    row = desk.read(event_queries.event, event_id=event_id)
    assert (row.arrived, row.no_shows) == (1, 1)


def test_a_cancelled_event_has_no_door(desk: Desk, event_id: UUID) -> None:
    people = people_of(desk, event_id)
    desk.do(events.update_event, event_id=event_id, version=1, status=EventStatus.CANCELLED)
    with pytest.raises(checkin.NothingToComeFor):
        come(desk, event_id, people["Martin"])


def test_a_group_comes_in_one_change_and_goes_back_in_one(desk: Desk, event_id: UUID) -> None:
    people = people_of(desk, event_id)
    before = everything(desk)
    arrivals = group(desk, event_id, list(people.values()))
    assert {one.name: one.outcome for one in arrivals} == {
        "Amina Aziz": Outcome.ARRIVED,
        "Léa Martin": Outcome.ARRIVED,
        "Jan Peeters": Outcome.WAITING,
    }
    assert desk.undo() == "2 personnes pointées pour Open day"
    assert everything(desk) == before


def test_somebody_twice_in_a_group_comes_once(desk: Desk, event_id: UUID) -> None:
    lea = people_of(desk, event_id)["Martin"]
    outcomes = [one.outcome for one in group(desk, event_id, [lea, lea])]
    assert outcomes == [Outcome.ARRIVED, Outcome.ALREADY_IN]


def test_those_expected_are_everybody_with_a_place(desk: Desk, event_id: UUID) -> None:
    people = people_of(desk, event_id)
    come(desk, event_id, people["Aziz"])
    assert desk.read(door.expected_people, event_id=event_id) == [people["Martin"]]


PROJECT = Path(__file__).parents[2]
BADGE = """
import sys, time
from pathlib import Path
from uuid import UUID
from mgdesk.desk import open_desk
from mgdesk.paths import Home
from tests.cohort_scene import come

desk = open_desk(Home(Path(sys.argv[1])))
print("ready", flush=True)
sys.stdin.readline()
print(come(desk, UUID(sys.argv[2]), UUID(sys.argv[3])).outcome)
desk.close()
"""


def test_the_same_badge_at_two_doors_comes_in_once(desk: Desk, event_id: UUID) -> None:
    lea = people_of(desk, event_id)["Martin"]
    given = [sys.executable, "-c", BADGE, str(desk.home.root), str(event_id), str(lea)]
    doors = [
        subprocess.Popen(
            given, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=PROJECT
        )
        for _ in range(2)
    ]
    for one in doors:
        assert one.stdout is not None
        assert one.stdout.readline() == "ready\n"
    for one in doors:
        assert one.stdin is not None
        one.stdin.write("go\n")
        one.stdin.flush()
    said = sorted(one.communicate(timeout=30)[0].strip() for one in doors)
    assert said == ["already_in", "arrived"]
    assert desk.read(lambda s: s.scalar(select(func.count()).select_from(CheckIn))) == 1
    assert desk.hear_others() == {"check_in", "registration"}
    came = desk.read(lambda s: s.scalars(select(Registration.person_id).where(
        Registration.status == ATTENDED)).all())  # fmt: skip
    assert came == [lea]
