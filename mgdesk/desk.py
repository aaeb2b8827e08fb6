"""The one door of the program: read a query, do an action, undo it; who listens hears what changed.

`read` and `do` may be called from any thread; each is one transaction of its own.
"""

import logging
from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import Concatenate, ParamSpec, TypeVar
from uuid import UUID

from sqlalchemy.orm import Session

from mgdesk.paths import Home
from mgdesk.queries.history import change_title
from mgdesk.rules.keeping import CopyTest, KeepingState
from mgdesk.rules.passphrase import Secret
from mgdesk.storage import audit, backup, elsewhere, erasures, keeping, places, undo
from mgdesk.storage.database import Store
from mgdesk.storage.opening import open_store, secret_of_environment
from mgdesk.storage.undo import UndoReport
from mgdesk.storage.vault import Vault
from mgdesk.storage.watching import Watch

__all__ = ["Desk", "Vault", "open_desk"]

logger = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")
Listener = Callable[[frozenset[str]], None]


def open_desk(home: Home, secret: Secret | None = None) -> "Desk":
    """The desk of a home; its data is made or brought up to date. Raises DeskError, Locked among them."""
    desk = Desk(home, open_store(home, secret=secret))
    desk.secret = secret or secret_of_environment()
    return desk


class Desk:
    """What the window and the command line hold in their hands."""

    def __init__(self, home: Home, store: Store) -> None:
        self.home = home
        self._store = store
        self._watch = Watch(store)
        self._listeners: list[Listener] = []
        self._lock = Lock()
        self._done: list[UndoReport] = []
        self._undone: list[UndoReport] = []
        self.warnings = places.warnings_of(home.root) if store.path else ()
        self._has_changed = True  # since the last routine copy; a start counts
        self.vault = Vault(home.keys, home.backups, store.key) if store.key else None
        self.second_place: Path | None = None  # where copies go too, while it is there
        self.secret = Secret()  # what it was opened with, for commands; the window asks again
        self.eraser: erasures.Eraser | None = None

    def read(
        self, query: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Answer a query from one consistent view of the data."""
        with self._store.reading() as session:
            return query(session, *args, **kwargs)

    def do(
        self, action: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Do an action whole or not at all; on return it is on the disk. Raises DeskError."""
        with self._store.writing() as session:
            result = action(session, *args, **kwargs)
        self._remember(session)
        return result

    @property
    def waits(self) -> bool:
        """Whether a write waits for another desk's to end; a server does not tell."""
        return self._store.turn.is_waited_for

    # --- undo and redo ---------------------------------------------------------------------------

    @property
    def undo_title(self) -> str | None:
        """What `undo` would turn back, in the spoken language."""
        return _title(self._done)

    @property
    def redo_title(self) -> str | None:
        return _title(self._undone)

    def undo(self) -> str | None:
        """Turn back this desk's last change, whole; its title, or nothing when there is none.

        Raises UndoConflict when something newer leans on it.
        """
        return self._turn_back(self._done, self._undone)

    def redo(self) -> str | None:
        """Do again what `undo` turned back last."""
        return self._turn_back(self._undone, self._done)

    def undo_change(self, change_id: UUID) -> UndoReport:
        """Turn back any change of the last 30 days; what was changed since is kept and counted."""
        report = self._reverse(change_id, keeps_conflicts=True)
        with self._lock:
            self._done = [done for done in self._done if done.change_id != change_id]
            self._undone.clear()
        return report

    def _turn_back(self, source: list[UndoReport], target: list[UndoReport]) -> str | None:
        with self._lock:
            last = source.pop() if source else None
        if last is None:
            return None
        try:
            report = self._reverse(last.change_id, keeps_conflicts=False)
        except BaseException:
            with self._lock:
                source.append(last)
            raise
        with self._lock:
            target.append(report)
        return change_title(last.title, last.values)

    def _reverse(self, change_id: UUID, *, keeps_conflicts: bool) -> UndoReport:
        with self._store.writing() as session:
            report = undo.undo_change(session, change_id=change_id, keeps_conflicts=keeps_conflicts)
        self._tell(audit.changed_tables(session))
        return report

    def _remember(self, session: Session) -> None:
        tables = audit.changed_tables(session)
        if not tables:
            return
        record = audit.record_of(session)
        with self._lock:
            self._done.append(
                UndoReport(record.change_id, record.title, record.values, len(record.entries), 0)
            )
            self._undone.clear()
        self._tell(tables)

    # --- keeping the data ------------------------------------------------------------------------

    def back_up(self, target: Path | None = None) -> Path:
        """Make a verified copy of the data now; where it is. Raises DeskError."""
        made = keeping.back_up(self._store, self.home.backups, "asked-for", target)
        self._carry()
        return made

    def back_up_routinely(self) -> Path | None:
        """Make a routine copy when something changed since the last one; older ones are thinned out.

        The newest goes to the second place too, once that is there.
        """
        with self._lock:
            is_due, self._has_changed = self._has_changed, False
        if self._store.key is None:
            return None
        made = None
        if is_due:
            made = keeping.back_up(self._store, self.home.backups, backup.ROUTINE)
        self._carry()
        return made

    def _carry(self) -> None:
        if self.second_place is not None and self._store.key is not None:
            elsewhere.carry(self.home.backups, self.second_place)

    def choose_second_place(self, place: Path | None) -> None:
        """Have copies go there too, the newest now; None ends it. Raises DeskError."""
        if place is not None:
            elsewhere.choose(place, self.home.root, self.home.keys)
        self.second_place = place
        self._carry()

    def keeping_state(self) -> KeepingState:
        """The copies, the last tested one, the second place. Raises KeptByServer."""
        second = self.second_place
        return KeepingState(
            copies=tuple(keeping.list_copies(self._store, self.home.backups)),
            tested=keeping.last_test(self.home.backups),
            second=elsewhere.state(self.home.backups, second) if second else None,
        )

    def try_restore(self) -> CopyTest:
        """Open the newest copy in a temporary folder and check it whole. Raises DeskError."""
        return keeping.try_restore(self._store, self.home.backups)

    def check(self) -> list[str]:
        """What is wrong with the data, in the words of the checks; nothing when it is sound."""
        return keeping.check(self._store, self.home.backups, self.second_place)

    def check_search(self) -> list[str]:
        """Where search and the data do not agree; nothing when they do."""
        return keeping.check_search(self._store)

    def rebuild_search(self) -> None:
        """Make the index of words anew: what mends search when it does not agree with the data."""
        keeping.rebuild_search(self._store)

    def check_file(self) -> list[str]:
        """The part of `check` that costs no time of the window's: the driver does it alone."""
        return keeping.check_file(self._store)

    def restore(self, source: Path, secret: Secret | None = None) -> Path:
        """Bring the data back to a copy; where the data of before was copied to.

        A copy of another home asks for what opens the keys beside it. Raises DeskError.
        """
        erasures.noted(self.home.root)  # while nothing is restored yet
        before = keeping.restore(self._store, self.home.backups, source, secret)
        self._erase_again()
        with self._lock:
            self._done.clear()
            self._undone.clear()
        self._tell(frozenset(audit.audited_tables()))
        return before

    def _erase_again(self) -> None:
        """Who was erased stays erased, whatever copy was brought back."""
        with self._store.writing() as session:
            for person_id in erasures.came_back(session, self.home.root):
                if self.eraser is not None:
                    self.eraser(session, person_id)

    # --- listeners -------------------------------------------------------------------------------

    def listen(self, callback: Listener) -> Callable[[], None]:
        """Call back after each write with the names of changed tables, in the thread that wrote.

        What other desks wrote comes in the thread that heard of it. Returns what stops listening.
        """
        with self._lock:
            self._listeners.append(callback)

        def stop() -> None:
            with self._lock:
                if callback in self._listeners:
                    self._listeners.remove(callback)

        return stop

    def hear_others(self) -> frozenset[str]:
        """Tell the listeners what other desks wrote since the last time; the tables they changed.

        One short read: ask it every second, from one thread. Raises DeskError.
        """
        tables = self._watch.look()
        if tables:
            self._tell(tables, is_own=False)
        return tables

    def _tell(self, tables: frozenset[str], *, is_own: bool = True) -> None:
        with self._lock:
            self._has_changed = self._has_changed or is_own  # who wrote makes the copy
            listeners = list(self._listeners)
        for listener in listeners:
            try:
                listener(tables)
            except Exception:  # one listener's fault must not undo what is written
                logger.exception("a listener failed")

    def close(self) -> None:
        self._store.close()


def _title(stack: list[UndoReport]) -> str | None:
    return change_title(stack[-1].title, stack[-1].values) if stack else None
