"""One font inside a PDF: a Type 0 font of the glyphs that were used, with its way back to text.

A code of the page is not a glyph but a pair of glyph and text, so that what is read back is what
was written even where one glyph serves several letters. CFF fonts allow no such map: there the
code is the glyph, and a second text of the same glyph is written as ActualText.
"""

from hashlib import sha256
from typing import Any, Final

import uharfbuzz as hb
from reportlab.pdfbase import pdfdoc

from mgdesk.typesetting.archive import Stream
from mgdesk.typesetting.fonts import Face
from mgdesk.typesetting.shaping import Cluster

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
_CMAP_TAIL: Final = "endcmap CMapName currentdict /CMap defineresource pop end end"


class EmbeddedFont:
    """One face in one document: the codes given so far, and its objects in the end."""

    def __init__(self, name: str, face: Face) -> None:
        self.name = name
        self.face = face
        self.codes: dict[tuple[int, str], int] = {}
        self.glyphs: list[int] = [0]  # of each code of a TrueType font
        self.texts: dict[int, str] = {}
        self.plain = _Plain(self)

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
                "ToUnicode": document.Reference(Stream.packed(self._to_unicode().encode("ascii"))),
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
            entries["CIDToGIDMap"] = document.Reference(Stream.packed(table))
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
        stream = Stream.packed(program)
        if self.face.is_cff:
            stream.dictionary["Subtype"] = pdfdoc.PDFName("CIDFontType0C")
        else:
            stream.dictionary["Length1"] = len(program)
        entries["FontFile3" if self.face.is_cff else "FontFile2"] = document.Reference(stream)
        return pdfdoc.PDFDictionary(entries)

    def _to_unicode(self) -> str:
        lines = [
            f"<{code:04X}><{utf16(text)}>" for code, text in sorted(self.texts.items()) if text
        ]
        parts = [_CMAP_HEAD]
        for start in range(0, len(lines), 100):
            block = lines[start : start + 100]
            parts.append(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar\n")
        return "".join([*parts, _CMAP_TAIL])


class _Plain(dict[Cluster, str]):
    """Clusters within a string of a page: the code, and behind it how the next one is moved.

    Empty for those that need more than that: several glyphs, a glyph that takes no room or stands
    elsewhere, a font without free codes or whose thousandths of an em are no whole numbers.
    """

    def __init__(self, font: EmbeddedFont) -> None:
        super().__init__()
        self._font = font
        self._is_able = font.face.scale == 1 and not font.face.is_cff

    def __missing__(self, cluster: Cluster) -> str:
        made = self[cluster] = self._made(cluster) if self._is_able else ""
        return made

    def _made(self, cluster: Cluster) -> str:
        text, (glyph, *others) = cluster
        if others or not glyph.advance or glyph.x or glyph.y:
            return ""
        moved = round(self._font.face.advance(glyph.number) - glyph.advance)
        code = f"{self._font.code(glyph.number, text):04X}"
        return f"{code}>{moved}<" if moved else code


def utf16(text: str) -> str:
    return text.encode("utf-16-be", "surrogatepass").hex().upper()


def _tag(name: str, glyphs: list[int]) -> str:
    """Six capitals that differ when the glyphs differ, the same on every run."""
    digest = sha256(f"{name}{glyphs}".encode()).digest()
    return "".join(chr(65 + byte % 26) for byte in digest[:6])
