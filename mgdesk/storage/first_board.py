"""Who is planned today, read by the plain driver in some milliseconds, long before the tables are imported.

Planned are those of classes, events, coaching and announced visits, not who co-works often. Shown until
`queries.today` answers, which is what counts: a test holds both to the same people. Whatever is unusual (a
server, a passphrase, older data) gives no answer here, and nothing is missed but the moment.
"""

import json
import os
from datetime import UTC, datetime, time, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from mgdesk.paths import Home
from mgdesk.rules.names import display_name

# The largest campus when none is chosen, as queries.today has it.
_CAMPUS = """
SELECT id, zone FROM campus WHERE :code = '' OR code = :code
ORDER BY (SELECT count(*) FROM person WHERE person.campus_id = campus.id) DESC, code LIMIT 1
"""
_CLASSES = """
SELECT person.id, first_name, surname, sort_key, cohort.code, slot.starts_at, NULL
FROM slot JOIN cohort ON cohort.id = slot.cohort_id
JOIN enrolment ON enrolment.cohort_id = cohort.id JOIN person ON person.id = enrolment.person_id
WHERE cohort.campus_id = :campus AND slot.day = :day AND cohort.status NOT IN ('cancelled', 'archived')
AND enrolment.status <> 'prospect' AND coalesce(enrolment.start_on, :day) <= :day
AND CASE WHEN enrolment.exit_on IS NOT NULL THEN :day <= enrolment.exit_on
    ELSE enrolment.status NOT IN ('withdrawn', 'excluded', 'transferred') END
"""
_EVENTS = """
SELECT person.id, first_name, surname, sort_key, event.code, NULL, event.starts_at
FROM registration JOIN event ON event.id = registration.event_id
JOIN person ON person.id = registration.person_id
WHERE event.campus_id = :campus AND event.status <> 'cancelled'
AND event.ends_at > :start AND event.starts_at < :end
AND registration.status IN ('pending', 'confirmed', 'attended', 'waiting')
"""
_COACHING = """
SELECT person.id, person.first_name, person.surname, person.sort_key,
CASE WHEN subject <> '' OR coach_id IS NULL THEN subject
    ELSE display_name(coach.first_name, coach.surname) END, NULL, starts_at
FROM coaching_session JOIN person ON person.id = coaching_session.person_id
LEFT JOIN person AS coach ON coach.id = coach_id
WHERE coaching_session.campus_id = :campus AND coaching_session.status IN ('planned', 'waiting', 'done')
AND ends_at > :start AND starts_at < :end
"""
_VISITS = """
SELECT person.id, first_name, surname, sort_key, host, hour, NULL
FROM visit JOIN person ON person.id = visit.person_id
WHERE visit.campus_id = :campus AND visit.day = :day
AND visit.status IN ('expected', 'arrived', 'left')
"""
_PLANNED = (_CLASSES, _EVENTS, _COACHING, _VISITS)
# Where staff sign on, nobody's name is shown before somebody did.
_STAFF = "SELECT count(*) FROM staff WHERE is_active"
_ARRIVED = """
SELECT person_id, min(at) FROM check_in
WHERE campus_id = :campus AND at >= :start AND at < :end AND direction = 'arrival' GROUP BY person_id
"""


class FirstRow(NamedTuple):
    """Somebody planned today: `when` and `what` as shown, `arrived` the clock of their coming.

    A visitor of whom no hour is known has no `when`; who has not come, no `arrived`.
    """

    name: str
    when: str
    what: str
    arrived: str


def first_board(home: Home, *, campus: str = "", at: datetime | None = None) -> list[FirstRow]:
    """By name as lists sort them; empty when there is nobody, or no quick way to know. Never raises."""
    if os.environ.get("MGDESK_DATABASE"):
        return []
    try:
        return _read(home, campus, at or datetime.now(UTC))
    except Exception:  # noqa: BLE001 - the desk itself opens a moment later and says what is wrong
        return []


def _read(home: Home, code: str, at: datetime) -> list[FirstRow]:
    from sqlcipher3 import dbapi2

    key = json.loads((home.keys / "desk.key").read_text(encoding="ascii"))["key"]
    connection = dbapi2.connect(f"{home.database.as_uri()}?mode=ro", uri=True, timeout=0.2)
    try:
        connection.execute(f"PRAGMA key = \"x'{bytes.fromhex(key).hex()}'\"")
        connection.execute("PRAGMA cipher_log_level = NONE")
        is_locked = connection.execute(_STAFF).fetchone()[0]
        return [] if is_locked else _rows(connection, code, at)
    finally:
        connection.close()


def _rows(connection: Any, code: str, at: datetime) -> list[FirstRow]:
    campus, zone_name = connection.execute(_CAMPUS, {"code": code}).fetchone()
    zone = ZoneInfo(zone_name)
    day = at.astimezone(zone).date()
    start = datetime.combine(day, time(), zone)
    values = {
        "campus": campus,
        "day": day.isoformat(),
        "start": _stored(start),
        "end": _stored(start + timedelta(days=1)),
    }
    arrived = dict(connection.execute(_ARRIVED, values).fetchall())
    connection.create_function("display_name", 2, display_name)
    planned = [row for query in _PLANNED for row in connection.execute(query, values)]
    first: dict[str, tuple[Any, ...]] = {}  # of all that somebody comes for
    for person, *row, hour, moment in planned:
        when = hour[:5] if hour else _clock(moment, zone)
        found = (not when, when, *row)
        first[person] = min(first.get(person, found), found)
    rows = [
        (
            sort_key,
            person,
            FirstRow(display_name(*name), when, what, _clock(arrived.get(person), zone)),
        )
        for person, (_is_last, when, *name, sort_key, what) in first.items()
    ]
    return [row for _key, _person, row in sorted(rows)]


def _stored(moment: datetime) -> str:
    """As SQLite keeps a moment: in UTC, with its microseconds."""
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")


def _clock(stored: str | None, zone: ZoneInfo) -> str:
    if stored is None:
        return ""
    moment = datetime.fromisoformat(stored).replace(tzinfo=UTC)
    return moment.astimezone(zone).strftime("%H:%M")
