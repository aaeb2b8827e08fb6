"""Bytes of a text file as text: byte order marks, UTF-16 and -32, UTF-8, then the old code pages."""

import codecs
from functools import cache
from typing import Final

_SAMPLE: Final = 60_000
_MARKS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"), (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
# What the spreadsheets of our campuses write when they do not write UTF-8, the likeliest first.
_CODE_PAGES: Final = (
    "cp1252", "cp1256", "mac_roman", "cp850", "cp1250", "iso8859_6", "cp1254", "cp437", "cp1251",
    "mac_arabic",
)  # fmt: skip


def decoded(content: bytes) -> str:
    """The text, whatever wrote it. Lines that are not in the encoding of the others keep theirs."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content.decode(encoding, "replace")
    wide = wide_encoding(content)
    if wide:
        return content.decode(wide, "replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _mixed(content)


def wide_encoding(content: bytes) -> str | None:
    """UTF-16 or -32 without a mark shows by its zero bytes: line ends and digits have them.

    Zero bytes strewn into other text stand in no order, and do not decode to lines.
    """
    sample = content[:2_000]
    zeros = [sample[place::4].count(0) for place in range(4)]
    quarter = max(1, len(sample) // 4)
    if sum(zeros) < 2:
        return None
    if min(zeros[2:]) > quarter * 0.9:
        return "utf-32-le"
    if min(zeros[:2]) > quarter * 0.9:
        return "utf-32-be"
    odd, even = zeros[1] + zeros[3], zeros[0] + zeros[2]
    if min(odd, even) > max(odd, even) // 10:
        return None
    encoding = "utf-16-le" if odd > even else "utf-16-be"
    return encoding if "\n" in sample.decode(encoding, "replace") else None


def _mixed(content: bytes) -> str:
    """Lines in UTF-8 stay so; the others are read in the one code page that suits them all."""
    lines = content.split(b"\n")
    foreign = [line for line in lines if not _is_utf8(line)]
    code_page = _code_page(b"\n".join(foreign)[:_SAMPLE])
    return "\n".join(
        line.decode("utf-8") if _is_utf8(line) else line.decode(code_page, "replace")
        for line in lines
    )


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _code_page(sample: bytes) -> str:
    """The code page in which the sample looks most like names and the least like noise."""
    scores = {page: _oddness(sample.decode(page, "replace")) for page in _CODE_PAGES}
    best = min(scores, key=lambda page: (scores[page], _CODE_PAGES.index(page)))
    if scores[best] <= 0.34:
        return best
    return _second_opinion(sample) or best


def _second_opinion(sample: bytes) -> str | None:
    from charset_normalizer import from_bytes

    found = from_bytes(sample).best()
    return found.encoding if found else None


def _oddness(text: str) -> float:
    """Oddities per foreign character: what no name has, such as signs or capitals inside a word."""
    foreign, odd, before = 0, 0.0, " "
    for character in text:
        if character > "\x7f":
            foreign += 1
            odd += _oddity(character, before)
        elif before > "\x7f" and character.isalpha() and _kind(before) not in {"latin", "sign"}:
            odd += 1  # a Latin letter glued to an Arabic or Cyrillic one
        before = character
    return odd / max(foreign, 1)


def _oddity(character: str, before: str) -> float:
    kind = _kind(character)
    if kind == "sign":
        return (
            0.2
            if character in "’‘“”«»–—°€\xa0،؛؟…" and not before.isalpha()
            else (0.05 if character in "’\xa0،؛" else 1.5)
        )
    if kind == "latin":
        if before > "\x7f" and _kind(before) == "latin":
            return 0.8  # accented letters seldom stand side by side; in a wrong code page they do
        if before.islower() and character.isupper():
            return 1.5
        return 0.0 if character in _USUAL else 0.5
    if before.isalpha() and _kind(before) != kind:
        return 1.5
    return 0.0 if kind == "arabic" else 0.3


_USUAL: Final = frozenset("àâäáãåçéèêëíîïìñóôöòõúûüùæœøÿÀÂÄÁÅÇÉÈÊËÎÏÍÑÔÖÓØÛÜÙŒşğışŞİčćšžŠŽłńęąő")


@cache
def _kind(character: str) -> str:
    if not character.isalpha():
        return "arabic" if "\u064b" <= character <= "\u0669" else "sign"
    if "\u0600" <= character <= "\u06ff":
        return "arabic"
    return "latin" if character < "\u0250" else "other"
