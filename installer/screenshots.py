"""Takes the pictures of the README from the real program: its pages and its paper on the demo campus.

    .venv/bin/python -m installer.screenshots [FOLDER]

Always of the same Friday, twelve past nine: a class is coming in, whatever the computer's clock says.
Needs no screen, but `faketime` (Debian: faketime).
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from time import monotonic
from uuid import UUID

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import pypdfium2
from PIL import Image
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QTabWidget

from installer.demo_paper import print_paper
from mgdesk import settings
from mgdesk.app import Started
from mgdesk.desk import Desk, open_desk
from mgdesk.paths import Home, resource
from mgdesk.queries import today
from mgdesk.queries.cohorts import cohorts
from mgdesk.queries.people import learners
from mgdesk.rules.clock import wall_clock
from mgdesk.rules.events import CheckInKind
from mgdesk.services import checkin
from mgdesk.services.demo import make_demo
from mgdesk.settings import Settings
from mgdesk.ui.editors.attendance import AttendancePanel

MORNING = "@2026-11-27 09:12:00"
BRUSSELS = {"TZ": "Europe/Brussels", "FAKETIME_DONT_FAKE_MONOTONIC": "1"}  # timers keep their pace
PICTURES = {
    ("fr", "light"): ("today", "applications", "cohorts", "follow_up"),
    ("ar", "dark"): ("attendance", "calendar"),
    ("nl", "dark"): ("reports",),
    ("it", "light"): ("learners",),
}
SIZE = QSize(1440, 900)
LONGEST_WAIT = 30.0  # seconds


def in_the_morning() -> None:
    """Begin anew with the clock of the morning, unless it is that already."""
    if os.environ.get("FAKETIME"):
        return
    faketime = shutil.which("faketime")
    if faketime is None:
        sys.exit("The pictures are taken in the morning: install faketime first.")
    os.environ.update(BRUSSELS)
    arguments = [sys.executable, "-m", "installer.screenshots", *sys.argv[1:]]
    os.execv(faketime, [faketime, "-f", MORNING, *arguments])  # noqa: S606 - ourselves, later


def take_all(folder: Path) -> None:
    """Write `<page>-<language>-<theme>.png` for each picture and `<paper>.png` for each kind of paper."""
    folder.mkdir(parents=True, exist_ok=True)
    application = QApplication([])
    with tempfile.TemporaryDirectory() as place:
        home = Home(Path(place))
        desk = open_desk(home)
        desk.do(make_demo)
        let_some_in(desk)
        records, campus = shown(desk), "MOL"
        desk.close()
        for (language, theme), pages in PICTURES.items():
            settings.save(Settings(language=language, theme=theme, campus=campus), home.settings)
            take_pages(application, home, records, pages, f"{language}-{theme}", folder)
        for paper in print_paper(str(home.root)):
            page = pypdfium2.PdfDocument(paper)[0]
            save(page.render(scale=1.2).to_pil(), folder / f"paper-{paper.stem}.png")


def let_some_in(desk: Desk) -> None:
    """Two of three of this morning's class have come."""
    board = desk.read(today.board, at=wall_clock())
    assert board is not None
    learners_of_now = [row for row in board.rows if row.reasons[0].kind is CheckInKind.TRAINING]
    for place, row in enumerate(learners_of_now):
        if place % 3:
            desk.do(checkin.check_in, person_id=row.person_id, campus_id=board.campus_id)


def shown(desk: Desk) -> dict[str, UUID | None]:
    """Which record each page shows: a class of today, somebody in it."""
    cohort = next(
        row for row in desk.read(cohorts) if row.campus == "MOL" and row.status == "running"
    )
    person = desk.read(learners, cohort=cohort.code)[0]
    return {"cohorts": cohort.id, "attendance": cohort.id, "learners": person.id}


def take_pages(
    application: QApplication,
    home: Home,
    records: dict[str, UUID | None],
    pages: Iterable[str],
    look: str,
    folder: Path,
) -> None:
    started = Started(application, home, None)
    started.show()
    started.frame.resize(SIZE)
    wait(application, started)
    assert started.window is not None
    for place in pages:
        is_attendance = place == "attendance"
        started.window.navigate("cohorts" if is_attendance else place, records.get(place))
        wait(application, started)
        if is_attendance:
            open_attendance(application, started)
        take(started, folder / f"{place}-{look}.png")
    started.frame.close()
    started.close()


def open_attendance(application: QApplication, started: Started) -> None:
    """The second of a cohort's tabs, on last week: its sheets came back and are marked."""
    tabs = next(tabs for tabs in started.frame.findChildren(QTabWidget) if tabs.isVisible())
    tabs.setCurrentIndex(1)
    wait(application, started)
    tabs.currentWidget().findChildren(AttendancePanel)[0].view.week_asked.emit(-1)
    wait(application, started)


def take(started: Started, path: Path) -> None:
    picture = started.frame.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    size = (picture.width(), picture.height())
    save(
        Image.frombytes(
            "RGB", size, bytes(picture.constBits()), "raw", "RGB", picture.bytesPerLine()
        ),
        path,
    )


def save(picture: Image.Image, path: Path) -> None:
    """256 colours are enough for a quiet page, and a third of the bytes."""
    picture.convert("RGB").quantize(256, dither=Image.Dither.NONE).save(path, optimize=True)


def wait(application: QApplication, started: Started) -> None:
    """Let the window work until nothing has run beside it for half a second."""
    begun = quiet_since = monotonic()
    while monotonic() - quiet_since < 0.5:
        application.processEvents()
        is_open = started.window is not None and started.window.context is not None
        if not (is_open and started.background is not None and started.background.is_idle):
            quiet_since = monotonic()
        if monotonic() - begun > LONGEST_WAIT:
            sys.exit("The window did not come to rest.")


if __name__ == "__main__":
    in_the_morning()
    take_all(Path(sys.argv[1]) if len(sys.argv) > 1 else resource("art", "screenshots"))
