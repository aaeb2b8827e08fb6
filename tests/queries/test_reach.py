"""Whoever is bound to a campus reads that campus: each query, asked about another one, says nothing."""

import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, date, datetime, time
from typing import Any, get_args, get_type_hints
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlalchemy.sql import ClauseElement

import mgdesk.queries
from mgdesk.desk import Desk, open_desk
from mgdesk.errors import DeskError, NotFound
from mgdesk.model import (
    Application,
    Base,
    Campus,
    CoachingSession,
    Cohort,
    Enrolment,
    Event,
    IssuedDocument,
    Loan,
    Pass,
    Person,
    Picture,
    Resource,
    Room,
    Scan,
    SelectionDay,
    Slot,
)  # fmt: skip
from mgdesk.paths import Home
from mgdesk.queries import tokens
from mgdesk.queries.badges import person_of_code
from mgdesk.queries.history import audit_head
from mgdesk.queries.people_window import PeopleView
from mgdesk.queries.person import person as person_detail
from mgdesk.rules.agenda import AgendaKind, AgendaRow
from mgdesk.rules.calendar import Hours
from mgdesk.rules.figures import Dimension, Scope
from mgdesk.rules.people import ConsentKind, StaffRole
from mgdesk.services import access, demo, intake, people, sights, staff
from mgdesk.services.checkin import check_in
from mgdesk.services.verification import judge_typed
from mgdesk.storage.duty import OtherCampus
from mgdesk.storage.reach import NotNarrowed
from tests.staff_scene import PIN, hire

TODAY = date(2026, 11, 25)
IMAGE = ConsentKind.IMAGE
HERE, THERE = "MOL", "PAD"
ELSEWHERE = "Ailleurs"
TELLING = ("learner_number", "phone", "email", "badge_code", "number", "code")
# What whoever holds a badge or a paper shows by it, and what tells of nobody.
OF_WHOEVER_SHOWS_IT = {"tokens.holder", "tokens.sighting", "badges.person_of_code"}
# What is not asked: given a record that was read already; and the key, alone, of a coach of elsewhere.
NOT_ASKED = {"sheets.slots_of_sheet", "following.referrals"}


@dataclass
class Scene:
    desk: Desk
    people: dict[str, UUID]
    there: dict[str, Any]  # the name of a parameter → a row of the other campus
    secret: frozenset[str]  # what is read nowhere but there


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    desk = open_desk(Home(tmp_path_factory.mktemp("reach") / "home"))
    desk.do(demo.make_demo, today=TODAY)
    staffed: dict[str, UUID] = {"manager": hire(desk)[StaffRole.MANAGER]}
    here, there = (desk.read(_campus, code=code) for code in (HERE, THERE))
    staffed["bound"] = desk.do(
        staff.add_staff, name="Bound", role=StaffRole.MANAGER, pin=PIN, campus_id=here
    )
    rows = desk.read(_rows_there, there=there)
    known = desk.read(_texts)
    desk.sign_on(staffed["bound"], PIN)
    seen = desk.read(_texts)
    desk.do_by_itself(_name_alike, seen=seen)
    secret = frozenset(known - seen) | {ELSEWHERE}
    assert len(secret) > 1_000
    yield Scene(desk, staffed, rows, secret)
    desk.close()


def _campus(session: Session, *, code: str) -> UUID:
    return session.scalars(select(Campus.id).where(Campus.code == code)).one()


def _texts(session: Session) -> set[str]:
    """Keys, numbers, codes and contacts of every row that is read."""
    found: set[str] = set()
    for kind in (
        Person,
        Cohort,
        Event,
        IssuedDocument,
        Enrolment,
        CoachingSession,
        Application,
        Loan,
    ):
        for row in session.scalars(select(kind)):
            said = (getattr(row, one, None) for one in TELLING)
            found |= {str(row.id), *(str(one) for one in said if one)}
    return found


def _name_alike(session: Session, *, seen: set[str]) -> None:
    """Whoever is not seen at the campus gets a name that nobody there has."""
    for person in session.scalars(select(Person)):
        if str(person.id) not in seen:
            person.surname = ELSEWHERE


def _rows_there(session: Session, *, there: UUID) -> dict[str, Any]:
    """One row of each kind at the other campus, under the names that queries have for them."""

    def one(kind: Any, *conditions: Any) -> Any:
        found = session.scalars(select(kind).where(*conditions).limit(1)).first()
        if found is not None:
            session.expunge(found)
        return found

    cohort = one(Cohort, Cohort.campus_id == there)
    sheet = one(IssuedDocument, IssuedDocument.campus_id == there)
    event = one(Event, Event.campus_id == there)
    enrolment = one(Enrolment, Enrolment.cohort_id == cohort.id)
    person = one(Person, Person.campus_id == there, Person.id == enrolment.person_id)
    coaching = one(CoachingSession, CoachingSession.campus_id == there)
    return {
        "campus_id": there, "cohort": cohort, "event": event, "enrolment": enrolment,
        "person": person, "document": sheet, "coaching": coaching,
        "slot": one(Slot, Slot.cohort_id == cohort.id), "campus": one(Campus, Campus.id == there),
        "coach": one(Person, Person.id == coaching.coach_id), "room": one(Room, Room.campus_id == there),
        "resource": one(Resource, Resource.campus_id == there),
        "loan": one(Loan, Loan.resource_id.in_(select(Resource.id).where(Resource.campus_id == there))),
        "pass": one(Pass, Pass.campus_id == there), "scan": one(Scan),
        "application": one(Application, Application.campus_id != _campus(session, code=HERE)),
        "selection_day": one(SelectionDay, SelectionDay.campus_id != _campus(session, code=HERE)),
        "picture": one(Picture), "training": cohort.training_id,
    }  # fmt: skip


def queries() -> Iterator[tuple[str, Any]]:
    """Every public function of the queries that is given a session."""
    for info in pkgutil.iter_modules(mgdesk.queries.__path__):
        module = importlib.import_module(f"mgdesk.queries.{info.name}")
        for name, query in vars(module).items():
            is_own = getattr(query, "__module__", "") == module.__name__
            if name.startswith("_") or not inspect.isfunction(query) or not is_own:
                continue
            first = next(iter(inspect.signature(query).parameters), None)
            if first and get_type_hints(query).get(first) is Session:
                yield f"{info.name}.{name}", query


class _Asking:
    """What is given to a query that asks about the other campus."""

    def __init__(self, there: dict[str, Any]) -> None:
        self._there = there

    def arguments(self, query: Any, *, with_defaults: bool) -> dict[str, Any]:
        hints = get_type_hints(query)
        wanted = list(inspect.signature(query).parameters.values())[1:]
        return {
            one.name: self.value(one.name, hints[one.name])
            for one in wanted
            if one.default is one.empty or (with_defaults and _is_of_rows(one.name))
        }

    def value(self, name: str, kind: Any) -> Any:
        kinds = get_args(kind) or (kind,)
        row = self._there.get(name.removesuffix("_ids").removesuffix("_id"))
        if name in {"campus_id", "kept_id", "other_id", "training_id", "ids"} or "_id" in name:
            return self._key(name, row)
        plain = {
            "code": self._there["person"].badge_code, "campus": THERE, "search": "",
            "cohort": self._there["cohort"].code, "text": self._there["person"].surname,
            "who": f"{self._there['person'].first_name} {self._there['person'].surname}",
            "first_name": self._there["person"].first_name,
            "surname": self._there["person"].surname, "number": self._there["document"].number,
            "kind": "person", "marks": [self._there["person"].learner_number or "x"],
            "doors": {}, "amounts": {}, "rooms": {}, "rows": [], "column": Person.id,
            "sheet": self._there["document"], "limit": 50, "most": 5000, "letters": "a",
            "figure": "people_reached", "key": "EECO01", "keys": ["x"], "name": "x", "title": "Web",
            "room": "x", "trainer": "x", "digest": "0" * 64, "with_pictures": False,
            "is_remote": False, "start": datetime(2026, 11, 1, tzinfo=UTC),
        }  # fmt: skip
        if name == "campus" and Campus in kinds:
            return self._there["campus"]
        if name in plain and not (name == "first" and date in kinds):
            return plain[name]
        return next(made for one in kinds if (made := self._typed(name, one)) is not None)

    def _key(self, name: str, row: Any) -> Any:
        there = self._there
        key = {
            "kept_id": there["person"].id, "other_id": there["coach"].id, "ids": there["person"].id,
            "person_id": there["person"].id, "training_id": there["training"],
            "campus_id": there["campus_id"], "except_id": there["coach"].id,
        }.get(name) or getattr(row, "id", there["person"].id)  # fmt: skip
        return [key] if name.endswith("ids") else key

    def _typed(self, name: str, kind: Any) -> Any:
        there, nine = self._there, datetime(2026, 11, 25, 9, tzinfo=UTC)
        made = {
            date: date(2026, 9, 1) if name in {"first", "first_day", "since"} else TODAY,
            datetime: datetime(2026, 12, 31, tzinfo=UTC) if "end" in name else nine,
            int: 0, str: "x", ZoneInfo: ZoneInfo("Europe/Rome"), Dimension: Dimension.CAMPUS,
            Hours: Hours(time(9), time(12)),
            Scope: Scope(date(2026, 1, 1), date(2026, 12, 31), campus_id=there["campus_id"]),
            PeopleView: PeopleView(there["campus_id"]),
            AgendaRow: AgendaRow(
                AgendaKind.COACHING, there["coaching"].id, 1, "", there["campus_id"], THERE,
                nine, nine, led_by=there["coach"].id, people=frozenset({there["person"].id}),
            ),
        }  # fmt: skip
        return made.get(kind)


def _is_of_rows(name: str) -> bool:
    return name.endswith(("_id", "_ids")) or name in {"campus", "code", "number", "cohort"}


def said(answer: Any) -> str:
    """All that an answer says, down to its innermost row."""
    if is_dataclass(answer):
        return " ".join(said(getattr(answer, one.name)) for one in fields(answer))
    if isinstance(answer, ClauseElement):
        return ""  # a question, which the session narrows when it is asked
    if isinstance(answer, Base):
        return " ".join(str(value) for value in vars(answer).values())
    if isinstance(answer, dict):
        return " ".join(f"{said(key)} {said(value)}" for key, value in answer.items())
    if isinstance(answer, (list, tuple, set, frozenset)):
        return " ".join(map(said, answer))
    return str(answer)


def test_no_query_tells_whoever_is_bound_to_a_campus_about_another(scene: Scene) -> None:
    asking, leaks, answered = _Asking(scene.there), {}, 0
    for name, query in queries():
        if name in NOT_ASKED:
            continue
        for with_defaults in (False, True):
            arguments = asking.arguments(query, with_defaults=with_defaults)
            try:
                answer = scene.desk.read(query, **arguments)
            except DeskError:
                continue
            answered += 1
            told = (_words(answer) & scene.secret) - _words(list(arguments.values()))
            if told and name not in OF_WHOEVER_SHOWS_IT:
                leaks[name] = sorted(told)[:3]
    assert leaks == {}
    assert answered > 250


def _words(answer: Any) -> set[str]:
    return set(re.split(r"[\s'\"(),]+", said(answer)))


def test_a_badge_and_a_paper_say_what_they_say_and_whoever_is_let_in_is_known_from_then_on(
    scene: Scene,
) -> None:
    desk, person, paper = scene.desk, scene.there["person"], scene.there["document"]
    assert desk.read(person_of_code, code=person.badge_code) == person.id
    assert desk.read(tokens.holder, code=person.learner_number) is None  # a number can be guessed
    told = desk.read(judge_typed, number=paper.number, code="AAAA-AAAA-AAAA")
    assert told.campus
    for refused in (
        lambda: desk.do(access.gather, person_id=person.id),
        lambda: desk.do(sights.show_national_number, person_id=person.id),
        lambda: desk.do(people.record_consent, person_id=person.id, kind=IMAGE, is_given=True),
        lambda: desk.do(people.delete_person, person_id=person.id),
        lambda: desk.do(intake.add_person, first_name="Bo", campus_id=scene.there["campus_id"]),
    ):
        with pytest.raises(OtherCampus):
            refused()
    with pytest.raises(NotFound):
        desk.read(person_detail, person_id=person.id)
    here = desk.read(_campus, code=HERE)
    desk.do(check_in, person_id=person.id, campus_id=here)
    known = desk.read(person_detail, person_id=person.id)
    assert (known.surname, known.enrolments) == (ELSEWHERE, ())  # not what they do there
    desk.do(people.record_consent, person_id=person.id, kind=IMAGE, is_given=True)
    with pytest.raises(OtherCampus):  # a copy would be whole
        desk.do(access.gather, person_id=person.id)
    desk.undo()
    desk.undo()
    assert desk.undo_title is None


def test_what_cannot_be_narrowed_is_refused_and_the_end_of_the_chain_is_everybodys(
    scene: Scene,
) -> None:
    desk = scene.desk

    def by_table(session: Session) -> Any:
        return session.execute(select(Person.__table__.c.surname)).all()

    with pytest.raises(NotNarrowed):
        desk.read(by_table)
    head = desk.read(audit_head)
    assert head == desk.audit_head()
    assert desk.read(lambda session: session.get(Person, scene.there["person"].id)) is None
    seen = desk.read(lambda session: session.scalar(select(func.count(Cohort.id))))
    desk.sign_on(scene.people["manager"], PIN)
    assert desk.read(lambda session: session.scalar(select(func.count(Cohort.id)))) > seen > 0
    desk.sign_on(scene.people["bound"], PIN)
