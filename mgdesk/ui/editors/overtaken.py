"""Statements to print again: which, why, and the corrected ones in one press."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QWidget

from mgdesk.i18n import format_day, format_hours, isolate, ngettext
from mgdesk.i18n import gettext as _
from mgdesk.rules.clock import wall_clock
from mgdesk.rules.overtaken import WHY_LABELS
from mgdesk.rules.paper import PaperKind
from mgdesk.rules.rights import Right
from mgdesk.services import overtaken as services
from mgdesk.services.overtaken import OvertakenRow
from mgdesk.ui.editors.facts import flow_of
from mgdesk.ui.editors.printing import IssuingPreview
from mgdesk.ui.kit import labels, theme
from mgdesk.ui.kit.buttons import Button
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.dialog import Sheet
from mgdesk.ui.kit.layout import Empty, add, column
from mgdesk.ui.kit.table import Column, Table

MOST_DAYS = 3  # named; more are counted


class OvertakenSheet(Sheet):
    """The list of a cohort, or of a campus; it empties as the corrected ones are printed."""

    def __init__(
        self,
        parent: QWidget,
        context: Context,
        *,
        cohort_id: UUID | None = None,
        campus_id: UUID | None = None,
        since: date | None = None,
    ) -> None:
        self.table: Table[OvertakenRow] = Table(
            _columns(),
            name=_("Statements to print again"),
            empty=Empty(_("Every statement says what is known."), icon_name="circle-check"),
            several=True,
        )
        self.table.setMinimumHeight(theme.px(280))
        self.print_button = Button(
            _("Print the corrected ones…"), "printer", kind="primary", on_click=self.print_them,
            needs=(Right.ISSUE,),
        )  # fmt: skip
        said = labels.muted(
            _("What was printed no longer says what is known. The corrected statement replaces it.")
        )
        content = QWidget()
        whole = column(said, gap=12)
        add(whole, self.table, 1)
        add(whole, flow_of((self.print_button,), 8))
        content.setLayout(whole)
        heading = _("Statements to print again")
        super().__init__(parent, heading, content, width=820, is_tall=True)
        self._context = context
        self._query = partial(
            services.overtaken_statements, cohort_id=cohort_id, campus_id=campus_id, since=since
        )
        self.load()

    def load(self) -> None:
        self._context.read(self._query, self._show)

    def _show(self, rows: Sequence[OvertakenRow]) -> None:
        self.table.set_rows(rows)
        self.print_button.setEnabled(bool(rows))

    def print_them(self) -> None:
        """Those selected, else all."""
        rows = self.table.selected or self.table.rows
        if rows:
            open_corrected(self, self._context, [row.id for row in rows]).registered.connect(
                self.load
            )


def open_corrected(parent: QWidget, context: Context, ids: Sequence[UUID]) -> IssuingPreview:
    """Show what corrects these statements, to print; numbers are given when they leave."""
    preview = IssuingPreview(context, PaperKind.STATEMENT.value)
    heading = _("Corrected statements")
    sheet = Sheet(parent, heading, preview, width=1000, is_tall=True)
    about: dict[str, Any] = {"document_ids": list(ids)}
    today = wall_clock().astimezone().date()
    preview.show_draft(
        partial(services.draft_overtaken, day=today, **about),
        partial(services.issue_overtaken, **about),
        heading,
    )
    preview.print_button.setDefault(True)
    sheet.open()
    return preview


def _columns() -> list[Column[OvertakenRow]]:
    return [
        Column(_("Name"), lambda row: row.name, second=_which, strong=True, stretch=True),
        Column(_("Why"), why_words, second=_days, stretch=True),
        Column(_("Hours"), _hours, second=_unjustified, numeric=True, is_spare=True),
    ]


def why_words(row: OvertakenRow) -> str:
    return "; ".join(_(WHY_LABELS[why]) for why in row.why)


def _which(row: OvertakenRow) -> str:
    first, last = format_day(row.first_day, "short"), format_day(row.last_day, "short")
    parts = (row.number, row.cohort, f"{first} – {last}")
    return labels.directed(" · ".join(isolate(part) for part in parts))


def _days(row: OvertakenRow) -> str:
    if len(row.days) > MOST_DAYS:
        return ngettext("{n} day", "{n} days", len(row.days))
    return ", ".join(isolate(format_day(day, "short")) for day in row.days)


def _hours(row: OvertakenRow) -> str:
    before, now = row.attended
    return _("{before}, now {now}", before=format_hours(before), now=format_hours(now))


def _unjustified(row: OvertakenRow) -> str:
    before, now = row.unjustified
    if before == now:
        return ""
    return _(
        "not justified: {before}, now {now}", before=format_hours(before), now=format_hours(now)
    )
