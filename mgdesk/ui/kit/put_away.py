"""What somebody was at, put away behind the lock: their pages and dialogs, until they are back.

Another begins with pages of their own; a form that was not saved waits, hidden, for whoever wrote it.
"""

from dataclasses import dataclass, field
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from mgdesk.ui.kit.form import Form
from mgdesk.ui.kit.shell import Shell

OF_NOBODY: Final = "isOfNobody"  # the property of a window that may stand before the lock
_WINDOWS: Final = (Qt.WindowType.Window, Qt.WindowType.Dialog)  # not menus, not tips


@dataclass
class PutAway:
    """The frame's inside as somebody left it, with the dialogs that stood before it."""

    shell: Shell
    pages: dict[str, QWidget]
    place: str
    windows: list[QWidget] = field(default_factory=list)
    stale: dict[str, set[str]] = field(default_factory=dict)  # page → tables written meanwhile

    def note(self, tables: frozenset[str]) -> None:
        """Something was written: its pages read again when they are shown."""
        for place in self.pages:
            self.stale.setdefault(place, set()).update(tables)

    @property
    def has_work(self) -> bool:
        """Whether something would be lost with it: a dialog, or a form that somebody wrote in."""
        forms = self.shell.findChildren(Form)
        return any(map(isValid, self.windows)) or any(form.was_edited for form in forms)

    def show_windows(self) -> bool:
        """Bring the dialogs back; whether there were any."""
        found = [window for window in self.windows if isValid(window)]
        for window in found:
            window.show()
        return bool(found)

    def close_windows(self) -> None:
        """Nobody comes back to them."""
        for window in filter(isValid, self.windows):
            window.close()


def take_windows(frame: QWidget, *, spares_nobodys: bool = False) -> list[QWidget]:
    """Hide every window but the frame; the dialogs among them. What is nobody's may be spared."""
    shown = [
        window
        for window in QApplication.topLevelWidgets()
        if window.isVisible()
        and window is not frame
        and not (spares_nobodys and window.property(OF_NOBODY))
    ]
    for window in shown:
        window.hide()
    return [window for window in shown if window.windowType() in _WINDOWS]
