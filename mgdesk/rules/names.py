"""Names as people write them: cleaned of what cannot be stored, folded for search, shown whole."""

import re
import unicodedata
from typing import Final

LONGEST: Final = 200  # characters of one name; longer ones are refused at the door, not cut

# Letters that Unicode does not decompose but that people type without their stroke.
_UNDECOMPOSED: Final = str.maketrans(
    {
        "ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ŧ": "t", "ŋ": "n",
        "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ə": "e",
        # Arabic: one letter for the spellings of it, no elongation.
        "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ئ": "ي", "ؤ": "و", "ة": "ه", "ـ": "",
        "ک": "ك", "ی": "ي",
    }
)  # fmt: skip
_SEPARATORS: Final = re.compile(r"[^\w]+", re.UNICODE)
_APOSTROPHES: Final = re.compile(r"['’ʼʻ`´‘ʹ]")
# Marks that a name may hold for its own shaping: the joiners of Indic and Persian writing.
_KEPT_FORMATS: Final = frozenset("\u200c\u200d")
_BLANKS: Final = re.compile(r"\s+")
_EAST_ASIAN: Final = re.compile(
    r"[\u3005\u3007\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff"
    r"\U00020000-\U0003ffff]+"
)
# Accents, and the vowel signs of Indic writing, which people leave out as often.
_MARKS: Final = frozenset({"Mn", "Mc", "Me", "Cf"})
_BREAKS: Final = frozenset("\n\r\t\v\f\u2028\u2029\u00a0")
# Letters by their category that print nothing: a name of them alone would be an empty row.
_UNSEEN: Final = frozenset("\u115f\u1160\u3164\uffa0\u2800")


def clean(text: str) -> str:
    """The text in NFC, on one line, without controls, direction marks, NULs or lone surrogates."""
    without = "".join(
        " " if character in _BREAKS else character for character in text if _is_kept(character)
    )
    joined = _BLANKS.sub(" ", unicodedata.normalize("NFC", without))
    # A joiner joins nothing at an end: without it two spellings of one name are equal.
    return joined.strip(" \u200c\u200d")


def clean_lines(text: str) -> str:
    """`clean` for a note of several lines: line breaks stay, everything else as for a name."""
    lines = (clean(line) for line in re.split(r"\r\n|\r|\n|\u2028|\u2029", text))
    return "\n".join(lines).strip()


def _is_kept(character: str) -> bool:
    if character in _BREAKS or character in _KEPT_FORMATS:
        return True
    if "\U000e0020" <= character <= "\U000e007f":  # tags inside flag emoji
        return True
    if character in _UNSEEN or _is_noncharacter(character):
        return False
    # Unassigned is kept: it may be a letter of a Unicode newer than this Python's.
    return unicodedata.category(character) not in {"Cc", "Cf", "Cs"}


def _is_noncharacter(character: str) -> bool:
    return "\ufdd0" <= character <= "\ufdef" or ord(character) & 0xFFFE == 0xFFFE


def fold(text: str) -> str:
    """The key that search compares: lower case, no accents, apostrophes gone, blanks between words.

    `Benali`, `BEN-ALI` and `Ben Ali` differ by a blank; `O’Neil` is `oneil`, `Łukasz` `lukasz`.
    """
    if text.isascii():  # most words, in a tenth of the time
        return _SEPARATORS.sub(" ", _APOSTROPHES.sub("", text).casefold()).strip()
    bare = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", text)).casefold()
    letters = "".join(
        character
        for character in unicodedata.normalize("NFKD", bare.translate(_UNDECOMPOSED))
        if unicodedata.category(character) not in _MARKS
    )
    whole = _APOSTROPHES.sub("", letters).casefold().translate(_UNDECOMPOSED)
    return _SEPARATORS.sub(" ", whole).strip()


def sort_key(first_name: str, surname: str) -> str:
    """What lists sort by: the folded surname, then the first name; never empty for a name."""
    folded = f"{fold(surname)} {fold(first_name)}".strip()
    return folded or f"{surname} {first_name}".strip().casefold()


def digits(text: str) -> str:
    """The digits of a text, of any script, as 0–9."""
    return "".join(str(unicodedata.decimal(c)) for c in text if c.isdecimal())


def display_name(first_name: str, surname: str, call_name: str = "") -> str:
    """The name as one says it: `Amina El Idrissi`; the call name goes before the first name.

    A name all in Han, kana or Hangul is written with the surname first and no blank: `王小明`.
    """
    given = call_name or first_name
    if given and surname and _EAST_ASIAN.fullmatch(given + surname):
        return f"{surname}{given}"
    return " ".join(part for part in (given, surname) if part)


def list_name(first_name: str, surname: str) -> str:
    """The name as lists sort it: `El Idrissi, Amina`."""
    return ", ".join(part for part in (surname, first_name) if part)


def is_name(first_name: str, surname: str) -> bool:
    """A surname alone or a first name alone is a name; nothing at all is not."""
    return bool(clean(first_name) or clean(surname))
