"""A hand at the desk: presses keys and clicks as a person does, and counts: a budget is an assertion."""

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QWidget

from tests.ui.keyboard import ENTER, Keyboard
from tests.ui.stage import open_sheets
from tests.ui.walking import settle

HELD = 50  # milliseconds: the scanner lets a key go after 35


class Hand:
    """`keys` counts every key pressed, a chord as one; `clicks` every press of the mouse."""

    def __init__(self, qtbot, window) -> None:
        self.qtbot, self.window = qtbot, window
        self.keys = self.clicks = 0
        self.at = 1_000  # of the events' clock, over all windows

    def begin(self) -> None:
        """Count from here on."""
        self.keys = self.clicks = 0

    def spent(self, keys: int, clicks: int = 0) -> None:
        """What a step took, within its budget, with nothing left open; the next one counts anew."""
        assert (self.keys <= keys, self.clicks <= clicks) == (True, True), (self.keys, self.clicks)
        assert open_sheets() == []
        self.begin()

    def settle(self) -> None:
        """Wait until the window has answered, and read again what was written."""
        self.qtbot.wait(HELD)
        settle(self.qtbot, self.window)
        while self._will_read():
            self.qtbot.waitUntil(lambda: not self._will_read())
            settle(self.qtbot, self.window)

    def _will_read(self) -> bool:
        """Whether the page reads again in a moment what was written."""
        later = getattr(self.page, "_later", None)
        return later is not None and later.isActive()

    @property
    def page(self):
        return self.window.shell.pages.currentWidget()

    # --- keys ------------------------------------------------------------------------------------

    def type(self, signs: str, layout: str = "us") -> None:
        """Letters on a keyboard of this layout, with the pace of a person."""
        keyboard = self.keyboard(layout)
        pressed = signs if layout == "us" else keyboard.layout.undone(signs)
        assert keyboard.layout.typed(pressed) == signs
        keyboard.type(pressed)
        self.at = keyboard.at
        self.keys += len(pressed)
        self.settle()

    def enter(self, *, settles: bool = True) -> None:
        keyboard = self.keyboard("us")
        keyboard.tap_key(ENTER)
        self.keys += 1
        if settles:
            self.settle()

    def press(self, keys: str) -> None:
        """A key or chord as Qt writes it: F8, Ctrl+Z, Tab."""
        (combination,) = (QKeySequence(keys)[place] for place in range(1))
        QTest.keyClick(self._focused(), combination.key(), combination.keyboardModifiers())
        self.keys += 1
        self.settle()

    def scan(self, code: str, layout: str = "us") -> None:
        """The desk's scanner: no key of a hand."""
        keyboard = self.keyboard(layout)
        keyboard.scan(code)
        self.at = keyboard.at

    def keyboard(self, layout: str) -> Keyboard:
        made = Keyboard(self._focused(), layout)
        self.at += 500
        made.at = self.at
        return made

    def _focused(self):
        """The window that has the keyboard; without a window manager nobody else gives it."""
        front = QApplication.activeModalWidget() or self.window.frame
        if QApplication.focusWindow() is None:
            front.activateWindow()
        self.qtbot.waitUntil(lambda: QApplication.focusWindow() is not None)
        return QApplication.focusWindow()

    # --- the mouse -------------------------------------------------------------------------------

    def click(self, widget: QWidget, place: QPoint | None = None) -> None:
        """One click on what is seen and can be pressed."""
        assert widget.isVisible(), f"{widget.accessibleName()} is not seen"
        assert widget.isEnabled(), f"{widget.accessibleName()} cannot be pressed"
        QTest.mouseClick(
            widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place or QPoint()
        )
        self.clicks += 1
        self.settle()

    def choose(self, field: QComboBox, value: object) -> None:
        """Open a choice and click on one of its lines: two clicks."""
        self.click(field)
        view = field.view()
        self.qtbot.wait(QApplication.doubleClickInterval())  # sooner is the opening click's release
        index = view.model().index(field.findData(value), 0)
        view.scrollTo(index)
        self.click(view.viewport(), view.visualRect(index).center())

    def drop(self, widget: QWidget, path) -> None:
        """A file dragged from elsewhere: one press of the mouse."""
        dragged = QMimeData()
        dragged.setUrls([QUrl.fromLocalFile(str(path))])
        given = (
            Qt.DropAction.CopyAction, dragged, Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )  # fmt: skip
        middle = widget.rect().center()
        coming = QDragEnterEvent(middle, *given)
        QApplication.sendEvent(widget, coming)
        assert coming.isAccepted()
        QApplication.sendEvent(widget, QDropEvent(QPointF(middle), *given))
        self.clicks += 1
        self.settle()
