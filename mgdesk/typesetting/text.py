"""Lines set once and kept, measured, and fitted into the room that a page has for them."""

import threading
from collections import OrderedDict
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from mgdesk.typesetting import shaping
from mgdesk.typesetting.fonts import FontBook, Style
from mgdesk.typesetting.shaping import SetLine

_KEPT_LINES: Final = 2_000
_STEP: Final = 0.94  # how much a text shrinks at each try
_TINIEST: Final = 1.0  # points; below this nothing is gained


@dataclass(frozen=True)
class Fitted:
    """Lines and the size in points at which they fit."""

    size: float
    lines: tuple[SetLine, ...]


class Typesetter:
    """Sets lines with one choice of fonts; safe to share between threads."""

    def __init__(self, added: Path | None = None) -> None:
        self.fonts = FontBook(added)
        self._lines: OrderedDict[tuple[str, Style, int | None], SetLine] = OrderedDict()
        self._lock = threading.Lock()

    def line(self, text: str, style: Style = Style.TEXT, base: int | None = None) -> SetLine:
        """The text set on one line; `base` is the direction of its paragraph (0, 1, None: its own)."""
        key = (text, style, base)
        known = self._lines.get(key)
        if known is not None:
            return known
        made = shaping.set_line(self.fonts, text, style, base)
        with self._lock:
            self._lines[key] = made
            while len(self._lines) > _KEPT_LINES:
                self._lines.popitem(last=False)
        return made

    def width(self, text: str, size: float, style: Style = Style.TEXT) -> float:
        """The width of a line in points."""
        return self.line(text, style).width * size

    def missing_characters(self, text: str) -> str:
        """The characters that no font draws, each once."""
        return shaping.missing_characters(self.fonts, text)

    def fit(
        self,
        text: str,
        width: float,
        size: float,
        *,
        style: Style = Style.TEXT,
        smallest: float,
        lines: int = 1,
        base: int | None = None,
    ) -> Fitted:
        """The rule for what is too long: shrink on one line to `smallest`, then wrap, then shrink.

        Nothing is ever cut: when even `lines` lines at `smallest` do not hold the text, it shrinks
        further until they do.
        """
        whole = self.line(text, style, base)
        if whole.width * size <= width:
            return Fitted(size, (whole,))
        shrunk = width / whole.width
        if shrunk >= smallest:
            return Fitted(shrunk, (whole,))
        if lines == 1:
            return Fitted(max(shrunk, _TINIEST), (whole,))
        for count in range(2, lines):  # fewer lines are calmer, when they need not be tiny
            fitted = self._wrapped(text, width, size, style, count, base, smallest)
            if fitted is not None:
                return fitted
        fitted = self._wrapped(text, width, size, style, lines, base, _TINIEST)
        return fitted or Fitted(_TINIEST, tuple(self.wrap(text, width / _TINIEST, style, base)))

    def _wrapped(
        self,
        text: str,
        width: float,
        size: float,
        style: Style,
        count: int,
        base: int | None,
        smallest: float,
    ) -> Fitted | None:
        while size >= smallest:
            wrapped = self.wrap(text, width / size, style, base)
            if len(wrapped) <= count:
                return Fitted(size, tuple(wrapped))
            size *= _STEP
        return None

    def wrap(
        self, text: str, width: float, style: Style = Style.TEXT, base: int | None = None
    ) -> list[SetLine]:
        """The text broken at blanks into lines of at most `width` ems; long words break anywhere."""
        text = shaping.clean(text)
        lines: list[str] = []
        current = ""
        for word in text.split(" "):
            attempt = f"{current} {word}" if current else word
            if self._measure(attempt, style) <= width:
                current = attempt
                continue
            if current:
                lines.append(current)
            *full, current = self._broken(word, width, style)
            lines += full
        if current or not lines:
            lines.append(current)
        return [self.line(line, style, base) for line in lines]

    def _broken(self, word: str, width: float, style: Style) -> list[str]:
        """A word cut between its clusters, by the sum of their widths, then proved as a whole."""
        if self._measure(word, style) <= width:
            return [word]
        pieces: list[str] = []
        current: list[str] = []
        used = 0.0
        for start, end in shaping.clusters(word):
            cluster = word[start:end]
            wide = self._measure(cluster, style)
            if current and used + wide > width:
                pieces += self._proved(current, width, style)
                current, used = [], 0.0
            current.append(cluster)
            used += wide
        return [*pieces, *self._proved(current, width, style)]

    def _proved(self, clusters: list[str], width: float, style: Style) -> list[str]:
        """The clusters as one piece, or as two where letters grew wider by standing together."""
        piece = "".join(clusters)
        if len(clusters) == 1 or self._measure(piece, style) <= width:
            return [piece]
        return [*self._proved(clusters[:-1], width, style), clusters[-1]]

    def _measure(self, text: str, style: Style) -> float:
        return self.line(text, style).width


@cache
def typesetter(added: Path | None = None) -> Typesetter:
    """The typesetter for a home's folder of added fonts, opened once."""
    return Typesetter(added)
