"""What the chain of the audit tells: changes edited, removed, added or swapped, and a tail cut off."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, func, select

from mgdesk.i18n import format_moment, number
from mgdesk.i18n import gettext as _
from mgdesk.model.audit import AuditEntry, Change, Setting
from mgdesk.storage import chain
from mgdesk.storage.chain import Head

FORMER_KEYS: Final = "audit keys"  # a setting of encrypted data: of files that were brought in
_AT_ONCE: Final = 500


@dataclass(frozen=True)
class Anchor:
    """A head that a copy's manifest noted; `source` names the copy."""

    head: Head
    source: str


@dataclass
class Findings:
    """`faults` are sentences; `unchecked` counts changes sealed by keys that are not here."""

    head: Head
    faults: list[str] = field(default_factory=list)
    unchecked: int = 0


def check(connection: Connection, anchors: Sequence[Anchor] = ()) -> Findings:
    """Walk the chain from its beginning and compare it with what copies remember of it."""
    walk = _Walk(connection, known_keys(connection))
    walk.run()
    wanted = {anchor.head.position for anchor in anchors}
    found = select(Change.position, Change.seal).where(Change.position.in_(wanted))
    seals = {position: bytes(seal) for position, seal in connection.execute(found)}
    faults = walk.faults + list(guards_missing(connection))
    faults += list(_disagreeing(anchors, seals, chain.head_of(connection)))
    return Findings(walk.former, faults, walk.unchecked)


def known_keys(connection: Connection) -> dict[bytes, bytes]:
    """The keys at hand by their ids: this desk's, and in encrypted data those of data brought in.

    Whoever can write into encrypted data has its key anyway; on a server that is not so, and what
    it says of keys is not believed.
    """
    own = chain.key_of(connection)
    keys = {chain.key_id(own): own}
    if connection.dialect.name == "sqlite":
        kept = connection.execute(select(Setting.value).where(Setting.name == FORMER_KEYS)).scalar()
        keys |= {bytes.fromhex(name): bytes.fromhex(key) for name, key in (kept or {}).items()}
    return keys


class _Walk:
    """From change to change; the stored seal of each is what the next must lean on."""

    def __init__(self, connection: Connection, keys: Mapping[bytes, bytes]) -> None:
        self._connection, self._keys = connection, keys
        self._erased = _named_as_erased(connection)
        self.former = Head()
        self.faults: list[str] = []
        self.unchecked = 0

    def run(self) -> None:
        last = chain.head_of(self._connection).position
        odd = self._connection.execute(
            select(func.count()).select_from(Change).where(Change.position < 1)
        ).scalar_one()
        if odd:
            self.faults.append(_("Some changes stand outside the chain of the audit."))
        for start in range(1, last + 1, _AT_ONCE):
            if last - self.former.position > 100 * _AT_ONCE and not self._any(start):
                continue  # a gap of millions is one gap
            for change, entries in chain.rows_of(self._connection, start, start + _AT_ONCE - 1):
                self._look(change, entries)

    def _any(self, start: int) -> bool:
        wanted = select(Change.id).where(Change.position.between(start, start + _AT_ONCE - 1))
        return self._connection.execute(wanted.limit(1)).first() is not None

    def _look(self, change: Any, entries: list[Any]) -> None:
        missing = change.position - self.former.position - 1
        if missing:
            self._tell_missing(self.former.position + 1, change.position - 1)
        key = self._keys.get(bytes(change.sealed_by))
        if key is None:
            self.unchecked += 1
        else:
            edited = self._edited(key, change, entries)
            digests = [bytes(entry.digest) for entry in entries]
            head = chain.seal_of(key, self.former, bytes(change.digest), digests)
            if edited:
                self.faults.append(_("Change {which} was edited.", which=_named(change)))
            elif not missing and head.seal != bytes(change.seal):
                self.faults.append(
                    _(
                        "Change {which} does not follow the one before it: changes were swapped, or"
                        " rows of it added or removed.",
                        which=_named(change),
                    )
                )
        self.former = Head(change.position, bytes(change.seal))

    def _edited(self, key: bytes, change: Any, entries: list[Any]) -> bool:
        row = change._mapping  # noqa: SLF001 - SQLAlchemy's public name for a row's columns
        is_whole = chain.change_digest(key, row) == bytes(change.digest)
        is_emptied = not change.values and change.id in self._erased
        return not (is_whole or is_emptied) or any(
            not self._is_as_written(key, entry) for entry in entries
        )

    def _is_as_written(self, key: bytes, entry: Any) -> bool:
        is_emptied = entry.before is None and entry.after is None and entry.id in self._erased
        row = entry._mapping  # noqa: SLF001 - likewise
        return is_emptied or chain.entry_digest(key, row) == bytes(entry.digest)

    def _tell_missing(self, first: int, last: int) -> None:
        if first == last:
            self.faults.append(_("Change {n} is missing.", n=number(first)))
        else:
            said = _(
                "Changes {first} to {last} are missing.", first=number(first), last=number(last)
            )
            self.faults.append(said)


def _named_as_erased(connection: Connection) -> set[UUID]:
    wanted = select(AuditEntry.row_id).where(AuditEntry.operation == chain.ERASED)
    return set(connection.execute(wanted).scalars())


def _named(change: Any) -> str:
    return f"{number(change.position)} ({format_moment(change.at.astimezone())})"


def guards_missing(connection: Connection) -> Iterator[str]:
    """Whether the triggers that refuse changes are all there."""
    if connection.dialect.name == "postgresql":
        found = connection.exec_driver_sql(
            "SELECT count(*) FROM pg_trigger WHERE tgname LIKE '%%_kept_%%' AND tgenabled <> 'D'"
        ).scalar_one()
        wanted = 6
    else:
        found = connection.exec_driver_sql(
            "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%_kept_%'"
        ).scalar_one()
        wanted = 4
    if found < wanted:
        yield _("The guard that refuses changes of the audit was taken away.")
    door = select(Setting.name).where(Setting.name == chain.DOOR)
    if connection.execute(door).first() is not None:
        yield _("The door for erasures stands open: the audit is not guarded.")


def _disagreeing(
    anchors: Iterable[Anchor], seals: Mapping[int, bytes], head: Head
) -> Iterator[str]:
    """The farthest copy that knows changes which are gone, and the copies that know others."""
    beyond = [anchor for anchor in anchors if anchor.head.position > head.position]
    if beyond:
        farthest = max(beyond, key=lambda anchor: anchor.head.position)
        yield _(
            "The end was cut off: the copy {name} knows change {known}, here the last is {last}.",
            name=farthest.source,
            known=number(farthest.head.position),
            last=number(head.position),
        )
    for anchor in anchors:
        seal = seals.get(anchor.head.position)
        if seal is not None and seal != anchor.head.seal:
            yield _(
                "The history was written anew: change {n} is not the one that the copy {name} knows.",
                n=number(anchor.head.position),
                name=anchor.source,
            )
            return
