"""What an American keyboard has where a key is: scanners type as one, whatever the computer is set to.

A key's native code names its place. On X11 and Wayland it is the kernel's code plus 8; on Windows
the scan code, which the kernel's codes follow for these keys; on macOS the virtual key of the ANSI
layout. Measured on X11; Windows and macOS are from their documentation, unconfirmed.
"""

import sys
from typing import Final

PLAIN: Final = "`1234567890-=qwertyuiop[]\\asdfghjkl;'zxcvbnm,./"
SHIFTED: Final = '~!@#$%^&*()_+QWERTYUIOP{}|ASDFGHJKL:"ZXCVBNM<>?'
_TO_SHIFTED: Final = dict(zip(PLAIN, SHIFTED, strict=True)) | {"<": ">", " ": " "}
_X11_OFFSET: Final = 8
_KERNEL: Final = (
    (2, "1234567890-="),
    (16, "qwertyuiop[]"),
    (30, "asdfghjkl;'`"),
    (43, "\\zxcvbnm,./"),
    (57, " "),
    (86, "<"),  # the key that Europe has beside Shift
)
_KEYPAD: Final = ((55, "*"), (71, "789-456+1230."), (98, "/"))
_MACOS: Final = "asdfhgzxcv\0bqweryt123465=97-80]ou[ip\0lj'k;\\,/nm.\0 `"


def _numbered(rows: tuple[tuple[int, str], ...]) -> dict[int, str]:
    return {first + step: sign for first, row in rows for step, sign in enumerate(row)}


_OF_KERNEL: Final = _numbered(_KERNEL)
_OF_KEYPAD: Final = _numbered(_KEYPAD)


def sign_of_place(
    scan_code: int, virtual_key: int, *, is_shifted: bool, platform: str = sys.platform
) -> str:
    """The sign that an American keyboard types with the key; empty where its place is not known."""
    if platform == "darwin":
        plain = _MACOS[virtual_key] if 0 <= virtual_key < len(_MACOS) else "\0"
        plain = "" if plain == "\0" else plain
    else:
        code = scan_code if platform == "win32" else scan_code - _X11_OFFSET
        if code in _OF_KEYPAD:
            return _OF_KEYPAD[code]
        plain = _OF_KERNEL.get(code, "")
    return _TO_SHIFTED[plain] if plain and is_shifted else plain
