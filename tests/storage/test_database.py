"""The data under stress: a full disk, two desks at once, many threads, a stale edit."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from mgdesk.desk import Desk, open_desk
from mgdesk.errors import DiskFull, StaleRecord
from mgdesk.model import Change, Person
from mgdesk.storage.database import ConflictingData, DataBusy
from tests.storage import deeds


def test_a_full_disk_is_a_sentence_and_nothing_is_lost_or_half_written(desk: Desk) -> None:
    desk.do(deeds.add_person, name="Léa")
    before = desk.read(deeds.contents)

    def grow(session: Session) -> None:
        connection = session.connection()
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        # SQLite answers as it does when the disk has no room left.
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
        deeds.add_people(session, names=[f"person {n}" for n in range(2000)])

    with pytest.raises(DiskFull):
        desk.do(grow)
    assert desk.read(deeds.contents) == before


def test_two_programs_on_one_file_wait_for_each_other(desk: Desk) -> None:
    other = open_desk(desk.home)
    with ThreadPoolExecutor(2) as pool:
        for who in (desk, other):
            pool.submit(lambda d=who: [d.do(deeds.add_person, name="x") for _ in range(40)])
    assert desk.read(deeds.count, kind=Person) == 80
    assert other.read(deeds.count, kind=Change) == 80
    other.close()


def test_a_desk_that_waits_too_long_says_so(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mgdesk.storage.database.WAIT_SECONDS", 0.1)
    other = open_desk(desk.home)
    holding, done = Event(), Event()

    def hold(session: Session) -> None:
        deeds.add_person(session, name="slow")
        holding.set()
        done.wait(10)

    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(desk.do, hold)
        holding.wait(10)
        with pytest.raises(DataBusy):
            other.do(deeds.add_person, name="fast")
        done.set()
        slow.result()
    assert other.read(deeds.names) == ["slow"]
    other.close()


def test_reading_does_not_wait_for_a_writer_and_sees_one_view(desk: Desk) -> None:
    seen: list[list[str]] = []

    def write(session: Session) -> None:
        deeds.add_person(session, name="new")
        seen.append(desk.read(deeds.names))

    desk.do(write)
    assert seen == [[]]
    assert desk.read(deeds.names) == ["new"]


def test_twelve_threads_read_and_write_together(desk: Desk) -> None:
    def work(number: int) -> int:
        desk.do(deeds.add_person, name=f"n{number}")
        return len(desk.read(deeds.names))

    with ThreadPoolExecutor(12) as pool:
        counts = list(pool.map(work, range(48)))
    assert max(counts) == 48


def test_what_the_database_refuses_is_a_sentence(desk: Desk) -> None:
    desk.do(deeds.add_campus, code="MOL")
    with pytest.raises(ConflictingData):
        desk.do(deeds.add_campus, code="MOL")


def test_a_person_without_any_name_is_refused_by_the_database(desk: Desk) -> None:
    with pytest.raises(ConflictingData):
        desk.do(deeds.add_person, name="")


def test_two_edits_of_one_record_at_once_are_told(desk: Desk) -> None:
    person = desk.do(deeds.add_person, name="Léa")

    def stale(session: Session, *, person_id: UUID) -> None:
        row = session.get_one(Person, person_id)
        connection = session.connection()
        connection.exec_driver_sql("UPDATE person SET version = version + 1")
        row.first_name = "Leah"
        session.flush()

    with pytest.raises(StaleRecord):
        desk.do(stale, person_id=person)
    assert desk.read(deeds.names) == ["Léa"]
