import pytest
from hypothesis import given
from hypothesis import strategies as st

from mgdesk.rules.paper import PaperKind
from mgdesk.rules.serial import (
    LearnerNumber,
    NotANumber,
    PaperNumber,
    parse_learner_number,
    parse_paper_number,
)


def test_numbers_are_written_as_printed():
    assert str(PaperNumber("MOL", PaperKind.CERTIFICATE, 2026, 42)) == "MOL-2026-00042"
    assert str(PaperNumber("MOL", PaperKind.ATTENDANCE_SHEET, 2026, 7)) == "MOL-2026-F00007"
    assert str(LearnerNumber("MOL", 42)) == "MOL-00042"


@pytest.mark.parametrize(
    "text", ["MOL-2026-00042", " mol-2026-00042 ", "MOL – 2026 – 00042", "MOL 2026 00042"]
)
def test_a_number_is_read_as_people_type_it(text):
    assert parse_paper_number(text) == PaperNumber("MOL", PaperKind.CERTIFICATE, 2026, 42)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "MOL",
        "MOL-2026",
        "MOL-2026-42",
        "MOL-26-00042",
        "MOL-2026-X00042",
        "00042",
        "MOL-2026-00000",
    ],
)
def test_what_is_no_number_gets_a_sentence(text):
    with pytest.raises(NotANumber):
        parse_paper_number(text)


def test_a_learner_number_is_told_from_other_cells():
    assert parse_learner_number("mol-00042") == LearnerNumber("MOL", 42)
    assert parse_learner_number("Amina") is None
    assert parse_learner_number("MOL-00000") is None


codes = st.from_regex(r"[A-Z0-9][A-Z0-9-]{0,11}", fullmatch=True).filter(
    lambda code: "--" not in code and not code.endswith("-")
)


@given(codes, st.sampled_from(PaperKind), st.integers(1000, 9999), st.integers(1, 10**7))
def test_written_and_read_again_a_number_is_the_same(code, kind, year, sequence):
    number = PaperNumber(code, kind, year, sequence)
    assert parse_paper_number(str(number)) == number
