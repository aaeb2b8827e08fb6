"""Text of any length over pages: sections to lines, lines to pages; lengths are points."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from mgdesk.documents.frame import INK, Frame
from mgdesk.typesetting.bidi_classes import bidi_class
from mgdesk.typesetting.fonts import Style
from mgdesk.typesetting.shaping import SetLine

_LEADING: Final = 1.42
_HEADING: Final = 11.5
_TOGETHER: Final = 2  # lines that go over with what stands below them


@dataclass(frozen=True, slots=True)
class Row:
    """A line, or a gap when it has none. Lines of one paragraph have its number."""

    height: float
    line: SetLine | None = None
    size: float = 0
    paragraph: int = 0
    is_heading: bool = False
    is_turned: bool = False  # runs against the page: Arabic on a French one


def rows_of(
    frame: Frame, sections: Sequence[tuple[str, str]], width: float, size: float = 10.5
) -> list[Row]:
    """Headings with their texts of several lines, broken to the width; what is empty is left out."""
    found: list[Row] = []
    number = 0
    for heading, text in sections:
        if not text.strip():
            continue
        if heading:
            found.append(Row(size * 1.6))
            number += 1
            line = frame.setter.line(heading, Style.BOLD, frame.base)
            found.append(Row(_HEADING * 1.5, line, _HEADING, number, is_heading=True))
        for paragraph in text.split("\n"):
            number += 1
            found += _paragraph(frame, paragraph.strip(), width, size, number)
    return found


def _paragraph(frame: Frame, text: str, width: float, size: float, number: int) -> Iterator[Row]:
    if not text:
        yield Row(size * 0.7)
        return
    base = _direction(text, frame.base)
    for line in frame.setter.wrap(text, width / size, base=base):
        yield Row(size * _LEADING, line, size, number, is_turned=base != frame.base)


def _direction(text: str, usual: int) -> int:
    """That of the first letter (UAX #9, P2 and P3); a text without any goes with the page."""
    strong = (kind for kind in map(bidi_class, text) if kind in {"L", "R", "AL"})
    first = next(strong, "")
    return usual if not first else int(first != "L")


def paged(rows: Sequence[Row], first: float, other: float, last: float) -> list[list[Row]]:
    """Rows over pages of that room; `last` is kept free at the end of the last page.

    A heading stays with its text, gaps are no head of a page, and what is kept free never comes
    alone: some lines go over with it.
    """
    pages: list[list[Row]] = [[]]
    for row in rows:
        room = first if len(pages) == 1 else other
        page = pages[-1]
        if page and _height(page) + row.height > room:
            pages.append(_taken_over(page, 0))
            page = pages[-1]
        if page or row.line is not None or len(pages) == 1:
            page.append(row)
    room = first if len(pages) == 1 else other
    if _height(pages[-1]) + last > room:
        pages.append(_taken_over(pages[-1], _TOGETHER))
    return pages


def _height(rows: Sequence[Row]) -> float:
    return sum(row.height for row in rows)


def _taken_over(page: list[Row], count: int) -> list[Row]:
    """Take the last lines off a page, and headings that would end it; nothing empties it."""
    place = max(len(page) - count, 1)
    while place > 1 and (page[place - 1].is_heading or page[place - 1].line is None):
        place -= 1
    over = page[place:]
    del page[place:]
    while over and over[0].line is None:
        over.pop(0)
    return over


def draw_rows(
    frame: Frame, rows: Sequence[Row], x: float, y: float, width: float, accent: str
) -> float:
    """Draw rows from the top edge y, a paragraph at a time, as it is read aloud; where they end."""
    for (_number, is_gap), together in groupby(rows, lambda row: (row.paragraph, row.line is None)):
        part = list(together)
        if not is_gap:
            _draw_paragraph(frame, part, x, y, width, accent)
        y -= _height(part)
    return y


def _draw_paragraph(
    frame: Frame, part: Sequence[Row], x: float, y: float, width: float, accent: str
) -> None:
    row = part[0]
    frame.lines(
        [one.line for one in part if one.line is not None],
        x + width if row.is_turned else x,
        y - row.size * 1.05,
        row.size,
        leading=row.height,
        colour=accent if row.is_heading else INK,
        side="end" if row.is_turned else "start",
        role="H2" if row.is_heading else "",
    )
