"""How a certificate looks: a woven edge, the name large and alone, the facts in a row.

What certificates of one class share is drawn once and shown on each page; only the person's own
lines are set page by page: the name with what stands at it, and the proof.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from operator import attrgetter
from pathlib import Path
from typing import Final, NamedTuple

from mgdesk.documents.certificate_art import (
    END,
    PLACE,
    ROOM,
    SIGNED,
    START,
    TITLE,
    WIDTH,
    draw_foot,
    draw_head,
)
from mgdesk.documents.certificate_record import CertificateRecord
from mgdesk.documents.frame import INK, MUTED, Frame, legible, tint
from mgdesk.documents.kinds import Kinds
from mgdesk.documents.logos import Album
from mgdesk.documents.marks import copy_words
from mgdesk.documents.output import NothingToPrint, Target, written
from mgdesk.documents.paper import CopyMark
from mgdesk.documents.proof import draw_proof
from mgdesk.i18n import (
    format_clock_range,
    format_day,
    format_hours,
    is_right_to_left,
    locale_for,
    speaking,
)
from mgdesk.i18n import gettext as _
from mgdesk.rules.proof import Proof
from mgdesk.rules.style import Ornament
from mgdesk.typesetting.fonts import Style
from mgdesk.typesetting.page import A4_LANDSCAPE, MM, Book
from mgdesk.typesetting.shaping import SetLine
from mgdesk.typesetting.text import Fitted, typesetter

LOWEST: Final = 52 * MM  # the person's part stays above; the signature reaches higher, beside it
NAME_SIZE: Final = 46.0
CENTRED: Final = (WIDTH - END - START) / 2  # without an edge, both margins are alike


def draw(
    records: Sequence[CertificateRecord],
    pictures: Mapping[str, bytes],
    path: Target,
    *,
    proofs: Mapping[str, Proof],
    fonts: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> int:
    """See `certificate.draw_certificates`."""
    if not records:
        raise NothingToPrint
    with written(path) as stream:
        first = records[0]
        with speaking(first.language, first.country):
            title = _("Certificate of participation")
        book = Book(
            stream,
            size=A4_LANDSCAPE,
            language=locale_for(first.language, first.country).replace("_", "-"),
            title=title,
            day=first.issued_on,
        )
        album, kinds = Album(book, pictures), Kinds()
        for done, record in enumerate(records, 1):
            with speaking(record.language, record.country):
                frame = _frame(book, record, fonts)
                kind = kinds.number(_SHARED(record))
                _page(frame, album, record, kind, proofs.get(record.number))
            if progress is not None:
                progress(done, len(records))
        book.save()
    return book.pages


# What certificates of one class have in common.
_SHARED: Final = attrgetter(
    "language", "country", "letterhead", "training", "first_day", "last_day", "minutes_planned",
    "place", "issued_on", "objectives", "signatory", "signatory_role", "signature", "backing",
    "is_demo", "is_event", "starts", "ends", "copy",
)  # fmt: skip


def _frame(book: Book, record: CertificateRecord, fonts: Path | None) -> Frame:
    is_centred = record.letterhead.ornament is Ornament.NONE
    rtl = is_right_to_left(record.language)
    return Frame(book, typesetter(fonts), WIDTH, rtl, CENTRED if is_centred else 0)


def _page(
    frame: Frame, album: Album, record: CertificateRecord, kind: int, proof: Proof | None
) -> None:
    """Draw the page of a certificate whose class is numbered `kind`."""
    book = frame.book
    book.speak(locale_for(record.language, record.country).replace("_", "-"))
    book.show(("head", kind), partial(draw_head, frame, album, record))
    _draw_person(frame, album, record, kind)
    _draw_number(frame, record, has_proof=proof is not None)
    draw_proof(frame, record, proof)
    book.showPage()


# --- what is the person's own --------------------------------------------------------------------


def _draw_number(frame: Frame, record: CertificateRecord, *, has_proof: bool) -> None:
    """The number, unless it stands below the code, and which copy this is."""
    said = []
    if record.number and not has_proof:
        said.append(_("No. {number}", number=record.number))
    if record.corrected_on is not None:
        said.append(_("Corrected on {day}", day=format_day(record.corrected_on, "long")))
    if record.copy is CopyMark.DUPLICATE or (
        record.copy is not CopyMark.ORIGINAL and record.corrected_on is None
    ):
        said.append(copy_words(record.copy))
    y = SIGNED - 13
    for text in said:
        frame.words(text, START, y, 8.5, colour=MUTED, width=PLACE)
        y -= 11


class _Part(NamedTuple):
    """Lines of the person's part and the white above them."""

    lines: tuple[SetLine, ...]
    size: float
    above: float  # from the last baseline to the first of these
    leading: float = 0
    colour: str = INK
    is_airy: bool = False  # takes its share of the white that is left over
    role: str = ""


def _draw_person(frame: Frame, album: Album, record: CertificateRecord, kind: int) -> None:
    """Draw the person's own lines, and around them what the class shares at this height."""
    for scale in (1.0, 0.94, 0.88, 0.82, 0.76, 0.7, 0.62, 0.54, 0.46, 0.38):
        own = _own_parts(frame, record, scale)
        shared = _shared_parts(frame, record, scale, own[0].size)
        height = _height(own) + _height(shared) + _facts_height(scale)
        left_over = TITLE - 21 - LOWEST - height - _objectives_height(record, scale)
        if left_over >= 0:
            break
    air = min(24.0, max(0.0, left_over) / 4)  # above name, training, figures; half above the aims
    y = _draw_parts(frame, own, TITLE - 21, air)
    facts = y - _height(shared) - air - 24 * scale - air
    hours = format_hours(record.minutes_attended)
    place = (kind, scale, air, y)

    def draw_before() -> None:
        accent = legible(record.letterhead.accent)
        _draw_parts(frame, _shared_parts(frame, record, scale, own[0].size, accent), y, air)
        _draw_facts(frame, record, facts, scale, is_before=True)

    def draw_after() -> None:
        _draw_facts(frame, record, facts, scale, is_before=False)
        _draw_objectives(frame, record, facts - 34 * scale - air / 2, scale)
        draw_foot(frame, album, record)

    frame.book.show(("before", place), draw_before)
    frame.book.show((hours, place), partial(_draw_figure, frame, hours, 1, facts, scale))
    frame.book.show(("after", place), draw_after)


def _height(parts: Sequence[_Part]) -> float:
    return sum([part.above + part.leading * (len(part.lines) - 1) for part in parts])


def _draw_parts(frame: Frame, parts: Sequence[_Part], y: float, air: float) -> float:
    """Draw the parts below the baseline y; their last baseline."""
    for part in parts:
        y -= part.above + (air if part.is_airy else 0)
        y = frame.lines(
            part.lines, START, y, part.size, leading=part.leading, colour=part.colour,
            role=part.role,
        )  # fmt: skip
    return y


def _own_parts(frame: Frame, record: CertificateRecord, scale: float) -> list[_Part]:
    name = _fitted(frame, record.name, NAME_SIZE * scale, 26 * scale, Style.DISPLAY, lines=3)
    above, leading = name.size * 1.1 + 6, name.size * 1.16
    parts = [_Part(name.lines, name.size, above, leading, is_airy=True, role="H2")]
    if record.second_name:
        second = _fitted(frame, record.second_name, 22 * scale, 13 * scale, Style.DISPLAY, lines=2)
        above = second.size * 1.5 + name.size * 0.12
        parts.append(_Part(second.lines, second.size, above, second.size * 1.25, MUTED))
    birth = birth_words(record)
    if birth:
        line = frame.setter.line(birth, Style.TEXT, frame.base)
        size = min(9.5 * scale, ROOM / max(line.width, 1))
        parts.append(_Part((line,), size, 17 * scale + name.size * 0.08, 0, MUTED))
    return parts


def _shared_parts(
    frame: Frame, record: CertificateRecord, scale: float, name_size: float, accent: str = INK
) -> list[_Part]:
    said = _("took part in the event") if record.is_event else _("took part in the training")
    took = frame.setter.line(said, Style.TEXT, frame.base)
    above = 24 * scale + name_size * 0.12
    training = _fitted(frame, record.training, 19 * scale, 13 * scale, Style.BOLD, lines=2)
    leading = training.size * 1.25
    return [
        _Part((took,), 11 * scale, above, 0, MUTED, is_airy=True),
        _Part(training.lines, training.size, 22 * scale + 2, leading, accent),
    ]


def _fitted(
    frame: Frame, text: str, size: float, smallest: float, style: Style, *, lines: int
) -> Fitted:
    return frame.setter.fit(text, ROOM, size, style=style, smallest=smallest, lines=lines)


def birth_words(record: CertificateRecord) -> str:
    """When and where somebody was born, as far as the record says."""
    day = format_day(record.birth_date, "long") if record.birth_date else ""
    if day and record.birth_place:
        return _("born on {day} in {place}", day=day, place=record.birth_place)
    if day:
        return _("born on {day}", day=day)
    return _("born in {place}", place=record.birth_place) if record.birth_place else ""


def days_words(record: CertificateRecord) -> str:
    """The first and the last day."""
    first, last = format_day(record.first_day, "long"), format_day(record.last_day, "long")
    return first if first == last else _("{first} to {last}", first=first, last=last)


_SHARES: Final = (0.44, 0.18, 0.18, 0.20)  # of the room, for each of the figures


def _draw_facts(
    frame: Frame, record: CertificateRecord, y: float, scale: float, *, is_before: bool
) -> None:
    """Figures in columns, each under its small heading, without the second, which is the person's.

    Before it come the first with that one's heading; y is the baseline of the headings.
    """
    dates, hours = (_("Dates"), days_words(record)), (_("Hours attended"), "")
    planned = (_("Hours planned"), format_hours(record.minutes_planned))
    if record.is_event:
        starts, ends = record.starts, record.ends
        clock = format_clock_range(starts, ends) if starts and ends else ""
        hours, planned = (_("Duration"), ""), (_("Hours"), clock)
    campus = (_("Campus"), record.letterhead.campus)
    for place, (heading, value) in enumerate((dates, hours, planned, campus)):
        if (place < 2) != is_before:
            continue
        if value or place == 1:
            x, width = _column(place)
            frame.words(heading, x, y, 7.5 * scale, colour=MUTED, width=width)
        is_name = value == record.letterhead.campus
        _draw_figure(frame, value, place, y, scale, is_name=is_name)


def _draw_figure(
    frame: Frame, value: str, place: int, y: float, scale: float, *, is_name: bool = False
) -> None:
    x, width = _column(place)
    size = 11 * scale
    frame.words(value, x, y - 14 * scale, size, style=Style.BOLD, width=width, is_name=is_name)


def _column(place: int) -> tuple[float, float]:
    return START + ROOM * sum(_SHARES[:place]), ROOM * _SHARES[place] - 10


def _facts_height(scale: float) -> float:
    return 38 * scale


def _objectives(record: CertificateRecord) -> list[str]:
    return [text for text in record.objectives if text.strip()][:5]


def _objectives_height(record: CertificateRecord, scale: float) -> float:
    count = len(_objectives(record))
    return (22 + 12.5 * count) * scale if count else 0


def _draw_objectives(frame: Frame, record: CertificateRecord, y: float, scale: float) -> None:
    objectives, accent = _objectives(record), legible(record.letterhead.accent)
    if not objectives:
        return
    frame.words(_("Aims of the training"), START, y, 7.5 * scale, colour=MUTED)
    for text in objectives:
        y -= 12.5 * scale
        frame.box(START, y + 2.4 * scale, 2.2 * scale, 2.2 * scale, colour=tint(accent, 0.75))
        frame.words(
            text, START + 9 * scale, y, 9.3 * scale, width=ROOM * 0.64, smallest=3, is_name=True
        )
