"""The page of follow-up: from the list to a noted answer in few keys."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from mgdesk.i18n import speak
from mgdesk.queries import outcomes as queries
from mgdesk.rules.clock import wall_clock
from mgdesk.rules.enrolment import CohortStatus
from mgdesk.rules.outcome import AttemptResult, Milestone, OutcomeKind, RateKind
from mgdesk.services import cohorts
from mgdesk.ui.editors.companies import CompanySheet
from mgdesk.ui.editors.outcome_sheet import OutcomeSheet
from mgdesk.ui.kit.context import Context
from mgdesk.ui.pages.follow_up import FollowUpPage
from tests.cohort_scene import add_campus, add_cohort, add_people
from tests.ui.stage import bare, on_stage, settled, sheet, words
from tests.ui.test_accessible_names import nameless


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
