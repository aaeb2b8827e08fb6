"""The page of follow-up: from the list to a noted answer in few keys."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from mgdesk.i18n import speak
from mgdesk.paths import resource
from mgdesk.queries import outcomes as queries
from mgdesk.rules.clock import wall_clock
from mgdesk.rules.enrolment import CohortStatus
from mgdesk.rules.outcome import AttemptResult, Evidence, Milestone, OutcomeKind, RateKind
from mgdesk.services import cohorts, funding
from mgdesk.services import outcomes as services
from mgdesk.services.pictures import keep_proof
from mgdesk.ui.editors.companies import CompanySheet
from mgdesk.ui.editors.employers import EmployerSheet
from mgdesk.ui.editors.outcome_history import HistorySheet
from mgdesk.ui.editors.outcome_sheet import OutcomeSheet
from mgdesk.ui.editors.person_card import PersonCard
from mgdesk.ui.editors.proof_sheet import ProofSheet, open_proof
from mgdesk.ui.kit.buttons import Button
from mgdesk.ui.kit.context import Context
from mgdesk.ui.pages.follow_up import FollowUpPage
from mgdesk.ui.preview import PdfPreview
from tests.cohort_scene import add_campus, add_cohort, add_people
from tests.proof_papers import note
from tests.ui.stage import bare, on_stage, settled, sheet, words
from tests.ui.test_accessible_names import nameless
from tests.ui.test_preview import cups  # noqa: F401 - the fixture


@pytest.fixture
def page(qtbot: QtBot, context: Context) -> Iterator[FollowUpPage]:
    """One person left ten days ago."""
    speak("en")
    desk = context.desk
    add_campus(desk)
    left = wall_clock().date() - timedelta(days=10)
    cohort_id = add_cohort(desk, first_day=left - timedelta(days=11), last_day=left)
    desk.do(
        cohorts.enrol_people, person_ids=add_people(desk, ("Léa", "Martin")), cohort_id=cohort_id
    )
    desk.do(cohorts.set_status, cohort_id=cohort_id, status=CohortStatus.COMPLETED)
    with on_stage(qtbot, context, FollowUpPage(context)) as shown:
        yield shown


def test_a_call_without_answer_then_an_answer_by_keys(
    qtbot: QtBot, context: Context, page: FollowUpPage
) -> None:
    assert [row.name for row in page.table.rows] == ["Léa Martin"]
    assert nameless(page) == []
    page.no_answer()
    settled(qtbot, context)
    assert (page.table.rows[0].attempts, page.table.rows[0].last_result) == (
        1,
        AttemptResult.NO_ANSWER,
    )
    page.table.view.setFocus()
    qtbot.keyClick(page.table.view, Qt.Key.Key_Return)
    asked = sheet(OutcomeSheet)
    assert nameless(asked) == []
    qtbot.keyClick(asked.form.kind, Qt.Key.Key_I)
    qtbot.keyClick(asked, Qt.Key.Key_Return)
    settled(qtbot, context)
    (noted,) = context.desk.read(queries.outcomes)
    assert (noted.kind, noted.milestone) == (OutcomeKind.INTERNSHIP, Milestone.EXIT)
    assert page.table.rows == []
    figure, numbers = page.rates.figures[RateKind.POSITIVE]
    assert (figure.text(), bare(numbers.text())) == ("100%", "1 of 1; 1 of 1 answered (100%)")
    page.tabs.setCurrentIndex(1)
    assert [page.rates.cohort.itemText(n) for n in range(2)] == ["All cohorts", "CODING-1"]
    page.rates.cohort.setCurrentIndex(1)
    page.rates.last.value = wall_clock().date() - timedelta(days=11)
    page.rates.last.edited.emit()
    settled(qtbot, context)
    assert (figure.text(), bare(numbers.text())) == ("–", "0 of 0; 0 of 0 answered (–)")
    page.rates.last.value = None
    page.rates.last.edited.emit()
    page.rates.hours.setValue(20)
    settled(qtbot, context)
    assert figure.text() == "100%"
    assert "for fewer than 20 hours" in bare(words(page.rates))


def test_the_page_for_a_partner_opens_and_prints(
    qtbot: QtBot,
    context: Context,
    page: FollowUpPage,
    cups: Path,  # noqa: F811 - the fixture
) -> None:
    context.desk.do(funding.add_partner, name="Canal")
    settled(qtbot, context)
    page.partner_page()
    settled(qtbot, context)
    (shown,) = page.partners.findChildren(PdfPreview)
    assert len(shown.view.pages) == 1
    shown.printers.value = "Accueil"
    shown.print_button.click()
    qtbot.waitUntil((cups / "file.pdf").exists)
    settled(qtbot, context)
    assert (cups / "file.pdf").read_bytes().startswith(b"%PDF")


def test_an_employer_is_linked_to_a_partner_in_the_window(
    qtbot: QtBot, context: Context, page: FollowUpPage
) -> None:
    partner_id = context.desk.do(funding.add_partner, name="Canal")
    (left,) = page.table.rows
    context.desk.do(
        services.note_outcome, enrolment_id=left.enrolment_id, milestone=left.milestone,
        kind=OutcomeKind.JOB, employer="Le Canal",
    )  # fmt: skip
    settled(qtbot, context)
    page.employers.table.choose(page.employers.table.rows[0].id)
    page.correct_employer()
    asked = sheet(EmployerSheet)
    assert nameless(asked) == []
    asked.partner.value = partner_id
    asked.accept_button.click()
    settled(qtbot, context)
    assert [row.partner for row in page.companies.hires.rows] == ["Canal"]


def test_a_company_is_added_by_the_names_of_its_founders(
    qtbot: QtBot, context: Context, page: FollowUpPage
) -> None:
    page.new()
    asked = sheet(CompanySheet)
    asked.name.value = "Coop (demo)"
    asked.save()
    settled(qtbot, context)
    assert "at least one person" in words(asked)
    asked.founders.value = "léa martin"
    asked.save()
    settled(qtbot, context)
    assert [row.name for row in page.companies.companies.table.rows] == ["Coop (demo)"]


def test_a_record_shows_every_answer_and_call_with_its_proof(
    qtbot: QtBot, context: Context, page: FollowUpPage, tmp_path, monkeypatch
) -> None:
    (left,) = page.table.rows
    context.desk.do(
        services.note_attempt, enrolment_id=left.enrolment_id, milestone=left.milestone,
        result=AttemptResult.MESSAGE_LEFT, note="monday",
    )  # fmt: skip
    context.desk.do(
        services.note_outcome, enrolment_id=left.enrolment_id, milestone=left.milestone,
        kind=OutcomeKind.JOB, employer="Canal", hours_a_week=19, evidence=Evidence.DOCUMENT,
        proof=resource("demo", "logos", "campus.png").read_bytes(),
    )  # fmt: skip
    card = PersonCard(context)
    qtbot.addWidget(card)
    card.show_person(left.person_id)
    card.show()
    settled(qtbot, context)
    assert "job of a month or longer" in words(card)
    card.after.show_all()
    settled(qtbot, context)
    shown = sheet(HistorySheet)
    said = bare(words(shown))
    for part in ("Canal", "19 h a week", "message left", "monday"):
        assert part in said, part
    assert nameless(shown) == []
    (proof,) = [one for one in shown.findChildren(Button) if one.text() == "Proof"]
    proof.click()
    settled(qtbot, context)
    assert not sheet(ProofSheet).shown.pixmap().isNull()
    sheet(ProofSheet).close()
    paper_id = context.desk.do(keep_proof, content=note(b"Attest"))
    open_proof(shown, context, paper_id)
    pages = sheet(ProofSheet)
    settled(qtbot, context)
    qtbot.waitUntil(lambda: pages.shown.is_complete)
    assert len(pages.shown.pages) == 1
    assert nameless(pages) == []
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", lambda *_given: (str(tmp_path / "a.pdf"), "")
    )
    pages.save()
    settled(qtbot, context)
    assert (tmp_path / "a.pdf").read_bytes() == note(b"Attest")
    pages.close()
    shown.close()
    card.after.note()
    settled(qtbot, context)
    assert sheet(OutcomeSheet).form.kind.value == OutcomeKind.JOB
