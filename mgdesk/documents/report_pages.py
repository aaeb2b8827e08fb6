"""How the annual report looks: a cover with its contents, then a chapter a page or more.

What a page holds is measured first, so that the contents on the cover know the pages.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from operator import attrgetter
from typing import Final

from mgdesk.documents import letter
from mgdesk.documents.chart_pages import chart_drawing, draw_chart
from mgdesk.documents.frame import HAIR, MUTED, Frame, legible, tint
from mgdesk.documents.letter import END, HEIGHT, MARGIN, ROOM, WIDTH
from mgdesk.documents.letterhead import draw_footer
from mgdesk.documents.logos import Album
from mgdesk.documents.ornament import draw_edge
from mgdesk.documents.report import Chapter, FigureLine, Panel, ReportRecord, Table, TableRow
from mgdesk.i18n import format_day, isolate, number, percent
from mgdesk.i18n import gettext as _
from mgdesk.typesetting.fonts import Style
from mgdesk.typesetting.page import MM
from mgdesk.typesetting.text import Fitted

_TOP: Final = HEIGHT - 26 * MM
_FOOT: Final = 18 * MM
_EDGE: Final = 9 * MM
_NOTE: Final = 8.0  # of definitions
_LEADING: Final = 1.38
_HEAD: Final = 7.4  # of the columns of a table
_WHOLE: Final = _TOP - _FOOT
_ROOM_FOR_CHAPTER: Final = 0.42  # of a page: with less, a chapter begins on the next


@dataclass(frozen=True)
class _Block:
    """Something that stays whole on a page: how high it is, and how it is drawn below a height.

    `row` is given to the lines of a table: those that follow each other are one table.
    """

    height: float
    draw: Callable[[Frame, float], None]
    stays_with_next: bool = False
    is_row: bool = False
    head: "_Block | None" = None  # of the table, drawn anew where it goes on on another page


@dataclass(frozen=True)
class _Page:
    blocks: tuple[_Block, ...]
    chapters: tuple[str, ...]  # that begin on this page


def _pages(frame: Frame, album: Album, record: ReportRecord) -> None:
    accent = legible(record.letterhead.accent)
    pages = _paginated(frame, record, accent)
    begins = [(head, place) for place, page in enumerate(pages, 2) for head in page.chapters]
    _draw_cover(frame, album, record, begins)
    for place, page in enumerate(pages, 2):
        _begin(frame, record, place, len(pages) + 1)
        _draw_blocks(frame, page.blocks)
        frame.book.showPage()


# --- the cover ----------------------------------------------------------------------------------


def _draw_cover(
    frame: Frame, album: Album, record: ReportRecord, begins: Sequence[tuple[str, int]]
) -> None:
    head, accent = record.letterhead, legible(record.letterhead.accent)
    if record.is_demo:
        letter.show_demo_mark(frame, record, HEIGHT)
    draw_edge(frame, head.ornament, _EDGE, HEIGHT, accent)
    letter.draw_letterhead(frame, album, head)
    y = HEIGHT - 92 * MM
    frame.words(
        _("Activity report"), MARGIN, y, 34, style=Style.DISPLAY, colour=accent, width=ROOM,
        role="H1",
    )  # fmt: skip
    frame.words(record.period, MARGIN, y - 34, 20, style=Style.BOLD, width=ROOM)
    about = record.about or _("All campuses")
    fitted = frame.setter.fit(about, ROOM, 13, smallest=9, lines=2, base=frame.base)
    frame.lines(fitted.lines, MARGIN, y - 58, fitted.size, leading=17, colour=MUTED)
    _draw_contents(frame, begins, y - 108, accent)
    said = _("Figures of {day}", day=format_day(record.printed_on, "long"))
    y = _draw_note(frame, record.privacy, letter.ABOVE_FOOT + 34)
    frame.words(said, MARGIN, y, 9, colour=MUTED, width=ROOM)
    with frame.book.read_last():
        letter.draw_backing(frame, album, record.backing)
        draw_footer(frame, head, MARGIN, END, letter.FOOT - 12)
    frame.book.showPage()


def _draw_contents(frame: Frame, begins: Sequence[tuple[str, int]], y: float, accent: str) -> None:
    frame.words(_("Contents"), MARGIN, y, 13, style=Style.BOLD, colour=accent, role="H2")
    y -= 22
    with frame.book.part("Table"):
        for heading, page in begins:
            with frame.book.part("TR"):
                frame.words(heading, MARGIN, y, 11, width=ROOM * 0.8)
                frame.words(number(page), END, y, 11, side="end")
            frame.rule(MARGIN, y - 6, ROOM)
            y -= 21


def _draw_note(frame: Frame, text: str, y: float) -> float:
    """Sentences in small letters; the baseline below them."""
    if not text:
        return y
    lines = frame.setter.wrap(text, ROOM / _NOTE, base=frame.base)
    leading = _NOTE * _LEADING
    return frame.lines(lines, MARGIN, y, _NOTE, leading=leading, colour=MUTED) - leading * 1.3


# --- pages --------------------------------------------------------------------------------------


def _begin(frame: Frame, record: ReportRecord, page: int, pages: int) -> None:
    """The running head and foot of every page but the cover."""
    if record.is_demo:
        letter.show_demo_mark(frame, record, HEIGHT)
    head = record.letterhead
    whose = " · ".join(filter(None, (head.organisation, record.about)))
    y = HEIGHT - 16 * MM
    frame.words(whose, MARGIN, y, 8.5, colour=MUTED, width=ROOM * 0.6, is_name=True)
    said = f"{_('Activity report')} · {record.period}"
    frame.words(said, END, y, 8.5, colour=MUTED, side="end", width=ROOM * 0.38)
    frame.rule(MARGIN, y - 7, ROOM, colour=legible(head.accent), width=0.8)
    with frame.book.read_last():
        shown = isolate(f"{number(page)} / {number(pages)}")
        frame.words(shown, WIDTH / 2, 9 * MM, 8.5, colour=MUTED, side="centre")


def _draw_blocks(frame: Frame, blocks: Sequence[_Block]) -> None:
    y, place = _TOP, 0
    while place < len(blocks):
        run = place
        while run < len(blocks) and blocks[run].is_row:
            run += 1
        if run > place:
            with frame.book.part("Table"):
                for block in blocks[place:run]:
                    block.draw(frame, y)
                    y -= block.height
            place = run
        else:
            blocks[place].draw(frame, y)
            y -= blocks[place].height
            place += 1


def _paginated(frame: Frame, record: ReportRecord, accent: str) -> list[_Page]:
    """All chapters over pages: blocks stay whole, and a chapter begins where it has some room."""
    pages: list[list[_Block]] = [[]]
    begins: list[list[str]] = [[]]
    left = _WHOLE
    for chapter in record.chapters:
        blocks = _blocks(frame, chapter, accent)
        for place, block in enumerate(blocks):
            least = max(_needed(blocks, place), 0 if place else _WHOLE * _ROOM_FOR_CHAPTER)
            if least > left and pages[-1]:
                pages.append([])
                begins.append([])
                left = _WHOLE
                if block.head is not None:
                    pages[-1].append(block.head)
                    left -= block.head.height
            if place == 0:
                begins[-1].append(chapter.heading)
            pages[-1].append(block)
            left -= block.height
    return [_Page(tuple(page), tuple(heads)) for page, heads in zip(pages, begins, strict=True)]


def _needed(blocks: Sequence[_Block], place: int) -> float:
    """The height of a block with those that it may not be parted from."""
    height = blocks[place].height
    while blocks[place].stays_with_next and place + 1 < len(blocks):
        place += 1
        height += blocks[place].height
    return height


def _blocks(frame: Frame, chapter: Chapter, accent: str) -> list[_Block]:
    found = [_gap(10), _heading(chapter.heading, 20, accent)]
    found += [_figure(frame, figure, accent) for figure in chapter.figures]
    for panel in chapter.panels:
        found += _panel(frame, panel, accent)
    for table in chapter.tables:
        found += _table(frame, table, accent)
    return found


def _heading(text: str, size: float, accent: str) -> _Block:
    def draw_it(frame: Frame, top: float) -> None:
        is_chapter = size > 15
        frame.words(
            text, MARGIN, top - size, size, style=Style.DISPLAY if is_chapter else Style.BOLD,
            colour=accent, width=ROOM, role="H1" if is_chapter else "H2",
        )  # fmt: skip

    return _Block(size * 1.7, draw_it, stays_with_next=True)


def _figure(frame: Frame, figure: FigureLine, accent: str) -> _Block:
    """The number large at the start of the line, beside it what it is and what it counts."""
    beside = ROOM * 0.26
    lines = frame.setter.wrap(figure.sentence, (ROOM - beside) / _NOTE, base=frame.base)
    height = max(34.0, 22 + len(lines) * _NOTE * _LEADING)

    def draw_it(frame: Frame, top: float) -> None:
        frame.rule(MARGIN, top - height + 2, ROOM, colour=tint(HAIR, 0.5))
        with frame.book.part("P"):
            frame.words(
                figure.words, MARGIN, top - 22, 20, style=Style.BOLD, colour=accent,
                width=beside - 14, smallest=9,
            )  # fmt: skip
            frame.words(
                figure.label, MARGIN + beside, top - 13, 10.5, style=Style.BOLD,
                width=ROOM - beside,
            )  # fmt: skip
            frame.lines(
                lines, MARGIN + beside, top - 25, _NOTE, leading=_NOTE * _LEADING, colour=MUTED
            )

    return _Block(height, draw_it)


def _panel(frame: Frame, panel: Panel, accent: str) -> list[_Block]:
    chart = panel.chart
    drawing = chart_drawing(frame, chart, ROOM, percent if panel.is_share else number)

    def draw_it(frame: Frame, top: float) -> None:
        draw_chart(frame, chart, drawing, MARGIN, top, accent)

    found = [_gap(8), _heading(panel.heading, 12, accent), *_note(frame, panel.note, keeps=True)]
    return [*found, _Block(drawing.height + 8, draw_it)]


def _gap(height: float) -> _Block:
    return _Block(height, lambda _frame, _top: None, stays_with_next=True)


def _note(frame: Frame, text: str, *, keeps: bool = False) -> list[_Block]:
    if not text:
        return []
    lines = frame.setter.wrap(text, ROOM / _NOTE, base=frame.base)
    leading = _NOTE * _LEADING

    def draw_it(frame: Frame, top: float) -> None:
        frame.lines(lines, MARGIN, top - _NOTE, _NOTE, leading=leading, colour=MUTED)

    return [_Block(leading * len(lines) + 7, draw_it, stays_with_next=keeps)]


# --- tables -------------------------------------------------------------------------------------


def _table(frame: Frame, table: Table, accent: str) -> list[_Block]:
    widths = _widths(frame, table)
    heads = _column_heads(frame, table.columns[1:], widths)
    high = max((len(head.lines) for head in heads), default=1) * 10 + 9

    def draw_head(frame: Frame, top: float) -> None:
        frame.box(MARGIN, top - high, ROOM, high, colour=tint(accent, 0.1))
        with frame.book.part("TR"):
            frame.words(
                table.columns[0], MARGIN + 5, top - high + 7, 8, style=Style.BOLD, role="TH"
            )
            for column, head in enumerate(heads):
                y, x = top - high + 7 + (len(head.lines) - 1) * 10, _edge(column, widths)
                frame.lines(head.lines, x, y, head.size, leading=10, side="end", role="TH")

    head = _Block(high, draw_head, stays_with_next=True, is_row=True)
    rows = [replace(_row(row, widths), head=head) for row in table.rows]
    top = [_gap(8), _heading(table.heading, 12, accent), *_note(frame, table.note, keeps=True)]
    return [*top, head, *rows]


def _widths(frame: Frame, table: Table) -> list[float]:
    """Of the columns with numbers: each has room for its longest word and number, the rest is shared."""
    room = ROOM * 0.77
    cells = [[row.cells[column] for row in table.rows] for column in range(len(table.columns) - 1)]
    wanted = [
        max([_longest(frame, head) * _HEAD, *(frame.setter.width(cell, 9) for cell in below)]) + 7
        for head, below in zip(table.columns[1:], cells, strict=True)
    ]
    total = sum(wanted)
    if total > room:
        return [width * room / total for width in wanted]
    spare = (room - total) / max(1, len(wanted))
    return [max(width, min(30 * MM, width + spare)) for width in wanted]


def _longest(frame: Frame, text: str) -> float:
    """How wide its longest word is at size 1."""
    return max(frame.setter.width(word, 1) for word in text.split(" "))


def _column_heads(frame: Frame, texts: Sequence[str], widths: Sequence[float]) -> list[Fitted]:
    """Words below each other, all of one size, so small that none is broken."""
    rooms = [width - 5 for width in widths]
    sizes = [room / _longest(frame, text) for text, room in zip(texts, rooms, strict=True)]
    size = min([_HEAD, *sizes])
    return [
        Fitted(size, tuple(frame.setter.wrap(text, room / size * 1.001, base=frame.base)))
        for text, room in zip(texts, rooms, strict=True)
    ]


def _edge(column: int, widths: Sequence[float]) -> float:
    """Where the numbers of a column end."""
    return END - 4 - sum(widths[column + 1 :])


def _row(row: TableRow, widths: Sequence[float]) -> _Block:
    height = 16.0

    def draw_it(frame: Frame, top: float) -> None:
        y = top - 11
        with frame.book.part("TR"):
            room = ROOM - sum(widths) - 12
            frame.words(row.name, MARGIN + 5, y, 9, width=room, is_name=True, smallest=5)
            for column, cell in enumerate(row.cells):
                x, most = _edge(column, widths), widths[column] - 6
                frame.words(cell, x, y, 9, side="end", width=most, smallest=5)
        frame.rule(MARGIN, top - height, ROOM, colour=tint(HAIR, 0.5))

    return _Block(height, draw_it, is_row=True)


draw = partial(
    letter.write,
    title=lambda record: f"{_('Activity report')} {record.period}",
    day=attrgetter("printed_on"),
    page=_pages,
)
