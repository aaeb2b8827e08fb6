"""The same data on SQLCipher and on PostgreSQL: made by the same services, read by the same queries."""

from datetime import UTC, date, datetime

import pytest

from mgdesk.desk import Desk
from mgdesk.paths import Home
from mgdesk.queries import (
    campuses,
    coaching,
    cohorts,
    door,
    events,
    figure_lists,
    indicators,
    kiosk,
    loans,
    people,
    statistics,
)
from mgdesk.queries.search import find
from mgdesk.rules.common_indicators import INDICATORS
from mgdesk.rules.figures import DEFINITIONS, Scope
from mgdesk.rules.indicator_table import table as indicator_rows
from mgdesk.rules.people import Role
from mgdesk.services import people as people_services
from mgdesk.storage.opening import open_store
from tests.report_scene import make_report_scene
from tests.storage.conftest import postgres, postgres_server  # noqa: F401 - pytest finds them here

YEAR = Scope(date(2026, 1, 1), date(2026, 12, 31))


@pytest.fixture
def both(desk: Desk, postgres: str, tmp_path):  # noqa: F811 - the fixture itself
    home = Home(tmp_path / "server")
    server = Desk(home, open_store(home, server=postgres))
    for one in (desk, server):
        one.do(make_report_scene)
    yield desk, server
    server.close()


@pytest.mark.thorough
def test_both_databases_answer_alike(both) -> None:
    local, server = both

    def people_found(desk: Desk, **given) -> list[tuple]:
        rows = desk.read(people.learners, **given)
        return sorted((r.name, r.second_name, r.email, r.roles, r.cohorts, r.flags) for r in rows)

    for search in (
        "",
        "ben al",
        "éLise",
        "王小明",
        "بن علي",
        "0470 00 1",
        "mol-0000",
        "%",
        "_",
        "ⵉⴷ",
    ):
        assert people_found(local, search=search) == people_found(server, search=search), search
    for given in ({"campus": "CAS"}, {"role": Role.TRAINER}, {"cohort": "PAD-IA-1"}):
        assert people_found(local, **given) == people_found(server, **given)

    def all_else(desk: Desk) -> tuple:
        return (
            [
                (e.code, e.taken, e.waiting, e.arrived, e.starts_local)
                for e in desk.read(events.events)
            ],
            [(c.code, c.enrolled, c.half_days, c.trainers) for c in desk.read(cohorts.cohorts)],
            sorted(
                (c.name, c.coach, c.room, c.starts_at, c.status)
                for c in desk.read(coaching.coaching_sessions, search="a")
            ),
            [(r.campus, r.code, r.holder, r.due_on) for r in desk.read(loans.resources)],
            sorted((x.code, x.name, x.lent_at) for x in desk.read(loans.loans, is_open=True)),
            [(c.code, c.languages, c.zone) for c in desk.read(campuses.campuses)],
            [(h.kind, h.title, h.day) for h in desk.read(find, text="code")],
        )

    assert all_else(local) == all_else(server)

    def at_the_door(desk: Desk) -> tuple:
        event_id = desk.read(events.event_id_of, code=desk.read(events.events)[0].code)
        campus_id = desk.read(kiosk.kiosk_place, campus="MOL").campus_id
        given = {"campus_id": campus_id, "at": datetime(2026, 11, 25, 9, tzinfo=UTC)}
        found = [
            desk.read(kiosk.recognise, text=text, **given) for text in ("ami", "امي", "yous el")
        ]
        return (
            [
                (row.name, row.status, row.birth_year)
                for row in desk.read(door.door_list, event_id=event_id, search="a").rows
            ],
            [(one.match, one.first_name, one.is_in) for one in found],
        )

    assert at_the_door(local) == at_the_door(server)

    def reported(desk: Desk) -> tuple:
        found = desk.read(statistics.report, scope=YEAR)
        return (
            found.figures,
            [(one.figure, one.dimension, sorted((g.label, str(g.amount)) for g in one.groups))
             for one in found.breakdowns],
            found.bands,
            indicator_rows(desk.read(indicators.participants, scope=YEAR),
                           desk.read(indicators.leavers, scope=YEAR), 0),
            [len(desk.read(indicators.people_of, scope=YEAR, key=key)) for key in INDICATORS],
            [
                sorted((row.name, row.detail, row.amount, row.whole)
                       for row in desk.read(figure_lists.listed, figure=name, scope=YEAR))
                for name in DEFINITIONS
            ],
        )  # fmt: skip

    assert reported(local) == reported(server)


@pytest.mark.thorough
def test_somebody_with_everything_is_deleted_and_brought_back_on_a_server(both) -> None:
    _, server = both
    learner = server.read(people.learners, cohort="PAD-IA-1")[0]
    before = server.read(people.person, person_id=learner.id)
    server.do(people_services.delete_person, person_id=learner.id)
    server.undo()
    after = server.read(people.person, person_id=learner.id)
    assert (after.enrolments, after.documents, after.registrations) == (
        before.enrolments,
        before.documents,
        before.registrations,
    )
