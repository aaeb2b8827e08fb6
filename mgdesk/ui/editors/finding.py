"""Whom a few letters mean: those of the day at once, then others, looked for beside the window."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, Signal

from mgdesk.queries import search as queries
from mgdesk.queries.search import PersonHit
from mgdesk.rules import names
from mgdesk.ui.editors import candidates as meant
from mgdesk.ui.editors.candidates import Candidate
from mgdesk.ui.kit.context import Context

_OTHERS: Final = 12  # people whom nobody expects that are offered for a few letters


class Finding(QObject):
    """`found` when the others for what was typed last are known; the latest letters win."""

    found = Signal()

    def __init__(self, over: QObject, context: Context) -> None:
        super().__init__(over)
        self._context = context
        self.of_day: list[Candidate] = []
        self._others: list[Candidate] = []
        self._asked = self._found_for = ""

    def look(self, typed: str) -> None:
        self._asked = typed.strip()
        if names.clean(typed):
            wanted = partial(queries.people, text=typed, limit=_OTHERS)
            self._context.read(wanted, self._show)

    def is_settled(self, typed: str) -> bool:
        """Whether everybody whom the letters can mean is known."""
        return self._found_for == typed.strip()

    def meant(self, typed: str) -> list[Candidate]:
        """Those of the day whom the letters mean, then the others."""
        shown = meant.matching(self.of_day, typed)
        known = {one.person_id for one in shown}
        if self.is_settled(typed):
            shown += [one for one in self._others if one.person_id not in known]
        return shown

    def _show(self, hits: Sequence[PersonHit]) -> None:
        of_day = {one.person_id: one for one in self.of_day}
        self._others = [of_day.get(hit.person_id) or meant.of_hit(hit) for hit in hits]
        self._found_for = self._asked
        self.found.emit()
