"""Work beside the window: a function and plain values go to a thread, the answer comes back here.

Three rules keep this safe. A worker never holds a widget: it is given a function and plain values.
One bridge, alive as long as the application, brings every answer to the thread of the window.
Whoever waits is held weakly, so a closed page simply misses its answer. A new request under the same
key makes the earlier one's answer worthless: the latest wins.

Python runs one thread at a time, so work that reports steps aside while the window shows an answer.
"""

import contextvars
import gc
import logging
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Event
from typing import Any, TypeVar
from weakref import WeakKeyDictionary, WeakMethod

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from mgdesk.errors import Cancelled

logger = logging.getLogger(__name__)

T = TypeVar("T")

BETWEEN_FULL_LOOKS = 30.0  # seconds
YOUNG = 2_000  # objects made since the last look for garbage: fewer are not worth one
ASIDE = 0.02  # seconds that work waits at most for the window, and then goes on at least as long
BETWEEN_REPORTS = 0.05  # seconds: a screen shows no more than twenty steps a second


class Ticket:
    """A piece of work under way: can be cancelled, and tells how far it is."""

    def __init__(
        self,
        post: "Callable[[_Message], None]",
        window_is_free: Event | None = None,
        *,
        is_write: bool = False,
    ) -> None:
        self._post = post
        self._window_is_free, self._stepped_aside = window_is_free, 0.0
        self.is_write = is_write
        self._cancelled = Event()
        self._reported = 0.0
        self.is_finished = False

    def cancel(self) -> None:
        """Ask the work to stop; a function that reports progress stops at its next report."""
        self._cancelled.set()

    @property
    def is_cancelled(self) -> bool:
        return self._cancelled.is_set()

    def report(self, done: int, total: int) -> None:
        """For the worker: `done` of `total` steps. Raises `Cancelled` once somebody cancelled."""
        if self._cancelled.is_set():
            raise Cancelled
        self._step_aside()
        moment = time.monotonic()
        if done >= total or moment - self._reported >= BETWEEN_REPORTS:
            self._reported = moment
            self._post(_Message(self, "progress", (done, total)))

    def _step_aside(self) -> None:
        free = self._window_is_free
        if free is None or free.is_set() or time.monotonic() - self._stepped_aside < ASIDE:
            return
        if not free.wait(ASIDE):
            self._stepped_aside = time.monotonic()


@dataclass(frozen=True)
class _Message:
    ticket: Ticket
    kind: str  # progress, done, failed
    value: Any


@dataclass
class _Waiting:
    done: "WeakCall | None"
    failed: "WeakCall | None"
    progress: "WeakCall | None"
    extra: tuple[Any, ...] = field(default=())


class WeakCall:
    """A method of a widget, held so that the widget may go."""

    def __init__(self, method: Callable[..., object]) -> None:
        owner = getattr(method, "__self__", None)
        if not isinstance(owner, QObject):
            message = "an answer is brought to a method of a widget, so that it can be held weakly"
            raise TypeError(message)
        self._method = WeakMethod(method)

    @property
    def is_alive(self) -> bool:
        method = self._method()
        return method is not None and shiboken6.isValid(getattr(method, "__self__", None))

    def __call__(self, *values: Any) -> None:
        method = self._method()
        if method is not None and shiboken6.isValid(getattr(method, "__self__", None)):
            method(*values)


class Background(QObject):
    """The one bridge between workers and the window; made once, closed at the end."""

    _woken = Signal()

    def __init__(self, *, threads: int = 4) -> None:
        super().__init__()
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="desk")
        self._lane = ThreadPoolExecutor(1, thread_name_prefix="desk-write")
        self._messages: deque[_Message] = deque()
        self._waiting: dict[Ticket, _Waiting] = {}
        self._latest: WeakKeyDictionary[QObject, dict[str, Ticket]] = WeakKeyDictionary()
        self._is_closed = False
        self._window_is_free = Event()
        self._window_is_free.set()
        # What a piece of work is wrapped in when it is asked for: `Desk.in_their_name`.
        self.carry: Callable[[Callable[[], Any]], Callable[[], Any]] = _as_it_is
        self.unhandled: Callable[[BaseException], None] = _log_unhandled
        self.answered: Callable[[], None] = _nothing  # called after answers were brought
        self._woken.connect(self._drain, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        work: Callable[[], T],
        *,
        done: Callable[[T], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
        key: str = "",
        in_order: bool = False,
    ) -> Ticket:
        """Run `work` (a function or `functools.partial` over plain values) in a thread.

        `done(result)` or `failed(error)`, methods of a widget, are called in the window's thread,
        unless the widget went away or asked again under the same `key` (by default the name of
        `done`). `in_order` keeps one piece of work after the other: for writes.
        """
        return self._start(work, None, done, failed, None, key, in_order=in_order)

    def run_reporting(
        self,
        work: Callable[[Callable[[int, int], None]], T],
        *,
        done: Callable[[T], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
        progress: Callable[[int, int], None] | None = None,
        key: str = "",
    ) -> Ticket:
        """Like `run`, for long work that is given `report(done, total)`, which raises `Cancelled`."""
        return self._start(None, work, done, failed, progress, key, in_order=False)

    def post(self, method: Callable[..., None], *values: Any) -> None:
        """From any thread: call a widget's method in the window's thread, soon."""
        ticket = Ticket(self._deliver)
        self._waiting[ticket] = _Waiting(WeakCall(method), None, None, values)
        self._deliver(_Message(ticket, "post", None))

    def make_way(self) -> None:
        """The window is about to show something large: work that reports waits until it is painted."""
        self._window_is_free.clear()
        QTimer.singleShot(0, self, self._window_is_free.set)

    def close(self) -> None:
        """Cancel what runs and bring no more answers. What was to be written is still written."""
        self._is_closed = True
        self._window_is_free.set()
        for ticket in list(self._waiting):
            if not ticket.is_write:
                ticket.cancel()
        self._waiting.clear()
        self._pool.shutdown(wait=False, cancel_futures=True)
        self._lane.shutdown(wait=False)

    def wait(self) -> None:
        """Wait until running work has ended and every write is done (after `close`)."""
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._lane.shutdown(wait=True)

    @property
    def is_idle(self) -> bool:
        return not self._waiting

    def _start(
        self,
        plain: Callable[[], Any] | None,
        reporting: Callable[[Callable[[int, int], None]], Any] | None,
        done: Callable[..., None] | None,
        failed: Callable[[Exception], None] | None,
        progress: Callable[[int, int], None] | None,
        key: str,
        *,
        in_order: bool,
    ) -> Ticket:
        _refuse_widgets(plain or reporting)
        ticket = Ticket(self._deliver, self._window_is_free, is_write=in_order)
        if self._is_closed:  # a page that goes last may still ask: nobody is there to answer
            ticket.cancel()
            return ticket
        self._waiting[ticket] = _Waiting(
            WeakCall(done) if done else None,
            WeakCall(failed) if failed else None,
            WeakCall(progress) if progress else None,
        )
        if not in_order:
            self._supersede(ticket, done or failed, key)
        work = plain if reporting is None else _Reporting(reporting, ticket)
        assert work is not None
        work = self.carry(work)
        context = contextvars.copy_context()
        pool = self._lane if in_order else self._pool
        pool.submit(context.run, _work, work, ticket, self._deliver)
        return ticket

    def _supersede(self, ticket: Ticket, method: Callable[..., None] | None, key: str) -> None:
        if method is None:
            return
        owner: QObject = method.__self__  # type: ignore[attr-defined]  # WeakCall checked that it is bound
        tickets = self._latest.setdefault(owner, {})
        name = key or method.__name__
        earlier = tickets.get(name)
        if earlier is not None:
            earlier.cancel()
            self._waiting.pop(earlier, None)
        tickets[name] = ticket

    def _deliver(self, message: _Message) -> None:
        """In any thread. Only a bare wake-up crosses Qt; what is brought stays in Python."""
        if self._is_closed:
            return
        self._messages.append(message)
        try:
            self._woken.emit()
        except RuntimeError:  # the application went while a worker was at it
            logger.debug("an answer came after the end")

    @Slot()
    def _drain(self) -> None:
        self.make_way()
        while self._messages and not self._is_closed:
            self._hand_over(self._messages.popleft())
        self.answered()

    def _hand_over(self, message: _Message) -> None:
        waiting = self._waiting.get(message.ticket)
        if message.kind == "progress":
            if waiting and waiting.progress and not message.ticket.is_cancelled:
                waiting.progress(*message.value)
            return
        message.ticket.is_finished = True
        self._waiting.pop(message.ticket, None)
        if waiting is None:
            if message.kind == "failed" and not isinstance(message.value, Cancelled):
                logger.info("work that nobody waits for failed", exc_info=message.value)
            return
        if message.kind == "post":
            assert waiting.done is not None
            waiting.done(*waiting.extra)
        elif message.kind == "done":
            if waiting.done:
                waiting.done(message.value)
        elif waiting.failed:
            waiting.failed(message.value)
        elif not isinstance(message.value, Cancelled):
            self.unhandled(message.value)


@dataclass(frozen=True)
class _Reporting:
    work: Callable[[Callable[[int, int], None]], Any]
    ticket: Ticket

    def __call__(self) -> Any:
        return self.work(self.ticket.report)


def _nothing() -> None:
    """What follows an answer, unless somebody says otherwise."""


def _as_it_is(work: Callable[[], Any]) -> Callable[[], Any]:
    return work


def _work(work: Callable[[], Any], ticket: Ticket, deliver: Callable[[_Message], None]) -> None:
    """The body of a worker: whatever happens, exactly one message goes back."""
    if ticket.is_cancelled:
        deliver(_Message(ticket, "failed", Cancelled()))
        return
    try:
        result = work()
    except Exception as error:  # noqa: BLE001 - brought to whoever asked, which shows or logs it
        deliver(_Message(ticket, "failed", error))
    else:
        deliver(_Message(ticket, "done", result))


def _refuse_widgets(work: Any) -> None:
    """A widget in a worker is a crash that comes once in twenty runs: refuse it every time."""
    pending = [work]
    while pending:
        part = pending.pop()
        if isinstance(part, QObject) or isinstance(getattr(part, "__self__", None), QObject):
            message = "a worker is given a function and plain values, never a widget"
            raise TypeError(message)
        if getattr(part, "func", None) is not None:  # functools.partial
            pending += [part.func, *part.args, *part.keywords.values()]
        for cell in getattr(part, "__closure__", None) or ():
            pending.append(_content(cell))


def _content(cell: Any) -> Any:
    """What a closure holds, one level deep."""
    try:
        value = cell.cell_contents
    except ValueError:  # not filled yet
        return None
    return value if isinstance(value, QObject) else None


def _log_unhandled(error: BaseException) -> None:
    logger.error("work in the background failed", exc_info=error)


class WindowThreadCollector(QObject):
    """Collects cyclic garbage in the window's thread only: a widget must never die in a worker.

    Often and young, so that no look at what a worker made in the meantime takes a frame (measured: one look
    a second held the window for 160 ms while a list of 10,000 rows was read); everything only when nothing
    runs beside the window. What is there after the start stays for good and is looked at once.
    """

    def __init__(
        self,
        parent: QObject | None = None,
        *,
        milliseconds: int = 50,
        is_quiet: Callable[[], bool] = lambda: True,
    ) -> None:
        super().__init__(parent)
        self._is_quiet = is_quiet
        self._looked = time.monotonic()
        self._is_settled = False
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        self._timer.start(milliseconds)

    def stop(self) -> None:
        self._timer.stop()
        gc.unfreeze()
        gc.enable()

    @Slot()
    def _look(self) -> None:
        if time.monotonic() - self._looked > BETWEEN_FULL_LOOKS and self._is_quiet():
            gc.collect()
            if not self._is_settled:
                gc.freeze()
                self._is_settled = True
            self._looked = time.monotonic()
        elif gc.get_count()[0] > YOUNG:
            gc.collect(0)
