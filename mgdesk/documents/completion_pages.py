"""How a certificate of completion looks: a letter with one statement, its facts, who signs."""

from functools import partial
from typing import Final

from mgdesk.documents import letter
from mgdesk.documents.attested import draw_end, write_proven
from mgdesk.documents.completion import NATURE_LABELS, CompletionRecord
from mgdesk.documents.frame import HAIR, MUTED, Frame, legible
from mgdesk.documents.letter import MARGIN, ROOM
from mgdesk.documents.logos import Album
from mgdesk.i18n import format_day, format_hours, isolate
from mgdesk.i18n import gettext as _
from mgdesk.rules.proof import Proof
from mgdesk.typesetting.fonts import Style

_LABEL: Final = 0.3  # share of the width


def _page(frame: Frame, album: Album, record: CompletionRecord, proof: Proof | None) -> None:
    letter.begin(frame, album, record)
    accent = legible(record.letterhead.accent)
    y = letter.draw_title(
        frame,
        _("Certificate of completion"),
        record.number,
        record.copy,
        record.corrected_on,
        accent,
    )
    who = record.letterhead.organisation or record.letterhead.campus
    if record.signatory:
        said = _(
            "I, {name}, acting for the training provider {organisation}, state that",
            name=record.signatory,
            organisation=who,
        )
    else:
        said = _("The training provider {organisation} states that", organisation=who)
    y = letter.draw_paragraph(frame, said, y - 26, 11)
    y = _draw_name(frame, record, y - 22, accent)
    y = letter.draw_paragraph(frame, _("took part in the following action:"), y - 14, 11)
    y = _draw_facts(frame, record, y - 10)
    said = _("This paper is personal. It states that the action took place and for how long.")
    letter.draw_paragraph(frame, said, y - 24, 8.5, colour=MUTED)
    draw_end(frame, album, record, proof, letter.ABOVE_FOOT + 24)
    frame.book.showPage()


def _draw_name(frame: Frame, record: CompletionRecord, y: float, accent: str) -> float:
    fitted = frame.setter.fit(record.name, ROOM, 26, style=Style.DISPLAY, smallest=15, lines=3)
    y = frame.lines(
        fitted.lines, MARGIN, y, fitted.size, leading=fitted.size * 1.2, colour=accent, role="H2"
    )
    if record.second_name:
        y -= 24
        frame.words(
            record.second_name, MARGIN, y, 15, colour=MUTED, width=ROOM, smallest=6, is_name=True
        )
    return y - 16


def _draw_facts(frame: Frame, record: CompletionRecord, y: float) -> float:
    with frame.book.part("Table"):
        for heading, value, is_name in action_facts(record):
            if value:
                with frame.book.part("TR"):
                    y = _draw_fact(frame, heading, value, y, is_name=is_name)
    frame.rule(MARGIN, y + 3, ROOM, colour=HAIR)
    return y


def action_facts(record: CompletionRecord) -> list[tuple[str, str, bool]]:
    """Headings, values, and whether the value is a name of somebody's own."""
    first, last = format_day(record.first_day, "long"), format_day(record.last_day, "long")
    days = first if first == last else _("{first} to {last}", first=first, last=last)
    return [
        (_("Employer"), record.employer, True),
        (_("Name of the action"), record.training, True),
        (_("Nature of the action"), _(NATURE_LABELS[record.nature]), False),
        (_("Dates"), days, False),
        (_("Duration"), isolate(format_hours(record.minutes_attended)), False),
    ]


def _draw_fact(frame: Frame, heading: str, value: str, y: float, *, is_name: bool) -> float:
    width = ROOM * (1 - _LABEL) - 10
    fitted = frame.setter.fit(
        value, width, 11.5, style=Style.BOLD, smallest=9, lines=3,
        base=None if is_name else frame.base,
    )  # fmt: skip
    frame.rule(MARGIN, y + 3, ROOM, colour=HAIR)
    y -= 14
    frame.words(heading, MARGIN, y, 9, colour=MUTED, width=ROOM * _LABEL - 10)
    x = MARGIN + ROOM * _LABEL
    return frame.lines(fitted.lines, x, y, fitted.size, leading=fitted.size * 1.3) - 9


draw = partial(write_proven, title=lambda _record: _("Certificate of completion"), page=_page)
