"""Takes the pictures of the README from the real program: its pages and its paper on the demo campus.

    .venv/bin/python -m installer.screenshots [FOLDER]

French by day, Arabic by night; needs no screen.
"""

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from uuid import UUID

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import pypdfium2
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication

from installer.demo_paper import print_paper
from mgdesk import settings
from mgdesk.app import Started
from mgdesk.desk import Desk, open_desk
from mgdesk.paths import Home, resource
from mgdesk.queries.cohorts import cohorts
from mgdesk.queries.events import events
from mgdesk.queries.people import learners
from mgdesk.services.demo import make_demo
from mgdesk.settings import Settings

LOOKS = [("fr", "light"), ("ar", "dark")]
SIZE = QSize(1440, 900)
LONGEST_WAIT = 30.0  # seconds


def take_all(folder: Path) -> None:
    """Write `<page>-<language>-<theme>.png` for each page and `<paper>.png` for each kind of paper."""
    folder.mkdir(parents=True, exist_ok=True)
    application = QApplication([])
    with tempfile.TemporaryDirectory() as place:
        home = Home(Path(place))
        desk = open_desk(home)
        desk.do(make_demo)
        records = shown(desk)
        desk.close()
        for language, theme in LOOKS:
            settings.save(Settings(language=language, theme=theme), home.settings)
            take_pages(application, home, records, f"{language}-{theme}", folder)
        for paper in print_paper(str(home.root)):
            page = pypdfium2.PdfDocument(paper)[0]
            page.render(scale=1.5).to_pil().save(folder / f"{paper.stem}.png", optimize=True)


def shown(desk: Desk) -> dict[str, UUID | None]:
    """Which record each page shows: a class of today, somebody in it, the next event."""
    cohort = next(
        row for row in desk.read(cohorts) if row.campus == "MOL" and row.status == "running"
    )
    person = desk.read(learners, cohort=cohort.code)[0]
    event = desk.read(events)[0]
    return {"cohorts": cohort.id, "learners": person.id, "events": event.id, "settings": None}


def take_pages(
    application: QApplication, home: Home, records: dict[str, UUID | None], look: str, folder: Path
) -> None:
    started = Started(application, home, None)
    started.window.resize(SIZE)
    started.show()
    wait(application, started, lambda: started.window.context is not None)
    for place, record in records.items():
        started.window.navigate(place, record)
        wait(application, started, lambda: True)
        started.window.grab().save(str(folder / f"{place}-{look}.png"))
    started.window.close()
    started.close()


def wait(application: QApplication, started: Started, is_there: Callable[[], bool]) -> None:
    """Let the window work until nothing runs beside it and it has painted, for half a second."""
    begun = quiet_since = monotonic()
    while monotonic() - quiet_since < 0.5:
        application.processEvents()
        if not (is_there() and started.background.is_idle):
            quiet_since = monotonic()
        if monotonic() - begun > LONGEST_WAIT:
            sys.exit("The window did not come to rest.")


if __name__ == "__main__":
    take_all(Path(sys.argv[1]) if len(sys.argv) > 1 else resource("art", "screenshots"))
