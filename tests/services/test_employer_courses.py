"""A short course to which employers send people: enrolled together, a page for each employer."""

from datetime import date

import pypdfium2
import pytest

from mgdesk.__main__ import main
from mgdesk.i18n import LANGUAGES
from mgdesk.queries.cohorts import roster, timetable
from mgdesk.rules.enrolment import EnrolmentKind
from mgdesk.rules.paper import SheetLayout
from mgdesk.services import attendee_lists, cohorts, employer_papers, enrolments
from mgdesk.services.attendance import mark_unmarked_present
from mgdesk.services.documents import issue_certificates, issue_sheets, write_pdf
from tests.cohort_scene import FRIDAY, MONDAY, add_people, everything, make_scene

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
    one = {"employer": "Atelier DÉMO", **about, **DAY}
    ids = [row.enrolment_id for row in rows.values() if row.employer == "Atelier Démo"]
    days = {"first_day": MONDAY, "last_day": FRIDAY, "layout": SheetLayout.INDIVIDUAL}
    assert len(desk.do(issue_sheets, enrolment_ids=ids, **about, **days)) == 2
    assert len(desk.read(attendee_lists.for_employers, **one).records) == 1
    for language in LANGUAGES:
        letter = desk.read(employer_papers.draft_employer_letters, language=language, **one)
        assert write_pdf(letter, tmp_path / f"{language}.pdf") == 1
    document = pypdfium2.PdfDocument(tmp_path / "fr.pdf")
    said = " ".join(document[0].get_textpage().get_text_range().split())
    document.close()
    assert "Vous avez envoyé 2 personnes à notre formation Coding School" in said
    assert "MOL-2026-00001" in said
    assert "2 feuilles de présence" in said
    assert "1 attestation de participation" in said
    assert "Amir" not in said
    desk.close()
    out = tmp_path / "command.pdf"
    home = ["--home", str(desk.home.root), "--language", "en"]
    only = ["--letter", "--employer", "Autre Démo"]
    assert main(["print", "employers", "CODING-1", *only, "--output", str(out), *home]) == 0
    out.unlink()
    assert main(["print", "employers", "CODING-1", "--output", str(out), *home]) == 0
    assert out.read_bytes().startswith(b"%PDF")


def test_an_employer_is_said_changed_and_taken_away_for_several_at_once(desk, capsys):
    scene = make_scene(desk)
    first = scene.enrolments[:2]
    before = everything(desk)

    def told():
        rows = desk.read(roster, cohort_id=scene.cohort_id)
        return {row.enrolment_id: (row.employer, row.kind) for row in rows}

    regular = dict.fromkeys(scene.enrolments, ("", EnrolmentKind.REGULAR))
    desk.do(enrolments.set_employer, enrolment_ids=first, employer=" Atelier  Démo ")
    desk.do(enrolments.set_employer, enrolment_ids=first[1:], employer="Autre Démo")
    assert told() == regular | {
        first[0]: ("Atelier Démo", EnrolmentKind.EMPLOYER),
        first[1]: ("Autre Démo", EnrolmentKind.EMPLOYER),
    }
    desk.do(enrolments.set_employer, enrolment_ids=first, employer="")
    assert told() == regular
    for _step in range(3):
        desk.undo()
    assert everything(desk) == before
    desk.close()
    home = ["--home", str(desk.home.root), "--language", "en"]
    people = ["--learner", "Léa Martin", "--learner", "Amina El Idrissi"]
    assert main(["cohort", "employer", "CODING-1", "Atelier Démo", *people, *home]) == 0
    assert main(["cohort", "employer", "CODING-1", *people[:2], *home]) == 0
    said = capsys.readouterr().out
    assert "2 people sent by Atelier Démo" in said
    assert "1 person sent by no employer" in said
