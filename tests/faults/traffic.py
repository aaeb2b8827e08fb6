"""What a reception writes all day, each deed acknowledged once it is said to be on the disk.

Runs in children that are killed: `python -m tests.faults.traffic HOME SEED DEEDS` acknowledges on its
output, one line of JSON a deed; `work` acknowledges by whatever it is given.
"""

import json
import os
import random
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import count, islice
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, configure_mappers

from mgdesk.desk import Desk, open_desk
from mgdesk.errors import DeskError
from mgdesk.exchange.fields import Subject
from mgdesk.exchange.plan import ImportPlan
from mgdesk.exchange.reading import read_pasted
from mgdesk.model import Attendance, Campus, CheckIn, Enrolment, IssuedDocument, Person, Slot
from mgdesk.paths import Home
from mgdesk.queries import campuses
from mgdesk.queries.cohorts import cohorts as all_cohorts
from mgdesk.queries.matching import known_people
from mgdesk.rules.attendance import AttendanceStatus
from mgdesk.rules.clock import wall_clock
from mgdesk.rules.events import CheckInKind
from mgdesk.rules.people import Role
from mgdesk.services import attendance, checkin, cohorts, documents, exchange, intake
from mgdesk.services.campuses import add_campus

# What is acknowledged: table → ids of rows that are there, and of rows that are gone.
Said = dict[str, Any]
Acknowledge = Callable[[Said], None]
WATCHED: Final = {
    "check_in": CheckIn,
    "person": Person,
    "attendance": Attendance,
    "issued_document": IssuedDocument,
}


def work(root: str, seed: int, acknowledge: Acknowledge, deeds: int | None = None) -> None:
    """Open a home and do its traffic, without end unless a number of deeds is given."""
    desk = open_desk(Home(Path(root)))
    acknowledge({"opened": True})
    if not desk.read(campuses.campuses):
        _begin(desk, acknowledge)
    for deed in islice(_Reception(desk, seed).deeds(), deeds):
        deed(acknowledge)
    desk.close()


def _begin(desk: Desk, acknowledge: Acknowledge) -> None:
    """A house just founded: a campus, a class, some people in it."""
    today = wall_clock().date()
    campus_id = desk.do(add_campus, code="MOL", name="Molenbeek", country="BE")
    cohort_id = desk.do(
        cohorts.add_cohort,
        code="WEB-1",
        training="Web",
        campus="MOL",
        first_day=today - timedelta(days=7),
        last_day=today + timedelta(days=7),
    )
    for number in range(20):
        name = {"first_name": "Épreuve", "surname": f"Début{number}"}
        person_id = desk.do(intake.add_person, campus_id=campus_id, **name)
        desk.do(cohorts.enrol, person_id=person_id, cohort_id=cohort_id)
        acknowledge({"person": [str(person_id)]})


configure_mappers()  # once where children are forked from, not once a child


class _Reception:
    def __init__(self, desk: Desk, seed: int) -> None:
        self._desk, self._random = desk, random.Random(seed)
        self._campus, self._people, self._marks = desk.read(_subjects)
        self._cohorts = [row for row in desk.read(all_cohorts) if row.enrolled and row.half_days]
        self._numbers = count()
        self._seed = seed

    def deeds(self) -> Iterator[Callable[[Acknowledge], None]]:
        """Mostly arrivals; a departure, a mark, a newcomer, an undo, a list, paper, a copy now and then."""
        kinds = (
            self._arrive,
            self._leave,
            self._mark,
            self._add,
            self._undo,
            self._take_in,
            self._copy,
            self._print,
        )
        while True:
            yield self._random.choices(kinds, (60, 10, 12, 8, 6, 2, 2, 3))[0]

    def _arrive(self, acknowledge: Acknowledge) -> None:
        came = self._desk.do(
            checkin.check_in,
            person_id=self._random.choice(self._people),
            campus_id=self._campus,
            reason=(CheckInKind.VISIT, None),
        )
        if came.check_in_id:
            acknowledge({"check_in": [str(came.check_in_id)]})

    def _leave(self, acknowledge: Acknowledge) -> None:
        left = self._desk.do(
            checkin.check_out,
            person_id=self._random.choice(self._people),
            campus_id=self._campus,
        )
        if left.check_in_id:
            acknowledge({"check_in": [str(left.check_in_id)]})

    def _mark(self, acknowledge: Acknowledge) -> None:
        slot_id, enrolment_id = self._random.choice(self._marks)
        try:
            row = self._desk.do(
                attendance.mark,
                slot_id=slot_id,
                enrolment_id=enrolment_id,
                status=self._random.choice([AttendanceStatus.PRESENT, AttendanceStatus.ABSENT]),
            )
        except DeskError:
            return  # not there that day
        acknowledge({"attendance": [str(row)]})

    def _add(self, acknowledge: Acknowledge) -> None:
        person = self._desk.do(intake.add_person, roles=(Role.LEARNER,), **self._somebody())
        acknowledge({"person": [str(person)]})

    def _undo(self, acknowledge: Acknowledge) -> None:
        """A newcomer is added and taken back: undoing a mark may leave the row as it was before."""
        person = self._desk.do(intake.add_person, **self._somebody())
        acknowledge({"person": [str(person)]})
        acknowledge({"person": [str(person)], "is_going": True})
        self._desk.undo()
        acknowledge({"person": [str(person)], "is_gone": True})

    def _take_in(self, acknowledge: Acknowledge) -> None:
        rows = [self._somebody() for _ in range(25)]
        plan = plan_of(self._desk, [(row["surname"], row["first_name"]) for row in rows])
        report = self._desk.do(exchange.import_learners, rows=plan.rows, campus_id=self._campus)
        acknowledge({"person": [str(one) for one in report.person_ids]})

    def _copy(self, acknowledge: Acknowledge) -> None:
        if made := self._desk.back_up_routinely():
            acknowledge({"copy": made.name})

    def _print(self, acknowledge: Acknowledge) -> None:
        """The sheets of two days, registered, drawn to a file, and counted once they are there."""
        row = self._random.choice(self._cohorts)
        first = row.first_day + timedelta(days=self._random.randrange(7))
        try:
            issued = self._desk.do(
                documents.issue_sheets,
                cohort_id=row.id,
                first_day=first,
                last_day=first + timedelta(days=2),
            )
        except DeskError:
            return  # no half-days then
        acknowledge({"issued_document": list(map(str, issued))})
        paper = self._desk.read(documents.paper, document_ids=issued)
        path = self._desk.home.paper / f"{issued[0]}.pdf"
        documents.write_pdf(paper, path)
        acknowledge({"paper": path.name})
        self._desk.do(documents.count_copies, document_ids=issued)

    def _somebody(self) -> dict[str, Any]:
        number = next(self._numbers)
        return {
            "first_name": f"Épreuve{self._seed}",
            "surname": f"Numéro{self._seed}x{number}",
            "campus_id": self._campus,
        }


def plan_of(desk: Desk, people: list[tuple[str, str]]) -> ImportPlan:
    """A pasted list of surnames and first names, read as the import reads it."""
    text = "Nom\tPrénom\n" + "\n".join(map("\t".join, people))
    known = desk.read(known_people)
    return ImportPlan(read_pasted(text), known, subject=Subject.LEARNERS, country="BE")


def _subjects(session: Session) -> tuple[UUID, list[UUID], list[tuple[UUID, UUID]]]:
    """The largest campus of the demo, its people, and some half-days that can be marked."""
    campus = session.scalars(select(Campus.id).order_by(Campus.code)).first()
    people = list(session.scalars(select(Person.id).where(Person.campus_id == campus)))
    marks = (
        select(Slot.id, Enrolment.id)
        .join(Enrolment, Enrolment.cohort_id == Slot.cohort_id)
        .where(Slot.is_closed.is_(False))
        .limit(500)
    )
    assert campus is not None
    return campus, people, [(row[0], row[1]) for row in session.execute(marks)]


def say_on_output(said: Said) -> None:
    """One line, written at once and whole."""
    os.write(1, json.dumps(said).encode() + b"\n")


if __name__ == "__main__":
    work(sys.argv[1], int(sys.argv[2]), say_on_output, int(sys.argv[3]))
