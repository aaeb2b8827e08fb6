"""The work that every engine gets: our records, and the same pages as plain places and words.

Our own drawing code says what stands where; a recorder writes it down, so that each peer puts the
same words, lines, logos and codes on the same places, whatever its own way of laying out.
"""

import base64
import json
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

from mgdesk.documents import certificate_pages, sheet_pages
from mgdesk.documents.attendance_sheet import draw_sheets
from mgdesk.documents.certificate import draw_certificates
from mgdesk.documents.sheet_record import SheetRow, SheetSlot
from mgdesk.typesetting.code import Code
from mgdesk.typesetting.page import Book
from tests.benchmarks.test_paper import signed
from tests.documents.samples import PICTURES, certificate, rows, sheet, week

WEEKS = 10  # that a class has sheets for
NAMES = ("Nguyễn Thị Ánh", "Łukasz Żółć", "Gülşah İnce", "Amélie Example", "José Ñuñez")
FONTS = {
    "NotoSansRegular": "text", "NotoSans": "text", "NotoSansBold": "bold",
    "NotoSerifDisplay": "display", "NotoSerifDisplayRegular": "display",
}  # fmt: skip


@dataclass
class Page:
    """What stands on a page, in points from the lower left corner."""

    texts: list[tuple[float, float, float, str, str, str]] = field(default_factory=list)
    shapes: list[dict[str, Any]] = field(default_factory=list)
    pictures: list[tuple[str, float, float, float, float]] = field(default_factory=list)
    codes: list[tuple[str, float, float, float]] = field(default_factory=list)
    shown: list[Any] = field(default_factory=list)  # pieces that other pages show too

    def add(self, drawn: "Page") -> None:
        for name in ("texts", "shapes", "pictures", "codes"):
            getattr(self, name).extend(getattr(drawn, name))

    def plain(self) -> dict[str, Any]:
        return {name: values for name, values in vars(self).items() if name != "shown"}


class Recorder(Book):
    """A book that also writes down what is drawn, and where."""

    last: "Recorder"

    def __init__(self, *args: Any, **keywords: Any) -> None:
        super().__init__(*args, **keywords)
        Recorder.last = self
        self.done, self.now = list[Page](), Page()
        self.pieces: dict[Any, Page] = {}  # what several pages show
        self.wide = keywords["size"]
        self.token = ""

    def set_line(self, line, x, y, size, colour="#000000"):  # as in Book
        if line.runs:
            name = FONTS[line.runs[0].face.name]
            place = (round(x, 2), round(y, 2), round(size, 2))
            self.now.texts.append((*place, name, colour, line.text))
        super().set_line(line, x, y, size, colour)

    def draw(self, operators, *args, **keywords):
        if " BI " not in operators and (shape := shape_of(operators))["paths"]:
            self.now.shapes.append(shape)
        super().draw(operators, *args, **keywords)

    def show_picture(self, name, x, y, width, height, **keywords):
        self.now.pictures.append((name.removeprefix("picture"), x, y, width, height))
        super().show_picture(name, x, y, width, height, **keywords)

    def beginForm(self, name):
        super().beginForm(name)
        self.now, self.kept = Page(), self.now
        self.pieces[name] = self.now

    def endForm(self):
        super().endForm()
        self.now = self.kept

    def doForm(self, name):
        super().doForm(name)
        self.now.shown.append(name)

    def showPage(self):
        self.done.append(self.now)
        self.now = Page()
        super().showPage()


def shape_of(operators: str) -> dict[str, Any]:
    """Paths written as operators of a PDF, as lists of points with their paint."""
    shape: dict[str, Any] = {"paths": []}
    numbers: list[float] = []
    for token in operators.split():
        if token[0] in "-.0123456789":
            numbers.append(float(token))
            continue
        if token in {"rg", "RG"}:
            paint = "#" + "".join(f"{round(part * 255):02X}" for part in numbers)
            shape["fill" if token == "rg" else "stroke"] = paint
        elif token == "w":
            shape["width"] = numbers[0]
        elif token == "m":
            shape["paths"].append([numbers])
        elif token == "l":
            shape["paths"][-1].append(numbers)
        elif token == "h":
            shape["paths"][-1].append(shape["paths"][-1][0])
        elif token == "re":
            x, y, width, height = numbers
            corners = [[x, y], [x + width, y], [x + width, y + height], [x, y + height], [x, y]]
            shape["paths"].append(corners)
        numbers = []
    return shape


def prepare(kind: str, count: int, folder: Path) -> Path:
    """Write a job and the pages it asks for into a folder; the folder."""
    folder.mkdir()
    real = Code.operators

    def noted(self: Code, x: float, y: float, side: float, *others: Any, **keywords: Any) -> str:
        book = Recorder.last
        book.now.codes.append((book.token, x, y, side))
        return real(self, x, y, side, *others, **keywords)

    def told(module: Any) -> Any:
        def qr_code(text: str, code: Any = module.qr_code) -> Code:
            Recorder.last.token = text
            return code(text)

        return patch.object(module, "qr_code", qr_code)

    from mgdesk.documents import proof as proof_pages

    records, proofs = asked(kind, count)
    with (
        patch.object(certificate_pages, "Book", Recorder),
        patch.object(sheet_pages, "Book", Recorder),
        patch.object(Code, "operators", noted),
        told(proof_pages),
        told(sheet_pages),
    ):
        path = folder / "recorded.pdf"
        if kind == "certificates":
            draw_certificates(records, PICTURES, path, proofs=proofs)
        else:
            draw_sheets(records, PICTURES, path)
    ours = {
        "records": [record.to_plain() for record in records],
        "proofs": {number: [proof.token, proof.check_code] for number, proof in proofs.items()},
        "pictures": {key: base64.b64encode(data).decode() for key, data in PICTURES.items()},
    }
    (folder / "ours.json").write_text(json.dumps(ours))
    write_pages(Recorder.last, folder)
    return folder


def asked(kind: str, count: int) -> tuple[list[Any], dict[str, Any]]:
    if kind == "certificates":
        records = [
            certificate(
                name=f"{NAMES[n % len(NAMES)]} {n}",
                number=f"MOL-2026-{n:05d}",
                minutes_attended=25_200 - 30 * (n % 40),
            )
            for n in range(count)
        ]
        return records, signed(records)
    sheets = [
        sheet(
            number=f"MOL-F-2026-{n:05d}", spare_rows=0, cohort=f"C{n // WEEKS}",
            rows=learners(n // WEEKS), slots=in_week(n % WEEKS),
        )
        for n in range(count)
    ]  # fmt: skip
    return sheets, {}


def learners(cohort: int) -> tuple[SheetRow, ...]:
    """A class of fifteen, whose names no other class has."""
    return tuple(
        replace(row, surname=f"{row.surname} {cohort}", first_name=f"{row.first_name} {cohort}")
        for row in rows(15)
    )


def in_week(number: int) -> tuple[SheetSlot, ...]:
    return tuple(replace(slot, day=slot.day + timedelta(weeks=number)) for slot in week())


def write_pages(book: Recorder, folder: Path) -> None:
    """The pages for the peers: data, pictures as files, the shared art also as an SVG."""
    art = Page()  # what all pages show; what only some of them show belongs to these
    for name, drawn in book.pieces.items():
        showing = [page for page in book.done if name in page.shown]
        for page in [art] if len(showing) == len(book.done) else showing:
            page.add(drawn)
    pictures = {picture[0] for page in (art, *book.done) for picture in page.pictures}
    for key, data in PICTURES.items():
        if key[:24] in pictures:
            (folder / f"{key[:24]}.png").write_bytes(data)
    width, height = book.wide
    pages = {
        "width": width,
        "height": height,
        "art": art.plain(),
        "pages": [page.plain() for page in book.done],
    }
    (folder / "pages.json").write_text(json.dumps(pages))
    (folder / "art.svg").write_text(svg(art, width, height))


def svg(page: Page, width: float, height: float) -> str:
    """The shapes of a page, for engines that take a drawing as a picture."""
    parts = []
    for shape in page.shapes:
        path = " ".join(
            "M" + " L".join(f"{x:.2f} {height - y:.2f}" for x, y in points)
            for points in shape["paths"]
        )
        paint = f'fill="{shape.get("fill", "none")}"'
        if "stroke" in shape:
            paint += f' stroke="{shape["stroke"]}" stroke-width="{shape["width"]}"'
        parts.append(f'<path d="{path}" {paint}/>')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}pt" height="{height}pt" '
        f'viewBox="0 0 {width} {height}">{"".join(parts)}</svg>'
    )
