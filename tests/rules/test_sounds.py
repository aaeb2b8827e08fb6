"""Names that sound alike have one key, whatever their spelling and script."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mgdesk.rules import names
from mgdesk.rules.sounds import sounds


@pytest.mark.parametrize(
    "spellings",
    [
        "Mohamed Mohammed Muhammad Mohammad Mahmoud محمد Мухаммед",
        "Youssef Yusuf Yousef Youcef يوسف",
        "Khadija Hadija Khadidja Khadijah خديجة",
        "Fatima Fatimah Fatma فاطمة",
        "Omar Umar Oumar عمر",
        "Chaimae Shaima شيماء",
        "Zineb Zaynab Zeinab زينب",
        "Abdelkader Abdulqadir عبدالقادر",
        "Wafa Ouafa وفاء",
        "Iyad Iyadh Eyad",
        "Walid Oualid وليد",
        "Jamal Djamal جمال",
        "Ghizlane Ghizlan غزلان",
        "Philippe Filip",
        "Najib Nadjib Nagib نجيب",
        "Łukasz Lukasz",
        "Said Saïd Saeed سعيد",
    ],
)
def test_spellings_of_one_name_sound_the_same(spellings: str) -> None:
    heard = {sounds(names.fold(spelling))[0] for spelling in spellings.split()}
    assert len(heard) == 1, heard


def test_an_arabic_name_is_heard_with_and_without_its_article() -> None:
    assert sounds(names.fold("الإدريسي")) == ("aldrs", "adrs")
    assert sounds(names.fold("Idrissi")) == ("adrs",)


@pytest.mark.parametrize("pair", [("Amina", "Yasmina"), ("Omar", "Karim"), ("Marie", "Martin")])
def test_other_names_sound_otherwise(pair: tuple[str, str]) -> None:
    one, other = (sounds(names.fold(name)) for name in pair)
    assert one != other


def test_numbers_have_no_sound() -> None:
    assert sounds("42") == sounds("amina2") == ()


@given(st.text(max_size=60))
def test_a_sound_is_a_few_latin_letters_or_nothing(text: str) -> None:
    for word in names.fold(text).split():
        assert all(sound.isascii() and sound.isalpha() for sound in sounds(word))
