"""What search reads of a record and looks for when somebody types."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mgdesk.rules import names, search
from mgdesk.rules.search import Look

anything = st.text(st.characters(exclude_categories=()), max_size=60)


def test_a_name_of_several_words_is_also_read_in_one_piece() -> None:
    words = ["ben", "ali", "benali", "بن", "علي", "بنعلي"]
    assert [*search.name_words("Ben Ali"), *search.name_words("بن علي")] == words


def test_a_name_written_without_blanks_is_read_from_each_of_its_letters() -> None:
    assert search.name_words("王小明") == ["王小明", "小明", "明"]


def test_a_telephone_number_is_read_whole_without_its_country_and_by_its_end() -> None:
    read = search.record_words(phone="+32470001234")
    assert read == ["32470001234", "470001234", "70001234", "001234", "1234", "234"]
    assert "0470" not in search.record_words(phone="+212600001234")


def test_a_number_is_read_with_and_without_campus_and_zeros() -> None:
    assert search.record_words(number="MOL-00042") == ["#mol00042", "00042", "42"]
    assert search.record_words(number="MOL-2026-00042") == [
        "#mol202600042",
        "202600042",
        "00042",
        "42",
    ]


def test_an_address_is_read_by_whose_it_is_but_not_by_its_provider() -> None:
    at_home = search.record_words(email="lea.dubois@gmail.com")
    assert at_home == ["lea", "dubois", "&leaduboisgmailcom"]
    assert "atelier" in search.record_words(email="lea@atelier.org")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("am be", ["am", "be"]),
        ("0470 00 12 34", ["470001234"]),
        ("0032 470 00 12 34", ["32470001234"]),
        ("MOL-00042", ["mol", "00042"]),
        ("1234", ["1234"]),
        ("٠٤٧٠٠٠١٢٣٤", ["470001234"]),
        ("000000", ["000000"]),
        ("Lea.Dubois@gm", ["&leaduboisgm"]),
        ("@gm", ["gm"]),
        ("👩", ["👩"]),
        ("~", []),
        ("   ", []),
    ],
)
def test_what_is_typed_becomes_words_to_look_for(typed: str, words: list[str]) -> None:
    assert search.typed_words(typed) == words


def test_two_words_typed_may_be_one_of_the_record() -> None:
    assert search.as_typed(["ben", "ali"]) == (
        ((Look("ben"),), (Look("ali"),)),
        ((Look("benali"),),),
    )


@pytest.mark.parametrize(
    ("typed", "word", "is_slip"),
    [
        ("amnia", "amina", True),
        ("aminaa", "amina", True),
        ("amna", "amina", True),
        ("omina", "amina", True),
        ("amine", "amina", True),
        ("mohae", "mohamed", True),
        ("karim", "amina", False),
        ("anima", "amina", False),
    ],
)
def test_one_slip_of_the_keys_is_known(typed: str, word: str, is_slip: bool) -> None:
    assert search.is_slip(typed, word) is is_slip
    if is_slip and len(typed) >= len(word) - 1:
        assert search.slips(typed) & search.slips(word)


@given(anything)
def test_a_record_is_read_by_each_word_of_its_name(text: str) -> None:
    read = search.record_words((names.clean(text),))
    folded = names.fold(names.clean(text)).split()
    assert {word[: search.LONGEST_WORD] for word in folded} <= set(read)
    assert not any(" " in word for word in read)


@given(anything)
def test_nothing_typed_is_read_as_one_of_our_own_marks(text: str) -> None:
    words = search.typed_words(text)
    assert not any(word[0] in "~#=@" for word in words)
    assert "@" in text or not any(word[0] == "&" for word in words)
    assert len(words) <= search.MOST_WORDS
