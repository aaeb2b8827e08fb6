"""Codes on badges: stable, told from names, and wrong ones noticed."""

from uuid import UUID

from hypothesis import assume, given
from hypothesis import strategies as st

from mgdesk.rules.codes import ALPHABET, LENGTH, PREFIX, parse_code, person_code, shown

PEOPLE = st.uuids()


def test_a_code_never_changes():
    assert person_code(UUID(int=7)) == "xkflxjvrllddtrxd"
    assert len({person_code(UUID(int=value)) for value in range(2_000)}) == 2_000


@given(PEOPLE)
def test_it_has_sixteen_letters_of_the_alphabet_and_is_read_back(person_id):
    code = person_code(person_id)
    assert len(code) == LENGTH
    assert code.startswith(PREFIX)
    assert set(code) <= set(ALPHABET)
    assert parse_code(f" {shown(code).upper()}\n") == code


@given(PEOPLE, st.integers(0, LENGTH - 1), st.sampled_from(ALPHABET))
def test_one_wrong_letter_is_noticed(person_id, place, letter):
    code = person_code(person_id)
    assume(code[place] != letter)
    assert parse_code(code[:place] + letter + code[place + 1 :]) is None


@given(PEOPLE, st.integers(0, LENGTH - 2))
def test_two_letters_exchanged_are_noticed(person_id, place):
    code = person_code(person_id)
    assume(code[place] != code[place + 1])
    turned = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert parse_code(turned) is None


@given(st.text())
def test_what_people_type_is_no_code(text):
    assume(not text.replace(" ", "").lower().startswith(PREFIX))
    assert parse_code(text) is None
