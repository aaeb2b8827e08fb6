import pytest

from mgdesk.rules.sheet_code import SheetCode, parse_sheet_code
from mgdesk.typesetting.code import ALPHABET


@pytest.mark.parametrize("number", ["MOL-2026-F00007", "CASABLANCA12-2026-F000123456"])
def test_what_a_code_says_is_read_back(number):
    code = SheetCode(number, 2, 3)
    assert parse_sheet_code(str(code)) == code
    assert set(str(code)) <= set(ALPHABET)


@pytest.mark.parametrize(
    "text",
    ["", "MGS:", "MGS:/1/1", "MGD:MOL/1/1", "https://example.org/1/2", "MGS:MOL-2026-F00007/0/2",
     "MGS:MOL-2026-F00007/3/2", "MGS:MOL-2026-F00007/1", "MGS:MÖL/1/1", "MGS:A/١/١"],
)  # fmt: skip
def test_other_codes_are_no_sheet(text):
    assert parse_sheet_code(text) is None
