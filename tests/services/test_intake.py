"""Taking people in: clean, numbered, refused by one sentence, undone by name."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mgdesk.desk import Desk
from mgdesk.errors import NotFound
from mgdesk.model.identity import new_key
from mgdesk.queries import people as queries
from mgdesk.rules import names
from mgdesk.rules.people import Flag, Role
from mgdesk.services import intake
from tests.cohort_scene import add_campus, everything


def added(desk: Desk, **fields):
    return desk.read(queries.person, person_id=desk.do(intake.add_person, **fields))


def test_a_surname_alone_is_enough(desk: Desk) -> None:
    person = added(desk, surname="Ng")
    assert (person.name, person.learner_number, person.roles, person.source) == (
        "Ng",
        "",
        (),
        "desk",
    )


def test_a_record_is_kept_clean_and_in_one_form(desk: Desk) -> None:
    person = added(
        desk,
        first_name="\u202eAmina\n",
        surname=" El  Idrissi ",
        phone="0470 00 01 23",
        emergency_phone="06 12 34",
        email="Amina@EXAMPLE.org",
        note="one\r\ntwo\x00",
    )
    assert (person.name, person.phone, person.emergency_phone, person.email, person.note) == (
        "Amina El Idrissi",
        "+32470000123",
        "06 12 34",
        "Amina@example.org",
        "one\ntwo",
    )


def test_a_number_belongs_to_the_campus_s_country(desk: Desk) -> None:
    campus_id = add_campus(desk, "CAS", country="MA")
    assert added(desk, surname="X", phone="0612-345678", campus_id=campus_id).phone == (
        "+212612345678"
    )


def test_what_does_not_parse_is_kept_as_typed_and_flagged(desk: Desk) -> None:
    person = added(desk, surname="X", phone="ask mother", email="léa(at)home")
    assert (person.phone, person.email) == ("ask mother", "léa(at)home")
    assert person.flags == (Flag.PHONE, Flag.EMAIL)


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({}, intake.NameMissing),
        ({"first_name": " \u200e", "surname": "\n"}, intake.NameMissing),
        ({"surname": "x" * 201}, intake.NameTooLong),
        ({"surname": "X", "street": "x" * 501}, intake.TextTooLong),
        ({"surname": "X", "birth_date": date(1899, 12, 31)}, intake.BirthDateImpossible),
        ({"surname": "X", "birth_date": date(9999, 1, 1)}, intake.BirthDateImpossible),
        ({"surname": "X", "language": "xx"}, intake.UnknownLanguage),
        ({"surname": "X", "campus_id": new_key()}, NotFound),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(desk: Desk, fields, error) -> None:
    before = everything(desk)
    with pytest.raises(error) as refusal:
        desk.do(intake.add_person, **fields)
    assert str(refusal.value)
    assert everything(desk) == before


def test_the_longest_name_is_kept_whole(desk: Desk) -> None:
    longest = "ب" * names.LONGEST
    assert added(desk, surname=longest).surname == longest


def test_learners_of_a_campus_are_numbered_in_turn(desk: Desk) -> None:
    campus_id = add_campus(desk)
    brought = added(desk, surname="A", campus_id=campus_id, learner_number="MOL-00002")
    numbers = [
        added(desk, surname=name, campus_id=campus_id, roles=(Role.LEARNER,)).learner_number
        for name in "BC"
    ]
    assert (brought.learner_number, numbers) == ("MOL-00002", ["MOL-00001", "MOL-00003"])
    with pytest.raises(intake.LearnerNumberTaken):
        added(desk, surname="D", campus_id=campus_id, learner_number="MOL-00003")


def test_a_number_once_given_is_not_given_again(desk: Desk) -> None:
    campus_id = add_campus(desk)
    added(desk, surname="A", campus_id=campus_id, roles=(Role.LEARNER,))
    desk.undo()
    again = added(desk, surname="B", campus_id=campus_id, roles=(Role.LEARNER,))
    assert again.learner_number == "MOL-00002"


def test_taking_in_is_undone_and_redone_by_name(desk: Desk) -> None:
    before = everything(desk)
    added(desk, first_name="Léa", surname="Martin", roles=(Role.VISITOR,))
    after = everything(desk)
    assert "Léa Martin" in (desk.undo_title or "")
    desk.undo()
    assert everything(desk) == before
    desk.redo()
    assert everything(desk) == after


# What search reads as something else than a name: an e-mail, a number, a kind of record.
NO_NAME = "~#=@&"


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    first_name=st.text(
        st.characters(exclude_categories=(), exclude_characters=NO_NAME), max_size=40
    ),
    surname=st.text(st.characters(exclude_categories=(), exclude_characters=NO_NAME), max_size=40),
    phone=st.text(st.characters(exclude_categories=()), max_size=20),
    email=st.text(st.characters(exclude_categories=()), max_size=20),
)
def test_whatever_is_typed_is_kept_found_or_refused(
    desk: Desk, first_name: str, surname: str, phone: str, email: str
) -> None:
    try:
        person = added(desk, first_name=first_name, surname=surname, phone=phone, email=email)
    except intake.NameMissing:
        assert not names.is_name(first_name, surname)
        return
    assert (person.first_name, person.surname) == (names.clean(first_name), names.clean(surname))
    found = desk.read(queries.learners, search=person.name)
    assert person.id in {row.id for row in found}


def test_tomorrow_is_no_birth_date(desk: Desk) -> None:
    with pytest.raises(intake.BirthDateImpossible):
        added(desk, surname="X", birth_date=datetime.now(UTC).date() + timedelta(days=2))
