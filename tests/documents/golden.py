"""Reference pages, as pictures and as text; `python -m tests.documents.golden` renews them.

Renew only after looking at the new pages: they are what the tests call right from then on.
"""

import io
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pypdfium2
from PIL import Image

from mgdesk.documents import coaching_note_pages, loan_receipt_pages
from mgdesk.documents.attendance_sheet import draw_sheets
from mgdesk.documents.certificate import draw_certificates
from mgdesk.documents.paper import CopyMark
from mgdesk.rules.paper import SheetLayout
from tests.documents.samples import (
    PICTURES,
    PROOF,
    certificate,
    coaching_note,
    loan_receipt,
    rows,
    sheet,
)
from tests.typesetting.reading_back import NAMES, lines_of_pdfium

DATA = Path(__file__).parent / "data"
DPI = 50
PAGES = (
    "certificate", "certificate-demo", "week", "day", "coaching-note", "loan-receipt",
    "loan-receipt-returned",
)  # fmt: skip


def drawn(name: str, path: Path) -> Path:
    """The page of that name, in English, whose words no catalogue changes."""
    learners = tuple(
        row.__class__(row.number, row.surname, row.first_name, second, struck)
        for row, second, struck in zip(
            rows(4),
            (NAMES["Arabic"], NAMES["Tifinagh"], "", NAMES["Chinese"]),
            ((), (1,), (), ()),
            strict=True,
        )
    )
    if name == "certificate":
        record = certificate(second_name=NAMES["Arabic"])
        draw_certificates([record], PICTURES, path, proofs={record.number: PROOF})
    elif name == "certificate-demo":
        record = certificate(name=NAMES["Arabic"], copy=CopyMark.DUPLICATE, is_demo=True)
        draw_certificates([record], PICTURES, path, proofs={record.number: PROOF})
    elif name == "coaching-note":
        coaching_note_pages.draw([coaching_note(second_name=NAMES["Arabic"])], PICTURES, path)
    elif name.startswith("loan-receipt"):
        back = date(2026, 12, 17) if name.endswith("returned") else None
        worn = "Scratch on the lid" if back else ""
        record = loan_receipt(returned_on=back, condition_returned=worn)
        loan_receipt_pages.draw([record], PICTURES, path)
    else:
        layout = SheetLayout(name)
        days = {SheetLayout.WEEK: 10, SheetLayout.DAY: 2}[layout]
        record = sheet(layout=layout, rows=learners, slots=sheet().slots[:days])
        draw_sheets([record], PICTURES, path)
    return path


def picture(path: Path) -> Image.Image:
    document = pypdfium2.PdfDocument(path)
    try:
        return document[0].render(scale=DPI / 72, grayscale=True).to_pil().convert("L")
    finally:
        document.close()


def text(path: Path) -> str:
    return "\n".join(lines_of_pdfium(path)) + "\n"


def renewed() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        for name in PAGES:
            path = drawn(name, Path(folder) / "page.pdf")
            stream = io.BytesIO()
            picture(path).quantize(16).save(stream, "PNG", optimize=True)
            (DATA / f"{name}.png").write_bytes(stream.getvalue())
            (DATA / f"{name}.txt").write_text(text(path), encoding="utf-8")
            yield DATA / f"{name}.png"


if __name__ == "__main__":
    for renewed_page in renewed():
        print(renewed_page)  # noqa: T201 - a script says what it wrote
