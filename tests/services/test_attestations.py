"""Statements of a month and certificates of completion: true hours, one number each, read back."""

from datetime import date

import pypdfium2
import pytest

from mgdesk.__main__ import main
from mgdesk.documents.completion import Nature
from mgdesk.documents.paper import CopyMark
from mgdesk.documents.statement import MissedAs, StatementDay
from mgdesk.i18n import LANGUAGES
from mgdesk.model import Enrolment
from mgdesk.queries.documents import register
from mgdesk.rules.attendance import AttendanceStatus
from mgdesk.rules.overtaken import Why
from mgdesk.rules.paper import PaperKind, PaperStatus
from mgdesk.services import attestations, documents, employers
from mgdesk.services.absences import add_absence
from mgdesk.services.funding import add_absence_reason
from mgdesk.services.issuing import EmptyCohort, NoHalfDaysThen
from mgdesk.services.overtaken import (
    NothingLeftToSay,
    draft_overtaken,
    issue_overtaken,
    overtaken_statements,
)
from tests.cohort_scene import FRIDAY, MONDAY, Scene, counted_statements, make_scene

NOVEMBER = {"first_day": date(2026, 11, 1), "last_day": date(2026, 11, 30)}


@pytest.fixture
def scene(desk):
    return make_scene(desk)


def statements(scene: Scene, **values):
    given = {"cohort_id": scene.cohort_id, "day": FRIDAY, **NOVEMBER, **values}
    return scene.desk.do(attestations.issue_statements, **given)


def paper(scene: Scene, ids):
    return scene.desk.read(documents.paper, document_ids=ids)


def pages(scene: Scene, ids, tmp_path) -> list[str]:
    path = tmp_path / "paper.pdf"
    documents.write_pdf(paper(scene, ids), path)
    document = pypdfium2.PdfDocument(path)
    return [page.get_textpage().get_text_range() for page in document]


def test_a_statement_counts_each_day_by_its_marks(scene):
    for place, status, minutes in (
        (0, AttendanceStatus.PRESENT, None),
        (1, AttendanceStatus.LATE, 30),
        (2, AttendanceStatus.ABSENT, None),
        (3, AttendanceStatus.ABSENT_JUSTIFIED, None),
        (4, AttendanceStatus.EXCUSED, None),
        (5, AttendanceStatus.NOT_REQUIRED, None),
    ):
        scene.mark(place, 0, status, minutes)
    draft = scene.desk.read(
        attestations.draft_statements,
        cohort_id=scene.cohort_id,
        day=FRIDAY,
        enrolment_ids=[scene.enrolments[0]],
        **NOVEMBER,
    )
    (record,) = draft.records
    first, second, third = (column.minutes for column in scene.grid.columns[:3])
    assert record.days[:3] == (
        StatementDay(MONDAY, first + second, first + second - 30, (MissedAs.SHORT,)),
        StatementDay(
            MONDAY.replace(day=3), first + second, 0, (MissedAs.UNJUSTIFIED, MissedAs.JUSTIFIED)
        ),
        StatementDay(MONDAY.replace(day=4), third, 0, (MissedAs.EXCUSED,)),
    )
    assert record.minutes_attended == first + second - 30
    assert record.minutes_justified == second + first  # the excused morning counts as well
    assert record.minutes_unjustified == first
    planned = sum(column.minutes for column in scene.grid.columns) - second  # one was not required
    assert record.minutes_planned == planned
    assert record.minutes_unmarked == planned - 2 * first - 2 * second - third
    assert scene.desk.read(register, cohort_id=scene.cohort_id) == []


def test_each_learner_has_a_numbered_page_and_signs_for_it_on_the_last(scene, tmp_path):
    scene.mark_all_present()
    ids = statements(scene)
    read = pages(scene, ids, tmp_path)
    assert len(read) == 4
    for place, name in enumerate(("ElIdrissi", "Martin")):
        number = f"MOL-2026-S{place + 1:05d}"
        flat = read[place].replace(" ", "")
        assert name in flat
        assert number in flat
        assert name in read[3].replace(" ", "")
        assert number in read[3]


def test_the_same_month_again_is_a_reprint_and_a_changed_mark_a_correction(scene, tmp_path):
    scene.mark_all_present()
    ids = statements(scene)
    assert statements(scene) == ids
    scene.desk.do(documents.count_copies, document_ids=ids)
    assert "duplicat" in pages(scene, ids[:1], tmp_path)[0].lower()
    scene.mark(0, 0, AttendanceStatus.ABSENT)
    changed = statements(scene)
    assert sum(one not in ids for one in changed) == 1
    rows = scene.desk.read(register, cohort_id=scene.cohort_id, kind=PaperKind.STATEMENT)
    assert [row.replaces for row in rows if row.replaces] == ["MOL-2026-S00002"]


def test_another_month_is_another_paper(scene):
    scene.mark_all_present()
    ids = statements(scene)
    week = statements(scene, first_day=MONDAY, last_day=MONDAY.replace(day=8))
    assert not set(ids) & set(week)


def test_months_without_class_and_cohorts_without_people_are_said(scene):
    with pytest.raises(NoHalfDaysThen):
        statements(scene, first_day=date(2027, 1, 1), last_day=date(2027, 1, 31))
    with pytest.raises(EmptyCohort):
        statements(scene, enrolment_ids=[])


@pytest.mark.parametrize("language", LANGUAGES)
def test_statements_and_completions_speak_every_language_and_keep_the_name(
    scene, tmp_path, language
):
    scene.mark_all_present()
    read = pages(scene, statements(scene, language=language), tmp_path)
    assert "Martin" in read[1]
    assert "ياسين العلوي" in read[2]
    report = scene.desk.do(
        attestations.issue_completions, cohort_id=scene.cohort_id, language=language, day=FRIDAY
    )
    completion = pages(scene, report.document_ids, tmp_path)
    assert "ياسين العلوي" in completion[2]


def _employ(session, *, enrolment_id, employer):
    employer_id = employers.employer_named(session, name=employer)
    session.get_one(Enrolment, enrolment_id).employer_id = employer_id


def test_a_completion_says_employer_nature_dates_and_duration(scene, tmp_path):
    scene.mark(0, 0, AttendanceStatus.PRESENT)
    scene.desk.do(_employ, enrolment_id=scene.enrolments[0], employer="Imprimerie du Canal")
    report = scene.desk.do(
        attestations.issue_completions,
        cohort_id=scene.cohort_id,
        nature=Nature.ASSESSMENT,
        language="fr",
        day=FRIDAY,
    )
    assert [one.name for one in report.refused] == ["Amina El Idrissi", "ياسين العلوي"]
    (read,) = pages(scene, report.document_ids, tmp_path)
    for said in ("MOL-2026-R00001", "Léa Martin", "Imprimerie du Canal", "Coding School", "3 h 30"):
        assert said in read
    (row,) = scene.desk.read(register, cohort_id=scene.cohort_id)
    assert (row.kind, row.name) == (PaperKind.COMPLETION, "Léa Martin")


def test_a_later_proof_and_a_later_mark_overtake_a_statement_until_it_is_corrected(
    scene, tmp_path, capsys
):
    desk = scene.desk
    scene.mark_all_present()
    for place in (0, 1, 2):
        scene.mark(place, 0, AttendanceStatus.ABSENT)
    statements(scene, language="nl")
    asked = {"cohort_id": scene.cohort_id}
    everywhere = {"campus_id": scene.campus_id, "since": MONDAY}
    assert desk.read(overtaken_statements, **asked) == []
    desk.do(
        add_absence, enrolment_id=scene.enrolments[0], first_day=MONDAY, last_day=MONDAY,
        reason_id=desk.do(add_absence_reason, code="RDV", label="Rendez-vous", needs_proof=False),
    )  # fmt: skip
    (proven,) = desk.read(overtaken_statements, **asked)
    assert (proven.name, proven.why, proven.days) == ("Léa Martin", (Why.PROOF,), (MONDAY,))
    assert proven.attended[0] == proven.attended[1]
    assert proven.unjustified[0] > proven.unjustified[1]
    scene.mark(3, 0, AttendanceStatus.LATE, 30)
    scene.mark(4, 1, AttendanceStatus.ABSENT)
    found = desk.read(overtaken_statements, **asked)
    assert found == desk.read(overtaken_statements, **everywhere)
    assert [row.why for row in found] == [(Why.MARK,), (Why.PROOF, Why.MARK)]
    scene.mark(4, 1, AttendanceStatus.PRESENT)  # as it was: nothing to print
    (row,) = desk.read(overtaken_statements, **asked)
    draft = desk.read(draft_overtaken, document_ids=[row.id], day=FRIDAY)
    (corrected,) = desk.do(issue_overtaken, document_ids=[row.id])
    (record,) = paper(scene, [corrected]).others
    assert (record.language, record.copy) == ("nl", CopyMark.CORRECTED)
    assert record.days == draft.others[0].days
    by_id = {one.id: one for one in desk.read(register, **asked)}
    assert by_id[corrected].replaces == row.number
    assert by_id[row.id].status is PaperStatus.CORRECTED
    assert desk.read(overtaken_statements, **asked) == []
    for place in range(len(scene.slots)):
        scene.mark(place, 2, AttendanceStatus.NOT_REQUIRED)
    (row,) = desk.read(overtaken_statements, **asked)
    with pytest.raises(NothingLeftToSay):
        desk.do(issue_overtaken, document_ids=[row.id])
    desk.do(documents.revoke, document_id=row.id, reason="plus rien")
    scene.mark(5, 1, AttendanceStatus.ABSENT)
    desk.close()
    home = ["--home", str(desk.home.root), "--language", "en"]
    assert main(["list", "overtaken", "--cohort", "CODING-1", *home]) == 0
    assert "Amina" in capsys.readouterr().out
    out = ["--output", str(tmp_path / "again.pdf")]
    assert main(["print", "statements", "CODING-1", "--overtaken", *out, *home]) == 0
    assert main(["print", "statements", "CODING-1", "--overtaken", *out, *home]) == 1
    assert main(["list", "overtaken", *home]) == 0
    assert "Every statement says what is known." in capsys.readouterr().out


def test_listing_what_was_overtaken_asks_no_more_for_more_people(scene):
    scene.mark_all_present()
    counts = []
    for people in (1, 3):
        statements(scene, enrolment_ids=scene.enrolments[:people])
        scene.mark(0, people - 1, AttendanceStatus.ABSENT)
        with counted_statements() as sent:
            scene.desk.read(overtaken_statements, cohort_id=scene.cohort_id)
        counts.append(len(sent))
    assert counts[0] == counts[1]
