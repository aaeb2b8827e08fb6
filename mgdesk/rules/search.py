"""What search reads of a record, and what it looks for when a few letters are typed.

A record is a handful of words, all folded (rules.names.fold): each word of its names, names of
several words also in one piece, numbers with and without their campus and zeros, the sounds of the
names. What is typed is looked for in three rounds: the words as they are, then as they sound, then
with one slip of the keys.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from mgdesk.rules import names
from mgdesk.rules.sounds import sounds

LONGEST_WORD: Final = 40  # letters of a word that are read; nobody types more
MOST_WORDS: Final = 8  # of what is typed
# Signs before words that are no words of a name: folding leaves none of them in what is typed.
SOUND: Final = "~"
NUMBER: Final = "#"
KIND: Final = "="
PLACE: Final = "@"
EMAIL: Final = "&"
_MARKS: Final = frozenset("~#=@&")

_EAST_ASIAN: Final = re.compile(
    r"[\u3005\u3007\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3]+"
)
_COUNTRY: Final = re.compile(  # calling codes of the ITU (E.164): one, two or three digits
    r"1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|\d{3}"
)
_PHONE_ENDS: Final = (8, 6, 4, 3)  # digits by which people say a number's end
_PROVIDERS: Final = frozenset(
    {
        "gmail", "googlemail", "hotmail", "outlook", "live", "msn", "yahoo", "ymail", "icloud",
        "proton", "protonmail", "gmx", "aol", "mail", "free", "orange", "wanadoo", "laposte",
        "skynet", "telenet", "proximus", "libero", "alice", "tiscali", "ziggo", "kpnmail", "menara",
        "example",
    }
)  # fmt: skip
_TYPED_NUMBER: Final = re.compile(r"[\d\s+./()\-]+")
_CODE: Final = re.compile(r"[^\W\d_]+\d+")
_SHORT: Final = 4  # letters: beginnings that the index holds (storage.fulltext)
_HEAD: Final = 7  # letters of a word in which a slip is looked for
_SHORTEST_SLIP: Final = 4  # letters of a word that may hold one


@dataclass(frozen=True)
class Look:
    """One word to look for: whole, or as the beginning of a word."""

    word: str
    is_start: bool = True


# Any of the readings; of a reading, all of the words; of a word, any of the looks.
Wanted = tuple[tuple[tuple[Look, ...], ...], ...]


# --- what a record says --------------------------------------------------------------------------


def record_words(
    texts: Iterable[str] = (), *, email: str = "", phone: str = "", number: str = ""
) -> list[str]:
    """Every word by which a record is found, once, in the order of its texts."""
    named = [word for text in texts for word in name_words(text)]
    marked = [f"{SOUND}{sound}" for word in named for sound in sounds(word)]
    words = [*named, *_email_words(email), *_phone_words(phone), *_number_words(number), *marked]
    return list(dict.fromkeys(word[:LONGEST_WORD] for word in words if word))


def name_words(text: str) -> list[str]:
    """The words of a name or title, each name of several words also in one piece: `benali`."""
    words: list[str] = []
    for word in text.split():
        words += names.fold(word).split() or _sign(word)
    whole = names.fold(text)
    if " " in whole:
        words.append(whole.replace(" ", ""))
    # Writing without blanks: a name is found by its later letters too.
    words += [
        word[start:]
        for word in words
        if 2 <= len(word) <= 8 and _EAST_ASIAN.fullmatch(word)
        for start in range(1, len(word))
    ]
    return words


def _sign(word: str) -> list[str]:
    """A sign alone is found as it is, unless it is one of our marks."""
    return [] if set(word) & _MARKS else [word.casefold()]


def _email_words(email: str) -> list[str]:
    """Whose it is and at which house; not the provider's, else half of all people are found by `g`."""
    local, _, house = email.partition("@")
    houses = [word for word in names.fold(house).split()[:-1] if word not in _PROVIDERS]
    return [*names.fold(local).split(), *houses, email_word(email)]


def email_word(email: str) -> str:
    """The whole address as one word; nothing for none."""
    whole = _joined(names.fold(email).split())
    return f"{EMAIL}{whole}"[:LONGEST_WORD] if whole else ""


def _phone_words(phone: str) -> list[str]:
    digits = names.digits(phone)
    national = _COUNTRY.sub("", digits, count=1) if phone.startswith("+") else digits.lstrip("0")
    ends = (digits[-count:] for count in _PHONE_ENDS if len(digits) > count)
    return [digits, national, *ends]


def _number_words(number: str) -> list[str]:
    """`MOL-2026-00042` is found whole, without its campus, by its last part, and by 42."""
    parts = names.fold(number).split()
    if not parts:
        return []
    return [f"{NUMBER}{_joined(parts)}", _joined(parts[1:]), parts[-1], parts[-1].lstrip("0")]


def _joined(words: Iterable[str]) -> str:
    return "".join(words)


# --- what is typed -------------------------------------------------------------------------------


def typed_words(text: str) -> list[str]:
    """The folded words that were typed; a telephone number typed with blanks is one of digits."""
    typed = names.clean(text[: names.LONGEST])
    digits = names.digits(typed)
    if _TYPED_NUMBER.fullmatch(typed) and len(digits) >= 6:
        return [digits.lstrip("0") or digits]
    words: list[str] = []
    for part in typed.split():
        is_address = "@" in part[1:] and names.fold(part)
        words += [email_word(part)] if is_address else names.fold(part).split() or _sign(part)
    return [word[:LONGEST_WORD] for word in dict.fromkeys(words)][:MOST_WORDS]


def as_typed(words: Sequence[str], *, is_whole: bool = False) -> Wanted:
    """The words in any order, each the beginning of one of the record's, or whole; two that follow
    each other may be one there: `ben ali` finds `Benali`."""
    return tuple(
        tuple(_looks(word, is_start=not is_whole) for word in reading)
        for reading in _readings(words)
    )


def _readings(words: Sequence[str]) -> list[list[str]]:
    readings = [list(words)]
    if len(words) <= 4:
        readings += [
            [*words[:place], words[place] + words[place + 1], *words[place + 2 :]]
            for place in range(len(words) - 1)
        ]
    if len(words) > 2:
        readings.append([_joined(words)[:LONGEST_WORD]])
    return readings


def _looks(word: str, *, is_start: bool) -> tuple[Look, ...]:
    if word.startswith(EMAIL):
        return (Look(word, is_start),)
    if names.fold(word) != word:  # a sign
        return (Look(word, is_start=False),)
    looks = [Look(word, is_start)]
    if _CODE.fullmatch(word):
        looks.append(Look(f"{NUMBER}{word}", is_start))
    if word.isdecimal() and word.startswith("0") and word.strip("0"):
        looks.append(Look(word.lstrip("0"), is_start))
    return tuple(looks)


def as_heard(words: Sequence[str]) -> Wanted | None:
    """The words or their sounds; nothing when none of them has a sound to look for."""
    whole = _joined(words)[:LONGEST_WORD]
    readings = [words, [whole]] if len(words) > 1 else [words]
    return _alike([[(word, _sounds(word)) for word in reading] for reading in readings])


def as_slipped(words: Sequence[str], others: Mapping[str, Sequence[str]]) -> Wanted | None:
    """The words or those that one slip may have turned into them; nothing when there are none."""
    looks = [
        (word, [Look(other, is_start=False) for other in others.get(word, ())]) for word in words
    ]
    return _alike([looks])


def _alike(readings: Sequence[Sequence[tuple[str, Sequence[Look]]]]) -> Wanted | None:
    """Readings in which some word may be another one."""
    wanted = tuple(
        tuple((*_looks(word, is_start=len(word) <= _SHORT), *others) for word, others in reading)
        for reading in readings
        if any(others for _, others in reading)
    )
    return wanted or None


def _sounds(word: str) -> list[Look]:
    """A sound of two letters must be the whole of a name's: too many begin with any two."""
    if word.startswith(EMAIL) or len(word) < 3:
        return []
    heard = (sound for sound in sounds(word) if len(sound) >= 2)
    return [Look(f"{SOUND}{sound}", is_start=len(sound) > 2) for sound in heard]


# --- slips of the keys ---------------------------------------------------------------------------


def has_slips(word: str) -> bool:
    """Whether a word of a record is one in which a slip is looked for: letters, four at least."""
    return len(word) >= _SHORTEST_SLIP and word.isalpha()


def slips(word: str) -> set[str]:
    """The beginning of a word, and it without each of its letters (SymSpell's deletions): two words
    that differ by one slip share one of these."""
    head = word[:_HEAD]
    return {head, *(head[:place] + head[place + 1 :] for place in range(len(head)))}


def is_slip(typed: str, word: str) -> bool:
    """Whether one letter too many, too few, wrong, or two exchanged lead from one to the other; a
    word of five letters may be the beginning of the other."""
    from rapidfuzz.distance import OSA

    size = len(typed)
    ends = {len(word)} | ({size - 1, size, size + 1} if size >= 5 else set())
    return any(OSA.distance(typed, word[:end], score_cutoff=1) <= 1 for end in ends)


def likeness(words: Sequence[str], said: Sequence[str]) -> float:
    """How much the words of a record are like the typed ones: first by their sounds, then by their
    letters."""
    return sum(_word_likeness(word, said) for word in words)


def _word_likeness(word: str, said: Sequence[str]) -> float:
    from rapidfuzz.fuzz import ratio

    letters = max((ratio(word, other) for other in said), default=0.0)
    is_heard = any(f"{SOUND}{sound}" in said for sound in sounds(word))
    return (100 if is_heard else letters) + letters / 100
