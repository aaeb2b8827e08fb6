"""A stay in words: what for, from when to when, how long; the same on screen and in a file."""

from collections.abc import Sequence

from mgdesk.i18n import format_clock, format_hours, isolate
from mgdesk.i18n import gettext as _
from mgdesk.queries.day_history import StayRow
from mgdesk.rules.arrival import KIND_LABELS


def purpose(row: StayRow) -> str:
    """The classes and events by title, anything else by its kind; whom they came to see."""
    kinds = [_(KIND_LABELS[kind]) for kind in row.kinds]
    parts = [*kinds, *map(isolate, row.titles), isolate(row.note)]
    return " · ".join(filter(None, parts))


def left(row: StayRow) -> str:
    if row.left_at is None:
        return _("still in")
    return _("closed at night") if row.is_closed_at_night else format_clock(row.left_at)


def length(row: StayRow) -> str:
    return "" if row.minutes is None else format_hours(row.minutes)


def table(rows: Sequence[StayRow]) -> tuple[list[str], list[list[object]]]:
    """Headings and cells for a file, in the language spoken."""
    headings = [
        _("Name"), _("Came"), _("Left"), _("Hours"), _("What for"), _("Room"), _("Comes to see"),
    ]  # fmt: skip
    cells: list[list[object]] = [
        [
            row.list_name,
            format_clock(row.came_at),
            left(row),
            length(row),
            " · ".join([*(_(KIND_LABELS[kind]) for kind in row.kinds), *row.titles]),
            ", ".join(row.rooms),
            row.note,
        ]
        for row in rows
    ]
    return headings, cells
