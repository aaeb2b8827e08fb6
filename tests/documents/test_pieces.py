"""What pages share is drawn once, and each page is still as if it had been printed alone."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PIL import Image, ImageChops

from mgdesk.documents.attendance_sheet import draw_sheets
from mgdesk.documents.certificate import draw_certificates
from mgdesk.documents.paper import CopyMark
from mgdesk.rules.paper import SheetLayout
from mgdesk.typesetting import page
from tests.documents import pdf, tags
from tests.documents.samples import PICTURES, PROOF, certificate, rows, sheet, week
from tests.typesetting.reading_back import NAMES

CERTIFICATES = [
    certificate(number="1", name="Amina El Idrissi"),
    certificate(number="2", name=NAMES["Vietnamese"], minutes_attended=60),
    certificate(number="3", name="Zoë " * 30, minutes_attended=60),
    certificate(number="4", name=NAMES["Arabic"], second_name="Yasin", birth_date=date(1999, 2, 3)),
    certificate(number="5", language="ar", country="MA", name=NAMES["Chinese"]),
    certificate(number="6", copy=CopyMark.DUPLICATE, corrected_on=date(2027, 1, 4)),
    certificate(number="7", is_event=True, starts=time(18), ends=time(20), is_demo=True),
    certificate(number="8", training="Web " * 40, objectives=("One aim",)),
    certificate(number="9"),
]
NEXT_WEEK = tuple(replace(slot, day=slot.day + timedelta(weeks=1)) for slot in week())
SHEETS = [
    sheet(number="1"),
    sheet(number="2", slots=NEXT_WEEK),
    sheet(number="3", rows=rows(40)),
    sheet(number="4", rows=(replace(rows(1)[0], struck=(2, 3)),)),
    sheet(number="5", slots=week(3)),
    sheet(number="6", language="ar", country="MA", is_demo=True),
    sheet(number="7", layout=SheetLayout.DAY),
    sheet(number="8", layout=SheetLayout.MONTH),
    sheet(number="9"),
]


def draw_certificate(records: Sequence[Any], path: Path) -> int:
    proofs = {record.number: PROOF for record in records}
    return draw_certificates(records, PICTURES, path, proofs=proofs)


def draw_sheet(records: Sequence[Any], path: Path) -> int:
    return draw_sheets(records, PICTURES, path)


def seen(path: Path) -> list[tuple[str, Image.Image]]:
    """The text and the picture of each page."""
    document = pypdfium2.PdfDocument(path)
    try:
        return [
            (leaf.get_textpage().get_text_bounded(), leaf.render(scale=0.7).to_pil())
            for leaf in document
        ]
    finally:
        document.close()


@pytest.mark.parametrize(
    ("draw", "records"), [(draw_certificate, CERTIFICATES), (draw_sheet, SHEETS)]
)
def test_each_page_is_as_if_printed_alone(
    tmp_path: Path, draw: Callable[[Sequence[Any], Path], int], records: Sequence[Any]
) -> None:
    together = tmp_path / "together.pdf"
    draw(records, together)
    alone: list[tuple[str, Image.Image]] = []
    read: list[tags.Part] = []
    for record in records:
        path = tmp_path / "alone.pdf"
        draw([record], path)
        alone += seen(path)
        # A language that is the file's own is not said again on its pages.
        read += tags.tree(path).parts
    shown = seen(together)
    assert [text for text, _picture in shown] == [text for text, _picture in alone]
    for (_text, picture), (_, wanted) in zip(shown, alone, strict=True):
        assert ImageChops.difference(picture, wanted).getbbox() is None
    assert [replace(part, language="") for part in tags.tree(together).parts] == [
        replace(part, language="") for part in read
    ]
    assert tags.owners_agree(together)


def test_thousands_of_kinds_do_not_fill_the_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page, "_KEPT", 3)
    records = [certificate(number=str(n), minutes_attended=60 * (n % 3)) for n in range(6)]
    draw_certificate(records, tmp_path / "few.pdf")
    monkeypatch.undo()
    draw_certificate(records, tmp_path / "all.pdf")
    assert [text for text, _ in seen(tmp_path / "few.pdf")] == [
        text for text, _ in seen(tmp_path / "all.pdf")
    ]
    assert len(pdf.streams(tmp_path / "few.pdf")) > len(pdf.streams(tmp_path / "all.pdf"))


def test_the_learners_of_a_class_are_written_once_for_all_its_weeks(tmp_path: Path) -> None:
    weeks = [
        sheet(
            number=str(number),
            slots=tuple(replace(slot, day=slot.day + timedelta(weeks=number)) for slot in week()),
        )
        for number in range(4)
    ]
    path = tmp_path / "sheets.pdf"
    draw_sheets(weeks, PICTURES, path)
    contents, pieces = pdf.pages(path), pdf.streams(path)
    assert len(set(contents)) == 4
    shared = [piece for piece in pieces if all(piece in content for content in contents)]
    assert len(shared) == 4  # whose sheet it is, learners, lines, foot
    assert len(pieces) == len(shared) + 4 * 2  # what the page says of itself, and the days


def test_another_hour_takes_a_few_bytes(tmp_path: Path) -> None:
    same = [certificate(number=str(n), name=f"Amina {n}") for n in range(20)]
    unlike = [replace(record, minutes_attended=60 * n) for n, record in enumerate(same)]
    draw_certificate(same, tmp_path / "same.pdf")
    draw_certificate(unlike, tmp_path / "unlike.pdf")
    more = (tmp_path / "unlike.pdf").stat().st_size - (tmp_path / "same.pdf").stat().st_size
    assert 0 < more / len(same) < 250
