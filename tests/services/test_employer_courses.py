"""A short course to which employers send people: enrolled together, a page for each employer."""

from datetime import date

import pypdfium2
import pytest

from mgdesk.__main__ import main
from mgdesk.queries.cohorts import roster, timetable
from mgdesk.rules.enrolment import EnrolmentKind
from mgdesk.services import attendee_lists, cohorts
from mgdesk.services.attendance import mark_unmarked_present
from mgdesk.services.documents import issue_certificates, write_pdf
from tests.cohort_scene import add_people, make_scene

DAY = {"day": date(2026, 12, 1)}


def test_several_people_of_an_employer_are_enrolled_marked_and_told_to_it_alone(desk, tmp_path):
    scene = make_scene(desk)
    about = {"cohort_id": scene.cohort_id}
    with pytest.raises(attendee_lists.NobodySent):
        desk.read(attendee_lists.for_employers, **about, **DAY)
    sent = add_people(desk, ("Zoé", "Exemple"), ("", "ياسين"))
    desk.do(cohorts.enrol_people, person_ids=sent, employer="Atelier Démo", **about)
    desk.do(cohorts.enrol_new, employer="Autre Démo", first_name="Amir", surname="Exemple", **about)
    rows = {row.person_id: row for row in desk.read(roster, **about)}
    told = {row.employer for row in rows.values() if row.kind is EnrolmentKind.EMPLOYER}
    assert told == {"Atelier Démo", "Autre Démo"}
    for slot in desk.read(timetable, **about):
        desk.do(mark_unmarked_present, slot_id=slot.id)
    report = desk.do(issue_certificates, enrolment_ids=[rows[sent[0]].enrolment_id], **about)
    assert len(report.issued) == 1
    paper = desk.read(attendee_lists.for_employers, language="fr", **about, **DAY)
    assert write_pdf(paper, tmp_path / "lists.pdf") == 2
    document = pypdfium2.PdfDocument(tmp_path / "lists.pdf")
    first, second = (page.get_textpage().get_text_range() for page in document)
    document.close()
    assert "Atelier Démo" in first
    assert "MOL-2026-00001" in first
    assert "Amir" in second
    assert "Zoé" not in second
    desk.close()
    out = tmp_path / "command.pdf"
    home = ["--home", str(desk.home.root), "--language", "en"]
    assert main(["print", "employers", "CODING-1", "--output", str(out), *home]) == 0
    assert out.read_bytes().startswith(b"%PDF")
