"""What partners made possible in a time: their figures, and the page for one of them."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from mgdesk.i18n import LANGUAGES, format_hours, isolate, language_name, ngettext, number
from mgdesk.i18n import gettext as _
from mgdesk.queries import campuses as campus_queries
from mgdesk.queries import partners as queries
from mgdesk.queries.partners import PartnerReach
from mgdesk.rules.clock import wall_clock
from mgdesk.services.partner_papers import partner_letter
from mgdesk.ui.kit import theme
from mgdesk.ui.kit.buttons import Button
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.dialog import Sheet
from mgdesk.ui.kit.fields import ChoiceField
from mgdesk.ui.kit.layout import Card, Empty, column, row
from mgdesk.ui.kit.table import Column, Table
from mgdesk.ui.preview import PdfPreview

_YEARS = 6


class PartnerList(QWidget):
    """Every partner with people, hours and hires of a year; Enter shows the page for one."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        this_year = wall_clock().year
        years = [(year, str(year)) for year in range(this_year, this_year - _YEARS, -1)]
        self.year = ChoiceField(years, this_year)
        self.year.setAccessibleName(_("Year"))
        self.language = ChoiceField([("", _("Campus language")), *_languages()])
        self.language.setAccessibleName(_("Language of the page"))
        empty = Empty(
            _("No partner yet. Partners are added in the settings."), icon_name="handshake"
        )
        self.table: Table[PartnerReach] = Table(_columns(), name=_("Partners"), empty=empty)
        self.print_button = Button(_("Page for the partner…"), "printer", on_click=self.show_page)
        card = Card()
        card.add(row(self.year, self.language, None, self.print_button, gap=8))
        card.add(self.table, 1)
        self.setLayout(column(card))
        self.year.edited.connect(self.load)
        self.table.opened.connect(self.show_page)
        self.table.chosen.connect(self._on_chosen)
        self._on_chosen(None)

    def load(self) -> None:
        first, last = self._days()
        wanted = partial(
            queries.partners_reach,
            first_day=first,
            last_day=last,
            campus_id=self._context.campus_id,
        )
        self._context.read(wanted, self.show_rows)

    def show_rows(self, rows: Sequence[PartnerReach]) -> None:
        self.table.set_rows(rows)
        if self.table.current is None and rows:
            self.table.choose(rows[0].id)

    def show_page(self, _row: PartnerReach | None = None) -> None:
        if self.table.current is not None:
            self._context.read(campus_queries.campuses, self._open)

    def _open(self, campuses: Sequence[Any]) -> None:
        found, chosen = self.table.current, self._context.campus_id
        if found is None or not campuses:
            return
        heading = _("Page for {partner}", partner=found.partner)
        self._name = f"{found.partner} {self.year.value}.pdf"
        self._preview = PdfPreview(self._context, "letter")
        self._sheet = Sheet(self, heading, self._preview, width=1000, is_tall=True)
        self._sheet.open()
        wanted = partial(
            partner_letter,
            partner_id=found.id,
            campus_id=chosen or campuses[0].id,
            all_campuses=chosen is None,
            first_day=found.first_day,
            last_day=found.last_day,
            day=wall_clock().astimezone().date(),
            language=self.language.value,
        )
        self._context.read(wanted, self._show_page, failed=self._context.fail)

    def _show_page(self, content: bytes) -> None:
        self._preview.show_bytes(content, self._name)

    def _on_chosen(self, found: PartnerReach | None) -> None:
        self.print_button.setEnabled(found is not None)

    def _days(self) -> tuple[date, date]:
        return date(self.year.value, 1, 1), date(self.year.value, 12, 31)


def _languages() -> list[tuple[str, str]]:
    return [(code, language_name(code)) for code in LANGUAGES]


def _columns() -> list[Column[PartnerReach]]:
    name: Column[PartnerReach] = Column(
        _("Partner"), lambda one: one.partner, second=_second, stretch=True, strong=True
    )
    if theme.look().scale > 130:  # the name needs the whole width
        return [name]
    return [
        name,
        Column(
            _("People reached"),
            lambda one: number(one.people),
            sort=lambda one: one.people,
            numeric=True,
        ),
        Column(
            _("Hours"),
            lambda one: format_hours(one.minutes),
            sort=lambda one: one.minutes,
            numeric=True,
        ),
        Column(
            _("Hires"),
            lambda one: number(len(one.hires)),
            sort=lambda one: len(one.hires),
            numeric=True,
        ),
    ]


def _second(one: PartnerReach) -> str:
    cohorts = ngettext("{n} cohort", "{n} cohorts", len(one.cohorts))
    events = ngettext("{n} event", "{n} events", len(one.events))
    return f"{isolate(cohorts)} · {isolate(events)}"
