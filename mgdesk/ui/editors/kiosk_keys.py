"""Keys to touch: letters of a language, or digits; large, and never with a list beside them."""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QPushButton, QSizePolicy, QWidget

from mgdesk.i18n import gettext as _

SMALLEST: Final = 48  # pixels of a key, whatever the screen
BACK: Final = "\b"
OTHER: Final = "\t"  # the keyboard of the other script
_QWERTY: Final = ("qwertyuiop", "asdfghjkl'", "zxcvbnm-")
_AZERTY: Final = ("azertyuiop", "qsdfghjklm", "wxcvbn'-")
_ARABIC: Final = ("ضصثقفغعهخحج", "شسيبلاتنمكط", "ئءؤرىةوزظدذ")
_DIGITS: Final = ("123", "456", "789")


def rows_of(language: str, *, is_other: bool = False) -> tuple[str, ...]:
    """The letters as the language's keyboards have them; the other script for the other names."""
    if (language == "ar") is not is_other:
        return _ARABIC
    return _AZERTY if language == "fr" else _QWERTY


class Keys(QWidget):
    """`pressed(sign)` is called for each touch: a letter, a blank, `BACK` or `OTHER`."""

    def __init__(self, pressed: Callable[[str], None]) -> None:
        super().__init__()
        self._pressed = pressed
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(6)
        # A keyboard is not mirrored: its rows hold the order that its script has.
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setLayout(self._grid)

    def show_letters(self, language: str, *, is_other: bool = False) -> None:
        """The letters of a language, a blank, a key back, and one to the other script."""
        rows = rows_of(language, is_other=is_other)
        self._fill(rows, is_right_to_left=rows is _ARABIC)
        foot, width = len(rows), max(map(len, rows)) * 2
        side = max(4, width // 5)
        other = "ABC" if rows is _ARABIC else "ابت"
        self._add(other, OTHER, foot, 0, side, _("Letters of another script"))
        self._add(_("space"), " ", foot, side, width - 2 * side)
        self._add("⌫", BACK, foot, width - side, side, _("Take the last letter back"))

    def show_digits(self) -> None:
        self._fill(_DIGITS)
        self._add("0", "0", len(_DIGITS), 2, 2)
        self._add("⌫", BACK, len(_DIGITS), 4, 2, _("Take the last digit back"))

    def _fill(self, rows: tuple[str, ...], *, is_right_to_left: bool = False) -> None:
        while self._grid.count():
            item = self._grid.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.setParent(None)
                widget.deleteLater()
        width = max(map(len, rows))
        for line, letters in enumerate(rows):
            shown = letters[::-1] if is_right_to_left else letters
            start = width - len(letters)
            for place, letter in enumerate(shown):
                self._add(letter.upper(), letter, line, start + place * 2, 2)

    def _add(
        self, words: str, sign: str, line: int, column: int, width: int, spoken: str = ""
    ) -> None:
        key = QPushButton(words)
        key.setProperty("kind", "key")
        key.setAccessibleName(spoken or words)
        key.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the window takes the keys
        key.setMinimumSize(SMALLEST, SMALLEST)
        key.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        key.clicked.connect(partial(self._press, sign))
        self._grid.addWidget(key, line, column, 1, width)

    def _press(self, sign: str, _checked: bool = False) -> None:
        self._pressed(sign)
