"""The indicators of ESF+ on the screen: a line each with what it counts, and the people behind it."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtWidgets import QWidget

from mgdesk.i18n import gettext as _
from mgdesk.i18n import ngettext, number, percent
from mgdesk.queries.indicators import IndicatorPerson, people_of
from mgdesk.rules.common_indicators import MOMENT_LABELS, SOURCE
from mgdesk.rules.figure_charts import gender_label
from mgdesk.rules.figures import Scope
from mgdesk.rules.indicator_table import IndicatorRow
from mgdesk.rules.indicators import GENDERS
from mgdesk.services.indicator_files import indicator_rows, said
from mgdesk.ui.kit import labels
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.dialog import Sheet
from mgdesk.ui.kit.layout import Empty, add, column
from mgdesk.ui.kit.table import Column, Table

_NOTHING: Final = "–"


class IndicatorSheet(Sheet):
    """All lines of a scope, with their small counts: this is the desk's own view."""

    def __init__(
        self, parent: QWidget, context: Context, scope: Scope, on_export: Callable[[], object]
    ) -> None:
        self._context, self._scope = context, scope
        heading = _("Indicators")
        self.table: Table[IndicatorRow] = Table(
            _columns(),
            name=heading,
            key=lambda row: row.indicator.key,
            empty=Empty(_("Counting…"), icon_name="hourglass"),
        )
        self.about = labels.text("", wrap=True)
        content = QWidget()
        whole = column(gap=12)
        content.setLayout(whole)
        add(whole, labels.muted(_("What you see is whole. Enter on a line shows its people.")))
        add(whole, self.table, 1)
        add(whole, self.about)
        super().__init__(
            parent, heading, content, accept=_("Export…"), accept_icon="file-spreadsheet",
            on_accept=on_export, width=1280, is_tall=True,
        )  # fmt: skip
        self.cancel_button.setText(_("Close"))
        self.table.chosen.connect(self._tell)
        self.table.opened.connect(self._open)
        context.read(partial(indicator_rows, scope=scope, is_whole=True), self._show)

    def _show(self, rows: Sequence[IndicatorRow]) -> None:
        self.table.set_rows(rows, choose=rows[0].indicator.key)

    def _tell(self, row: IndicatorRow | None) -> None:
        """What the line counts, when, and by which text."""
        if row is None:
            return
        one = row.indicator
        parts = [_(one.label), said(row), _(MOMENT_LABELS[one.moment])]
        parts += [_(SOURCE, point=one.point)] if one.point else []
        self.about.setText(" · ".join(filter(None, parts)))

    def _open(self, row: IndicatorRow) -> None:
        if row.indicator.belongs is not None:
            IndicatorPeople(self, self._context, self._scope, row).open()


class IndicatorPeople(Sheet):
    """The people of a line, by name; each opens their record."""

    def __init__(
        self, parent: IndicatorSheet, context: Context, scope: Scope, row: IndicatorRow
    ) -> None:
        self._context, self._sheet = context, parent
        one = row.indicator
        heading = " · ".join(filter(None, (one.code, _(one.label))))
        self.count = labels.text("", "section")
        self.table: Table[IndicatorPerson] = Table(
            [
                Column[IndicatorPerson](
                    _("Name"), lambda who: who.name, sort=lambda who: who.sort_key,
                    stretch=True, strong=True,
                )
            ],
            name=heading,
            key=lambda who: who.person_id,
            empty=Empty(_("Nothing was counted here."), icon_name="list"),
        )  # fmt: skip
        content = QWidget()
        whole = column(labels.muted(said(row)), gap=12)
        content.setLayout(whole)
        add(whole, self.count)
        add(whole, self.table, 1)
        super().__init__(parent, heading, content, width=720, is_tall=True)
        self.table.opened.connect(self._open)
        context.read(partial(people_of, scope=scope, key=one.key), self._show)

    def _show(self, people: Sequence[IndicatorPerson]) -> None:
        self.table.set_rows(people)
        self.count.setText(ngettext("{n} line", "{n} lines", len(people)))

    def _open(self, who: IndicatorPerson) -> None:
        self.close()
        self._sheet.close()
        self._context.navigate("learner", who.person_id)


def _columns() -> list[Column[IndicatorRow]]:
    genders = [
        Column[IndicatorRow](
            gender_label(gender), partial(_cell, place), numeric=True, is_spare=True
        )
        for place, gender in enumerate(GENDERS)
    ]
    return [
        Column[IndicatorRow](_("Code"), lambda row: row.indicator.code),
        Column[IndicatorRow](_("Indicator"), lambda row: _(row.indicator.label), stretch=True),
        *genders,
        Column[IndicatorRow](_("Total"), _total, numeric=True),
        Column[IndicatorRow](_("Out of"), lambda row: _part(row, row.of), numeric=True),
        Column[IndicatorRow](_("Of whom known"), lambda row: _part(row, row.known), numeric=True),
        Column[IndicatorRow](_("Share"), _share, numeric=True),
    ]


def _cell(place: int, row: IndicatorRow) -> str:
    return _said(row.counts[place]) if row.counts else ""


def _total(row: IndicatorRow) -> str:
    return _said(row.total) if row.counts else _("not collected")


def _part(row: IndicatorRow, count: int | None) -> str:
    return _said(count) if row.has_parts and row.counts else ""


def _share(row: IndicatorRow) -> str:
    if not (row.has_parts and row.counts):
        return ""
    return _NOTHING if row.share is None else percent(row.share)


def _said(count: int | None) -> str:
    return _NOTHING if count is None else number(count)
