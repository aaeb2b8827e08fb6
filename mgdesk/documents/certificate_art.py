"""What the certificates of one class share: the edge, the letterhead, who signs, who pays."""

from typing import Final

from mgdesk.documents.certificate_record import CertificateRecord
from mgdesk.documents.frame import HAIR, INK, MUTED, Frame, legible
from mgdesk.documents.letterhead import Place, draw_footer, draw_letterhead
from mgdesk.documents.logos import Album, emblem_statement, placed, show_row
from mgdesk.documents.marks import draw_demo_mark, is_specimen
from mgdesk.documents.ornament import draw_edge
from mgdesk.i18n import format_day
from mgdesk.i18n import gettext as _
from mgdesk.typesetting.fonts import Style
from mgdesk.typesetting.page import A4_LANDSCAPE, MM

WIDTH, HEIGHT = A4_LANDSCAPE
BAND: Final = 20 * MM
START: Final = 38 * MM  # where the words begin
END: Final = WIDTH - 20 * MM
ROOM: Final = END - START
TOP: Final = HEIGHT - 17 * MM
HEAD: Final = Place(
    start=START, end=END, top=TOP, logo_height=13 * MM, logo_width=60 * MM, lines=66 * MM,
    first_line=7,
)  # fmt: skip
TITLE: Final = HEIGHT - 51 * MM  # baseline
SIGNED: Final = 39 * MM  # baseline of the signatory's name
PROOF: Final = 26 * MM  # side of the code that proves the page, in the lower corner at the end
PLACE: Final = 64 * MM  # room for where and when it was issued
STAMP: Final = START + 77 * MM
SIGNATURE: Final = 60 * MM
LOGOS: Final = 12 * MM  # foot of the row of logos
LOGO_HEIGHT: Final = 9 * MM


def draw_head(frame: Frame, album: Album, record: CertificateRecord) -> None:
    """Draw what comes before the person's own lines, and the edge."""
    accent = legible(record.letterhead.accent)
    draw_edge(frame, record.letterhead.ornament, BAND, HEIGHT, accent)
    if record.is_demo:
        draw_demo_mark(frame, HEIGHT, as_specimen=is_specimen(record))
    draw_letterhead(frame, album, record.letterhead, HEAD)
    frame.words(
        _("Certificate of participation"), START, TITLE, 31, style=Style.DISPLAY, colour=accent,
        width=ROOM, role="H1",
    )  # fmt: skip
    who = record.letterhead.organisation or record.letterhead.campus
    statement = _("{organisation} states that", organisation=who)
    frame.words(statement, START, TITLE - 21, 11, colour=MUTED, width=ROOM)


def draw_foot(frame: Frame, album: Album, record: CertificateRecord) -> None:
    """Draw what comes after the person's own lines: who signs, who pays."""
    _draw_signature(frame, album, record)
    _draw_backing(frame, album, record)


def _draw_signature(frame: Frame, album: Album, record: CertificateRecord) -> None:
    width = SIGNATURE
    x = END - PROOF - 13 * MM - width
    day = format_day(record.issued_on, "long")
    made = _("Done at {place}, {day}", place=record.place, day=day) if record.place else day
    for start, length in ((START, PLACE), (STAMP, 46 * MM), (x, width)):
        frame.rule(start, SIGNED + 12, length, colour=HAIR)
    frame.words(made, START, SIGNED, 10, width=PLACE)
    frame.words(_("Stamp"), STAMP, SIGNED, 8.5, colour=MUTED)
    picture = album.picture(record.signature)
    if picture is not None and record.signature is not None:
        height = min(17 * MM, (width - 10) / picture.proportion)
        left = frame.left(x, height * picture.proportion)
        width_shown = height * picture.proportion
        album.show_signature(
            record.signature, record.signatory, left, SIGNED + 8, width_shown, height
        )
    frame.words(
        record.signatory, x, SIGNED, 10, style=Style.BOLD, width=width, is_name=True, smallest=4
    )
    frame.words(record.signatory_role, x, SIGNED - 12, 8.5, colour=MUTED, width=width, is_name=True)


def _draw_backing(frame: Frame, album: Album, record: CertificateRecord) -> None:
    row = placed(album, frame, record.backing, LOGO_HEIGHT, ROOM * 0.55)
    show_row(frame, album, row, START, LOGOS)
    nothing = _(
        "This paper states that somebody took part. "
        "It attests no examination and no level of skill."
    )
    x = START + (sum(item.width + 14 for item in row) + 6 if row else 0)
    said = [emblem_statement(record.backing)]
    if record.backing.project_number:
        said.append(_("Project {number}", number=record.backing.project_number))
    said = [text for text in said if text]
    y = LOGOS + (LOGO_HEIGHT / 2 + 2 if said else LOGO_HEIGHT / 2 - 3)
    for text in said:
        lines = frame.setter.wrap(text, (END - PROOF - 8 * MM - x) / 7.5, base=frame.base)
        y = frame.lines(lines, x, y, 7.5, leading=9, colour=INK) - 9
    above = 4 if record.letterhead.footer else 0
    frame.words(nothing, START, 7 * MM + above, 7, colour=MUTED, width=ROOM)
    draw_footer(frame, record.letterhead, START, END, 7 * MM - 5.5)
