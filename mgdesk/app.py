"""Starts the window: one per home, painted at once, the desk opened beside it."""

import importlib
import logging
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QLocale, QObject, QTimer, QTranslator
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication

from mgdesk import settings as settings_file
from mgdesk.paths import Home, resource
from mgdesk.ui.kit.frame import Frame
from mgdesk.ui.kit.single import SingleWindow

# Everything else is imported once the window is painted: see `Started._start`.
if TYPE_CHECKING:
    from mgdesk.desk import Desk
    from mgdesk.rules.passphrase import Secret
    from mgdesk.ui.crash import CrashGuard
    from mgdesk.ui.kit.background import Background
    from mgdesk.ui.main_window import MainWindow

logger = logging.getLogger(__name__)

APPLICATION_ID = "be.molengeek.Desk"
UNSEEN = 1000  # milliseconds
COPY_EVERY = 15 * 60 * 1000  # milliseconds: a routine copy of the data, when something changed


def run(
    home: Home,
    *,
    language: str | None = None,
    arguments: list[str] | None = None,
    passphrase_file: Path | None = None,
) -> int:
    """Open the window on a home and stay until it is closed; the exit code of the program.

    `language` holds for this run only. A second start raises the first window and ends at once.
    """
    application = make_application(arguments or sys.argv)
    single = SingleWindow(home)
    if not single.is_first and single.raise_the_other():
        return 0
    started = Started(application, home, language, single, passphrase_file)
    started.show()
    code = application.exec()
    started.close()
    single.release()
    return code


class Started(QObject):
    """What lives as long as the window: look, language, background, guard against crashes."""

    def __init__(
        self,
        application: QApplication,
        home: Home,
        language: str | None,
        single: SingleWindow | None = None,
        passphrase_file: Path | None = None,
    ) -> None:
        super().__init__(application)
        self._passphrase_file = passphrase_file
        self._application, self._home, self._single = application, home, single
        self.settings = settings_file.load(home.settings)
        self._written = repr(self.settings)
        self._asked_language, self._language_at_start = language, self.settings.language
        self._translator: QTranslator | None = None
        self.frame = Frame(self.settings.geometry, *_first_colours(self.settings.theme))
        self.window: MainWindow | None = None
        self.background: Background | None = None
        self._guard: CrashGuard | None = None
        self._is_started = False
        self._copies = QTimer(self, interval=COPY_EVERY)
        self._copies.timeout.connect(self._copy)

    def show(self) -> None:
        """Show the window, and start everything else once it is painted."""
        self.frame.installEventFilter(self)
        self.frame.show()
        QTimer.singleShot(UNSEEN, self, self._start)  # a window that starts hidden is never painted

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and not self._is_started:
            QTimer.singleShot(0, self, self._start)
        return False

    def close(self) -> None:
        """Keep the settings, end what runs, close the data."""
        self._keep()
        if self.background is not None:
            self.background.close()
            self.background.wait()
        if self._guard is not None:
            self._guard.remove()
        if self.window is not None and self.window.context is not None:
            _copy_and_close(self.window.context.desk)

    def _copy(self) -> None:
        if self.background is not None and self.window is not None and self.window.context:
            copy = self.window.context.desk.back_up_routinely
            self.background.run(copy, failed=self.window.fail, key="copy")

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
        dress.complete_fonts()
        self._dress()
        self.background = Background()
        window = MainWindow(
            self.frame, self.settings, self.background, dress=self._dress, keep=self._keep
        )
        self.window = window
        self._guard = CrashGuard(window.fail, self)
        self._guard.install()
        self.background.unhandled = window.fail
        self._collector = WindowThreadCollector(self)
        opener = partial(_open, self._home, window.place)
        window.open_with(partial(opener, passphrase_file=self._passphrase_file), opener)
        self._copies.start()
        self._listen(window)

    def _listen(self, window: "MainWindow") -> None:
        """To foreign keyboards, to another start, to the system's colours."""
        from mgdesk.ui.kit.keyboard import LatinShortcuts

        self._latin = LatinShortcuts(self)
        self._latin.watch(lambda: window.commands.shown)
        self._application.installEventFilter(self._latin)
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
        if repr(self.settings) == self._written:
            return
        try:
            settings_file.save(self.settings, self._home.settings)
            self._written = repr(self.settings)
        except OSError:
            logger.warning("the settings could not be saved")

    def _raise(self) -> None:
        if self.frame.isMinimized():
            self.frame.showNormal()
        self.frame.show()
        self.frame.raise_()
        self.frame.activateWindow()


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
    desk.secret = Secret()  # the window asks again before it changes a lock
    importlib.import_module(f"mgdesk.ui.pages.{place}")
    return desk


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


def _icon() -> QIcon:
    drawing = resource("art", "mgdesk.svg")
    return QIcon(str(drawing)) if drawing.exists() else QIcon()


def _system_language() -> str:
    """The first of the system's languages that the desk speaks."""
    from mgdesk import i18n

    for name in QLocale.system().uiLanguages():
        short = name.replace("_", "-").split("-")[0]
        if short in i18n.LANGUAGES:
            return short
    return i18n.DEFAULT


def _speak_qt(application: QApplication, former: QTranslator | None) -> QTranslator:
    """Qt's own words (Copy, Paste…) and the direction of everything, in the language spoken."""
    from PySide6.QtCore import QLibraryInfo, Qt

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


def _first_colours(theme: str) -> tuple[str, str]:
    """Ground and rail of the first paint, as the tokens have them (a test compares)."""
    # Asked of the palette, because Qt's own names of colour schemes are slow to load.
    system = QGuiApplication.palette().window().color().lightness() < 128
    is_dark = theme == "dark" or (theme == "system" and system)
    return ("#14181b", "#191e22") if is_dark else ("#f5f6f8", "#ffffff")
