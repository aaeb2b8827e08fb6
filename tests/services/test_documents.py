import json
from dataclasses import replace
from datetime import date, time

import pytest

from mgdesk.documents.attendance_sheet import SheetRecord, SheetSlot
from mgdesk.documents.paper import CopyMark
from mgdesk.errors import FileCannotBeWritten, NotFound
from mgdesk.i18n import speaking
from mgdesk.model import IssuedDocument, Person
from mgdesk.model.identity import new_key
from mgdesk.queries.campuses import campus as campus_of
from mgdesk.queries.documents import register
from mgdesk.rules.attendance import AttendanceStatus
from mgdesk.rules.enrolment import EnrolmentStatus
from mgdesk.rules.paper import PaperKind, PaperStatus, SheetLayout
from mgdesk.rules.style import Ornament
from mgdesk.services import absences, campuses, cohorts, documents, funding, people
from mgdesk.services.documents import (
    AlreadyRevoked,
    EmptyCohort,
    MixedPapers,
    NoHalfDaysThen,
    ReasonMissing,
)
from mgdesk.services.register import digest_of
from tests.cohort_scene import FRIDAY, MONDAY, add_campus, add_cohort, everything, make_scene

TODAY = date(2026, 11, 20)


def sheets(scene, **values):
    given = {"first_day": MONDAY, "last_day": FRIDAY, "day": TODAY, **values}
    return scene.desk.do(documents.issue_sheets, cohort_id=scene.cohort_id, **given)


def certificates(scene, **values):
    given = {"cohort_id": scene.cohort_id, "day": TODAY, **values}
    return scene.desk.do(documents.issue_certificates, **given)


def paper(desk, ids):
    return desk.read(documents.paper, document_ids=ids)


def numbers(desk):
    return sorted(row.number for row in desk.read(register))


def rename(scene, who, **values):
    desk, person_id = scene.desk, scene.people[who]
    version = desk.read(lambda session: session.get(Person, person_id).version)
    desk.do(people.update_person, person_id=person_id, version=version, **values)


# --- sheets ---------------------------------------------------------------------------------------


def test_a_sheet_a_week_is_frozen_with_its_number(desk):
    scene = make_scene(desk, room="Salle 1", trainers=["Samira Formatrice"])
    ids = sheets(scene)
    assert numbers(desk) == ["MOL-2026-F00001", "MOL-2026-F00002"]
    first, second = paper(desk, ids).sheets
    assert (first.number, first.cohort, first.training) == (
        "MOL-2026-F00001",
        "CODING-1",
        "Coding School",
    )
    assert first.slots[0] == SheetSlot(MONDAY, time(9), time(12, 30), 210, "Samira Formatrice")
    assert (len(first.slots), len(second.slots)) == (10, 8)
    assert [row.surname for row in first.rows] == ["El Idrissi", "Martin", "العلوي"]
    assert [row.number for row in first.rows] == ["MOL-00002", "MOL-00001", "MOL-00003"]
    assert (first.copy, first.version, first.language) == (CopyMark.ORIGINAL, 1, "fr")
    assert (first.room, first.printed_on) == ("Salle 1", TODAY)


def test_a_day_layout_gives_a_sheet_a_day(desk):
    scene = make_scene(desk)
    ids = sheets(scene, layout=SheetLayout.DAY, last_day=date(2026, 11, 4))
    assert [len(sheet.slots) for sheet in paper(desk, ids).sheets] == [2, 2, 2]


def test_the_layout_and_the_rest_of_the_paper_follow_the_funder_profile(desk):
    funder_id = desk.do(funding.add_funder, name="Fonds")
    desk.do(funding.add_partner, name="Partner One")
    desk.do(
        funding.add_profile,
        code="EU",
        name="EU",
        funder_id=funder_id,
        layout=SheetLayout.DAY,
        spare_rows=5,
        has_eu_emblem=True,
        mention="Cofinancé",
        project_number="P-1",
    )
    scene = make_scene(desk, funder_profile="EU", partners=["Partner One"])
    (sheet,) = paper(desk, sheets(scene, last_day=MONDAY)).sheets
    backing = sheet.backing
    assert (sheet.layout, sheet.spare_rows, backing.has_eu_emblem) == (SheetLayout.DAY, 5, True)
    assert [logo.name for logo in (*backing.funders, *backing.partners)] == ["Fonds", "Partner One"]
    assert (backing.mention, backing.project_number) == ("Cofinancé", "P-1")


def test_cells_of_excused_absent_and_departed_people_are_struck(desk):
    scene = make_scene(desk)
    scene.mark(0, 0, AttendanceStatus.EXCUSED)
    scene.mark(1, 0, AttendanceStatus.ABSENT)
    desk.do(
        absences.add_absence,
        enrolment_id=scene.enrolments[1],
        first_day=date(2026, 11, 3),
        last_day=date(2026, 11, 3),
    )
    desk.do(
        cohorts.set_enrolment,
        enrolment_id=scene.enrolments[2],
        status=EnrolmentStatus.WITHDRAWN,
        exit_on=date(2026, 11, 5),
    )
    first, second = paper(desk, sheets(scene)).sheets
    assert [row.struck for row in first.rows] == [(2, 3), (0,), (8, 9)]
    assert [row.surname for row in second.rows] == ["El Idrissi", "Martin"]


def test_nothing_is_struck_where_the_profile_does_not_allow_it(desk):
    desk.do(funding.add_profile, code="NL", name="NL", does_strike_excused=False)
    scene = make_scene(desk, funder_profile="NL")
    scene.mark(0, 0, AttendanceStatus.EXCUSED)
    assert all(row.struck == () for row in paper(desk, sheets(scene)).sheets[0].rows)


def test_an_empty_cohort_or_empty_days_get_a_sentence(desk):
    add_campus(desk)
    cohort_id = add_cohort(desk)
    with pytest.raises(EmptyCohort) as caught:
        desk.do(documents.issue_sheets, cohort_id=cohort_id, first_day=MONDAY, last_day=FRIDAY)
    assert "CODING-1" in str(caught.value)
    with pytest.raises(EmptyCohort):
        desk.do(documents.issue_certificates, cohort_id=cohort_id)
    with pytest.raises(NoHalfDaysThen):
        desk.do(documents.issue_sheets, cohort_id=cohort_id, first_day=TODAY, last_day=TODAY)
    assert numbers(desk) == []


def test_the_same_sheet_again_is_a_reprint_of_the_same_number(desk):
    scene = make_scene(desk)
    ids = sheets(scene)
    desk.do(documents.count_copies, document_ids=ids)
    assert sheets(scene, day=date(2026, 11, 23)) == ids
    first = paper(desk, ids).sheets[0]
    assert (first.copy, first.printed_on) == (CopyMark.DUPLICATE, TODAY)
    row = next(row for row in desk.read(register) if row.id == ids[0])
    assert (row.copies, row.status) == (1, PaperStatus.PRINTED)


def test_a_changed_roster_makes_a_new_version_and_the_old_sheet_stays_as_it_was(desk):
    scene = make_scene(desk)
    (old,) = sheets(scene, last_day=MONDAY)
    rename(scene, 0, surname="Dupont")
    (new,) = sheets(scene, last_day=MONDAY)
    before, after = paper(desk, [old, new]).sheets
    assert [row.surname for row in before.rows] == ["El Idrissi", "Martin", "العلوي"]
    assert [row.surname for row in after.rows] == ["Dupont", "El Idrissi", "العلوي"]
    assert (after.version, after.copy, after.number) == (2, CopyMark.CORRECTED, "MOL-2026-F00002")
    rows = {row.id: row for row in desk.read(register)}
    assert (rows[old].status, rows[old].replaced_by) == (PaperStatus.CORRECTED, "MOL-2026-F00002")
    assert rows[new].replaces == "MOL-2026-F00001"


# --- certificates ---------------------------------------------------------------------------------


def test_certificates_go_to_who_reached_the_threshold_and_say_hours_from_the_marks(desk):
    scene = make_scene(desk)
    scene.mark_all_present()
    for place in range(6):
        scene.mark(place, 0, AttendanceStatus.ABSENT)
    scene.mark(0, 1, AttendanceStatus.LATE, 30)
    report = certificates(scene)
    assert [one.name for one in report.refused] == ["Léa Martin"]
    with speaking("en"):
        assert report.refused[0].reason == "attended 66 % of the hours; 70 % are needed"
    first, second = paper(desk, report.document_ids).certificates
    assert (first.name, first.minutes_attended, first.minutes_planned) == (
        "Amina El Idrissi",
        18 * 210 - 30,
        18 * 210,
    )
    assert (first.number, second.number) == ("MOL-2026-00001", "MOL-2026-00002")
    assert (first.first_day, first.last_day, first.issued_on) == (MONDAY, FRIDAY, TODAY)
    assert second.name == "ياسين العلوي"


def test_an_override_needs_a_reason_that_the_register_keeps(desk):
    scene = make_scene(desk)
    scene.mark(0, 1, AttendanceStatus.PRESENT)
    assert certificates(scene, override_reason="  ").issued == ()
    report = certificates(scene, override_reason="hours made up at home")
    assert (len(report.issued), report.refused) == (3, ())
    assert {row.reason for row in desk.read(register)} == {"hours made up at home"}


def test_who_is_eligible_has_no_reason_beside_their_name(desk):
    scene = make_scene(desk)
    scene.mark_all_present()
    certificates(scene, override_reason="all of them")
    assert {row.reason for row in desk.read(register)} == {""}


def test_who_left_is_refused_without_a_reason(desk):
    scene = make_scene(desk)
    scene.mark_all_present()
    desk.do(
        cohorts.set_enrolment, enrolment_id=scene.enrolments[0], status=EnrolmentStatus.EXCLUDED
    )
    report = certificates(scene)
    assert [one.enrolment_id for one in report.refused] == [scene.enrolments[0]]


def test_some_of_a_cohort_can_be_chosen(desk):
    scene = make_scene(desk)
    scene.mark_all_present()
    report = certificates(scene, enrolment_ids=scene.enrolments[:1])
    assert [c.name for c in paper(desk, report.document_ids).certificates] == ["Léa Martin"]


def test_the_language_is_the_asked_one_then_the_persons_the_cohorts_the_campuss(desk):
    scene = make_scene(desk, language="nl")
    scene.mark_all_present()
    rename(scene, 2, language="ar")
    spoken = {row.name: row.language for row in _certified(scene)}
    assert spoken == {"Léa Martin": "nl", "Amina El Idrissi": "nl", "ياسين العلوي": "ar"}
    assert {row.language for row in _certified(scene, language="it")} == {"it", "nl", "ar"}


def _certified(scene, **values):
    certificates(scene, **values)
    return scene.desk.read(register, kind=PaperKind.CERTIFICATE)


def test_a_reprint_keeps_number_record_and_digest_and_says_duplicate(desk):
    scene = make_scene(desk)
    scene.mark_all_present()
    issued = certificates(scene).issued
    before = {row.id: (row.number, row.digest) for row in desk.read(register)}
    desk.do(documents.count_copies, document_ids=issued)
    again = certificates(scene, day=date(2026, 12, 1))
    assert (again.issued, again.reprinted, again.document_ids) == ((), issued, issued)
    assert {row.id: (row.number, row.digest) for row in desk.read(register)} == before
    copies = paper(desk, issued).certificates
    assert {(c.copy, c.issued_on) for c in copies} == {(CopyMark.DUPLICATE, TODAY)}


def test_another_look_of_the_campus_corrects_nothing_and_old_paper_keeps_its_own(desk):
    scene = make_scene(desk)
    scene.mark_all_present()
    first = certificates(scene)
    before = paper(desk, first.document_ids).certificates
    campus = desk.read(campus_of, code="MOL")
    desk.do(
        campuses.update_campus, campus_id=campus.id, version=campus.version, accent="#7A1FA2",
        ornament=Ornament.BAND, footer="A new line",
    )  # fmt: skip
    again = certificates(scene)
    assert (again.issued, again.reprinted) == ((), first.document_ids)
    assert paper(desk, again.document_ids).certificates == before
    campus = desk.read(campus_of, code="MOL")
    desk.do(campuses.update_campus, campus_id=campus.id, version=campus.version, street="Rue 9")
    assert certificates(scene).reprinted == ()


def test_an_override_is_reprinted_without_asking_again(desk):
    scene = make_scene(desk)
    issued = certificates(scene, override_reason="why").issued
    assert certificates(scene).reprinted == issued


def test_a_corrected_name_makes_a_new_certificate_that_replaces_the_old_one(desk):
    scene = make_scene(desk)
    scene.mark_all_present()
    old = certificates(scene, enrolment_ids=scene.enrolments[:1]).issued[0]
    rename(scene, 0, first_name="Lea-Maria")
    new = certificates(scene, day=date(2026, 12, 1), enrolment_ids=scene.enrolments[:1]).issued[0]
    before, after = paper(desk, [old, new]).certificates
    assert (before.name, after.name) == ("Léa Martin", "Lea-Maria Martin")
    assert (after.copy, after.corrected_on) == (CopyMark.CORRECTED, date(2026, 12, 1))
    assert {row.number: row.status for row in desk.read(register)} == {
        "MOL-2026-00001": PaperStatus.CORRECTED,
        "MOL-2026-00002": PaperStatus.ISSUED,
    }


def test_numbers_have_no_gaps_per_campus_kind_and_year(desk):
    scene = make_scene(desk)
    scene.mark_all_present()
    sheets(scene)
    certificates(scene, enrolment_ids=scene.enrolments[:1])
    with pytest.raises(NotFound):
        certificates(scene, signatory_id=new_key())
    certificates(scene)
    certificates(scene, day=date(2027, 1, 4), language="nl", enrolment_ids=scene.enrolments[:1])
    assert numbers(desk) == [
        "MOL-2026-00001",
        "MOL-2026-00002",
        "MOL-2026-00003",
        "MOL-2026-F00001",
        "MOL-2026-F00002",
        "MOL-2027-00001",
    ]


def test_the_digest_is_that_of_the_stored_record(desk):
    scene = make_scene(desk)
    sheets(scene)
    for row in desk.read(_documents):
        record, digest = row
        assert digest == digest_of(record) == digest_of(json.loads(json.dumps(record)))
        assert SheetRecord.from_plain(record).to_plain() == record


def _documents(session):
    return [(one.record, one.digest) for one in session.query(IssuedDocument)]


def test_a_draft_shows_what_would_be_issued_and_registers_nothing(desk):
    scene = make_scene(desk)
    scene.mark_all_present()
    week = {"cohort_id": scene.cohort_id, "first_day": MONDAY, "last_day": FRIDAY, "day": TODAY}
    drafts = desk.read(documents.draft_sheets, **week).sheets
    assert numbers(desk) == []
    ids = sheets(scene)
    issued = paper(desk, ids).sheets
    assert [replace(sheet, number="") for sheet in issued] == list(drafts)
    desk.do(documents.count_copies, document_ids=ids)
    again = desk.read(documents.draft_sheets, **week).sheets
    assert [(one.number, one.copy) for one in again] == [
        ("MOL-2026-F00001", CopyMark.DUPLICATE),
        ("MOL-2026-F00002", CopyMark.DUPLICATE),
    ]
    drafted = desk.read(documents.draft_certificates, cohort_id=scene.cohort_id, day=TODAY)
    assert [one.number for one in drafted.certificates] == ["", "", ""]
    assert len(numbers(desk)) == 2


# --- taking back ----------------------------------------------------------------------------------


def test_a_revoked_paper_is_replaced_by_a_new_number(desk):
    scene = make_scene(desk)
    scene.mark_all_present()
    first = certificates(scene, enrolment_ids=scene.enrolments[:1]).issued[0]
    with pytest.raises(ReasonMissing):
        desk.do(documents.revoke, document_id=first, reason=" ")
    desk.do(documents.revoke, document_id=first, reason="wrong person")
    with pytest.raises(AlreadyRevoked):
        desk.do(documents.revoke, document_id=first, reason="again")
    again = certificates(scene, enrolment_ids=scene.enrolments[:1])
    assert len(again.issued) == 1
    rows = {row.number: (row.status, row.reason, row.replaced_by) for row in desk.read(register)}
    assert rows == {
        "MOL-2026-00001": (PaperStatus.REVOKED, "wrong person", ""),
        "MOL-2026-00002": (PaperStatus.ISSUED, "", ""),
    }


def test_undoing_an_issue_revokes_and_keeps_the_number(desk):
    scene = make_scene(desk)
    scene.mark_all_present()
    issued = certificates(scene).issued
    desk.do(documents.count_copies, document_ids=issued)
    assert "CODING-1" in desk.undo_title
    desk.undo()
    assert {row.status for row in desk.read(register)} == {PaperStatus.REVOKED}
    assert certificates(scene).issued[0] not in issued
    assert numbers(desk)[-1] == "MOL-2026-00006"


@pytest.mark.parametrize("name", ["revoke", "set_paper_status"])
def test_every_change_of_the_register_is_undone(desk, name):
    scene = make_scene(desk)
    (document_id,) = sheets(scene, last_day=MONDAY)
    before = everything(desk)
    values = {
        "revoke": {"reason": "torn"},
        "set_paper_status": {"status": PaperStatus.RETURNED},
    }[name]
    desk.do(getattr(documents, name), document_id=document_id, **values)
    assert everything(desk) != before
    desk.undo()
    assert everything(desk) == before


def test_papers_that_are_not_there_or_of_two_kinds_are_not_drawn_together(desk):
    scene = make_scene(desk)
    scene.mark_all_present()
    sheet, certificate = sheets(scene)[0], certificates(scene).issued[0]
    with pytest.raises(MixedPapers):
        paper(desk, [sheet, certificate])
    for ids in ([], [new_key()]):
        with pytest.raises(NotFound):
            paper(desk, ids)


def test_pictures_come_with_the_paper(desk, logo_png):
    desk.do(funding.add_partner, name="Partner One", logo=logo_png)
    scene = make_scene(desk, partners=["Partner One"])
    found = paper(desk, sheets(scene))
    (logo,) = found.sheets[0].backing.partners
    assert set(found.pictures) == {logo.digest}


@pytest.fixture
def logo_png() -> bytes:
    from io import BytesIO

    from PIL import Image

    stream = BytesIO()
    Image.new("RGB", (64, 32), "#0B6E69").save(stream, "PNG")
    return stream.getvalue()


# --- drawing --------------------------------------------------------------------------------------


def texts(path):
    import pypdfium2

    with pypdfium2.PdfDocument(path) as pdf:
        return [page.get_textpage().get_text_range() for page in pdf]


def test_papers_are_written_to_one_file_and_read_back(desk, tmp_path):
    scene = make_scene(desk)
    scene.mark_all_present()
    sheet, certificate = tmp_path / "sheets.pdf", tmp_path / "certificates.pdf"
    steps = []
    pages = documents.write_pdf(
        paper(desk, sheets(scene)), sheet, progress=lambda done, all_: steps.append((done, all_))
    )
    assert pages == len(texts(sheet)) == 2
    assert steps[-1] == (2, 2)
    assert "MOL-2026-F00001" in texts(sheet)[0]
    assert documents.write_pdf(paper(desk, certificates(scene).issued), certificate) == 3
    assert [
        number in text
        for number, text in zip(("00001", "00002", "00003"), texts(certificate), strict=True)
    ] == [True] * 3
    assert "Amina El Idrissi" in texts(certificate)[0]


def test_a_folder_that_cannot_be_written_gets_a_sentence(desk, tmp_path):
    scene = make_scene(desk)
    found = paper(desk, sheets(scene))
    (tmp_path / "a file").write_text("no folder")
    with pytest.raises(FileCannotBeWritten):
        documents.write_pdf(found, tmp_path / "a file" / "sheets.pdf")
