"""A PDF that is written page by page: ReportLab's canvas with our text, pictures and archive marks.

Every page goes to the file as soon as it is done, so that thousands of them take little memory;
the same calls give the same bytes.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from math import cos, sin
from typing import Any, BinaryIO, Final

from reportlab.pdfbase.pdfdoc import xObjectName
from reportlab.pdfgen.canvas import Canvas

from mgdesk.typesetting import structure
from mgdesk.typesetting.archive import Stream
from mgdesk.typesetting.embedding import DocumentFonts
from mgdesk.typesetting.outgoing import Document
from mgdesk.typesetting.outlines import outlines
from mgdesk.typesetting.picture import Picture
from mgdesk.typesetting.shaping import SetLine
from mgdesk.typesetting.structure import GROUPS, PageTree

A4: Final = (595.276, 841.89)
A4_LANDSCAPE: Final = (841.89, 595.276)
_BOLDER: Final = 0.046  # around a letter without a bold font, in ems: stems grow as in Noto’s bold
MM: Final = 72 / 25.4


@dataclass
class _Stencil:
    """What is drawn once and shown on many pages, in pieces: a piece of ornament, a part, …"""

    name: str
    pieces: list[tuple[str | None, str, str]] = field(default_factory=list)  # role, entries, form

    def next(self, role: str | None, extra: str) -> str:
        """The name of the form that holds one more piece; ornament has no role."""
        form = f"{self.name}.{len(self.pieces)}"
        self.pieces.append((role, extra, form))
        return form


class Book(Canvas):  # type: ignore[misc]  # ReportLab has no types
    """A tagged PDF being written to a stream; lengths in points from the lower left corner.

    Whatever is drawn outside a part is ornament to whoever cannot see it; text is never that.
    """

    is_tagged = True  # only the benchmark, which measures what tags cost, does without

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
        self._doc = Document(stream, language, title, day, is_tagged=self.is_tagged)
        self._language = language
        self._tree = PageTree()
        self._is_inside = not self.is_tagged  # of a part: what is drawn needs no mark of its own
        self._is_ornament = False  # the content has an ornament open
        self._stencils: dict[str, _Stencil] = {}
        self._stencil: _Stencil | None = None  # being drawn
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
        is_alone = not self._is_inside
        if is_alone:
            self._begin_part("", "")
        self._code.append(f"BT {paint} rg{stroke} {place} Tm {operators.text} ET")
        if operators.outlines:
            self._code.append(f"q {place} cm {paint} rg {operators.outlines} Q")
        if is_alone:
            self._end_part()

    def set_outlines(
        self, line: SetLine, x: float, y: float, size: float, angle: float, colour: str
    ) -> None:
        """Draw a line as shapes, turned by `angle` in radians: nobody reads it back as text."""
        across, up = cos(angle) * size, sin(angle) * size
        matrix = f"{across:.4f} {up:.4f} {-up:.4f} {across:.4f} {x:.2f} {y:.2f}"
        self.draw(f"q {matrix} cm {rgb(colour)} rg {outlines(line)} Q")

    def add_picture(self, name: str, picture: Picture) -> None:
        """Keep a picture in the file once, for `show_picture`."""
        internal = self._doc.getXObjectName(name)
        if internal not in self._doc.idToObject:
            self._doc.Reference(picture.object(self._doc), internal)

    def show_picture(
        self, name: str, x: float, y: float, width: float, height: float, *, alt: str = ""
    ) -> None:
        """Show a picture; `alt` says it to whoever cannot see it, without it is ornament."""
        box = (x, y, x + width, y + height)
        with self.figure(alt, box):
            self.draw(f"q {width:.2f} 0 0 {height:.2f} {x:.2f} {y:.2f} cm")
            super().doForm(name)
            self._code.append("Q")

    # --- parts of the page -----------------------------------------------------------------------

    @contextmanager
    def part(self, role: str, *, columns: int = 1) -> Iterator[None]:
        """What is drawn inside is one part of the page, read in the order of the parts.

        Sect, Table and TR hold parts; P, H1, H2, TH and TD show something. Text outside of the
        latter is a cell in a TR and else a paragraph. Inside a part that shows something there
        are no further ones. A TH or TD may be as wide as several `columns`.
        """
        if role in GROUPS and self.is_tagged:
            self._tree.open(role)
            yield
            self._tree.close()
        elif self._is_inside:
            yield
        else:
            self._begin_part(role, structure.attributes(role, columns=columns) if role else "")
            yield
            self._end_part()

    @contextmanager
    def figure(self, alt: str, box: tuple[float, float, float, float]) -> Iterator[None]:
        """What is drawn inside, in the box of left, lower, right and upper edge, is said by `alt`."""
        if self._is_inside or not alt:
            yield
        else:
            box_entry = structure.attributes("Figure", box=box)
            self._begin_part("Figure", structure.said(alt) + box_entry)
            yield
            self._end_part()

    @contextmanager
    def read_last(self) -> Iterator[None]:
        """The parts inside are read at the end of the page, whenever they are drawn."""
        self._tree.begin_last()
        yield
        self._tree.end_last()

    def blank(self, role: str = "TD", *, columns: int = 1) -> None:
        """A cell of a table with nothing in it, as wide as so many columns."""
        if self.is_tagged and columns > 0:
            self._tree.blank(role, structure.attributes(role, columns=columns))

    def blank_in_row(self) -> None:
        """Where a row of a table has no words, it has a blank cell."""
        if not self._is_inside and self._tree.is_in_row:
            self._tree.blank("TD")

    def speak(self, language: str) -> None:
        """The page, or the part that holds parts, is in this language from its start on."""
        if language != self._language:
            self._tree.speak(language)

    def _begin_part(self, role: str, extra: str) -> None:
        if self._stencil is not None:
            self._end_piece()
            super().beginForm(self._stencil.next(role, extra))
        else:
            self._end_ornament()
            self._code.append(self._tree.mark(role, extra))
        self._is_inside = True

    def _end_part(self) -> None:
        self._is_inside = False
        if self._stencil is not None:
            self._end_piece()
        else:
            self._code.append("EMC")

    def _begin_ornament(self) -> None:
        if self._is_inside or self._is_ornament:
            return
        self._is_ornament = True
        if self._stencil is None:
            self._code.append("/Artifact BMC")
        else:
            super().beginForm(self._stencil.next(None, ""))

    def _end_ornament(self) -> None:
        if self._is_ornament:
            self._is_ornament = False
            self._code.append("EMC")

    # --- shapes ----------------------------------------------------------------------------------

    def draw(self, operators: str) -> None:
        """Raw operators of PDF, for what is drawn once and shown often."""
        self._begin_ornament()
        self._code.append(operators)

    def hairline(
        self, x: float, y: float, x2: float, y2: float, *, width: float = 0.4, colour: str
    ) -> None:
        self.draw(f"{rgb(colour)} RG {width:g} w {x:.2f} {y:.2f} m {x2:.2f} {y2:.2f} l S")

    def box(self, x: float, y: float, width: float, height: float, *, colour: str) -> None:
        """A filled rectangle."""
        self.draw(f"{rgb(colour)} rg {x:.2f} {y:.2f} {width:.2f} {height:.2f} re f")

    # --- forms and pages -------------------------------------------------------------------------

    def beginForm(self, name: str, *_corners: float) -> None:
        """From here to `endForm` things are drawn once, for `doForm`; they hold no groups."""
        self._end_ornament()
        self._stencils[name] = self._stencil = _Stencil(name)
        if not self.is_tagged:
            super().beginForm(self._stencil.next(None, ""))

    def endForm(self, **_attributes: Any) -> None:
        self._end_piece()
        self._stencil = None

    def hasForm(self, name: str) -> bool:
        return name in self._stencils

    def doForm(self, name: str) -> None:
        """Show what was drawn once: its parts are parts of this page."""
        pieces, code, mark = self._stencils[name].pieces, self._code, self._tree.mark
        for role, extra, form in pieces:
            self._formsinuse.append(form)
            if role is None or self._is_inside:
                self._begin_ornament()
                code.append(f"/{xObjectName(form)} Do")
            else:
                if self._is_ornament:
                    self._end_ornament()
                code.append(f"{mark(role, extra)} /{xObjectName(form)} Do EMC")

    def _end_piece(self) -> None:
        """Finish the form that is being drawn, if there is one."""
        self._is_ornament = False
        if not self._formData:
            return
        name = self._formData[0]
        super().endForm()
        form = self._doc.idToObject[self._doc.getXObjectName(name)]
        form.Contents = Stream.packed(form.stream)
        form.compression = 0

    def showPage(self) -> None:
        """Write the page to the file and start the next one."""
        self._end_ornament()
        content = "\n".join(self._code).encode("ascii")
        resources = self._doc.resources(self._formsinuse)
        self._doc.add_page(self._pagesize, content, resources, self._tree)
        self._tree = PageTree()
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
