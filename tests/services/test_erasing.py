"""Erasing people: nothing of them is left anywhere, every figure is as it was, and it is for good."""

import base64
from contextlib import suppress
from datetime import date, datetime
from io import BytesIO
from uuid import UUID

import pytest
from PIL import Image
from sqlalchemy import func, select

from mgdesk.desk import Desk
from mgdesk.errors import NotFound
from mgdesk.model import Base, Person, Picture
from mgdesk.queries.documents import register
from mgdesk.queries.history import recent_changes
from mgdesk.queries.hours import summaries
from mgdesk.queries.people import learners
from mgdesk.queries.people import person as person_whole
from mgdesk.queries.search import find
from mgdesk.rules.loans import ResourceKind
from mgdesk.rules.people import ConsentKind, Gender, Role
from mgdesk.services import (
    absences,
    attestations,
    campuses,
    coaching,
    coaching_papers,
    documents,
    erasing,
    events,
    funding,
    intake,
    loans,
    people,
    privacy,
    tokens,
    verification,
    visits,
)
from mgdesk.services.erasing import AlreadyErased, KeptProof
from mgdesk.services.loans import StillHasLoans
from mgdesk.services.pictures import keep_proof
from mgdesk.storage import keys
from mgdesk.storage.undo import ChangeGone, UndoConflict
from tests.cohort_scene import FRIDAY, MONDAY, Scene, come, make_scene
from tests.plain_pages import plain_pages
from tests.proof_papers import note
from tests.test_planted_names import traces

FORMER = "Vormaligheidt"
WORDS = [
    "Zéphyrinette", "Quorvalbeck", "كورفالبيكي", FORMER, "Zouzounette", "Rue Plantevigne",
    "plantagenest@example.org", "85.07.30-033.28", "Geheimnotiz", "Zielplantage", "Punktplantage",
    "Aktionsplantage", "Oncle Plantejoie", "TICKET-PLANTAGE", "Wegenplantage", "Kratzerplantage",
    "Bezoekplantage", "MOL-PLANT-77", "Plantenstadt",
]  # fmt: skip


@pytest.fixture
def scene(desk: Desk) -> Scene:
    return make_scene(desk)


def planted(scene: Scene) -> UUID:
    """Somebody of whom something is written wherever it can be."""
    do = scene.desk.do
    do(privacy.keep_national_numbers, campus_id=scene.campus_id, is_on=True)
    person_id = do(
        intake.add_person, first_name="Zéphyrinette", surname=FORMER, second_name="كورفالبيكي",
        call_name="Zouzounette", street="Rue Plantevigne 1", email="plantagenest@example.org",
        note="Geheimnotiz", emergency_contact="Oncle Plantejoie", campus_id=scene.campus_id,
        gender=Gender.WOMAN, birth_date=date(1985, 7, 30), birth_place="Plantenstadt",
        learner_number="MOL-PLANT-77", roles=(Role.APPLICANT,),
    )  # fmt: skip
    do(people.update_person, person_id=person_id, version=1, surname="Quorvalbeck")
    do(privacy.set_national_number, person_id=person_id, number="85073003328")
    for shade in (90, 180):  # the first photo is replaced
        do(people.set_photo, person_id=person_id, content=_picture(shade))
    do(people.record_consent, person_id=person_id, kind=ConsentKind.IMAGE, is_given=True)
    _in_class(scene, person_id)
    _elsewhere(scene, person_id)
    return person_id


def _picture(shade: int) -> bytes:
    made = BytesIO()
    image = Image.effect_noise((120, 120), shade).convert("RGB")
    image.save(made, "PNG")
    return made.getvalue()


def _in_class(scene: Scene, person_id: UUID) -> None:
    do = scene.desk.do
    enrolment = do(_enrol, person_id=person_id, cohort_id=scene.cohort_id, note="Geheimnotiz")
    scene.mark_all_present()
    filler = base64.b64encode(_picture(60))
    proof = do(keep_proof, content=note(filler=filler))
    do(
        absences.add_absence, enrolment_id=enrolment, first_day=MONDAY, last_day=MONDAY,
        reason_id=None, proof_id=proof, note="Geheimnotiz",
    )  # fmt: skip
    do(documents.issue_sheets, cohort_id=scene.cohort_id, first_day=MONDAY, last_day=FRIDAY)
    do(documents.issue_certificates, cohort_id=scene.cohort_id)
    do(
        attestations.issue_statements, cohort_id=scene.cohort_id, first_day=date(2026, 11, 1),
        last_day=date(2026, 11, 30),
    )  # fmt: skip


def _enrol(session, *, person_id, cohort_id, note):
    from mgdesk.model import Enrolment
    from mgdesk.services.cohorts import enrol

    enrolment_id = enrol(session, person_id=person_id, cohort_id=cohort_id)
    session.get_one(Enrolment, enrolment_id).note = note
    return enrolment_id


def _elsewhere(scene: Scene, person_id: UUID) -> None:
    do, campus_id = scene.desk.do, scene.campus_id
    event = do(
        events.add_event, code="OPEN", title="Open", campus_id=campus_id,
        starts_at=datetime(2026, 11, 5, 18), ends_at=datetime(2026, 11, 5, 20),
    )  # fmt: skip
    registration = do(
        events.register, event_id=event, person_id=person_id, note="Geheimnotiz",
        external_code="TICKET-PLANTAGE",
    )  # fmt: skip
    do(tokens.bind, code="TICKET-PLANTAGE-2", person_id=person_id)
    come(scene.desk, event, person_id)
    coach = do(intake.add_person, first_name="Karim", roles=(Role.COACH,))
    talk = do(
        coaching.book, person_id=person_id, coach_id=coach, campus_id=campus_id,
        starts_at=datetime(2026, 11, 6, 14), subject="Zielplantage",
    )  # fmt: skip
    texts = {"aims": "Zielplantage", "points": "Punktplantage", "action_plan": "Aktionsplantage"}
    do(coaching.write_note, coaching_id=talk, version=1, **texts)
    do(coaching_papers.issue_coaching_note, coaching_id=talk)
    thing = do(
        loans.add_resource, campus_id=campus_id, code="L-1", kind=ResourceKind.LAPTOP, label=""
    )
    loan = do(loans.lend, resource_id=thing, person_id=person_id, condition="Kratzerplantage")
    do(loans.give_back, loan_id=loan, condition="Kratzerplantage")
    do(
        visits.announce, person_id=person_id, campus_id=campus_id, day=MONDAY,
        host="Bezoekplantage",
    )  # fmt: skip
    assert registration


def figures(desk: Desk, cohort_id: UUID) -> dict[str, object]:
    """What reports count: hours a person, rows a table, people by gender and year of birth."""
    return desk.read(_figures, cohort_id=cohort_id)


GOING = {"consent", "token", "picture", "kept_longer"}
DERIVED = {"change", "audit_entry", "search_entry", "search_slip", "former_badge", "setting"}


def _figures(session, *, cohort_id):
    counted = {
        name: session.scalar(select(func.count()).select_from(table))
        for name, table in Base.metadata.tables.items()
        if name not in GOING | DERIVED
    }
    born = sorted((str(p.gender), p.birth_date and p.birth_date.year) for p in _people(session))
    return {"rows": counted, "hours": summaries(session, cohort_ids=[cohort_id]), "born": born}


def _people(session):
    return session.scalars(select(Person))


def test_nothing_of_an_erased_person_is_left_and_every_figure_stays(scene: Scene) -> None:
    desk, home = scene.desk, scene.desk.home
    person_id = planted(scene)
    before = figures(desk, scene.cohort_id)
    pictures = desk.read(_pictures)
    key = keys.load_key(home.keys).raw
    held = plain_pages(home.root / "desk.db", key)
    missing = [word for word in WORDS if not _is_in(word, held)]
    assert missing == ["Wegenplantage"]  # the search finds what is there, and only that
    erased = desk.erase(erasing.erase, person_id=person_id)
    assert erased.kept == ()
    assert figures(desk, scene.cohort_id) == before
    held = plain_pages(home.root / "desk.db", key)
    assert [word for word in WORDS if _is_in(word, held)] == []
    assert [part for picture in pictures for part in _parts(picture) if part in held] == []
    assert traces([home.root], WORDS) == []
    assert desk.check() == []
    assert desk.check_search() == []
    assert desk.undo_title is None


def _pictures(session):
    return list(session.scalars(select(Picture.content)))


def _parts(content: bytes) -> list[bytes]:
    """Pieces of a picture, as it is and as the audit holds it."""
    packed = base64.b64encode(content)
    return [held[at : at + 24] for held in (content, packed) for at in range(600, 3000, 600)]


def _is_in(word: str, held: bytes) -> bool:
    import json

    from mgdesk.rules import names

    forms = {word, names.fold(word), json.dumps(word)[1:-1]}
    return any(form.encode() in held for form in forms)


def test_an_erased_person_is_met_nowhere_and_their_paper_still_proves_itself(
    scene: Scene, tmp_path
) -> None:
    desk = scene.desk
    person_id = planted(scene)
    (number,) = (
        row.number for row in desk.read(register, person_id=person_id) if row.kind == "certificate"
    )
    paper = tmp_path / "paper.pdf"
    (document,) = (
        row.id for row in desk.read(register, person_id=person_id) if row.number == number
    )
    documents.write_pdf(desk.read(documents.paper, document_ids=[document]), paper)
    desk.erase(erasing.erase_all, person_ids=[person_id])
    assert desk.read(find, text="Quorvalbeck") == []
    assert person_id not in {row.id for row in desk.read(learners)}
    with pytest.raises(NotFound):
        desk.read(person_whole, person_id=person_id)
    titles = [row.title for row in desk.read(recent_changes, limit=300)]
    assert titles[0] == "1 personne effacée"
    assert not [title for title in titles if "{" in title or "Quorv" in title]
    assert [row.name for row in desk.read(register, person_id=person_id)] == ["", "", ""]
    (found,) = desk.read(verification.verify, what=str(paper))
    assert (found.verdict, found.number) == ("genuine", number)
    with pytest.raises(AlreadyErased):
        desk.erase(erasing.erase, person_id=person_id)


def test_an_erasure_cannot_be_undone_and_what_it_emptied_comes_not_back(scene: Scene) -> None:
    desk = scene.desk
    person_id = planted(scene)
    rows = desk.read(recent_changes, limit=300)
    desk.erase(erasing.erase, person_id=person_id)
    (erasure, *_others) = desk.read(recent_changes, limit=300)
    for row in (erasure, *rows):
        with suppress(ChangeGone, UndoConflict):
            desk.undo_change(row.id)
    with pytest.raises(ChangeGone):
        desk.undo_change(erasure.id)
    held = plain_pages(desk.home.root / "desk.db", keys.load_key(desk.home.keys).raw)
    assert [word for word in WORDS if _is_in(word, held)] == []
    assert desk.check() == []


def test_a_restore_brings_nobody_back(scene: Scene) -> None:
    desk = scene.desk
    desk.eraser = erasing.erase_again
    person_id = planted(scene)
    copy = desk.back_up()
    desk.erase(erasing.erase, person_id=person_id)
    desk.restore(copy)
    held = plain_pages(desk.home.root / "desk.db", keys.load_key(desk.home.keys).raw)
    assert [word for word in WORDS if _is_in(word, held)] == []
    assert desk.check() == []


def test_proofs_of_funded_hours_stay_for_the_years_that_the_funder_asks(scene: Scene) -> None:
    desk = scene.desk
    profile = desk.do(funding.add_profile, code="ESF", name="ESF+", keeping_years=10)
    found = desk.read(lambda session: session.get_one(_campus(), scene.campus_id).version)
    desk.do(
        campuses.update_campus, campus_id=scene.campus_id, version=found, funder_profile_id=profile
    )
    person_id = planted(scene)
    erased = desk.erase(erasing.erase, person_id=person_id)
    until = date(2036, 12, 31)
    assert erased.kept == (KeptProof("CODING-1", "ESF+", until),)
    detail = desk.read(person_whole, person_id=person_id)
    assert (detail.name, detail.email, detail.note, detail.photo_id, detail.erase_on) == (
        "Zéphyrinette Quorvalbeck", "", "", None, until,
    )  # fmt: skip
    assert [row.name for row in desk.read(register, person_id=person_id, kind="certificate")] == [
        "Zéphyrinette Quorvalbeck"
    ]
    held = plain_pages(desk.home.root / "desk.db", keys.load_key(desk.home.keys).raw)
    gone = [word for word in WORDS if not _is_in(word, held)]
    assert {"Zouzounette", "Rue Plantevigne", "plantagenest@example.org", "Geheimnotiz"} <= set(
        gone
    )
    assert {"85.07.30-033.28", "Zielplantage", "Punktplantage", FORMER} <= set(gone)
    (listed,) = [row for row in desk.read(learners) if row.id == person_id]
    assert (listed.is_restricted, listed.phone) == (True, "")


def _campus():
    from mgdesk.model import Campus

    return Campus


def test_whoever_has_something_of_ours_is_not_erased(scene: Scene) -> None:
    desk, person_id = scene.desk, scene.people[0]
    thing = desk.do(
        loans.add_resource,
        campus_id=scene.campus_id,
        code="L-1",
        kind=ResourceKind.LAPTOP,
        label="",
    )
    desk.do(loans.lend, resource_id=thing, person_id=person_id)
    with pytest.raises(StillHasLoans):
        desk.erase(erasing.erase, person_id=person_id)
