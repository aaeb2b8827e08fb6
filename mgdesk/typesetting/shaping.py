"""From text to placed glyphs: levels, clusters, fonts, runs, HarfBuzz.

Positions are in thousandths of an em, so that one set line serves every size.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final, NamedTuple

import uharfbuzz as hb

from mgdesk.typesetting import bidi
from mgdesk.typesetting.bidi_classes import bidi_class
from mgdesk.typesetting.fonts import Face, FontBook, Style, is_ignorable, script_of

# Anything that runs right to left or steers direction; texts without it need no algorithm.
_DIRECTED: Final = re.compile(
    "[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufeff"
    "\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
# Latin letters in one piece, digits, signs: one run of the style's own font where it has them all.
_PLAIN: Final = re.compile(
    "[ -~\u00a0-\u00ac\u00ae-\u024f\u1e00-\u1eff\u2013\u2014\u2018-\u201e\u2026]+"
)
_BREAKS: Final = re.compile(r"[\t\n\v\f\r\x1c-\x1f\x85\u2028\u2029]+")
_JOINER: Final = "\u200d"
_PICTURE: Final = "\ufe0f"
_SKIN_TONES: Final = range(0x1F3FB, 0x1F400)
_REGIONS: Final = range(0x1F1E6, 0x1F200)


class Glyph(NamedTuple):
    number: int
    advance: float
    x: float
    y: float


class Cluster(NamedTuple):
    """Glyphs, left to right, that stand for a piece of text together."""

    text: str
    glyphs: tuple[Glyph, ...]


@dataclass(frozen=True, eq=False)
class SetRun:
    """Clusters, left to right, in one font and one direction."""

    face: Face
    is_right_to_left: bool
    is_emboldened: bool  # a bold text in a family that has no bold
    clusters: tuple[Cluster, ...]


@dataclass(frozen=True, eq=False)
class SetLine:
    """A line ready for any page at any size; `width` in ems."""

    text: str
    runs: tuple[SetRun, ...]
    width: float


@dataclass
class _Run:
    start: int
    end: int
    level: int
    script: str
    face: Face


def clean(text: str) -> str:
    """The text in NFC on one line, without controls and lone surrogates."""
    line = _BREAKS.sub(" ", text)
    if not line.isprintable():
        line = "".join(
            letter for letter in line if unicodedata.category(letter) not in {"Cc", "Cs"}
        )
    return unicodedata.normalize("NFC", line)


def set_line(book: FontBook, text: str, style: Style, base: int | None) -> SetLine:
    """Shape one line; `base` 0 or 1 is the paragraph's direction, None lets the text decide."""
    text = clean(text)
    own = book.first(style)
    if not base and _PLAIN.fullmatch(text) and own.covers.issuperset(map(ord, text)):
        shaped: tuple[SetRun, ...] = (_shape(text, _Run(0, len(text), 0, "Latn", own), style),)
    else:
        levels = _levels(text, base)
        runs = list(_runs(book, text, levels, style))
        order = bidi.visual_order([run.level for run in runs])
        shaped = tuple(_shape(text, runs[index], style) for index in order)
    width = sum(
        [glyph.advance for run in shaped for cluster in run.clusters for glyph in cluster.glyphs]
    )
    return SetLine(text, shaped, width / 1000)


def missing_characters(book: FontBook, text: str) -> str:
    """The characters of a text that no font draws, each once, in the order of the text."""
    text = clean(text)
    missing = (
        letter
        for start, end in clusters(text)
        if book.face_for(_points(text[start:end]), _script(text[start:end]), Style.TEXT) is None
        for letter in text[start:end]
        if not is_ignorable(letter)
        and book.face_for(frozenset({ord(letter)}), script_of(letter), Style.TEXT) is None
    )
    return "".join(dict.fromkeys(missing))


def _levels(text: str, base: int | None) -> list[int | None]:
    if not base and not _DIRECTED.search(text):
        return [0] * len(text)
    return bidi.levels(text, base)


def clusters(text: str) -> Iterator[tuple[int, int]]:
    """Positions of what must stay in one font: a letter with its marks, an emoji with its parts."""
    start = 0
    for position in range(1, len(text)):
        if not _belongs(text, start, position):
            yield start, position
            start = position
    if text:
        yield start, len(text)


def _belongs(text: str, start: int, position: int) -> bool:
    letter, previous = text[position], text[position - 1]
    if letter < "\u0300":
        return False
    if _JOINER in {letter, previous} or ord(letter) in _SKIN_TONES:
        return True
    if ord(letter) in _REGIONS and ord(previous) in _REGIONS:
        return position - start == 1
    if is_ignorable(letter):
        return bidi_class(letter) in {"BN", "NSM"}
    return unicodedata.category(letter)[0] == "M"


def _points(cluster: str) -> frozenset[int]:
    return frozenset(ord(letter) for letter in cluster if not is_ignorable(letter))


def _script(cluster: str) -> str:
    return next((script for script in map(script_of, cluster) if script), "")


def _runs(book: FontBook, text: str, levels: list[int | None], style: Style) -> Iterator[_Run]:
    current: _Run | None = None
    for start, end in clusters(text):
        level = levels[start]
        if level is None or (is_ignorable(text[start]) and end - start == 1):
            continue  # rule X9 and the isolates: they have done their work
        script = _script(text[start:end])
        face = _face(book, text[start:end], script, style, current)
        if (
            current is not None
            and current.end == start
            and (current.level, current.face) == (level, face)
            and (not script or not current.script or script == current.script)
        ):
            current.end = end
            current.script = current.script or script
            continue
        if current is not None:
            yield current
        current = _Run(start, end, level, script, face)
    if current is not None:
        yield current


def _face(book: FontBook, cluster: str, script: str, style: Style, current: _Run | None) -> Face:
    points = _points(cluster)
    if _PICTURE in cluster or _JOINER in cluster:
        picture = book.emoji()
        if picture is not None and points <= picture.covers:
            return picture
    # A space or comma stays in the font of the word before it, so that the word is one run.
    if not script and current is not None and current.script and points <= current.face.covers:
        return current.face
    return book.face_for(points, script, style) or book.first(style)


def _shape(text: str, run: _Run, style: Style) -> SetRun:
    is_rtl = bool(run.level % 2)
    buffer = hb.Buffer()
    buffer.add_str(text, run.start, run.end - run.start)
    buffer.cluster_level = hb.BufferClusterLevel.MONOTONE_CHARACTERS
    buffer.direction = "rtl" if is_rtl else "ltr"
    buffer.script = run.script or "Latn"
    buffer.language = "und"
    hb.shape(run.face.font, buffer, {})
    emboldened = style is Style.BOLD and not run.face.is_bold
    return SetRun(run.face, is_rtl, emboldened, _grouped(text, run, buffer))


def _grouped(text: str, run: _Run, buffer: hb.Buffer) -> tuple[Cluster, ...]:
    infos = buffer.glyph_infos
    starts = [info.cluster for info in infos]
    numbers = [info.codepoint for info in infos]
    places = [place.position for place in buffer.glyph_positions]
    known = _known(run.face)
    if starts == list(range(run.start, run.end)):  # a glyph a letter, as nearly always
        letters = text[run.start : run.end]
        return tuple(map(known.__getitem__, zip(letters, numbers, places, strict=True)))
    placed = [_glyph(run.face, *glyph) for glyph in zip(numbers, places, strict=True)]
    return tuple(_in_clusters(text, run, starts, placed))


def _in_clusters(text: str, run: _Run, starts: list[int], placed: list[Glyph]) -> Iterator[Cluster]:
    firsts = sorted(set(starts))
    ends = dict(zip(firsts, [*firsts[1:], run.end], strict=True))
    glyphs: list[Glyph] = []
    for index, (start, glyph) in enumerate(zip(starts, placed, strict=True)):
        glyphs.append(glyph)
        if index + 1 == len(starts) or starts[index + 1] != start:
            yield Cluster(text[start : ends[start]], tuple(glyphs))
            glyphs = []


_Place = tuple[int, int, int, int]  # offsets and advances across and up, in units of the font


def _glyph(face: Face, number: int, place: _Place) -> Glyph:
    x, y, advance, _up = place
    return Glyph(number, advance * face.scale, x * face.scale, y * face.scale)


class _Known(dict[tuple[str, int, _Place], Cluster]):
    """The clusters of one letter and one glyph that were met in a face, each made once."""

    def __init__(self, face: Face) -> None:
        super().__init__()
        self._face = face

    def __missing__(self, met: tuple[str, int, _Place]) -> Cluster:
        letter, number, place = met
        made = self[met] = Cluster(letter, (_glyph(self._face, number, place),))
        return made


@cache
def _known(face: Face) -> _Known:
    return _Known(face)
