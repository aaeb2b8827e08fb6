"""Statements of a month and certificates of completion: true hours, one number each, read back."""

from datetime import date

import pypdfium2
import pytest

from mgdesk.documents.completion import Nature
from mgdesk.documents.statement import MissedAs, StatementDay
from mgdesk.i18n import LANGUAGES
from mgdesk.model import Enrolment
from mgdesk.queries.documents import register
from mgdesk.rules.attendance import AttendanceStatus
from mgdesk.rules.paper import PaperKind
from mgdesk.services import attestations, documents, employers
from mgdesk.services.issuing import EmptyCohort, NoHalfDaysThen
from tests.cohort_scene import FRIDAY, MONDAY, Scene, make_scene

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
