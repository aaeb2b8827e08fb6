"""The palette: a few letters find a person, a cohort, an event or a command; Enter goes there."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QWidget

from mgdesk.i18n import gettext as _
from mgdesk.rules import names, search
from mgdesk.ui.kit import theme
from mgdesk.ui.kit.fields import SearchField
from mgdesk.ui.kit.layout import Empty, column
from mgdesk.ui.kit.table import Column, Table

MOST_COMMANDS = 8


@dataclass(frozen=True)
class Entry:
    """One line of the palette. `group` says what it is: person, cohort, event, command."""

    title: str
    detail: str
    group: str
    icon: str
    run: Callable[[], object]


class Palette(QDialog):
    """Opened over the window; `look_up(text)` is asked for records, `show_found` brings them."""

    def __init__(
        self, parent: QWidget, commands: Sequence[Entry], look_up: Callable[[str], None]
    ) -> None:
        self._was_active = False
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Find anything"))
        self._commands, self._look_up = list(commands), look_up
        self._settle(parent.window())
        self._found: list[Entry] = []
        self._text = ""
        self.search = SearchField(_("A person, a cohort, an event, or what to do"))
        self.table: Table[Entry] = Table(
            _columns(),
            name=_("What was found"),
            empty=Empty(_("Nothing found. Try fewer letters.")),
            key=lambda entry: (entry.group, entry.title, entry.detail),
            headers=False,
        )
        self.table.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setLayout(column(self.search, self.table, gap=8, margin=12))
        self.search.searched.connect(self._on_search)
        self.search.moved.connect(self.table.step)
        self.search.entered.connect(self._run_current)
        self.table.view.clicked.connect(self._run_current)
        self.search.installEventFilter(self)
        self._show()

    def show_found(self, text: str, entries: Sequence[Entry]) -> None:
        """The records found for a text; too late when the text has changed since."""
        if text == self._text:
            self._found = list(entries)
            self._show()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress:
            assert isinstance(event, QKeyEvent)
            if event.key() == Qt.Key.Key_Escape:
                self.close()
                return True
        return False

    def changeEvent(self, event: QEvent) -> None:
        """Whoever goes on elsewhere looks for nothing here any more."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange:
            if self._was_active and not self.isActiveWindow():
                self.close()
            self._was_active = self.isActiveWindow()

    def _settle(self, window: QWidget) -> None:
        width = min(theme.px(640), window.width() - theme.px(32))
        height = min(theme.px(480), window.height() - theme.px(48))
        self.resize(width, height)
        corner = window.mapToGlobal(window.rect().topLeft())
        self.move(corner.x() + (window.width() - width) // 2, corner.y() + theme.px(32))

    def _on_search(self, text: str) -> None:
        self._text = text
        self._found = []
        if text:
            self._look_up(text)
        self._show()

    def _show(self) -> None:
        wanted = search.typed_words(self._text)
        commands = [entry for entry in self._commands if _matches(entry, wanted)]
        rows = [*self._found, *(commands[:MOST_COMMANDS] if self._text else commands)]
        self.table.set_rows(rows)
        if rows and self.table.current is None:
            self.table.step(1)

    def _run_current(self) -> None:
        entry = self.table.current
        if entry is not None:
            self.close()
            entry.run()


def _matches(entry: Entry, words: list[str]) -> bool:
    """Whether each word begins a word of the title."""
    title = " " + names.fold(entry.title)
    return all(f" {word}" in title for word in words)


def _columns() -> list[Column[Entry]]:
    return [
        Column(
            _("Name"),
            lambda entry: entry.title,
            second=lambda entry: entry.detail,
            icon=lambda entry: (entry.icon, "muted"),
            stretch=True,
        ),
        Column(_("Kind"), lambda entry: entry.group),
    ]
