"""Reference pages of every paper, as pictures and as text; `python -m tests.documents.golden` renews them.

Renew only after looking at the new pages: they are what the tests call right from then on. Every
paper is read in every language; pictures are kept of French and Arabic, which is mirrored.
"""

import io
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, time, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image

from mgdesk.documents import (
    absence_letter_pages,
    application_letter_pages,
    attendee_list_pages,
    badge_pages,
    coaching_note_pages,
    completion_pages,
    loan_receipt_pages,
    report_pages,
    statement_pages,
)
from mgdesk.documents.application_letter import LetterKind, Offer
from mgdesk.documents.attendance_sheet import draw_sheets
from mgdesk.documents.attendee_list import ListKind
from mgdesk.documents.badge import BadgeFormat
from mgdesk.documents.certificate import draw_certificates
from mgdesk.documents.paper import CopyMark
from mgdesk.documents.statement import MissedAs, StatementDay
from mgdesk.i18n import LANGUAGES
from mgdesk.rules.paper import SheetLayout
from mgdesk.rules.style import LogoPlace, Ornament
from tests.documents.samples import (
    HEAD,
    PICTURES,
    PROOF,
    absence_letter,
    activity_report,
    application_letter,
    attendee_list,
    badge,
    certificate,
    coaching_note,
    completion,
    event_certificate,
    loan_receipt,
    rows,
    sheet,
    statement,
)
from tests.typesetting.reading_back import NAMES, lines_of_pdfium

DATA = Path(__file__).parent / "data"
DPI = 50
SATURDAY = 5
PICTURED = ("fr", "ar")
OTHERS = ("", NAMES["Arabic"], NAMES["Tifinagh"], NAMES["Chinese"], NAMES["Japanese"], "")

Draw = Callable[[str, Path], Any]  # a language, a place


def _certificate(language: str, path: Path, **changes: Any) -> None:
    record = certificate(language=language, country="BE", **changes)
    draw_certificates([record], PICTURES, path, proofs={record.number: PROOF})


def _event(language: str, path: Path) -> None:
    record = event_certificate(language=language, country="BE", second_name=NAMES["Arabic"])
    draw_certificates([record], PICTURES, path, proofs={record.number: PROOF})


def _styled(language: str, path: Path) -> None:
    head = replace(
        HEAD, ornament=Ornament.NONE, logo_place=LogoPlace.END, second_logo=HEAD.logo,
        bank="BE68 5390 0754 7034", footer="MolenGeek · 1080 Molenbeek", accent="#F2C200",
    )  # fmt: skip
    _certificate(language, path, letterhead=head)


def _sheet(layout: SheetLayout, language: str, path: Path) -> None:
    learners = tuple(
        replace(row, second_name=second, struck=struck)
        for row, second, struck in zip(rows(6), OTHERS, ((), (1,), (), (), (), (0, 1)), strict=True)
    )
    slots = sheet().slots[: {SheetLayout.DAY: 2, SheetLayout.MONTH: 8}.get(layout, 10)]
    record = sheet(layout=layout, rows=learners, slots=slots, language=language, country="BE")
    if layout is SheetLayout.INDIVIDUAL:
        record = replace(record, rows=learners[1:2], spare_rows=0)
    elif layout is SheetLayout.BLANK:
        record = replace(record, rows=(), spare_rows=15)
    draw_sheets([record], PICTURES, path)


def _statements(language: str, path: Path) -> None:
    first = statement(language=language)
    second = statement(
        language=language, number="MOL-2026-S00008", name=NAMES["Chinese"],
        second_name="Wang Xiaoming", minutes_unmarked=0, copy=CopyMark.DUPLICATE,
    )  # fmt: skip
    statement_pages.draw([first, second], PICTURES, path)


def _quarter(language: str, path: Path) -> None:
    """As many days as a quarter has, in two columns."""
    first = date(2026, 10, 1)
    missed = {20: (MissedAs.JUSTIFIED,), 50: (MissedAs.SHORT, MissedAs.UNJUSTIFIED)}
    days = tuple(
        StatementDay(
            first + timedelta(after), 420, 210 if after in missed else 420, missed.get(after, ())
        )
        for after in range(92)
        if (first + timedelta(after)).weekday() < SATURDAY
    )
    record = statement(language=language, first_day=first, last_day=date(2026, 12, 31), days=days)
    statement_pages.draw([record], PICTURES, path)


def _completion(language: str, path: Path) -> None:
    record = completion(language=language, second_name=NAMES["Arabic"])
    completion_pages.draw([record], PICTURES, path)


def _badges(form: BadgeFormat, language: str, path: Path) -> None:
    make = partial(badge, language=language, form=form)
    second = make(first_name="", surname=NAMES["Chinese"], second_name="Wang Xiaoming")
    third = make(first_name="أمينة", surname="بنعلي", detail="")
    badge_pages.draw([make(), second, third], PICTURES, path)


def _list(kind: ListKind, language: str, path: Path) -> None:
    attendee_list_pages.draw([attendee_list(kind=kind, language=language)], PICTURES, path)


def _note(language: str, path: Path) -> None:
    record = coaching_note(language=language, second_name=NAMES["Arabic"])
    coaching_note_pages.draw([record], PICTURES, path)


def _letter(kind: LetterKind, language: str, path: Path) -> None:
    more: dict[LetterKind, dict[str, Any]] = {
        LetterKind.CONVOCATION: {
            "starts": time(9, 30),
            "room": "Room 2",
            "note": "Bring something to write.",
            "second_name": NAMES["Arabic"],
        },
        LetterKind.ACCEPTED: {"first_day": date(2027, 1, 11), "last_day": date(2027, 4, 30)},
        LetterKind.RESERVE: {"first_day": None, "address": ()},
        LetterKind.REFUSED: {
            "first_day": None,
            "offers": (Offer("Data with Python", date(2027, 2, 1)),),
        },
    }
    record = application_letter(kind=kind, language=language, **more[kind])
    application_letter_pages.draw([record], PICTURES, path)


def _receipt(language: str, path: Path, **changes: Any) -> None:
    loan_receipt_pages.draw([loan_receipt(language=language, **changes)], PICTURES, path)


def _absences(language: str, path: Path) -> None:
    absence_letter_pages.draw([absence_letter(language=language)], PICTURES, path)


def _report(language: str, path: Path) -> None:
    report_pages.draw([activity_report(language=language)], PICTURES, path)


PAPERS: Mapping[str, Draw] = {
    "absence-letter": _absences,
    "certificate": partial(_certificate, second_name=NAMES["Arabic"]),
    "certificate-demo": partial(
        _certificate, name=NAMES["Arabic"], copy=CopyMark.DUPLICATE, is_demo=True
    ),
    "certificate-styled": _styled,
    "certificate-event": _event,
    **{f"sheet-{layout}": partial(_sheet, layout) for layout in SheetLayout},
    "statement": _statements,
    "statement-quarter": _quarter,
    "completion": _completion,
    **{f"badge-{form}": partial(_badges, form) for form in BadgeFormat},
    **{f"list-{kind}": partial(_list, kind) for kind in ListKind},
    **{f"letter-{kind}": partial(_letter, kind) for kind in LetterKind},
    "coaching-note": _note,
    "report": _report,
    "loan-receipt": _receipt,
    "loan-receipt-returned": partial(
        _receipt, returned_on=date(2026, 12, 17), condition_returned="Scratch on the lid"
    ),
}
PAGES = tuple((paper, language) for paper in PAPERS for language in LANGUAGES)


def drawn(paper: str, language: str, folder: Path) -> Path:
    path = folder / f"{paper}-{language}.pdf"
    if not path.exists():
        PAPERS[paper](language, path)
    return path


def picture(path: Path) -> Image.Image:
    """All pages below each other."""
    document = pypdfium2.PdfDocument(path)
    try:
        pages = [
            page.render(scale=DPI / 72, grayscale=True).to_pil().convert("L") for page in document
        ]
    finally:
        document.close()
    size = max(page.width for page in pages), sum(page.height for page in pages)
    whole, top = Image.new("L", size, 128), 0
    for page in pages:
        whole.paste(page, (0, top))
        top += page.height
    return whole


def text(path: Path) -> str:
    document = pypdfium2.PdfDocument(path)
    count = len(document)
    document.close()
    pages = ("\n".join(lines_of_pdfium(path, page=page)) for page in range(1, count + 1))
    return "\n\f\n".join(pages) + "\n"


def renewed() -> Iterator[Path]:
    """Write all references anew, and take away what no paper has any more."""
    kept = set()
    with tempfile.TemporaryDirectory() as folder:
        for paper, language in PAGES:
            path = drawn(paper, language, Path(folder))
            place = DATA / path.with_suffix(".txt").name
            place.write_text(text(path), encoding="utf-8")
            kept.add(place)
            if language in PICTURED:
                stream = io.BytesIO()
                picture(path).quantize(16).save(stream, "PNG", optimize=True)
                place.with_suffix(".png").write_bytes(stream.getvalue())
                kept.add(place.with_suffix(".png"))
            yield place
    for stale in set(DATA.iterdir()) - kept:
        stale.unlink()


if __name__ == "__main__":
    for renewed_page in renewed():
        print(renewed_page)  # noqa: T201 - a script says what it wrote
