"""What is missing on paper follows from the list; what is done is noted, undone, and never lost."""

from datetime import date, timedelta

import pytest

from mgdesk.desk import Desk
from mgdesk.queries import tasks as queries
from mgdesk.rules.loans import ResourceKind
from mgdesk.rules.tasks import TaskKind, TaskMoment, TaskOf, TaskState
from mgdesk.services import loans, task_list, tasks
from mgdesk.services.shipped import add_shipped_profiles
from tests.cohort_scene import MONDAY, Scene, everything, make_scene


@pytest.fixture
def scene(desk: Desk) -> Scene:
    made = make_scene(desk)
    desk.do(task_list.add_template, kind=TaskKind.CONTRACT, title="F70")
    desk.do(task_list.add_template, kind=TaskKind.LAPTOP, days=1)
    desk.do(
        task_list.add_template,
        kind=TaskKind.STATEMENT,
        of=TaskOf.COHORT,
        moment=TaskMoment.MONTH,
        days=8,
    )
    return made


def states(scene: Scene, **about: object) -> dict[tuple[TaskKind, str], TaskState]:
    about = about or {"cohort_id": scene.cohort_id}
    rows = scene.desk.read(queries.tasks, today=MONDAY, **about)
    return {(one.kind, one.person): one.state for one in rows}


def test_what_is_missing_follows_from_the_list_without_anything_stored(scene: Scene) -> None:
    found = states(scene)
    assert len(found) == 1 + 2 * len(scene.people)
    assert set(found.values()) <= {TaskState.SOON, TaskState.OPEN}
    later = scene.desk.read(
        queries.reminders, today=MONDAY + timedelta(days=90), campus_id=scene.campus_id
    )
    assert {one.state for one in later} == {TaskState.OVERDUE}


def test_a_contract_is_done_by_its_reference_and_undone_whole(scene: Scene) -> None:
    before = everything(scene.desk)
    (one, *_rest) = [
        row
        for row in scene.desk.read(queries.tasks, today=MONDAY, person_id=scene.people[0])
        if row.kind is TaskKind.CONTRACT
    ]
    scene.desk.do(tasks.note_task, key=one.key, done_on=MONDAY, reference="F70-2026-17")
    (done, *_rest) = scene.desk.read(queries.tasks, today=MONDAY, person_id=scene.people[0])
    assert (done.state, done.reference, done.done_on) == (TaskState.DONE, "F70-2026-17", MONDAY)
    scene.desk.undo()
    assert everything(scene.desk) == before


def test_a_laptop_that_is_out_is_lent_whoever_noted_it(scene: Scene) -> None:
    resource_id = scene.desk.do(
        loans.add_resource, campus_id=scene.campus_id, code="L-01", kind=ResourceKind.LAPTOP
    )
    scene.desk.do(loans.lend, resource_id=resource_id, person_id=scene.people[0])
    found = states(scene, person_id=scene.people[0])
    assert [state for (kind, _), state in found.items() if kind is TaskKind.LAPTOP] == [
        TaskState.DONE
    ]


def test_several_are_done_waived_with_a_reason_and_open_again(scene: Scene) -> None:
    rows = scene.desk.read(queries.missing, today=MONDAY, cohort_id=scene.cohort_id)
    keys = [one.key for one in rows]
    assert scene.desk.do(tasks.do_tasks, keys=keys[:3], day=MONDAY) == 3
    with pytest.raises(tasks.WaivedWithoutReason):
        scene.desk.do(tasks.waive_tasks, keys=keys[3:4], reason=" ")
    scene.desk.do(tasks.waive_tasks, keys=keys[3:4], reason="a son propre ordinateur")
    left = scene.desk.read(queries.missing, today=MONDAY, cohort_id=scene.cohort_id)
    assert [one.key for one in left] == keys[4:]
    scene.desk.do(tasks.reopen_tasks, keys=keys[:4])
    again = scene.desk.read(queries.missing, today=MONDAY, cohort_id=scene.cohort_id)
    assert [one.key for one in again] == keys


def test_a_task_of_its_own_is_added_moved_and_deleted(scene: Scene) -> None:
    scene.desk.do(
        tasks.add_task,
        cohort_id=scene.cohort_id,
        enrolment_id=scene.enrolments[0],
        title="Photo d’identité",
        due_on=MONDAY,
    )
    (one,) = [
        row
        for row in scene.desk.read(queries.tasks, today=MONDAY, cohort_id=scene.cohort_id)
        if row.kind is TaskKind.OTHER
    ]
    assert (one.title, one.state) == ("Photo d’identité", TaskState.SOON)
    scene.desk.do(tasks.note_task, key=one.key, due_on=date(2027, 5, 1), version=one.version)
    scene.desk.do(tasks.remove_task, task_id=one.key.task_id)
    kinds = {
        row.kind for row in scene.desk.read(queries.tasks, today=MONDAY, cohort_id=scene.cohort_id)
    }
    assert TaskKind.OTHER not in kinds
    with pytest.raises(tasks.TaskTitleMissing):
        scene.desk.do(tasks.add_task, cohort_id=scene.cohort_id, title="  ")


def test_the_proposed_list_is_taken_once_and_for_its_profiles(desk: Desk) -> None:
    desk.do(add_shipped_profiles)
    taken = desk.do(task_list.add_shipped_templates)
    assert taken == len(desk.read(queries.templates)) > 10
    assert desk.do(task_list.add_shipped_templates) == 0
    assert not any(one.is_confirmed for one in desk.read(queries.templates))
    with pytest.raises(task_list.OtherTaskUntitled):
        desk.do(task_list.add_template, kind=TaskKind.OTHER)
    with pytest.raises(task_list.TaskDaysUnusable):
        desk.do(task_list.add_template, kind=TaskKind.CONTRACT, days=400)
