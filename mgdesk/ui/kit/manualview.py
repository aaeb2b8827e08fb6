"""Shows the manual beside the work: its pages, a search through all of them, the page itself."""

from collections.abc import Callable, Iterable
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QKeyEvent, QTextOption, QWindow
from PySide6.QtWidgets import QApplication, QDialog, QFrame, QTextBrowser, QWidget

from mgdesk.i18n import gettext as _
from mgdesk.ui.kit import manual, theme
from mgdesk.ui.kit.fields import SearchField
from mgdesk.ui.kit.layout import Empty, box, row
from mgdesk.ui.kit.manual import ManualPage
from mgdesk.ui.kit.put_away import OF_NOBODY
from mgdesk.ui.kit.table import Column, Table

_LIST_WIDTH: Final = 280


class ManualWindow(QDialog):
    """Opened over a window or a dialog, in front of which one goes on working."""

    def __init__(self, parent: QWidget, shortcuts: Iterable[tuple[str, str]], page: str) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Manual"))
        self.setProperty(OF_NOBODY, True)
        self._pages = manual.pages(shortcuts)
        self.search = SearchField(_("Search in the manual"))
        self.list: Table[ManualPage] = Table(
            [Column(_("Page"), lambda shown: shown.title, stretch=True)],
            name=_("Pages of the manual"),
            empty=Empty(_("Nothing found. Try fewer letters.")),
            headers=False,
        )
        self.text = _browser()
        self._arrange()
        self.search.searched.connect(self._on_search)
        self.search.moved.connect(self.list.step)
        self.list.chosen.connect(self._on_chosen)
        self.text.anchorClicked.connect(self._on_link)
        self.list.set_rows(self._pages)
        self.show_page(page)
        self.text.setFocus()

    def show_page(self, page: str) -> None:
        """Go to a page; the first one when there is none of this name."""
        if not self.list.choose(page):
            self.list.choose(self._pages[0].id)

    @property
    def page(self) -> str:
        return self.list.current.id if self.list.current else ""

    def _arrange(self) -> None:
        beside = box(self.search, self.list, gap=8)
        beside.setFixedWidth(theme.px(_LIST_WIDTH))
        whole = row(beside, gap=16, margin=16)
        whole.addWidget(self.text, 1)
        self.setLayout(whole)
        screen = self.screen().availableGeometry()
        self.resize(
            min(theme.px(880), screen.width() - 40), min(theme.px(640), screen.height() - 60)
        )

    def _on_search(self, words: str) -> None:
        found = [page for page in self._pages if page.has(words)]
        self.list.set_rows(found)
        if found and self.list.current is None:
            self.list.step(1)
        if words and found:
            self.text.find(words.split(maxsplit=1)[0])

    def _on_chosen(self, page: ManualPage | None) -> None:
        if page is not None:
            self.text.setMarkdown(page.text)

    def _on_link(self, link: QUrl) -> None:
        if not self.list.choose(link.toString()):
            self.search.clear()
            self.list.set_rows(self._pages)
            self.show_page(link.toString())


def _browser() -> QTextBrowser:
    made = QTextBrowser()
    made.setAccessibleName(_("Page of the manual"))
    made.setOpenLinks(False)
    made.setFrameShape(QFrame.Shape.NoFrame)
    made.document().setDocumentMargin(theme.px(16))
    option = QTextOption(made.document().defaultTextOption())
    # A line may begin with the name of a key: it is read in the direction of the page all the same.
    option.setTextDirection(QApplication.layoutDirection())
    made.document().setDefaultTextOption(option)
    return made


class HelpKey(QObject):
    """F1 in a dialog, where the commands of the window are out of reach.

    It listens to the dialogs' own windows: a filter of the whole application would be asked of every event,
    and wait for Python each time while a worker holds it.
    """

    def __init__(self, window: QWidget, help_wanted: Callable[[], object]) -> None:
        super().__init__(window)
        self._window, self._help_wanted = window, help_wanted
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        application.focusWindowChanged.connect(self._on_window)

    def _on_window(self, window: QWindow | None) -> None:
        if window is not None and window is not self._window.windowHandle():
            window.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress:
            return False
        assert isinstance(event, QKeyEvent)
        if event.key() != Qt.Key.Key_F1 or isinstance(QApplication.activeWindow(), ManualWindow):
            return False
        self._help_wanted()
        return True
