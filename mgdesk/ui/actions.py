"""Every command of the window, declared once: menus, palette, shortcuts and help all read it here.

Main commands are on F-keys and Ctrl with a letter, never digits or punctuation: those exist on
AZERTY and Arabic keyboards too (see kit.keyboard for layouts without Latin letters).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from mgdesk.i18n import N_
from mgdesk.i18n import gettext as _
from mgdesk.ui.kit import icons
from mgdesk.ui.kit.palette import Entry

MENUS: Final = {
    "file": N_("File"),
    "edit": N_("Edit"),
    "record": N_("This page"),
    "view": N_("View"),
    "help": N_("Help"),
}


@dataclass(frozen=True)
class Action:
    """A command: `text` in the spoken language, `run` what it does.

    `shortcut` is written as Qt writes it, several separated by `; `. `menu` is a key of MENUS;
    `group` puts a line between groups of one menu; `is_on` makes it a command with a tick.
    """

    id: str
    text: str
    run: Callable[[], object]
    icon: str = ""
    shortcut: str = ""
    menu: str = "record"
    group: str = ""
    is_on: bool | None = None
    is_enabled: bool = True

    def shortcuts(self) -> list[QKeySequence]:
        return [QKeySequence(part) for part in self.shortcut.split("; ") if part]

    def shortcut_text(self) -> str:
        """The first shortcut as the keyboard has it written."""
        found = self.shortcuts()
        return found[0].toString(QKeySequence.SequenceFormat.NativeText) if found else ""


class Commands(QObject):
    """The commands that the window has now: its own, and those of the page shown."""

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._own: list[Action] = []
        self._of_page: list[Action] = []
        self._shown: dict[str, QAction] = {}

    def set_own(self, actions: Sequence[Action]) -> None:
        self._own = list(actions)
        self._build()

    def set_of_page(self, actions: Sequence[Action]) -> None:
        self._of_page = list(actions)
        self._build()

    @property
    def all(self) -> list[Action]:
        """The page's commands go before the window's own of the same id (New: New person)."""
        of_page = {action.id for action in self._of_page}
        return [*(own for own in self._own if own.id not in of_page), *self._of_page]

    @property
    def shown(self) -> list[QAction]:
        """As Qt has them in the menus."""
        return list(self._shown.values())

    def find(self, action_id: str) -> QAction | None:
        return self._shown.get(action_id)

    def rename(self, action_id: str, text: str, *, is_enabled: bool) -> None:
        """Say what a command would do now (Undo: …), and whether it can."""
        found = self._shown.get(action_id)
        if found is not None:
            found.setText(_for_menu(text))
            found.setEnabled(is_enabled)

    def entries(self) -> list[Entry]:
        """The commands as lines of the palette; what cannot be done now is left out."""
        return [
            Entry(
                shown.text().replace("&&", "&"),
                action.shortcut_text(),
                _("command"),
                action.icon or "command",
                shown.trigger,
            )
            for action in self.all
            if (shown := self._shown.get(action.id)) is not None
            and shown.isEnabled()
            and action.id != "palette"
        ]

    @Slot()
    def redraw(self) -> None:
        """Draw the icons again in the colours in force."""
        for action in self.all:
            if action.icon and action.id in self._shown:
                self._shown[action.id].setIcon(icons.icon(action.icon))

    def _build(self) -> None:
        """The menus anew, in the order of MENUS; nothing is only in a shortcut."""
        bar = self._window.menuBar()
        for shown in self._shown.values():
            self._window.removeAction(shown)
            shown.deleteLater()
        bar.clear()
        self._shown = {}
        for key, title in MENUS.items():
            wanted = [action for action in self.all if action.menu == key]
            if wanted:
                self._fill(bar.addMenu(_(title)), wanted)

    def _fill(self, menu: QMenu, actions: Sequence[Action]) -> None:
        group = actions[0].group
        for action in actions:
            if action.group != group:
                menu.addSeparator()
                group = action.group
            shown = self._make(action)
            menu.addAction(shown)
            self._window.addAction(shown)
            self._shown[action.id] = shown

    def _make(self, action: Action) -> QAction:
        shown = QAction(_for_menu(action.text), self._window)
        shown.setShortcuts(action.shortcuts())
        if action.icon:
            shown.setIcon(icons.icon(action.icon))
        if action.is_on is not None:
            shown.setCheckable(True)
            shown.setChecked(action.is_on)
        shown.setEnabled(action.is_enabled)
        run = action.run
        shown.triggered.connect(lambda _checked=False: run())
        return shown


def _for_menu(text: str) -> str:
    """An ampersand in a name is no mnemonic."""
    return text.replace("&", "&&")
