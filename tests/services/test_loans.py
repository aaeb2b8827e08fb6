"""Things kept, lent once at a time, given back; whoever still has one is not forgotten."""

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from mgdesk.desk import Desk
from mgdesk.errors import StaleRecord
from mgdesk.model import Loan
from mgdesk.paths import Home
from mgdesk.queries.loans import loan, loans, resource_of_code, resources
from mgdesk.queries.people import learners
from mgdesk.rules.loans import LoanStatus, ResourceKind
from mgdesk.services import loans as services
from mgdesk.services import people
from mgdesk.storage.audit import now
from mgdesk.storage.database import ConflictingData
from mgdesk.storage.opening import open_store
from tests.accompaniment_scene import Scene, make_scene
from tests.cohort_scene import add_people, counted_statements, everything
from tests.storage.conftest import postgres, postgres_server  # noqa: F401 - pytest finds them here

FAR = date(2090, 1, 1)


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


def test_a_laptop_is_lent_shown_with_who_has_it_and_given_back(any_scene: Scene) -> None:
    desk = any_scene.desk
    loan_id = any_scene.lend(due_on=FAR, condition="Good")
    (row,) = desk.read(resources, campus_id=any_scene.campus_id)
    assert (row.code, row.holder, row.due_on, row.loan_id) == (
        "L-07", "Amina El Idrissi", FAR, loan_id,
    )  # fmt: skip
    assert row.status(FAR) is LoanStatus.OPEN
    assert row.status(FAR + timedelta(days=1)) is LoanStatus.OVERDUE
    assert desk.read(resources, is_free=True) == []
    (late,) = desk.read(loans, overdue_on=FAR + timedelta(days=1))
    assert (late.name, late.condition_lent) == ("Amina El Idrissi", "Good")
    assert desk.read(loans, overdue_on=FAR) == []
    desk.do(services.give_back, loan_id=loan_id, condition="Scratched")
    found = desk.read(loan, loan_id=loan_id)
    assert (found.is_open, found.condition_returned) == (False, "Scratched")
    assert [row.holder for row in desk.read(resources, is_free=True)] == [""]
    with pytest.raises(services.AlreadyGivenBack):
        desk.do(services.give_back, loan_id=loan_id)


def test_nothing_is_lent_twice_at_a_time_and_the_history_stays(scene: Scene) -> None:
    lea = add_people(scene.desk, ("Léa", "Martin"))[0]
    first = scene.lend()
    with pytest.raises(services.AlreadyLent) as refused:
        scene.lend(person_id=lea)
    assert "Amina El Idrissi" in str(refused.value)
    scene.desk.do(services.give_back, loan_id=first)
    second = scene.lend(person_id=lea)
    rows = scene.desk.read(loans, resource_id=scene.laptop)
    assert [(row.id, row.is_open) for row in rows] == [(second, True), (first, False)]


def test_the_database_itself_refuses_a_second_open_loan(any_scene: Scene) -> None:
    any_scene.lend()

    def lend_behind_the_service(session: Session) -> None:
        session.add(
            Loan(resource_id=any_scene.laptop, person_id=any_scene.karim, lent_at=now(session))
        )

    with pytest.raises(ConflictingData):
        any_scene.desk.do(lend_behind_the_service)
    assert len(any_scene.desk.read(loans)) == 1


def test_the_due_day_moves_but_not_before_the_loan(scene: Scene) -> None:
    loan_id = scene.lend()
    scene.desk.do(services.change_due_day, loan_id=loan_id, due_on=FAR)
    assert scene.desk.read(loan, loan_id=loan_id).due_on == FAR
    for act in (
        lambda: scene.desk.do(services.change_due_day, loan_id=loan_id, due_on=date(2020, 1, 1)),
        lambda: scene.lend(due_on=date(2020, 1, 1)),
    ):
        with pytest.raises((services.DueBeforeLent, services.AlreadyLent)):
            act()
    assert scene.desk.read(loan, loan_id=loan_id).due_on == FAR


def test_a_thing_has_a_code_of_its_own_and_is_retired_only_when_it_is_back(scene: Scene) -> None:
    desk = scene.desk
    given = {"campus_id": scene.campus_id, "kind": ResourceKind.KEY}
    with pytest.raises(services.ResourceCodeMissing):
        desk.do(services.add_resource, code="  ", **given)
    with pytest.raises(services.ResourceCodeTaken):
        desk.do(services.add_resource, code="l-07", **given)
    loan_id = scene.lend()
    with pytest.raises(services.AlreadyLent):
        desk.do(services.retire_resource, resource_id=scene.laptop)
    desk.do(services.give_back, loan_id=loan_id)
    desk.do(services.retire_resource, resource_id=scene.laptop)
    assert desk.read(resources) == []
    with pytest.raises(services.Retired):
        scene.lend()
    row = desk.read(resource_of_code, code="l-07")
    values = {"code": "L-08", "kind": row.kind, "label": "", "note": "", "is_active": True}
    desk.do(services.update_resource, resource_id=row.id, version=row.version, **values)
    assert [one.code for one in desk.read(resources)] == ["L-08"]
    with pytest.raises(StaleRecord):
        desk.do(services.update_resource, resource_id=row.id, version=row.version, **values)


def test_whoever_still_has_something_is_not_deleted(scene: Scene) -> None:
    loan_id = scene.lend()
    with pytest.raises(services.StillHasLoans) as refused:
        scene.desk.do(people.delete_person, person_id=scene.amina)
    assert "L-07" in str(refused.value)
    assert len(scene.desk.read(learners)) == 2
    scene.desk.do(services.give_back, loan_id=loan_id)
    before = everything(scene.desk)
    scene.desk.do(people.delete_person, person_id=scene.amina)
    assert scene.desk.read(loans) == []
    scene.desk.undo()
    assert everything(scene.desk) == before


def test_every_step_is_undone(scene: Scene) -> None:
    states = [everything(scene.desk)]
    loan_id = scene.lend()
    states.append(everything(scene.desk))
    scene.desk.do(services.change_due_day, loan_id=loan_id, due_on=FAR)
    states.append(everything(scene.desk))
    scene.desk.do(services.give_back, loan_id=loan_id)
    for state in reversed(states):
        scene.desk.undo()
        assert everything(scene.desk) == state


def test_queries_do_not_grow_with_rows(scene: Scene) -> None:
    def sent() -> int:
        with counted_statements() as statements:
            scene.desk.read(resources)
            scene.desk.read(loans)
        return len(statements)

    scene.lend()
    few = sent()
    for code in ("K-01", "K-02", "K-03"):
        thing = scene.desk.do(
            services.add_resource, campus_id=scene.campus_id, code=code, kind=ResourceKind.KEY
        )
        scene.lend(resource_id=thing)
    assert sent() == few
