"""Logos in a row, with the emblem of the European Union drawn by its own rules."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import cos, pi, sin, sqrt
from typing import Final

from mgdesk.documents.frame import MUTED, Frame
from mgdesk.documents.paper import Backing, Logo
from mgdesk.i18n import gettext as _
from mgdesk.typesetting.page import Book, rgb
from mgdesk.typesetting.picture import Picture, read_picture

EU_BLUE: Final = "#003399"
EU_YELLOW: Final = "#FFCC00"
EMBLEM_PROPORTION: Final = 1.5
_GAP: Final = 14.0
_WIDEST: Final = 3.2  # a logo's width in heights of the row; wider ones get lower


class Album:
    """The pictures of one book, decoded when they are first shown."""

    def __init__(self, book: Book, contents: Mapping[str, bytes]) -> None:
        self._book = book
        self._contents = contents
        self._shown: dict[str, Picture] = {}

    def picture(self, logo: Logo | None) -> Picture | None:
        """The decoded picture of a logo, or None when the data has none. Raises PictureCannotBeRead."""
        if logo is None or logo.digest not in self._contents:
            return None
        if logo.digest not in self._shown:
            picture = read_picture(self._contents[logo.digest], logo.name)
            self._book.add_picture(_name(logo), picture)
            self._shown[logo.digest] = picture
        return self._shown[logo.digest]

    def show(self, logo: Logo, x: float, y: float, width: float, height: float) -> None:
        """Draw a logo that `picture` has found; x is the left edge on paper."""
        self._book.show_picture(_name(logo), x, y, width, height, alt=logo.name or _("Logo"))

    def show_signature(
        self, logo: Logo, who: str, x: float, y: float, width: float, height: float
    ) -> None:
        """Draw the picture of a signature, said as whose it is."""
        alt = _("Signature of {name}", name=who) if who else _("Signature")
        self._book.show_picture(_name(logo), x, y, width, height, alt=alt)


def _name(logo: Logo) -> str:
    return f"picture{logo.digest[:24]}"


@dataclass(frozen=True)
class Placed:
    """One thing in the row: its size in points, and the logo (None for the emblem)."""

    width: float
    height: float
    logo: Logo | None
    has_picture: bool


def placed(
    album: Album, frame: Frame, backing: Backing, height: float, room: float
) -> tuple[Placed, ...]:
    """The row of logos for a line `height` high and at most `room` wide.

    The emblem is as high as the row. Every other logo is lower or as high, and covers no more
    paper than the emblem: whichever way one measures, none is larger.
    """
    logos = [*backing.funders, *backing.partners]
    emblem = [Placed(height * EMBLEM_PROPORTION, height, None, has_picture=False)]
    row = emblem if backing.has_eu_emblem else []
    row = row + [_sized(album, frame, logo, height) for logo in logos]
    total = sum(item.width for item in row) + _GAP * max(0, len(row) - 1)
    if total <= room or not row:
        return tuple(row)
    scale = (room - _GAP * (len(row) - 1)) / sum(item.width for item in row)
    return tuple(
        Placed(item.width * scale, item.height * scale, item.logo, item.has_picture) for item in row
    )


def _sized(album: Album, frame: Frame, logo: Logo, height: float) -> Placed:
    picture = album.picture(logo)
    if picture is None:
        width = frame.setter.width(logo.name, height * 0.36)
        return Placed(width, height, logo, has_picture=False)
    area = EMBLEM_PROPORTION * height * height
    high = min(height, sqrt(area / picture.proportion), height * _WIDEST / picture.proportion)
    return Placed(high * picture.proportion, high, logo, has_picture=True)


def show_row(frame: Frame, album: Album, row: Sequence[Placed], x: float, y: float) -> None:
    """Draw the row from x towards the end of the line, each centred on the row's middle."""
    highest = max((item.height for item in row), default=0)
    for item in row:
        foot = y + (highest - item.height) / 2
        left = frame.left(x, item.width)
        if item.logo is None:
            draw_emblem(frame.book, left, foot, item.height)
        elif item.has_picture:
            album.show(item.logo, left, foot, item.width, item.height)
        else:
            size = item.height * 0.36
            middle = foot + item.height / 2 - size * 0.35
            frame.words(item.logo.name, x, middle, size, colour=MUTED, width=item.width, smallest=3)
        x += item.width + _GAP


def emblem_statement(backing: Backing) -> str:
    """The words that must stand beside the emblem, unless the funder's mention replaces them."""
    if backing.mention or not backing.has_eu_emblem:
        return backing.mention
    return _("Co-funded by the European Union")


def draw_emblem(book: Book, x: float, y: float, height: float) -> None:
    """The emblem of the European Union: twelve upright stars in a circle, 2:3, official colours.

    Geometry of the interinstitutional style guide: the circle's radius is a third of the height,
    each star lies in an invisible circle of an eighteenth of the height.
    """
    box = (x, y, x + height * EMBLEM_PROPORTION, y + height)
    with book.figure(_("Emblem of the European Union"), box):
        _draw_emblem(book, x, y, height)


def _draw_emblem(book: Book, x: float, y: float, height: float) -> None:
    book.box(x, y, height * EMBLEM_PROPORTION, height, colour=EU_BLUE)
    middle_x, middle_y = x + height * EMBLEM_PROPORTION / 2, y + height / 2
    stars = " ".join(
        _star(
            middle_x + sin(hour * pi / 6) * height / 3,
            middle_y + cos(hour * pi / 6) * height / 3,
            height / 18,
        )
        for hour in range(12)
    )
    book.draw(f"{rgb(EU_YELLOW)} rg {stars} f")


def _star(x: float, y: float, radius: float) -> str:
    inner = radius * sin(pi / 10) / sin(7 * pi / 10)
    points = [
        (
            x + sin(step * pi / 5) * (inner if step % 2 else radius),
            y + cos(step * pi / 5) * (inner if step % 2 else radius),
        )
        for step in range(10)
    ]
    first, *others = [f"{px:.3f} {py:.3f}" for px, py in points]
    return f"{first} m " + " ".join(f"{point} l" for point in others) + " h"
