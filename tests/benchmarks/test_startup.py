"""Time to the first painted window, against a bare QMainWindow; fresh processes, alternating, medians."""

import os
import subprocess
import sys
from pathlib import Path
from statistics import median

import pytest

ROUNDS = 7
AIM = 1.5

PAINTED = """
import os, sys, time
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QMainWindow
class Watch(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint and isinstance(watched, QMainWindow):
            print(time.clock_gettime(time.CLOCK_MONOTONIC), flush=True)
            os._exit(0)
        return False
application, watch = QApplication([]), Watch()
application.installEventFilter(watch)
"""
BARE = (
    PAINTED
    + """
window = QMainWindow()
window.show()
application.exec()
"""
)
DESK = (
    PAINTED
    + """
from mgdesk.__main__ import main
main(["--home", sys.argv[1]])
"""
)


def first_paint(code: str, home: Path) -> float:
    """Seconds from the start of the process to the first paint of its window."""
    import time

    begun = time.clock_gettime(time.CLOCK_MONOTONIC)
    done = subprocess.run(
        [sys.executable, "-c", code, str(home)],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return float(done.stdout.split()[-1]) - begun


@pytest.mark.benchmark
def test_the_window_is_painted_nearly_as_soon_as_an_empty_one(home, empty_home, capsys):
    for code in (BARE, DESK):  # once for the caches of the disk and of Python
        first_paint(code, home.root)
    bare, desk = [], []
    for _round in range(ROUNDS):
        bare.append(first_paint(BARE, home.root))
        desk.append(first_paint(DESK, home.root))
    ratio = median(desk) / median(bare)
    with capsys.disabled():
        print(
            f"\nfirst paint: bare {median(bare) * 1000:.0f} ms, desk {median(desk) * 1000:.0f} ms,"
            f" ratio {ratio:.2f} (aim {AIM})"
        )
    assert ratio <= AIM
