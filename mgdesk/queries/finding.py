"""Which records a text finds, the surest first: as typed, then as it sounds, then with one slip."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, and_, exists, false, literal, or_, select, true
from sqlalchemy.orm import Session

from mgdesk.model import Cohort, Event, IssuedDocument, Person, SearchEntry
from mgdesk.rules import names, search
from mgdesk.rules.search import Look, Wanted
from mgdesk.storage import fulltext
from mgdesk.storage.fulltext import Entry
from mgdesk.storage.reach import reach
from mgdesk.storage.searchable import COHORT, DOCUMENT, EVENT, PERSON, kind_word, place_word

__all__ = ["COHORT", "DOCUMENT", "EVENT", "PERSON", "Found", "find_records", "is_found", "says"]

TOO_FEW: Final = 5  # found as typed: with fewer, what sounds alike is looked for as well
MOST_UNSURE: Final = 60  # entries compared when a sound or a slip leads to them
WIDER: Final = 10  # times as many are looked at where some are out of reach
KINDS: Final[dict[str, Any]] = {
    PERSON: Person, COHORT: Cohort, EVENT: Event, DOCUMENT: IssuedDocument,
}  # fmt: skip
MOST_ALIKE: Final = 40  # words that one slip may have turned into the one typed


@dataclass(frozen=True)
class Found:
    """A record found. `is_exact` is false when only a sound or a slip of the keys led to it."""

    id: UUID
    is_exact: bool


def find_records(
    session: Session,
    kind: str,
    text: str,
    *,
    limit: int,
    campus_id: UUID | None = None,
    role: str | None = None,
    is_exact: bool = False,
) -> list[Found]:
    """The records of a kind that the text finds, the surest first, then the newest.

    With `is_exact`, only those found as typed.
    """
    words = search.typed_words(text)
    if not words:
        return []
    narrowed = reach(session)
    if narrowed is None:
        return _looked(session, kind, words, _must(kind, campus_id, role), limit, is_exact=is_exact)
    # Those of the campus first; then whoever else was there, whom only the records themselves tell.
    musts = [_must(kind, campus_id or narrowed, role), _must(kind, campus_id, role)]
    found = {
        record.id: record
        for must, most in zip(musts, (limit, limit * WIDER), strict=True)
        for record in _looked(session, kind, words, must, most, is_exact=is_exact)
    }
    return [found[record_id] for record_id in _seen(session, kind, list(found))][:limit]


def _seen(session: Session, kind: str, ids: list[UUID]) -> list[UUID]:
    """Those within reach: the index knows everybody."""
    if reach(session) is None:
        return ids
    mapped = KINDS[kind]
    seen = set(session.scalars(select(mapped.id).where(mapped.id.in_(ids))))
    return [record_id for record_id in ids if record_id in seen]


def _looked(
    session: Session,
    kind: str,
    words: Sequence[str],
    must: Sequence[str],
    limit: int,
    *,
    is_exact: bool,
) -> list[Found]:
    rounds = _Rounds(session.connection(), kind, must, limit)
    rounds.look(search.as_typed(words, is_whole=True))
    rounds.look(search.as_typed(words))
    if not is_exact and rounds.are_few:
        rounds.look_alike(words)
    return rounds.found()


def find_alike(session: Session, text: str, *, marks: Sequence[str], limit: int) -> list[UUID]:
    """People who hold one of these words whole (a number, an e-mail), then those whose names are
    like the text, whether few or many are found as typed."""
    rounds = _Rounds(session.connection(), PERSON, (), limit)
    if marks:
        rounds.look(tuple(((Look(mark, is_start=False),),) for mark in marks))
    words = search.typed_words(text)
    if words:
        rounds.look(search.as_typed(words))
        rounds.look_alike(words)
    return _seen(session, PERSON, [record.id for record in rounds.found()])


def is_found(session: Session, column: Any, kind: str, text: str) -> ColumnElement[bool]:
    """The condition that a record, whose id is in the column, is found by the text, however many
    are; by sound or slip of the keys only when nothing is found as typed."""
    words = search.typed_words(text)
    if not words:
        return _nothing_typed(text)
    connection = session.connection()
    wanted, must = search.as_typed(words), [kind_word(kind)]
    if fulltext.entries(connection, wanted, kind=kind, must=must, limit=1):
        numbers = fulltext.matching(connection, wanted, must)
        ids = select(SearchEntry.record_id).where(SearchEntry.number.in_(numbers))
        return column.in_(ids)  # type: ignore[no-any-return]  # a column of any table
    found = find_records(session, kind, text, limit=MOST_UNSURE)
    return column.in_([record.id for record in found])  # type: ignore[no-any-return]  # likewise


def says(column: Any, text: str) -> ColumnElement[bool]:
    """The same, record by record, of what other conditions have narrowed to a few: exact only."""
    words = search.typed_words(text)
    if not words:
        return _nothing_typed(text)
    said = literal(" ") + SearchEntry.words + " "
    readings = (
        and_(*(or_(*(_is_said(said, look) for look in looks)) for looks in reading))
        for reading in search.as_typed(words)
    )
    return exists().where(SearchEntry.record_id == column, or_(*readings))


def _nothing_typed(text: str) -> ColumnElement[bool]:
    """Everything for an empty text; nothing for signs that nobody is called by."""
    return false() if names.clean(text) else true()


def _is_said(said: ColumnElement[str], look: Look) -> ColumnElement[bool]:
    return said.contains(f" {look.word}{'' if look.is_start else ' '}", autoescape=True)


def _must(kind: str, campus_id: UUID | None, role: str | None) -> list[str]:
    """The words that narrow a search: a role, a campus, and what few records are."""
    must = [kind_word(role)] if role else []
    if kind != PERSON:
        must.append(kind_word(kind))
    return [*must, place_word(campus_id)] if campus_id else must


class _Rounds:
    """Rounds of looking, each adding what the ones before did not find."""

    def __init__(self, connection: Connection, kind: str, must: Sequence[str], limit: int) -> None:
        self._connection, self._kind, self._must, self._limit = connection, kind, must, limit
        self._found: dict[UUID, bool] = {}  # record → whether as typed

    def look(self, wanted: Wanted) -> None:
        if len(self._found) < self._limit:
            self._add(self._look(wanted, self._limit), is_exact=True)

    def look_alike(self, words: Sequence[str]) -> None:
        """By the sounds of the words, and by the words that a slip may have turned into them; the
        likest first."""
        others = {
            word: fulltext.words_alike(self._connection, word, limit=MOST_ALIKE) for word in words
        }
        found: dict[UUID, Entry] = {}
        for wanted in (search.as_heard(words), search.as_slipped(words, others)):
            if wanted is not None:
                found |= {entry.record_id: entry for entry in self._look(wanted, MOST_UNSURE)}
        likeness = {key: search.likeness(words, entry.words) for key, entry in found.items()}
        ranked = sorted(found.values(), key=lambda e: (-likeness[e.record_id], -e.number))
        self._add(ranked, is_exact=False)

    @property
    def are_few(self) -> bool:
        return len(self._found) < min(TOO_FEW, self._limit)

    def found(self) -> list[Found]:
        return [Found(record_id, is_exact) for record_id, is_exact in self._found.items()]

    def _look(self, wanted: Wanted, limit: int) -> list[Entry]:
        return fulltext.entries(
            self._connection, wanted, kind=self._kind, must=self._must, limit=limit
        )

    def _add(self, entries: Sequence[Entry], *, is_exact: bool) -> None:
        for entry in entries:
            if len(self._found) < self._limit:
                self._found.setdefault(entry.record_id, is_exact)
