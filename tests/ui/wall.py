"""The clock on the wall of a test: everything that asks for the time is told this one."""

import sys
from datetime import datetime

from mgdesk.rules import clock
from mgdesk.ui.main_window import PLACES  # noqa: F401 - the window and what it names are loaded


class Wall:
    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def hang(self, monkeypatch, desk) -> None:
        """For the window, for queries, and for what the desk writes."""
        for page in (
            "applications",
            "coworking",
            "cohorts",
            "events",
            "learners",
            "settings",
            "today",
        ):
            __import__(f"mgdesk.ui.pages.{page}")  # one loaded later would keep this clock for good
        real = clock.wall_clock
        for module in list(sys.modules.values()):
            if getattr(module, "wall_clock", None) is real:
                monkeypatch.setattr(module, "wall_clock", self)
        desk._store.clock._wall = self
        desk._store.clock._last = self.now
