"""The fonts that ship and those that a campus adds, and which of them draws a character.

Shipped fonts lie in `resources/fonts` (see its README for what each script costs); a campus adds a
font by dropping a .ttf, .otf or .ttc file into the `fonts` folder of its home.
"""

import logging
import threading
import unicodedata
from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final

import uharfbuzz as hb

from mgdesk.errors import DeskError
from mgdesk.i18n import N_
from mgdesk.paths import resource

logger = logging.getLogger(__name__)


class FontCannotBeRead(DeskError):
    sentence = N_("The font {name} is missing or damaged. Install the program again.")


class Style(StrEnum):
    """What a text is on the page; each style has its own first font and shares the others."""

    TEXT = "text"
    BOLD = "bold"
    DISPLAY = "display"


_FIRST: Final = {
    Style.TEXT: "NotoSans-Regular.ttf",
    Style.BOLD: "NotoSans-Bold.ttf",
    Style.DISPLAY: "NotoSerifDisplay-Regular.ttf",
}
# ISO 15924 codes of scripts and the family of files that draws each.
_FAMILIES: Final = {
    "Latn": "NotoSans", "Grek": "NotoSans", "Cyrl": "NotoSans", "Arab": "NotoSansArabic",
    "Hebr": "NotoSansHebrew", "Tfng": "NotoSansTifinagh", "Ethi": "NotoSansEthiopic",
    "Deva": "NotoSansDevanagari", "Beng": "NotoSansBengali", "Taml": "NotoSansTamil",
    "Thai": "NotoSansThai", "Geor": "NotoSansGeorgian", "Armn": "NotoSansArmenian",
    "Gujr": "NotoSansGujarati", "Guru": "NotoSansGurmukhi", "Telu": "NotoSansTelugu",
    "Knda": "NotoSansKannada", "Mlym": "NotoSansMalayalam", "Sinh": "NotoSansSinhala",
    "Mymr": "NotoSansMyanmar", "Khmr": "NotoSansKhmer", "Laoo": "NotoSansLao",
    "Orya": "NotoSansOriya", "Adlm": "NotoSansAdlam", "Thaa": "NotoSansThaana",
    "Nkoo": "NotoSansNKo", "Syrc": "NotoSansSyriac", "Tibt": "NotoSerifTibetan",
    "Hani": "NotoSansCJKsc", "Hira": "NotoSansCJKsc", "Kana": "NotoSansCJKsc",
    "Bopo": "NotoSansCJKsc", "Hang": "NotoSansCJKsc",
}  # fmt: skip
_DISPLAY_FAMILIES: Final = {"Arab": "NotoNaskhArabic"}
_SYMBOLS: Final = ("NotoSansSymbols", "NotoSansSymbols2", "NotoEmoji", "NotoSansCJKsc")
_SUFFIXES: Final = frozenset({".ttf", ".otf", ".ttc"})


class Face:
    """One font file: what it covers, its measures in thousandths of an em, its HarfBuzz font."""

    def __init__(self, path: Path, index: int = 0) -> None:
        self.blob = hb.Blob.from_file_path(str(path))
        self.face = hb.Face(self.blob, index)
        if not self.face.glyph_count or not len(self.face.unicodes):
            raise FontCannotBeRead(name=path.name)
        self.font = hb.Font(self.face)
        self.scale = 1000 / self.face.upem
        self.covers = frozenset(self.face.unicodes)
        self.is_cff = "CFF " in self.face.table_tags
        self.is_bold = "Bold" in path.stem
        name = self.face.get_name(hb.OTNameIdPredefined.POSTSCRIPT_NAME) or path.stem
        self.name = "".join(letter for letter in name if letter.isascii() and letter.isalnum())
        extents = self.font.get_font_extents("ltr")
        self.ascent = extents.ascender * self.scale
        self.descent = extents.descender * self.scale

    def advance(self, glyph: int) -> int:
        """The width of a glyph as a PDF declares it, in whole thousandths of an em."""
        return round(float(self.font.get_glyph_h_advance(glyph) * self.scale))


class FontBook:
    """All fonts at hand, opened when the first character asks for them."""

    def __init__(self, added: Path | None = None) -> None:
        self._faces: dict[str, Face | None] = {}
        self._lock = threading.Lock()
        self._added = _open_added(added)
        for name in _FIRST.values():
            if self._shipped(name) is None:
                raise FontCannotBeRead(name=name)

    def first(self, style: Style) -> Face:
        """The face of a style's Latin text; it always exists."""
        face = self._shipped(_FIRST[style])
        assert face is not None
        return face

    def face_for(self, points: frozenset[int], script: str, style: Style) -> Face | None:
        """The first face that draws all the code points, or None."""
        for face in self._candidates(script, style):
            if points <= face.covers:
                return face
        return next((face for face in self._others(style) if points <= face.covers), None)

    def _others(self, style: Style) -> Iterator[Face]:
        """Every other family: a comma of one script may stand among letters of another."""
        for family in dict.fromkeys(_FAMILIES.values()):
            face = self._of_family(family, is_bold=style is Style.BOLD)
            if face is not None:
                yield face

    def _candidates(self, script: str, style: Style) -> Iterator[Face]:
        """The faces that may draw a script, each opened when those before it do not."""
        first = self.first(style)
        yield first
        yield from self._added
        for family in _chain(script, style):
            face = self._of_family(family, is_bold=style is Style.BOLD)
            if face is not None and face is not first:
                yield face

    def emoji(self) -> Face | None:
        """The face of pictures, for what asks to be one (U+FE0F, joined sequences)."""
        return self._of_family("NotoEmoji", is_bold=False)

    def _of_family(self, family: str, *, is_bold: bool) -> Face | None:
        regular = "NotoSansCJKsc-Regular.otf" if "CJK" in family else f"{family}-Regular.ttf"
        bold = self._shipped(f"{family}-Bold.ttf") if is_bold else None
        return bold or self._shipped(regular)

    def _shipped(self, name: str) -> Face | None:
        with self._lock:
            if name not in self._faces:
                path = resource("fonts", name)
                self._faces[name] = _open(path) if path.exists() else None
            return self._faces[name]


@cache
def _chain(script: str, style: Style) -> tuple[str, ...]:
    """The families that may draw a script, the fittest first."""
    display = _DISPLAY_FAMILIES.get(script, "") if style is Style.DISPLAY else ""
    families = (display, _FAMILIES.get(script, ""), "NotoSans", *_SYMBOLS)
    return tuple(dict.fromkeys(name for name in families if name))


def _open_added(folder: Path | None) -> list[Face]:
    if folder is None or not folder.is_dir():
        return []
    files = sorted(path for path in folder.iterdir() if path.suffix.lower() in _SUFFIXES)
    return [face for face in map(_open, files) if face is not None]


def _open(path: Path) -> Face | None:
    try:
        return Face(path)
    except (FontCannotBeRead, OSError, hb.HarfBuzzError, ValueError):
        logger.warning("font %s cannot be read and is left out", path.name)
        return None


@cache
def script_of(character: str) -> str:
    """The ISO 15924 code of a character's script; empty for signs that all scripts share."""
    buffer = hb.Buffer()
    buffer.add_str(character)
    buffer.guess_segment_properties()
    return buffer.script or ""


@cache
def is_ignorable(character: str) -> bool:
    """Joiners, selectors and marks of direction: they steer shaping and need no glyph of their own."""
    is_selector = "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"
    return is_selector or unicodedata.category(character) == "Cf"
