"""After the training from the command line: whom to call, answers, calls, rates, partners and their page."""

import json
from datetime import date, timedelta

import pypdfium2
import pytest

from mgdesk.rules.outcome import HIRED_AS, RateKind
from mgdesk.services import cohorts, funding
from tests.cohort_scene import add_campus, add_cohort, add_people
from tests.test_cli import mgdesk  # noqa: F401 - the fixture


@pytest.fixture
def left(desk) -> date:
    """Léa left ten days ago; her cohort had a partner."""
    add_campus(desk)
    day = date.today() - timedelta(days=10)  # noqa: DTZ011 - commands take this computer's day
    desk.do(funding.add_partner, name="Canal")
    cohort_id = add_cohort(
        desk, first_day=day - timedelta(days=11), last_day=day, partners=["Canal"]
    )
    desk.do(
        cohorts.enrol_people, person_ids=add_people(desk, ("Léa", "Martin")), cohort_id=cohort_id
    )
    desk.do(cohorts.set_status, cohort_id=cohort_id, status="completed")
    return day


def read(mgdesk, *words: object):  # noqa: F811
    code, out, said = mgdesk(*words, "--json")
    assert code == 0, said
    return json.loads(out)


def test_from_a_call_to_an_answer_and_the_rates(mgdesk, left) -> None:  # noqa: F811
    later = date.today() + timedelta(days=3)  # noqa: DTZ011
    assert [row["person"] for row in read(mgdesk, "outcome", "due")] == ["Léa Martin"]
    code, _out, said = mgdesk("outcome", "attempt", "léa martin", "call_back")
    assert code
    assert "On which day" in said
    assert mgdesk("outcome", "attempt", "léa martin", "call_back", "--on", later)[0] == 0
    (row,) = read(mgdesk, "outcome", "due", "--search", "mart", "--campus", "mol")
    assert (row["attempts"], row["call_back_on"], row["milestone"]) == (1, str(later), "exit")
    code, out, _said = mgdesk(
        "outcome", "add", "léa martin", "job", "--on", left, "--in-field", "yes",
        "--employer", "canal", "--hours", 20, "--evidence", "confirmed", "--note", "register",
    )  # fmt: skip
    assert code == 0
    assert "job of a month or longer" in out
    assert read(mgdesk, "outcome", "due") == []
    (noted,) = read(mgdesk, "outcome", "list")
    assert (noted["employer"], noted["milestone"], noted["situation"]) == ("canal", "exit", "job")
    rates = read(mgdesk, "outcome", "rates", "--cohort", "coding-1", "--since", left)
    assert [row["numerator"] for row in rates[:3]] == [1, 1, 1]
    parts = [list(RateKind).index(kind) for kind in HIRED_AS]
    assert [rates[place]["numerator"] for place in parts] == [0, 1, 0, 0]
    rates = read(mgdesk, "outcome", "rates", "--part-time-below", 20)
    assert [rates[place]["numerator"] for place in parts] == [1, 0, 0, 0]
    assert "for 20 hours" in rates[parts[0]]["definition"]
    (none, *_others) = read(mgdesk, "outcome", "rates", "--until", left - timedelta(days=1))
    assert (none["numerator"], none["denominator"], none["share"]) == (0, 0, None)


def test_nobody_is_asked_about_a_training_that_has_not_ended(mgdesk, desk, left) -> None:  # noqa: F811
    add_people(desk, ("Zoé", "Ng"))
    code, _out, said = mgdesk("outcome", "add", "zoé ng", "job")
    assert code
    assert "no training of theirs has ended" in said


def test_partners_are_listed_and_their_page_written(mgdesk, left, tmp_path) -> None:  # noqa: F811
    mgdesk("outcome", "add", "léa martin", "internship", "--employer", "CANAL", "--on", left)
    (row,) = read(mgdesk, "partner", "list", "--campus", "mol")
    assert (row["partner"], row["cohorts"], row["hires"]) == ("Canal", 0, 1)
    path = tmp_path / "canal.pdf"
    written = ("partner", "report", "canal", "--output", path, "--paper-language", "nl")
    assert mgdesk(*written)[0] == 0
    page = pypdfium2.PdfDocument(path)[0].get_textpage().get_text_range()
    assert "Wat uw steun mogelijk maakte" in page
    assert mgdesk("partner", "report", "nobody", "--output", tmp_path / "x.pdf")[0]
    assert not (tmp_path / "x.pdf").exists()
