"""A page seen from where its language starts: left for French, right for Arabic.

Lengths are points, y grows upwards; x is measured from the starting edge, so that a page drawn
once is mirrored by its language alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from mgdesk.typesetting.fonts import Style
from mgdesk.typesetting.page import Book
from mgdesk.typesetting.shaping import SetLine
from mgdesk.typesetting.text import Typesetter

INK: Final = "#182126"
MUTED: Final = "#56626A"
WARNING: Final = "#9A3412"
HAIR: Final = "#8E9AA1"
HAIRLINE: Final = 0.4

Side = Literal["start", "centre", "end"]


@dataclass(frozen=True)
class Frame:
    """Where and how to draw: a book, its typesetter, the width of its page and its direction."""

    book: Book
    setter: Typesetter
    width: float
    is_right_to_left: bool

    @property
    def base(self) -> int:
        """The direction of the document's own sentences."""
        return int(self.is_right_to_left)

    def left(self, x: float, width: float = 0) -> float:
        """The left edge on paper of something `width` wide at x."""
        return self.width - x - width if self.is_right_to_left else x

    def line(
        self,
        line: SetLine,
        x: float,
        y: float,
        size: float,
        *,
        colour: str = INK,
        side: Side = "start",
    ) -> None:
        """Show a set line that starts at, is centred on, or ends at x."""
        width = line.width * size
        shift = {"start": 0.0, "centre": width / 2, "end": width}[side]
        self.book.set_line(line, self.left(x - shift, width), y, size, colour)

    def words(
        self,
        text: str,
        x: float,
        y: float,
        size: float,
        *,
        style: Style = Style.TEXT,
        colour: str = INK,
        side: Side = "start",
        width: float | None = None,
        smallest: float = 5,
        is_name: bool = False,
        role: str = "",
    ) -> float:
        """Set words on one line, shrunk into `width`; a name keeps its own direction. Its width.

        The role is what the words are to whoever cannot see the page: see `Book.part`.
        """
        if not text:
            self.book.blank_in_row()
            return 0
        base = None if is_name else self.base
        line = self.setter.line(text, style, base)
        if width is not None and line.width * size > width:
            fitted = self.setter.fit(text, width, size, style=style, smallest=smallest, base=base)
            size = fitted.size
        if role:
            with self.book.part(role):
                self.line(line, x, y, size, colour=colour, side=side)
        else:  # a part by itself
            self.line(line, x, y, size, colour=colour, side=side)
        return line.width * size

    def lines(
        self,
        lines: Sequence[SetLine],
        x: float,
        y: float,
        size: float,
        *,
        leading: float,
        colour: str = INK,
        side: Side = "start",
        role: str = "",
    ) -> float:
        """Set lines below each other, the first on the baseline y; the baseline of the last."""
        if not lines:
            self.book.blank_in_row()
            return y
        with self.book.part(role):
            for index, line in enumerate(lines):
                self.line(line, x, y - index * leading, size, colour=colour, side=side)
        return y - max(0, len(lines) - 1) * leading

    def rule(
        self,
        x: float,
        y: float,
        length: float,
        *,
        colour: str = HAIR,
        width: float = HAIRLINE,
    ) -> None:
        """A horizontal line."""
        left = self.left(x, length)
        self.book.hairline(left, y, left + length, y, width=width, colour=colour)

    def box(self, x: float, y: float, width: float, height: float, *, colour: str) -> None:
        """A filled rectangle whose starting edge is x and whose foot is y."""
        self.book.box(self.left(x, width), y, width, height, colour=colour)


def legible(colour: str) -> str:
    """The accent, darkened until words in it stand out from white paper (4.5 to 1)."""
    parts = _parts(colour)
    while _contrast_on_white(parts) < 4.5:
        parts = [part * 0.92 for part in parts]
    return "#" + "".join(f"{round(part * 255):02X}" for part in parts)


def tint(colour: str, share: float) -> str:
    """The colour mixed with white: a share of 0 is white, of 1 the colour itself."""
    return "#" + "".join(
        f"{round((1 - share + part * share) * 255):02X}" for part in _parts(colour)
    )


def _parts(colour: str) -> list[float]:
    digits = colour.removeprefix("#")
    try:
        return [int(digits[start : start + 2], 16) / 255 for start in (0, 2, 4)]
    except ValueError:
        return [0.043, 0.431, 0.412]  # the house's teal stands in for a colour that is none


def _contrast_on_white(parts: list[float]) -> float:
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return 1.05 / (luminance + 0.05)
