"""Is that somebody we know? Compares a row with everybody at once, and says why.

Ten thousand rows against ten thousand people must stay within seconds: only people who share a name,
a birth date, an address, a number or the sound of a name are ever compared letter by letter.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import islice
from typing import Final
from uuid import UUID

from mgdesk.exchange.remarks import Remark
from mgdesk.exchange.text import folded
from mgdesk.i18n import N_
from mgdesk.rules import names

NEARLY: Final = 88  # of 100, when a birth date, an address or a number agrees as well
VERY_NEARLY: Final = 93  # when nothing else is known
_MOST_NAMESAKES: Final = 60


@dataclass(frozen=True, slots=True)
class Somebody:
    """A known person or an earlier row, as comparing needs it. `key` is an id or a row's number."""

    key: UUID | int
    surname: str
    first_name: str
    call_name: str = ""
    second_name: str = ""
    birth_date: date | None = None
    email: str = ""
    phone: str = ""
    learner_number: str = ""
    source: str = ""
    is_expected: bool = False

    @property
    def name(self) -> str:
        return names.display_name(self.first_name, self.surname)


@dataclass(frozen=True, slots=True)
class Likeness:
    """Somebody who may be meant, whether that is sure, and why."""

    of: Somebody
    is_sure: bool
    why: Remark
    weight: int


@dataclass(frozen=True, slots=True)
class Filed:
    """Somebody with what they are filed under: two records that share none are never compared."""

    somebody: Somebody
    wholes: frozenset[str]  # the whole names without blanks, in either order
    sound: str
    words: str  # of the name, sorted
    keys: tuple[str, ...]  # the most telling first


class Acquaintances:
    """Everybody that a row may be, found by what they share with it."""

    def __init__(self, people: Iterable[Somebody] = ()) -> None:
        self._by_key: dict[str, dict[UUID | int, Filed]] = defaultdict(dict)
        for somebody in people:
            self.add(filed(somebody))

    def add(self, record: Filed) -> None:
        for key in record.keys:
            self._by_key[key][record.somebody.key] = record

    def remove(self, record: Filed) -> None:
        for key in record.keys:
            self._by_key[key].pop(record.somebody.key, None)

    def sharing(self, record: Filed) -> set[UUID | int]:
        """The keys of all who could be compared with somebody."""
        return {key for shared in record.keys for key in self._by_key.get(shared, ())}

    def like(self, record: Filed, *, before: int | None = None) -> Likeness | None:
        """Who somebody most likely is; `before` leaves out this row and the later ones."""
        seen: set[UUID | int] = {record.somebody.key}
        best: Likeness | None = None
        for shared in record.keys:
            # A thousand namesakes tell no more than some; facts were looked at before names.
            for key, other in islice(self._by_key.get(shared, {}).items(), _MOST_NAMESAKES):
                if key in seen or (before is not None and isinstance(key, int) and key >= before):
                    continue
                seen.add(key)
                likeness = _compared(record, other)
                if likeness and (best is None or likeness.weight > best.weight):
                    best = likeness
            if best and best.is_sure:
                return best
        return best


def filed(somebody: Somebody) -> Filed:
    first, last = folded(somebody.first_name), folded(somebody.surname)
    call, second = folded(somebody.call_name), folded(somebody.second_name)
    spelt = {f"{first}{last}", f"{last}{first}", second}
    if call:
        spelt |= {f"{call}{last}", f"{last}{call}"}
    wholes = frozenset(whole.replace(" ", "") for whole in spelt if whole)
    words = " ".join(sorted(f"{first} {last}".split()))
    heard = sound(words)
    return Filed(somebody, wholes, heard, words, tuple(_keys(somebody, wholes, heard)))


def _keys(somebody: Somebody, wholes: frozenset[str], heard: str) -> Iterator[str]:
    if somebody.learner_number:
        yield f"l{somebody.learner_number.casefold()}"
    if somebody.email:
        yield f"e{somebody.email.casefold()}"
    if somebody.phone:
        yield f"p{somebody.phone}"
    if somebody.birth_date:
        yield f"b{somebody.birth_date.isoformat()}"
    yield from (f"n{whole}" for whole in sorted(wholes))
    if heard:
        yield f"s{heard}"


def sound(folded: str) -> str:
    """A rough sound: Latin letters, spellings of one sound made one, vowels gone but at the start.

    `Mohammed`, `Mohamed` and `محمد` sound alike, so do `Youssef` and `Yusuf`.
    """
    if not folded.isascii():
        from anyascii import anyascii

        folded = anyascii(folded).lower()
    return " ".join(sorted(_sound_of_word(word) for word in folded.split()))


_ALIKE: Final = (("ph", "f"), ("kh", "h"), ("gh", "g"), ("dj", "j"), ("ck", "k"), ("q", "k"), ("c", "k"),
                 ("z", "s"), ("v", "f"), ("w", "u"), ("y", "i"), ("ou", "u"), ("oo", "u"))  # fmt: skip


@lru_cache(maxsize=32_768)
def _sound_of_word(word: str) -> str:
    for spelt, heard in _ALIKE:
        word = word.replace(spelt, heard)
    heard = word[:1] if word[:1] not in "aeiou" else "a"
    for letter in word[1:]:
        if letter not in "aeiouh'" and letter != heard[-1:]:
            heard += letter
    return heard


def _compared(record: Filed, against: Filed) -> Likeness | None:
    """How like two records are, by a ladder of reasons from the surest down."""
    one, other = record.somebody, against.somebody
    is_same_name = bool(record.wholes & against.wholes)
    nearness = 100.0 if is_same_name else _nearness(record.words, against.words)
    named = {"name": other.name}
    if one.learner_number and one.learner_number.casefold() == other.learner_number.casefold():
        is_sure = nearness >= 60 or one.birth_date == other.birth_date is not None
        why = Remark(_SAME_NUMBER if is_sure else _NUMBER_OF, named)
        return Likeness(other, is_sure, why, 100 if is_sure else 60)
    if is_same_name:
        return _namesakes(one, other, named)
    if nearness < NEARLY:
        return _renamed(one, other, named)
    return _nearly(one, other, nearness if record.sound == against.sound else NEARLY)


def _nearly(one: Somebody, other: Somebody, nearness: float) -> Likeness | None:
    """Two names a letter or two apart: worth saying when nothing tells the people apart."""
    agreeing, differing = _agreeing(one, other), _differing(one, other)
    named = {"name": other.name}
    if "birth_date" in differing:
        return None
    if agreeing:
        return Likeness(other, False, Remark(_NEAR_AND[agreeing[0]], named), 40)
    if nearness >= VERY_NEARLY and not differing:
        return Likeness(other, False, Remark(_NEAR_NAME, named), 30)
    return None


def _namesakes(one: Somebody, other: Somebody, named: dict[str, str]) -> Likeness | None:
    """Two records of one name: the same person when facts agree and none says otherwise."""
    agreeing, differing = _agreeing(one, other), _differing(one, other)
    is_other_number = "learner_number" in differing
    if "birth_date" in differing:
        if agreeing:
            return Likeness(other, False, Remark(_OTHER_BIRTH, named), 45)
        return None
    ways = [fact for fact in ("email", "phone") if fact in differing]
    if agreeing:
        is_sure = not is_other_number and len(ways) < 2
        weight = 80 + 3 * len(agreeing) if is_sure else 55
        return Likeness(other, is_sure, Remark(_SAME_AND[agreeing[0]], named), weight)
    is_known = isinstance(other.key, UUID)
    was_in_file = is_known and bool(one.source) and one.source == other.source
    if not differing and (other.is_expected or was_in_file):
        return Likeness(other, True, Remark(_CAME_BEFORE, named), 70)
    return None if is_other_number else Likeness(other, False, Remark(_SAME_NAME, named), 50)


def _renamed(one: Somebody, other: Somebody, named: dict[str, str]) -> Likeness | None:
    """Relatives share addresses; the same first name at the same address may be one person."""
    first = folded(one.first_name)
    if not first or first != folded(other.first_name) or "birth_date" in _differing(one, other):
        return None
    for fact in ("email", "phone"):
        if fact in _agreeing(one, other):
            return Likeness(other, False, Remark(_FIRST_AND[fact], named), 35)
    return None


_FACTS: Final = ("birth_date", "email", "phone", "learner_number")


def _agreeing(one: Somebody, other: Somebody) -> list[str]:
    return [fact for fact in _FACTS if (mine := _fact(one, fact)) and mine == _fact(other, fact)]


def _differing(one: Somebody, other: Somebody) -> list[str]:
    return [
        fact
        for fact in _FACTS
        if (mine := _fact(one, fact)) and (theirs := _fact(other, fact)) and mine != theirs
    ]


def _fact(somebody: Somebody, fact: str) -> str:
    value = getattr(somebody, fact)
    return value.isoformat() if isinstance(value, date) else (value or "").casefold()


def _nearness(one: str, other: str) -> float:
    from rapidfuzz.fuzz import ratio

    return float(ratio(one, other, score_cutoff=55)) if one and other else 0.0


_SAME_NUMBER: Final = N_("Same learner number as {name}.")
_NUMBER_OF: Final = N_("This learner number belongs to {name}, whose name is another.")
_SAME_NAME: Final = N_("Same name as {name}; nothing else tells whether it is the same person.")
_NEAR_NAME: Final = N_("Nearly the same name as {name}.")
_CAME_BEFORE: Final = N_("{name} is already in this list.")
_OTHER_BIRTH: Final = N_("Same name and contact as {name}, but another birth date.")
_SAME_AND: Final = {
    "birth_date": N_("Same name and birth date as {name}."),
    "email": N_("Same name and e-mail address as {name}."),
    "phone": N_("Same name and phone number as {name}."),
}
_NEAR_AND: Final = {
    "birth_date": N_("Nearly the same name as {name}, and the same birth date."),
    "email": N_("Nearly the same name as {name}, and the same e-mail address."),
    "phone": N_("Nearly the same name as {name}, and the same phone number."),
}
_FIRST_AND: Final = {
    "email": N_("Same first name and e-mail address as {name}."),
    "phone": N_("Same first name and phone number as {name}."),
}
