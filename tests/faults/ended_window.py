"""The window as it starts, taking in a long list, asked to end in the middle of it by a signal.

`python -m tests.faults.ended_window HOME ROWS SECONDS`: so long after the import began.
"""

import os
import signal
import sys
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer

from mgdesk.app import ENDINGS, Started, make_application
from mgdesk.desk import Desk
from mgdesk.paths import Home
from mgdesk.queries.campuses import campuses
from mgdesk.services import exchange

from .traffic import plan_of


def take_in(desk: Desk, rows: int) -> None:
    people = [(f"Fin{number}", "Session") for number in range(rows)]
    campus_id = desk.read(campuses)[0].id
    desk.do(exchange.import_learners, rows=plan_of(desk, people).rows, campus_id=campus_id)


def work(home: Home, rows: int, seconds: float) -> int:
    application = make_application(["mgdesk"])
    started = Started(application, home, "fr")
    started.show()
    for name in ENDINGS:
        signal.signal(getattr(signal, name), started.end)
    timer = QTimer(interval=20)

    def begin() -> None:
        window = started.window
        if window is None or window.context is None:
            return
        timer.stop()
        window.context.background.run(partial(take_in, window.context.desk, rows))
        QTimer.singleShot(int(seconds * 1000), lambda: os.kill(os.getpid(), signal.SIGTERM))

    timer.timeout.connect(begin)
    timer.start()
    code = application.exec()
    started.close()
    return code


if __name__ == "__main__":
    sys.exit(work(Home(Path(sys.argv[1])), int(sys.argv[2]), float(sys.argv[3])))
