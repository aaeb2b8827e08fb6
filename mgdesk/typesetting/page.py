"""A PDF that is written page by page: ReportLab's canvas with our text, pictures and archive marks.

Every page goes to the file as soon as it is done, so that thousands of them take little memory;
the same calls give the same bytes.
"""

from datetime import date
from functools import cache
from math import cos, sin
from typing import Any, BinaryIO, Final

from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

from mgdesk.typesetting.archive import ArchiveCatalog, Metadata, Moment, Stream
from mgdesk.typesetting.embedding import DocumentFonts
from mgdesk.typesetting.outlines import outlines
from mgdesk.typesetting.picture import Picture
from mgdesk.typesetting.shaping import SetLine

A4: Final = (595.276, 841.89)
A4_LANDSCAPE: Final = (841.89, 595.276)
_BOLDER: Final = 0.035  # the hairline around a letter without a bold font, in ems
MM: Final = 72 / 25.4


class _Outgoing(pdfdoc.PDFFile):  # type: ignore[misc]  # ReportLab has no types
    """ReportLab's collector of objects, writing to the file instead of remembering."""

    def __init__(self, stream: BinaryIO) -> None:
        super().__init__((1, 7))
        stream.write(b"".join(self.strings))
        self.strings.clear()
        self.write = stream.write

    def format(self, _document: Any) -> bytes:
        return b""


class _Document(pdfdoc.PDFDocument):  # type: ignore[misc]  # ReportLab has no types
    """A document whose finished pages are on disk already."""

    def __init__(self, stream: BinaryIO, language: str, title: str, day: date) -> None:
        super().__init__(compression=1, invariant=1, pdfVersion=(1, 7), lang=language)
        self._timeStamp = Moment(day)
        self.Catalog = self._catalog = ArchiveCatalog(self.Pages, language, title)
        self.info.title = title
        self.info.author = self.info.creator = "MolenGeek Desk"
        self.info.subject = ""
        self._out = _Outgoing(stream)
        self.Catalog.Metadata = Metadata(title, self._timeStamp, self.info.producer)

    def addPage(self, page: Any) -> None:
        super().addPage(page)
        name = page.__InternalName__
        self._write(name)
        self._write(page.Contents.__InternalName__)
        self.updateSignature(page.Contents.content)
        self.idToObject[name] = self.idToObject[page.Contents.__InternalName__] = None
        self.Pages.pages[-1] = pdfdoc.PDFObjectReference(name)

    def _write(self, name: str) -> None:
        body = pdfdoc.PDFIndirectObject(name, self.idToObject[name]).format(self)
        self.idToOffset[name] = self._out.add(body)

    def format(self) -> bytes:
        """Write what is left: fonts, forms, pictures, the tree of pages and the tables."""
        self.Reference(self.Catalog)
        self.Reference(self.info)
        number = 1
        while number in self.numberToId:  # writing one object may make another
            if self.numberToId[number] not in self.idToOffset:
                self._write(self.numberToId[number])
            number += 1
        table = pdfdoc.PDFCrossReferenceTable()
        table.addsection(0, [self.numberToId[key] for key in sorted(self.numberToId)])
        start = self._out.add(table.format(self))
        trailer = pdfdoc.PDFTrailer(
            startxref=start,
            Size=number,
            Root=self.Reference(self.Catalog),
            Info=self.Reference(self.info),
            ID=self.ID(),
        )
        self._out.add(trailer.format(self))
        return b""


class Book(Canvas):  # type: ignore[misc]  # ReportLab has no types
    """A PDF being written to a stream; lengths in points from the lower left corner."""

    def __init__(
        self,
        stream: BinaryIO,
        *,
        size: tuple[float, float],
        language: str,
        title: str,
        day: date,
    ) -> None:
        super().__init__(stream, pagesize=size, pageCompression=1, invariant=1)
        self._doc = _Document(stream, language, title, day)
        self.fonts = DocumentFonts()
        self._doc.delayedFonts.append(self.fonts)
        self.pages = 0

    def _make_preamble(self) -> None:
        self._preamble = ""  # ReportLab's own would select Helvetica, which is never embedded

    # --- text and pictures -----------------------------------------------------------------------

    def set_line(
        self, line: SetLine, x: float, y: float, size: float, colour: str = "#000000"
    ) -> None:
        """Show a set line with its left end on the baseline at x, y; the colour is #RRGGBB."""
        if not line.runs:
            return
        paint = rgb(colour)
        is_bolder = any(run.is_emboldened for run in line.runs)
        stroke = f" {paint} RG {size * _BOLDER:.3g} w" if is_bolder else ""
        operators = self.fonts.operators(line)
        place = f"{size:.4g} 0 0 {size:.4g} {x:.2f} {y:.2f}"
        self._code.append(f"BT {paint} rg{stroke} {place} Tm {operators.text} ET")
        if operators.outlines:
            self._code.append(f"q {place} cm {paint} rg {operators.outlines} Q")

    def set_outlines(
        self, line: SetLine, x: float, y: float, size: float, angle: float, colour: str
    ) -> None:
        """Draw a line as shapes, turned by `angle` in radians: nobody reads it back as text."""
        across, up = cos(angle) * size, sin(angle) * size
        matrix = f"{across:.4f} {up:.4f} {-up:.4f} {across:.4f} {x:.2f} {y:.2f}"
        self._code.append(f"q {matrix} cm {rgb(colour)} rg {outlines(line)} Q")

    def add_picture(self, name: str, picture: Picture) -> None:
        """Keep a picture in the file once, for `show_picture`."""
        internal = self._doc.getXObjectName(name)
        if internal not in self._doc.idToObject:
            self._doc.Reference(picture.object(self._doc), internal)

    def show_picture(self, name: str, x: float, y: float, width: float, height: float) -> None:
        self._code.append(f"q {width:.2f} 0 0 {height:.2f} {x:.2f} {y:.2f} cm")
        self.doForm(name)
        self._code.append("Q")

    # --- shapes ----------------------------------------------------------------------------------

    def draw(self, operators: str) -> None:
        """Raw operators of PDF, for what is drawn once and shown often."""
        self._code.append(operators)

    def hairline(
        self, x: float, y: float, x2: float, y2: float, *, width: float = 0.4, colour: str
    ) -> None:
        self._code.append(f"{rgb(colour)} RG {width:g} w {x:.2f} {y:.2f} m {x2:.2f} {y2:.2f} l S")

    def box(self, x: float, y: float, width: float, height: float, *, colour: str) -> None:
        """A filled rectangle."""
        self._code.append(f"{rgb(colour)} rg {x:.2f} {y:.2f} {width:.2f} {height:.2f} re f")

    # --- forms and pages -------------------------------------------------------------------------

    def endForm(self, **extra_attributes: Any) -> None:
        name = self._formData[0]
        super().endForm(**extra_attributes)
        form = self._doc.idToObject[self._doc.getXObjectName(name)]
        form.Contents = Stream.packed(form.stream)
        form.compression = 0

    def showPage(self) -> None:
        """Write the page to the file and start the next one."""
        page = pdfdoc.PDFPage()
        page.pagewidth, page.pageheight = self._pagesize
        page.Contents = Stream.packed("\n".join(self._code).encode("ascii"))
        self._setColorSpace(page)
        self._setExtGState(page)
        self._setXObjects(page)
        self._setShadingUsed(page)
        self._doc.addPage(page)
        self.pages += 1
        self._startPage()

    def save(self) -> None:
        """Write what is left; the stream stays open."""
        self._doc.GetPDFData(self)


@cache
def rgb(colour: str) -> str:
    """`#0B6E69` as the three numbers of a PDF; anything else is black."""
    digits = colour.removeprefix("#")
    try:
        parts = [int(digits[start : start + 2], 16) / 255 for start in (0, 2, 4)]
    except ValueError:
        return "0 0 0"
    return " ".join(f"{part:.3g}" for part in parts)
