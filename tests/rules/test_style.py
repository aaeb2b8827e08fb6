"""A campus's style: kept as what was chosen only, and always readable."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mgdesk.rules.style import LogoPlace, Ornament, PaperStyle, is_legible, legible


def test_what_was_chosen_is_kept_and_nothing_else() -> None:
    style = PaperStyle(Ornament.BAND, LogoPlace.END, "ab" * 32, "IBAN", "A line")
    assert PaperStyle().to_plain() == {}
    assert PaperStyle.from_plain(style.to_plain()) == style
    assert PaperStyle(footer="A line").to_plain() == {"footer": "A line"}


def test_what_a_newer_program_wrote_takes_its_usual_value() -> None:
    plain = {"ornament": "fireworks", "logo_place": "end", "hologram": True}
    assert PaperStyle.from_plain(plain) == PaperStyle(logo_place=LogoPlace.END)
    assert PaperStyle.from_plain(None) == PaperStyle()


@pytest.mark.parametrize(
    ("colour", "is_readable"),
    [("#0B6E69", True), ("#000000", True), ("#767676", True), ("#F2C200", False)],
)
def test_a_colour_too_light_for_words_is_darkened(colour: str, *, is_readable: bool) -> None:
    assert is_legible(colour) is is_readable
    assert (legible(colour) == colour) is is_readable
    assert is_legible(legible(colour))


@given(st.one_of(st.from_regex(r"#[0-9A-Fa-f]{6}", fullmatch=True), st.text(max_size=8)))
def test_every_colour_and_what_is_none_ends_readable(colour: str) -> None:
    assert is_legible(legible(colour))
