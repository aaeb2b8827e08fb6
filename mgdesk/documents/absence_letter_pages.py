"""How the letter about absences looks: to whom, what was missed, what follows, who signs."""

from collections.abc import Iterator, Sequence
from functools import partial

from mgdesk.documents import letter
from mgdesk.documents.absence_letter import AbsenceLetterRecord, MissedDay
from mgdesk.documents.fact_table import draw_fact_table
from mgdesk.documents.frame import Frame, legible
from mgdesk.documents.letter import MARGIN, ROOM, SIGNED
from mgdesk.documents.logos import Album
from mgdesk.documents.paper import CopyMark
from mgdesk.i18n import format_day, isolate, ngettext
from mgdesk.i18n import gettext as _
from mgdesk.rules.enrolment import HALF_LABELS
from mgdesk.typesetting.fonts import Style

_DAYS_ON_FIRST, _DAYS_ON_NEXT = 12, 22  # what fits beside the words


def _pages(frame: Frame, album: Album, record: AbsenceLetterRecord) -> None:
    first, *rest = _shared_out(record.days)
    y = _begin(frame, album, record)
    y = _draw_address(frame, record, y - 6)
    y = letter.draw_paragraph(frame, _opening(record), y - 12, 10.5)
    y = draw_fact_table(frame, [_line(day) for day in first], y - 2)
    for days in rest:
        frame.book.showPage()
        y = draw_fact_table(frame, [_line(day) for day in days], _begin(frame, album, record) - 6)
    y -= 10
    for words in _closing(record):
        y = letter.draw_paragraph(frame, words, y - 8, 10.5)
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


def _begin(frame: Frame, album: Album, record: AbsenceLetterRecord) -> float:
    letter.begin(frame, album, record)
    accent = legible(record.letterhead.accent)
    return letter.draw_title(frame, _("Your absences"), "", CopyMark.ORIGINAL, None, accent)


def _draw_address(frame: Frame, record: AbsenceLetterRecord, y: float) -> float:
    fitted = frame.setter.fit(record.name, ROOM * 0.7, 14, style=Style.BOLD, smallest=9, lines=2)
    y = frame.lines(fitted.lines, MARGIN, y, fitted.size, leading=fitted.size * 1.2, role="H2")
    for words in record.address:
        y -= 14
        frame.words(words, MARGIN, y, 10, width=ROOM * 0.7, smallest=6, is_name=True)
    return y - 14


def _shared_out(days: Sequence[MissedDay]) -> Iterator[Sequence[MissedDay]]:
    """The days of each page: fewer on the first, where the words stand."""
    yield days[:_DAYS_ON_FIRST]
    for start in range(_DAYS_ON_FIRST, len(days), _DAYS_ON_NEXT):
        yield days[start : start + _DAYS_ON_NEXT]


def _opening(record: AbsenceLetterRecord) -> str:
    return ngettext(
        "In {training} ({cohort}) you missed {n} half-day so far:",
        "In {training} ({cohort}) you missed {n} half-days so far:",
        record.missed,
        training=record.training,
        cohort=record.cohort,
    )


def _line(one: MissedDay) -> tuple[str, str]:
    halves = ", ".join(_(HALF_LABELS[half]) for half in one.halves)
    state = one.reason or (_("justified") if one.is_justified else _("not justified"))
    return format_day(one.day, "long"), f"{isolate(halves)} · {isolate(state)}"


def _closing(record: AbsenceLetterRecord) -> Iterator[str]:
    if record.unjustified:
        yield ngettext(
            "For {n} half-day we have no reason or proof yet.",
            "For {n} half-days we have no reason or proof yet.",
            record.unjustified,
        )
        if record.answer_by is not None:
            yield _(
                "If you have a proof (doctor, appointment, interview, transport), bring it or send"
                " it by {day}: it is then justified.",
                day=format_day(record.answer_by, "long"),
            )
    if record.can_still_miss:
        yield ngettext(
            "You can still miss {n} half-day and receive your certificate.",
            "You can still miss {n} half-days and receive your certificate.",
            record.can_still_miss,
        )
    else:
        yield _("Every half-day counts from now on for your certificate.")
    yield _(
        "If something keeps you from coming, tell us: we look for a way together. Your place is here."
    )


draw = partial(letter.write, title=lambda _record: _("Your absences"), page=_pages)
