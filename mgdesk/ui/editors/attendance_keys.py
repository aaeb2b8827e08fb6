"""What a key means in the attendance grid, on whatever keyboard layout it is pressed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from mgdesk.rules.attendance import AttendanceStatus
from mgdesk.ui.kit.keyboard import letter_of_place
from mgdesk.ui.kit.theme import Tone


@dataclass(frozen=True)
class Sign:
    """How a mark looks in its cell: the letter of its key, an icon, and the tone of both."""

    letter: str
    icon: str
    tone: Tone


SIGNS: Final[Mapping[AttendanceStatus, Sign]] = {
    AttendanceStatus.PRESENT: Sign("P", "check", Tone.OK),
    AttendanceStatus.LATE: Sign("L", "clock", Tone.LATE),
    AttendanceStatus.ABSENT: Sign("A", "x", Tone.BAD),
    AttendanceStatus.EXCUSED: Sign("E", "circle-minus", Tone.NEUTRAL),
    AttendanceStatus.ABSENT_JUSTIFIED: Sign("J", "file-text", Tone.BAD),
    AttendanceStatus.LEFT_EARLY: Sign("G", "log-out", Tone.LATE),
    AttendanceStatus.PARTIAL: Sign("H", "hourglass", Tone.LATE),
    AttendanceStatus.NOT_REQUIRED: Sign("N", "ban", Tone.NEUTRAL),
}
_BY_LETTER: Final = {sign.letter.casefold(): status for status, sign in SIGNS.items()}

# The letter that an Arabic layout gives on the key of a Latin one. The keyboards of Morocco have A
# where others have Q, so both of the places of A mean it; Q means nothing here.
_ARABIC: Final = {
    "ح": "p", "م": "l", "ش": "a", "ض": "a", "ث": "e", "ت": "j", "ل": "g", "ا": "h", "ى": "n",
}  # fmt: skip

# The upper row of AZERTY (Belgium, France) gives these without Shift.
_UPPER_ROW: Final = {
    "&": 1, "é": 2, '"': 3, "'": 4, "(": 5, "§": 6, "-": 6, "è": 7, "!": 8, "_": 8, "ç": 9, "à": 0,
}  # fmt: skip

_COMMANDS: Final = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)


def status_of(event: QKeyEvent) -> AttendanceStatus | None:
    """The mark that this key makes, by the letter that it types, else by the key itself."""
    if event.modifiers() & _COMMANDS:
        return None
    letter = event.text().casefold()
    if not letter.isascii():
        letter = _ARABIC.get(letter) or _letter_of_place(event)
    return _BY_LETTER.get(letter or _key_letter(event))


def digit_of(event: QKeyEvent) -> int | None:
    """The figure that this key types, in any script, Shift or not on AZERTY's upper row."""
    text = event.text()
    if event.modifiers() & _COMMANDS or len(text) != 1:
        return None
    return int(text) if text.isdecimal() else _UPPER_ROW.get(text)


def _letter_of_place(event: QKeyEvent) -> str:
    """The Latin letter where this key is, for any other script."""
    return letter_of_place(event.nativeScanCode(), event.nativeVirtualKey()).casefold()


def _key_letter(event: QKeyEvent) -> str:
    """The Latin letter of the key when an input method or a layout gives no text for it."""
    is_letter = ord("A") <= event.key() <= ord("Z")
    return chr(event.key()).casefold() if is_letter else _letter_of_place(event)
