"""What a person leaves behind in the audit, and in the file itself, once their rows are emptied.

Entries about them lose what they held and keep their digests, so the chain of the audit still holds;
which ones is named in the change that erases (`chain.door`). Afterwards the file is written anew.
"""

import json
import logging
from collections.abc import Collection, Iterable, Iterator
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Text, cast, or_, select, update
from sqlalchemy.orm import Session

from mgdesk.model import AuditEntry, Change
from mgdesk.storage import audit, chain, personal
from mgdesk.storage.database import Store
from mgdesk.storage.searchable import chunked

logger = logging.getLogger(__name__)

_PATTERNS: Final = 20  # of one question
_ESCAPE: Final = "~"


def former_rows(session: Session, person_id: UUID) -> dict[str, set[UUID]]:
    """The rows that ever belonged to a person, by table, as the audit remembers them."""
    known: dict[str, set[UUID]] = {personal.PERSON: {person_id}}
    for table, columns in personal.owned().items():
        for owner in {owning.owner for owning in columns}:
            said = _entries_saying(session, table, known.get(owner, ()))
            known.setdefault(table, set()).update(entry.row_id for entry in said)
    return known


def _entries_saying(session: Session, table: str, ids: Iterable[UUID]) -> Iterator[Any]:
    """Entries of a table that name one of these keys."""
    for batch in _batched(sorted(map(str, ids))):
        named = or_(*(_holds(column, text) for text in batch for column in _VALUES))
        wanted = select(AuditEntry.row_id).where(AuditEntry.table_name == table, named)
        yield from session.execute(wanted)


_VALUES: Final = (AuditEntry.before, AuditEntry.after)


def _holds(column: Any, text: str) -> Any:
    for sign in (_ESCAPE, "%", "_"):
        text = text.replace(sign, _ESCAPE + sign)
    return cast(column, Text).like(f"%{text}%", escape=_ESCAPE)


def former_values(session: Session, table: str, ids: Iterable[UUID], name: str) -> set[str]:
    """What a column of these rows ever held, as the audit remembers it."""
    found: set[str] = set()
    for chunk in chunked(sorted(ids)):
        wanted = select(AuditEntry.before, AuditEntry.after).where(
            AuditEntry.table_name == table, AuditEntry.row_id.in_(chunk)
        )
        for entry in session.execute(wanted):
            found.update(str(said[name]) for said in entry if said and said.get(name))
    return found


def empty_audit(session: Session, rows: dict[str, set[UUID]], names: Collection[str]) -> int:
    """Empty all that the audit holds of these rows, and the names in titles; how many entries.

    The change under way keeps its own entries without what they held: it cannot be undone.
    """
    session.flush()
    for entry in audit.record_of(session).entries:
        entry["before"] = entry["after"] = None
    entries = list(_entries_about(session, rows))
    changes = list(_changes_naming(session, names))
    with chain.door(session):
        for chunk in chunked(sorted(entries)):
            emptied = update(AuditEntry).where(AuditEntry.id.in_(chunk))
            session.execute(emptied.values(before=None, after=None), execution_options=_QUIET)
        for chunk in chunked(sorted(changes)):
            named = update(Change).where(Change.id.in_(chunk)).values(values={})
            session.execute(named, execution_options=_QUIET)
    audit.note_erased(session, table=AuditEntry.__tablename__, ids=entries)
    audit.note_erased(session, table=Change.__tablename__, ids=changes)
    return len(entries)


_QUIET: Final = {"synchronize_session": False}


def _entries_about(session: Session, rows: dict[str, set[UUID]]) -> Iterator[UUID]:
    for table, ids in rows.items():
        for chunk in chunked(sorted(ids)):
            wanted = select(AuditEntry.id).where(
                AuditEntry.table_name == table,
                AuditEntry.row_id.in_(chunk),
                or_(*(cast(column, Text).is_not(None) for column in _VALUES)),
            )
            yield from session.scalars(wanted)


def _changes_naming(session: Session, names: Collection[str]) -> set[UUID]:
    """Changes whose title says one of these names."""
    found: set[UUID] = set()
    # As JSON holds it: what is no ASCII is escaped.
    texts = sorted({json.dumps(name)[1:-1] for name in names if len(name) > 1})
    for batch in _batched(texts):
        said = or_(*(_holds(Change.values, text) for text in batch))
        found.update(session.scalars(select(Change.id).where(said)))
    return found


def _batched(texts: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(texts), _PATTERNS):
        yield texts[start : start + _PATTERNS]


# --- the file ------------------------------------------------------------------------------------


def clean_file(store: Store) -> bool:
    """Write the file anew and empty its journal, so that no page holds what was deleted.

    False when another desk is at work: `secure_delete` has overwritten it in the newest pages, and
    the journal follows when that desk closes. On a server it is the server's to do.
    """
    from sqlcipher3 import dbapi2

    if store.key is None:
        return True
    with store.engine.connect() as connection:
        raw: Any = connection.connection.driver_connection
        try:
            raw.execute("VACUUM")
            busy, _pages, _done = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        except dbapi2.OperationalError as error:
            logger.info("the file was not written anew: %s", type(error).__name__)
            return False
    return not busy
