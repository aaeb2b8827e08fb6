"""How the letter to a partner looks: four figures, the cohorts and events, how it was counted."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from mgdesk.documents import letter
from mgdesk.documents.frame import MUTED, Frame, legible, tint
from mgdesk.documents.letter import BODY, MARGIN, ROOM
from mgdesk.documents.logos import Album
from mgdesk.documents.partner_letter import PartnerLetterRecord, PartnerLine
from mgdesk.i18n import format_day, format_hours, ngettext, number
from mgdesk.i18n import gettext as _
from mgdesk.typesetting.fonts import Style

_CARD: Final = 62.0
_LINE: Final = 17.0
_MOST: Final = 9  # lines of a list; what is more is counted in the last


def _page(frame: Frame, album: Album, record: PartnerLetterRecord) -> None:
    letter.begin(frame, album, record)
    accent = legible(record.letterhead.accent)
    y = BODY - 10
    frame.words(
        _("What your support made possible"), MARGIN, y, 19, style=Style.DISPLAY, colour=accent,
        width=ROOM, role="H1",
    )  # fmt: skip
    frame.words(record.partner, MARGIN, y - 24, 14, style=Style.BOLD, width=ROOM, is_name=True)
    days = _(
        "{first} – {last}",
        first=format_day(record.first_day, "long"),
        last=format_day(record.last_day, "long"),
    )
    frame.words(days, MARGIN, y - 41, 10, colour=MUTED, width=ROOM)
    y = _draw_figures(frame, record, y - 58, accent)
    y = _draw_list(frame, _("Training cohorts"), record.cohorts, y - 30, accent)
    y = _draw_list(frame, _("Events"), record.events, y - 12, accent)
    said = _(
        "Each person is counted once, however often they came. Hours are those that learners were"
        " present, from the signed sheets. Hires are jobs and internships that were noted in these"
        " days."
    )
    letter.draw_paragraph(frame, said, y - 8, 8.5, colour=MUTED)
    letter.draw_signature(
        frame, album, place=record.place, day=record.issued_on, signatory=record.signatory,
        role=record.role, signature=record.signature, y=letter.ABOVE_FOOT + 26,
    )  # fmt: skip
    frame.book.showPage()


def _draw_figures(frame: Frame, record: PartnerLetterRecord, top: float, accent: str) -> float:
    """Four cards in a row; the bottom of them."""
    figures = (
        (number(record.people), ngettext("person reached", "people reached", record.people)),
        (number(record.learners), ngettext("learner", "learners", record.learners)),
        (format_hours(record.minutes), _("of training attended")),
        (number(record.hires), ngettext("hire", "hires", record.hires)),
    )
    gap = 10.0
    width = (ROOM - gap * (len(figures) - 1)) / len(figures)
    for place, (figure, words) in enumerate(figures):
        x = MARGIN + place * (width + gap)
        frame.box(x, top - _CARD, width, _CARD, colour=tint(accent, 0.08))
        frame.words(
            figure, x + 10, top - 30, 19, style=Style.BOLD, colour=accent, width=width - 20,
            smallest=8,
        )  # fmt: skip
        frame.words(words, x + 10, top - 48, 9, colour=MUTED, width=width - 20, smallest=5)
    return top - _CARD


def _draw_list(
    frame: Frame, heading: str, lines: Sequence[PartnerLine], y: float, accent: str
) -> float:
    """The lines under a heading; where the next list may begin. Nothing when there are none."""
    if not lines:
        return y
    frame.words(heading, MARGIN, y, 12, style=Style.BOLD, colour=accent, role="H2")
    y -= 20
    shown, more = lines[:_MOST], lines[_MOST:]
    for line in shown:
        _draw_line(frame, line, y)
        y -= _LINE
    if more:
        words = ngettext("and {n} more", "and {n} more", len(more))
        frame.words(words, MARGIN, y, 9, colour=MUTED)
        y -= _LINE
    return y - 6


def _draw_line(frame: Frame, line: PartnerLine, y: float) -> None:
    frame.words(line.title, MARGIN, y, 10, width=ROOM * 0.46, smallest=5, is_name=True)
    frame.words(line.detail, MARGIN + ROOM * 0.48, y, 9, colour=MUTED, width=ROOM * 0.2, smallest=5)
    people = ngettext("{n} person", "{n} people", line.people)
    hours = format_hours(line.minutes) if line.minutes else ""
    frame.words(people, MARGIN + ROOM * 0.83, y, 9, side="end", width=ROOM * 0.14, smallest=5)
    frame.words(hours, MARGIN + ROOM, y, 9, side="end", width=ROOM * 0.15, smallest=5)
    frame.rule(MARGIN, y - 5, ROOM)


draw = partial(
    letter.write,
    title=lambda one: _("What the support of {partner} made possible", partner=one.partner),
    page=_page,
)
