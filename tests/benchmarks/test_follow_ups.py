"""What Today says of follow-up with 20,000 enrolments of four years, on SQLCipher.

Beside it, in the same run, what the driver alone takes for the statements of one such answer.
"""

from datetime import date, datetime, timedelta
from functools import partial
from random import Random
from statistics import median
from time import process_time
from uuid import UUID

import pytest
from sqlalchemy import event, insert, select

from mgdesk.desk import Desk
from mgdesk.model import Campus, Cohort, Enrolment, Outcome, Person, Training
from mgdesk.model.identity import new_key
from mgdesk.queries.calls import due_counts
from mgdesk.rules.enrolment import CohortStatus, EnrolmentStatus
from mgdesk.rules.outcome import USUAL_MILESTONES, OutcomeKind, due_on
from tests.benchmarks.crowd import fill

ENROLMENTS = 20_000
SEATS = 20
TODAY = date(2026, 11, 27)
ANSWERED = 0.8  # of what was asked
TURNS = 40
MOST = 3.0  # times the driver alone


def leave(desk: Desk) -> None:
    """Everybody of the crowd leaves a cohort of the last four years; most answered when asked."""
    random, training_id = Random(4), new_key()
    people = desk.read(lambda session: list(session.scalars(select(Person.id))))
    campus_id = desk.read(lambda session: session.scalars(select(Campus.id)).first())
    cohorts, enrolments, outcomes = [], [], []
    for number in range(ENROLMENTS // SEATS):
        last = TODAY - timedelta(days=1 + number * 4 * 365 // (ENROLMENTS // SEATS))
        cohort_id = new_key()
        cohorts.append(
            {
                "id": cohort_id, "code": f"C-{number}", "training_id": training_id,
                "campus_id": campus_id, "first_day": last - timedelta(days=90), "last_day": last,
                "status": CohortStatus.COMPLETED,
            }
        )  # fmt: skip
        for seat in range(SEATS):
            enrolment = {
                "id": new_key(), "person_id": people[number * SEATS + seat],
                "cohort_id": cohort_id, "status": EnrolmentStatus.COMPLETED,
                "enrolled_at": datetime.fromisoformat("2022-11-01T08:00+00:00"),
            }  # fmt: skip
            enrolments.append(enrolment)
            outcomes += [
                {
                    "id": new_key(), "person_id": enrolment["person_id"],
                    "enrolment_id": enrolment["id"], "milestone": milestone,
                    "kind": OutcomeKind.JOB, "noted_at": enrolment["enrolled_at"],
                }
                for milestone in USUAL_MILESTONES
                if due_on(milestone, last) <= TODAY and random.random() < ANSWERED
            ]  # fmt: skip
    with desk._store.engine.execution_options(begins_immediate=True).begin() as connection:
        connection.execute(insert(Training.__table__), [_training(training_id)])
        connection.execute(insert(Cohort.__table__), cohorts)
        connection.execute(insert(Enrolment.__table__), enrolments)
        connection.execute(insert(Outcome.__table__), outcomes)


def _training(training_id: UUID) -> dict[str, object]:
    return {"id": training_id, "title": "Web"}


def timed(act) -> float:
    begun = process_time()
    act()
    return process_time() - begun


@pytest.mark.benchmark
def test_what_is_due_is_counted_at_once(desk: Desk) -> None:
    fill(desk, ENROLMENTS)
    leave(desk)
    heard: list[tuple] = []

    @event.listens_for(desk._store.engine, "before_cursor_execute")
    def hear(_connection, _cursor, statement, parameters, _context, _many) -> None:
        heard.append((statement, parameters))

    counts = desk.read(due_counts, today=TODAY)
    event.remove(desk._store.engine, "before_cursor_execute", hear)
    ask = partial(desk.read, due_counts, today=TODAY)
    took, floors = [], []
    with desk._store.engine.connect() as connection:
        raw = connection.connection.driver_connection
        statements = [one for one in heard if one[0].startswith("SELECT")]
        for _ in range(TURNS):
            took.append(timed(ask))
            floors.append(timed(lambda: [raw.execute(*one).fetchall() for one in statements]))
    print(
        f"\n{ENROLMENTS:,} enrolments, {counts.calls:,} due: {median(took) * 1e3:.1f} ms of processor,"
        f" the driver alone {median(floors) * 1e3:.1f} ms: {median(took) / median(floors):.1f} ×,"
        f" {len(statements)} statements"
    )
    assert median(took) < MOST * median(floors)
