"""How a receipt of loan looks: what, to whom, until when, the house's words, signatures, the return."""

from collections.abc import Sequence
from functools import partial

from mgdesk.documents import letter
from mgdesk.documents.fact_table import draw_fact_table
from mgdesk.documents.frame import MUTED, Frame, legible
from mgdesk.documents.letter import END, MARGIN, ROOM
from mgdesk.documents.loan_receipt import LoanReceiptRecord
from mgdesk.documents.logos import Album
from mgdesk.documents.signatures import draw_signatures
from mgdesk.i18n import format_day, isolate
from mgdesk.i18n import gettext as _
from mgdesk.rules.loans import RESOURCE_KIND_LABELS
from mgdesk.typesetting.fonts import Style


def _page(frame: Frame, album: Album, record: LoanReceiptRecord) -> None:
    letter.begin(frame, album, record)
    accent = legible(record.letterhead.accent)
    title = _("Receipt of loan")
    y = letter.draw_title(frame, title, record.number, record.copy, record.corrected_on, accent)
    y = _draw_person(frame, record, y - 12)
    y = draw_fact_table(frame, _lent(record), y - 14)
    y = letter.draw_paragraph(frame, _house_words(), y - 14, 9)
    y = draw_signatures(frame, _made(record), _parties(record), y - 4)
    _draw_return(frame, record, min(y - 22, letter.ABOVE_FOOT + 232), accent)
    frame.book.showPage()


def _draw_person(frame: Frame, record: LoanReceiptRecord, y: float) -> float:
    fitted = frame.setter.fit(record.name, ROOM * 0.62, 17, style=Style.BOLD, smallest=10, lines=2)
    size = fitted.size
    if record.second_name:
        frame.words(
            record.second_name, END, y, 13, colour=MUTED, side="end", width=ROOM * 0.34,
            smallest=4, is_name=True,
        )  # fmt: skip
    return frame.lines(fitted.lines, MARGIN, y, size, leading=size * 1.2, role="H2")


def _lent(record: LoanReceiptRecord) -> list[tuple[str, str]]:
    due = format_day(record.due_on, "long") if record.due_on else _("when the campus asks for it")
    return [
        (_("Lent"), _(RESOURCE_KIND_LABELS[record.kind])),
        (_("Code"), record.code),
        (_("Description"), record.label),
        (_("Condition"), record.condition),
        (_("Lent on"), format_day(record.lent_on, "long")),
        (_("To give back by"), due),
        (_("Phone"), isolate(record.phone)),
    ]


def _house_words() -> str:
    return _(
        "I received what is named above in the condition noted. I look after it, lend it to nobody"
        " else and give it back in time in the same condition. When it is lost, stolen or damaged,"
        " I tell the campus at once, and we settle together how it is replaced or repaired. What is"
        " on a device that I give back may be erased."
    )


def _made(record: LoanReceiptRecord) -> str:
    day = format_day(record.lent_on, "long")
    return _("Done at {place}, {day}", place=record.place, day=day) if record.place else day


def _parties(record: LoanReceiptRecord) -> tuple[tuple[str, str], tuple[str, str]]:
    house = record.letterhead.organisation or record.letterhead.campus
    return (record.name, _("borrower, signature")), (house, _("for the campus, signature"))


def _draw_return(frame: Frame, record: LoanReceiptRecord, y: float, accent: str) -> None:
    """What became of it, or lines to note it on."""
    frame.rule(MARGIN, y + 20, ROOM, colour=accent, width=0.8)
    frame.words(_("Return"), MARGIN, y, 12, style=Style.BOLD, colour=accent, role="H2")
    if record.returned_on is None:
        _draw_blanks(frame, (_("Given back on"), _("Condition")), y - 26)
        made, below = "", y - 58
    else:
        day = format_day(record.returned_on, "long")
        condition = record.condition_returned or _("as it was lent")
        facts = [(_("Given back on"), day), (_("Condition"), condition)]
        made, below = "", draw_fact_table(frame, facts, y - 12) + 6
    draw_signatures(frame, made, _parties(record), below)


def _draw_blanks(frame: Frame, words: Sequence[str], y: float) -> None:
    """Labels, each with a line to write on beside it."""
    width = (ROOM - 20) / len(words)
    for place, label in enumerate(words):
        x = MARGIN + place * (width + 20)
        used = frame.words(label, x, y, 9, colour=MUTED, width=width * 0.6)
        frame.rule(x + used + 8, y - 2, width - used - 8)


draw = partial(letter.write, title=lambda _record: _("Receipt of loan"), page=_page)
