"""After the training: who is asked when, what counts, what partners made possible; on both databases."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import event

from mgdesk.desk import Desk
from mgdesk.model.identity import new_key
from mgdesk.paths import Home
from mgdesk.queries import calls
from mgdesk.queries import companies as company_queries
from mgdesk.queries import outcomes as queries
from mgdesk.queries import people as people_queries
from mgdesk.queries.partners import partners_reach
from mgdesk.rules.clock import wall_clock
from mgdesk.rules.outcome import (
    AttemptResult,
    Evidence,
    Milestone,
    OutcomeKind,
    Rate,
    RateKind,
)
from mgdesk.rules.people import ConsentKind, Role
from mgdesk.services import cohorts, companies, employers, funding, outcomes, people
from mgdesk.services.erasing import erase
from mgdesk.services.partner_papers import partner_letter
from mgdesk.services.privacy import restrict
from mgdesk.storage.opening import open_store
from tests.cohort_scene import FRIDAY, MONDAY, Scene, make_scene
from tests.storage.conftest import postgres, postgres_server  # noqa: F401 - pytest finds them here

AFTER = FRIDAY + timedelta(days=1)
LATER = FRIDAY + timedelta(weeks=5)


@pytest.fixture(params=["sqlcipher", "postgres"])
def scene(request, tmp_path):
    """Three people whose cohort of two weeks is under way."""
    if request.param == "sqlcipher":
        made = make_scene(request.getfixturevalue("desk"))
        made.desk.do(cohorts.set_status, cohort_id=made.cohort_id, status="running")
        yield made
        return
    home = Home(tmp_path / "server")
    server = Desk(home, open_store(home, server=request.getfixturevalue("postgres")))
    made = make_scene(server)
    server.do(cohorts.set_status, cohort_id=made.cohort_id, status="running")
    yield made
    server.close()


def due(scene: Scene, day: date) -> list[tuple[str, str, int]]:
    found = scene.desk.read(calls.follow_ups, today=day)
    return [(row.name, row.milestone, row.attempts) for row in found]


def note(scene: Scene, who: int, kind: OutcomeKind, **values) -> UUID:
    given = {"milestone": Milestone.EXIT, **values}
    return scene.desk.do(
        outcomes.note_outcome, enrolment_id=scene.enrolments[who], kind=kind, **given
    )


def test_a_person_is_on_the_list_until_an_answer_is_noted(scene: Scene) -> None:
    assert due(scene, FRIDAY) == []
    names = [row[0] for row in due(scene, AFTER)]
    assert sorted(names) == sorted(["Léa Martin", "Amina El Idrissi", "ياسين العلوي"])
    scene.desk.do(
        outcomes.note_attempt, enrolment_id=scene.enrolments[0], milestone=Milestone.EXIT,
        result=AttemptResult.CALL_BACK, call_back_on=AFTER + timedelta(days=3),
    )  # fmt: skip
    last = scene.desk.read(calls.follow_ups, today=AFTER)[-1]
    assert (last.name, last.attempts, last.waits(AFTER)) == ("Léa Martin", 1, True)
    note(scene, 0, OutcomeKind.JOB, since=FRIDAY, is_in_field=True, employer="Canal")
    assert "Léa Martin" not in [row[0] for row in due(scene, AFTER)]
    assert ("Léa Martin", Milestone.WEEKS_4, 0) in due(scene, LATER)
    scene.desk.undo()
    assert "Léa Martin" in [row[0] for row in due(scene, AFTER)]


def test_the_latest_note_counts_and_the_former_stays(scene: Scene) -> None:
    note(scene, 0, OutcomeKind.SEARCHING)
    note(scene, 0, OutcomeKind.JOB, since=FRIDAY, is_in_field=True)
    note(scene, 1, OutcomeKind.UNREACHABLE)
    rates = scene.desk.read(queries.rates_of, today=AFTER)
    assert rates[RateKind.WORK] == Rate(1, 1, 1, 3)
    assert rates[RateKind.IN_FIELD] == Rate(1, 3, 1, 3)
    assert rates[RateKind.ESF_LATER] == Rate(0, 0, 0, 0)
    assert rates[RateKind.HOURS_UNSAID] == Rate(1, 3, 1, 3)
    note(
        scene, 0, OutcomeKind.JOB, since=FRIDAY, is_in_field=True, hours_a_week=38,
        employer="molenbeek",
    )  # fmt: skip
    rates = scene.desk.read(queries.rates_of, today=AFTER, cohort_id=scene.cohort_id, since=FRIDAY)
    assert (rates[RateKind.BY_SCHOOL], rates[RateKind.FULL_TIME]) == (
        Rate(1, 3, 1, 3),
        Rate(0, 3, 1, 3),
    )
    history = scene.desk.read(queries.outcomes, person_id=scene.people[0])
    assert [row.kind for row in history] == [
        OutcomeKind.JOB,
        OutcomeKind.JOB,
        OutcomeKind.SEARCHING,
    ]
    timeline = scene.desk.read(people_queries.person, person_id=scene.people[0]).timeline
    assert (
        sum("job of a month" in dict(row.translated).get("situation", "") for row in timeline) == 2
    )


def test_who_does_not_want_it_is_not_called_and_who_cannot_be_is_known_before(scene: Scene) -> None:
    gaps = scene.desk.read(calls.contact_gaps, today=MONDAY)
    assert len(gaps) == 3
    person = scene.desk.read(people_queries.person, person_id=scene.people[0])
    scene.desk.do(
        people.update_person, person_id=person.id, version=person.version, phone="+32470000001"
    )
    scene.desk.do(
        people.record_consent, person_id=scene.people[1], kind=ConsentKind.CONTACT_AFTER,
        is_given=False,
    )  # fmt: skip
    counts = scene.desk.read(calls.due_counts, today=MONDAY)
    assert (counts.calls, counts.gaps) == (0, 2)
    assert len(due(scene, AFTER)) == 2
    assert scene.desk.read(calls.due_counts, today=AFTER).calls == 2
    scene.desk.do(restrict, person_id=scene.people[2], reason="asked")
    assert scene.desk.read(calls.due_counts, today=MONDAY).gaps == 1
    assert [row[0] for row in due(scene, AFTER)] == ["Léa Martin"]
    scene.desk.do(erase, person_id=scene.people[0])
    assert due(scene, AFTER) == []


def test_what_cannot_be_is_refused_in_words(scene: Scene) -> None:
    with pytest.raises(outcomes.HoursAWeekUnusable):
        note(scene, 0, OutcomeKind.JOB, hours_a_week=90)
    with pytest.raises(outcomes.ProofMissing):
        note(scene, 0, OutcomeKind.JOB, evidence=Evidence.CONFIRMED)
    with pytest.raises(outcomes.CallBackDayMissing):
        scene.desk.do(
            outcomes.note_attempt, enrolment_id=scene.enrolments[0], milestone=Milestone.EXIT,
            result=AttemptResult.CALL_BACK,
        )  # fmt: skip
    with pytest.raises(companies.NobodyFounded):
        scene.desk.do(companies.add_company, name="Coop", campus_id=scene.campus_id)


def test_a_company_is_founded_corrected_and_gone_and_its_founder_known(scene: Scene) -> None:
    company_id = scene.desk.do(
        companies.add_company, name="Coop Démo", campus_id=scene.campus_id, number="DEMO 1",
        founded_on=AFTER, founder_ids=scene.people[:2],
    )  # fmt: skip
    (row,) = scene.desk.read(company_queries.companies)
    assert {one.person_id for one in row.founders} == set(scene.people[:2])
    person = scene.desk.read(people_queries.person, person_id=scene.people[0])
    assert Role.FOUNDER in person.roles
    assert any("Coop Démo" in row.text for row in person.timeline)
    scene.desk.do(
        companies.update_company, company_id=company_id, version=row.version, is_active=False,
        founder_ids=[scene.people[0]],
    )  # fmt: skip
    (row,) = scene.desk.read(company_queries.companies)
    assert (row.is_active, len(row.founders)) == (False, 1)
    with pytest.raises(companies.CompanyKnown):
        scene.desk.do(
            companies.add_company, name="coop demo", campus_id=scene.campus_id,
            founder_ids=scene.people,
        )  # fmt: skip
    scene.desk.do(companies.delete_company, company_id=company_id)
    assert scene.desk.read(company_queries.companies) == []


def test_two_spellings_of_an_employer_become_one_and_undo_parts_them(scene: Scene) -> None:
    desk = scene.desk
    partner_id = desk.do(funding.add_partner, name="Atelier Démo")
    note(scene, 0, OutcomeKind.JOB, since=FRIDAY, employer="Canal")
    note(scene, 1, OutcomeKind.JOB, since=FRIDAY, employer="Canal SA")
    kept, other = desk.read(company_queries.employers)
    desk.do(
        employers.update_employer, employer_id=other.id, version=other.version, name="Canal S.A.",
        partner_id=partner_id,
    )  # fmt: skip
    assert [hire.name for hire in desk.read(company_queries.hires)] == ["Amina El Idrissi"]
    desk.do(employers.merge_employers, kept_id=kept.id, other_id=other.id)
    (one,) = desk.read(company_queries.employers)
    assert (one.name, one.partner, one.people) == ("Canal", "Atelier Démo", 2)
    assert len(desk.read(company_queries.hires)) == 2
    desk.undo()
    assert [row.people for row in desk.read(company_queries.employers)] == [1, 1]
    for name, who in (("Canal", 0), ("Canal S.A.", 1)):
        desk.do(
            companies.add_company, name=name, campus_id=scene.campus_id,
            founder_ids=[scene.people[who]],
        )  # fmt: skip
    with pytest.raises(employers.CompaniesOfBoth):
        desk.do(employers.merge_employers, kept_id=kept.id, other_id=other.id)


def test_a_partner_reads_what_its_support_made_possible(scene: Scene) -> None:
    desk = scene.desk
    partner_id = desk.do(funding.add_partner, name="Atelier Démo")
    detail = desk.read(cohorts_query, cohort_id=scene.cohort_id)
    desk.do(set_partner, cohort_id=detail.id, partner_id=partner_id)
    scene.mark_all_present()
    note(scene, 0, OutcomeKind.JOB, since=FRIDAY, employer="atelier demo")
    noted_on = max(FRIDAY, wall_clock().date())  # hires are those noted in the days asked
    (reach,) = desk.read(partners_reach, first_day=MONDAY, last_day=noted_on)
    minutes = sum(row.summary.minutes_attended for row in scene.grid.rows)
    assert (reach.people, reach.learners, reach.minutes) == (3, 3, minutes)
    assert [hire.name for hire in reach.hires] == ["Léa Martin"]
    (none,) = desk.read(partners_reach, first_day=date(2020, 1, 1), last_day=date(2020, 2, 1))
    assert (none.people, none.minutes, none.hires) == (0, 0, ())
    page = desk.read(
        partner_letter, partner_id=partner_id, campus_id=scene.campus_id, first_day=MONDAY,
        last_day=FRIDAY, day=FRIDAY, language="nl",
    )  # fmt: skip
    assert "Wat uw steun mogelijk maakte" in text_of(page)
    assert "3" in text_of(page)


def test_reading_costs_as_many_queries_for_three_as_for_one(desk: Desk) -> None:
    scene = make_scene(desk)
    desk.do(cohorts.set_status, cohort_id=scene.cohort_id, status="running")
    engine, counts = desk._store.engine, []
    note(scene, 0, OutcomeKind.UNKNOWN)

    def count(*_: object) -> None:
        counts[-1] += 1

    event.listen(engine, "before_cursor_execute", count)
    for day in (FRIDAY, AFTER):
        counts.append(0)
        desk.read(calls.follow_ups, today=day)
        desk.read(queries.rates_of, today=day)
    event.remove(engine, "before_cursor_execute", count)
    assert counts[0] == counts[1]


def cohorts_query(session, *, cohort_id):
    from mgdesk.queries.cohorts import cohort

    return cohort(session, cohort_id=cohort_id)


def set_partner(session, *, cohort_id, partner_id):
    from mgdesk.model import CohortPartner

    session.add(CohortPartner(id=new_key(), cohort_id=cohort_id, partner_id=partner_id))


def text_of(page: bytes) -> str:
    import pypdfium2

    pages = pypdfium2.PdfDocument(page)
    assert len(pages) == 1
    return pages[0].get_textpage().get_text_range()
