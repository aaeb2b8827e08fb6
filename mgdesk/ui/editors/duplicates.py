"""Who is known already and may be the person being typed: advice beside the name, never a stop."""

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from mgdesk.i18n import gettext as _
from mgdesk.i18n import isolate
from mgdesk.queries.people import DuplicateRow
from mgdesk.rules.people import LIKENESS_LABELS
from mgdesk.ui.kit import announce, labels, theme
from mgdesk.ui.kit.buttons import Button
from mgdesk.ui.kit.layout import column, row


def describe(found: DuplicateRow) -> str:
    """What tells somebody from a namesake: year of birth, number, town."""
    year = str(found.birth_date.year) if found.birth_date else ""
    parts = (found.second_name, year, found.learner_number, found.municipality)
    return " · ".join(isolate(part) for part in parts if part)


class DuplicatesCard(QFrame):
    """A line for each possible namesake with a button to go there; `opened(id)`. Hidden when none.

    Of somebody who has a record already, `offers_merge` adds a button that makes one of both.
    """

    opened = Signal(object)
    merge_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.offers_merge = False
        self.setProperty("kind", "banner")
        self.setProperty("tone", "late")
        self._column = column(gap=4)
        margin = theme.px(12), theme.px(8), theme.px(8), theme.px(8)
        self._column.setContentsMargins(*margin)
        self.setLayout(self._column)
        self._lines: list[QWidget] = []
        self.rows: tuple[DuplicateRow, ...] = ()
        self.hide()

    def set_rows(self, rows: Sequence[DuplicateRow]) -> None:
        if tuple(rows) == self.rows:
            return
        self.rows = tuple(rows)
        for line in self._lines:
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        heading = labels.text(_("Perhaps already here"), "section", wrap=True)
        self._lines = [heading, *(self._line(found) for found in rows)] if rows else []
        for line in self._lines:
            self._column.addWidget(line)
        self.setVisible(bool(rows))
        if rows:
            announce.say(self, _("Perhaps already here: {name}", name=rows[0].name))

    def _line(self, found: DuplicateRow) -> QWidget:
        why = _(LIKENESS_LABELS[found.why])
        detail = " · ".join(part for part in (describe(found), why) if part)
        button = Button(_("Open"), kind="link", on_click=lambda: self._open(found.id))
        button.setAccessibleName(_("Open {name}", name=found.name))
        words = column(labels.text(found.name, wrap=True), labels.muted(detail), gap=0)
        line = QWidget()
        inside = row(gap=8)
        inside.addLayout(words, 1)
        inside.addWidget(button)
        if self.offers_merge:
            merge = Button(_("Merge…"), kind="link", on_click=lambda: self._merge(found.id))
            merge.setAccessibleName(_("Merge with {name}…", name=found.name))
            inside.addWidget(merge)
        line.setLayout(inside)
        return line

    def _merge(self, person_id: UUID) -> None:
        self.merge_wanted.emit(person_id)

    def _open(self, person_id: UUID) -> None:
        self.opened.emit(person_id)
