"""Consents, restriction, national numbers, who looked, copies of data, periods and their review."""

import json
from datetime import date, datetime, timedelta
from functools import partial
from zipfile import ZipFile
from zoneinfo import ZoneInfo

import pypdfium2
import pytest
from sqlalchemy import delete, update

from mgdesk.desk import Desk
from mgdesk.errors import NotFound
from mgdesk.model import Sight
from mgdesk.queries import exports
from mgdesk.queries.people import learners
from mgdesk.queries.person import person
from mgdesk.queries.privacy import privacy as privacy_of
from mgdesk.queries.privacy import wordings
from mgdesk.queries.retention import is_review_due, periods, review
from mgdesk.queries.search import find
from mgdesk.rules.paper import SheetLayout
from mgdesk.rules.people import ConsentKind, StaffRole
from mgdesk.rules.retention import Category
from mgdesk.rules.rights import Right, may
from mgdesk.rules.sights import Sensitive
from mgdesk.services import (
    access,
    attendance,
    attendee_lists,
    attestations,
    badges,
    documents,
    people,
    privacy,
)
from mgdesk.services.checkin import check_in
from mgdesk.services.privacy import NationalNumbersOff, ReasonNeeded
from mgdesk.services.rights import ON_DUTY, NotAllowed, OnDuty
from mgdesk.services.sights import open_note, show_national_number
from mgdesk.storage.database import ConflictingData
from mgdesk.ui.editors.person_facts import restriction
from tests.accompaniment_scene import TWO, Scene, make_scene
from tests.cohort_scene import FRIDAY, MONDAY
from tests.cohort_scene import make_scene as make_class


@pytest.fixture
def scene(desk: Desk) -> Scene:
    return make_scene(desk)


def test_consents_keep_the_words_of_their_time(scene: Scene) -> None:
    desk, kind = scene.desk, ConsentKind.IMAGE
    note = {"person_id": scene.amina, "kind": kind}
    desk.do(people.record_consent, **note, is_given=True, is_on_paper=True)
    wording = {"campus_id": scene.campus_id, "kind": kind, "language": "fr"}
    desk.do(privacy.set_consent_wording, **wording, wording="Nos propres mots")
    desk.do(people.record_consent, **note, is_given=False)
    found = desk.read(privacy_of, person_id=scene.amina)
    last, first = found.consents
    assert (last.is_given, last.wording, last.language) == (False, "Nos propres mots", "fr")
    assert first.is_given
    assert first.is_on_paper
    assert first.wording.startswith("J’autorise le campus")
    desk.do(privacy.set_consent_wording, **wording, wording="")
    assert not [row for row in desk.read(wordings, campus_id=scene.campus_id) if row.is_own]


def test_a_restricted_record_is_found_by_name_alone_and_leaves_no_more(scene: Scene) -> None:
    desk = scene.desk
    desk.do(people.update_person, person_id=scene.amina, version=1, phone="+32470112233")
    assert desk.read(find, text="0470112233")
    with pytest.raises(ReasonNeeded):
        desk.do(privacy.restrict, person_id=scene.amina, reason=" ")
    desk.do(privacy.restrict, person_id=scene.amina, reason="asked by letter")
    assert desk.read(find, text="0470112233") == []
    (hit,) = desk.read(find, text="Amina")
    assert (hit.title, hit.detail, hit.day) == ("Amina El Idrissi", "", None)
    assert desk.read(exports.people, person_ids=[scene.amina]) == []
    (row,) = [row for row in desk.read(learners) if row.id == scene.amina]
    assert (row.is_restricted, row.phone) == (True, "")
    desk.do(privacy.lift_restriction, person_id=scene.amina)
    assert desk.read(find, text="0470112233")
    assert desk.check_search() == []


def test_a_restricted_person_is_on_no_paper_for_several_but_on_the_one_for_when_it_burns(
    desk: Desk,
) -> None:
    scene = make_class(desk)
    who, alone = scene.people[0], [scene.enrolments[0]]
    surname = desk.read(person, person_id=who).surname
    desk.do(attendance.mark_unmarked_present, slot_id=scene.slots[0])
    desk.do(check_in, person_id=who, campus_id=scene.campus_id)
    week = {"first_day": MONDAY, "last_day": FRIDAY, "day": FRIDAY}
    cohort = {"cohort_id": scene.cohort_id}
    place = {"campus_id": scene.campus_id, "day": datetime.now(ZoneInfo("Europe/Brussels")).date()}
    sheets = partial(documents.draft_sheets, **cohort, **week, layout=SheetLayout.INDIVIDUAL)
    proven = {**cohort, "day": FRIDAY, "override_reason": "all of them"}
    several = {
        "sheet": partial(documents.draft_sheets, **cohort, **week),
        "own sheets": sheets,
        "certificates": partial(documents.draft_certificates, **proven),
        "statements": partial(attestations.draft_statements, **cohort, **week),
        "attendees": partial(attendee_lists.attendees, **cohort, day=FRIDAY),
        "badges": partial(badges.badges, **cohort, day=FRIDAY),
        "day": partial(attendee_lists.of_the_day, **place),
    }
    own = {
        "own sheet": partial(sheets, enrolment_ids=alone),
        "certificate": partial(documents.draft_certificates, **proven, enrolment_ids=alone),
        "statement": partial(several["statements"], enrolment_ids=alone),
        "evacuation": partial(attendee_lists.in_the_house, **place),
    }
    papers = several | own

    def named() -> set[str]:
        return {name for name, paper in papers.items() if surname in str(desk.read(paper))}

    assert named() == set(papers)
    desk.do(privacy.restrict, person_id=who, reason="asked by letter")
    assert named() == set(own)
    assert "évacuation" in restriction(desk.read(person, person_id=who))


def test_whoever_looks_at_what_is_sensitive_leaves_a_line_that_stays(scene: Scene) -> None:
    desk = scene.desk
    with pytest.raises(NationalNumbersOff):
        desk.do(privacy.set_national_number, person_id=scene.amina, number="85073003328")
    desk.do(privacy.keep_national_numbers, campus_id=scene.campus_id, is_on=True)
    desk.do(privacy.set_national_number, person_id=scene.amina, number="85073003328")
    assert desk.read(privacy_of, person_id=scene.amina).national_number == "••••••••••••.28"
    done = desk.undo_title
    assert desk.do(show_national_number, person_id=scene.amina) == "85.07.30-033.28"
    assert desk.undo_title == done
    talk = scene.book()
    desk.do(open_note, coaching_id=talk)  # nothing is written yet
    scene.write(talk)
    desk.do(open_note, coaching_id=talk)
    seen = desk.read(privacy_of, person_id=scene.amina).sights
    assert [one.what for one in seen] == [Sensitive.COACHING_NOTE, Sensitive.NATIONAL_NUMBER]
    for statement in (delete(Sight), update(Sight).values(what=Sensitive.ACCESS_COPY)):
        with pytest.raises(ConflictingData):
            desk.do(lambda session, wanted=statement: session.execute(wanted))
    desk.do(people.delete_person, person_id=scene.amina)
    assert "85.07" not in str(desk.read(exports.learners))


def test_the_copy_of_data_has_every_row_and_paper_and_no_note_without_the_right(
    scene: Scene, tmp_path
) -> None:
    desk = scene.desk
    talk = scene.book(subject="Stage")
    scene.write(talk)
    scene.lend()
    desk.do(people.record_consent, person_id=scene.amina, kind=ConsentKind.IMAGE, is_given=True)
    whole = desk.do(access.gather, person_id=scene.amina, language="en")
    path = access.write_copy(whole, tmp_path / "amina.zip")
    with ZipFile(path) as archive:
        rows = json.loads(archive.read("data.json"))
        with pypdfium2.PdfDocument(archive.read("data.pdf")) as pdf:
            said = "".join(page.get_textpage().get_text_bounded() for page in pdf)
    assert set(rows) == {"person", "person_role", "consent", "coaching_session", "loan", "sight"}
    assert rows["coaching_session"][0]["aims"] == "Find work"
    for words in ("Amina El Idrissi", "Copy of your data", "Stage", "L-07", "copy of all data"):
        assert words in said
    assert "ask your coach" not in said
    folder = access.write_copy(_as(desk, StaffRole.RECEPTION, scene), tmp_path / "folder")
    held = (folder / "data.json").read_text()
    assert "Find work" not in held
    assert "Stage" in held
    with pypdfium2.PdfDocument(folder / "data.pdf") as pdf:
        assert "ask your coach" in pdf[0].get_textpage().get_text_bounded()


def _as(desk: Desk, role: StaffRole, scene: Scene) -> access.AccessCopy:
    """The copy that somebody of a role makes."""

    def gather(session):
        session.info[ON_DUTY] = OnDuty(None, role)
        return access.gather(session, person_id=scene.amina, language="en")

    return desk.do(gather)


def test_the_review_names_who_is_over_and_asks_again_in_a_year(scene: Scene) -> None:
    desk = scene.desk
    scene.book(starts_at=TWO - timedelta(days=10))
    today = date.today() + timedelta(days=800)  # noqa: DTZ011 - any day
    rows = desk.read(review, today=today)
    assert [(row.name, row.reason.category) for row in rows] == [
        ("El Idrissi, Amina", Category.COACHED)
    ]
    assert desk.read(is_review_due, today=today)
    with pytest.raises(ReasonNeeded):
        desk.do(privacy.keep_longer, person_ids=[scene.amina], reason="")
    desk.do(privacy.keep_longer, person_ids=[scene.amina], reason="still coached elsewhere")
    assert desk.read(review, today=date.today() + timedelta(days=300)) == []  # noqa: DTZ011
    (again,) = desk.read(review, today=today)
    assert again.kept_reason == "still coached elsewhere"
    desk.do(privacy.note_review, day=today)
    assert not desk.read(is_review_due, today=today + timedelta(days=364))
    desk.do(privacy.set_period, category=Category.COACHED, days=3000)
    assert desk.read(review, today=today) == []
    assert [row.category for row in desk.read(periods) if row.is_own] == [Category.COACHED]


def test_erasing_and_reviewing_are_the_managers(scene: Scene) -> None:
    from mgdesk.services import erasing

    def erase(session, role):
        session.info[ON_DUTY] = OnDuty(None, role)
        return erasing.erase(session, person_id=scene.amina)

    for role in StaffRole:
        if not may(role, Right.ERASE):
            with pytest.raises(NotAllowed):
                scene.desk.do(erase, role=role)
    assert scene.desk.do(erase, role=StaffRole.MANAGER).kept == ()
    with pytest.raises(NotFound):
        scene.desk.do(privacy.restrict, person_id=scene.amina, reason="x")
