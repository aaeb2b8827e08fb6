from datetime import date

import pytest

from mgdesk.errors import NotFound
from mgdesk.i18n import speaking
from mgdesk.model.identity import new_key
from mgdesk.queries.documents import document, register
from mgdesk.rules.paper import PaperKind, PaperStatus
from mgdesk.services import cohorts, documents
from tests.cohort_scene import (
    FRIDAY,
    MONDAY,
    add_campus,
    add_cohort,
    add_people,
    counted_statements,
    make_scene,
)

TODAY = date(2026, 11, 20)


def issue(scene):
    """Two sheets, and a certificate for each of three people."""
    scene.mark_all_present()
    scene.desk.do(
        documents.issue_sheets,
        cohort_id=scene.cohort_id,
        first_day=MONDAY,
        last_day=FRIDAY,
        day=TODAY,
    )
    scene.desk.do(documents.issue_certificates, cohort_id=scene.cohort_id, day=TODAY)


def found(desk, **values):
    return [row.number for row in desk.read(register, **values)]


def test_the_register_says_what_was_issued_to_whom(desk):
    scene = make_scene(desk)
    issue(scene)
    rows = {row.number: row for row in desk.read(register)}
    sheet, certificate = rows["MOL-2026-F00002"], rows["MOL-2026-00002"]
    assert (sheet.kind, sheet.name, sheet.cohort) == (PaperKind.ATTENDANCE_SHEET, "", "CODING-1")
    assert (sheet.first_day, sheet.last_day, sheet.minutes) == (
        date(2026, 11, 9),
        FRIDAY,
        8 * 210,
    )
    assert (certificate.name, certificate.person_id) == ("Léa Martin", scene.people[0])
    assert (certificate.minutes, certificate.copies, certificate.status) == (
        18 * 210,
        0,
        PaperStatus.ISSUED,
    )
    assert (certificate.campus, certificate.cohort, certificate.language) == (
        "MOL",
        "CODING-1",
        "fr",
    )


def test_the_register_is_cut_by_cohort_person_kind_campus_and_search(desk):
    scene = make_scene(desk)
    issue(scene)
    add_campus(desk, "CAS", name="Casablanca", country="MA", zone="Africa/Casablanca")
    other = add_cohort(desk, code="AI-1", campus="CAS")
    (person_id,) = add_people(desk, ("Nour", "Haddad"))
    desk.do(cohorts.enrol, person_id=person_id, cohort_id=other)
    desk.do(documents.issue_certificates, cohort_id=other, override_reason="x", day=TODAY)
    assert found(desk, cohort_id=other) == ["CAS-2026-00001"]
    assert found(desk, campus="cas") == ["CAS-2026-00001"]
    assert found(desk, person_id=scene.people[0]) == ["MOL-2026-00002"]
    assert len(found(desk, kind=PaperKind.CERTIFICATE)) == 4
    assert found(desk, search="lea mart") == ["MOL-2026-00002"]
    assert found(desk, search="f00001") == ["MOL-2026-F00001"]
    assert found(desk, search="ai-1") == ["CAS-2026-00001"]
    assert len(found(desk, limit=2)) == 2


def test_the_latest_comes_first(desk):
    scene = make_scene(desk)
    issue(scene)
    assert found(desk)[0] == "MOL-2026-00003"


def test_a_paper_is_found_by_its_number_whatever_its_case(desk):
    scene = make_scene(desk)
    issue(scene)
    row = desk.read(document, number=" mol-2026-f00001 ")
    assert desk.read(document, document_id=row.id) == row
    for values in ({"number": "MOL-2026-00099"}, {"document_id": new_key()}, {}):
        with pytest.raises(NotFound):
            desk.read(document, **values)


def test_a_paper_outlives_its_cohort_and_person(desk):
    scene = make_scene(desk)
    desk.do(documents.issue_certificates, cohort_id=scene.cohort_id, override_reason="x")
    desk.do(cohorts.delete_cohort, cohort_id=scene.cohort_id)
    rows = desk.read(register)
    assert sorted(row.name for row in rows) == ["Amina El Idrissi", "Léa Martin", "ياسين العلوي"]
    assert {row.cohort_id for row in rows} == {None}


def test_an_undone_paper_says_so_in_words(desk):
    scene = make_scene(desk)
    desk.do(documents.issue_certificates, cohort_id=scene.cohort_id, override_reason="x")
    desk.undo()
    with speaking("en"):
        rows = desk.read(register)
    assert {(row.status, row.reason) for row in rows} == {(PaperStatus.REVOKED, "undone")}


def test_the_number_of_statements_does_not_grow_with_papers(desk):
    scene = make_scene(desk)
    desk.do(documents.issue_sheets, cohort_id=scene.cohort_id, first_day=MONDAY, last_day=MONDAY)
    with counted_statements() as one:
        desk.read(register)
    issue(scene)
    with counted_statements() as many:
        desk.read(register)
    assert len(one) == len(many)
