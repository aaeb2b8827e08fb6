"""Reports that leave the house: on paper, as a workbook, as indicators; small counts are hidden in all."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from mgdesk.documents.paper import Backing, Letterhead, Logo
from mgdesk.documents.report import (
    Chapter,
    FigureLine,
    Panel,
    PanelSeries,
    ReportRecord,
    Table,
    TableRow,
)
from mgdesk.errors import DeskError
from mgdesk.i18n import N_, format_day, number, speaking
from mgdesk.i18n import gettext as _
from mgdesk.model import (
    Campus,
    Cohort,
    CohortPartner,
    Event,
    EventPartner,
    Partner,
    Setting,
)
from mgdesk.queries.small_counts import hidden_below
from mgdesk.queries.statistics import report
from mgdesk.rules.chart import Chart
from mgdesk.rules.figure_charts import (
    bands_chart,
    chart_of,
    count_said,
    gender_label,
    has_bands,
    is_shown,
    map_of,
)
from mgdesk.rules.figures import (
    DEFINITIONS,
    DIMENSION_LABELS,
    FIGURES,
    THEME_LABELS,
    Dimension,
    Report,
    Scope,
    Theme,
    Unit,
    said,
)
from mgdesk.rules.people_bands import band_label
from mgdesk.rules.rights import Right
from mgdesk.rules.suppression import published
from mgdesk.services.documents import Paper, paper_of
from mgdesk.services.records import backing_of, is_demo, letterhead_of, logo_of
from mgdesk.services.rights import needs

_MOST: Final = 20  # the largest number below which counts may be hidden
# What stands beside each other in a table, where the dimension has it.
_TABLED: Final = (Dimension.COHORT, Dimension.CAMPUS, Dimension.PARTNER)
_THEME_OF_TABLE: Final = {
    Dimension.COHORT: Theme.TRAINING, Dimension.CAMPUS: Theme.PEOPLE,
    Dimension.PARTNER: Theme.PEOPLE,
}  # fmt: skip


class NoCampusYet(DeskError):
    sentence = N_("There is no campus yet, so nobody to report about. Add the first one.")


@needs(Right.RUN)
def hide_below(session: Session, *, count: int) -> None:
    """Publish no count of fewer people than this; 0 or 1 hides nothing."""
    below = max(0, min(_MOST, count))
    session.merge(Setting(name="small_counts", value={"below": below}))


def year(which: int) -> tuple[date, date]:
    return date(which, 1, 1), date(which, 12, 31)


def activity_report(
    session: Session, *, scope: Scope, day: date, language: str | None = None
) -> Paper:
    """The report of a scope as pages. `day` is that of printing. Raises NoCampusYet."""
    campus = _campus(session, scope)
    spoken = language or (campus.languages[0] if campus.languages else "fr")
    below = hidden_below(session)
    with speaking(spoken, campus.country):
        counted = published(report(session, scope=scope), below)
        record = ReportRecord(
            language=spoken,
            letterhead=_letterhead(session, campus, scope),
            period=period_words(scope),
            about=" · ".join(counted.about),
            chapters=tuple(_chapter(counted, theme) for theme in Theme),
            privacy=hidden_note(below),
            printed_on=day,
            country=campus.country,
            backing=_backing(session, campus, scope),
            is_demo=is_demo(session, campus),
        )
    return paper_of(session, [record])


def period_words(scope: Scope) -> str:
    """A whole year by its number, else from a day to a day."""
    first, last = scope.first_day, scope.last_day
    if (first, last) == year(first.year):
        return str(first.year)
    return _("{first} to {last}", first=format_day(first, "long"), last=format_day(last, "long"))


def hidden_note(below: int) -> str:
    """What the sign in the place of a count means; empty when nothing is hidden."""
    if below < 2:
        return ""
    return _(
        "Counts of fewer than {n} people are hidden (*), and others with them, so that nobody can"
        " be known by them.",
        n=number(below),
    )


# --- chapters -----------------------------------------------------------------------------------


def _chapter(counted: Report, theme: Theme) -> Chapter:
    figures = tuple(
        FigureLine(_(one.label), said(one, counted.figures[one.id]), _(one.sentence))
        for one in FIGURES
        if one.theme is theme
    )
    panels = []
    for one in counted.breakdowns:
        if DEFINITIONS[one.figure].theme is theme and is_shown(one):
            mapped = map_of(one)
            panels += [_panel(mapped)] if mapped else []
            panels.append(_panel(chart_of(one), DEFINITIONS[one.figure].unit is Unit.SHARE))
    tables = [
        table
        for dimension in _TABLED
        if _THEME_OF_TABLE[dimension] is theme and (table := _table(counted, dimension)) is not None
    ]
    if theme is Theme.PEOPLE and has_bands(counted):
        panels.insert(2, _panel(bands_chart(counted.bands)))
        tables.insert(0, _bands_table(counted))
    return Chapter(_(THEME_LABELS[theme]), figures, tuple(panels), tuple(tables))


def _panel(chart: Chart, is_share: bool = False) -> Panel:
    series = (PanelSeries(one.name, one.values, one.words) for one in chart.series)
    return Panel(
        chart.kind, chart.title, chart.labels, tuple(series), is_share=is_share, places=chart.places
    )


def _table(counted: Report, dimension: Dimension) -> Table | None:
    """All figures that are broken down by a dimension, beside each other."""
    parts = [one for one in counted.breakdowns if one.dimension is dimension]
    labels = {group.key: group.label for part in parts for group in part.groups}
    if not labels or (dimension is Dimension.CAMPUS and len(labels) == 1):
        return None
    cells = {
        (part.figure, group.key): said(DEFINITIONS[part.figure], group.amount)
        for part in parts
        for group in part.groups
    }
    heads = (_(DEFINITIONS[part.figure].label) for part in parts)
    rows = (
        TableRow(label, tuple(cells.get((part.figure, key), "–") for part in parts))
        for key, label in labels.items()
    )
    return Table(
        _(DIMENSION_LABELS[dimension]), (_("Name"), *heads), tuple(rows), _note_of(dimension)
    )


def _note_of(dimension: Dimension) -> str:
    if dimension is Dimension.PARTNER:
        return _("A class or an event with several partners counts for each of them.")
    if dimension is Dimension.CAMPUS:
        return _("Who came to several campuses counts at each of them, and once in the whole.")
    return ""


def _bands_table(counted: Report) -> Table:
    bands = counted.bands
    rows = (
        TableRow(band_label(age), tuple(map(count_said, line)))
        for age, line in zip(bands.ages, bands.counts, strict=True)
    )
    heads = (gender_label(gender) for gender in bands.genders)
    return Table(_("People reached by age and gender"), (_("Age"), *heads), tuple(rows))


# --- whose paper it is --------------------------------------------------------------------------


def _campus(session: Session, scope: Scope) -> Campus:
    """The campus of the scope; for all of them, the first one made speaks."""
    if scope.campus_id is not None:
        return session.get_one(Campus, scope.campus_id)
    first = session.scalar(select(Campus).order_by(Campus.id).limit(1))
    if first is None:
        raise NoCampusYet
    return first


def _letterhead(session: Session, campus: Campus, scope: Scope) -> Letterhead:
    """The campus's own; for all campuses, the organisation without one campus's address."""
    head = letterhead_of(session, campus)
    return head if scope.campus_id is not None else replace(head, campus="", address=(), contact="")


def _backing(session: Session, campus: Campus, scope: Scope) -> Backing:
    """The campus's funder, and the partners of the classes and events of the period."""
    profile = campus.funder_profile if scope.campus_id is not None else None
    return replace(
        backing_of(session, profile, ()), partners=_logos(session, _helpers(session, scope))
    )


def _helpers(session: Session, scope: Scope) -> Sequence[Partner]:
    around = timedelta(days=1)
    of_cohorts = (
        select(CohortPartner.partner_id)
        .join(Cohort, Cohort.id == CohortPartner.cohort_id)
        .where(Cohort.first_day <= scope.last_day, Cohort.last_day >= scope.first_day)
    )
    of_events = (
        select(EventPartner.partner_id)
        .join(Event, Event.id == EventPartner.event_id)
        .where(
            Event.starts_at >= _midnight(scope.first_day - around),
            Event.starts_at < _midnight(scope.last_day + 2 * around),
        )
    )
    if scope.campus_id is not None:
        of_cohorts = of_cohorts.where(Cohort.campus_id == scope.campus_id)
        of_events = of_events.where(Event.campus_id == scope.campus_id)
    wanted = select(Partner).where(Partner.id.in_(of_cohorts) | Partner.id.in_(of_events))
    if scope.partner_id is not None:
        wanted = wanted.where(Partner.id == scope.partner_id)
    return session.scalars(wanted.order_by(Partner.name)).all()


def _logos(session: Session, partners: Sequence[Partner]) -> tuple[Logo, ...]:
    return tuple(logo_of(session, one.name, one.logo_id) for one in partners)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
