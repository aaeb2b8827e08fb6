"""Fonts inside a PDF: a Type 0 font of the glyphs that were used, with its way back to text.

A code of the page is not a glyph but a pair of glyph and text, so that what is read back is what
was written even where one glyph serves several letters. CFF fonts allow no such map: there the
code is the glyph, and a second text of the same glyph is written as ActualText.
"""

from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from typing import Any, Final, NamedTuple

import uharfbuzz as hb
from reportlab.pdfbase import pdfdoc

from mgdesk.typesetting.archive import Stream
from mgdesk.typesetting.fonts import Face
from mgdesk.typesetting.shaping import Cluster, Glyph, SetLine, SetRun

_BOLDER: Final = "2 Tr"  # fill and stroke: a hairline around the outline
_CMAP_HEAD: Final = (
    "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
    "/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n"
    "/CMapName/Adobe-Identity-UCS def /CMapType 2 def\n"
    "1 begincodespacerange <0000><FFFF> endcodespacerange\n"
)
# Shaping is done; a font in a PDF is reached by its glyphs alone.
_UNUSED_TABLES: Final = [
    int.from_bytes(tag, "big")
    for tag in (b"GSUB", b"GPOS", b"GDEF", b"OS/2", b"name", b"post", b"cmap")
]
_KEPT_LINES: Final = 4_000
_FAR: Final = 20  # thousandths: readers take a mark that is moved farther for a word of its own
_CMAP_TAIL: Final = "endcmap CMapName currentdict /CMap defineresource pop end end"


class SetOperators(NamedTuple):
    """A line for the page: what goes between BT and ET, and paths to fill, both in ems."""

    text: str
    outlines: str


class DocumentFonts:
    """The fonts of one document; ReportLab asks it for their objects when the document is saved."""

    def __init__(self) -> None:
        self._fonts: dict[int, _EmbeddedFont] = {}
        self._lines: dict[SetLine, SetOperators] = {}

    def operators(self, line: SetLine) -> SetOperators:
        """What shows the line once Tm (for outlines cm) has set size and place."""
        known = self._lines.get(line)
        if known is None:
            if len(self._lines) == _KEPT_LINES:  # thousands of pages must not fill the memory
                self._lines.clear()
            known = self._lines[line] = _Encoder(self).encode(line)
        return known

    def of(self, face: Face) -> "_EmbeddedFont":
        font = self._fonts.get(id(face))
        if font is None:
            font = self._fonts[id(face)] = _EmbeddedFont(f"F{len(self._fonts) + 1}", face)
        return font

    def addObjects(self, document: Any) -> None:
        """Put every font into the document's dictionary of fonts."""
        fonts = document.idToObject[pdfdoc.BasicFonts].dict
        for font in self._fonts.values():
            fonts[font.name] = document.Reference(font.objects(document))


class _EmbeddedFont:
    def __init__(self, name: str, face: Face) -> None:
        self.name = name
        self.face = face
        self.codes: dict[tuple[int, str], int] = {}
        self.glyphs: list[int] = [0]  # of each code of a TrueType font
        self.texts: dict[int, str] = {}

    def code(self, glyph: int, text: str) -> int | None:
        """The code of a glyph that means a text; None when the font cannot tell them apart."""
        key = (glyph, text)
        known = self.codes.get(key)
        if known is not None:
            return known
        if self.face.is_cff:
            if glyph in self.texts:
                return None
            code = glyph
        else:
            code = len(self.glyphs)
            self.glyphs.append(glyph)
        self.codes[key] = code
        self.texts[code] = text
        return code

    def any_code(self, glyph: int, text: str) -> int:
        code = self.code(glyph, text)
        return glyph if code is None else code

    # --- objects ---------------------------------------------------------------------------------

    def objects(self, document: Any) -> Any:
        used = sorted({glyph for glyph, _ in self.codes})
        tag = _tag(self.face.name, used)
        program, mapping = self._program(used)
        descendant = self._descendant(document, tag, program, mapping)
        return pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("Font"),
                "Subtype": pdfdoc.PDFName("Type0"),
                "BaseFont": pdfdoc.PDFName(f"{tag}+{self.face.name}"),
                "Encoding": pdfdoc.PDFName("Identity-H"),
                "DescendantFonts": pdfdoc.PDFArray([document.Reference(descendant)]),
                "ToUnicode": document.Reference(_stream(self._to_unicode().encode("ascii"))),
            }
        )

    def _program(self, used: list[int]) -> tuple[bytes, dict[int, int]]:
        subset = hb.SubsetInput()
        flags = hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NOTDEF_OUTLINE
        flags |= hb.SubsetFlags.NO_LAYOUT_CLOSURE
        if self.face.is_cff:
            flags |= hb.SubsetFlags.RETAIN_GIDS
        subset.flags = flags
        subset.glyph_set.update(used)
        subset.drop_table_tag_set.update(_UNUSED_TABLES)
        plan = hb.SubsetPlan(self.face.face, subset)
        small = plan.execute()
        mapping = dict(plan.old_to_new_glyph_mapping)
        if self.face.is_cff:
            return bytes(small.reference_table("CFF ").data), mapping
        return bytes(small.blob.data), mapping

    def _descendant(self, document: Any, tag: str, program: bytes, mapping: dict[int, int]) -> Any:
        is_cff = self.face.is_cff
        entries = {
            "Type": pdfdoc.PDFName("Font"),
            "Subtype": pdfdoc.PDFName("CIDFontType0" if is_cff else "CIDFontType2"),
            "BaseFont": pdfdoc.PDFName(f"{tag}+{self.face.name}"),
            "CIDSystemInfo": pdfdoc.PDFDictionary(
                {
                    "Registry": pdfdoc.PDFString("Adobe"),
                    "Ordering": pdfdoc.PDFString("Identity"),
                    "Supplement": 0,
                }
            ),
            "FontDescriptor": document.Reference(self._descriptor(document, tag, program)),
            "DW": 1000,
            "W": self._widths(),
        }
        if not is_cff:
            table = b"".join(mapping[glyph].to_bytes(2, "big") for glyph in self.glyphs)
            entries["CIDToGIDMap"] = document.Reference(_stream(table))
        return pdfdoc.PDFDictionary(entries)

    def _widths(self) -> Any:
        if not self.face.is_cff:
            widths = [self.face.advance(glyph) for glyph in self.glyphs]
            return pdfdoc.PDFArrayCompact([0, pdfdoc.PDFArrayCompact(widths)])
        entries: list[Any] = []
        for code in sorted(self.texts):
            entries += [code, pdfdoc.PDFArrayCompact([self.face.advance(code)])]
        return pdfdoc.PDFArrayCompact(entries)

    def _descriptor(self, document: Any, tag: str, program: bytes) -> Any:
        entries = {
            "Type": pdfdoc.PDFName("FontDescriptor"),
            "FontName": pdfdoc.PDFName(f"{tag}+{self.face.name}"),
            "Flags": 4,
            "FontBBox": pdfdoc.PDFArrayCompact(
                [-500, round(self.face.descent), 2000, round(self.face.ascent)]
            ),
            "ItalicAngle": 0,
            "Ascent": round(self.face.ascent),
            "Descent": round(self.face.descent),
            "CapHeight": 714,
            "StemV": 120 if self.face.is_bold else 80,
        }
        stream = _stream(program)
        if self.face.is_cff:
            stream.dictionary["Subtype"] = pdfdoc.PDFName("CIDFontType0C")
        else:
            stream.dictionary["Length1"] = len(program)
        entries["FontFile3" if self.face.is_cff else "FontFile2"] = document.Reference(stream)
        return pdfdoc.PDFDictionary(entries)

    def _to_unicode(self) -> str:
        lines = [
            f"<{code:04X}><{_utf16(text)}>" for code, text in sorted(self.texts.items()) if text
        ]
        parts = [_CMAP_HEAD]
        for start in range(0, len(lines), 100):
            block = lines[start : start + 100]
            parts.append(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar\n")
        return "".join([*parts, _CMAP_TAIL])


def outline(face: Face, glyph: Glyph, x: float) -> str:
    """The glyph as a path to fill, in ems, drawn with the pen at x thousandths."""
    pen = _OutlinePen(face.scale / 1000, (x + glyph.x) / 1000, glyph.y / 1000)
    face.font.draw_glyph(glyph.number, _draw_functions(), pen)
    return " ".join([*pen.operators, "f"]) if pen.operators else ""


def outlines(line: SetLine) -> str:
    """A whole line as paths, for what is seen but is no text of the page."""
    paths, x = [], 0.0
    for run in line.runs:
        for cluster in run.clusters:
            for glyph in cluster.glyphs:
                paths.append(outline(run.face, glyph, x))
                x += glyph.advance
    return " ".join(paths)


class _OutlinePen:
    """Collects an outline as operators of PDF."""

    def __init__(self, scale: float, x: float, y: float) -> None:
        self._scale, self._x, self._y = scale, x, y
        self.operators: list[str] = []

    def add(self, operator: str, *points: float) -> None:
        places = [
            value * self._scale + (self._y if index % 2 else self._x)
            for index, value in enumerate(points)
        ]
        self.operators.append(" ".join([*(f"{place:.4g}" for place in places), operator]))
        self.last = points[-2:]

    def quadratic(self, cx: float, cy: float, x: float, y: float) -> None:
        last_x, last_y = self.last
        first = last_x + (cx - last_x) * 2 / 3, last_y + (cy - last_y) * 2 / 3
        second = x + (cx - x) * 2 / 3, y + (cy - y) * 2 / 3
        self.add("c", *first, *second, x, y)


@cache
def _draw_functions() -> Any:
    functions = hb.DrawFuncs()
    functions.set_move_to_func(lambda x, y, pen: pen.add("m", x, y))
    functions.set_line_to_func(lambda x, y, pen: pen.add("l", x, y))
    functions.set_quadratic_to_func(lambda a, b, x, y, pen: pen.quadratic(a, b, x, y))
    functions.set_cubic_to_func(lambda a, b, c, d, x, y, pen: pen.add("c", a, b, c, d, x, y))
    functions.set_close_path_func(lambda pen: pen.operators.append("h"))
    return functions


class _Encoder:
    """Turns one line into operators; keeps the pen where HarfBuzz wants it, to a thousandth."""

    def __init__(self, fonts: DocumentFonts) -> None:
        self._fonts = fonts
        self._out: list[str] = []
        self._outlines: list[str] = []
        self._shown: list[str] = []  # the TJ array being filled
        self._codes: list[str] = []  # the hexadecimal string being filled
        self._true = 0.0  # where the pen should be
        self._pen = 0.0  # where the PDF believes it is
        self._rise = 0

    def encode(self, line: SetLine) -> SetOperators:
        is_bolder = False
        for run in line.runs:
            font = self._fonts.of(run.face)
            self._out.append(f"/{font.name} 1 Tf")
            if run.is_emboldened != is_bolder:
                is_bolder = run.is_emboldened
                self._out.append(_BOLDER if is_bolder else "0 Tr")
            self._run(font, run)
            self._flush()
        if is_bolder:
            self._out.append("0 Tr")
        if self._rise:
            self._out.append("0 Ts")
        return SetOperators(" ".join(self._out), " ".join(self._outlines))

    def _run(self, font: _EmbeddedFont, run: SetRun) -> None:
        if run.is_right_to_left:
            for cluster in _with_marks(run.clusters):
                self._right_to_left(font, cluster)
        else:
            for cluster in _with_moved_marks(run.clusters):
                self._left_to_right(font, cluster)

    def _left_to_right(self, font: _EmbeddedFont, cluster: Cluster) -> None:
        first, *others = cluster.glyphs
        if not any(glyph.advance for glyph in others):
            code = font.code(first.number, cluster.text)
            if code is not None:
                self._show(font, first, code)
                self._outlines += [outline(font.face, mark, self._true) for mark in others]
                return
        self._flush()
        self._out.append(f"/Span<</ActualText<FEFF{_utf16(cluster.text)}>>>BDC")
        owner = _owner(cluster)
        for index, glyph in enumerate(cluster.glyphs):
            if not glyph.advance and index != owner:
                self._outlines.append(outline(font.face, glyph, self._true))
                continue
            text = cluster.text if index == owner else ""
            self._show(font, glyph, font.any_code(glyph.number, text))
        self._flush()
        self._out.append("EMC")

    def _right_to_left(self, font: _EmbeddedFont, cluster: Cluster) -> None:
        """One glyph carries the text, the others are drawn as outlines.

        Readers of PDF turn right-to-left text around themselves, letter by letter, and know
        nothing of clusters: so the text of a glyph is written backwards, and marks, which they
        would put anywhere, are no text of their own.
        """
        owner = _owner(cluster)
        for index, glyph in enumerate(cluster.glyphs):
            code = font.code(glyph.number, cluster.text[::-1]) if index == owner else None
            if code is not None:
                self._show(font, glyph, code)
                continue
            self._outlines.append(outline(font.face, glyph, self._true))
            self._true += glyph.advance

    def _show(self, font: _EmbeddedFont, glyph: Glyph, code: int) -> None:
        rise = round(glyph.y)
        if rise != self._rise:
            self._flush()
            self._out.append(f"{rise / 1000:g} Ts")
            self._rise = rise
        shift = round(self._true + glyph.x - self._pen)
        if shift:
            self._close_codes()
            self._shown.append(f"{-shift}")
            self._pen += shift
        self._codes.append(f"{code:04X}")
        self._pen += font.face.advance(glyph.number)
        self._true += glyph.advance

    def _close_codes(self) -> None:
        if self._codes:
            self._shown.append(f"<{''.join(self._codes)}>")
            self._codes.clear()

    def _flush(self) -> None:
        self._close_codes()
        if self._shown:
            self._out.append(f"[{' '.join(self._shown)}]TJ")
            self._shown.clear()


def _with_marks(clusters: tuple[Cluster, ...]) -> Iterator[Cluster]:
    """Right-to-left clusters, each with the marks that stand before it from left to right."""
    waiting: list[Cluster] = []
    for cluster in clusters:
        waiting.append(cluster)
        if any(glyph.advance for glyph in cluster.glyphs):
            yield _joined(waiting)
            waiting = []
    if waiting:
        yield _joined(waiting)


def _with_moved_marks(clusters: tuple[Cluster, ...]) -> Iterator[Cluster]:
    """Left-to-right clusters, each with the marks behind it that readers would take for a word."""
    waiting: list[Cluster] = []
    for cluster in clusters:
        if waiting and not _is_lost_alone(cluster, after=waiting):
            yield waiting[0] if len(waiting) == 1 else _chained(waiting)
            waiting = []
        waiting.append(cluster)
    if waiting:
        yield waiting[0] if len(waiting) == 1 else _chained(waiting)


def _is_lost_alone(cluster: Cluster, *, after: list[Cluster]) -> bool:
    """A mark that was moved, or that sits on letters which carry ActualText already."""
    if any(glyph.advance for glyph in cluster.glyphs):
        return False
    is_on_several = len(after) > 1 or len(after[0].glyphs) > 1
    return is_on_several or all(glyph.y or abs(glyph.x) > _FAR for glyph in cluster.glyphs)


def _chained(clusters: list[Cluster]) -> Cluster:
    text = "".join(cluster.text for cluster in clusters)
    return Cluster(text, tuple(glyph for cluster in clusters for glyph in cluster.glyphs))


def _joined(clusters: list[Cluster]) -> Cluster:
    text = "".join(cluster.text for cluster in reversed(clusters))
    return Cluster(text, tuple(glyph for cluster in clusters for glyph in cluster.glyphs))


def _owner(cluster: Cluster) -> int:
    """The position of the glyph that carries the text: the first that takes room."""
    return next((i for i, glyph in enumerate(cluster.glyphs) if glyph.advance), 0)


def _stream(content: bytes) -> Any:
    return Stream.packed(content)


def _utf16(text: str) -> str:
    return text.encode("utf-16-be", "surrogatepass").hex().upper()


def _tag(name: str, glyphs: list[int]) -> str:
    """Six capitals that differ when the glyphs differ, the same on every run."""
    digest = sha256(f"{name}{glyphs}".encode()).digest()
    return "".join(chr(65 + byte % 26) for byte in digest[:6])
