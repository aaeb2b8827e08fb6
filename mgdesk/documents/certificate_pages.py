"""How a certificate looks: a woven edge, the name large and alone, the facts in a row.

Everything that certificates of one class share is drawn once as a form of the PDF and shown on
each page; only the person's own lines are set page by page.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from mgdesk.documents.certificate_art import (
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
from mgdesk.typesetting.fonts import Style
from mgdesk.typesetting.page import A4_LANDSCAPE, MM, Book
from mgdesk.typesetting.shaping import SetLine
from mgdesk.typesetting.text import Fitted, typesetter

LOWEST: Final = 52 * MM  # the person's part stays above; the signature reaches higher, beside it
NAME_SIZE: Final = 46.0


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
        album, arts = Album(book, pictures), dict[CertificateRecord, str]()
        for done, record in enumerate(records, 1):
            with speaking(record.language, record.country):
                rtl = is_right_to_left(record.language)
                frame = Frame(book, typesetter(fonts), WIDTH, rtl)
                _page(frame, album, arts, record, proofs.get(record.number))
            if progress is not None:
                progress(done, len(records))
        book.save()
    return book.pages


def _page(
    frame: Frame,
    album: Album,
    arts: dict[CertificateRecord, str],
    record: CertificateRecord,
    proof: Proof | None,
) -> None:
    shared = _shared(record)
    if shared not in arts:
        arts[shared] = f"art{len(arts)}"
        _prepare_pictures(album, shared)
        for part, draw_part in (("head", draw_head), ("foot", draw_foot)):
            frame.book.beginForm(f"{arts[shared]}{part}")
            draw_part(frame, album, shared)
            frame.book.endForm()
    frame.book.speak(locale_for(record.language, record.country).replace("_", "-"))
    frame.book.doForm(f"{arts[shared]}head")
    _draw_person(frame, record)
    frame.book.doForm(f"{arts[shared]}foot")
    _draw_number(frame, record, has_proof=proof is not None)
    draw_proof(frame, record, proof)
    frame.book.showPage()


def _shared(record: CertificateRecord) -> CertificateRecord:
    """What this certificate has in common with its neighbours; the rest is blank."""
    return replace(
        record,
        number="",
        name="",
        second_name="",
        birth_date=None,
        birth_place="",
        minutes_attended=0,
        copy=CopyMark.ORIGINAL,
        corrected_on=None,
        # These are set page by page too, below a name that may need several lines.
        training="",
        first_day=record.issued_on,
        last_day=record.issued_on,
        minutes_planned=0,
        objectives=(),
    )


def _prepare_pictures(album: Album, record: CertificateRecord) -> None:
    backing = record.backing
    for logo in (record.letterhead.logo, record.signature, *backing.funders, *backing.partners):
        album.picture(logo)


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


@dataclass(frozen=True)
class _Part:
    """Lines of the person's part and the white above them."""

    lines: tuple[SetLine, ...]
    size: float
    above: float  # from the last baseline to the first of these
    leading: float = 0
    colour: str = INK
    is_airy: bool = False  # takes its share of the white that is left over
    role: str = ""


def _draw_person(frame: Frame, record: CertificateRecord) -> None:
    accent = legible(record.letterhead.accent)
    room = TITLE - 21 - LOWEST
    for scale in (1.0, 0.94, 0.88, 0.82, 0.76, 0.7, 0.62, 0.54, 0.46, 0.38):
        parts = _parts(frame, record, accent, scale)
        height = sum(part.above + part.leading * (len(part.lines) - 1) for part in parts)
        left_over = room - height - _facts_height(scale) - _objectives_height(record, scale)
        if left_over >= 0:
            break
    airy = sum(part.is_airy for part in parts) + 2
    air = min(24.0, max(0.0, left_over) / airy)
    y = TITLE - 21
    for part in parts:
        y -= part.above + (air if part.is_airy else 0)
        y = frame.lines(
            part.lines,
            START,
            y,
            part.size,
            leading=part.leading,
            colour=part.colour,
            role=part.role,
        )
    y = _draw_facts(frame, record, y - 24 * scale - air, scale)
    _draw_objectives(frame, record, y - 20 * scale - air / 2, scale, accent)


def _parts(frame: Frame, record: CertificateRecord, accent: str, scale: float) -> list[_Part]:
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
    said = _("took part in the event") if record.is_event else _("took part in the training")
    took = frame.setter.line(said, Style.TEXT, frame.base)
    above = 24 * scale + name.size * 0.12
    parts.append(_Part((took,), 11 * scale, above, 0, MUTED, is_airy=True))
    training = _fitted(frame, record.training, 19 * scale, 13 * scale, Style.BOLD, lines=2)
    parts.append(_Part(training.lines, training.size, 22 * scale + 2, training.size * 1.25, accent))
    return parts


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


def _draw_facts(frame: Frame, record: CertificateRecord, y: float, scale: float) -> float:
    """Figures in columns, each under its small heading; the baseline of the figures."""
    hours = format_hours(record.minutes_attended)
    facts = [
        (_("Dates"), days_words(record), 0.44),
        (_("Hours attended"), hours, 0.18),
        (_("Hours planned"), format_hours(record.minutes_planned), 0.18),
        (_("Campus"), record.letterhead.campus, 0.20),
    ]
    if record.is_event:
        clock = (
            format_clock_range(record.starts, record.ends) if record.starts and record.ends else ""
        )
        facts[1:3] = [(_("Duration"), hours, 0.18), (_("Hours"), clock, 0.18)]
    x = START
    for heading, value, share in facts:
        room = ROOM * share - 10
        if value:
            frame.words(heading, x, y, 7.5 * scale, colour=MUTED, width=room)
            is_name = value == record.letterhead.campus
            frame.words(
                value, x, y - 14 * scale, 11 * scale, style=Style.BOLD, width=room, is_name=is_name
            )
        x += ROOM * share
    return y - 14 * scale


def _facts_height(scale: float) -> float:
    return 38 * scale


def _objectives(record: CertificateRecord) -> list[str]:
    return [text for text in record.objectives if text.strip()][:5]


def _objectives_height(record: CertificateRecord, scale: float) -> float:
    count = len(_objectives(record))
    return (22 + 12.5 * count) * scale if count else 0


def _draw_objectives(
    frame: Frame, record: CertificateRecord, y: float, scale: float, accent: str
) -> None:
    objectives = _objectives(record)
    if not objectives:
        return
    frame.words(_("Aims of the training"), START, y, 7.5 * scale, colour=MUTED)
    for text in objectives:
        y -= 12.5 * scale
        frame.box(START, y + 2.4 * scale, 2.2 * scale, 2.2 * scale, colour=tint(accent, 0.75))
        frame.words(
            text, START + 9 * scale, y, 9.3 * scale, width=ROOM * 0.64, smallest=3, is_name=True
        )
