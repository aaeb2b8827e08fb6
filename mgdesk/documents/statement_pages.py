"""How a monthly statement looks: the person, a line a day, totals, who signs; then who collected it."""

from collections.abc import Sequence
from functools import partial
from math import ceil
from typing import Final

from mgdesk.documents import letter
from mgdesk.documents.attested import HEIGHT, draw_end, write_proven
from mgdesk.documents.frame import HAIR, INK, MUTED, WARNING, Frame, legible, tint
from mgdesk.documents.letter import BODY, END, MARGIN, ROOM
from mgdesk.documents.logos import Album
from mgdesk.documents.paper import CopyMark
from mgdesk.documents.statement import MissedAs, StatementDay, StatementRecord
from mgdesk.i18n import format_day, format_hours, format_month, format_weekday, isolate, number
from mgdesk.i18n import gettext as _
from mgdesk.rules.proof import Proof
from mgdesk.typesetting.fonts import Style
from mgdesk.typesetting.page import MM

_Spans = tuple[tuple[float, float], ...]  # x and width of each cell

_SHARES: Final = (0.34, 0.15, 0.15, 0.36)  # of the width: day, planned, attended, missed
_SHARES_OF_TWO: Final = (0.34, 0.13, 0.14, 0.39)
_MOST_BELOW: Final = 31  # days below each other
_BETWEEN: Final = 12.0
_READABLE: Final = 5.6  # smaller words stand on two lines
_HEAD: Final = 16.0
_TALLEST: Final = 17.0
_LIST_ROW: Final = 11 * MM
_SIGNED: Final = letter.ABOVE_FOOT + 14  # baseline of who signs
_BELOW_DAYS: Final = 71.0  # the totals, and three lines of small print


def _page(frame: Frame, album: Album, record: StatementRecord, proof: Proof | None) -> None:
    letter.begin(frame, album, record)
    accent = legible(record.letterhead.accent)
    y = letter.draw_title(
        frame, _("Attendance statement"), record.number, record.copy, record.corrected_on, accent
    )
    frame.words(period_words(record), MARGIN, y + 4, 11, colour=MUTED)
    y = _draw_person(frame, record, y - 22)
    y = _draw_days(frame, record, y - 4, accent)
    y = _draw_totals(frame, record, y - 16)
    said = _("The hours are counted from the attendance sheets signed each half-day.")
    if record.rounding_minutes > 1:
        step = number(record.rounding_minutes)
        rounded = _("Hours attended are rounded down to {n} minutes.", n=step)
        said = f"{said} {rounded}"
    y = letter.draw_paragraph(frame, said, y - 2, 8, colour=MUTED)
    if record.minutes_unmarked:
        letter.draw_paragraph(frame, unmarked_words(record), y, 8, colour=WARNING)
    draw_end(frame, album, record, proof, _SIGNED)
    frame.book.showPage()


def _draw_person(frame: Frame, record: StatementRecord, y: float) -> float:
    """The name alone on its line, then what tells the person and the training apart."""
    fitted = frame.setter.fit(record.name, ROOM * 0.62, 17, style=Style.BOLD, smallest=10, lines=2)
    last = frame.lines(fitted.lines, MARGIN, y, fitted.size, leading=fitted.size * 1.2, role="H2")
    if record.second_name:
        frame.words(
            record.second_name, END, y, 13, colour=MUTED, side="end", width=ROOM * 0.34,
            smallest=4, is_name=True,
        )  # fmt: skip
    return letter.draw_facts(frame, person_facts(record), last - 20)


def person_facts(record: StatementRecord) -> list[tuple[str, str]]:
    born = format_day(record.birth_date, "long") if record.birth_date else ""
    return [
        (_("Training"), record.training),
        (_("Cohort"), record.cohort),
        (_("Learner number"), record.learner_number),
        (_("Date of birth"), born),
    ]


def _draw_days(frame: Frame, record: StatementRecord, y: float, accent: str) -> float:
    """A line a day, as tall as the page allows; the baseline under the last.

    The days of several months stand in two columns: one of them would be too small to read.
    """
    below = _SIGNED + HEIGHT + _BELOW_DAYS
    columns = 1 if len(record.days) <= _MOST_BELOW else 2
    count = max(1, ceil(len(record.days) / columns))
    height = min(_TALLEST, (y - _HEAD - below) / count)
    size = min(9.5 if columns == 1 else 7.5, height * 0.68)
    for column in range(columns):
        spans = _spans(column, columns)
        days = record.days[column * count : (column + 1) * count]
        with frame.book.part("Table"):
            _draw_heads(frame, spans, y, accent)
            _draw_day_rows(frame, days, spans, y - _HEAD, height, size)
    return y - _HEAD - count * height


def _draw_heads(frame: Frame, spans: _Spans, y: float, accent: str) -> None:
    heads = (_("Day"), _("Planned"), _("Attended"), _("Absence"))
    start, wide = _whole(spans)
    frame.box(start, y - _HEAD, wide, _HEAD, colour=tint(accent, 0.1))
    with frame.book.part("TR"):
        for (x, width), words in zip(spans, heads, strict=True):
            frame.words(words, x + 5, y - _HEAD + 5, 8, colour=MUTED, width=width - 8, role="TH")


def _draw_day_rows(
    frame: Frame, days: Sequence[StatementDay], spans: _Spans, y: float, height: float, size: float
) -> None:
    start, wide = _whole(spans)
    for row in days:
        y -= height
        with frame.book.part("TR"):
            for (x, width), words in zip(spans, day_words(row), strict=True):
                _draw_cell(frame, words, x + 5, y, width - 8, height, size)
        frame.rule(start, y, wide, colour=tint(HAIR, 0.5), width=0.4)


def _draw_cell(
    frame: Frame, words: str, x: float, y: float, width: float, height: float, size: float
) -> None:
    """On one line, on two small ones where one would be too small."""
    if not words:
        frame.book.blank_in_row()
        return
    fitted = frame.setter.fit(words, width, size, smallest=3)
    small = (height - 0.6) / 2.06
    if fitted.size < min(small, _READABLE):
        fitted = frame.setter.fit(words, width, small, smallest=small, lines=2)
    leading = fitted.size * 1.02
    tall = fitted.size + leading * (len(fitted.lines) - 1)
    top = y + (height + tall) / 2 - fitted.size * 0.84
    frame.lines(fitted.lines, x, top, fitted.size, leading=leading)


def day_words(row: StatementDay) -> tuple[str, ...]:
    """The cells of a day."""
    return (
        f"{format_weekday(row.day)} {format_day(row.day, 'short')}",
        isolate(format_hours(row.minutes_planned)),
        isolate(format_hours(row.minutes_attended)),
        _missed(row),
    )


def _spans(column: int, columns: int) -> _Spans:
    """Where the cells of one of so many tables beside each other begin, and how wide they are."""
    shares = _SHARES if columns == 1 else _SHARES_OF_TWO
    wide = (ROOM - _BETWEEN * (columns - 1)) / columns
    x = MARGIN + column * (wide + _BETWEEN)
    return tuple((x + wide * sum(shares[:place]), wide * shares[place]) for place in range(4))


def _whole(spans: _Spans) -> tuple[float, float]:
    """Start and width of a table."""
    (start, _width), (x, width) = spans[0], spans[-1]
    return start, x + width - start


def _missed(row: StatementDay) -> str:
    words = {
        MissedAs.EXCUSED: _("excused"),
        MissedAs.JUSTIFIED: _("absent, justified"),
        MissedAs.UNJUSTIFIED: _("absent, not justified"),
        MissedAs.UNMARKED: _("not marked yet"),
        MissedAs.SHORT: _("partly present"),
    }
    return " · ".join(words[found] for found in row.missed)


def _draw_totals(frame: Frame, record: StatementRecord, y: float) -> float:
    return letter.draw_facts(frame, totals(record), y)


def totals(record: StatementRecord) -> list[tuple[str, str]]:
    """The hours of the month, each under its heading."""
    counted = [
        (_("Hours planned"), record.minutes_planned),
        (_("Hours attended"), record.minutes_attended),
        (_("Missed, justified"), record.minutes_justified),
        (_("Missed, not justified"), record.minutes_unjustified),
    ]
    return [(heading, isolate(format_hours(minutes))) for heading, minutes in counted]


def unmarked_words(record: StatementRecord) -> str:
    hours = isolate(format_hours(record.minutes_unmarked))
    if (record.first_day.year, record.first_day.month) != (
        record.last_day.year,
        record.last_day.month,
    ):
        return _("{hours} of these months are not marked yet.", hours=hours)
    return _("{hours} of this month are not marked yet.", hours=hours)


# --- who collected them --------------------------------------------------------------------------


def _draw_collected(frame: Frame, album: Album, records: Sequence[StatementRecord]) -> None:
    """Each of several statements with a place to sign for it, on as many pages as they need."""
    if len(records) == 1:
        return
    room = BODY - 46 - letter.ABOVE_FOOT - _HEAD
    most = max(1, int(room // _LIST_ROW))
    pages = ceil(len(records) / most)
    each = ceil(len(records) / pages)
    parts = [records[start : start + each] for start in range(0, len(records), each)]
    for index, part in enumerate(parts, 1):
        _draw_collected_page(frame, album, part, index, len(parts))


def _draw_collected_page(
    frame: Frame, album: Album, records: Sequence[StatementRecord], index: int, pages: int
) -> None:
    first = records[0]
    letter.begin(frame, album, first)
    accent = legible(first.letterhead.accent)
    title = _("Statements collected")
    y = letter.draw_title(frame, title, "", CopyMark.ORIGINAL, None, accent)
    about = " · ".join((period_words(first), first.cohort, first.training))
    frame.words(about, MARGIN, y + 4, 10, colour=MUTED, width=ROOM * 0.75)
    if pages > 1:
        page = _("Page {page} of {pages}", page=number(index), pages=number(pages))
        frame.words(page, END, y + 4, 9, side="end", width=ROOM * 0.24)
    y -= 14
    shares = (0.24, 0.36, 0.14, 0.26)
    heads = (_("Number"), _("Name"), _("Date"), _("signature"))
    frame.box(MARGIN, y - _HEAD, ROOM, _HEAD, colour=tint(accent, 0.1))
    top = y
    with frame.book.part("Table"):
        with frame.book.part("TR"):
            x = MARGIN
            for words, share in zip(heads, shares, strict=True):
                width = share * ROOM - 8
                frame.words(words, x + 5, y - _HEAD + 5, 8, colour=MUTED, width=width, role="TH")
                x += share * ROOM
        y -= _HEAD
        for record in records:
            y -= _LIST_ROW
            with frame.book.part("TR"):
                _draw_collected_row(frame, record, y + _LIST_ROW / 2 - 3, shares)
            frame.rule(MARGIN, y, ROOM, width=0.4)
    x = MARGIN
    for share in (*shares, 0.0):
        at = frame.left(x)
        frame.book.hairline(at, top, at, y, width=0.4, colour=HAIR)
        x += share * ROOM
    frame.book.showPage()


def _draw_collected_row(
    frame: Frame, record: StatementRecord, y: float, shares: tuple[float, ...]
) -> None:
    frame.words(record.number, MARGIN + 5, y, 8.5, colour=MUTED, width=shares[0] * ROOM - 8)
    frame.words(
        record.name, MARGIN + shares[0] * ROOM + 5, y, 10, colour=INK, style=Style.BOLD,
        width=shares[1] * ROOM - 10, smallest=4, is_name=True,
    )  # fmt: skip
    frame.book.blank(columns=2)


def period_words(record: StatementRecord) -> str:
    """The month, or from the first to the last of several."""
    months = (format_month(record.first_day), format_month(record.last_day))
    return " – ".join(isolate(month) for month in dict.fromkeys(months))


draw = partial(
    write_proven, title=lambda _record: _("Attendance statement"), page=_page, last=_draw_collected
)
