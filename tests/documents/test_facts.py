"""What a certificate says is found on its page, and is missed where the page says something else."""

import pytest

from mgdesk.documents.facts import facts, missing_facts
from tests.documents.samples import certificate

PAGE = (
    "No. MOL-2026-00042\r\nAmina El\r\nIdrissi\r\nWeb development\r\n"
    "7 September 2026 to 18 December 2026\r\n"
)


@pytest.mark.parametrize(
    ("attended", "planned", "figures", "missing"),
    [
        (3420, 3420, "57 h\r\n57 h", []),
        (3420, 3420, "142 h\r\n57 h", ["57 h"]),
        (3420, 3450, "57 h\r\n57 h 30", []),
        (3420, 3450, "99 h\r\n57 h 30", ["57 h"]),
        (3420, 9420, "157 h\r\n157 h", ["57 h"]),
    ],
)
def test_hours_are_found_as_often_as_they_are_said(
    attended: int, planned: int, figures: str, missing: list[str]
) -> None:
    said = facts(certificate(minutes_attended=attended, minutes_planned=planned))
    assert missing_facts(said, PAGE + figures) == missing


def test_letters_count_in_any_form_of_unicode_and_blanks_do_not() -> None:
    assert missing_facts(("Zoé  Ωmega", "A-1"), "zoe\u0301\u00a0\u2068\u03a9MEGA\u2069 a-1") == []
    assert missing_facts(("Zoé",), "Zoe") == ["Zoé"]


def test_a_long_name_may_be_broken_within_a_word() -> None:
    name = "Abcdefghijklmnopqrstuvwxyz" * 2
    assert missing_facts((name,), name[:30] + "\r\n" + name[30:]) == []
