"""The index of words: kept with every change in its own transaction, searched on SQLite and
PostgreSQL by one function.

`search_entry` holds the folded words of each record. On SQLite a table of FTS5 indexes them, fed by
triggers; on PostgreSQL a GIN index does. Nothing else writes them: what a transaction's audit names
is read again and its words rewritten before it commits, whichever service, import or undo did it.
"""

import logging
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final, TypeVar
from uuid import UUID

from sqlalchemy import (
    Connection,
    Engine,
    Integer,
    Select,
    Text,
    bindparam,
    cast,
    column,
    delete,
    event,
    func,
    insert,
    select,
    table,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from mgdesk.model import SearchEntry, SearchSlip, Setting
from mgdesk.rules import search
from mgdesk.rules.search import Look, Wanted
from mgdesk.storage import audit
from mgdesk.storage.searchable import CHUNK, KINDS, Records, chunked, records, touched

# ruff: noqa: S608 - the names in these statements are our own
logger = logging.getLogger(__name__)

SCHEME: Final = 2  # of the words: data indexed by another one are indexed again at opening
TABLE: Final = "search_word"
_SETTING: Final = "search"
_ENTRY: Final[Any] = SearchEntry.__table__
_SLIP: Final[Any] = SearchSlip.__table__
_SETTINGS: Final[Any] = Setting.__table__
_VECTOR: Final[Any] = func.array_to_tsvector(func.string_to_array(_ENTRY.c.words, " "))
BATCH: Final = 5000  # records of one statement
_SIGNS: Final = r"""!"#$%&'()*+,-./:;<=>?@[\]^_`{|}~"""  # all but the blank is part of a word
_TOKENS: Final = "ascii tokenchars '{}'".format(_SIGNS.replace("'", "''")).replace('"', '""')
_CREATE: Final = (
    f"""CREATE VIRTUAL TABLE {TABLE} USING fts5(words, content='search_entry',
        content_rowid='number', detail=none, columnsize=0, prefix='1 2 3 4', tokenize="{_TOKENS}")""",
    # Deleted words leave the file at once.
    f"INSERT INTO {TABLE} ({TABLE}, rank) VALUES ('secure-delete', 1)",
)
_FILL: Final = (
    f"INSERT INTO {TABLE} ({TABLE}, rank) VALUES ('hashsize', 67108864)",  # fewer pieces to merge
    f"INSERT INTO {TABLE} ({TABLE}) VALUES ('rebuild')",
    f"INSERT INTO {TABLE} ({TABLE}) VALUES ('optimize')",
    f"INSERT INTO {TABLE} ({TABLE}, rank) VALUES ('hashsize', 1048576)",
)
_COMPARE: Final = f"INSERT INTO {TABLE} ({TABLE}, rank) VALUES ('integrity-check', 1)"
_DROP_OLD: Final = f"""INSERT INTO {TABLE} ({TABLE}, rowid, words)
    VALUES ('delete', old.number, old.words);"""
_ADD_NEW: Final = f"INSERT INTO {TABLE} (rowid, words) VALUES (new.number, new.words);"
_TRIGGERS: Final = (
    f"CREATE TRIGGER search_entry_added AFTER INSERT ON search_entry BEGIN {_ADD_NEW} END",
    f"CREATE TRIGGER search_entry_gone AFTER DELETE ON search_entry BEGIN {_DROP_OLD} END",
    f"""CREATE TRIGGER search_entry_changed AFTER UPDATE OF words ON search_entry
        BEGIN {_DROP_OLD} {_ADD_NEW} END""",
)
_DROP: Final = (
    *(f"DROP TRIGGER IF EXISTS search_entry_{what}" for what in ("added", "gone", "changed")),
    f"DROP TABLE IF EXISTS {TABLE}",
)
_LEARN: Final = text(
    "INSERT INTO search_slip (slip, word) VALUES (:slip, :word) ON CONFLICT DO NOTHING"
)
_UNLEARN: Final = text("DELETE FROM search_slip WHERE slip = :slip AND word = :word")
_SAID_SQLITE: Final = text(f"SELECT 1 FROM {TABLE} WHERE {TABLE} MATCH :sought LIMIT 1")
_SAID_POSTGRES: Final = text(
    "SELECT 1 FROM search_entry WHERE array_to_tsvector(string_to_array(words, ' '))"
    " @@ CAST(:sought AS tsquery) LIMIT 1"
)
_FIND_SQLITE: Final = text(
    f"SELECT e.number, e.record_id, e.words FROM {TABLE} f CROSS JOIN search_entry e"
    f" ON e.number = f.rowid WHERE f.{TABLE} MATCH :sought AND e.kind = :kind"
    " ORDER BY f.rowid DESC LIMIT :most"
).columns(_ENTRY.c.number, _ENTRY.c.record_id, _ENTRY.c.words)
_FIND_POSTGRES: Final = text(
    "SELECT number, record_id, words FROM search_entry"
    " WHERE array_to_tsvector(string_to_array(words, ' ')) @@ CAST(:sought AS tsquery)"
    " AND kind = :kind ORDER BY number DESC LIMIT :most"
).columns(_ENTRY.c.number, _ENTRY.c.record_id, _ENTRY.c.words)
_KNOWN: Final = select(_ENTRY.c.record_id, _ENTRY.c.words).where(
    _ENTRY.c.record_id.in_(bindparam("ids", expanding=True))
)
_ADD: Final = insert(_ENTRY)
_CHANGE: Final = update(_ENTRY).where(_ENTRY.c.record_id == bindparam("of"))
T = TypeVar("T")
Progress = Callable[[int, int], None]  # records done, of how many


# --- with every change ---------------------------------------------------------------------------


def watch(sessions: type[Session]) -> None:
    """Keep the index with all sessions of a kind: after the audit has gathered its rows, before the end."""
    event.listen(sessions, "before_commit", _follow)


def _follow(session: Session) -> None:
    if session.in_nested_transaction():
        return
    connection = session.connection()
    refresh(connection, touched(connection, audit.record_of(session).entries))


def refresh(connection: Connection, found: Records) -> None:
    """Write the words of these records anew; of those that are gone, nothing stays."""
    before: set[str] = set()
    after: set[str] = set()
    for kind, ids in found.items():
        for chunk in chunked(sorted(ids)):
            old, new = _known(connection, chunk), dict(records(connection, kind, chunk))
            _write(connection, kind, old, new)
            before.update(word for words in old.values() for word in words.split(" "))
            after.update(word for words in new.values() for word in words.split(" "))
    _learn(connection, after - before)
    _forget(connection, before - after)


def _known(connection: Connection, ids: Collection[UUID]) -> dict[UUID, str]:
    rows = connection.execute(_KNOWN, {"ids": ids})
    return {record_id: words for record_id, words in rows}  # noqa: C416 - typed rows are not pairs


def _write(connection: Connection, kind: str, old: dict[UUID, str], new: dict[UUID, str]) -> None:
    gone = old.keys() - new.keys()
    if gone:
        connection.execute(delete(_ENTRY).where(_ENTRY.c.record_id.in_(gone)))
    added = [
        _row(kind, record_id, words) for record_id, words in new.items() if record_id not in old
    ]
    if added:
        connection.execute(_ADD, added)
    changed = [
        {"of": record_id, "words": words}
        for record_id, words in new.items()
        if old.get(record_id, words) != words
    ]
    if changed:
        connection.execute(_CHANGE, changed)


def _row(kind: str, record_id: UUID, words: str) -> dict[str, Any]:
    return {"kind": kind, "record_id": record_id, "words": words}


def _learn(connection: Connection, words: Iterable[str]) -> None:
    """Note the slips of words that may be new."""
    slips = (
        {"slip": slip, "word": word}
        for word in sorted(filter(search.has_slips, words))
        for slip in sorted(search.slips(word))
    )
    for batch in batched(slips, BATCH):
        connection.execute(_LEARN, batch)


def _forget(connection: Connection, words: Iterable[str]) -> None:
    """Drop the slips of words that no record says any more."""
    is_sqlite = connection.dialect.name == "sqlite"
    said, grammar = (_SAID_SQLITE, _FTS5) if is_sqlite else (_SAID_POSTGRES, _TSQUERY)
    gone = [
        {"slip": slip, "word": word}
        for word in filter(search.has_slips, words)
        if connection.execute(said, {"sought": grammar.quote(word)}).first() is None
        for slip in search.slips(word)
    ]
    if gone:
        connection.execute(_UNLEARN, gone)


# --- searching -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Entry:
    """A record that was found, by its words."""

    number: int
    record_id: UUID
    words: tuple[str, ...]


def matching(connection: Connection, wanted: Wanted, must: Sequence[str] = ()) -> Select[int]:
    """The numbers of the entries that say what is wanted and hold all the words of `must`."""
    if connection.dialect.name == "sqlite":
        sought = _sought(wanted, must, _FTS5)
        words = table(TABLE, column("rowid", Integer), column(TABLE, Text))
        return select(words.c.rowid.label("number")).where(words.c[TABLE].match(sought))
    sought = _sought(wanted, must, _TSQUERY)
    return select(_ENTRY.c.number).where(_VECTOR.op("@@")(cast(sought, TSQUERY)))


def entries(
    connection: Connection, wanted: Wanted, *, kind: str, must: Sequence[str] = (), limit: int
) -> list[Entry]:
    """The same of one kind, the newest ones first.

    On SQLite the kind is looked at entry by entry: most are people, and a word that half of all
    entries hold is what a question of two rare words would wait for.
    """
    is_sqlite = connection.dialect.name == "sqlite"
    found, grammar = (_FIND_SQLITE, _FTS5) if is_sqlite else (_FIND_POSTGRES, _TSQUERY)
    asked = {"sought": _sought(wanted, must, grammar), "kind": kind, "most": limit}
    return [
        Entry(row.number, row.record_id, tuple(row.words.split(" ")))
        for row in connection.execute(found, asked)
    ]


def words_alike(connection: Connection, word: str, *, limit: int) -> list[str]:
    """Words of records that one slip of the keys may have turned into this one."""
    if not search.has_slips(word):
        return []
    wanted = select(_SLIP.c.word).distinct().where(_SLIP.c.slip.in_(search.slips(word)))
    alike = (row.word for row in connection.execute(wanted))
    return [other for other in alike if other != word and search.is_slip(word, other)][:limit]


@dataclass(frozen=True)
class _Grammar:
    """How a database writes a question of words. Every word is quoted: what people type is never
    read as one."""

    all_of: str
    any_of: str
    quote: Callable[[str], str]
    start: str  # the sign after the beginning of a word

    def look(self, look: Look) -> str:
        return self.quote(look.word) + (self.start if look.is_start else "")


_FTS5: Final = _Grammar(" AND ", " OR ", lambda word: '"{}"'.format(word.replace('"', '""')), "*")
_TSQUERY: Final = _Grammar(
    " & ", " | ", lambda word: "'{}'".format(word.replace("\\", "\\\\").replace("'", "''")), ":*"
)


def _sought(wanted: Wanted, must: Sequence[str], grammar: _Grammar) -> str:
    readings = grammar.any_of.join(
        f"({grammar.all_of.join(_any(looks, grammar) for looks in reading)})" for reading in wanted
    )
    return grammar.all_of.join([*map(grammar.quote, must), f"({readings})"])


def _any(looks: Sequence[Look], grammar: _Grammar) -> str:
    return f"({grammar.any_of.join(map(grammar.look, looks))})"


# --- made anew, and checked ----------------------------------------------------------------------


def bring_up(engine: Engine, progress: Progress | None = None) -> None:
    """Index the data again when their index is missing or of another scheme."""
    with engine.connect() as connection:
        if scheme_of(connection) == SCHEME:
            return
    with engine.execution_options(begins_immediate=True).begin() as connection:
        if scheme_of(connection) != SCHEME:  # another desk may have been quicker
            rebuild(connection, progress)


def scheme_of(connection: Connection) -> int | None:
    setting = Setting.__table__.c
    found = connection.execute(select(setting.value).where(setting.name == _SETTING)).scalar()
    return None if found is None else int(found["scheme"])


def rebuild(connection: Connection, progress: Progress | None = None) -> None:
    """Make the whole index anew from the data, oldest first; 15 s a hundred thousand people."""
    _take_apart(connection)
    connection.execute(delete(_ENTRY))
    connection.execute(delete(_SLIP))
    done, count = 0, sum(count_of(connection, kind) for kind in KINDS)
    words: set[str] = set()
    for kind in KINDS:
        for batch in batched(records(connection, kind), BATCH):
            connection.execute(insert(_ENTRY), [_row(kind, *record) for record in batch])
            words.update(word for _, said in batch for word in said.split(" "))
            done += len(batch)
            if progress:
                progress(done, count)
    _learn(connection, words)
    _put_together(connection)
    connection.execute(delete(_SETTINGS).where(_SETTINGS.c.name == _SETTING))
    connection.execute(insert(_SETTINGS), [{"name": _SETTING, "value": {"scheme": SCHEME}}])
    logger.info("indexed %d records", done)


def _take_apart(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        for statement in _DROP:
            connection.exec_driver_sql(statement)


def _put_together(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        for statement in (*_CREATE, *_FILL, *_TRIGGERS):
            connection.exec_driver_sql(statement)


def faults(connection: Connection) -> list[str]:
    """Where the index and the data do not agree, in words; nothing when they do."""
    found = []
    for kind in KINDS:
        wrong, count = 0, 0
        for batch in batched(records(connection, kind), CHUNK):
            known = _known(connection, [record_id for record_id, _ in batch])
            wrong += sum(known.get(record_id) != words for record_id, words in batch)
            count += len(batch)
        wanted = select(func.count()).select_from(_ENTRY).where(_ENTRY.c.kind == kind)
        wrong += abs(int(connection.execute(wanted).scalar_one()) - count)
        if wrong:
            found.append(f"search does not know {wrong} of {kind} as they are")
    return [*found, *_faults_within(connection)]


def _faults_within(connection: Connection) -> list[str]:
    """Whether SQLite's index says what its entries say; PostgreSQL keeps its own."""
    if connection.dialect.name != "sqlite":
        return []
    try:
        connection.exec_driver_sql(_COMPARE)
    except DBAPIError as error:
        return [f"the index of words is damaged: {error.orig}"]
    return []


def count_of(connection: Connection, kind: str) -> int:
    """How many records there are to index of a kind."""
    table = SearchEntry.metadata.tables[kind]
    return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


def batched(items: Iterable[T], size: int) -> Iterator[list[T]]:
    waiting = iter(items)
    while batch := list(islice(waiting, size)):
        yield batch
