"""A PDF that is written page by page: our text, pictures and tags, in ReportLab's document.

Every page goes to the file as soon as it is done, so that thousands of them take little memory;
the same calls give the same bytes. What many pages show is written once: a page's content is a
row of pieces, some of them its own, some shared with other pages.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from math import cos, sin
from typing import BinaryIO, Final

from mgdesk.typesetting import structure
from mgdesk.typesetting.embedding import DocumentFonts
from mgdesk.typesetting.outgoing import Document
from mgdesk.typesetting.outlines import outlines
from mgdesk.typesetting.picture import Picture
from mgdesk.typesetting.shaping import SetLine
from mgdesk.typesetting.structure import GROUPS, Event, PageTree

A4: Final = (595.276, 841.89)
A4_LANDSCAPE: Final = (841.89, 595.276)
MM: Final = 72 / 25.4
_BOLDER: Final = 0.035  # the hairline around a letter without a bold font, in ems
_KEPT: Final = 256  # pieces; thousands of pages must not fill the memory


@dataclass(frozen=True)
class _Piece:
    """What was drawn once for many pages: operators with a %d for each mark, and its parts."""

    operators: str
    events: tuple[Event, ...]
    marks: int
    # By the number of its first mark: its content in the file, and its parts.
    shown: dict[int, tuple[int, list[Event]]] = field(default_factory=dict)


class Book:
    """A tagged PDF being written to a stream; lengths in points from the lower left corner.

    Whatever is drawn outside a part is ornament to whoever cannot see it; text is never that.
    Its methods of several words are those of ReportLab's canvas, whose place it takes.
    """

    is_tagged = True  # only the benchmark, which measures what tags cost, does without
    is_keeping = (
        True  # only the benchmark, which writes down what stands on each page, does without
    )

    def __init__(
        self,
        stream: BinaryIO,
        *,
        size: tuple[float, float],
        language: str,
        title: str,
        day: date,
    ) -> None:
        self._doc = Document(stream, language, title, day, is_tagged=self.is_tagged)
        self._size = size
        self._language = language
        self._code: list[str] = []  # the page's own piece being drawn
        self._contents: list[int] = []  # the pieces before it
        self._tree = PageTree()
        self._is_inside = not self.is_tagged  # of a part: what is drawn needs no mark of its own
        self._is_ornament = False  # the content has an ornament open
        self._pieces: dict[Hashable, _Piece] = {}
        self._page: tuple[Hashable, list[str], PageTree] | None = (
            None  # waits for a piece to be drawn
        )
        self._names: dict[str, str] = {}  # of pictures
        self.fonts = DocumentFonts()
        self._doc.delayedFonts.append(self.fonts)
        self.pages = 0

    # --- text and pictures -----------------------------------------------------------------------

    def set_line(
        self, line: SetLine, x: float, y: float, size: float, colour: str = "#000000"
    ) -> None:
        """Show a set line with its left end on the baseline at x, y; the colour is #RRGGBB."""
        if not line.runs:
            return
        paint = rgb(colour)
        operators = self.fonts.operators(line)
        stroke = f" {paint} RG {size * _BOLDER:.3g} w" if operators.is_bolder else ""
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
        if name not in self._names:
            self._names[name] = self._doc.add_picture(picture.object(self._doc))

    def show_picture(
        self, name: str, x: float, y: float, width: float, height: float, *, alt: str = ""
    ) -> None:
        """Show a picture; `alt` says it to whoever cannot see it, without it is ornament."""
        box = (x, y, x + width, y + height)
        with self.figure(alt, box):
            place = f"{width:.2f} 0 0 {height:.2f} {x:.2f} {y:.2f}"
            self.draw(f"q {place} cm /{self._names[name]} Do Q")

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
        self._end_ornament()
        role, mark = self._tree.mark(role, extra)
        self._code.append(f"/{role}<</MCID {mark if self._page is None else '%d'}>>BDC")
        self._is_inside = True

    def _end_part(self) -> None:
        self._is_inside = False
        self._code.append("EMC")

    def _begin_ornament(self) -> None:
        if self._is_inside or self._is_ornament:
            return
        self._is_ornament = True
        self._code.append("/Artifact BMC")

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

    # --- pieces and pages ------------------------------------------------------------------------

    def show(self, name: Hashable, draw: Callable[[], None]) -> None:
        """Show what `draw` draws; it is drawn once for all pages that show the name."""
        if name not in self._pieces:
            self.beginForm(name)
            draw()
            self.endForm()
        self.doForm(name)

    def hasForm(self, name: Hashable) -> bool:
        return name in self._pieces

    def beginForm(self, name: Hashable) -> None:
        """From here to `endForm` things are drawn for `doForm`, on as many pages as want them."""
        assert self._page is None, "one piece at a time"
        self._end_ornament()
        self._page = name, self._code, self._tree
        self._code, self._tree = [], PageTree()

    def endForm(self) -> None:
        assert self._page is not None
        self._end_ornament()
        if len(self._pieces) == _KEPT:
            self._pieces.clear()
        piece = _Piece("\n".join(self._code), self._tree.reading(), self._tree.marks)
        name, self._code, self._tree = self._page
        self._pieces[name] = piece
        self._page = None

    def doForm(self, name: Hashable) -> None:
        """Show, between two parts, what was drawn once: its parts are parts of this page."""
        piece, first = self._pieces[name], self._tree.marks
        self._end_own()
        shown = piece.shown.get(first)
        if shown is None:
            marks = tuple(range(first, first + piece.marks))
            content = self._doc.add_content(piece.operators % marks)
            shown = piece.shown[first] = content, structure.moved(piece.events, first)
        content, events = shown
        self._contents.append(content)
        self._tree.show(events, piece.marks)

    def _end_own(self) -> None:
        """Write what the page has of its own so far."""
        self._end_ornament()
        if self._code:
            self._contents.append(self._doc.add_content("\n".join(self._code)))
            self._code.clear()

    def setPageSize(self, size: tuple[float, float]) -> None:
        """The size of this page and those that follow."""
        self._size = size

    def showPage(self) -> None:
        """Write the page to the file and start the next one."""
        self._end_own()
        self._doc.add_page(self._size, self._contents, self._tree)
        self._contents, self._tree = [], PageTree()
        self.pages += 1

    def save(self) -> None:
        """Write what is left; the stream stays open."""
        self._doc.save()


@cache
def rgb(colour: str) -> str:
    """`#0B6E69` as the three numbers of a PDF; anything else is black."""
    digits = colour.removeprefix("#")
    try:
        parts = [int(digits[start : start + 2], 16) / 255 for start in (0, 2, 4)]
    except ValueError:
        return "0 0 0"
    return " ".join(f"{part:.3g}" for part in parts)
