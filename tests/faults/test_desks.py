"""Two and eight desks on one file: they wait for each other, and nobody comes in twice or not at all."""

import shutil
import time
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext
from pathlib import Path
from typing import Final
from uuid import UUID

import pytest
from sqlalchemy import select

from mgdesk.desk import open_desk
from mgdesk.model import CheckIn, Person
from mgdesk.paths import Home
from mgdesk.queries.campuses import campuses
from mgdesk.rules.arrival import Outcome
from mgdesk.rules.events import CheckInKind
from mgdesk.services import checkin

from . import proof
from .conftest import Note

PEOPLE: Final = 60
LONGEST_WAIT: Final = 15.0  # seconds: what a desk waits before it says that another one is writing


def desk_at_work(root: str, people: list[UUID], pipe: Connection) -> None:
    """Check everybody in as one of several desks; how many came, how many were in, the longest wait."""
    desk = open_desk(Home(Path(root)))
    campus = desk.read(campuses)[0].id
    pipe.send("ready")
    pipe.recv()
    came, errors, waits = [], [], []
    for person in people:
        start = time.perf_counter()
        try:
            seen = desk.do(
                checkin.check_in,
                person_id=person,
                campus_id=campus,
                reason=(CheckInKind.VISIT, None),
            )
        except Exception as error:  # noqa: BLE001 - counted: there must be none of any kind
            errors.append(repr(error))
        else:
            came += [str(seen.check_in_id)] if seen.outcome is not Outcome.ALREADY_IN else []
        waits.append(time.perf_counter() - start)
    pipe.send((came, errors, max(waits)))
    desk.close()


@pytest.mark.faults
@pytest.mark.parametrize("desks", [2, 8])
def test_desks_on_one_file_wait_for_each_other(
    desks: int, children: ForkServerContext, filled: Home, note: Note
) -> None:
    desk = open_desk(filled)
    begun = desk.read(proof.before)
    inside = set(desk.read(lambda session: session.scalars(select(CheckIn.person_id)).all()))
    everybody = desk.read(lambda session: session.scalars(select(Person.id)).all())
    people = [person for person in everybody if person not in inside][:PEOPLE]
    pipes, workers = [], []
    for number in range(desks):
        ours, theirs = children.Pipe()
        turned = people[number * 7 :] + people[: number * 7]
        worker = children.Process(target=desk_at_work, args=(str(filled.root), turned, theirs))
        worker.start()
        pipes.append(ours)
        workers.append(worker)
    for pipe in pipes:
        assert pipe.recv() == "ready"
    for pipe in pipes:
        pipe.send("go")
    reports = [pipe.recv() for pipe in pipes]
    for worker in workers:
        worker.join()
    came = [one for report in reports for one in report[0]]
    errors = [error for report in reports for error in report[1]]
    longest = max(report[2] for report in reports)
    note(
        f"{desks} desks",
        f"{desks * len(people)} check-ins of {len(people)} people, {len(came)} came in,"
        f" {len(errors)} errors, longest wait {longest:.2f} s",
    )
    assert errors == []
    assert len(came) == len(set(came)) == len(people)
    there = {str(row_id) for name, row_id in desk.read(proof.before).rows if name == "check_in"}
    assert set(came) <= there
    assert proof.torn(desk, begun) == []
    desk.close()
    assert longest < LONGEST_WAIT


def test_a_desk_that_waits_says_so_and_then_writes(small_home: Home, home: Home) -> None:
    shutil.copytree(small_home.root, home.root)
    first, second = open_desk(home), open_desk(home)
    campus = first.read(campuses)[0].id
    person = first.read(lambda session: session.scalars(select(Person.id)).first())
    given = {"person_id": person, "campus_id": campus, "reason": (CheckInKind.VISIT, None)}
    with ThreadPoolExecutor() as pool, first._store.writing() as session:
        session.connection()  # takes the turn
        coming = pool.submit(second.do, checkin.check_in, **given)
        while not second.waits:
            assert not coming.done()
            time.sleep(0.005)
        assert second.read(campuses)  # who reads waits for nobody
    assert coming.result().outcome in Outcome
    assert not second.waits
    assert first.check() == []
    first.close()
    second.close()
