"""The annual report: figures with their definitions, charts and tables, as they may be published."""

from dataclasses import dataclass
from datetime import date

from mgdesk.documents.paper import NOBODY, Backing, Letterhead, digests
from mgdesk.documents.plain import Plain
from mgdesk.rules.chart import Chart, ChartKind, Series


@dataclass(frozen=True)
class FigureLine(Plain):
    """A figure in words, with what exactly it counts."""

    label: str
    words: str
    sentence: str


@dataclass(frozen=True)
class PanelSeries(Plain):
    name: str
    values: tuple[float | None, ...]
    words: tuple[str, ...]


@dataclass(frozen=True)
class Panel(Plain):
    """A chart with its heading; `note` stands below it. `is_share`: its scale is in per cent."""

    kind: ChartKind
    heading: str
    labels: tuple[str, ...]
    series: tuple[PanelSeries, ...]
    note: str = ""
    is_share: bool = False
    places: tuple[str, ...] = ()  # of a map

    @property
    def chart(self) -> Chart:
        series = (Series(one.name, one.values, one.words) for one in self.series)
        most = 1.0 if self.is_share else None
        return Chart(self.kind, self.heading, self.labels, tuple(series), most, self.places)


@dataclass(frozen=True)
class TableRow(Plain):
    """A name and its numbers, in words."""

    name: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table(Plain):
    heading: str
    columns: tuple[str, ...]  # the first is that of the names
    rows: tuple[TableRow, ...]
    note: str = ""


@dataclass(frozen=True)
class Chapter(Plain):
    heading: str
    figures: tuple[FigureLine, ...]
    panels: tuple[Panel, ...] = ()
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True)
class ReportRecord(Plain):
    """All that a report says; it has no number and is not kept."""

    language: str
    letterhead: Letterhead
    period: str  # 2026, or from a day to a day
    about: str  # campus, partner, cohort; empty: all campuses
    chapters: tuple[Chapter, ...]
    privacy: str  # what was hidden and why; empty: nothing
    printed_on: date
    country: str | None = None
    backing: Backing = NOBODY
    is_demo: bool = False

    def digests(self) -> frozenset[str]:
        """The digests of the pictures to gather before drawing."""
        return digests(self.letterhead, self.backing)
