"""Which chart shows which breakdown, in the spoken language."""

from dataclasses import dataclass
from typing import Final

from mgdesk.i18n import gettext as _
from mgdesk.i18n import number, percent, spoken_language
from mgdesk.rules.areas import place_of, places
from mgdesk.rules.chart import Chart, ChartKind, Series
from mgdesk.rules.figures import (
    DEFINITIONS,
    DIMENSION_LABELS,
    HIDDEN_SIGN,
    LARGEST_FIRST,
    Bands,
    Breakdown,
    Dimension,
    Group,
    Report,
    Unit,
    said,
    size,
)
from mgdesk.rules.people import GENDER_LABELS, Gender
from mgdesk.rules.people_bands import NOT_SAID, band_label

MOST_BARS: Final = 15  # of a chart; the table, the file and the list have them all
# Worth a chart once anybody said it.
_SAID: Final = frozenset({Dimension.SCHOOLING, Dimension.ISCED, Dimension.LABOUR, Dimension.GENDER})
_STANDING: Final = frozenset({Dimension.MONTH, Dimension.AGE})


def chart_of(breakdown: Breakdown) -> Chart:
    """Months as a row of columns, a share over cohorts as bars to 100 %, all else as bars."""
    definition = DEFINITIONS[breakdown.figure]
    groups = shown_groups(breakdown)
    values = tuple(size(definition, group.amount) for group in groups)
    is_share = definition.unit is Unit.SHARE
    return Chart(
        ChartKind.COLUMNS if breakdown.dimension in _STANDING else ChartKind.BARS,
        title_of(breakdown),
        tuple(group.label for group in groups),
        (
            Series(
                _(definition.label),
                values,
                tuple(said(definition, group.amount) for group in groups),
            ),
        ),
        most=1.0 if is_share else None,
    )


@dataclass(frozen=True)
class MapLine:
    """An area of the map: the municipalities of it that were written, and how many are from there."""

    place: str
    label: str
    keys: tuple[str, ...]
    count: int


def map_lines(breakdown: Breakdown) -> tuple[MapLine, ...]:
    """The areas from which somebody comes; what is hidden, unknown or elsewhere is in none."""
    found: dict[str, list[Group]] = {}
    for group in breakdown.groups:
        place = place_of(group.key)
        if place and group.amount.value and not group.amount.is_hidden:
            found.setdefault(place, []).append(group)
    lines = (
        MapLine(
            place,
            places()[place].label(spoken_language()),
            tuple(group.key for group in groups),
            sum(group.amount.value for group in groups),
        )
        for place, groups in found.items()
    )
    return tuple(sorted(lines, key=lambda line: (-line.count, line.label)))


def map_of(breakdown: Breakdown) -> Chart | None:
    """A map beside the bars of municipalities; none where fewer than two areas would be shaded."""
    if breakdown.dimension is not Dimension.MUNICIPALITY:
        return None
    lines = map_lines(breakdown)
    if len(lines) < 2:
        return None
    label = _(DEFINITIONS[breakdown.figure].label)
    values = tuple(float(line.count) for line in lines)
    return Chart(
        ChartKind.MAP,
        _("{figure}: on the map of Belgium", figure=label),
        tuple(line.label for line in lines),
        (Series(label, values, tuple(number(line.count) for line in lines)),),
        places=tuple(line.place for line in lines),
    )


def shown_groups(breakdown: Breakdown) -> tuple[Group, ...]:
    """The lines that a chart has room for: the largest, in their order."""
    if breakdown.dimension in LARGEST_FIRST:
        told = tuple(group for group in breakdown.groups if not group.amount.is_hidden)
        return told[:MOST_BARS]
    if len(breakdown.groups) <= MOST_BARS or breakdown.dimension is Dimension.MONTH:
        return breakdown.groups
    by_size = sorted(breakdown.groups, key=lambda group: group.amount.people, reverse=True)
    kept = {group.key for group in by_size[:MOST_BARS]}
    return tuple(group for group in breakdown.groups if group.key in kept)


def title_of(breakdown: Breakdown) -> str:
    """`Learners: by cohort`, and that only the largest are shown where that is so."""
    title, shown = _title(breakdown), shown_groups(breakdown)
    if len(shown) == len(breakdown.groups):
        return title
    return _("{title} (the {n} largest)", title=title, n=number(len(shown)))


def _title(breakdown: Breakdown) -> str:
    return _(
        "{figure}: {dimension}",
        figure=_(DEFINITIONS[breakdown.figure].label),
        dimension=_(DIMENSION_LABELS[breakdown.dimension]).lower(),
    )


def bands_chart(bands: Bands) -> Chart:
    """Women and men back to back; whoever said something else or nothing is in the table only."""
    pair = (Gender.WOMAN, Gender.MAN)
    return Chart(
        ChartKind.BANDS,
        _("Age bands of women and men"),
        tuple(band_label(age) for age in bands.ages),
        tuple(
            Series(
                gender_label(gender),
                tuple(_size(line[bands.genders.index(gender)]) for line in bands.counts),
                tuple(count_said(line[bands.genders.index(gender)]) for line in bands.counts),
            )
            for gender in pair
        ),
    )


def has_bands(report: Report) -> bool:
    """Whether anybody's gender is known: else there is nothing to set against each other."""
    bands = report.bands
    told = [place for place, gender in enumerate(bands.genders) if gender]
    return any(line[place] for line in bands.counts for place in told)


def gender_label(key: str) -> str:
    return _(GENDER_LABELS[Gender(key)]) if key else _(NOT_SAID)


def count_said(count: int | None) -> str:
    return HIDDEN_SIGN if count is None else number(count)


def _size(count: int | None) -> float | None:
    return None if count is None else float(count)


def scale_words(breakdown: Breakdown, value: float) -> str:
    """A number of the scale: per cent, hours or a count."""
    if DEFINITIONS[breakdown.figure].unit is Unit.SHARE:
        return percent(value)
    return number(value)


def is_shown(breakdown: Breakdown) -> bool:
    """Whether there is anything to draw: several lines, and something counted."""
    if not any(group.amount.value for group in breakdown.groups):
        return False
    if breakdown.dimension in _SAID:
        return any(group.key for group in breakdown.groups)
    return len(shown_groups(breakdown)) > 1
