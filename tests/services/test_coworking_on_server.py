"""A day of co-working on SQLCipher and on PostgreSQL: the same is written, the same is read."""

from datetime import UTC, date, datetime, timedelta

from mgdesk.desk import Desk
from mgdesk.paths import Home
from mgdesk.queries import coworking, passes, presence
from mgdesk.queries.day_history import fill, stays_on
from mgdesk.rules.coworking import PassKind
from mgdesk.rules.events import CheckInKind
from mgdesk.services import campuses, checkin, coaching, stays, visits
from mgdesk.services import passes as pass_services
from mgdesk.storage.opening import open_store
from tests.cohort_scene import make_scene
from tests.storage.conftest import postgres, postgres_server  # noqa: F401 - pytest finds them here

TODAY = date(2026, 11, 2)


class Wall:
    now = datetime(2026, 11, 2, 8, 5, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


def a_day(desk: Desk) -> tuple:
    """What can be read after somebody came, sat, went; somebody visited; the night closed the day."""
    wall = Wall()
    desk._store.clock._wall, desk._store.clock._last = wall, wall.now - timedelta(days=30)
    scene = make_scene(desk)
    campus_id = scene.campus_id
    ada = desk.do(campuses.add_room, campus_id=campus_id, name="Ada", capacity=4)
    worker, visitor, founder = scene.people
    desk.do(
        pass_services.give_pass,
        person_id=worker,
        campus_id=campus_id,
        kind=PassKind.DAYS,
        day_count=2,
        first_day=TODAY,
    )
    desk.do(visits.announce, campus_id=campus_id, day=TODAY, person_id=visitor, host="Karim")
    desk.do(
        coaching.book,
        person_id=founder,
        coach_id=worker,
        campus_id=campus_id,
        starts_at=datetime(2026, 11, 2, 9, 30),
    )
    came = desk.do(
        checkin.check_in,
        person_id=worker,
        campus_id=campus_id,
        reason=(CheckInKind.COWORKING, None),
    )
    for person_id in (visitor, founder):
        desk.do(checkin.check_in, person_id=person_id, campus_id=campus_id)
    desk.do(stays.move, person_id=worker, campus_id=campus_id, room_id=ada)
    shown = desk.read(coworking.board, at=wall.now, campus_id=campus_id)
    assert shown is not None
    wall.now += timedelta(days=1)
    desk.do(checkin.close_days)
    desk.do(stays.note_departure, check_in_id=came.check_in_id, at=datetime(2026, 11, 2, 17, 30))
    return (
        [(row.name, row.kind, row.title, row.room, row.standing) for row in shown.inside],
        [(room.name, room.taken) for room in shown.rooms],
        [(row.name, row.host, row.status) for row in shown.visits],
        [
            (one.title, [(p.name, p.is_here) for p in one.people])
            for one in desk.read(presence.expected_on, campus_id=campus_id, day=TODAY)
        ],
        [
            (row.name, row.minutes, row.is_closed_at_night, row.titles, row.rooms)
            for row in desk.read(stays_on, campus_id=campus_id, day=TODAY)
        ],
        [
            (row.day, row.most)
            for row in desk.read(fill, campus_id=campus_id, last_day=TODAY, at=wall.now)
        ],
        [(row.name, row.used, row.left) for row in desk.read(passes.passes, covering=TODAY)],
    )


def test_both_databases_keep_the_same_day(desk: Desk, postgres: str, tmp_path) -> None:  # noqa: F811
    home = Home(tmp_path / "server")
    server = Desk(home, open_store(home, server=postgres))
    local = a_day(desk)
    assert a_day(server) == local
    server.close()
    assert local[5:] == ([(TODAY, 1)], [("Léa Martin", 1, 1)])
