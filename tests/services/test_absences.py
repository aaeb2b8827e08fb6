"""An absence is told, explained and proven; its marks follow, statements with them; letters say what is."""

from datetime import timedelta

import pytest

from mgdesk.__main__ import main
from mgdesk.desk import Desk, open_desk
from mgdesk.exchange.campus_file import read_campus, write_campus
from mgdesk.exchange.proof_paper import ProofActs
from mgdesk.paths import Home
from mgdesk.queries import absences as queries
from mgdesk.queries.absences import Disagreement
from mgdesk.queries.attendance import grid
from mgdesk.queries.campuses import absence_reasons
from mgdesk.queries.hours import summaries
from mgdesk.rules.absence import AbsenceNotice, AbsenceState
from mgdesk.rules.attendance import AttendanceStatus
from mgdesk.services import absence_letters, absences, access, attendance
from mgdesk.services.campus_exchange import campus_file, take_in_campus
from mgdesk.services.documents import write_pdf
from mgdesk.services.funding import add_absence_reason
from mgdesk.services.sights import open_proof
from tests.cohort_scene import FRIDAY, MONDAY, Scene, everything, make_scene
from tests.documents.samples import PICTURES
from tests.proof_papers import note, paper

PROOF = next(content for content in PICTURES.values() if content.startswith(b"\x89PNG"))


@pytest.fixture
def scene(desk: Desk) -> Scene:
    """Three people; the first was marked absent the whole of Monday."""
    made = make_scene(desk)
    desk.do(add_absence_reason, code="MAL", label="Maladie", needs_proof=True)
    desk.do(add_absence_reason, code="INJ", label="Sans motif", is_justified=False)
    found = desk.read(grid, cohort_id=made.cohort_id, first_day=MONDAY, last_day=FRIDAY)
    cells = [
        (column.slot_id, made.enrolments[0]) for column in found.columns if column.day == MONDAY
    ]
    desk.do(attendance.mark_cells, cells=cells, status=AttendanceStatus.ABSENT)
    return made


def reason(desk: Desk, code: str) -> object:
    return next(one.id for one in desk.read(absence_reasons) if one.code == code)


def unjustified(scene: Scene) -> int:
    known = scene.desk.read(summaries, cohort_ids=[scene.cohort_id])
    return known[scene.enrolments[0]].half_days_unjustified


def test_a_mark_without_reason_is_to_justify_and_reason_and_proof_justify_it(scene: Scene) -> None:
    desk = scene.desk
    (open_one,) = desk.read(queries.to_justify, campus_id=scene.campus_id)
    assert (open_one.id, open_one.half_days, open_one.state) == (
        None,
        2,
        AbsenceState.REASON_MISSING,
    )
    before = everything(desk)
    absence_id = desk.do(
        absences.add_absence,
        enrolment_id=scene.enrolments[0],
        first_day=MONDAY,
        last_day=MONDAY,
        reason_id=reason(desk, "MAL"),
        notice=AbsenceNotice.PHONE,
        announced_on=MONDAY - timedelta(days=1),
    )
    (one,) = desk.read(queries.absences, cohort_id=scene.cohort_id)
    assert (one.state, one.half_days) == (AbsenceState.PROOF_MISSING, 2)
    assert unjustified(scene) == 2
    report = desk.do(
        absences.update_absence, absence_id=absence_id, version=one.version, proof=PROOF
    )
    assert (report.state, report.marks) == (AbsenceState.JUSTIFIED, 2)
    assert unjustified(scene) == 0
    desk.undo()
    desk.undo()
    assert everything(desk) == before


def test_a_reason_that_the_funder_does_not_take_justifies_nothing(scene: Scene) -> None:
    scene.desk.do(
        absences.add_absence,
        enrolment_id=scene.enrolments[0],
        first_day=MONDAY,
        last_day=MONDAY,
        reason_id=reason(scene.desk, "INJ"),
        proof=PROOF,
    )
    (one,) = scene.desk.read(queries.absences, cohort_id=scene.cohort_id)
    assert one.state is AbsenceState.UNJUSTIFIED
    assert unjustified(scene) == 2
    assert scene.desk.read(queries.to_justify) == []


def test_an_absence_taken_back_leaves_its_marks_without_reason(scene: Scene) -> None:
    absence_id = scene.desk.do(
        absences.add_absence,
        enrolment_id=scene.enrolments[0],
        first_day=MONDAY,
        last_day=MONDAY,
        reason_id=reason(scene.desk, "MAL"),
        proof=PROOF,
    )
    assert unjustified(scene) == 0
    scene.desk.do(absences.remove_absence, absence_id=absence_id)
    assert unjustified(scene) == 2
    with pytest.raises(absences.AbsenceBackwards):
        scene.desk.do(
            absences.add_absence,
            enrolment_id=scene.enrolments[0],
            first_day=FRIDAY,
            last_day=MONDAY,
        )


def test_who_came_though_announced_away_is_listed_until_somebody_decides(scene: Scene) -> None:
    desk, enrolment_id = scene.desk, scene.enrolments[1]
    absence_id = desk.do(
        absences.add_absence, enrolment_id=enrolment_id, first_day=MONDAY, last_day=MONDAY
    )
    found = desk.read(grid, cohort_id=scene.cohort_id, first_day=MONDAY, last_day=MONDAY)
    slot_id = found.columns[0].slot_id
    desk.do(
        attendance.mark,
        slot_id=slot_id,
        enrolment_id=enrolment_id,
        status=AttendanceStatus.PRESENT,
    )
    (one,) = desk.read(queries.disagreements, cohort_id=scene.cohort_id)
    assert (one.what, one.absence_id) == (Disagreement.THERE_THOUGH_ANNOUNCED, absence_id)
    desk.do(absences.remove_absence, absence_id=absence_id)
    assert desk.read(queries.disagreements, cohort_id=scene.cohort_id) == []


def test_the_letter_counts_half_days_and_is_not_written_to_who_missed_none(scene, tmp_path) -> None:
    paper = scene.desk.read(
        absence_letters.draft_absence_letters, cohort_id=scene.cohort_id, day=FRIDAY
    )
    (record,) = paper.records
    assert (record.missed, record.unjustified, len(record.days)) == (2, 2, 1)
    assert write_pdf(paper, tmp_path / "letter.pdf") == 1
    with pytest.raises(absence_letters.NothingMissed):
        scene.desk.read(
            absence_letters.draft_absence_letters,
            cohort_id=scene.cohort_id,
            day=FRIDAY,
            enrolment_ids=[scene.enrolments[2]],
        )


def test_a_pdf_proves_is_shown_goes_with_the_persons_data_and_with_the_campus(
    scene: Scene, tmp_path, capsys
) -> None:
    desk, proof = scene.desk, note(b"Attest")
    said = {
        "enrolment_id": scene.enrolments[0],
        "first_day": MONDAY,
        "last_day": MONDAY,
        "reason_id": reason(desk, "MAL"),
    }
    before = everything(desk)
    with pytest.raises(ProofActs):
        desk.do(
            absences.add_absence,
            proof=paper(catalog=b"/OpenAction << /S /Launch /F (x) >>"),
            **said,
        )
    assert everything(desk) == before  # nothing half-written
    absence_id = desk.do(absences.add_absence, proof=proof, **said)
    assert unjustified(scene) == 0
    kept = desk.do(open_proof, absence_id=absence_id)
    assert (kept.media_type, kept.content) == ("application/pdf", proof)
    copy = desk.do(access.gather, person_id=scene.people[0])
    assert [content for name, content in copy.pictures if name.endswith(".pdf")] == [proof]
    whole = desk.read(campus_file, code="MOL", with_pictures=True)
    other = open_desk(Home(tmp_path / "other"))
    other.do(take_in_campus, file=read_campus(write_campus(tmp_path / "mol.json", whole)))
    assert other.do(open_proof, absence_id=absence_id).content == proof
    other.close()
    desk.close()
    home = ["--home", str(desk.home.root), "--language", "en"]
    out = tmp_path / "proof.pdf"
    asked = ["CODING-1", "Léa Martin", MONDAY.isoformat()]
    assert main(["absence", "proof", *asked, "--output", str(out), *home]) == 0
    assert out.read_bytes() == proof
    assert main(["absence", "add", *asked, "--proof", str(tmp_path / "none.pdf"), *home]) == 1
    assert "There is no file" in capsys.readouterr().err
