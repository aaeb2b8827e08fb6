"""Starts the window: one per home, painted at once, the desk opened beside it."""

import importlib
import logging
import sys
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, Qt, QTimer, QTranslator
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication

from mgdesk import i18n, log
from mgdesk import settings as settings_file
from mgdesk.paths import Home, resource
from mgdesk.ui.crash import CrashGuard
from mgdesk.ui.kit import theme
from mgdesk.ui.kit.background import Background, WindowThreadCollector
from mgdesk.ui.kit.keyboard import LatinShortcuts
from mgdesk.ui.kit.single import SingleWindow
from mgdesk.ui.main_window import MainWindow

if TYPE_CHECKING:
    from mgdesk.desk import Desk

logger = logging.getLogger(__name__)

APPLICATION_ID = "be.molengeek.Desk"


def run(home: Home, *, language: str | None = None, arguments: list[str] | None = None) -> int:
    """Open the window on a home and stay until it is closed; the exit code of the program.

    `language` holds for this run only. A second start raises the first window and ends at once.
    """
    log.start_log(home.logs)
    application = make_application(arguments or sys.argv)
    single = SingleWindow(home)
    if not single.is_first and single.raise_the_other():
        return 0
    started = Started(application, home, language, single)
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
    ) -> None:
        super().__init__(application)
        self._application, self._home, self._single = application, home, single
        self.settings = settings_file.load(home.settings)
        self._written = repr(self.settings)
        self._asked_language = language
        self._translator = QTranslator(self)
        self._dress()
        self.background = Background()
        self.window = MainWindow(self.settings, self.background, dress=self._dress, keep=self._keep)
        self._guard = CrashGuard(self.window.fail, self)
        self._guard.install()
        self.background.unhandled = self.window.fail
        self._latin = LatinShortcuts(self)

    def show(self) -> None:
        """Show the window, and start everything else once it is painted."""
        self.window.show()
        QTimer.singleShot(0, self, self._go_on)

    def close(self) -> None:
        """Keep the settings, end what runs, close the data."""
        self._keep()
        self.background.close()
        self.background.wait()
        self._guard.remove()
        context = self.window.context
        if context is not None:
            context.desk.close()

    def _go_on(self) -> None:
        self.window.open_with(partial(_open, self._home, self.settings.place or "learners"))
        self._collector = WindowThreadCollector(self)
        self._latin.watch(lambda: self.window.commands.shown)
        self._application.installEventFilter(self._latin)
        if self._single is not None:
            self._single.serve(self._raise)
        hints = self._application.styleHints()
        hints.colorSchemeChanged.connect(self._on_system_colours)
        self._application.setWindowIcon(_icon())

    def _dress(self) -> None:
        """Put on the language and the look of the settings."""
        if self._asked_language and not self.settings.language:
            spoken = self._asked_language
        else:
            spoken = self.settings.language or _system_language()
        i18n.speak(spoken)
        _speak_qt(self._application, self._translator, i18n.spoken_locale())
        theme.wear(
            self._application,
            theme=self.settings.theme,
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
        self.window.setWindowState(self.window.windowState() & ~Qt.WindowState.WindowMinimized)
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()


def _open(home: Home, place: str) -> "Desk":
    """Runs in a thread: the data, and the code of the first page, which needs it."""
    from mgdesk.desk import open_desk

    desk = open_desk(home)
    importlib.import_module(f"mgdesk.ui.pages.{place}")
    return desk


def make_application(arguments: list[str]) -> QApplication:
    """The application, named as the system knows it."""
    existing = QCoreApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication(arguments)
    application.setApplicationName("mgdesk")
    application.setApplicationDisplayName("MolenGeek Desk")
    QGuiApplication.setDesktopFileName(APPLICATION_ID)
    return application


def _icon() -> QIcon:
    drawing = resource("art", "mgdesk.svg")
    return QIcon(str(drawing)) if drawing.exists() else QIcon()


def _system_language() -> str:
    """The first of the system's languages that the desk speaks."""
    for name in QLocale.system().uiLanguages():
        if name.split("-")[0].split("_")[0] in i18n.LANGUAGES:
            return name.split("-")[0].split("_")[0]
    return i18n.DEFAULT


def _speak_qt(application: QApplication, translator: QTranslator, locale: str) -> None:
    """Qt's own words (OK, Copy, Paste…), and the direction of everything."""
    language = locale.split("_", maxsplit=1)[0]
    application.removeTranslator(translator)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if language != "en" and translator.load(f"qtbase_{language}", folder):
        application.installTranslator(translator)
    QLocale.setDefault(QLocale(locale))
    is_mirrored = i18n.is_right_to_left(language)
    direction = Qt.LayoutDirection.RightToLeft if is_mirrored else Qt.LayoutDirection.LeftToRight
    application.setLayoutDirection(direction)
