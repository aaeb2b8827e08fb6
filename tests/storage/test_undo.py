"""Undo by name: every write can be turned back, nothing that came later is lost."""

from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mgdesk import i18n
from mgdesk.desk import Desk
from mgdesk.model import Change, Enrolment, Person, PersonRole
from mgdesk.queries.history import recent_changes
from mgdesk.storage.undo import ChangeGone, UndoConflict
from tests.storage import deeds


@pytest.fixture(autouse=True)
def in_english() -> None:
    i18n.speak("en")


def test_undo_and_redo_name_what_they_turn_back(desk: Desk) -> None:
    desk.do(deeds.add_person, name="Léa")
    assert desk.undo_title == "Léa added"
    assert desk.undo() == "Léa added"
    assert desk.read(deeds.names) == []
    assert (desk.undo_title, desk.redo_title) == (None, "Léa added")
    assert desk.redo() == "Léa added"
    assert desk.read(deeds.names) == ["Léa"]
    assert desk.undo() == "Léa added"
    assert desk.read(deeds.names) == []


def test_nothing_to_undo_is_nothing(desk: Desk) -> None:
    assert desk.undo() is None
    assert desk.redo() is None


def test_deleting_a_person_takes_and_gives_back_all_that_hangs_on_them(desk: Desk) -> None:
    campus = desk.do(deeds.add_campus)
    person = desk.do(deeds.add_person, name="Léa", campus_id=campus)
    desk.do(deeds.enrol, person_id=person, campus_id=campus)
    before = desk.read(deeds.contents)
    desk.do(deeds.remove, person_id=person)
    assert desk.read(deeds.count, kind=Enrolment) == 0
    assert desk.read(deeds.count, kind=PersonRole) == 0
    desk.undo()
    assert desk.read(deeds.contents) == before


def test_rows_taken_out_of_their_collection_come_back(desk: Desk) -> None:
    person = desk.do(deeds.add_person, name="Léa")
    before = desk.read(deeds.contents)
    desk.do(deeds.take_hats, person_id=person)
    assert desk.read(deeds.count, kind=PersonRole) == 0
    desk.undo()
    assert desk.read(deeds.contents) == before


def test_a_row_made_and_pointed_at_in_one_change_goes_with_it(desk: Desk) -> None:
    campus = desk.do(deeds.add_campus)
    person = desk.do(deeds.add_person, name="Léa")
    desk.do(deeds.enrol, person_id=person, campus_id=campus)
    before = desk.read(deeds.contents)
    desk.do(deeds.house, cohort="WEB-1", room="Atlas")
    after = desk.read(deeds.contents)
    desk.undo()
    assert desk.read(deeds.contents) == before
    desk.redo()
    assert desk.read(deeds.contents) == after


def test_a_campus_goes_with_its_counters_once_nothing_else_needs_it(desk: Desk) -> None:
    campus = desk.do(deeds.add_campus)
    desk.do(deeds.count_up, campus_id=campus)
    desk.undo()
    assert desk.read(deeds.contents) == {}


def test_a_change_with_a_count_is_named_with_its_plural(desk: Desk) -> None:
    desk.do(deeds.add_people, names=["a", "b", "c"])
    assert desk.undo_title == "3 people added"
    desk.do(deeds.add_people, names=["d"])
    assert desk.undo_title == "1 person added"


def test_an_old_change_is_undone_by_name_and_keeps_what_was_changed_since(desk: Desk) -> None:
    ids = desk.do(deeds.add_people, names=["Ana", "Bob", "Cid"])
    desk.do(deeds.rename, person_id=ids[1], name="Bobby")
    (imported,) = [row for row in desk.read(recent_changes) if row.title == "3 people added"]
    report = desk.undo_change(imported.id)
    assert desk.read(deeds.names) == ["Bobby"]
    assert report.kept >= 1
    with pytest.raises(ChangeGone):
        desk.undo_change(imported.id)


def test_a_person_whom_something_newer_needs_is_kept(desk: Desk) -> None:
    campus = desk.do(deeds.add_campus)
    ids = desk.do(deeds.add_people, names=["Ana", "Bob"])
    (imported,) = [row for row in desk.read(recent_changes) if row.title == "2 people added"]
    desk.do(deeds.enrol, person_id=ids[0], campus_id=campus)
    desk.undo_change(imported.id)
    assert desk.read(deeds.names) == ["Ana"]
    assert desk.read(deeds.count, kind=Enrolment) == 1


def test_undo_refuses_whole_when_another_desk_built_on_it(desk: Desk) -> None:
    other = Desk(desk.home, desk._store)
    person = desk.do(deeds.add_person, name="Léa")
    other.do(deeds.rename, person_id=person, name="Leah")
    with pytest.raises(UndoConflict):
        desk.undo()
    assert desk.read(deeds.names) == ["Leah"]
    assert desk.undo_title == "Léa added"


def test_history_says_what_was_undone_and_redone(desk: Desk) -> None:
    desk.do(deeds.add_person, name="Léa")
    desk.undo()
    desk.redo()
    rows = desk.read(recent_changes)
    assert [row.title for row in rows] == ["Redone: Léa added", "Undone: Léa added", "Léa added"]
    assert [row.is_undone for row in rows] == [False, True, False]


def test_a_failed_action_leaves_no_trace(desk: Desk) -> None:
    def fails(session: object) -> None:
        deeds.add_person(session, name="Léa")  # type: ignore[arg-type]
        msg = "on purpose"
        raise RuntimeError(msg)

    heard: list[frozenset[str]] = []
    desk.listen(heard.append)
    with pytest.raises(RuntimeError, match="on purpose"):
        desk.do(fails)
    assert desk.read(deeds.count, kind=Person) == 0
    assert desk.read(deeds.count, kind=Change) == 0
    assert heard == []
    assert desk.undo_title is None


def test_listeners_hear_the_tables_that_changed_until_they_stop(desk: Desk) -> None:
    heard: list[frozenset[str]] = []
    stop = desk.listen(heard.append)
    desk.do(deeds.add_person, name="Léa")
    desk.undo()
    stop()
    desk.redo()
    assert heard == [frozenset({"person", "person_role"})] * 2


deed = st.one_of(
    st.tuples(st.just("add"), st.text(min_size=1, max_size=8)),
    st.tuples(st.just("rename"), st.integers(0, 5)),
    st.tuples(st.just("remove"), st.integers(0, 5)),
)


@pytest.mark.thorough
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds_done=st.lists(deed, max_size=8))
def test_undoing_everything_restores_each_state_on_the_way(
    desk: Desk, deeds_done: list[tuple[str, object]]
) -> None:
    while desk.undo_title:
        desk.undo()
    states = [desk.read(deeds.contents)]
    people: list[UUID] = []
    for kind, value in deeds_done:
        if kind == "add":
            name = str(value).encode("utf-8", "ignore").decode() or "x"
            people.append(desk.do(deeds.add_person, name=name.replace("\0", "") or "x"))
        elif people and kind == "rename":
            desk.do(deeds.rename, person_id=people[int(str(value)) % len(people)], name=f"n{value}")
        elif people:
            desk.do(deeds.remove, person_id=people.pop(int(str(value)) % len(people)))
        states.append(desk.read(deeds.contents))
    states = [state for n, state in enumerate(states) if n == 0 or state != states[n - 1]]
    while desk.undo_title:
        assert desk.read(deeds.contents) == states.pop()
        desk.undo()
    assert desk.read(deeds.contents) == states.pop()
