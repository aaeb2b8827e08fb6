"""Campuses side by side: a line each, its figures in columns that sort."""

from collections.abc import Sequence
from functools import partial

from mgdesk.i18n import gettext as _
from mgdesk.rules.figures import COMPARED, DEFINITIONS, CampusLine, said, size
from mgdesk.ui.kit.layout import Card, Empty
from mgdesk.ui.kit.table import Column, Table
from mgdesk.ui.kit.theme import px

MOST_LINES = 12


class SideBySide(Card):
    """As high as it has campuses, to a limit."""

    def __init__(self, lines: Sequence[CampusLine]) -> None:
        heading = _("Campuses side by side")
        super().__init__(heading)
        columns: list[Column[CampusLine]] = [
            Column(_("Campus"), lambda line: line.label, stretch=True),
            *(
                Column(
                    _(DEFINITIONS[one].label),
                    partial(_words, one),
                    sort=partial(_size, one),
                    numeric=True,
                )
                for one in COMPARED
            ),
        ]
        self.table: Table[CampusLine] = Table(
            columns, name=heading, empty=Empty(_("No campus yet.")), sort_by=0
        )
        self.add(self.table)
        self.table.set_rows(list(lines))
        height = self.table.view.verticalHeader().defaultSectionSize()
        self.table.setFixedHeight(min(len(lines), MOST_LINES) * height + px(48))


def _words(figure: str, line: CampusLine) -> str:
    return said(DEFINITIONS[figure], line.amounts[figure])


def _size(figure: str, line: CampusLine) -> float:
    return size(DEFINITIONS[figure], line.amounts[figure]) or 0.0
