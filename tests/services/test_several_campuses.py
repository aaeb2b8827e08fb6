"""Several campuses in one file: who learns elsewhere is found there, who moves keeps the old number."""

from datetime import date

import pytest

from mgdesk.queries.naming import person_named
from mgdesk.queries.people import learners
from mgdesk.queries.person import person
from mgdesk.rules.people import Role
from mgdesk.services import campuses, cohorts, intake, people
from mgdesk.services.people_letters import NobodyToWriteTo, people_letters
from mgdesk.services.privacy import restrict


@pytest.fixture
def scene(desk):
    made = {
        code: desk.do(campuses.add_campus, code=code, name=name, country=country)
        for code, name, country in (("MOL", "Molenbeek", "BE"), ("PAD", "Padova", "IT"))
    }
    made["who"] = desk.do(
        intake.add_person, first_name="Lina", surname="Rossi", campus_id=made["MOL"]
    )  # fmt: skip
    desk.do(people.set_roles, person_id=made["who"], roles=[Role.LEARNER])
    return made


def found_at(desk, campus_id, search="") -> list[str]:
    rows = desk.read(learners, campus_id=campus_id, search=search)
    some = desk.read(learners, campus_id=campus_id, search=search, limit=5)
    assert [row.id for row in rows] == [row.id for row in some]
    return [row.name for row in rows]


def test_who_learns_at_another_campus_is_found_there_and_shown_with_both(desk, scene) -> None:
    cohort_id = desk.do(
        cohorts.add_cohort, code="PAD-1", training="Web", campus="PAD", first_day=date(2026, 9, 7),
        last_day=date(2026, 9, 11), weekdays=(0,), halves=("am",),
    )  # fmt: skip
    assert found_at(desk, scene["PAD"]) == found_at(desk, scene["PAD"], "lina") == []
    desk.do(cohorts.enrol, person_id=scene["who"], cohort_id=cohort_id)
    assert found_at(desk, scene["PAD"]) == found_at(desk, scene["PAD"], "lina") == ["Lina Rossi"]
    shown = desk.read(person, person_id=scene["who"])
    assert (shown.campus, shown.also_at) == ("MOL", ("PAD",))
    desk.undo()
    assert found_at(desk, scene["PAD"], "lina") == []


def test_who_moves_gets_a_number_there_and_the_former_one_still_finds_them(desk, scene) -> None:
    before = desk.read(person, person_id=scene["who"])

    def move(campus_id) -> None:
        shown = desk.read(person, person_id=scene["who"])
        desk.do(
            people.update_person, person_id=shown.id, version=shown.version, campus_id=campus_id,
            learner_number=shown.learner_number,
        )  # fmt: skip

    move(scene["PAD"])
    shown = desk.read(person, person_id=scene["who"])
    assert (shown.learner_number, shown.former_numbers) == ("PAD-00001", (before.learner_number,))
    assert "Padova" in (desk.undo_title or "")
    for number in ("PAD-00001", before.learner_number):
        assert desk.read(person_named, who=number) == scene["who"]
        assert [row.id for row in desk.read(learners, search=number)] == [scene["who"]]
    move(scene["MOL"])
    shown = desk.read(person, person_id=scene["who"])
    assert (shown.learner_number, shown.former_numbers) == (before.learner_number, ("PAD-00001",))
    desk.undo()
    desk.undo()
    shown = desk.read(person, person_id=scene["who"])
    assert (shown.learner_number, shown.former_numbers) == (before.learner_number, ())


def test_no_letter_goes_to_whose_data_may_not_be_used(desk, scene) -> None:
    desk.do(restrict, person_id=scene["who"], reason="asked")
    with pytest.raises(NobodyToWriteTo):
        desk.read(
            people_letters, person_ids=[scene["who"]], campus_id=scene["MOL"], text="x",
            day=date(2026, 11, 27),
        )  # fmt: skip
