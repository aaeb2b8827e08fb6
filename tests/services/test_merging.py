"""Two records of one human become one: nothing lost, nothing twice, and undo brings both back."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from mgdesk.desk import Desk
from mgdesk.errors import StaleRecord
from mgdesk.model import Attendance, Enrolment, IssuedDocument, Person, Registration, Staff
from mgdesk.model.identity import new_key
from mgdesk.queries import merging as queries
from mgdesk.queries import people as people_queries
from mgdesk.queries.history import recent_changes
from mgdesk.queries.naming import person_named
from mgdesk.queries.tokens import HolderKind, holder
from mgdesk.rules.attendance import AttendanceStatus
from mgdesk.rules.codes import person_code
from mgdesk.rules.enrolment import EnrolmentStatus
from mgdesk.rules.events import RegistrationStatus
from mgdesk.rules.merging import CLASHES, Side, proposed, whole_name
from mgdesk.rules.people import ConsentKind, Role
from mgdesk.rules.proof import check_code
from mgdesk.services import cohorts, documents, events, intake, people, registrations, tokens
from mgdesk.services.merging import SamePerson, classes_that_clash, merge_people
from mgdesk.services.verification import verify
from mgdesk.storage import audit
from mgdesk.storage.undo import UndoConflict
from tests.cohort_scene import Scene, come, everything, make_scene

PRESENT, ABSENT, LATE = AttendanceStatus.PRESENT, AttendanceStatus.ABSENT, AttendanceStatus.LATE


def rows(desk: Desk, kind: type[Any], **where: Any) -> list[dict[str, Any]]:
    """Rows as plain values, so that nothing of a closed session is asked later."""

    def read(session: Session) -> list[dict[str, Any]]:
        found = session.scalars(select(kind).filter_by(**where).order_by(kind.id))
        names = [attribute.key for attribute in inspect(kind).column_attrs]
        return [{name: getattr(one, name) for name in names} for one in found]

    return desk.read(read)


@pytest.fixture
def scene(desk: Desk) -> Scene:
    return make_scene(desk)


def give_everything(scene: Scene) -> UUID:
    """Léa and Amina are one human: both have marks, papers, roles, tickets, codes. The event's key."""
    desk, (lea, amina, _) = scene.desk, scene.people
    starts = datetime(2026, 11, 4, 18, 0)
    event_id = desk.do(
        events.add_event,
        code="TALK",
        campus_id=scene.campus_id,
        title="Talk",
        starts_at=starts,
        ends_at=starts + timedelta(hours=2),
    )
    for who, code in ((lea, "TICKET-L"), (amina, "TICKET-A")):
        desk.do(registrations.register, event_id=event_id, person_id=who, external_code=code)
        desk.do(people.set_roles, person_id=who, roles={Role.LEARNER, Role.GUEST})
        desk.do(people.record_consent, person_id=who, kind=ConsentKind.IMAGE, is_given=who == lea)
    desk.do(people.set_roles, person_id=amina, roles={Role.LEARNER, Role.GUEST, Role.COACH})
    come(desk, event_id, amina)
    desk.do(tokens.bind, code="CARD-OF-AMINA", person_id=amina)
    scene.mark(0, 0, PRESENT)
    scene.mark(0, 1, ABSENT)
    scene.mark(1, 1, PRESENT)
    scene.mark(2, 0, ABSENT)
    desk.do(cohorts.set_enrolment, enrolment_id=scene.enrolments[1], status=EnrolmentStatus.ACTIVE)
    desk.do(
        documents.issue_certificates,
        cohort_id=scene.cohort_id,
        enrolment_ids=[scene.enrolments[1]],
        override_reason="she asked for it",
    )
    return event_id


def test_every_clash_that_a_merge_may_meet_has_its_rule() -> None:
    """A new table with a unique constraint over somebody's key needs a line in `rules.merging`."""
    assert set(classes_that_clash()) == set(CLASHES)


def test_the_better_value_is_proposed() -> None:
    cases = [
        ("surname", "MARTIN", "Martin", Side.OTHER),
        ("surname", "Élodie", "Elodie", Side.KEPT),
        ("first_name", "", "Léa", Side.OTHER),
        ("phone", "0470 nope", "+32470123456", Side.OTHER),
        ("phone", "+32470123456", "", Side.KEPT),
        ("note", "one", "two", Side.BOTH),
        ("birth_date", date(2000, 1, 2), date(2001, 1, 2), Side.KEPT),
        ("birth_date", None, date(2001, 1, 2), Side.OTHER),
    ]
    assert [proposed(*case[:3]) for case in cases] == [case[3] for case in cases]


def test_halves_of_two_names_do_not_become_one() -> None:
    cases = [
        (("De", "Wit Bram"), ("", "Bram De Wit"), Side.KEPT),
        (("Noor", ""), ("", "Noor Jacobs"), Side.OTHER),
        (("", "AMINA EL IDRISSI"), ("Amina", "El Idrissi"), Side.OTHER),
        (("lea", "Martin"), ("Léa", "MARTIN"), None),
        (("Léa", ""), ("Léa", "Martin"), None),
    ]
    assert [whole_name(*case[:2]) for case in cases] == [case[2] for case in cases]


def test_one_record_has_what_both_had_and_undo_brings_both_back_whole(scene: Scene) -> None:
    desk, (lea, amina, yassine) = scene.desk, scene.people
    event_id = give_everything(scene)
    desk.do(people.update_person, person_id=amina, version=version(desk, amina), note="From Amina",
            learner_number="MOL-00900", campus_id=scene.campus_id)  # fmt: skip
    desk.do(people.update_person, person_id=lea, version=version(desk, lea), note="From Léa",
            learner_number="MOL-00901", campus_id=scene.campus_id)  # fmt: skip
    (paper,) = rows(desk, IssuedDocument)
    number = paper["number"]
    said = f"{number} {check_code(paper['digest'])}"
    verdict = desk.read(verify, what=said)
    seen = desk.read(queries.compare, kept_id=lea, other_id=amina)
    assert (seen.cohorts, seen.events) == (("CODING-1",), ("Talk",))
    assert [(m.kept, m.other, m.counts) for m in seen.marks] == [(PRESENT, ABSENT, Side.OTHER)]
    before = everything(desk)

    desk.do(
        merge_people,
        kept_id=lea,
        other_id=amina,
        choices={"first_name": Side.OTHER, "surname": Side.KEPT},
    )

    assert desk.undo_title == "Fiche d’Amina El Idrissi réunie à celle de Léa Martin"
    kept = desk.read(people_queries.person, person_id=lea)
    assert (kept.name, kept.note) == ("Amina Martin", "From Léa\nFrom Amina")
    assert set(kept.roles) == {Role.LEARNER, Role.GUEST, Role.COACH}
    assert [(one.cohort, one.status) for one in kept.enrolments] == [
        ("CODING-1", EnrolmentStatus.ACTIVE)
    ]
    assert [one.status for one in kept.registrations] == [RegistrationStatus.ATTENDED]
    marks = {one["slot_id"]: one["status"] for one in rows(desk, Attendance)}
    assert marks == dict(zip(scene.slots, (ABSENT, PRESENT, ABSENT), strict=False))
    assert {one["person_id"] for one in rows(desk, Enrolment)} == {lea, yassine}
    # What finds her, and the paper that was printed, stay what they were.
    codes = ("TICKET-L", "TICKET-A", "CARD-OF-AMINA", "MOL-00900", "MOL-00901",
             person_code(lea), person_code(amina))  # fmt: skip
    assert {desk.read(holder, code=code).person_id for code in codes} == {lea}
    assert desk.read(holder, code=person_code(amina)).kind is HolderKind.BADGE
    assert desk.read(person_named, who="mol-00900") == lea
    assert desk.read(person_named, who=person_code(amina)) == lea
    found = [row.id for row in desk.read(people_queries.learners, search="MOL-00900")]
    assert found == [lea]
    (after_paper,) = rows(desk, IssuedDocument)
    assert after_paper == paper | {"person_id": lea}
    assert desk.read(verify, what=said) == verdict
    assert "Amina El Idrissi" in " ".join(row.text for row in kept.timeline)
    assert desk.check() == desk.check_search() == []

    desk.undo()
    assert everything(desk) == before
    desk.redo()
    assert desk.read(holder, code=person_code(amina)).person_id == lea
    assert {one["event_id"] for one in rows(desk, Registration)} == {event_id}
    assert desk.check() == desk.check_search() == []


def version(desk: Desk, person_id: UUID) -> int:
    return desk.read(people_queries.person, person_id=person_id).version


def test_undone_by_name_whole_or_not_at_all(scene: Scene) -> None:
    desk, (lea, amina, yassine) = scene.desk, scene.people
    before = everything(desk)
    desk.do(merge_people, kept_id=lea, other_id=amina)
    merge = desk.read(recent_changes)[0].id
    desk.do(people.record_consent, person_id=yassine, kind=ConsentKind.IMAGE, is_given=True)
    desk.do(people.record_consent, person_id=lea, kind=ConsentKind.IMAGE, is_given=True)
    desk.undo_change(merge)  # what came later leans on the one who stayed
    assert {one["id"] for one in rows(desk, Person)} == {lea, amina, yassine}
    assert everything(desk)["enrolment"] == before["enrolment"]
    desk.do(merge_people, kept_id=lea, other_id=amina)
    merge = desk.read(recent_changes)[0].id
    desk.do(merge_people, kept_id=yassine, other_id=lea)
    assert desk.read(holder, code=person_code(amina)).person_id == yassine
    with pytest.raises(UndoConflict):
        desk.undo_change(merge)
    assert [one["id"] for one in rows(desk, Person)] == [yassine]
    desk.undo()
    desk.undo_change(merge)
    assert everything(desk)["enrolment"] == before["enrolment"]


def test_who_coached_their_other_record_coached_nobody(scene: Scene) -> None:
    from mgdesk.model import CoachingSession

    desk, (lea, amina, _) = scene.desk, scene.people

    def coach(session: Session) -> None:
        moment = datetime(2026, 11, 4, 9, tzinfo=UTC)
        session.add(
            CoachingSession(
                person_id=lea, coach_id=amina, campus_id=scene.campus_id, starts_at=moment,
                ends_at=moment + timedelta(hours=1), booked_at=moment,
            )
        )  # fmt: skip
        session.add(Staff(id=new_key(), name="Amina", person_id=amina, is_active=False))
        audit.name_change(session, "Coaching")

    desk.do(coach)
    before = everything(desk)
    desk.do(merge_people, kept_id=lea, other_id=amina)
    (talk,) = rows(desk, CoachingSession)
    assert (talk["person_id"], talk["coach_id"]) == (lea, None)
    assert [one["person_id"] for one in rows(desk, Staff, name="Amina")] == [lea]
    desk.undo()
    assert everything(desk) == before


def test_a_merge_of_what_was_not_seen_is_refused(scene: Scene) -> None:
    desk, (lea, amina, _) = scene.desk, scene.people
    with pytest.raises(SamePerson):
        desk.do(merge_people, kept_id=lea, other_id=lea)
    versions = version(desk, lea), version(desk, amina)
    desk.do(people.update_person, person_id=amina, version=versions[1], note="new")
    before = everything(desk)
    with pytest.raises(StaleRecord):
        desk.do(merge_people, kept_id=lea, other_id=amina, versions=versions)
    assert everything(desk) == before
    desk.do(intake.add_person, first_name="Third")
