"""The demo: the same each time, alive around a day, marked as such, never among real data."""

import unicodedata
from datetime import UTC, date, datetime, timedelta

import pytest

from mgdesk.desk import Desk
from mgdesk.paths import resource
from mgdesk.queries import (
    campuses,
    coaching,
    cohorts,
    coworking,
    events,
    following,
    loans,
    passes,
    people,
)
from mgdesk.queries.attendance import grid
from mgdesk.queries.availability import week_of
from mgdesk.queries.day_history import stays_on
from mgdesk.rules.coaching import CoachingStatus
from mgdesk.rules.coworking import PassKind
from mgdesk.rules.enrolment import CohortStatus
from mgdesk.rules.events import CheckInKind, EventStatus
from mgdesk.rules.loans import LoanStatus, ResourceKind
from mgdesk.rules.visits import VisitStatus
from mgdesk.services import demo
from mgdesk.services.demo_content import content
from tests.cohort_scene import add_people

TODAY = date(2026, 11, 25)
COWORK = CheckInKind.COWORKING


@pytest.fixture(scope="module")
def told() -> list[float]:
    return []


@pytest.fixture(scope="module")
def demo_desk(tmp_path_factory, told):
    from mgdesk.desk import open_desk
    from mgdesk.paths import Home

    desk = open_desk(Home(tmp_path_factory.mktemp("demo")))
    desk.do(demo.make_demo, today=TODAY, progress=told.append)
    yield desk
    desk.close()


def test_nine_campuses_speak_their_languages_on_their_clocks(demo_desk: Desk) -> None:
    found = {c.code: (c.languages[0], c.zone) for c in demo_desk.read(campuses.campuses)}
    assert found == {
        "MOL": ("fr", "Europe/Brussels"),
        "LAE": ("fr", "Europe/Brussels"),
        "ANT": ("nl", "Europe/Brussels"),
        "CHA": ("fr", "Europe/Brussels"),
        "AMS": ("nl", "Europe/Amsterdam"),
        "ROT": ("nl", "Europe/Amsterdam"),
        "UTR": ("nl", "Europe/Amsterdam"),
        "PAD": ("it", "Europe/Rome"),
        "CAS": ("fr", "Africa/Casablanca"),
    }


def test_everything_says_that_it_is_a_demo(demo_desk: Desk) -> None:
    assert demo_desk.read(campuses.is_demo)
    assert all(campus.is_demo for campus in demo_desk.read(campuses.campuses))
    letterhead = demo_desk.read(campuses.campus, code="MOL")
    assert "demo" in letterhead.organisation
    assert letterhead.email.endswith("@example.org")
    everybody = demo_desk.read(people.learners)
    assert all(row.email.endswith("@example.org") for row in everybody if row.email)


def test_four_hundred_people_are_named_in_many_scripts(demo_desk: Desk) -> None:
    everybody = demo_desk.read(people.learners)
    assert len(everybody) == 400
    scripts = {
        unicodedata.name(character).split()[0]
        for row in everybody
        for character in row.name + row.second_name
        if character.isalpha()
    }
    assert {
        "LATIN", "ARABIC", "TIFINAGH", "CYRILLIC", "CJK", "ETHIOPIC", "GEORGIAN", "ARMENIAN",
        "BENGALI", "DEVANAGARI", "GREEK",
    } <= scripts  # fmt: skip
    assert any(row.flags for row in everybody)


def test_three_cohorts_run_and_two_are_over(demo_desk: Desk) -> None:
    rows = demo_desk.read(cohorts.cohorts)
    running = [row for row in rows if row.status == CohortStatus.RUNNING]
    assert {row.campus for row in running} == {"MOL", "ANT", "CAS"}
    assert all(row.first_day < TODAY < row.last_day for row in running)
    over = [row for row in rows if row.status == CohortStatus.COMPLETED]
    assert len(over) == 2
    assert all(row.last_day < TODAY for row in over)
    assert all(row.half_days > 50 and row.enrolled >= 12 for row in rows)


def test_marks_are_believable_and_this_week_waits_to_be_encoded(demo_desk: Desk) -> None:
    cohort_id = demo_desk.read(cohorts.cohort_id_of, code="MOL-WEB-14")
    monday = TODAY - timedelta(days=TODAY.weekday())
    past = demo_desk.read(
        grid, cohort_id=cohort_id, first_day=date(2026, 9, 1), last_day=monday - timedelta(days=1)
    )
    present = sum(column.totals.present for column in past.columns)
    cells = sum(len(column_row.cells) for column_row in past.rows)
    assert 0.72 < present / cells < 0.92
    week = demo_desk.read(
        grid, cohort_id=cohort_id, first_day=monday, last_day=monday + timedelta(days=6)
    )
    assert week.columns
    assert all(cell.status is None for row in week.rows for cell in row.cells)


def test_events_are_past_and_coming_with_people_waiting(demo_desk: Desk) -> None:
    rows = demo_desk.read(events.events)
    noon = datetime(2026, 11, 25, 12, tzinfo=UTC)
    assert {row.status for row in rows if row.starts_at < noon} == {EventStatus.COMPLETED}
    assert {row.status for row in rows if row.starts_at > noon} == {EventStatus.CONFIRMED}
    assert all(row.arrived for row in rows if row.starts_at < noon)
    today = next(row for row in rows if row.starts_local.date() == TODAY)
    assert (today.taken, today.waiting) == (30, 6)


def test_finished_learners_have_certificates(demo_desk: Desk) -> None:
    learner = demo_desk.read(people.learners, cohort="PAD-IA-1")
    papers = [
        paper
        for row in learner
        for paper in demo_desk.read(people.person, person_id=row.id).documents
    ]
    assert len(papers) >= 8
    assert {paper.copies for paper in papers} == {1}


def test_coaches_saw_people_last_week_and_wait_for_others(demo_desk: Desk) -> None:
    rows = demo_desk.read(coaching.coaching_sessions)
    past = [row for row in rows if row.starts_local.date() < TODAY]
    coming = [row for row in rows if row.starts_local.date() >= TODAY]
    assert {row.status for row in coming} == {CoachingStatus.PLANNED}
    assert {CoachingStatus.DONE, CoachingStatus.NO_SHOW} <= {row.status for row in past}
    assert all(row.has_note == (row.status is CoachingStatus.DONE) for row in past)
    assert all(row.has_note is False for row in coming)
    assert {row.campus for row in rows} == {row.code for row in demo_desk.read(campuses.campuses)}
    for one in rows:
        meeting = [
            other
            for other in rows
            if other.coach_id == one.coach_id
            and other.starts_at < one.ends_at
            and one.starts_at < other.ends_at
        ]
        assert meeting == [one]
    series = [row for row in rows if row.series_id]
    campuses_there = {row.campus for row in rows}
    assert len(series) == 4 * len(campuses_there) == 4 * len({row.series_id for row in series})
    coaches = {(row.coach_id, row.campus_id) for row in rows}
    for coach_id, campus_id in coaches:
        week = demo_desk.read(week_of, coach_id=coach_id, campus_id=campus_id)
        assert {hours.weekday for hours in week} == set(range(5))
    due = demo_desk.read(following.follow_ups, until=TODAY)
    assert len(due) >= len(campuses_there)
    sent = demo_desk.read(following.referrals)
    assert all("emo" in row.party or "émo" in row.party for row in sent)
    assert {row.answered_on is None for row in sent} == {True, False}


def test_things_are_lent_overdue_and_back(demo_desk: Desk) -> None:
    found = demo_desk.read(loans.loans)
    assert {row.status(TODAY) for row in found} == set(LoanStatus)
    assert len({row.resource_id for row in found if row.is_open}) == sum(r.is_open for r in found)
    assert {row.kind for row in demo_desk.read(loans.resources)} == {
        ResourceKind.KEY, ResourceKind.LAPTOP, ResourceKind.LOCKER,
    }  # fmt: skip


def test_co_workers_came_before_today_and_a_visitor_is_expected(demo_desk: Desk) -> None:
    campus_id = demo_desk.read(campuses.campus_id_of, code="MOL")
    noon = datetime(2026, 11, 25, 12, tzinfo=UTC)
    days = [TODAY - timedelta(days=n) for n in range(12, 0, -1)]
    stays = {
        day: demo_desk.read(stays_on, campus_id=campus_id, day=day)
        for day in days
        if day.weekday() < 5
    }
    came = [row for rows in stays.values() for row in rows if row.kinds == (COWORK,)]
    assert len(came) > 20
    assert any(row.is_closed_at_night for row in came)
    assert all(row.left_at and row.rooms for row in came)
    assert demo_desk.read(stays_on, campus_id=campus_id, day=TODAY) == []
    found = demo_desk.read(coworking.board, at=noon, campus_id=campus_id)
    assert found is not None
    assert [(visit.day, visit.status) for visit in found.visits] == [
        (TODAY, VisitStatus.EXPECTED),
        (TODAY + timedelta(days=1), VisitStatus.EXPECTED),
    ]
    assert found.inside == ()
    kinds = {row.kind for row in demo_desk.read(passes.passes, campus_id=campus_id)}
    assert kinds == {PassKind.DAYS, PassKind.MONTH}


def test_a_second_time_says_that_it_is_there(demo_desk: Desk) -> None:
    report = demo_desk.do(demo.make_demo, today=TODAY)
    assert report == demo.DemoReport(False, campuses=9, people=400, cohorts=5, events=11)


def test_progress_is_told_up_to_the_end(demo_desk: Desk, told: list[float]) -> None:
    assert told == sorted(told)
    assert told[-1] == 1.0


def test_the_demo_is_the_same_each_time(demo_desk: Desk, desk: Desk) -> None:
    desk.do(demo.make_demo, today=TODAY)

    def seen(some: Desk) -> list[tuple]:
        return (
            [
                (r.name, r.second_name, r.birth_date, r.phone, r.email, r.learner_number, r.cohorts)
                for r in some.read(people.learners)
            ]
            + [
                (r.name, r.coach, r.room, r.starts_at, r.subject, r.status)
                for r in some.read(coaching.coaching_sessions)
            ]
            + [(r.code, r.name, r.lent_at, r.due_on, r.returned_at) for r in some.read(loans.loans)]
            + [(r.name, r.kind, r.first_day, r.used) for r in some.read(passes.passes)]
        )

    assert seen(desk) == seen(demo_desk)


def test_real_data_is_never_mixed_with_the_demo(desk: Desk) -> None:
    add_people(desk, ("Léa", "Martin"))
    with pytest.raises(demo.HomeHasRealData):
        desk.do(demo.make_demo, today=TODAY)
    assert desk.read(campuses.campuses) == []


def test_every_name_list_is_in_step_with_its_own_script() -> None:
    for group in content("names.toml")["group"]:
        for kind in ("first", "surname"):
            if f"own_{kind}" in group:
                assert len(group[kind]) == len(group[f"own_{kind}"]), group["name"]


def test_every_logo_that_is_shipped_is_used() -> None:
    used = {partner["logo"] for partner in content("campus.toml")["partner"]}
    used |= {"campus.png", *demo._FUNDER_LOGOS.values()}
    assert {path.name for path in resource("demo", "logos").iterdir()} == used
