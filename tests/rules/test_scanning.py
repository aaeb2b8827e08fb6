"""What a burst is, and what is wrong with a scanner, from the keys alone."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mgdesk.rules.codes import person_code
from mgdesk.rules.key_places import PLAIN, SHIFTED, sign_of_place
from mgdesk.rules.layouts import LAYOUTS
from mgdesk.rules.scan_faults import TRIAL, Fault, diagnose
from mgdesk.rules.scanning import Ending, Key, Reading, foreign_code, own_code

LAYOUT_OF = {layout.id: layout for layout in LAYOUTS}
AMINA = person_code(UUID(int=7))


def burst(signs, layout="us", *, gap=3, ending=Ending.ENTER, has_places=True, turned=False):
    """The American keys of these signs, as a computer of a layout receives them."""
    keys = []
    for number, sign in enumerate(signs):
        text = LAYOUT_OF[layout].typed(sign)
        keys.append(
            Key(sign if has_places else "", text.swapcase() if turned else text, number * gap)
        )
    return Reading(tuple(keys), ending)


def faults(reading):
    return set(diagnose(reading).faults)


def test_places_are_the_same_keys_on_every_system() -> None:
    for code, sign in ((24, "q"), (38, "a"), (53, "x"), (10, "1"), (20, "-")):
        assert sign_of_place(code, 0, is_shifted=False, platform="linux") == sign
        assert sign_of_place(code - 8, 0, is_shifted=False, platform="win32") == sign
    assert sign_of_place(0, 7, is_shifted=True, platform="darwin") == "X"
    assert sign_of_place(79, 0, is_shifted=False, platform="linux") == "7"
    assert sign_of_place(0, 0, is_shifted=False, platform="linux") == ""
    assert sign_of_place(0, 10_000, is_shifted=False, platform="darwin") == ""


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.id)
def test_badges_survive_every_layout_even_without_places(layout) -> None:
    assert own_code(burst(AMINA, layout.id).keys) == AMINA
    assert own_code(burst(AMINA, layout.id, has_places=False).keys) == AMINA
    assert own_code(burst(AMINA.upper(), layout.id).keys) == AMINA
    assert own_code(burst(AMINA[:-1], layout.id).keys) is None


@given(st.text(alphabet=PLAIN + SHIFTED, min_size=1))
def test_a_layout_undoes_what_it_types_where_no_key_is_dead(signs: str) -> None:
    for layout in LAYOUTS:
        typed = [layout.typed(sign) for sign in signs]
        there = [sign for sign, text in zip(signs, typed, strict=True) if text != " "]
        undone = layout.undone(text for text in typed if text != " ")
        assert [layout.typed(sign) for sign in undone] == [layout.typed(sign) for sign in there]


@given(st.text(max_size=40), st.integers(0, 400))
def test_anything_can_be_diagnosed(signs: str, gap: int) -> None:
    for has_places in (True, False):
        reading = burst(signs, gap=gap, has_places=has_places)
        assert diagnose(reading).reading is reading
        foreign_code(reading)


@pytest.mark.parametrize(
    ("layout", "wanted"),
    [("be", "be"), ("fr", "fr"), ("de", "de"), ("it", "it"), ("nl", "nl"), ("tr", "tr"), ("ara", "ara")],
)  # fmt: skip
def test_the_layout_of_the_computer_is_named(layout, wanted) -> None:
    found = diagnose(burst(TRIAL, layout))
    assert found.faults == (Fault.OTHER_LAYOUT,)
    assert found.computer is LAYOUT_OF[wanted]
    assert found.trusts_text is False


def test_all_is_well() -> None:
    found = diagnose(burst(TRIAL))
    assert (found.faults, found.computer, found.trusts_text) == ((), LAYOUT_OF["us"], None)
    assert faults(burst(AMINA, "be")) == set()


def test_a_scanner_of_another_layout_is_named_and_one_of_the_computers_own_is_learnt() -> None:
    french = LAYOUT_OF["fr"].undone(TRIAL)
    found = diagnose(burst(french, "us"))
    assert (found.faults, found.scanner) == ((Fault.SCANNER_LAYOUT,), LAYOUT_OF["fr"])
    found = diagnose(burst(french, "fr"))
    assert (found.faults, found.trusts_text) == ((Fault.SAME_LAYOUT,), True)


@pytest.mark.parametrize(
    ("reading", "wanted"),
    [
        (burst(TRIAL, turned=True), {Fault.CAPS_LOCK}),
        (burst(TRIAL, "be", turned=True), {Fault.OTHER_LAYOUT, Fault.CAPS_LOCK}),
        (burst(TRIAL.swapcase()), {Fault.SWAPPED_CASE}),
        (burst("]Q1" + TRIAL), {Fault.EXTRA_BEFORE}),
        (burst(TRIAL + "##"), {Fault.EXTRA_AFTER}),
        (burst(TRIAL * 2), {Fault.DOUBLED}),
        (burst(TRIAL[:20]), {Fault.TRUNCATED}),
        (burst(TRIAL[5:]), {Fault.TRUNCATED}),
        (burst(TRIAL[:9] + TRIAL[12:]), {Fault.LOST}),
        (burst(TRIAL, ending=Ending.NONE), {Fault.NO_ENDING}),
        (burst(TRIAL, gap=80), {Fault.SLOW}),
        (burst(TRIAL, "be", has_places=False), {Fault.NO_PLACES}),
        (burst("##" + AMINA), {Fault.EXTRA_BEFORE}),
        (burst(AMINA[:12]), {Fault.TRUNCATED}),
        (burst(AMINA[:-1] + ("c" if AMINA[-1] != "c" else "d")), {Fault.CHECK_WRONG}),
        (burst("4006381333931"), {Fault.UNKNOWN_CODE}),
    ],
)
def test_each_fault_has_its_name(reading, wanted) -> None:
    assert faults(reading) == wanted


@pytest.mark.parametrize(
    ("signs", "layout", "is_code"),
    [
        ("4006381333931", "fr", True),
        ("HJKLMP", "us", True),
        ("hjklmp", "us", False),
        ("Benali", "us", False),
        ("ab1", "us", False),
        ("MGS:MOL-2026-F00007/1/2", "be", True),
        ("https://example.org/t/7", "de", True),
        ("2026-11-26", "us", False),
        ("0470/12.34.56", "us", False),
    ],
)
def test_codes_of_other_programs_look_like_codes(signs, layout, is_code) -> None:
    assert foreign_code(burst(signs, layout)) == (signs if is_code else None)
    assert foreign_code(burst(signs, layout, gap=150)) is None
