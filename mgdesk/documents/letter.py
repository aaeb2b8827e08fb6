"""An upright page of the campus: its letterhead, who answers for what is said, who pays.

The papers that are no certificate and no sheet to sign share it; lengths are points.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from operator import attrgetter
from pathlib import Path
from typing import Final, Protocol, TypeVar

from mgdesk.documents import letterhead
from mgdesk.documents.frame import INK, MUTED, Frame, legible
from mgdesk.documents.logos import Album, emblem_statement, placed, show_row
from mgdesk.documents.marks import copy_words, draw_demo_mark, is_specimen
from mgdesk.documents.output import NothingToPrint, Target, written
from mgdesk.documents.paper import Backing, CopyMark, Letterhead, Logo
from mgdesk.i18n import format_day, is_right_to_left, locale_for, speaking
from mgdesk.i18n import gettext as _
from mgdesk.typesetting.fonts import Style
from mgdesk.typesetting.page import A4, MM, Book
from mgdesk.typesetting.text import typesetter

WIDTH, HEIGHT = A4
MARGIN: Final = 18 * MM
ROOM: Final = WIDTH - 2 * MARGIN
END: Final = WIDTH - MARGIN
TOP: Final = HEIGHT - 14 * MM
BODY: Final = TOP - 24 * MM  # below the letterhead and its line
FOOT: Final = 10 * MM
LOGO_HEIGHT: Final = 9 * MM
ABOVE_FOOT: Final = FOOT + LOGO_HEIGHT + 12
SIGNED: Final = 34 * MM  # what a signature takes
HEAD: Final = letterhead.Place(
    start=MARGIN, end=END, top=TOP, logo_height=14 * MM, logo_width=48 * MM, lines=58 * MM,
    first_line=6, smallest=4,
)  # fmt: skip


class Letter(Protocol):
    """What every frozen record on such a page has."""

    @property
    def language(self) -> str: ...
    @property
    def country(self) -> str | None: ...
    @property
    def letterhead(self) -> Letterhead: ...
    @property
    def backing(self) -> Backing: ...
    @property
    def is_demo(self) -> bool: ...


R = TypeVar("R", bound=Letter)


def write(
    records: Sequence[R],
    pictures: Mapping[str, bytes],
    path: Target,
    *,
    title: Callable[[R], str],
    page: Callable[[Frame, Album, R], None],
    last: Callable[[Frame, Album, Sequence[R]], None] | None = None,
    day: Callable[[R], date] = attrgetter("issued_on"),
    fonts: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> int:
    """Write one PDF: `page` draws and shows the pages of a record, `last` those after all; their number.

    What comes last speaks the language of most. The title and the day of the file are the first
    record's. `pictures` are image files by digest; `progress(done, all)` may raise to stop. The file
    appears whole or not at all. Raises NothingToPrint, FileCannotBeWritten, DiskFull,
    PictureCannotBeRead, and what `progress` raises.
    """
    if not records:
        raise NothingToPrint
    first = records[0]
    with written(path) as stream:
        with speaking(first.language, first.country):
            said = title(first)
        language = locale_for(first.language, first.country).replace("_", "-")
        book = Book(stream, size=A4, language=language, title=said, day=day(first))
        album = Album(book, pictures)
        for done, record in enumerate(records, 1):
            with speaking(record.language, record.country):
                page(frame_of(book, record, A4, fonts), album, record)
            if progress is not None:
                progress(done, len(records))
        if last is not None:
            commonest = Counter(record.language for record in records).most_common(1)[0][0]
            spoken = next(record for record in records if record.language == commonest)
            with speaking(spoken.language, spoken.country):
                last(frame_of(book, spoken, A4, fonts), album, records)
        book.save()
    return book.pages


def frame_of(book: Book, record: Letter, size: tuple[float, float], fonts: Path | None) -> Frame:
    book.speak(locale_for(record.language, record.country).replace("_", "-"))
    return Frame(book, typesetter(fonts), size[0], is_right_to_left(record.language))


def begin(frame: Frame, album: Album, record: Letter) -> None:
    """What stands on every page before its matter."""
    if record.is_demo:
        show_demo_mark(frame, record, HEIGHT)
    draw_letterhead(frame, album, record.letterhead)
    with frame.book.read_last():
        draw_backing(frame, album, record.backing)
        letterhead.draw_footer(frame, record.letterhead, MARGIN, END, FOOT - 12)


def show_demo_mark(frame: Frame, record: Letter, height: float) -> None:
    """The mark of invented data, drawn once for all pages of a size and language."""
    name = f"demo-{record.language}-{frame.width:.0f}"
    if not frame.book.hasForm(name):
        frame.book.beginForm(name)
        draw_demo_mark(frame, height, as_specimen=is_specimen(record))
        frame.book.endForm()
    frame.book.doForm(name)


def draw_letterhead(frame: Frame, album: Album, head: Letterhead) -> None:
    """Whose paper it is, over a line in the campus's colour."""
    letterhead.draw_letterhead(frame, album, head, HEAD)
    frame.rule(MARGIN, TOP - 18 * MM, ROOM, colour=legible(head.accent), width=1.2)


def draw_backing(frame: Frame, album: Album, backing: Backing) -> None:
    """Logos at the foot, beside them what the funder wants said."""
    row = placed(album, frame, backing, LOGO_HEIGHT, ROOM * 0.6)
    show_row(frame, album, row, MARGIN, FOOT)
    x = MARGIN + (sum(item.width + 14 for item in row) + 4 if row else 0)
    said = [emblem_statement(backing)]
    if backing.project_number:
        said.append(_("Project {number}", number=backing.project_number))
    lines = [
        line
        for text in said
        if text
        for line in frame.setter.wrap(text, (END - x) / 7, base=frame.base)
    ]
    y = FOOT + LOGO_HEIGHT / 2 + (len(lines) - 1) * 4.2 - 2.5
    frame.lines(lines, x, y, 7, leading=8.4, colour=MUTED)


def draw_title(
    frame: Frame, title: str, number: str, copy: CopyMark, corrected_on: date | None, accent: str
) -> float:
    """The title, and at the end of the line the number and which copy it is; where the body begins."""
    y = BODY - 10
    frame.words(
        title, MARGIN, y, 19, style=Style.DISPLAY, colour=accent, width=ROOM * 0.66,
        role="H1",
    )  # fmt: skip
    room = ROOM * 0.3
    if number:
        said = _("No. {number}", number=number)
        frame.words(said, END, y + 3, 10, style=Style.BOLD, side="end", width=room)
    mark = copy_words(copy)
    if corrected_on is not None:
        day = _("Corrected on {day}", day=format_day(corrected_on, "long"))
        mark = day if copy is not CopyMark.DUPLICATE else f"{day} · {mark}"
    if mark:
        frame.words(mark, END, y - 9, 8.5, colour=MUTED, side="end", width=room)
    return y - 22


def draw_facts(frame: Frame, facts: Sequence[tuple[str, str]], y: float) -> float:
    """Small headings over values in one row, as wide as they need; the baseline below them."""
    shown = [fact for fact in facts if fact[1]]
    needs = [
        min(
            max(frame.setter.width(heading, 7.5), frame.setter.width(value, 10.5, Style.BOLD)) + 14,
            ROOM * 0.45,  # a long one shrinks before it takes the room of the others
        )
        for heading, value in shown
    ]
    scale = max(1.0, min(1.6, ROOM / max(1.0, sum(needs))))
    x = MARGIN
    for (heading, value), need in zip(shown, needs, strict=True):
        width = need * min(scale, ROOM / sum(needs))
        frame.words(heading, x, y, 7.5, colour=MUTED, width=width - 8)
        frame.words(value, x, y - 13, 10.5, style=Style.BOLD, width=width - 8, is_name=True)
        x += width
    return y - 28


def draw_paragraph(
    frame: Frame, text: str, y: float, size: float = 9.5, *, colour: str = INK
) -> float:
    """Sentences wrapped over the width of the page; where the next one may stand."""
    lines = frame.setter.wrap(text, ROOM / size, base=frame.base)
    return frame.lines(lines, MARGIN, y, size, leading=size * 1.42, colour=colour) - size * 1.42


def draw_addressee(frame: Frame, name: str, lines: Sequence[str], place: str, day: date) -> float:
    """Who it is for, where the window of an envelope shows it; where the letter begins."""
    top = BODY - 20
    x, width = MARGIN + ROOM * 0.54, ROOM * 0.46
    frame.words(name, x, top, 11, style=Style.BOLD, width=width, is_name=True)
    y = top
    for line in filter(None, lines):
        y -= 14
        frame.words(line, x, y, 10, width=width, is_name=True)
    frame.words(done_words(place, day), MARGIN, top, 9.5, colour=MUTED, width=ROOM * 0.5)
    return min(y, top - 42) - 18 * MM


def done_words(place: str, day: date) -> str:
    """Where and when a paper was made out."""
    written_on = format_day(day, "long")
    return _("Done at {place}, {day}", place=place, day=written_on) if place else written_on


def draw_signature(
    frame: Frame,
    album: Album,
    *,
    place: str,
    day: date,
    signatory: str,
    role: str,
    signature: Logo | None,
    y: float,
    room: float = ROOM,
) -> None:
    """Where and when, a place for the stamp, who signs; `y` is the baseline of the names."""
    gap = 18.0
    widths = [(room - 2 * gap) * share for share in (0.42, 0.24, 0.34)]
    starts = [MARGIN + sum(widths[:index]) + index * gap for index in range(3)]
    for start, length in zip(starts, widths, strict=True):
        frame.rule(start, y + 12, length)
    width = widths[2]
    made = frame.setter.fit(
        done_words(place, day), widths[0], 9, smallest=8, lines=2, base=frame.base
    )
    frame.lines(made.lines, starts[0], y, made.size, leading=11)
    frame.words(_("Stamp"), starts[1], y, 8.5, colour=MUTED)
    picture = album.picture(signature)
    if picture is not None and signature is not None:
        height = min(15 * MM, (width - 10) / picture.proportion)
        left = frame.left(starts[2], height * picture.proportion)
        width_shown = height * picture.proportion
        album.show_signature(signature, signatory, left, y + 8, width_shown, height)
    who = signatory or _("Responsible person")
    frame.words(who, starts[2], y, 9.5, style=Style.BOLD, width=width, is_name=True, smallest=4)
    frame.words(role or _("signature"), starts[2], y - 11, 8, colour=MUTED, width=width)
