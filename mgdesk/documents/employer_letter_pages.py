"""How the letter to an employer looks: to whom, the people it sent with their hours, what is enclosed."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Final

from mgdesk.documents import letter
from mgdesk.documents.employer_letter import EmployerLetterRecord, SentPerson
from mgdesk.documents.frame import HAIR, MUTED, Frame, legible
from mgdesk.documents.letter import MARGIN, ROOM, SIGNED
from mgdesk.documents.logos import Album
from mgdesk.i18n import format_day, format_hours, ngettext
from mgdesk.i18n import gettext as _
from mgdesk.typesetting.fonts import Style

_SIZE: Final = 10.5
_LINE: Final = 18.0
_HOURS, _NUMBER = MARGIN + ROOM * 0.5, MARGIN + ROOM * 0.72  # where columns begin
_ON_FIRST, _ON_NEXT = 12, 26  # people, beside the words


def _pages(frame: Frame, album: Album, record: EmployerLetterRecord) -> None:
    letter.begin(frame, album, record)
    lines = [record.contact, *record.address]
    y = letter.draw_addressee(frame, record.employer, lines, record.place, record.issued_on)
    y = _draw_title(frame, record, y)
    for text in _opening(record):
        y = letter.draw_paragraph(frame, text, y, _SIZE) - 6
    first, *rest = _shared_out(record.people)
    y = _draw_people(frame, first, y - 4)
    for people in rest:
        frame.book.showPage()
        letter.begin(frame, album, record)
        y = _draw_people(frame, people, letter.BODY - 10)
    y -= 12
    for text in _closing(record):
        y = letter.draw_paragraph(frame, text, y, _SIZE) - 6
    letter.draw_signature(
        frame,
        album,
        place=record.place,
        day=record.issued_on,
        signatory=record.signatory,
        role=record.signatory_role,
        signature=record.signature,
        y=max(letter.ABOVE_FOOT + 20, y - SIGNED),
    )
    frame.book.showPage()


def _draw_title(frame: Frame, record: EmployerLetterRecord, y: float) -> float:
    accent = legible(record.letterhead.accent)
    words = _("Training of the people you sent")
    frame.words(words, MARGIN, y, 19, style=Style.DISPLAY, colour=accent, width=ROOM, role="H1")
    about = record.training
    frame.words(about, MARGIN, y - 18, 12, style=Style.BOLD, width=ROOM, smallest=6, is_name=True)
    return y - 42


def _opening(record: EmployerLetterRecord) -> Iterator[str]:
    yield _("Hello {name},", name=record.contact) if record.contact else _("Hello,")
    days = {
        "first": format_day(record.first_day, "long"),
        "last": format_day(record.last_day, "long"),
    }
    yield ngettext(
        "You sent {n} person to our training {training} ({cohort}), from {first} to {last}. Thank you"
        " for your trust. This is what they followed:",
        "You sent {n} people to our training {training} ({cohort}), from {first} to {last}. Thank you"
        " for your trust. This is what they followed:",
        len(record.people),
        training=record.training,
        cohort=record.cohort,
        **days,
    )


def _shared_out(people: Sequence[SentPerson]) -> Iterator[Sequence[SentPerson]]:
    """The people of each page: fewer on the first, where the words stand."""
    yield people[:_ON_FIRST]
    for start in range(_ON_FIRST, len(people), _ON_NEXT):
        yield people[start : start + _ON_NEXT]


def _draw_people(frame: Frame, people: Sequence[SentPerson], y: float) -> float:
    """Name, hours, the number of the certificate; the baseline below the last."""
    for heading, x in ((_("Name"), MARGIN), (_("Hours"), _HOURS), (_("Certificate"), _NUMBER)):
        frame.words(heading, x, y, 8, colour=MUTED, width=ROOM * 0.2)
    with frame.book.part("Table"):
        for one in people:
            frame.rule(MARGIN, y - 5, ROOM, colour=HAIR)
            y -= _LINE
            with frame.book.part("TR"):
                _draw_person(frame, one, y)
    frame.rule(MARGIN, y - 5, ROOM, colour=HAIR)
    return y - 12


def _draw_person(frame: Frame, one: SentPerson, y: float) -> None:
    hours = _(
        "{hours} of {due}", hours=format_hours(one.minutes), due=format_hours(one.minutes_due)
    )
    frame.words(
        one.name, MARGIN, y, 10.5, style=Style.BOLD, width=ROOM * 0.48, smallest=5, is_name=True
    )
    frame.words(hours, _HOURS, y, 10, width=ROOM * 0.2, smallest=5)
    frame.words(one.certificate or "–", _NUMBER, y, 10, width=ROOM * 0.28, smallest=5)


def _closing(record: EmployerLetterRecord) -> Iterator[str]:
    enclosed = list(_enclosed(record))
    if enclosed:
        yield _("Enclosed:")
        yield from (f"•  {one}" for one in enclosed)
    yield _(
        "Hours are those of the signed attendance sheets. If something is not right, or if you wish to"
        " send other people, call us or write to us."
    )


def _enclosed(record: EmployerLetterRecord) -> Iterator[str]:
    """The papers that exist; a letter does not announce what nobody printed."""
    sheets = [number for one in record.people for number in one.sheets]
    certificates = [one.certificate for one in record.people if one.certificate]
    if sheets:
        yield ngettext("{n} attendance sheet", "{n} attendance sheets", len(sheets))
    if certificates:
        yield ngettext(
            "{n} certificate of participation",
            "{n} certificates of participation",
            len(certificates),
        )


draw = partial(
    letter.write,
    title=lambda one: _("Training of the people you sent: {name}", name=one.employer),
    page=_pages,
)
