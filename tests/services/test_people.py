"""People changed, given roles, asked for consent, deleted and brought back."""

import pytest

from mgdesk.desk import Desk
from mgdesk.errors import NotFound, StaleRecord
from mgdesk.model.identity import new_key
from mgdesk.queries import people as queries
from mgdesk.rules.attendance import AttendanceStatus
from mgdesk.rules.people import ConsentKind, Role
from mgdesk.services import intake, people
from tests.cohort_scene import add_campus, everything, make_scene


def test_only_what_is_given_is_changed_and_search_follows(desk: Desk) -> None:
    person_id = desk.do(intake.add_person, first_name="Lea", surname="Martin", phone="0470000123")
    version = desk.read(queries.person, person_id=person_id).version
    desk.do(people.update_person, person_id=person_id, version=version, first_name="Zoé")
    found = desk.read(queries.person, person_id=person_id)
    assert (found.name, found.phone) == ("Zoé Martin", "+32470000123")
    assert desk.read(queries.learners, search="lea") == []
    assert len(desk.read(queries.learners, search="zoe 0470000123")) == 1


def test_a_stale_edit_is_refused(desk: Desk) -> None:
    person_id = desk.do(intake.add_person, surname="Ng")
    version = desk.read(queries.person, person_id=person_id).version
    desk.do(people.update_person, person_id=person_id, version=version, note="first")
    with pytest.raises(StaleRecord):
        desk.do(people.update_person, person_id=person_id, version=version, note="second")
    assert desk.read(queries.person, person_id=person_id).note == "first"


def test_a_name_cannot_be_taken_away(desk: Desk) -> None:
    person_id = desk.do(intake.add_person, surname="Ng")
    with pytest.raises(intake.NameMissing):
        desk.do(people.update_person, person_id=person_id, version=1, surname=" ")
    assert desk.read(queries.person, person_id=person_id).surname == "Ng"


def test_deleting_takes_everything_along_and_undo_brings_it_back(desk: Desk) -> None:
    scene = make_scene(desk)
    scene.mark(0, 0, AttendanceStatus.PRESENT)
    before = everything(desk)
    desk.do(people.delete_person, person_id=scene.people[0])
    assert desk.read(queries.count_people) == 2
    with pytest.raises(NotFound):
        desk.read(queries.person, person_id=scene.people[0])
    desk.undo()
    assert everything(desk) == before


def test_roles_are_worn_exactly_as_said(desk: Desk) -> None:
    campus_id = add_campus(desk)
    person_id = desk.do(
        intake.add_person, surname="Ng", campus_id=campus_id, roles=(Role.VISITOR, Role.GUEST)
    )
    desk.do(people.set_roles, person_id=person_id, roles=[Role.LEARNER, Role.GUEST])
    found = desk.read(queries.person, person_id=person_id)
    assert (found.roles, found.learner_number) == ((Role.LEARNER, Role.GUEST), "MOL-00001")


def test_the_last_answer_counts_and_earlier_ones_stay(desk: Desk) -> None:
    person_id = desk.do(intake.add_person, surname="Ng")
    for is_given in (True, False):
        desk.do(
            people.record_consent,
            person_id=person_id,
            kind=ConsentKind.NEWSLETTER,
            is_given=is_given,
        )
    found = desk.read(queries.person, person_id=person_id)
    assert [consent.is_given for consent in found.consents] == [False]
    assert len(found.timeline) == 3


@pytest.mark.parametrize("action", [people.delete_person, people.set_roles])
def test_somebody_who_is_gone_is_said(desk: Desk, action) -> None:
    more = {"roles": []} if action is people.set_roles else {}
    with pytest.raises(NotFound):
        desk.do(action, person_id=new_key(), **more)
