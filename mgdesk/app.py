"""Starts the window: one per home, painted at once, the desk opened beside it."""

import importlib
import logging
import re
import signal
import sys
from functools import cached_property, partial
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from mgdesk.paths import Home, resource
from mgdesk.ui.kit.frame import Frame
from mgdesk.ui.kit.single import SingleWindow

# Everything else is imported once the window is painted: see `Started._start`.
if TYPE_CHECKING:
    from uuid import UUID

    from PySide6.QtCore import QTranslator
    from PySide6.QtGui import QIcon
    from sqlalchemy.orm import Session

    from mgdesk.desk import Desk
    from mgdesk.rules.passphrase import Secret
    from mgdesk.settings import Settings
    from mgdesk.storage.first_board import FirstRow
    from mgdesk.ui.crash import CrashGuard
    from mgdesk.ui.editors.damaged import Rescue
    from mgdesk.ui.kit.background import Background, Ticket
    from mgdesk.ui.main_window import MainWindow

logger = logging.getLogger(__name__)

APPLICATION_ID = "be.molengeek.Desk"
UNSEEN = 1000  # milliseconds
LISTEN_EVERY = 1000  # milliseconds: to what other desks write
SWITCH = 0.0005  # seconds that a worker may keep Python from the window: a tenth of its own habit
SOON = 400  # milliseconds that the first board may take
REST = 500  # milliseconds after the first page, which has its answers to give first
LATER = (
    "pages.learners", "pages.cohorts", "pages.events", "pages.coworking", "pages.settings",
    "editors.who_is_in", "editors.sheets", "editors.away", "editors.newcampus",
    "editors.bind_token", "editors.verification",
)  # fmt: skip
ENDINGS = (
    "SIGTERM",
    "SIGHUP",
)  # a logout or a shutdown; the terminal that it was started from goes
COPY_EVERY = 15 * 60 * 1000  # milliseconds: a routine copy of the data, when something changed


def run(
    home: Home,
    *,
    language: str | None = None,
    arguments: list[str] | None = None,
    is_kiosk: bool = False,
    passphrase_file: Path | None = None,
) -> int:
    """Open the window on a home and stay until it is closed; the exit code of the program.

    `language` holds for this run only. A second start raises the first window and ends at once; a
    kiosk may stand beside a window.
    """
    application = make_application(arguments or sys.argv)
    single = SingleWindow(home, "kiosk" if is_kiosk else "window")
    if not single.is_first and single.raise_the_other():
        return 0
    started = Started(
        application, home, language, single, is_kiosk=is_kiosk, passphrase_file=passphrase_file
    )
    started.show()
    for name in ENDINGS:
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), started.end)
    code = application.exec()
    started.close()
    single.release()
    return code


class Started(QObject):
    """What lives as long as the window: look, language, background, guard against crashes."""

    _first_rows = Signal(object)

    def __init__(
        self,
        application: QApplication,
        home: Home,
        language: str | None,
        single: SingleWindow | None = None,
        *,
        is_kiosk: bool = False,
        passphrase_file: Path | None = None,
    ) -> None:
        super().__init__(application)
        self._is_kiosk, self._passphrase_file = is_kiosk, passphrase_file
        self._application, self._home, self._single = application, home, single
        self._asked_language = language
        self._translator: QTranslator | None = None
        seen = _glimpse(home.settings)
        self._first_place, self._first_campus = seen.get("place", ""), seen.get("campus", "")
        self._is_dark = _is_dark(seen.get("theme", "system"))
        self._is_looking = False
        if (language or seen.get("language")) == "ar":
            _mirror(application)
        self.frame = Frame(seen.get("geometry", ""), *_first_colours(is_dark=self._is_dark))
        self.window: MainWindow | None = None
        self.background: Background | None = None
        self._guard: CrashGuard | None = None
        self._is_started = False
        self._copies = QTimer(self, interval=COPY_EVERY)
        self._copies.timeout.connect(self._copy)
        self._others = QTimer(self, interval=LISTEN_EVERY)
        self._others.timeout.connect(self._hear_others)
        self._hearing: Ticket | None = None

    @cached_property
    def settings(self) -> "Settings":
        """Read when they are first asked for, after the first paint."""
        from mgdesk import settings as settings_file

        found = settings_file.load(self._home.settings)
        self._written, self._language_at_start = repr(found), found.language
        return found

    def show(self) -> None:
        """Show the window, and start everything else once it is painted."""
        self.frame.installEventFilter(self)
        self.frame.show()
        QTimer.singleShot(UNSEEN, self, self._start)  # a window that starts hidden is never painted

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and not self._is_looking:
            self._is_looking = True
            QTimer.singleShot(0, self, self._look_first)
        return False

    def _look_first(self) -> None:
        """Who is expected today, by the quickest way there is, where Today is the page to come."""
        if self._first_place not in {"", "today"}:
            self._start()
            return
        self._first_rows.connect(self._on_first_rows)
        Thread(target=self._read_first, name="first board", daemon=True).start()
        QTimer.singleShot(SOON, self, self._start)

    def _read_first(self) -> None:
        from mgdesk.storage.first_board import first_board

        self._first_rows.emit(first_board(self._home, campus=self._first_campus))

    def _on_first_rows(self, rows: "list[FirstRow]") -> None:
        if rows and not self._is_started:
            self.frame.show_early(rows, is_dark=self._is_dark)
        QTimer.singleShot(0, self, self._start)

    def end(self, *_signal: object) -> None:
        """Asked to end, at a logout or by the system: as if the window were closed, without asking.

        Python hears of it when it next runs, within a second: `_others` sees to that.
        """
        self._application.quit()

    def close(self) -> None:
        """Keep the settings, end what runs, close the data."""
        self._keep()
        if self.background is not None:
            self.background.close()
            self.background.wait()
        if self._guard is not None:
            self._guard.remove()
            self._latin.stop()
        if self.window is not None and self.window.context is not None:
            _copy_and_close(self.window.context.desk)

    def _copy(self) -> None:
        if self.background is not None and self.window is not None and self.window.context:
            copy = self.window.context.desk.back_up_routinely
            self.background.run(copy, failed=self.window.fail, key="copy")
            self.background.run(_give_back_memory)

    def _hear_others(self) -> None:
        """Ask what other desks wrote, unless the last question is still on its way."""
        if self.background is None or self.window is None or self.window.context is None:
            return
        if self._hearing is None or self._hearing.is_finished:
            hear = self.window.context.desk.hear_others
            self._hearing = self.background.run(hear, failed=self._on_deaf)

    def _on_deaf(self, error: Exception) -> None:
        """The data cannot be asked now; it is asked again in a second."""
        logger.info("other desks were not heard: %s", type(error).__name__)

    def _start(self) -> None:
        """The window is painted: now the rest, the desk in a thread."""
        if self._is_started:
            return
        self._is_started = True
        self.frame.removeEventFilter(self)
        from mgdesk import log
        from mgdesk.ui.crash import CrashGuard
        from mgdesk.ui.kit import dress
        from mgdesk.ui.kit.background import Background, WindowThreadCollector
        from mgdesk.ui.main_window import MainWindow

        log.start_log(self._home.logs)
        self._fonts = dress.FontsToCome(self)
        self._dress()
        self.background = Background()
        window = MainWindow(
            self.frame,
            self.settings,
            self.background,
            dress=self._dress,
            keep=self._keep,
            begins_as_kiosk=self._is_kiosk,
        )
        self.window = window
        window.arrived.connect(lambda: QTimer.singleShot(REST, self, self._bring_the_rest))
        self._guard = CrashGuard(window.fail, self)
        self._guard.install()
        self.background.unhandled = window.fail
        self._collector = WindowThreadCollector(self, is_quiet=lambda: self._is_quiet)
        sys.setswitchinterval(SWITCH)
        opener = partial(_open, self._home, window.place)
        window.open_with(
            partial(opener, passphrase_file=self._passphrase_file),
            opener,
            partial(_rescue, self._home),
        )
        self._copies.start()
        self._others.start()
        self._listen(window)

    def _bring_the_rest(self) -> None:
        """The first page stands: what it did without comes now, before somebody asks for it."""
        self._fonts.bring_the_others()
        if self.background is not None:
            self.background.run(_import_the_rest)

    @property
    def _is_quiet(self) -> bool:
        return self.background is not None and self.background.is_idle

    def _listen(self, window: "MainWindow") -> None:
        """To foreign keyboards, to another start, to the system's colours."""
        from mgdesk.ui.kit.keyboard import LatinShortcuts

        self._latin = LatinShortcuts(self)
        self._latin.watch(lambda: [] if window.kiosk_window else window.commands.shown)
        if self._single is not None:
            self._single.serve(self._raise)
        self._application.styleHints().colorSchemeChanged.connect(self._on_system_colours)
        self._application.setWindowIcon(_icon())

    def _dress(self) -> None:
        """Put on the language and the look of the settings."""
        from mgdesk import i18n
        from mgdesk.ui.kit import dress

        if self.settings.language != self._language_at_start:
            self._asked_language = None  # somebody chose in the window: that is newer
        i18n.speak(self._asked_language or self.settings.language or _system_language())
        self._translator = _speak_qt(self._application, self._translator)
        dress.wear(
            self._application,
            colours=self.settings.theme,
            scale=self.settings.scale,
            reduce_motion=self.settings.reduce_motion,
        )

    def _on_system_colours(self) -> None:
        if self.settings.theme == "system":
            self._dress()

    def _keep(self) -> None:
        """Save the settings when they changed; a folder that cannot be written is no drama."""
        kept = self.settings
        if repr(kept) == self._written:
            return
        from mgdesk import settings as settings_file
        from mgdesk.errors import DeskError

        try:
            settings_file.save(self.settings, self._home.settings)
            self._written = repr(self.settings)
        except DeskError:
            logger.warning("the settings could not be saved")

    def _raise(self) -> None:
        front = self.window.front() if self.window is not None else self.frame
        if front.isMinimized():
            front.showNormal()
        front.show()
        front.raise_()
        front.activateWindow()


def _open(
    home: Home,
    place: str,
    secret: "Secret | None" = None,
    *,
    passphrase_file: Path | None = None,
) -> "Desk":
    """Runs in a thread: the data, and the code of the first page, which needs it."""
    from mgdesk.desk import open_desk
    from mgdesk.rules.passphrase import Secret

    if passphrase_file is not None:
        secret = Secret(passphrase_file.read_text(encoding="utf-8-sig"))
    desk = open_desk(home, secret)
    desk.eraser = _erase_again
    desk.secret = Secret()  # the window asks again before it changes a lock
    desk.has_staff  # noqa: B018 - asked here, so that the window's thread needs not
    importlib.import_module(f"mgdesk.ui.pages.{place}")
    return desk


def _rescue(home: Home, secret: "Secret | None") -> "Rescue":
    """What can be done with damaged data."""
    from mgdesk.desk import bring_newest_copy, save_what_is_left
    from mgdesk.ui.editors.damaged import Rescue

    return Rescue(
        partial(bring_newest_copy, home, secret), partial(save_what_is_left, home, secret)
    )


def _erase_again(session: "Session", person_id: "UUID") -> None:
    """Who was erased stays so after a restore; imported when that happens."""
    from mgdesk.services.erasing import erase_again

    erase_again(session, person_id)


def _import_the_rest() -> None:
    """Runs in a thread: the code of the other pages and of what Today opens."""
    for name in LATER:
        importlib.import_module(f"mgdesk.ui.{name}")


def _give_back_memory() -> None:
    from mgdesk.ui.kit.memory import give_back

    give_back()


def _copy_and_close(desk: "Desk") -> None:
    """A last routine copy; that it failed is for the log, since nobody is there to read it."""
    from mgdesk.errors import DeskError

    try:
        desk.back_up_routinely()
    except DeskError as error:
        logger.warning("no copy at closing: %s", type(error).__name__)
    desk.close()


def make_application(arguments: list[str]) -> QApplication:
    """The application, named as the system knows it."""
    existing = QCoreApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication(arguments)
    application.setApplicationName("mgdesk")
    QGuiApplication.setDesktopFileName(APPLICATION_ID)
    return application


def _icon() -> "QIcon":
    from PySide6.QtGui import QIcon

    drawing = resource("art", "mgdesk.svg")
    return QIcon(str(drawing)) if drawing.exists() else QIcon()


def _system_language() -> str:
    """The first of the system's languages that the desk speaks."""
    from PySide6.QtCore import QLocale

    from mgdesk import i18n

    for name in QLocale.system().uiLanguages():
        short = name.replace("_", "-").split("-")[0]
        if short in i18n.LANGUAGES:
            return short
    return i18n.DEFAULT


def _speak_qt(application: QApplication, former: "QTranslator | None") -> "QTranslator":
    """Qt's own words (Copy, Paste…) and the direction of everything, in the language spoken."""
    from PySide6.QtCore import QLibraryInfo, QLocale, Qt, QTranslator

    from mgdesk import i18n

    if former is not None:
        application.removeTranslator(former)
    translator = QTranslator(application)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load(f"qtbase_{i18n.spoken_language()}", folder):
        application.installTranslator(translator)
    QLocale.setDefault(QLocale(i18n.spoken_locale()))
    direction = Qt.LayoutDirection
    is_mirrored = i18n.is_right_to_left()
    application.setLayoutDirection(direction.RightToLeft if is_mirrored else direction.LeftToRight)
    return translator


def _glimpse(path: Path) -> dict[str, str]:
    """What the first moments want of the settings, before anything reads TOML."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return {}
    return dict(
        re.findall(r'^(theme|geometry|place|campus|language) = "([\w-]*)"$', text, re.MULTILINE)
    )


def _mirror(application: QApplication) -> None:
    from PySide6.QtCore import Qt

    application.setLayoutDirection(Qt.LayoutDirection.RightToLeft)


def _is_dark(theme: str) -> bool:
    # Asked of the palette, because Qt's own names of colour schemes are slow to load.
    system = QGuiApplication.palette().window().color().lightness() < 128
    return theme == "dark" or (theme == "system" and system)


def _first_colours(*, is_dark: bool) -> tuple[str, str]:
    """Ground and rail of the first paint, as the tokens have them (a test compares)."""
    return ("#14181b", "#191e22") if is_dark else ("#f5f6f8", "#ffffff")
