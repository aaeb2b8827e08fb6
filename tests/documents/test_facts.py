"""What a certificate says is found on its page, and is missed where the page says something else."""

from datetime import date, time
from pathlib import Path

import pytest

from mgdesk.documents import completion_pages, statement_pages
from mgdesk.documents.certificate import draw_certificates
from mgdesk.documents.completion import CompletionRecord
from mgdesk.documents.facts import facts, missing_facts
from mgdesk.documents.paper import CopyMark
from mgdesk.documents.statement import MissedAs, StatementDay, StatementRecord
from tests.documents.samples import BACKING, HEAD, PICTURES, PROOF, certificate
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
        (3420, 3480, "57 h 45\r\n58 h", ["57 h"]),
        (3420, 3480, "1 57 h\r\n58 h", ["57 h"]),
        (3420, 3480, "57 h\r\n45 58\r\n58 h", []),
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
        copy=CopyMark.DUPLICATE,
        corrected_on=date(2026, 12, 20),
    )
    path = tmp_path / "page.pdf"
    draw_certificates([record], PICTURES, path)
    assert missing_facts(facts(record), "\n".join(lines_of_pdfium(path))) == []


SHARED = {
    "letterhead": HEAD, "name": NAMES["Arabic"], "second_name": "Amina 2 El Idrissi",
    "training": "Python 3 en 10 semaines", "place": "Casablanca", "issued_on": date(2026, 11, 2),
    "signatory": "Nadia Example", "country": "MA", "copy": CopyMark.DUPLICATE,
    "corrected_on": date(2026, 11, 5), "backing": BACKING,
}  # fmt: skip


@pytest.mark.parametrize("language", ["fr", "nl", "en", "it", "ar"])
def test_every_letter_that_we_draw_has_its_facts(tmp_path: Path, language: str) -> None:
    statement = StatementRecord(
        number="CAS-2026-S00003", language=language, cohort="42-B",
        first_day=date(2026, 10, 1), last_day=date(2026, 10, 31),
        days=tuple(
            StatementDay(date(2026, 10, day), 420, 60 * (day % 8), (MissedAs.SHORT,) * (day % 2))
            for day in range(1, 32)
        ),
        minutes_planned=13_020, minutes_attended=6_600, minutes_justified=125,
        minutes_unjustified=420, minutes_unmarked=390, learner_number="CAS-00042",
        birth_date=date(1999, 4, 8), rounding_minutes=30, **SHARED,
    )  # fmt: skip
    completion = CompletionRecord(
        number="CAS-2026-R00003", language=language, first_day=date(2026, 9, 7),
        last_day=date(2026, 12, 18), minutes_attended=6_630, employer="3 Suisses", **SHARED,
    )  # fmt: skip
    for record, pages in ((statement, statement_pages), (completion, completion_pages)):
        path = tmp_path / "page.pdf"
        pages.draw([record], PICTURES, path, proofs={record.number: PROOF})
        assert missing_facts(facts(record), "\n".join(lines_of_pdfium(path))) == []
