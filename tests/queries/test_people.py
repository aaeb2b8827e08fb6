"""People as lists and the record's page show them."""

from datetime import date, timedelta

import pytest

from mgdesk.desk import Desk
from mgdesk.errors import NotFound
from mgdesk.model.identity import new_key
from mgdesk.queries import people as queries
from mgdesk.rules.attendance import AttendanceStatus
from mgdesk.rules.people import ConsentKind, Flag, Likeness, Role
from mgdesk.services import intake, people
from tests.cohort_scene import add_campus, counted_statements, make_scene


def names_found(desk: Desk, search: str, **given) -> list[str]:
    return [row.name for row in desk.read(queries.learners, search=search, **given)]


@pytest.fixture
def crowd(desk: Desk) -> Desk:
    campus = add_campus(desk)
    for first_name, surname, more in (
        ("Amina", "El Idrissi", {"phone": "0470 00 01 23", "campus_id": campus}),
        ("Youssef", "Ben Ali", {"second_name": "يوسف بن علي"}),
        ("小明", "王", {"second_name": "Wang Xiaoming"}),
        ("Élise", "Lambert", {"email": "elise.l@example.org"}),
        ("", "O’Neil", {"call_name": "Sky"}),
    ):
        desk.do(intake.add_person, first_name=first_name, surname=surname, **more)
    return desk


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("", ["Youssef Ben Ali", "Amina El Idrissi", "Élise Lambert", "O’Neil", "王小明"]),
        ("am", ["Amina El Idrissi"]),
        ("el am", ["Amina El Idrissi"]),
        ("benali", ["Youssef Ben Ali"]),
        ("بن علي", ["Youssef Ben Ali"]),
        ("明", ["王小明"]),
        ("xiao", ["王小明"]),
        ("ELISE", ["Élise Lambert"]),
        ("elise.l@", ["Élise Lambert"]),
        ("oneil", ["O’Neil"]),
        ("sky", ["O’Neil"]),
        ("0470/00.01.23", ["Amina El Idrissi"]),
        ("0123", ["Amina El Idrissi"]),
        ("%", []),
        ("_", []),
        ("nobody", []),
    ],
)
def test_people_are_found_by_any_of_their_words(crowd: Desk, search: str, found: list[str]) -> None:
    assert names_found(crowd, search) == found


def test_a_list_row_says_who_somebody_is(desk: Desk) -> None:
    scene = make_scene(desk)
    row = desk.read(queries.learners, search="idrissi")[0]
    assert (row.list_name, row.roles, row.cohorts, row.learner_number, row.flags) == (
        "El Idrissi, Amina",
        (Role.LEARNER,),
        ("CODING-1",),
        "MOL-00002",
        (Flag.UNREACHABLE,),
    )
    assert row.id == scene.people[1]


def test_lists_narrow_to_a_campus_a_role_a_cohort(crowd: Desk) -> None:
    assert names_found(crowd, "", campus="mol") == ["Amina El Idrissi"]
    assert names_found(crowd, "", role=Role.TRAINER) == []
    assert names_found(crowd, "", cohort="NONE") == []
    assert names_found(crowd, "", limit=2) == ["Youssef Ben Ali", "Amina El Idrissi"]
    assert crowd.read(queries.count_people) == 5


def test_the_number_of_statements_does_not_grow_with_people(desk: Desk) -> None:
    desk.do(intake.add_person, surname="One")
    with counted_statements() as one:
        desk.read(queries.learners)
    for surname in ("Two", "Three", "Four"):
        desk.do(intake.add_person, surname=surname, roles=(Role.GUEST,))
    with counted_statements() as four:
        desk.read(queries.learners)
    assert len(one) == len(four)


def test_a_record_is_shown_whole(desk: Desk) -> None:
    scene = make_scene(desk)
    scene.mark(0, 0, AttendanceStatus.PRESENT)
    scene.mark(1, 0, AttendanceStatus.ABSENT)
    desk.do(
        people.record_consent,
        person_id=scene.people[0],
        kind=ConsentKind.IMAGE,
        is_given=False,
        wording="Photo ?",
    )
    found = desk.read(queries.person, person_id=scene.people[0])
    line = found.enrolments[0]
    assert (line.cohort, line.summary.minutes_attended, line.summary.half_days_missed) == (
        "CODING-1",
        210,
        1,
    )
    assert [(c.kind, c.is_given, c.wording) for c in found.consents] == [
        (ConsentKind.IMAGE, False, "Photo ?")
    ]
    assert len(found.timeline) == 3
    assert [row.at for row in found.timeline] == sorted(
        (row.at for row in found.timeline), reverse=True
    )
    assert all(row.text for row in found.timeline)


def test_a_record_that_is_gone_says_so(desk: Desk) -> None:
    with pytest.raises(NotFound):
        desk.read(queries.person, person_id=new_key())


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"first_name": "amina", "surname": "EL IDRISSI"}, Likeness.NAME),
        ({"first_name": "El Idrissi", "surname": "Amina"}, Likeness.NAME),
        ({"first_name": "Amina", "surname": "Elidrissi"}, Likeness.NAME),
        ({"first_name": "Aminaa", "surname": "El Idrissi"}, Likeness.SIMILAR_NAME),
        ({"first_name": "Zoé", "surname": "Autre", "phone": "+32470000123"}, Likeness.PHONE),
        ({"first_name": "", "surname": "", "phone": "0470/00.01.23"}, Likeness.PHONE),
        ({"first_name": "Zoé", "surname": "Autre", "email": "AMINA@example.org"}, Likeness.EMAIL),
    ],
)
def test_somebody_known_is_advised_with_the_reason(desk: Desk, typed, why: Likeness) -> None:
    known = desk.do(
        intake.add_person,
        first_name="Amina",
        surname="El Idrissi",
        birth_date=date(1999, 1, 2),
        phone="0470 00 01 23",
        email="amina@example.org",
    )
    found = desk.read(queries.possible_duplicates, **typed)
    assert [(row.id, row.why) for row in found] == [(known, why)]


def test_the_same_name_and_birth_date_comes_first(desk: Desk) -> None:
    born = date(1999, 1, 2)
    for day in (None, born, born + timedelta(days=1)):
        desk.do(intake.add_person, first_name="Léa", surname="Martin", birth_date=day)
    found = desk.read(
        queries.possible_duplicates, first_name="Léa", surname="Martin", birth_date=born
    )
    assert [(row.birth_date, row.why) for row in found] == [
        (born, Likeness.NAME_AND_BIRTH),
        (None, Likeness.NAME),
    ]


def test_nobody_is_like_nothing_or_like_themselves(desk: Desk) -> None:
    known = desk.do(intake.add_person, surname="Ng")
    assert desk.read(queries.possible_duplicates, first_name="", surname="") == []
    assert (
        desk.read(queries.possible_duplicates, first_name="", surname="Ng", except_id=known) == []
    )


def test_whom_one_may_be_typing_is_shown_from_the_first_letters(desk: Desk) -> None:
    for first_name in ("Amina", "Aminata", "Zoé"):
        desk.do(intake.add_person, first_name=first_name, surname="Diallo")
    found = desk.read(queries.namesakes, first_name="Amin", surname="Di")
    assert [row.name for row in found] == ["Amina Diallo", "Aminata Diallo"]
    assert desk.read(queries.namesakes, first_name="", surname="") == []


def test_a_common_beginning_never_hides_an_equal_name(desk: Desk, monkeypatch) -> None:
    for number in range(6):
        desk.do(intake.add_person, first_name="Mohamed", surname=f"Moh{number}")
    known = desk.do(intake.add_person, first_name="Mohcine", surname="Mohdi")
    monkeypatch.setattr("mgdesk.queries.duplicates.MOST_COMPARED", 3)
    found = desk.read(queries.possible_duplicates, first_name="Mohcine", surname="Mohdi")
    assert [row.id for row in found] == [known]
