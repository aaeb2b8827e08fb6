"""How a name sounds, whatever its spelling and script: what search falls back on.

The key keeps the first letter and the consonants of the name in Latin letters, with the spellings
of one sound made one: Mohamed, Muhammad and محمد are `mhmd`; Khadija, Hadija and خديجة `hdj`.
"""

import re
from functools import lru_cache
from typing import Final

# Consonants by their sound; letters for vowels, and those that Latin spellings leave out, are "a".
_ARABIC: Final = str.maketrans(
    {
        "ا": "a", "ب": "b", "ت": "t", "ث": "t", "ج": "j", "ح": "h", "خ": "h", "د": "d", "ذ": "d",
        "ر": "r", "ز": "z", "س": "s", "ش": "s", "ص": "s", "ض": "d", "ط": "t", "ظ": "z", "ع": "a",
        "غ": "g", "ف": "f", "ق": "k", "ك": "k", "ل": "l", "م": "m", "ن": "n", "ه": "h", "و": "w",
        "ي": "y", "ء": "a", "پ": "p", "چ": "s", "ژ": "j", "گ": "g", "ڤ": "v", "ۋ": "v", "ھ": "h",
        "ے": "y", "ٹ": "t", "ڈ": "d", "ڑ": "r", "ں": "n", "ڭ": "g", "ڨ": "g",
    }
)  # fmt: skip
_ARTICLE: Final = "ال"
_HARD_G: Final = "G"  # before an i as well: Ghizlane
# Spellings of one sound, the longest first.
_SPELLINGS: Final = (
    ("tsch", "s"), ("sch", "s"), ("tch", "s"), ("ch", "s"), ("sh", "s"), ("kh", "h"), ("gh", _HARD_G),
    ("ph", "f"), ("dj", "j"), ("dz", "z"), ("th", "t"), ("dh", "d"), ("ck", "k"), ("q", "k"),
    ("x", "ks"), ("ou", "u"), ("oo", "u"),
)  # fmt: skip
_SOFT_G: Final = re.compile(r"g(?=[eiy])")
_SOFT_C: Final = re.compile(r"c(?=[eiy])")
_DOUBLE: Final = re.compile(r"(.)\1+")
_VOWELS: Final = re.compile(r"[aeiouyw]")
_LAST_H: Final = re.compile(r"(?<=.)h$")
_W_BEFORE_VOWEL: Final = re.compile(r"^u(?=[aei])")
_Y_BEFORE_VOWEL: Final = re.compile(r"^i(?=[aeou])")
_NOT_LETTERS: Final = re.compile(r"[^a-z]+")
_ARABIC_LETTERS: Final = re.compile(r"[\u0600-\u06ff]")


def sounds(word: str) -> tuple[str, ...]:
    """The sounds of one folded word: one, or two for an Arabic name with its article; none for
    digits and signs."""
    found = [_sound(word)]
    if word.startswith(_ARTICLE) and len(word) > 4:
        found.append(_sound(word.removeprefix(_ARTICLE)))
    return tuple(dict.fromkeys(sound for sound in found if sound))


@lru_cache(maxsize=50_000)
def _sound(word: str) -> str:
    if any(character.isdecimal() for character in word):
        return ""
    heard = _romanised(word)
    for spelling, sound in _SPELLINGS:
        heard = heard.replace(spelling, sound)
    heard = _SOFT_G.sub("j", heard).replace(_HARD_G, "g")
    heard = _SOFT_C.sub("s", heard).replace("c", "k")
    heard = _DOUBLE.sub(r"\1", heard)
    heard = _Y_BEFORE_VOWEL.sub("y", _W_BEFORE_VOWEL.sub("w", heard))
    heard = _LAST_H.sub("", heard)
    return _first(heard) + _VOWELS.sub("", heard[1:])


def _romanised(word: str) -> str:
    if word.isascii():
        return _NOT_LETTERS.sub("", word)
    if _ARABIC_LETTERS.search(word):
        return _NOT_LETTERS.sub("", word.translate(_ARABIC))
    from anyascii import anyascii

    return _NOT_LETTERS.sub("", anyascii(word).casefold())


def _first(heard: str) -> str:
    """The first letter; any vowel is one: Omar, Umar and عمر begin alike. Y and w are consonants
    before a vowel, and in Arabic, which writes no short vowel after them."""
    if heard[:1] in {"a", "e", "i", "o", "u"}:
        return "a"
    return heard[:1]
