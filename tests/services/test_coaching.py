"""Appointments: booked, refused in words, moved, followed, written up, undone."""

from datetime import UTC, datetime, timedelta

import pytest

from mgdesk.desk import Desk
from mgdesk.errors import NotFound, StaleRecord
from mgdesk.model.identity import new_key
from mgdesk.paths import Home
from mgdesk.queries import people as people_queries
from mgdesk.queries.coaching import coaching_on, coaching_session, coaching_sessions, note
from mgdesk.rules.coaching import CoachingStatus
from mgdesk.rules.people import Role
from mgdesk.services import coaching, people
from mgdesk.storage.opening import open_store
from tests.accompaniment_scene import NOTE, TWO, Scene, make_scene
from tests.cohort_scene import add_campus, add_people, everything
from tests.storage.conftest import postgres, postgres_server  # noqa: F401 - pytest finds them here

HOUR = timedelta(hours=1)


@pytest.fixture
def scene(desk: Desk) -> Scene:
    return make_scene(desk)


@pytest.fixture(params=["sqlcipher", "postgres"])
def any_scene(request, tmp_path):
    if request.param == "sqlcipher":
        yield make_scene(request.getfixturevalue("desk"))
        return
    home = Home(tmp_path / "server")
    server = Desk(home, open_store(home, server=request.getfixturevalue("postgres")))
    yield make_scene(server)
    server.close()


def test_an_hour_is_booked_on_the_campus_clock(scene: Scene) -> None:
    desk = scene.desk
    coaching_id = scene.book(subject="  Stage ", room_id=scene.room_id)
    row = desk.read(coaching_session, coaching_id=coaching_id)
    assert row.starts_at == datetime(2026, 11, 25, 13, tzinfo=UTC)
    assert (row.name, row.coach, row.room, row.subject) == (
        "Amina El Idrissi", "Karim Coach", "Ada", "Stage",
    )  # fmt: skip
    assert row.ends_at - row.starts_at == HOUR
    assert (row.status, row.has_note) == (CoachingStatus.PLANNED, False)
    day = desk.read(coaching_on, campus_id=scene.campus_id, day=TWO.date())
    assert [one.id for one in day] == [coaching_id]
    assert desk.read(coaching_on, campus_id=scene.campus_id, day=(TWO + 24 * HOUR).date()) == []


def test_a_coach_is_never_booked_twice_and_an_end_may_be_a_beginning(any_scene: Scene) -> None:
    any_scene.book()
    other = add_people(any_scene.desk, ("Léa", "Martin"))[0]
    for start in (TWO, TWO - HOUR / 2, TWO + HOUR / 2):
        with pytest.raises(coaching.CoachIsTaken) as refused:
            any_scene.book(person_id=other, starts_at=start)
        assert "Karim Coach a un autre rendez-vous" in str(refused.value)
    any_scene.book(person_id=other, starts_at=TWO + HOUR)
    any_scene.book(person_id=other, starts_at=TWO - HOUR)
    assert len(any_scene.desk.read(coaching_sessions, coach_id=any_scene.karim)) == 3


def test_an_appointment_that_is_off_frees_the_coach_until_it_is_on_again(scene: Scene) -> None:
    first = scene.book()
    set_status = coaching.set_status
    scene.desk.do(set_status, coaching_id=first, status=CoachingStatus.CANCELLED)
    second = scene.book()
    with pytest.raises(coaching.CoachIsTaken):
        scene.desk.do(set_status, coaching_id=first, status=CoachingStatus.PLANNED)
    scene.desk.do(coaching.delete, coaching_id=second)
    scene.desk.do(set_status, coaching_id=first, status=CoachingStatus.WAITING)
    assert scene.desk.undo_title.startswith("Accompagnement d’Amina El Idrissi")


def test_what_cannot_be_is_refused_and_nothing_is_written(scene: Scene) -> None:
    elsewhere = make_scene(scene.desk, "LAE")
    before = everything(scene.desk)
    for error, values in (
        (coaching.AppointmentEndsBeforeItStarts, {"ends_at": TWO}),
        (coaching.CoachOfOneself, {"coach_id": scene.amina}),
        (coaching.AppointmentRoomElsewhere, {"room_id": elsewhere.room_id}),
        (NotFound, {"person_id": new_key()}),
        (NotFound, {"coach_id": new_key()}),
        (NotFound, {"campus_id": new_key()}),
    ):
        with pytest.raises(error):
            scene.book(**values)
    assert everything(scene.desk) == before


def test_who_is_chosen_as_coach_is_one(scene: Scene) -> None:
    lea = add_people(scene.desk, ("Léa", "Martin"))[0]
    scene.book(coach_id=lea)
    assert Role.COACH in scene.desk.read(people_queries.person, person_id=lea).roles
    scene.desk.undo()
    assert scene.desk.read(people_queries.person, person_id=lea).roles == ()


def test_an_appointment_moves_and_a_stale_edit_is_refused(scene: Scene) -> None:
    coaching_id = scene.book()
    change = {"starts_at": TWO + 24 * HOUR, "ends_at": TWO + 25 * HOUR, "room_id": scene.room_id}
    scene.desk.do(coaching.change, coaching_id=coaching_id, version=1, **change)
    row = scene.desk.read(coaching_session, coaching_id=coaching_id)
    assert (row.starts_local.replace(tzinfo=None), row.room) == (TWO + 24 * HOUR, "Ada")
    with pytest.raises(StaleRecord):
        scene.desk.do(coaching.change, coaching_id=coaching_id, version=1, subject="x")


def test_a_note_says_that_a_past_appointment_took_place_and_keeps_a_coming_one(
    scene: Scene,
) -> None:
    past = scene.book(starts_at=datetime(2020, 1, 6, 10))
    coming = scene.book(starts_at=datetime(2090, 1, 6, 10))
    for coaching_id in (past, coming):
        scene.write(coaching_id)
        found = scene.desk.read(note, coaching_id=coaching_id)
        assert (found.aims, found.points, found.action_plan) == tuple(NOTE.values())
        assert found.written_at is not None
    rows = scene.desk.read(coaching_sessions, person_id=scene.amina)
    assert [row.status for row in rows] == [CoachingStatus.DONE, CoachingStatus.PLANNED]
    with pytest.raises(StaleRecord):
        scene.write(past, version=1)


def test_everything_is_undone_and_redone(scene: Scene) -> None:
    states = [everything(scene.desk)]
    coaching_id = scene.book()
    states.append(everything(scene.desk))
    scene.write(coaching_id)
    states.append(everything(scene.desk))
    scene.desk.do(coaching.delete, coaching_id=coaching_id)
    for state in reversed(states):
        scene.desk.undo()
        assert everything(scene.desk) == state


def test_a_deleted_coach_leaves_the_talk_and_a_deleted_person_takes_it_along(
    scene: Scene,
) -> None:
    desk = scene.desk
    coaching_id = scene.book()
    before = everything(desk)
    desk.do(people.delete_person, person_id=scene.karim)
    assert desk.read(coaching_session, coaching_id=coaching_id).coach == ""
    desk.undo()
    desk.do(people.delete_person, person_id=scene.amina)
    with pytest.raises(NotFound):
        desk.read(coaching_session, coaching_id=coaching_id)
    desk.undo()
    assert everything(desk) == before


def test_a_day_is_one_of_the_campus_clock(desk: Desk) -> None:
    scene = make_scene(desk)
    casablanca = add_campus(desk, "CAS", country="MA", zone="Africa/Casablanca")
    late = scene.book(campus_id=casablanca, starts_at=datetime(2026, 11, 25, 23, 30))
    (row,) = desk.read(coaching_on, campus_id=casablanca, day=TWO.date())
    assert (row.id, row.starts_local.day) == (late, 25)
