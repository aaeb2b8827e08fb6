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
import os, time
from PySide6.QtCore import QEvent, QObject
class Watch(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            print(time.clock_gettime(time.CLOCK_MONOTONIC), flush=True)
            os._exit(0)
        return False
"""
BARE = (
    PAINTED
    + """
from PySide6.QtWidgets import QApplication, QMainWindow
application, watch = QApplication([]), Watch()
window = QMainWindow()
window.installEventFilter(watch)
window.show()
application.exec()
"""
)
DESK = (
    PAINTED
    + """
import sys
from pathlib import Path
from mgdesk import app
from mgdesk.paths import Home
home, watch = Home(Path(sys.argv[1])), Watch()
application = app.make_application([])
single = app.SingleWindow(home)
started = app.Started(application, home, None, single)
started.frame.installEventFilter(watch)
started.show()
application.exec()
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
