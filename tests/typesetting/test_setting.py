"""Setting lines: fitting by rule, losing nothing, saying what cannot be drawn."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mgdesk.typesetting import shaping
from mgdesk.typesetting.fonts import Style
from mgdesk.typesetting.shaping import SetLine
from mgdesk.typesetting.text import Typesetter, typesetter
from tests.typesetting.reading_back import NAMES

anything = st.text(st.characters(), max_size=200)  # surrogates, controls and all


@pytest.fixture(scope="module")
def setter() -> Typesetter:
    return typesetter()


def said(line: SetLine) -> str:
    """The text that the clusters carry, in the order of the page."""
    return "".join(cluster.text for run in line.runs for cluster in run.clusters)


def test_short_text_keeps_its_size(setter: Typesetter) -> None:
    fitted = setter.fit("Léa", 200, 12, smallest=6)
    assert (fitted.size, len(fitted.lines)) == (12, 1)


def test_long_text_shrinks_on_one_line_first(setter: Typesetter) -> None:
    fitted = setter.fit("Maria Antonietta van den Bosch", 150, 12, smallest=6, lines=3)
    assert len(fitted.lines) == 1
    assert 6 <= fitted.size < 12
    assert fitted.lines[0].width * fitted.size == pytest.approx(150)


def test_longer_text_wraps_at_blanks_at_full_size(setter: Typesetter) -> None:
    fitted = setter.fit("Maria Antonietta van den Bosch-Verhaegen", 110, 12, smallest=11, lines=3)
    assert fitted.size == 12
    assert [line.text for line in fitted.lines] == [
        "Maria Antonietta",
        "van den Bosch-",
        "Verhaegen",
    ] or [line.text for line in fitted.lines] == ["Maria Antonietta", "van den", "Bosch-Verhaegen"]


def test_a_word_without_blanks_breaks_and_nothing_is_lost(setter: Typesetter) -> None:
    fitted = setter.fit("W" * 200, 100, 12, smallest=6, lines=3)
    assert "".join(line.text for line in fitted.lines) == "W" * 200
    assert len(fitted.lines) <= 3
    assert all(line.width * fitted.size <= 100.01 for line in fitted.lines)


@given(anything)
def test_any_text_at_all_is_set_and_nothing_visible_is_lost(text: str) -> None:
    line = typesetter().line(text)
    kept = [letter for letter in shaping.clean(text) if unicodedata.category(letter) != "Cf"]
    shown = [letter for letter in said(line) if unicodedata.category(letter) != "Cf"]
    assert sorted(shown) == sorted(kept)


@given(anything)
def test_any_text_at_all_fits_into_its_room(text: str) -> None:
    fitted = typesetter().fit(text, 120, 12, style=Style.BOLD, smallest=6, lines=3)
    joined = "".join(line.text for line in fitted.lines).replace(" ", "")
    assert joined == shaping.clean(text).replace(" ", "")
    if fitted.size > 1:
        assert all(line.width * fitted.size <= 120.5 for line in fitted.lines)


@pytest.mark.parametrize("script", NAMES)
def test_no_character_of_the_names_is_missing(setter: Typesetter, script: str) -> None:
    assert setter.missing_characters(NAMES[script]) == ""


def test_characters_without_a_font_are_named_once(setter: Typesetter) -> None:
    assert setter.missing_characters("Léa 𒀀𒀁𒀀 أمينة،") == "𒀀𒀁"


def test_a_chosen_form_of_an_ideograph_is_not_missing(setter: Typesetter) -> None:
    assert setter.missing_characters("葛\U000e0100城") == ""


def test_a_wedge_of_cuneiform_does_not_stop_the_line(setter: Typesetter) -> None:
    assert said(setter.line("Léa 𒀀")) == "Léa 𒀀"


def test_lone_surrogates_and_controls_are_left_out(setter: Typesetter) -> None:
    assert setter.line("L\ud800é\x00a\nB\x07en").text == "Léa Ben"


def test_marks_of_direction_inside_a_name_do_not_turn_the_line(setter: Typesetter) -> None:
    assert said(setter.line("\u2067Ben Ali\u2069 12")) == "Ben Ali 12"


def test_an_arabic_name_starts_at_the_right(setter: Typesetter) -> None:
    assert said(setter.line("أمينة")) == "أمينة"[::-1]


def test_bold_without_a_bold_font_is_drawn_bolder(setter: Typesetter) -> None:
    assert [run.is_emboldened for run in setter.line("ⵢⴰⵏ", Style.BOLD).runs] == [True]
    assert [run.is_emboldened for run in setter.line("Wang", Style.BOLD).runs] == [False]


def test_arabic_letters_copied_as_shapes_are_letters_again(setter: Typesetter) -> None:
    assert setter.line("\ufe8d\ufedf\ufef4\ufee4\ufee6 \ufefb \ufdfa").text == "اليمن لا \ufdfa"
