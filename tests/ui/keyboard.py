"""A keyboard for tests: presses keys by their place, with the codes and the text of a real layout."""

from itertools import count

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent, QWindow

from mgdesk.rules.key_places import PLAIN, SHIFTED
from mgdesk.rules.layouts import LAYOUTS

X11_CODES = [49, *range(10, 22), *range(24, 36), 51, *range(38, 49), *range(52, 62)]
CODE_OF = dict(zip(PLAIN, X11_CODES, strict=True)) | dict(zip(SHIFTED, X11_CODES, strict=True))
CODE_OF[" "] = 65
LAYOUT_OF = {layout.id: layout for layout in LAYOUTS}
ENTER, TAB = Qt.Key.Key_Return, Qt.Key.Key_Tab
_CODES = {ENTER: 36, TAB: 23}


class Keyboard:
    """Sends to a window as the system does; `at` is the clock of its events, in milliseconds."""

    def __init__(self, window: QWindow, layout: str = "us") -> None:
        self.window, self.layout = window, LAYOUT_OF[layout]
        self.at = 1_000
        self.has_codes = True
        self._moments = count()

    def press(self, sign: str, *, repeated: bool = False) -> bool:
        return self._send(QEvent.Type.KeyPress, *self._key(sign), repeated)

    def release(self, sign: str, *, repeated: bool = False) -> bool:
        return self._send(QEvent.Type.KeyRelease, *self._key(sign), repeated)

    def tap(self, sign: str) -> None:
        self.press(sign)
        self.release(sign)

    def tap_key(self, key: Qt.Key, modifiers=Qt.KeyboardModifier.NoModifier) -> None:
        text = {ENTER: "\r", TAB: "\t"}.get(key, "")
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            self._send(kind, key, modifiers, _CODES.get(key, 200), text, False)

    def scan(self, signs: str, *, gap: int = 3, ending: Qt.Key | None = ENTER) -> None:
        """As a scanner that takes every key for an American one."""
        for sign in signs:
            self.tap(sign)
            self.at += gap
        if ending is not None:
            self.tap_key(ending)
            self.at += gap

    def type(self, signs: str, *, gap: int = 120) -> None:
        for sign in signs:
            self.at += gap
            self.tap(sign)

    def _key(self, sign):
        """`sign` is the American one of the key."""
        shift = Qt.KeyboardModifier.ShiftModifier
        modifiers = shift if sign in SHIFTED else Qt.KeyboardModifier.NoModifier
        text = self.layout.typed(sign)
        code = CODE_OF[sign] if self.has_codes else 0
        return (
            Qt.Key(ord(text.upper()[0])) if text.isascii() else ord(text[0]),
            modifiers,
            code,
            text,
        )

    def _send(self, kind, key, modifiers, code, text, repeated) -> bool:
        event = QKeyEvent(kind, int(key), modifiers, code, 0, 0, text, repeated)
        event.setTimestamp(self.at)
        return QCoreApplication.sendEvent(self.window, event)
