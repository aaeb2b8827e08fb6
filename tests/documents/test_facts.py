"""What a certificate says is found on its page, and is missed where the page says something else."""

from datetime import date, time
from pathlib import Path

import pytest

from mgdesk.documents.certificate import draw_certificates
from mgdesk.documents.facts import facts, missing_facts
from tests.documents.samples import PICTURES, certificate
from tests.typesetting.reading_back import NAMES, lines_of_pdfium

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


@pytest.mark.parametrize("language", ["fr", "nl", "en", "it", "ar"])
@pytest.mark.parametrize("is_event", [False, True])
def test_every_page_that_we_draw_has_its_facts(
    tmp_path: Path, language: str, is_event: bool
) -> None:
    record = certificate(
        language=language,
        name=NAMES["Arabic"],
        second_name=NAMES["Tamil"],
        birth_date=date(1999, 4, 8),
        birth_place="Tanger (طنجة)",
        is_event=is_event,
        starts=time(18) if is_event else None,
        ends=time(20, 30) if is_event else None,
    )
    path = tmp_path / "page.pdf"
    draw_certificates([record], PICTURES, path)
    assert missing_facts(facts(record), "\n".join(lines_of_pdfium(path))) == []
