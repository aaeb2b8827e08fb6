"""Days moved, plans followed, statements overtaken, rules confirmed: the same on SQLCipher and PostgreSQL."""

from datetime import date, datetime, time

import pytest

from mgdesk.desk import Desk
from mgdesk.paths import Home
from mgdesk.queries import campuses, selection
from mgdesk.queries.following import follow_ups
from mgdesk.queries.roster import roster
from mgdesk.rules.attendance import AttendanceStatus
from mgdesk.services import (
    applications,
    attestations,
    coaching,
    enrolments,
    plan_steps,
    profile_marks,
    selection_changes,
    shipped,
)
from mgdesk.services import selection as choosing
from mgdesk.services.overtaken import overtaken_statements
from mgdesk.storage.opening import open_store
from tests.cohort_scene import FRIDAY, MONDAY, make_scene
from tests.storage.conftest import postgres, postgres_server  # noqa: F401 - pytest finds them here


def walked(desk: Desk) -> tuple[object, ...]:
    """What is said at the end of a path, without keys."""
    scene = make_scene(desk)
    someone = scene.people[0]
    desk.do(applications.apply, person_id=someone, cohort_id=scene.cohort_id)
    day = {"day": MONDAY, "starts_at": time(9), "ends_at": time(10)}
    day_id = desk.do(
        choosing.add_selection_day, campus_id=scene.campus_id, cohort_id=scene.cohort_id, **day
    )
    desk.do(choosing.convoke, selection_day_id=day_id)
    desk.do(
        selection_changes.change_selection_day, selection_day_id=day_id, version=1,
        **day | {"day": FRIDAY},
    )  # fmt: skip
    talk = desk.do(
        coaching.book, person_id=someone, coach_id=scene.people[1], campus_id=scene.campus_id,
        starts_at=datetime(2026, 11, 3, 14),
    )  # fmt: skip
    desk.do(coaching.set_follow_up, coaching_id=talk, day=FRIDAY)
    steps = [plan_steps.StepFields("CV", "Léa", MONDAY), plan_steps.StepFields("Appel", "", FRIDAY)]
    desk.do(plan_steps.set_plan, coaching_id=talk, steps=steps)
    desk.do(enrolments.set_employer, enrolment_ids=scene.enrolments[:2], employer="Atelier")
    scene.mark_all_present()
    month = {"first_day": date(2026, 11, 1), "last_day": date(2026, 11, 30)}
    desk.do(attestations.issue_statements, cohort_id=scene.cohort_id, **month)
    scene.mark(0, 0, AttendanceStatus.ABSENT)
    desk.do(shipped.add_shipped_profiles)
    forem = next(p for p in desk.read(campuses.funder_profiles) if p.code == "forem")
    desk.do(profile_marks.confirm_rules, profile_id=forem.id, fields=["layout"], source="Arrêté")
    return (
        [(r.application.name, r.former) for r in
         desk.read(selection.day_plan, selection_day_id=day_id).to_tell],
        [(r.name, r.due_on, r.is_done, r.step_id is None) for r in desk.read(follow_ups)],
        [(r.name, r.employer, r.kind) for r in desk.read(roster, cohort_id=scene.cohort_id)],
        [(r.name, r.days, r.why, r.attended) for r in
         desk.read(overtaken_statements, campus_id=scene.campus_id, since=MONDAY)],
        [(p.code, len(p.to_confirm), p.is_confirmed) for p in desk.read(campuses.funder_profiles)],
    )  # fmt: skip


@pytest.mark.thorough
def test_both_databases_answer_alike(desk, postgres, tmp_path) -> None:  # noqa: F811 - the fixture
    home = Home(tmp_path / "server")
    server = Desk(home, open_store(home, server=postgres))
    local = walked(desk)
    assert [len(part) for part in local] == [1, 3, 3, 1, 6]
    assert walked(server) == local
    server.close()
