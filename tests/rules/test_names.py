"""Names: cleaned of what cannot be stored, folded for search, sorted and shown whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mgdesk.rules import names

# Everything that a file can throw at us, lone surrogates included.
anything = st.text(st.characters(exclude_categories=()), max_size=60)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Léa  ", "Léa"),
        ("Le\u0301a", "Léa"),
        ("El\nIdrissi", "El Idrissi"),
        ("Van\u00a0den\tBroeck", "Van den Broeck"),
        ("\u202eAmina\u202c", "Amina"),
        ("\u200fبن علي\u200e", "بن علي"),
        ("A\x00m\x1bina", "Amina"),
        ("Ng\ud800", "Ng"),
        ("علی\u200cرضا", "علی\u200cرضا"),
        ("\u200dAli\u200c", "Ali"),
        ("\u3164", ""),
        ("\ufdd0Zoë\uffff", "Zoë"),
        ("👩\u200d💻", "👩\u200d💻"),
        ("\ufeffNoé", "Noé"),
    ],
)
def test_a_name_is_cleaned_and_otherwise_kept_as_written(typed: str, kept: str) -> None:
    assert names.clean(typed) == kept


def test_a_letter_newer_than_this_python_is_kept() -> None:
    assert names.clean("\U000323b0") == "\U000323b0"


@given(anything)
def test_a_clean_name_is_clean_already(text: str) -> None:
    once = names.clean(text)
    assert names.clean(once) == once
    once.encode("utf-8")


@given(anything)
def test_folding_twice_is_folding_once(text: str) -> None:
    once = names.fold(names.clean(text))
    assert names.fold(once) == once


def test_lines_of_a_note_stay_lines() -> None:
    assert names.clean_lines(" one \r\n\r\n two\u2028three\x00 ") == "one\n\ntwo\nthree"


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Łukasz Wiśniewski", "lukasz wisniewski"),
        ("O’Neil", "oneil"),
        ("BEN-ALI", "ben ali"),
        ("Straße", "strasse"),
        ("Işıl", "isil"),
        ("İPEK", "ipek"),
        ("أمينة", "امينه"),
        ("Đặng", "dang"),
        ("ＷＡＮＧ", "wang"),
    ],
)
def test_a_name_folds_to_what_people_type(name: str, key: str) -> None:
    assert names.fold(name) == key


def test_lists_sort_by_surname_then_first_name_and_never_by_nothing() -> None:
    assert names.sort_key("Amina", "El Idrissi") == "el idrissi amina"
    assert names.sort_key("Zoé", "") == "zoe"
    assert names.sort_key("", "👩") == "👩"


def test_a_name_is_said_and_listed() -> None:
    assert names.display_name("Amina", "El Idrissi") == "Amina El Idrissi"
    assert names.display_name("Amina", "El Idrissi", "Mina") == "Mina El Idrissi"
    assert names.display_name("", "Ng") == "Ng"
    assert names.display_name("小明", "王") == "王小明"
    assert names.display_name("민준", "김", "") == "김민준"
    assert names.display_name("Xiaoming", "王") == "Xiaoming 王"
    assert names.list_name("Amina", "El Idrissi") == "El Idrissi, Amina"
    assert names.list_name("José", "") == "José"


@pytest.mark.parametrize(
    ("first_name", "surname", "is_name"),
    [("", "Ng", True), ("X", "", True), ("", "", False), ("\u200b", " \n", False)],
)
def test_one_name_alone_is_a_name(first_name: str, surname: str, is_name: bool) -> None:
    assert names.is_name(first_name, surname) is is_name
