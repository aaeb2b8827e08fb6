"""The figures of a report as files: what is published on paper, as numbers of a workbook."""

from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from mgdesk.exchange.figures_file import Cell, Hours, Share, SheetOfCells, write_workbook
from mgdesk.i18n import gettext as _
from mgdesk.i18n import spoken_language
from mgdesk.queries.small_counts import hidden_below
from mgdesk.queries.statistics import report
from mgdesk.rules.figure_charts import count_said, gender_label
from mgdesk.rules.figures import (
    DEFINITIONS,
    DIMENSION_LABELS,
    FIGURES,
    HIDDEN_SIGN,
    THEME_LABELS,
    Amount,
    Definition,
    Dimension,
    Report,
    Scope,
    Unit,
)
from mgdesk.rules.people_bands import band_label
from mgdesk.rules.suppression import published
from mgdesk.services.reports import hidden_note, period_words


def figures_sheets(session: Session, *, scope: Scope, day: date) -> list[SheetOfCells]:
    """The sheets of a scope: the figures, their definitions, and one a breakdown's dimension."""
    below = hidden_below(session)
    counted = published(report(session, scope=scope), below)
    return [
        _figures(counted),
        _definitions(counted, day, below),
        *(_broken_down(counted, dimension) for dimension in _dimensions(counted)),
        _ages(counted),
    ]


def write_figures(path: Path, sheets: list[SheetOfCells]) -> Path:
    """Needs no session. Raises UnknownEnding, FileCannotBeWritten, DiskFull."""
    return write_workbook(path, sheets, language=spoken_language(), title=_("Activity report"))


def _dimensions(counted: Report) -> list[Dimension]:
    return list(dict.fromkeys(one.dimension for one in counted.breakdowns if one.groups))


def cell(definition: Definition, amount: Amount) -> Cell:
    """An amount as a number of its kind; the sign of what is hidden is a text."""
    if amount.is_hidden:
        return HIDDEN_SIGN
    if definition.unit is Unit.SHARE:
        return None if amount.share is None else Share(amount.share)
    return Hours(amount.value / 60) if definition.unit is Unit.HOURS else amount.value


def _parts(definition: Definition, amount: Amount) -> tuple[Cell, Cell]:
    """What a share is a share of: its part and its whole, in hours or things."""
    if definition.unit is not Unit.SHARE or amount.is_hidden or amount.whole is None:
        return None, None
    if definition.id == "attendance_rate":
        return Hours(amount.value / 60), Hours(amount.whole / 60)
    return amount.value, amount.whole


def _figures(counted: Report) -> SheetOfCells:
    rows = tuple(
        (
            _(THEME_LABELS[one.theme]),
            _(one.label),
            cell(one, counted.figures[one.id]),
            *_parts(one, counted.figures[one.id]),
        )
        for one in FIGURES
    )
    heads = (_("Chapter"), _("Figure"), _("Value"), _("Part"), _("Whole"))
    return SheetOfCells(_("Figures"), heads, rows)


def _definitions(counted: Report, day: date, below: int) -> SheetOfCells:
    """The second sheet: what each figure counts, and of what all this is."""
    scope = counted.scope
    rows: list[tuple[Cell, ...]] = [(_(one.label), _(one.sentence)) for one in FIGURES]
    rows += [
        (_("Period"), period_words(scope)),
        (_("First day"), scope.first_day),
        (_("Last day"), scope.last_day),
        (_("About"), " · ".join(counted.about) or _("All campuses")),
        (_("Figures of"), day),
    ]
    if below > 1:
        rows.append((HIDDEN_SIGN, hidden_note(below)))
    heads = (_("Figure"), _("What it counts"))
    return SheetOfCells(_("Definitions"), heads, tuple(rows), widths=(28, 90))


def _broken_down(counted: Report, dimension: Dimension) -> SheetOfCells:
    parts = [one for one in counted.breakdowns if one.dimension is dimension]
    labels = {group.key: group.label for part in parts for group in part.groups}
    cells = {
        (part.figure, group.key): cell(DEFINITIONS[part.figure], group.amount)
        for part in parts
        for group in part.groups
    }
    rows = tuple(
        (label, *(cells.get((part.figure, key)) for part in parts)) for key, label in labels.items()
    )
    heads = (_(DIMENSION_LABELS[dimension]), *(_(DEFINITIONS[p.figure].label) for p in parts))
    return SheetOfCells(_(DIMENSION_LABELS[dimension]), heads, rows)


def _ages(counted: Report) -> SheetOfCells:
    bands = counted.bands
    rows = tuple(
        (band_label(age), *(count_said(None) if count is None else count for count in line))
        for age, line in zip(bands.ages, bands.counts, strict=True)
    )
    heads = (_("Age"), *(gender_label(gender) for gender in bands.genders))
    return SheetOfCells(_("Age and gender"), heads, rows)
