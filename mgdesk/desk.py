"""The one door of the program: read a query, do an action, undo it; who listens hears what changed.

`read` and `do` may be called from any thread; each is one transaction of its own, in the name of
whoever is at the desk.
"""

import logging
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import partial
from math import ceil
from pathlib import Path
from threading import Lock
from typing import Concatenate, ParamSpec, TypeVar
from uuid import UUID

from sqlalchemy.orm import Session

from mgdesk.errors import DeskError, NotFound
from mgdesk.i18n import N_
from mgdesk.paths import Home
from mgdesk.queries.history import AuditHead, audit_head, change_title
from mgdesk.queries.staff import on_duty_of, pin_name
from mgdesk.rules.keeping import CopyTest, KeepingState
from mgdesk.rules.mending import RepairReport
from mgdesk.rules.passphrase import Secret
from mgdesk.rules.people import StaffRole
from mgdesk.rules.pins import Patience
from mgdesk.rules.rights import Right
from mgdesk.rules.salvage import SalvageReport
from mgdesk.rules.sign_ons import SignOnKind
from mgdesk.storage import (
    audit,
    backup,
    elsewhere,
    erasures,
    keeping,
    mending,
    pins,
    places,
    scrubbing,
    sign_ons,
)
from mgdesk.storage.bounds import staying_at_campus
from mgdesk.storage.database import Store
from mgdesk.storage.duty import ON_DUTY, NobodyAtTheDesk, OnDuty, demand_of
from mgdesk.storage.keys import NoRecoveryKey
from mgdesk.storage.opening import open_store, secret_of_environment
from mgdesk.storage.pins import pin_state
from mgdesk.storage.reach import narrow
from mgdesk.storage.undo import UndoReport
from mgdesk.storage.vault import Vault
from mgdesk.storage.watching import Watch
from mgdesk.storage.whose import changes_staff, turn_back

__all__ = ["Desk", "Vault", "bring_newest_copy", "open_desk", "salvage_file", "save_what_is_left"]

logger = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")
Listener = Callable[[frozenset[str]], None]
Carrier = Callable[[Callable[[], None]], object]  # has something done, now or beside the window


def _at_once(work: Callable[[], None]) -> None:
    work()


def open_desk(home: Home, secret: Secret | None = None) -> "Desk":
    """The desk of a home; its data is made or brought up to date. Raises DeskError, Locked among them."""
    desk = Desk(home, open_store(home, secret=secret))
    desk.secret = secret or secret_of_environment()
    return desk


class WrongPin(DeskError):
    sentence = N_("That is not the PIN.")


class NoWayBack(DeskError):
    sentence = N_(
        "No recovery key was printed for this data, so no PIN can be chosen anew by it. Another"
        " manager can give a new one."
    )


class WaitForPin(DeskError):
    """`seconds` says how long."""

    sentence = N_("Too many wrong PINs: wait {seconds} s, then type it again.")


@dataclass
class _History:
    """What one person did at this desk, and undid."""

    done: list[UndoReport] = field(default_factory=list)
    undone: list[UndoReport] = field(default_factory=list)


def bring_newest_copy(home: Home, secret: Secret | None = None) -> Path:
    """For data that cannot be opened: its newest copy in its place. Raises DeskError."""
    from mgdesk.storage import rescue

    return rescue.bring_newest_copy(home, secret)


def save_what_is_left(home: Home, secret: Secret | None = None) -> SalvageReport:
    """For data that cannot be opened: what can be read of it, in its place. Raises DeskError."""
    from mgdesk.storage import rescue

    return rescue.save_what_is_left(home, secret)


def salvage_file(
    damaged: Path, home: Home, target: Home, secret: Secret | None = None
) -> SalvageReport:
    """Read a damaged file, with the key and the copies of `home`, into a new home. Raises DeskError."""
    from mgdesk.storage.salvage import salvage

    return salvage(damaged, home, target, secret)


class Desk:
    """What the window and the command line hold in their hands."""

    def __init__(self, home: Home, store: Store) -> None:
        self.home = home
        self._store = store
        self._watch = Watch(store)
        self._listeners: list[Listener] = []
        self._lock = Lock()
        self._histories: dict[UUID | None, _History] = {}
        self._on_duty: OnDuty | None = None
        self._acting: ContextVar[OnDuty | None] = ContextVar("acting")
        self._patience = Patience()
        self._has_staff: bool | None = None  # not asked yet
        self.warnings = places.warnings_of(home.root) if store.path else ()
        self._has_changed = True  # since the last routine copy; a start counts
        self.vault = (
            Vault(home.keys, home.backups, store.key, partial(self.demand, Right.RUN))
            if store.key
            else None
        )
        self.second_place: Path | None = None  # where copies go too, while it is there
        self.secret = Secret()  # what it was opened with, for commands; the window asks again
        self.eraser: erasures.Eraser | None = None

    def read(
        self, query: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Answer a query from one consistent view of the data."""
        who = self._who()
        with self._store.reading() as session:
            session.info[ON_DUTY] = who
            narrow(session)
            return query(session, *args, **kwargs)

    def do(
        self, action: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Do an action whole or not at all; on return it is on the disk. Raises DeskError."""
        who = self._who()
        with self._store.writing() as session:
            session.info[ON_DUTY] = who
            with staying_at_campus(session):
                result = action(session, *args, **kwargs)
        self._remember(session)
        return result

    def do_by_itself(
        self, action: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """What the program does of itself, such as closing yesterday: in nobody's name."""
        with self._store.writing() as session:
            result = action(session, *args, **kwargs)
        if tables := audit.changed_tables(session):
            self._tell(tables)
        return result

    @property
    def waits(self) -> bool:
        """Whether a write waits for another desk's to end; a server does not tell."""
        return self._store.turn.is_waited_for

    # --- who is at the desk ----------------------------------------------------------------------

    @property
    def on_duty(self) -> OnDuty | None:
        """Who is at the desk now; None while nobody signed on, or the campus has no staff."""
        return self._on_duty

    @property
    def is_closed(self) -> bool:
        """Whether nothing is read or done until somebody signs on."""
        return self._on_duty is None and self.has_staff

    @property
    def has_staff(self) -> bool:
        """Whether anybody works here who has to sign on."""
        if self._has_staff is None:
            self._look_at_staff()
        return bool(self._has_staff)

    def who_can_sign_on(self) -> list[OnDuty]:
        """Everybody who may sign on, by name: what is read although nobody has."""
        with self._store.reading() as session:
            return on_duty_of(session)

    def sign_on(self, staff_id: UUID, pin: str) -> OnDuty:
        """Have somebody at the desk. Takes its time on purpose: ask beside the window.

        Raises WrongPin, WaitForPin, NotFound.
        """
        self._check_pin(staff_id, pin)
        self._look_at_staff(staff_id)
        if self._on_duty is None:
            raise NotFound
        self._note_came(staff_id)
        return self._on_duty

    def sign_off(self, carry: Carrier = _at_once) -> None:
        """Nobody is at the desk: nothing is read or done until somebody signs on.

        That they left is written by `carry`: a window has that done beside it.
        """
        former, self._on_duty = self._on_duty, None
        carry(partial(self._note_left, former))

    def stand_as_kiosk(self, carry: Carrier = _at_once) -> None:
        """Visitors check themselves in, with the rights of reception and in nobody's name."""
        if self.has_staff:
            former, self._on_duty = self._on_duty, OnDuty(None, StaffRole.RECEPTION)
            carry(partial(self._note_left, former))

    def _note_came(self, staff_id: UUID) -> None:
        self.do_by_itself(sign_ons.note, staff_id=staff_id, kind=SignOnKind.ON)

    def _note_left(self, who: OnDuty | None) -> None:
        """Note that somebody left; whatever hinders that, they did."""
        if who is None or who.staff_id is None:
            return
        try:
            self.do_by_itself(sign_ons.note, staff_id=who.staff_id, kind=SignOnKind.OFF)
        except Exception:  # they are gone all the same
            logger.exception("signing off was not noted")

    def do_with_pin(
        self,
        pin: str,
        action: Callable[Concatenate[Session, P], T],
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """An action that whoever is at the desk gives their PIN for, once more.

        Raises WrongPin, WaitForPin, NobodyAtTheDesk.
        """
        who = self._who()
        if who is None or who.staff_id is None:
            raise NobodyAtTheDesk
        self._check_pin(who.staff_id, pin)
        return self.do(action, *args, **kwargs)

    def do_with_recovery_key(
        self,
        words: str,
        action: Callable[Concatenate[Session, P], T],
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """What the recovery key of the data allows, whoever is at the desk.

        Raises NoWayBack, WrongRecoveryKey, KeptByServer.
        """
        if self.vault is None:
            raise keeping.KeptByServer
        try:
            self.vault.show_recovery(words)
        except NoRecoveryKey:
            raise NoWayBack from None
        return self.do_by_itself(action, *args, **kwargs)

    def wait_for_pin(self, staff_id: UUID) -> int:
        """How many seconds no PIN of theirs is taken yet."""
        with self._store.reading() as session:
            state = pin_state(session, name=pin_name(staff_id))
        return ceil(self._patience.left(pin_name(staff_id), state.failures))

    def _check_pin(self, staff_id: UUID, pin: str) -> None:
        name = pin_name(staff_id)
        with self._store.reading() as session:
            state = pin_state(session, name=name)
        left = ceil(self._patience.left(name, state.failures))
        if left > 0:
            raise WaitForPin(seconds=left)
        if not self.do_by_itself(pins.claim_try, name=name, failures=state.failures):
            raise WaitForPin(seconds=max(1, self.wait_for_pin(staff_id)))
        is_right = pins.is_right(state, pin)
        if is_right:
            self.do_by_itself(pins.note_try, name=name, was_right=True)
        self._patience.left(name, 0 if is_right else state.failures + 1)  # waits from now on
        if not is_right:
            self.do_by_itself(sign_ons.note, staff_id=staff_id, kind=SignOnKind.REFUSED)
            raise WrongPin

    def demand(self, right: Right) -> None:
        """Raises NotAllowed when whoever is at the desk has not this right, NobodyAtTheDesk."""
        demand_of(self._who(), right)

    def may(self, *rights: Right) -> bool:
        """Whether whoever is at the desk has one of these rights; all may while there is no staff."""
        who = self._on_duty
        return not self.is_closed and (who is None or any(map(who.may, rights)))

    def in_their_name(self, work: Callable[[], T]) -> Callable[[], T]:
        """Work that is done for whoever is at the desk now, also when somebody else is by then."""
        who = self._on_duty

        def done() -> T:
            token = self._acting.set(who)
            try:
                return work()
            finally:
                self._acting.reset(token)

        return done if who is not None else work

    def _who(self) -> OnDuty | None:
        """In whose name something is done. Raises NobodyAtTheDesk."""
        who = self._acting.get(self._on_duty)
        if who is None and self.has_staff:
            raise NobodyAtTheDesk
        return who

    def _look_at_staff(self, arriving: UUID | None = None) -> None:
        """Whether there is staff, and whether who signed on still is what they were."""
        with self._store.reading() as session:
            present = {one.staff_id: one for one in on_duty_of(session)}
        self._has_staff = bool(present)
        former = self._on_duty
        known = arriving or (former.staff_id if former else None)
        if known is not None:
            self._on_duty = present.get(known)
            if former is not None and (self._on_duty is None or former.staff_id != known):
                self._note_left(former)  # retired meanwhile, or another came

    def _welcome_the_first(self, *, is_own: bool) -> None:
        """Whoever makes the first manager here is at the desk as that one, and goes on."""
        had_staff = self._has_staff
        self._look_at_staff()
        if is_own and had_staff is False and self._has_staff:
            self._on_duty = first = self.who_can_sign_on()[0]
            if first.staff_id is not None:
                self._note_came(first.staff_id)

    def erase(
        self, action: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Do an erasure of people: for good, without undo, noted beside the data for restores.

        Afterwards nothing of it is left in the file or in what could be undone. Raises DeskError.
        """
        result = self.do(action, *args, **kwargs)
        with self._lock:
            self._histories.clear()
        erasures.note(self.home.root, self.read(erasures.erased_in))
        scrubbing.clean_file(self._store)
        return result

    # --- undo and redo ---------------------------------------------------------------------------

    @property
    def undo_title(self) -> str | None:
        """What `undo` would turn back, in the spoken language."""
        return _title(self._history.done)

    @property
    def redo_title(self) -> str | None:
        return _title(self._history.undone)

    def undo(self) -> str | None:
        """Turn back this desk's last change, whole; its title, or nothing when there is none.

        Raises UndoConflict when something newer leans on it.
        """
        history = self._history
        return self._turn_back(history.done, history.undone)

    def redo(self) -> str | None:
        """Do again what `undo` turned back last."""
        history = self._history
        return self._turn_back(history.undone, history.done)

    def undo_change(self, change_id: UUID) -> UndoReport:
        """Turn back any change of the last 30 days; what was changed since is kept and counted.

        Raises NotAllowed where somebody else did it (`storage.whose`).
        """
        report = self._reverse(change_id, keeps_conflicts=True)
        with self._lock:
            history = self._history
            history.done = [done for done in history.done if done.change_id != change_id]
            history.undone.clear()
        return report

    @property
    def _history(self) -> "_History":
        return self._history_of(self._acting.get(self._on_duty))

    def _history_of(self, who: OnDuty | None) -> "_History":
        """Everybody undoes what they did themselves."""
        return self._histories.setdefault(who.staff_id if who else None, _History())

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
        who = self._who()
        with self._store.writing() as session:
            session.info[ON_DUTY] = who
            with staying_at_campus(session):
                report = turn_back(session, change_id=change_id, keeps_conflicts=keeps_conflicts)
        self._tell(audit.changed_tables(session))
        return report

    def _remember(self, session: Session) -> None:
        tables = audit.changed_tables(session)
        if not tables:
            return
        record = audit.record_of(session)
        if not any(
            changes_staff(entry["table_name"], entry["before"], entry["after"])
            for entry in record.entries
        ):  # those are never undone
            with self._lock:
                history = self._history_of(session.info[ON_DUTY])
                history.done.append(
                    UndoReport(
                        record.change_id, record.title, record.values, len(record.entries), 0
                    )
                )
                history.undone.clear()
        self._tell(tables)

    def erased_people(self) -> frozenset[UUID]:
        """Who was erased here and must not come back by a file."""
        return erasures.noted(self.home.root)

    # --- keeping the data ------------------------------------------------------------------------

    def back_up(self, target: Path | None = None) -> Path:
        """Make a verified copy of the data now; where it is. Raises DeskError.

        Elsewhere than among the home's copies, it is a manager's to make.
        """
        if target is None:
            self._who()
        else:
            self.demand(Right.RUN)
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
        self.demand(Right.RUN)
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
        self._who()
        return keeping.try_restore(self._store, self.home.backups)

    def check(self) -> list[str]:
        """What is wrong with the data, in the words of the checks; nothing when it is sound."""
        return keeping.check(self._store, self.home.backups, self.second_place)

    def audit_head(self) -> AuditHead:
        """Where the chain of the audit ends: it tells of nobody, so that anybody may check."""
        with self._store.reading() as session:
            return audit_head(session)

    def check_search(self) -> list[str]:
        """Where search and the data do not agree; nothing when they do."""
        return keeping.check_search(self._store)

    def rebuild_search(self) -> None:
        """Make the index of words anew: what mends search when it does not agree with the data."""
        self.demand(Right.RUN)
        keeping.rebuild_search(self._store)

    def survey(self) -> RepairReport:
        """What `repair` would mend, and what it would leave; nothing is changed. Raises DeskError."""
        return mending.survey(self._store, self.home.backups, self.second_place)

    def repair(self) -> RepairReport:
        """Mend what can be mended without guessing, after a copy of the data. Raises DeskError."""
        self.demand(Right.RUN)
        report = mending.repair(self._store, self.home.backups, self.second_place)
        if report.mended:
            self._tell(frozenset(audit.audited_tables()))
        return report

    def check_file(self) -> list[str]:
        """The part of `check` that costs no time of the window's: the driver does it alone."""
        return keeping.check_file(self._store)

    def restore(self, source: Path, secret: Secret | None = None) -> Path:
        """Bring the data back to a copy; where the data of before was copied to.

        A copy of another home asks for what opens the keys beside it. Raises DeskError.
        """
        self.demand(Right.RUN)
        erasures.noted(self.home.root)  # while nothing is restored yet
        if erased := self.read(erasures.erased_in):
            erasures.note(self.home.root, erased)
        before = keeping.restore(self._store, self.home.backups, source, secret)
        self._erase_again()
        with self._lock:
            self._histories.clear()
        self._tell(frozenset(audit.audited_tables()))
        return before

    def _erase_again(self) -> None:
        """Who was erased stays erased, whatever copy was brought back."""
        with self._store.writing() as session:
            back = erasures.came_back(session, self.home.root)
            for person_id in back:
                if self.eraser is not None:
                    self.eraser(session, person_id)
        if back:
            scrubbing.clean_file(self._store)

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
        if "staff" in tables:
            self._welcome_the_first(is_own=is_own)
        with self._lock:
            self._has_changed = self._has_changed or is_own  # who wrote makes the copy
            listeners = list(self._listeners)
        for listener in listeners:
            try:
                listener(tables)
            except Exception:  # one listener's fault must not undo what is written
                logger.exception("a listener failed")

    def close(self) -> None:
        """Whoever was at the desk left it."""
        self.sign_off()
        self._store.close()


def _title(stack: list[UndoReport]) -> str | None:
    return change_title(stack[-1].title, stack[-1].values) if stack else None
