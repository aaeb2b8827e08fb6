"""The recovery key as twelve words (BIP-39): 128 random bits and four of a checksum, typed back with ease.

The words are English in every language: four letters tell each from all others, no accents.
"""

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import Final

from mgdesk.errors import DeskError
from mgdesk.i18n import N_
from mgdesk.paths import resource

LENGTH: Final = 16  # bytes
COUNT: Final = 12  # words
PREFIX: Final = "MGDESK"  # how the code of the page begins
_BITS: Final = 11  # of a word
_TELLING: Final = 4  # letters that tell a word from all others


class UnknownWord(DeskError):
    sentence = N_(
        "“{word}” is not one of the words of a recovery key. Compare it with the page; the first"
        " four letters are enough."
    )


class WordsMissing(DeskError):
    sentence = N_("A recovery key has {wanted} words; here are {found}.")


class WordsDisagree(DeskError):
    sentence = N_(
        "One of the words is not as on the page, or they are in another order. Compare them one by"
        " one."
    )


@cache
def word_list() -> tuple[str, ...]:
    return tuple(resource("recovery", "words.txt").read_text(encoding="ascii").split())


def to_words(key: bytes) -> list[str]:
    """The twelve words of a key of 16 bytes."""
    bits = int.from_bytes(key) << 4 | hashlib.sha256(key).digest()[0] >> 4
    steps = range(_BITS * (COUNT - 1), -1, -_BITS)
    return [word_list()[bits >> step & 0x7FF] for step in steps]


def to_code(words: Sequence[str]) -> str:
    """What the code on the page holds: a scanner types it into the same field."""
    return " ".join((PREFIX, *words)).upper()


def parse(typed: str) -> bytes:
    """The key of words typed or scanned: case, accents, numbers and signs between them do not count.

    Four letters are enough, and a slip of a letter is mended where only one word comes near.
    Raises UnknownWord, WordsMissing, WordsDisagree.
    """
    folded = unicodedata.normalize("NFKD", typed).casefold()
    found = re.findall(r"[a-z]+", "".join(c for c in folded if not unicodedata.combining(c)))
    found = [word for word in found if word != PREFIX.casefold()]
    words = [_meant(word) for word in found]
    if len(words) != COUNT:
        raise WordsMissing(wanted=COUNT, found=len(words))
    bits = 0
    for word in words:
        bits = bits << _BITS | word_list().index(word)
    key = (bits >> 4).to_bytes(LENGTH)
    if to_words(key) != words:
        raise WordsDisagree
    return key


def _meant(typed: str) -> str:
    import difflib

    known = word_list()
    if typed in known:
        return typed
    begun = [word for word in known if word.startswith(typed[:_TELLING])]
    if len(typed) >= _TELLING and len(begun) == 1:
        return begun[0]
    near = difflib.get_close_matches(typed, known, n=2, cutoff=0.8)
    if len(near) == 1:
        return near[0]
    raise UnknownWord(word=typed)
