"""Notices what other desks wrote: another window on the same file, another computer on the server.

Once a second one short read of the newest changes, by their index; the same on both databases. A
change is known by its key, not by its place in time: a long transaction shows up late, with the
moment at which it began, and two computers never have quite the same clock.
"""

from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import Row, func, select

from mgdesk.model.audit import AuditEntry, Change
from mgdesk.storage.database import Store

LOOK_BACK: Final = timedelta(minutes=15)  # how late a change may show up and still be noticed
_FIRST: Final = datetime(2000, 1, 1, tzinfo=UTC)  # before any change


class Watch:
    """What this desk knows of the changes; begins with those that were there when it opened."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._newest = self._begun = store.clock.last
        self._seen: set[UUID] | None = None
        self._state: Row[int, datetime] | None = None  # how many recent changes, and the newest

    def look(self) -> frozenset[str]:
        """The tables that other desks changed since the last look."""
        since = max(self._newest, _FIRST) - LOOK_BACK
        with self._store.reading() as session:
            state = session.execute(
                select(func.count(), func.max(Change.at)).where(Change.at >= since)
            ).one()
            if state == self._state:
                return frozenset()
            wanted = select(Change.id, Change.at).where(Change.at >= since)
            found = {row.id: row.at for row in session.execute(wanted)}
            known = self._known(found)
            fresh = [one for one in found if one not in known and one not in self._store.own]
            tables: frozenset[str] = frozenset()
            if fresh:
                entries = select(AuditEntry.table_name).where(AuditEntry.change_id.in_(fresh))
                tables = frozenset(session.scalars(entries.distinct()))
        self._seen, self._state = set(found), state
        self._store.own.difference_update(found)
        if found:
            self._newest = max(found.values())
            self._store.clock.hear(self._newest)
        return tables

    def _known(self, found: dict[UUID, datetime]) -> set[UUID]:
        if self._seen is not None:
            return self._seen
        return {one for one, at in found.items() if at <= self._begun}
