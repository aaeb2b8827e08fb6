"""Which column is which field: by its heading in any of our languages, else by what it holds."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from mgdesk.exchange.fields import FIELDS_OF, Field, Subject, Value
from mgdesk.exchange.headings import FILLERS, NEIGHBOURS, STRANGERS, STRONG, WORDS
from mgdesk.exchange.table import Table
from mgdesk.i18n import spoken_language
from mgdesk.rules import names

Columns = tuple[Field | None, ...]

_LONGEST: Final = 200  # characters of a heading that are looked at

_NUMBER_SIGN: Final = re.compile(r"#|№|\bn\s?[°º]", re.IGNORECASE)
# A number before a question, or its code as LimeSurvey writes it: "Q3) …", "PRENOM. …".
_NUMBERING: Final = re.compile(
    r"^\s*(?:(?:[qQ]\s*)?\d{1,2}\s*[.):/-]|[A-Z][A-Z0-9_]{1,19}\.(?=\s))\s*"
)
_PARTS: Final = re.compile(r"\s*[/|\n;:]\s*|\s+[-–—]\s+|[()\[\]]")
# The same word means another field in another list.
_INSTEAD: Final = {
    Subject.REGISTRATIONS: {
        Field.STATUS: Field.REGISTRATION_STATUS, Field.CODE: Field.EXTERNAL_CODE,
        Field.DESCRIPTION: Field.NOTE,
    },
    Subject.APPLICATIONS: {
        Field.REGISTRATION_TIME: Field.RECEIVED_AT, Field.STATUS: Field.APPLICATION_STATUS,
        Field.SCHOOLING: Field.SCHOOLING_LEVEL, Field.DESCRIPTION: Field.NOTE,
    },
    Subject.LEARNERS: {
        Field.STATUS: Field.LABOUR_STATUS, Field.DESCRIPTION: Field.NOTE,
        Field.FIRST_DAY: Field.START_ON,
    },
    Subject.COHORTS: {
        Field.STARTS_AT: Field.FIRST_DAY, Field.ENDS_AT: Field.LAST_DAY,
        Field.DESCRIPTION: Field.NOTE, Field.START_ON: Field.FIRST_DAY,
    },
    Subject.EVENTS: {
        Field.FIRST_DAY: Field.STARTS_AT, Field.LAST_DAY: Field.ENDS_AT,
        Field.NOTE: Field.DESCRIPTION,
    },
}  # fmt: skip


@dataclass(frozen=True)
class Guess:
    """A field that a heading may mean: 1 is certain; `rank` is the word's place among its fellows."""

    field: Field
    certainty: float
    rank: int


def heading(field: Field, language: str | None = None) -> str:
    """The field's name in a language (or the spoken one), as our exports write it."""
    words = WORDS[field]
    return words.get((language or spoken_language()).split("_")[0], words["en"]).split("|")[0]


def guess_columns(table: Table, subject: Subject) -> Columns:
    """For each column the field that it most likely is, each field once at most."""
    columns = _by_heading(table.headings, subject)
    columns = _whole_names(table.headings, columns)
    _by_content(table, columns, subject)
    return tuple(columns)


def recognised(cells: Sequence[Value]) -> int:
    """How many cells of a row are headings that we know, for whoever looks for the heading row."""
    known = (
        guesses[0].field
        for cell in cells
        if isinstance(cell, str)
        and (guesses := guesses_for(cell[:_LONGEST]))
        and guesses[0].certainty >= 0.75
    )
    return len(set(known))


def means(text: str, field: Field) -> bool:
    """Whether a heading surely means this field."""
    guesses = guesses_for(text[:_LONGEST])
    return bool(guesses) and guesses[0].field is field and guesses[0].certainty >= 0.9


# --- by heading --------------------------------------------------------------------------------


def _by_heading(headings: Sequence[str], subject: Subject) -> list[Field | None]:
    columns: list[Field | None] = [None] * len(headings)
    offers: list[tuple[float, int, int, Field]] = []
    for place, text in enumerate(headings):
        for guess in guesses_for(text[:_LONGEST]):
            field = _INSTEAD[subject].get(guess.field, guess.field)
            certainty = guess.certainty - (0.3 if field != guess.field else 0)
            if _key(text).startswith("attendee"):  # the guest goes before whoever ordered
                certainty += 0.05
            if field in FIELDS_OF[subject]:
                offers.append((-certainty, guess.rank, place, field))
    for _certainty, _rank, place, field in sorted(offers):
        if columns[place] is None and field not in columns:
            columns[place] = field
    return columns


def _whole_names(headings: Sequence[str], columns: list[Field | None]) -> list[Field | None]:
    """`Nom` is the surname beside `Prénom`, and the whole name alone; so are Naam, Nome and Name."""
    has_first, has_last = Field.FIRST_NAME in columns, Field.SURNAME in columns
    has_full = Field.FULL_NAME in columns
    if has_full and has_first and not has_last:
        place = columns.index(Field.FULL_NAME)
        if _key(headings[place]) in {_key("name"), _key("your name")}:
            columns[place] = Field.SURNAME
    for alone, other in ((Field.SURNAME, has_first), (Field.FIRST_NAME, has_last)):
        if alone in columns and not other and not has_full:
            place = columns.index(alone)
            if _key(headings[place]) in _BARE_NAMES:
                columns[place] = Field.FULL_NAME
    return columns


@lru_cache(maxsize=4096)
def guesses_for(text: str) -> tuple[Guess, ...]:
    """The fields that a heading may mean, the likeliest first."""
    best: dict[Field, Guess] = {}
    for reading, certainty in _readings(text):
        for field, rank in _phrases().get(reading, ()):
            if field not in best or best[field].certainty < certainty:
                best[field] = Guess(field, certainty, rank)
    if not best:
        for guess in _contained(text):
            best.setdefault(guess.field, guess)
    return tuple(sorted(best.values(), key=lambda guess: (-guess.certainty, guess.rank)))


def _readings(text: str) -> list[tuple[str, float]]:
    """The ways to read a heading: whole, without its numbering, in its parts, without fillers."""
    plain = _NUMBERING.sub("", text)
    parts = [part for part in _PARTS.split(plain) if part and part.strip(" *?.")]
    readings = [(_key(text), 1.0), (_key(plain), 0.98)]
    readings += [(_key(part), 0.92 - 0.02 * place) for place, part in enumerate(parts[:4])]
    for certainty, piece in ((0.85, plain), *((0.8, part) for part in parts[:4])):
        words = [word for word in _words(piece) if word not in FILLERS]
        readings.append(("".join(words), certainty))
    return [(reading, certainty) for reading, certainty in readings if reading]


def _contained(text: str) -> list[Guess]:
    """Known phrases inside a longer heading, unless it speaks of somebody else."""
    words = _words(text)
    if not words or len(words) > 12 or STRANGERS & set(words):
        return []
    found = []
    for length in range(min(4, len(words)), 0, -1):
        for start in range(len(words) - length + 1):
            run = words[start : start + length]
            if length == 1 and run[0] not in STRONG:
                continue
            for field, rank in _phrases().get("".join(run), ()):
                found.append(Guess(field, 0.3 + 0.1 * length, rank))
        if found:
            break
    return found


@cache
def _phrases() -> dict[str, tuple[tuple[Field, int], ...]]:
    """Every known phrase, folded, with the fields that it means and its rank among their words."""
    phrases: dict[str, dict[Field, int]] = {}
    for field, languages in WORDS.items():
        words = [word for listed in languages.values() for word in listed.split("|")]
        words += NEIGHBOURS.get(field, "").split("|")
        own = [listed.split("|")[0] for listed in languages.values()]
        # A ticket's own number goes before that of its order: those words stand later.
        for rank, word in enumerate([*own, field.value.replace("_", " "), *words]):
            if key := _key(word):
                phrases.setdefault(key, {}).setdefault(field, rank)
    return {key: tuple(fields.items()) for key, fields in phrases.items()}


def _key(text: str) -> str:
    return "".join(_words(text))


def _words(text: str) -> list[str]:
    folded = names.fold(_NUMBER_SIGN.sub(" nr ", text).replace("_", " "))
    return [_bare(word) for word in folded.split()]


def _bare(word: str) -> str:
    """An Arabic word without its article."""
    return word[2:] if word.startswith("ال") and len(word) > 4 else word


_BARE_NAMES: Final = frozenset(
    _key(word) for word in ("nom", "naam", "nome", "الاسم", "noms", "ad")
)


# --- by content --------------------------------------------------------------------------------

_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.\w{2,}")
_PHONE: Final = re.compile(r"(?:\+|00|0)[\d\s./()-]{7,18}")
_DATE: Final = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}")


def _by_content(table: Table, columns: list[Field | None], subject: Subject) -> None:
    """Name what no heading named: addresses and numbers show what they are."""
    if subject in {Subject.COHORTS, Subject.EVENTS}:
        return
    is_bare = not any(table.headings)
    for place, field in enumerate(columns):
        if field is not None:
            continue
        cells = [row[place] for row in table.rows[:200] if row[place] != ""]
        for field_, pattern in ((Field.EMAIL, _EMAIL), (Field.PHONE, _PHONE)):
            if (
                field_ not in columns
                and _share(cells, pattern) >= 0.6
                and (is_bare or field_ == Field.EMAIL)
            ):
                columns[place] = field_
                break
        if (
            is_bare
            and columns[place] is None
            and Field.BIRTH_DATE not in columns
            and _are_days(cells)
        ):
            columns[place] = Field.BIRTH_DATE
    if is_bare:
        _bare_names(table, columns)


def _are_days(cells: Sequence[Value]) -> bool:
    days = sum(not isinstance(cell, str) for cell in cells) + len(cells) * _share(cells, _DATE)
    return bool(cells) and days >= 0.6 * len(cells)


def _bare_names(table: Table, columns: list[Field | None]) -> None:
    """In a list without headings the first words are the names: one column whole, two apart."""
    wordy = [
        place
        for place, field in enumerate(columns)
        if field is None and _share([row[place] for row in table.rows[:200]], _WORDS) >= 0.6
    ]
    if len(wordy) == 1:
        columns[wordy[0]] = Field.FULL_NAME
    elif wordy:
        columns[wordy[0]], columns[wordy[1]] = Field.SURNAME, Field.FIRST_NAME


_WORDS: Final = re.compile(r"[^\W\d_][^\d@]{0,99}")


def _share(cells: Sequence[Value], pattern: re.Pattern[str]) -> float:
    texts = [cell for cell in cells if isinstance(cell, str) and cell]
    return sum(bool(pattern.fullmatch(text)) for text in texts) / max(len(cells), 1)
