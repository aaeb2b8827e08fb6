"""Reports: the figures of a period with their charts, each opening its list; pages and files of them."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from mgdesk.i18n import gettext as _
from mgdesk.i18n import number
from mgdesk.queries import campuses as campus_queries
from mgdesk.queries.campuses import CampusRow, OrganisationRow
from mgdesk.queries.small_counts import hidden_below
from mgdesk.queries.statistics import report, side_by_side
from mgdesk.rules.chart import Chart
from mgdesk.rules.clock import wall_clock
from mgdesk.rules.figure_charts import (
    bands_chart,
    chart_of,
    has_bands,
    is_shown,
    map_lines,
    map_of,
    scale_words,
    shown_groups,
    title_of,
)
from mgdesk.rules.figures import (
    DEFINITIONS,
    FIGURES,
    THEME_LABELS,
    Breakdown,
    CampusLine,
    Report,
    Scope,
    Theme,
)
from mgdesk.rules.rights import Right
from mgdesk.services import figure_files, indicator_files, reports
from mgdesk.ui.actions import Action
from mgdesk.ui.editors.export import Export
from mgdesk.ui.editors.facts import flow_of
from mgdesk.ui.editors.figure_list import FigureList
from mgdesk.ui.editors.figure_tiles import FigureTile
from mgdesk.ui.editors.indicator_sheet import IndicatorSheet
from mgdesk.ui.editors.more_papers import FreePreview, Offer
from mgdesk.ui.editors.report_scope import ScopeFields
from mgdesk.ui.editors.side_by_side import SideBySide
from mgdesk.ui.kit import labels
from mgdesk.ui.kit.buttons import Button
from mgdesk.ui.kit.chart import ChartView
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.dialog import Sheet
from mgdesk.ui.kit.fields import NumberField
from mgdesk.ui.kit.flow import Abreast
from mgdesk.ui.kit.form import Form
from mgdesk.ui.kit.layout import Card, Empty, Page, add, box, column, scrolled

if TYPE_CHECKING:
    from mgdesk.desk import Desk

_PATIENCE: Final = 600  # milliseconds between a change and the counting of it
_TABLES: Final = frozenset(
    {
        "attendance", "slot", "enrolment", "cohort", "event", "registration", "check_in",
        "coaching_session", "person", "campus", "partner", "cohort_partner", "event_partner",
        "outcome", "application",
    }
)  # fmt: skip


class ReportsPage(Page):
    """What was counted is read anew when the scope or the data change, while the page is seen."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("Reports"))
        self._context = context
        self.counted: Report | None = None
        self._below = 0
        self._is_stale = True
        self._build()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_PATIENCE)
        self._later.timeout.connect(self._load)
        self.fields.changed.connect(self._later.start)
        context.campus_changed.connect(self._offer)
        self._offer()

    def _build(self) -> None:
        self.fields = ScopeFields(wall_clock().date())
        self.export = Export(self, self._context)
        self.pdf_button = Button(
            _("Activity report…"), "printer", kind="primary", on_click=self.print_report
        )
        self.file_button = Button(_("Figures…"), "file-spreadsheet", on_click=self.export_figures)
        self.file_button.setAccessibleName(_("Export the figures…"))
        self.indicator_button = Button(_("Indicators…"), "list", on_click=self.show_indicators)
        self.small_button = Button(
            _("Small counts…"), "eye-off", on_click=self.choose_small_counts, needs=(Right.RUN,)
        )
        add(self.body, self.fields)
        buttons = (self.pdf_button, self.file_button, self.indicator_button, self.small_button)
        add(self.body, flow_of(buttons, 8))
        self.area = scrolled(Empty(_("Counting…"), icon_name="hourglass"))
        self.body.addWidget(self.area, 1)

    # --- the contract of a page ------------------------------------------------------------------

    @property
    def current_id(self) -> UUID | None:
        return None

    def show_record(self, _record_id: UUID) -> None:
        """There is none."""

    def reload(self, tables: frozenset[str]) -> None:
        if tables & {"campus", "partner"}:
            self._offer()
        if tables & _TABLES:
            self._later.start()

    def focus_search(self) -> None:
        self.fields.period.setFocus()

    def new(self) -> None:
        """A report is not made but counted."""

    def commands(self) -> list[Action]:
        return [
            Action("reports.print", _("Activity report…"), self.print_report, "printer", "Ctrl+P"),
            Action("reports.figures", _("Export the figures…"), self.export_figures, "file-spreadsheet", "Ctrl+E"),  # noqa: E501
            Action("reports.indicators", _("Indicators…"), self.show_indicators, "list"),
            Action("reports.indicator_file", _("Export the indicators…"), self.export_indicators, "file-spreadsheet"),  # noqa: E501
            Action("reports.small", _("Small counts…"), self.choose_small_counts, "eye-off"),
            Action("reports.people", _("Who was reached…"), partial(self.open_figure, "people_reached"), "users"),  # noqa: E501
        ]  # fmt: skip

    # --- reading ---------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self._load()

    def _offer(self) -> None:
        self._context.read(_choices, self._on_choices)

    def _on_choices(self, found: tuple[Sequence[CampusRow], Sequence[OrganisationRow]]) -> None:
        self.fields.offer(*found, self._context.campus_id)
        self._load()

    def _load(self) -> None:
        scope = self.fields.scope
        self._is_stale = not self.isVisible()
        if scope is not None and self.isVisible():
            self._context.read(partial(_counted, scope=scope), self._show)

    def _show(self, found: tuple[Report, int, tuple[CampusLine, ...]]) -> None:
        self.counted, self._below, lines = found
        self.say(self._about_small_counts())
        place = self.area.verticalScrollBar().value()
        compared = [SideBySide(lines)] if len(lines) > 1 else []
        themes = (self._theme(self.counted, theme) for theme in Theme)
        content = box(*themes, *compared, None, gap=24)
        content.setObjectName("scrolled")
        self.area.setWidget(content)
        self.area.verticalScrollBar().setValue(place)

    def _about_small_counts(self) -> str:
        if self._below < 2:
            return _("What you see is whole, and so is what is printed or exported.")
        return _(
            "What you see is whole. What is printed or exported hides counts of fewer than {n} people.",
            n=number(self._below),
        )

    # --- what is shown ---------------------------------------------------------------------------

    def _theme(self, counted: Report, theme: Theme) -> QWidget:
        tiles = (
            FigureTile(one, counted.figures[one.id], partial(self.open_figure, one.id))
            for one in FIGURES
            if one.theme is theme
        )
        charts: list[QWidget] = []
        for one in counted.breakdowns:
            if DEFINITIONS[one.figure].theme is theme and is_shown(one):
                mapped = map_of(one)
                charts += [self._map(one, mapped)] if mapped else []
                charts.append(self._chart(one))
        if theme is Theme.PEOPLE and has_bands(counted):
            charts.insert(2, _bands_card(counted))
        parts: list[QWidget] = [
            labels.section(_(THEME_LABELS[theme])),
            Abreast(*tiles, gap=16, is_even=True),
        ]
        if charts:
            parts.append(Abreast(*charts, gap=16, is_even=True))
        holder = QWidget()
        holder.setLayout(column(*parts, gap=12))
        return holder

    def _chart(self, breakdown: Breakdown) -> QWidget:
        view = ChartView(chart_of(breakdown), partial(scale_words, breakdown))
        view.opened.connect(partial(self._open_line, breakdown))
        return Card(labels.directed(title_of(breakdown)), None, view, None)

    def _map(self, breakdown: Breakdown, chart: Chart) -> QWidget:
        view = ChartView(chart, number)
        view.opened.connect(partial(self._open_place, breakdown))
        return Card(labels.directed(chart.title), None, view, None)

    def open_figure(self, figure: str) -> None:
        """The list behind a figure."""
        scope = self.fields.scope
        if scope is not None:
            FigureList(self, self._context, scope, figure).open()

    def _open_line(self, breakdown: Breakdown, place: int) -> None:
        scope, group = self.fields.scope, shown_groups(breakdown)[place]
        if scope is not None:
            line = (breakdown.dimension, group.key, group.label)
            FigureList(self, self._context, scope, breakdown.figure, line).open()

    def _open_place(self, breakdown: Breakdown, place: int) -> None:
        """Everybody of an area of the map, however they wrote its municipalities."""
        scope, line = self.fields.scope, map_lines(breakdown)[place]
        if scope is not None:
            found = (breakdown.dimension, line.keys, line.label)
            FigureList(self, self._context, scope, breakdown.figure, found).open()

    # --- what leaves -----------------------------------------------------------------------------

    def print_report(self) -> None:
        """The activity report as pages, to print or to save."""
        scope = self.fields.scope
        if scope is None:
            return
        preview = FreePreview(self._context, "report")
        offer = Offer(_("Activity report"), "report", reports.activity_report, None)
        name = f"{_('Activity report')} {reports.period_words(scope)}"
        preview.show_offer(offer, {"scope": scope, "day": wall_clock().date()}, f"{name}.pdf")
        Sheet(self, name, preview, width=1000, is_tall=True).open()

    def export_figures(self) -> None:
        """The figures as a workbook."""
        scope = self.fields.scope
        if scope is not None:
            title = f"{_('Figures')} {reports.period_words(scope)}"
            self.export.ask_for(title, partial(_write_figures, self._context.desk, scope))

    def show_indicators(self) -> None:
        """The indicators of ESF+, line by line; each opens its list."""
        scope = self.fields.scope
        if scope is not None:
            IndicatorSheet(self, self._context, scope, self.export_indicators).open()

    def export_indicators(self) -> None:
        """Participants and results as funders of the European Social Fund count them."""
        scope = self.fields.scope
        if scope is not None:
            title = f"{_('Indicators')} {reports.period_words(scope)}"
            self.export.ask_for(title, partial(_write_indicators, self._context.desk, scope))

    def choose_small_counts(self) -> None:
        SmallCounts(self, self._context, self._below).open()


class SmallCounts(Sheet):
    """Below which number of people nothing is published."""

    def __init__(self, parent: ReportsPage, context: Context, below: int) -> None:
        self._context, self._page = context, parent
        self.form = Form()
        self.field = self.form.add(
            _("Hide counts of fewer people than"),
            NumberField(below, most=20),
            help_text=_("0 hides nothing. This holds for all desks of this data."),
        )
        super().__init__(
            parent, _("Small counts"), self.form, accept=_("Save"), on_accept=self._save, width=480
        )

    def _save(self) -> None:
        wanted = partial(reports.hide_below, count=self.field.value())
        self._context.do(wanted, self._saved, quiet=True)

    def _saved(self, _nothing: object) -> None:
        self._page.reload(frozenset({"person"}))
        self.close()


def _bands_card(counted: Report) -> QWidget:
    chart = bands_chart(counted.bands)
    return Card(chart.title, None, ChartView(chart, number), None)


# --- beside the window --------------------------------------------------------------------------


def _choices(session: object) -> tuple[Sequence[CampusRow], Sequence[OrganisationRow]]:
    return campus_queries.campuses(session), campus_queries.partners(session)  # type: ignore[arg-type]


def _counted(session: Any, *, scope: Scope) -> tuple[Report, int, tuple[CampusLine, ...]]:
    lines = side_by_side(session, scope=scope) if scope.campus_id is None else ()
    return report(session, scope=scope), hidden_below(session), lines


def _write_figures(desk: "Desk", scope: Scope, path: Path) -> Path:
    sheets = desk.read(figure_files.figures_sheets, scope=scope, day=wall_clock().date())
    return figure_files.write_figures(path.with_suffix(".xlsx"), sheets)


def _write_indicators(desk: "Desk", scope: Scope, path: Path) -> Path:
    rows = desk.read(indicator_files.indicator_rows, scope=scope)
    return indicator_files.write_indicators(path, rows)
