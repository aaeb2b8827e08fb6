"""Cuts the fonts for Chinese, Japanese and Korean out of Debian's fonts-noto-cjk, for resources/fonts.

    .venv/bin/python -m installer.cut_cjk [/usr/share/fonts/opentype/noto]

Face 2 of the collections (Simplified Chinese forms) is kept; the feature `locl` keeps the Japanese
and Korean forms of what their own standards hold, which HarfBuzz takes for text of these languages.
Bold holds what names are commonly written with; the rest is drawn bold from Regular.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from fontTools import subset
from fontTools.ttLib import TTFont

from mgdesk.paths import resource

FACE = 2  # NotoSansCJKsc
SOURCE = Path("/usr/share/fonts/opentype/noto")
FORMS = {"JAN ": "cp932", "KOR ": "euc_kr"}  # and the standard of each
COMMON = ("gb2312", "big5", "cp932", "euc_kr")
BIG5_COMMON = b"\xc6\x7e"  # the end of the half that is in daily use
RANGES = [
    (0x1100, 0x11FF), (0x3000, 0x30FF), (0x3130, 0x318F), (0x31A0, 0x31FF), (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF), (0xAC00, 0xD7A3), (0xF900, 0xFAFF), (0xFF00, 0xFFEF), (0x20000, 0x3FFFF),
]  # fmt: skip
SCRIPTS = ["hani", "kana", "hang", "bopo", "DFLT", "latn"]
FEATURES = ["locl", "ccmp", "ljmo", "vjmo", "tjmo", "mark", "mkmk"]


def cut(source: Path, target: Path, points: set[int]) -> None:
    """Write the part of the face that draws these characters."""
    font = TTFont(source, fontNumber=FACE)
    _keep_forms(font)
    options = subset.Options()
    options.layout_features = FEATURES
    languages = ("dflt", *FORMS)
    options.layout_scripts = [f"{script}.{one}" for script in SCRIPTS for one in languages]
    options.hinting = False
    options.desubroutinize = False
    options.drop_tables += ["VORG", "vhea", "vmtx", "BASE"]
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.name_languages = [0x409]
    options.notdef_outline = True
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=points & font.getBestCmap().keys())
    subsetter.subset(font)
    _renumber(font)
    font.save(target)


def _keep_forms(font: TTFont) -> None:
    """Leave to `locl` the forms of each language's own standard."""
    names = font.getBestCmap()
    table = font["GSUB"].table
    for language, standard in FORMS.items():
        known = {name for point, name in names.items() if is_in(point, standard)}
        for lookup in _lookups(table, language):
            for part in lookup.SubTable:
                found = getattr(part, "ExtSubTable", part)
                found.mapping = {a: b for a, b in found.mapping.items() if a in known}


def _lookups(table: Any, language: str) -> Iterator[Any]:
    seen = set()
    for script in table.ScriptList.ScriptRecord:
        for record in script.Script.LangSysRecord:
            if record.LangSysTag != language:
                continue
            for index in record.LangSys.FeatureIndex:
                feature = table.FeatureList.FeatureRecord[index]
                if feature.FeatureTag == "locl":
                    seen.update(feature.Feature.LookupListIndex)
    return (table.LookupList.Lookup[index] for index in sorted(seen))


def _renumber(font: TTFont) -> None:
    """Identifiers equal to glyph numbers, as an embedded subset with glyphs kept in place has them."""
    top = font["CFF "].cff.topDictIndex[0]
    order = font.getGlyphOrder()
    names = [order[0], *(f"cid{number:05d}" for number in range(1, len(order)))]
    renamed = dict(zip(order, names, strict=True))
    strings = top.CharStrings
    strings.charStrings = {renamed[name]: place for name, place in strings.charStrings.items()}
    top.charset = names
    data = {tag: font[tag] for tag in ("cmap", "hmtx", "GSUB", "GPOS") if tag in font}
    for part in data["cmap"].tables:
        part.cmap = {point: renamed[name] for point, name in part.cmap.items()}
    data["hmtx"].metrics = {renamed[name]: found for name, found in data["hmtx"].metrics.items()}
    for tag in ("GSUB", "GPOS"):
        if tag in data:
            _rename(data[tag].table, renamed, set())
    font.setGlyphOrder(names)


def _rename(value: Any, names: dict[str, str], seen: set[int]) -> None:
    """Glyph names anywhere inside a layout table."""
    if id(value) in seen or not hasattr(value, "__dict__"):
        return
    seen.add(id(value))
    for key, found in list(vars(value).items()):
        setattr(value, key, _renamed(found, names, seen))


def _renamed(found: Any, names: dict[str, str], seen: set[int]) -> Any:
    if isinstance(found, str):
        return names.get(found, found)
    if isinstance(found, list):
        return [_renamed(one, names, seen) for one in found]
    if isinstance(found, dict):
        return {
            _renamed(key, names, seen): _renamed(one, names, seen) for key, one in found.items()
        }
    _rename(found, names, seen)
    return found


def is_in(point: int, standard: str) -> bool:
    """Whether a standard has the character, in its half of daily use where it is parted."""
    try:
        code = chr(point).encode(standard)
    except UnicodeEncodeError:
        return False
    return len(code) == 2 and (standard != "big5" or code <= BIG5_COMMON)


def main() -> None:
    source = Path(sys.argv[1]) if len(sys.argv) > 1 else SOURCE
    every = {point for first, last in RANGES for point in range(first, last + 1)}
    common = {point for point in every for standard in COMMON if is_in(point, standard)}
    for weight, points in (("Regular", every), ("Bold", common)):
        target = resource("fonts", f"NotoSansCJKsc-{weight}.otf")
        cut(source / f"NotoSansCJK-{weight}.ttc", target, points)
        print(f"{target.name}: {target.stat().st_size / 1000:,.0f} kB")


if __name__ == "__main__":
    main()
