"""Who is at the desk: signed on by a PIN, named in the history, undoing what is theirs."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from uuid import UUID

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from mgdesk.desk import Desk, WaitForPin, WrongPin, open_desk
from mgdesk.errors import NotFound
from mgdesk.model import Absence, Change
from mgdesk.queries import coaching as coaching_queries
from mgdesk.queries import selection as choice
from mgdesk.queries.absences import absences as absence_rows
from mgdesk.queries.applications import application
from mgdesk.queries.campuses import picture
from mgdesk.queries.history import audit_head, recent_changes
from mgdesk.queries.privacy import privacy
from mgdesk.queries.retention import reason_of, review
from mgdesk.queries.staff import sign_ons, staff
from mgdesk.rules.clock import HybridClock
from mgdesk.rules.coaching import ReferralWay
from mgdesk.rules.people import StaffRole
from mgdesk.rules.pins import Patience
from mgdesk.rules.retention import Category
from mgdesk.rules.sights import Sensitive
from mgdesk.services import (
    absences,
    access,
    applications,
    coaching,
    cohorts,
    intake,
    referrals,
    selection,
    sights,
)
from mgdesk.services import staff as services
from mgdesk.services.campuses import add_campus
from mgdesk.services.checkin import check_in
from mgdesk.services.enrolments import enrol
from mgdesk.services.people import delete_person
from mgdesk.services.privacy import note_review
from mgdesk.services.rights import NotAllowed
from mgdesk.storage.database import ConflictingData
from mgdesk.storage.duty import NobodyAtTheDesk, OtherCampus
from mgdesk.storage.whose import ChangeOfAnother, StaffNotUndone
from tests.cohort_scene import MONDAY, add_cohort, add_people
from tests.cohort_scene import add_campus as make_campus
from tests.services.test_campuses import picture as drawn
from tests.staff_scene import PIN, hire

RECEPTION, COACH, MANAGER = StaffRole.RECEPTION, StaffRole.COACH, StaffRole.MANAGER
READER = StaffRole.READER
PROOF = drawn()


def doers(session: Session) -> list[UUID | None]:
    return list(session.scalars(select(Change.staff_id).order_by(Change.position)))


def test_nothing_is_read_or_done_until_somebody_signs_on_and_the_history_names_them(
    desk: Desk,
) -> None:
    desk.do(intake.add_person, first_name="Ana")
    people = hire(desk, RECEPTION)
    desk.sign_off()
    assert (desk.is_closed, desk.may()) == (True, False)
    for door in (
        lambda: desk.read(staff),
        lambda: desk.do(intake.add_person, first_name="Bo"),
        desk.undo,
        desk.back_up,
    ):
        with pytest.raises(NobodyAtTheDesk):
            door()
    desk.sign_on(people[RECEPTION], PIN)
    desk.do(intake.add_person, first_name="Bo")
    assert desk.read(doers) == [None, None, people[MANAGER], people[RECEPTION]]
    assert [row.by for row in desk.read(recent_changes)] == ["Reception", "Manager", "", ""]


def test_a_change_is_undone_by_whoever_did_it_or_by_a_manager(desk: Desk) -> None:
    people = hire(desk, RECEPTION, StaffRole.TRAINER)
    desk.sign_on(people[RECEPTION], PIN)
    desk.do(intake.add_person, first_name="Ana")
    made = desk.read(recent_changes)[0]
    desk.sign_on(people[StaffRole.TRAINER], PIN)
    assert (desk.undo_title, desk.undo()) == (None, None)
    with pytest.raises(ChangeOfAnother, match="Reception"):
        desk.undo_change(made.id)
    desk.sign_on(people[RECEPTION], PIN)
    assert desk.undo() == "Ana\xa0: fiche ajoutée"
    assert desk.redo() == "Ana\xa0: fiche ajoutée"
    desk.sign_on(people[MANAGER], PIN)
    assert desk.undo_title is None
    desk.undo_change(desk.read(recent_changes)[0].id)
    added = next(row for row in desk.read(recent_changes) if "Trainer" in row.title)
    assert not added.can_undo
    with pytest.raises(StaffNotUndone):
        desk.undo_change(added.id)


def test_who_came_left_and_gave_a_wrong_pin_is_noted_for_managers_and_cannot_be_changed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMPUTERNAME", "FRONT-1")
    people = hire(desk, RECEPTION)
    with pytest.raises(WrongPin):
        desk.sign_on(people[RECEPTION], "1111")
    with pytest.raises(WrongPin):
        desk.do_with_pin("1111", intake.add_person, first_name="Ana")
    desk.sign_on(people[RECEPTION], PIN)
    with pytest.raises(NotAllowed):
        desk.read(sign_ons)
    desk.stand_as_kiosk()
    desk.sign_off()
    desk.sign_on(people[MANAGER], PIN)
    desk.close()
    desk.sign_on(people[MANAGER], PIN)
    told = [(row.name, row.kind.value, row.computer) for row in desk.read(sign_ons)]
    lines = [
        ("Manager", "on"), ("Manager", "off"), ("Manager", "on"), ("Reception", "off"),
        ("Reception", "on"), ("Manager", "off"), ("Manager", "refused"), ("Reception", "refused"),
        ("Manager", "on"), ("Manager", "on"),
    ]  # fmt: skip
    assert told == [(*line, "FRONT-1") for line in lines]
    for statement in ("UPDATE sign_on SET kind = 'on'", "DELETE FROM sign_on"):
        with pytest.raises(ConflictingData):
            desk.do_by_itself(
                lambda session, words=statement: session.execute(text(words)) and None
            )
    assert desk.do(note_review, day=date(2026, 11, 27)) == 0
    clock = desk._store.clock
    desk._store.clock = HybridClock(wall=lambda: clock.now() + timedelta(days=366))
    assert desk.do(note_review, day=date(2027, 11, 27)) == len(lines)
    assert desk.read(sign_ons) == []


def test_work_goes_on_in_the_name_of_who_asked_for_it(desk: Desk) -> None:
    people = hire(desk, RECEPTION)
    work = desk.in_their_name(lambda: desk.do(intake.add_person, first_name="Ana"))
    desk.sign_off()
    work()
    desk.sign_on(people[RECEPTION], PIN)
    assert desk.read(doers)[-1] == people[MANAGER]
    assert desk.undo_title is None


def test_notes_are_for_coaches(desk: Desk) -> None:
    campus = desk.do(add_campus, code="MOL", name="Campus Molenbeek", country="BE")
    client = desk.do(intake.add_person, first_name="Ana")
    coach = desk.do(intake.add_person, first_name="Coco")
    people = hire(desk, RECEPTION, COACH)
    meeting = desk.do(
        coaching.book,
        person_id=client,
        coach_id=coach,
        campus_id=campus,
        starts_at=datetime(2026, 11, 20, 9, tzinfo=UTC),
    )
    desk.sign_on(people[COACH], PIN)
    version = desk.read(coaching_queries.note, coaching_id=meeting).version
    texts = {"aims": "private", "points": "", "action_plan": ""}
    desk.do(coaching.write_note, coaching_id=meeting, version=version, **texts)
    written = desk.read(recent_changes)[0]
    for role in (RECEPTION, MANAGER):
        desk.sign_on(people[role], PIN)
        with pytest.raises(NotAllowed):
            desk.read(coaching_queries.note, coaching_id=meeting)
        with pytest.raises(NotAllowed):
            desk.do(coaching.delete, coaching_id=meeting)
        with pytest.raises(NotAllowed):
            desk.undo_change(written.id)


def test_referrals_are_for_coaches_too_and_whoever_deletes_a_person_brings_them_back(
    desk: Desk,
) -> None:
    desk.do(add_campus, code="MOL", name="Campus Molenbeek", country="BE")
    client = desk.do(intake.add_person, first_name="Ana")
    people = hire(desk, RECEPTION, COACH)
    desk.sign_on(people[COACH], PIN)
    sent = {"person_id": client, "day": date(2026, 11, 2), "way": ReferralWay.OUT}
    made = desk.do(referrals.add_referral, **sent, party="Vesta", reason="private")
    written = desk.read(recent_changes)[0]
    desk.sign_on(people[MANAGER], PIN)
    with pytest.raises(NotAllowed):
        desk.undo_change(written.id)
    copy = desk.do(access.gather, person_id=client)
    assert "private" not in str(copy.rows)
    assert "Vesta" in str(copy.rows)
    desk.do(delete_person, person_id=client)
    desk.undo()
    desk.sign_on(people[COACH], PIN)
    assert "private" in str(desk.do(access.gather, person_id=client).rows)
    assert desk.do(referrals.referral, referral_id=made) == ("private", "")


def test_what_interviewers_noted_and_proofs_of_absences_are_for_those_who_need_them(
    desk: Desk,
) -> None:
    campus_id, cohort_id = make_campus(desk), add_cohort(desk)
    (client,) = add_people(desk, ("Ana", "Sick"))
    place = desk.do(enrol, person_id=client, cohort_id=cohort_id)
    away = {"enrolment_id": place, "first_day": MONDAY, "last_day": MONDAY}
    absence = desk.do(absences.add_absence, **away, proof=PROOF, note="private flu")
    asked = desk.do(applications.apply, person_id=client, cohort_id=cohort_id)
    row = desk.read(application, application_id=asked)
    goal = {"training_id": row.training_id, "campus_id": campus_id}
    desk.do(selection.set_criteria, **goal, criteria=[selection.CriterionFields("Motivation")])
    (criterion,) = desk.read(choice.criteria, **goal)
    desk.do(
        selection.write_interview, application_id=asked, interviewer="Bo", note="private words",
        points={criterion.id: 4},
    )  # fmt: skip
    noted = desk.read(recent_changes)[0]
    people = hire(desk, *StaffRole)
    doors = {
        "interviews": partial(desk.read, choice.interviews, application_id=asked),
        "ranking": partial(desk.read, choice.ranking, **goal),
        "proof": partial(desk.do, sights.open_proof, absence_id=absence),
    }
    opened = {}
    for role in StaffRole:
        desk.sign_on(people[role], PIN)
        opened[role] = {name for name, door in doors.items() if not is_refused(door)}
        (found,) = desk.read(absence_rows, person_id=client)
        assert (found.has_proof, bool(found.note)) == (True, role not in {COACH, READER}), role
    chosen, told = {"interviews", "ranking"}, {"proof"}
    assert opened == {
        RECEPTION: told, StaffRole.TRAINER: set(), COACH: chosen, MANAGER: chosen | told, READER: set(),
    }  # fmt: skip
    with pytest.raises(NotFound):  # by its key it is nobody's
        desk.read(picture, picture_id=desk.do_by_itself(proof_of, absence_id=absence))
    desk.sign_on(people[RECEPTION], PIN)
    copy = desk.do(access.gather, person_id=client)
    said = str(copy.rows)
    assert ("private words" in said, "'points': 4" in said, "private flu" in said) == (
        False,
        False,
        True,
    )
    assert len(copy.pictures) == 1
    assert "entretiens de sélection" in str(copy.letter)
    with pytest.raises(ChangeOfAnother):
        desk.undo_change(noted.id)
    desk.sign_on(people[COACH], PIN)
    copy = desk.do(access.gather, person_id=client)
    assert ("private words" in str(copy.rows), "private flu" in str(copy.rows)) == (True, False)
    assert copy.pictures == ()
    seen = [(one.what, one.who) for one in desk.read(privacy, person_id=client).sights]
    assert (Sensitive.ABSENCE_PROOF, "Reception") in seen


def is_refused(door: Callable[[], object]) -> bool:
    try:
        door()
    except NotAllowed:
        return True
    return False


def proof_of(session: Session, *, absence_id: UUID) -> UUID:
    found = session.get_one(Absence, absence_id).proof_id
    assert found is not None
    return found


def test_who_sees_one_campus_changes_that_campus_only(desk: Desk) -> None:
    here, other = (
        desk.do(add_campus, code=code, name=code, country="BE") for code in ("MOL", "ANT")
    )
    client, coach = (
        desk.do(intake.add_person, first_name=name, campus_id=other) for name in ("Ana", "Coco")
    )
    cohort = {"training": "Web", "first_day": date(2026, 9, 7), "last_day": date(2026, 9, 11)}
    there = desk.do(cohorts.add_cohort, code="ANT-1", campus="ANT", **cohort)
    hire(desk)
    bound = {
        role: desk.do(services.add_staff, name=f"{role} MOL", role=role, pin=PIN, campus_id=here)
        for role in (RECEPTION, MANAGER)
    }
    talk = {"person_id": client, "starts_at": datetime(2026, 11, 20, 9, tzinfo=UTC)}
    desk.sign_on(bound[RECEPTION], PIN)
    before = desk.read(audit_head)
    for forbidden in (
        partial(desk.do, coaching.book, **talk, coach_id=coach, campus_id=other),
        partial(desk.do, enrol, person_id=client, cohort_id=there),
        partial(desk.do, check_in, person_id=client, campus_id=other),
    ):
        with pytest.raises(OtherCampus):
            forbidden()
    assert desk.read(audit_head) == before
    desk.do(check_in, person_id=client, campus_id=here)
    desk.sign_on(bound[MANAGER], PIN)
    own = next(row for row in desk.read(staff) if row.id == bound[MANAGER])
    with pytest.raises(OtherCampus):  # nobody widens what they see
        desk.do(
            services.update_staff, staff_id=own.id, version=own.version, name=own.name,
            role=MANAGER, campus_id=None,
        )  # fmt: skip
    with pytest.raises(OtherCampus):
        desk.do(services.add_staff, name="All", role=RECEPTION, pin=PIN)
    boss = next(row for row in desk.read(staff) if row.campus_id is None)
    with pytest.raises(OtherCampus):
        desk.do(services.set_staff_pin, staff_id=boss.id, pin="1357")
    with pytest.raises(OtherCampus):
        desk.do(services.set_active, staff_id=boss.id, is_active=False)
    with pytest.raises(OtherCampus):
        desk.do(add_campus, code="GNT", name="Gent", country="BE")


def test_wrong_pins_make_wait_in_every_program_and_after_a_new_start(desk: Desk) -> None:
    people = hire(desk)
    moment = [0.0]
    for _try in range(3):
        with pytest.raises(WrongPin):
            desk.sign_on(people[MANAGER], "1111")
    assert desk.on_duty is not None  # a wrong PIN takes nobody away
    other = open_desk(desk.home)
    other._patience = Patience(lambda: moment[0])
    with pytest.raises(WaitForPin) as waiting:
        other.sign_on(people[MANAGER], PIN)
    assert waiting.value.values == {"seconds": 5}
    moment[0] = 5.0
    with pytest.raises(WrongPin):
        other.sign_on(people[MANAGER], "1112")
    with pytest.raises(WaitForPin) as waiting:
        desk.sign_on(people[MANAGER], PIN)
    assert waiting.value.values == {"seconds": 10}  # the other desk's try counts here
    moment[0] = 15.0
    assert other.sign_on(people[MANAGER], PIN).role is MANAGER
    other.close()
    assert desk.sign_on(people[MANAGER], PIN).name == "Manager"
    assert [row.failures for row in desk.read(staff)] == [0]


def test_there_is_always_a_manager(desk: Desk) -> None:
    with pytest.raises(services.FirstIsManager):
        desk.do(services.add_staff, name="Réa", role=RECEPTION, pin=PIN)
    with pytest.raises(services.PinUnusable):
        desk.do(services.add_staff, name="Réa", role=MANAGER, pin="12")
    people = hire(desk, RECEPTION)
    manager = next(row for row in desk.read(staff) if row.role is MANAGER)
    with pytest.raises(services.LastManager):
        desk.do(services.set_active, staff_id=manager.id, is_active=False)
    with pytest.raises(services.StaffNameTaken):
        desk.do(services.add_staff, name="MANAGER", role=RECEPTION, pin=PIN)
    values = {"staff_id": manager.id, "version": manager.version, "name": "Manager"}
    with pytest.raises(services.LastManager):
        desk.do(services.update_staff, **values, role=COACH)
    desk.do(services.add_staff, name="Second", role=MANAGER, pin=PIN)
    desk.do(services.update_staff, **values, role=RECEPTION)
    assert desk.on_duty is not None
    assert desk.on_duty.role is RECEPTION  # at once
    with pytest.raises(NotAllowed):
        desk.do(services.set_staff_pin, staff_id=people[RECEPTION], pin="1357")


def test_who_is_retired_elsewhere_is_at_the_desk_no_more(desk: Desk) -> None:
    people = hire(desk, RECEPTION)
    other = open_desk(desk.home)
    other.sign_on(people[RECEPTION], PIN)
    other.hear_others()
    desk.do(services.set_active, staff_id=people[RECEPTION], is_active=False)
    other.hear_others()
    assert other.is_closed
    with pytest.raises(NotFound):
        other.sign_on(people[RECEPTION], PIN)
    other.close()


def test_somebody_of_the_staff_is_kept_from_the_last_thing_they_did_at_the_desk(desk: Desk) -> None:
    who = desk.do(intake.add_person, first_name="Rea")
    people = hire(desk)
    other = desk.do(services.add_staff, name="Rea", role=RECEPTION, pin=PIN, person_id=who)
    desk.sign_on(other, PIN)
    desk.do(intake.add_person, first_name="Bo")
    desk.sign_on(people[MANAGER], PIN)
    years = timedelta(days=6 * 365)
    today = date.today()  # noqa: DTZ011 - the periods are years long
    assert who not in {
        row.person_id for row in desk.read(review, today=today + timedelta(days=400))
    }
    kept = desk.read(reason_of, person_id=who)
    assert (kept.category, kept.until > today + timedelta(days=1800)) == (Category.STAFF, True)
    desk.do(services.set_active, staff_id=other, is_active=False)
    assert desk.read(reason_of, person_id=who) == kept
    found = {row.person_id: row.reason.category for row in desk.read(review, today=today + years)}
    assert found[who] is Category.STAFF
