"""How a letter to an applicant looks: to whom, about what, plain sentences, who answers for it."""

from functools import partial
from typing import Final

from mgdesk.documents import letter
from mgdesk.documents.application_letter import ApplicationLetterRecord, LetterKind
from mgdesk.documents.frame import MUTED, Frame, legible
from mgdesk.documents.letter import MARGIN, ROOM
from mgdesk.documents.logos import Album
from mgdesk.i18n import format_clock, format_day, isolate
from mgdesk.i18n import gettext as _
from mgdesk.typesetting.fonts import Style

_SIZE: Final = 10.5
_BETWEEN: Final = 7.0  # points between two paragraphs


def _title(record: ApplicationLetterRecord) -> str:
    if record.former_day:
        return _("Your interview has changed")
    if record.kind is LetterKind.CONVOCATION:
        return _("Your interview")
    return _("Your application")


def _page(frame: Frame, album: Album, record: ApplicationLetterRecord) -> None:
    letter.begin(frame, album, record)
    lines = [record.second_name, *record.address]
    y = letter.draw_addressee(frame, record.name, lines, record.place, record.issued_on)
    y = _draw_title(frame, record, y)
    facts = _facts(record)
    if facts:
        y = letter.draw_facts(frame, facts, y) - 8
    for text in _paragraphs(record):
        y = letter.draw_paragraph(frame, text, y, _SIZE) - _BETWEEN
    _draw_signatory(frame, record, y - 16)
    frame.book.showPage()


def _draw_title(frame: Frame, record: ApplicationLetterRecord, y: float) -> float:
    accent = legible(record.letterhead.accent)
    frame.words(
        _title(record), MARGIN, y, 19, style=Style.DISPLAY, colour=accent, width=ROOM, role="H1"
    )
    frame.words(
        record.training, MARGIN, y - 18, 12, style=Style.BOLD, width=ROOM, smallest=6, is_name=True
    )
    return y - 42


def _facts(record: ApplicationLetterRecord) -> list[tuple[str, str]]:
    if record.kind is LetterKind.CONVOCATION and record.first_day and record.starts:
        return [
            (_("Day"), format_day(record.first_day, "full")),
            (_("Hour"), format_clock(record.starts)),
            (_("Place"), record.letterhead.campus or record.place),
            (_("Room"), record.room),
        ]
    if record.kind is LetterKind.ACCEPTED and record.first_day and record.last_day:
        return [
            (_("First day"), format_day(record.first_day, "full")),
            (_("Last day"), format_day(record.last_day, "full")),
            (_("Place"), record.letterhead.campus or record.place),
        ]
    return []


def _paragraphs(record: ApplicationLetterRecord) -> list[str]:
    said = {
        LetterKind.CONVOCATION: _convocation,
        LetterKind.ACCEPTED: _accepted,
        LetterKind.RESERVE: _reserve,
        LetterKind.REFUSED: _refused,
    }[record.kind](record)
    return [
        _("Hello {name},", name=record.name),
        *said,
        *(isolate(line) for line in record.note.splitlines() if line),
        _("We wish you all the best."),
    ]


def _convocation(record: ApplicationLetterRecord) -> list[str]:
    return [
        _changed(record)
        if record.former_day
        else _(
            "Thank you for your application. We would like to meet you and hear what moves you: please"
            " come at the hour above, and tell us at the desk that you are there."
        ),
        _(
            "You need no diploma and no papers for it. If you cannot come, or need help to get here,"
            " call us or write to us: we will find another time."
        ),
    ]


def _changed(record: ApplicationLetterRecord) -> str:
    """What was said before and holds no more, in words of its own."""
    day = format_day(record.former_day, "full") if record.former_day else ""
    said = {"day": day, "hour": format_clock(record.former_starts) if record.former_starts else ""}
    if record.former_room:
        return _(
            "We invited you for {day} at {hour}, room {room}. We are sorry that we have to change this:"
            " please come at the day, hour and place above instead.",
            room=record.former_room,
            **said,
        )
    return _(
        "We invited you for {day} at {hour}. We are sorry that we have to change this: please come at"
        " the day, hour and place above instead.",
        **said,
    )


def _accepted(_record: ApplicationLetterRecord) -> list[str]:
    return [
        _("We are happy to tell you that you have a place in this training. Welcome!"),
        _(
            "Please tell us soon that you are coming, at the desk, by phone or by e-mail. If you cannot"
            " come after all, tell us too: somebody on the reserve list is waiting for a place."
        ),
    ]


def _reserve(_record: ApplicationLetterRecord) -> list[str]:
    return [
        _(
            "Thank you for coming and for telling us what moves you. There were more people than places"
            " this time, and you are on the reserve list."
        ),
        _(
            "As soon as a place is free, we call those on the list. You need do nothing; please tell us"
            " when your phone number changes or when you no longer wish to come."
        ),
    ]


def _refused(record: ApplicationLetterRecord) -> list[str]:
    said = [
        _(
            "Thank you for coming and for telling us what moves you. There were more people than places"
            " this time, and we cannot offer you one in this training."
        ),
        _(
            "That says nothing about your worth, nor about what you can learn. You may apply again, for"
            " this training or for another one, and you are welcome at our events and in our co-working"
            " space. If you would like to know how we chose, come and ask: we will explain it to you."
        ),
    ]
    if record.offers:
        said.append(_("This is what starts soon:"))
        said += [
            f"•  {offer.title}, {format_day(offer.first_day, 'long')}" for offer in record.offers
        ]
    return said


def _draw_signatory(frame: Frame, record: ApplicationLetterRecord, y: float) -> None:
    """Who signs; the room above is for a pen."""
    who = record.signatory or _("The team of {campus}", campus=record.letterhead.campus)
    low = max(y - 40, letter.ABOVE_FOOT + 24)
    frame.words(who, MARGIN, low, 10.5, style=Style.BOLD, width=ROOM * 0.6, is_name=True)
    if record.signatory_role:
        frame.words(record.signatory_role, MARGIN, low - 13, 9, colour=MUTED, width=ROOM * 0.6)


draw = partial(letter.write, title=_title, page=_page)
