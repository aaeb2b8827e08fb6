"""What a page is given: the desk, the settings, and the ways to read, write, tell and go elsewhere."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeVar
from uuid import UUID

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from mgdesk.i18n import gettext as _
from mgdesk.settings import Settings
from mgdesk.ui.kit import allowed
from mgdesk.ui.kit.background import Background, Ticket, WeakCall
from mgdesk.ui.kit.jobs import Jobs
from mgdesk.ui.kit.sound import Sounds
from mgdesk.ui.kit.toast import Toasts

if TYPE_CHECKING:
    from mgdesk.desk import Desk

T = TypeVar("T")

_PATIENCE: Final = 1_000  # milliseconds that a write may take before anybody wonders


class Window(Protocol):
    """What the context asks of the window that owns it."""

    def navigate(self, kind: str, record_id: UUID | None) -> None: ...

    def settle(self) -> None: ...

    def undo(self) -> None: ...

    def fail(self, error: BaseException) -> None: ...

    def apply_setting(self, name: str, value: object) -> None: ...

    def try_scanner(self) -> None: ...
    def look_at_keeping(self) -> None: ...


class Context(QObject):
    """One for the whole window. Queries and services are given as `functools.partial` by keyword."""

    campus_changed = Signal()

    def __init__(
        self,
        desk: "Desk",
        settings: Settings,
        background: Background,
        jobs: Jobs,
        toasts: Toasts,
        window: Window,
    ) -> None:
        super().__init__()
        self.desk, self.settings = desk, settings
        allowed.ask(desk.may)
        self.background, self.jobs = background, jobs
        self.sound = Sounds(settings)
        self._toasts, self._window = toasts, window
        self._answers: set[_Answer] = set()
        self._said_waiting = ""
        self.campus_id: UUID | None = None  # the campus that the window shows; None: all

    # --- reading and writing ---------------------------------------------------------------

    def read(
        self,
        query: Callable[..., T],
        done: Callable[[T], None],
        *,
        failed: Callable[[Exception], None] | None = None,
        key: str = "",
    ) -> Ticket:
        """Read beside the window: `read(partial(queries.people.learners, search=text), self._show)`.

        `done` is a method of a widget; an earlier read with the same `done` (or `key`) is dropped.
        """
        if self.desk.is_closed:  # a page behind the lock asks: nobody is there to be answered
            unasked = Ticket(_nobody)
            unasked.cancel()
            return unasked
        return self.background.run(
            partial(self.desk.read, query), done=done, failed=failed, key=key
        )

    def do(
        self,
        action: Callable[..., T],
        done: Callable[[T], None] | None = None,
        *,
        failed: Callable[[Exception], None] | None = None,
        quiet: bool = False,
    ) -> Ticket:
        """Write beside the window, in order: `do(partial(services.people.rename, …), self._saved)`.

        A toast with Undo tells what was done, unless `quiet`. Without `failed`, a mistake that a
        person can mend is told in a toast.
        """
        answer = _Answer(self, done, failed, quiet=quiet)
        self._answers.add(answer)
        return self.background.run(
            partial(self.desk.do, action),
            done=answer.on_done,
            failed=answer.on_failed,
            in_order=True,
        )

    def do_by_itself(self, action: Callable[..., Any]) -> Ticket:
        """What the program does of itself, whoever is at the desk; nothing is told."""
        work = partial(self.desk.do_by_itself, action)
        return self.background.run(work, failed=self.fail, in_order=True)

    # --- telling and going -----------------------------------------------------------------

    def toast(
        self,
        sentence: str,
        *,
        button: str = "",
        on_click: Callable[[], object] | None = None,
        tone: str = "ok",
    ) -> None:
        """Affirm something for ten seconds, with at most one button."""
        self._toasts.show(sentence, button=button, on_click=on_click, tone=tone)

    def toast_undo(self, sentence: str = "") -> None:
        """Say what was done last (or `sentence`), with Undo."""
        said = sentence or self.desk.undo_title
        if said:
            self._toasts.show_undo(said, self._window.undo)
            self._window.settle()

    def undo(self) -> None:
        """Turn back what was done last, as Ctrl+Z in the window."""
        self._window.undo()

    def fail(self, error: BaseException) -> None:
        """Tell a mistake: its own sentence in a toast, or the calm dialog for what is a fault of ours."""
        self._window.fail(error)

    def apply_setting(self, name: str, value: object) -> None:
        """Change how this computer likes things (language, theme, scale, …); holds at once."""
        self._window.apply_setting(name, value)

    def try_scanner(self) -> None:
        """Open the trial of the scanner."""
        self._window.try_scanner()

    def settle(self) -> None:
        """Have the window look again at what can be undone."""
        self._window.settle()

    def look_at_keeping(self) -> None:
        """Have the status bar say anew whether there is a passphrase and a second place."""
        self._window.look_at_keeping()

    def say_waiting(self) -> None:
        """Say that a write waits for another desk, if it does; it is said until it is done."""
        if self.desk.waits and not self._said_waiting:
            words = _("Another desk is writing. This follows as soon as it has done.")
            self.toast(words, tone="wait")
            self._said_waiting = self._toasts.sentence

    def forget(self, answer: "_Answer") -> None:
        self._answers.discard(answer)
        if self._said_waiting and self._said_waiting == self._toasts.sentence:
            self._toasts.hide()
        self._said_waiting = ""

    def navigate(self, kind: str, record_id: UUID | None = None) -> None:
        """Go to a record: kind is learner, cohort, event, or the name of a page."""
        self._window.navigate(kind, record_id)


def _nobody(_message: object) -> None:
    """Where the answer of what was not asked goes."""


class _Answer(QObject):
    """Between a write and its page: tells the window, then the page if it is still there."""

    def __init__(
        self,
        context: Context,
        done: Callable[..., None] | None,
        failed: Callable[[Exception], None] | None,
        *,
        quiet: bool,
    ) -> None:
        super().__init__()
        self._context, self._is_quiet = context, quiet
        self._done = WeakCall(done) if done else None
        self._failed = WeakCall(failed) if failed else None
        self._patience = QTimer(self)
        self._patience.setInterval(_PATIENCE)
        self._patience.timeout.connect(self._on_waiting)
        self._patience.start()

    @Slot()
    def _on_waiting(self) -> None:
        """It takes its time: say so, when that is another desk's doing."""
        self._context.say_waiting()

    @Slot(object)
    def on_done(self, result: Any) -> None:
        self._patience.stop()
        self._context.forget(self)
        if self._done:
            self._done(result)
        if self._is_quiet:
            self._context.settle()
        else:
            self._context.toast_undo()

    @Slot(object)
    def on_failed(self, error: Exception) -> None:
        self._patience.stop()
        self._context.forget(self)
        if self._failed and self._failed.is_alive:
            self._failed(error)
        else:
            self._context.fail(error)
