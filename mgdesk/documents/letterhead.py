"""Whose paper it is: logos and name at one end of the page's top, address and numbers at the other."""

from dataclasses import dataclass
from typing import Final

from mgdesk.documents.frame import MUTED, Frame, Side
from mgdesk.documents.logos import Album
from mgdesk.documents.paper import Letterhead
from mgdesk.rules.style import LogoPlace
from mgdesk.typesetting.fonts import Style
from mgdesk.typesetting.page import MM

_BESIDE: Final = 10.0  # between a logo and what follows it
_LEADING: Final = 9.6
_SHARED: Final = 0.62  # of the room for one logo, to each of two


@dataclass(frozen=True)
class Place:
    """Where a letterhead stands, in points: `lines` is the room for the address and its like."""

    start: float
    end: float
    top: float
    logo_height: float
    logo_width: float
    lines: float
    first_line: float  # its baseline, below the top
    smallest: float = 5


def draw_letterhead(frame: Frame, album: Album, head: Letterhead, place: Place) -> None:
    """Logos, organisation and campus at the end that the style chooses, the lines at the other."""
    is_at_end = head.logo_place is LogoPlace.END
    middle = place.top - place.logo_height / 2
    box = (place.logo_width, place.logo_height)
    edge = place.end if is_at_end else place.start
    used = draw_logos(frame, album, head, edge, place.top, box, is_at_end=is_at_end)
    at = edge - used if is_at_end else edge + used
    side: Side = "end" if is_at_end else "start"
    room = place.end - place.start - place.lines - 4 * MM - used
    has_both = bool(head.organisation and head.campus)
    name = head.organisation or head.campus
    frame.words(
        name, at, middle + (2 if has_both else -4), 12.5, style=Style.BOLD, side=side, width=room,
        is_name=True,
    )  # fmt: skip
    if has_both:
        frame.words(
            head.campus, at, middle - 12, 10, colour=MUTED, side=side, width=room, is_name=True
        )
    other = place.start if is_at_end else place.end
    other_side: Side = "start" if is_at_end else "end"
    for index, line in enumerate(head.lines):
        frame.words(
            line, other, place.top - place.first_line - index * _LEADING, 7.5, colour=MUTED,
            side=other_side, width=place.lines, smallest=place.smallest, is_name=True,
        )  # fmt: skip


def draw_logos(
    frame: Frame,
    album: Album,
    head: Letterhead,
    edge: float,
    top: float,
    box: tuple[float, float],
    *,
    is_at_end: bool = False,
    is_hanging: bool = False,
    gap: float = _BESIDE,
) -> float:
    """The campus's logos beside each other from an edge inwards; how much of the line they take.

    `box` is the width and height of the room for one; two get a good half each. A low logo stands
    in the middle of the height, or hangs from the top.
    """
    found = [(logo, picture) for logo in head.logos if (picture := album.picture(logo))]
    widest = box[0] * (_SHARED if len(found) > 1 else 1)
    used = 0.0
    for logo, picture in found:
        height = min(box[1], widest / picture.proportion)
        width = height * picture.proportion
        x = edge - used - width if is_at_end else edge + used
        drop = 0 if is_hanging else (box[1] - height) / 2
        album.show(logo, frame.left(x, width), top - drop - height, width, height)
        used += width + gap
    return used


def draw_footer(frame: Frame, head: Letterhead, start: float, end: float, y: float) -> None:
    """The campus's own line at the foot of the page."""
    if head.footer:
        frame.words(
            head.footer, (start + end) / 2, y, 7, colour=MUTED, side="centre", width=end - start,
            smallest=3, is_name=True,
        )  # fmt: skip
