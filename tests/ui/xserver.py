"""A real X server without a screen: real layouts, real key events, sent as a USB scanner would."""

import ctypes
import ctypes.util
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.ui.keyboard import CODE_OF, SHIFTED

TOOLS = ("Xvfb", "setxkbmap", "xkbcomp")
SHIFT, ENTER, TAB = 50, 36, 23


def what_is_missing() -> str:
    """What this computer lacks for these tests, in words; empty when all is there."""
    missing = [tool for tool in TOOLS if shutil.which(tool) is None]
    missing += [
        name for name in ("X11", "Xtst", "xcb-cursor") if ctypes.util.find_library(name) is None
    ]
    return f"not installed: {', '.join(missing)}" if missing else ""


class XServer:
    def __init__(self, display: str) -> None:
        self.display = display
        self._x = ctypes.CDLL(ctypes.util.find_library("X11"))
        self._test = ctypes.CDLL(ctypes.util.find_library("Xtst"))
        self._x.XOpenDisplay.restype = ctypes.c_void_p
        self._x.XSync.argtypes = [ctypes.c_void_p, ctypes.c_int]
        self._x.XFlush.argtypes = [ctypes.c_void_p]
        self._test.XTestFakeKeyEvent.argtypes = [
            ctypes.c_void_p, ctypes.c_uint, ctypes.c_int, ctypes.c_ulong,
        ]  # fmt: skip
        self._connection = self._x.XOpenDisplay(display.encode())
        assert self._connection

    def set_layout(self, *words: str) -> None:
        subprocess.run(
            ["setxkbmap", "-display", self.display, "-layout", *words], check=True, timeout=20
        )

    def tap(self, code: int) -> None:
        self._send(code, is_down=True)
        self._send(code, is_down=False)
        self._x.XFlush(self._connection)

    def type(self, signs: str, *, gap: float = 0.004) -> None:
        """Press the American keys of these signs, with a pause in seconds after each."""
        for sign in signs:
            is_shifted = sign in SHIFTED
            if is_shifted:
                self._send(SHIFT, is_down=True)
            self._send(CODE_OF[sign], is_down=True)
            self._send(CODE_OF[sign], is_down=False)
            if is_shifted:
                self._send(SHIFT, is_down=False)
            if gap:
                self._x.XSync(self._connection, 0)
                time.sleep(gap)

    def _send(self, code: int, *, is_down: bool) -> None:
        self._test.XTestFakeKeyEvent(self._connection, code, int(is_down), 0)


@contextmanager
def x_server(folder: Path) -> Iterator[XServer]:
    """A server of its own; it chooses a free number, and ends with the block."""
    reading, writing = os.pipe()
    with (folder / "Xvfb.log").open("wb") as log:
        server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writing), "-screen", "0", "800x600x24", "-noreset",
             "-nolisten", "tcp"],
            pass_fds=(writing,), stdout=log, stderr=log,
        )  # fmt: skip
    os.close(writing)
    try:
        with os.fdopen(reading) as said:
            number = said.readline().strip()
        assert number, (folder / "Xvfb.log").read_text()
        yield XServer(f":{number}")
    finally:
        server.terminate()
        server.wait(10)
