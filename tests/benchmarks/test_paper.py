"""Our paper against the same page written the usual way, with ReportLab's platypus.

Both draw the same words, logos, lines and ornament in one run on one machine; CPU seconds are
compared. The usual way draws the ornament and opens the pictures on each page, sets text by
paragraphs and signs in a platypus table, shapes no script and mirrors nothing.
"""

import io
import resource
import subprocess
import sys
from collections.abc import Callable
from html import escape
from pathlib import Path
from time import process_time

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Image, PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table

from mgdesk.documents.attendance_sheet import SheetRecord, draw_sheets
from mgdesk.documents.certificate import CertificateRecord, draw_certificates
from mgdesk.documents.ornament import draw_weave
from mgdesk.documents.paper import Logo
from mgdesk.i18n import format_clock_range, format_day, format_hours, speaking
from mgdesk.paths import resource as shipped
from mgdesk.rules.paper import PaperKind
from mgdesk.rules.proof import CONTEXT, DIGEST, Proof, Statement, check_code
from mgdesk.services.register import digest_of
from mgdesk.typesetting.page import Book
from tests.documents.samples import PICTURES, certificate, rows, sheet

CERTIFICATES = 500
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
SHEETS = 200
ROUNDS = 3

pytestmark = pytest.mark.benchmark


def best(work: Callable[[], object]) -> float:
    """The least CPU seconds of some rounds: what the work costs when nothing disturbs it."""
    times = []
    for _ in range(ROUNDS):
        start = process_time()
        work()
        times.append(process_time() - start)
    return min(times)


class Styles:
    def __init__(self) -> None:
        for name, file in (
            ("Text", "NotoSans-Regular"),
            ("Strong", "NotoSans-Bold"),
            ("Display", "NotoSerifDisplay-Regular"),
        ):
            pdfmetrics.registerFont(TTFont(name, str(shipped("fonts", f"{file}.ttf"))))
        self.small = ParagraphStyle("small", fontName="Text", fontSize=7.5, leading=9)
        self.text = ParagraphStyle("text", fontName="Text", fontSize=10, leading=13)
        self.strong = ParagraphStyle("strong", fontName="Strong", fontSize=10, leading=12)
        self.title = ParagraphStyle("title", fontName="Display", fontSize=31, leading=38)
        self.name = ParagraphStyle("name", fontName="Display", fontSize=46, leading=56)


def picture(logo: Logo, height: float) -> Image:
    return Image(io.BytesIO(PICTURES[logo.digest]), 60, height, kind="proportional")


class Shapes:
    """The part of our page that draws the ornament, over a bare canvas."""

    def __init__(self, canvas: Canvas) -> None:
        self.canvas = canvas

    def draw(self, operators: str) -> None:
        self.canvas._code.append(operators)


class Edge:
    """Enough of a frame for the same ornament on the page of the usual way."""

    def __init__(self, canvas: Canvas) -> None:
        self.book = Shapes(canvas)

    def left(self, x: float, _width: float = 0) -> float:
        return x

    def box(self, x: float, y: float, width: float, height: float, *, colour: str) -> None:
        self.book.canvas.setFillColor(colour)
        self.book.canvas.rect(x, y, width, height, stroke=0, fill=1)


def usual_certificates(records: list[CertificateRecord], path: Path) -> None:
    styles = Styles()
    story: list[object] = []
    for record in records:
        story += certificate_story(record, styles)
    document = SimpleDocTemplate(
        str(path), pagesize=landscape(A4), leftMargin=38 * mm, rightMargin=20 * mm,
        topMargin=12 * mm, bottomMargin=8 * mm,
    )  # fmt: skip

    def edge(canvas: Canvas, _document: object) -> None:
        draw_weave(Edge(canvas), 20 * mm, landscape(A4)[1], "#0B6E69")  # type: ignore[arg-type]

    document.build(story, onFirstPage=edge, onLaterPages=edge)


def certificate_story(record: CertificateRecord, styles: Styles) -> list[object]:
    head = record.letterhead
    assert head.logo is not None
    with speaking(record.language, record.country):
        first, last = format_day(record.first_day, "long"), format_day(record.last_day, "long")
        issued = format_day(record.issued_on, "long")
        attended = format_hours(record.minutes_attended)
        planned = format_hours(record.minutes_planned)
    address = "<br/>".join(map(escape, (*head.address, head.registration, head.contact)))
    backing = record.backing
    logos = [logo for logo in (*backing.funders, *backing.partners) if logo.digest]
    facts = [
        [Paragraph(text, styles.small) for text in ("Dates", "Attended", "Planned", "Campus")],
        [
            Paragraph(escape(text), styles.strong)
            for text in (f"{first} to {last}", attended, planned, head.campus)
        ],
    ]
    made = f"Done at {escape(record.place)}, {issued}<br/>No. {record.number}"
    signed = f"{escape(record.signatory)}<br/>{escape(record.signatory_role)}"
    return [
        Table([[picture(head.logo, 13 * mm), Paragraph(address, styles.small)]]),
        Paragraph("Certificate of participation", styles.title),
        Paragraph(f"{escape(head.organisation)} states that", styles.text),
        Paragraph(escape(record.name), styles.name),
        Paragraph("took part in the training", styles.text),
        Paragraph(escape(record.training), styles.strong),
        Table(facts),
        *(Paragraph(escape(aim), styles.text, bulletText="•") for aim in record.objectives),
        Spacer(1, 10 * mm),
        Table([[Paragraph(made, styles.text), Paragraph(signed, styles.text)]]),
        Table([[picture(logo, 8 * mm) for logo in logos]], colWidths=[80] * len(logos)),
        Paragraph("This paper states that somebody took part.", styles.small),
        PageBreak(),
    ]


def usual_sheets(records: list[SheetRecord], path: Path) -> None:
    styles = Styles()
    story: list[object] = []
    for record in records:
        story += sheet_story(record, styles)
    margin = 8 * mm
    SimpleDocTemplate(
        str(path), pagesize=landscape(A4), leftMargin=margin, rightMargin=margin,
        topMargin=margin, bottomMargin=margin,
    ).build(story)  # fmt: skip


def sheet_story(record: SheetRecord, styles: Styles) -> list[object]:
    head = record.letterhead
    assert head.logo is not None
    with speaking(record.language, record.country):
        heads = [
            Paragraph(
                f"{format_day(slot.day)}<br/>{format_clock_range(slot.start, slot.end)}<br/>"
                f"{format_hours(slot.minutes)}<br/>{escape(slot.trainer)}",
                styles.small,
            )
            for slot in record.slots
        ]
    table = [
        [Paragraph("No.", styles.small), Paragraph("Surname, first name", styles.small), *heads]
    ]
    for row in record.rows:
        name = f"{escape(row.surname)}<br/>{escape(row.first_name)}"
        cells = ["" for _ in record.slots]
        table.append([Paragraph(row.number, styles.small), Paragraph(name, styles.small), *cells])
    for label in ("Number of absents", "Trainer's signature"):
        cells = ["" for _ in record.slots]
        table.append(["", Paragraph(label, styles.small), *cells])
    address = "<br/>".join(map(escape, (head.organisation, *head.address, head.registration)))
    title = f"{escape(record.training)}<br/>{escape(record.cohort)} · {escape(record.room)}"
    logos = [logo for logo in (*record.backing.funders, *record.backing.partners) if logo.digest]
    return [
        Table(
            [
                [
                    picture(head.logo, 13 * mm),
                    Paragraph(address, styles.small),
                    Paragraph(title, styles.strong),
                    Paragraph(f"No. {record.number}<br/>Page 1 of 1", styles.text),
                ]
            ]
        ),
        Table(
            table,
            colWidths=[9 * mm, 60 * mm, *([21 * mm] * len(record.slots))],
            rowHeights=[13 * mm, *([9 * mm] * (len(table) - 1))],
            style=[("GRID", (0, 0), (-1, -1), 0.4, "#8E9AA1")],
            repeatRows=1,
        ),
        Table(
            [
                [
                    *(picture(logo, 6 * mm) for logo in logos),
                    Paragraph("The persons signed above declare that …", styles.small),
                    Paragraph(f"Stamp<br/>{escape(record.responsible)}", styles.small),
                ]
            ]
        ),
        PageBreak(),
    ]


def tell(what: str, pages: int, ours: float, usual: float, path: Path) -> None:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    sys.stdout.write(
        f"\n{what}: ours {pages / ours:.0f} pages/s, usual {pages / usual:.0f} pages/s, "
        f"ratio {usual / ours:.1f}; {path.stat().st_size / pages:.0f} bytes a page, {peak} MB\n"
    )


def signed(records: list[CertificateRecord]) -> dict[str, Proof]:
    """What proves certificates, as the register would have it."""
    proofs = {}
    for record in records:
        digest = digest_of(record.to_plain())
        said = Statement(
            PaperKind.CERTIFICATE, bytes(4), record.number, record.name, record.issued_on,
            bytes.fromhex(digest)[:DIGEST],
        )  # fmt: skip
        token = said.token(KEY.sign(CONTEXT + said.signed()))
        proofs[record.number] = Proof(token, check_code(digest))
    return proofs


def test_500_certificates_take_a_tenth_of_the_usual_time(tmp_path: Path) -> None:
    records = [certificate(name=f"Amélie Example {n}", number=f"{n}") for n in range(CERTIFICATES)]
    path = tmp_path / "ours.pdf"
    # Ours are signed and carry their code as well; the usual ones do not.
    ours = best(lambda: draw_certificates(records, PICTURES, path, proofs=signed(records)))
    usual = best(lambda: usual_certificates(records, tmp_path / "usual.pdf"))
    tell("500 certificates", CERTIFICATES, ours, usual, path)
    assert usual / ours >= 10


def test_200_sheets_take_a_quarter_of_the_usual_time(tmp_path: Path) -> None:
    records = [
        sheet(number=f"S{n}", rows=rows(15), spare_rows=0, cohort=f"C{n}") for n in range(SHEETS)
    ]
    path = tmp_path / "ours.pdf"
    ours = best(lambda: draw_sheets(records, PICTURES, path))
    usual = best(lambda: usual_sheets(records, tmp_path / "usual.pdf"))
    tell("200 sheets", SHEETS, ours, usual, path)
    assert usual / ours >= 4


def test_what_tags_cost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    certificates = [certificate(name=f"Amélie Example {n}", number=f"{n}") for n in range(500)]
    proofs = signed(certificates)
    sheets = [sheet(number=f"S{n}", rows=rows(15), spare_rows=0) for n in range(100)]
    path = tmp_path / "ours.pdf"

    def print_certificates() -> None:
        draw_certificates(certificates, PICTURES, path, proofs=proofs)

    def print_sheets() -> None:
        draw_sheets(sheets, PICTURES, path)

    # 1.5 is the aim. A sheet has a hundred parts, and what it shows costs less than they do: all its
    # words but seven are shared with other sheets.
    for what, pages, work, most in (
        ("500 certificates", 500, print_certificates, 1.65),
        ("100 sheets", 100, print_sheets, 2.3),
    ):
        monkeypatch.setattr(Book, "is_tagged", True)
        tagged = best(work)
        size = path.stat().st_size / pages
        monkeypatch.setattr(Book, "is_tagged", False)
        plain = best(work)
        sys.stdout.write(
            f"\n{what}: {pages / tagged:.0f} pages/s tagged, {pages / plain:.0f} without, "
            f"ratio {tagged / plain:.2f}; {size:.0f} and {path.stat().st_size / pages:.0f} bytes a page\n"
        )
        assert tagged / plain <= most  # two busy cores vary by a tenth


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux tells the peak")
def test_5000_certificates_take_no_more_memory_than_500(tmp_path: Path) -> None:
    few, many = peak(500, tmp_path), peak(5_000, tmp_path)
    sys.stdout.write(f"\n500 certificates: {few:.0f} MB at most, 5,000: {many:.0f} MB\n")
    assert many < few + 30


def peak(count: int, folder: Path) -> float:
    """The most megabytes that a fresh process needs for so many certificates, records included."""
    # VmHWM, because what getrusage calls the most is inherited from the process that started it.
    script = (
        "import pathlib;"
        "from tests.documents.samples import PICTURES, certificate;"
        "from mgdesk.documents.certificate import draw_certificates;"
        f"records = [certificate(name=f'Example {{n}}', number=str(n)) for n in range({count})];"
        f"draw_certificates(records, PICTURES, pathlib.Path({str(folder / 'many.pdf')!r}));"
        "said = pathlib.Path('/proc/self/status').read_text().split('VmHWM:')[1];"
        "print(int(said.split()[0]) / 1024)"
    )
    command = [sys.executable, "-c", script]
    root = Path(__file__).parents[2]
    told = subprocess.run(command, capture_output=True, text=True, check=True, cwd=root)
    return float(told.stdout)
