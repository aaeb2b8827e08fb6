"""The marks of one week as a table: what the desk knows, and above it what was typed meanwhile."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from mgdesk.i18n import (
    format_clock_range,
    format_day,
    format_hours,
    format_weekday,
    ngettext,
    number,
)
from mgdesk.i18n import gettext as _
from mgdesk.queries.attendance import Grid, GridCell, GridColumn, GridRow, SlotTotals
from mgdesk.rules.attendance import (
    ABSENT,
    ATTENDANCE_LABELS,
    THERE,
    AttendanceStatus,
)
from mgdesk.rules.enrolment import HALF_LABELS
from mgdesk.ui.editors.attendance_keys import SIGNS
from mgdesk.ui.kit import icons

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()

# Whose minutes say how long somebody was away; the others' say how long they were there.
AWAY = frozenset({AttendanceStatus.LATE, AttendanceStatus.LEFT_EARLY})


@dataclass(frozen=True)
class Place:
    """One cell by what it stands for, whatever line it is on after a reload."""

    enrolment_id: UUID
    slot_id: UUID


@dataclass(frozen=True)
class Typed:
    """A mark as typed: no status is none, `minutes` as `mark` takes them, None when not said."""

    status: AttendanceStatus | None
    minutes: int | None = None


class GridModel(QAbstractTableModel):
    """Rows in the order of the printed sheet, half-days as columns."""

    def __init__(self) -> None:
        super().__init__()
        self.grid: Grid | None = None
        self._typed: dict[Place, Typed] = {}

    # --- what is shown ---------------------------------------------------------------------

    def set_grid(self, grid: Grid) -> None:
        """Show what the desk says; what is not confirmed yet stays on top."""
        if self._has_same_shape(grid):
            self.grid = grid
            self._tell_all()
            return
        self.beginResetModel()
        self.grid = grid
        self.endResetModel()

    def put(self, place: Place, typed: Typed) -> None:
        """Show a mark before the desk has confirmed it."""
        self._typed[place] = typed
        self._tell(place)

    def drop(self, place: Place, typed: Typed) -> None:
        """The desk refused this mark: show what it has, unless something newer was typed."""
        if self._typed.get(place) is typed:
            self.forget(place)

    def forget(self, place: Place) -> None:
        """Take back what was typed and not written."""
        self._typed.pop(place, None)
        self._tell(place)

    def confirm(self, place: Place, typed: Typed) -> None:
        """The desk has this mark: it is what the grid holds from here on."""
        line, column = self._find(place)
        if self.grid is not None and line >= 0 and column >= 0:
            row = self.grid.rows[line]
            cell = self.cell_of(typed, row.cells[column], self.columns[column])
            cells = (*row.cells[:column], cell, *row.cells[column + 1 :])
            changed = replace(row, cells=cells)
            rows = (*self.grid.rows[:line], changed, *self.grid.rows[line + 1 :])
            self.grid = replace(self.grid, rows=rows)
        self.drop(place, typed)

    @property
    def columns(self) -> tuple[GridColumn, ...]:
        return self.grid.columns if self.grid else ()

    @property
    def rows(self) -> tuple[GridRow, ...]:
        return self.grid.rows if self.grid else ()

    def place(self, index: Index) -> Place:
        return Place(self.rows[index.row()].enrolment_id, self.columns[index.column()].slot_id)

    def cell(self, line: int, column: int) -> GridCell:
        """The cell as shown: as typed when that is newer."""
        row, slot = self.rows[line], self.columns[column]
        known = row.cells[column]
        typed = self._typed.get(Place(row.enrolment_id, slot.slot_id))
        return known if typed is None else self.cell_of(typed, known, slot)

    def cell_of(self, typed: Typed, known: GridCell, slot: GridColumn) -> GridCell:
        """What a typed mark will be once the desk has it."""
        status = typed.status
        is_due = status is not AttendanceStatus.NOT_REQUIRED
        minutes = self._minutes(typed, slot)
        return GridCell(slot.slot_id, status, minutes, is_due, known.note if status else "")

    def _minutes(self, typed: Typed, slot: GridColumn) -> int:
        if typed.status not in THERE:
            return 0
        if typed.status is AttendanceStatus.PRESENT:
            return slot.minutes
        said = typed.minutes
        if said is None:
            said = self.grid.late_minutes if self.grid else 0
        return max(0, slot.minutes - said) if typed.status in AWAY else min(said, slot.minutes)

    def totals(self, column: int) -> SlotTotals:
        """The counts at the foot of a half-day, what was typed included."""
        cells = [self.cell(line, column) for line in range(len(self.rows))]
        statuses = [cell.status for cell in cells if cell.is_due]
        return SlotTotals(
            present=sum(status in THERE for status in statuses),
            late=statuses.count(AttendanceStatus.LATE),
            excused=statuses.count(AttendanceStatus.EXCUSED),
            absent=sum(status in ABSENT for status in statuses),
            unmarked=statuses.count(None),
        )

    # --- Qt's questions --------------------------------------------------------------------

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        cell = self.cell(index.row(), index.column())
        slot = self.columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return cell_text(cell, slot)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.rows[index.row()].name}, {day_and_half(slot)}: {in_words(cell, slot)}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return in_words(cell, slot)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Vertical:
            return self._row_header(section, role)
        if not 0 <= section < len(self.columns):
            return None
        slot = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            weekday = format_weekday(slot.day, short=True)
            return f"{weekday} {number(slot.day.day)}\n{_(HALF_LABELS[slot.half])}"
        if role in {Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            hours = format_clock_range(slot.starts_at, slot.ends_at)
            closed = _("closed") if slot.is_closed else ""
            return ", ".join(part for part in (day_and_half(slot), hours, closed) if part)
        if role == Qt.ItemDataRole.DecorationRole and slot.is_closed:
            return icons.icon("lock", size=14)
        return None

    def _row_header(self, section: int, role: int) -> Any:
        if not 0 <= section < len(self.rows):
            return None
        row = self.rows[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.name
        if role in {Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            return ", ".join(part for part in (row.name, row.second_name, standing(row)) if part)
        return None

    # --- inside ----------------------------------------------------------------------------

    def _has_same_shape(self, grid: Grid) -> bool:
        before = self.grid
        return (
            before is not None
            and [row.enrolment_id for row in before.rows] == [row.enrolment_id for row in grid.rows]
            and [slot.slot_id for slot in before.columns] == [slot.slot_id for slot in grid.columns]
        )

    def _find(self, place: Place) -> tuple[int, int]:
        lines = (n for n, row in enumerate(self.rows) if row.enrolment_id == place.enrolment_id)
        columns = (n for n, slot in enumerate(self.columns) if slot.slot_id == place.slot_id)
        return next(lines, -1), next(columns, -1)

    def _tell(self, place: Place) -> None:
        line, column = self._find(place)
        if line >= 0 and column >= 0:
            self.dataChanged.emit(self.index(line, column), self.index(line, column))

    def _tell_all(self) -> None:
        if not self.rows or not self.columns:
            return
        last = self.index(len(self.rows) - 1, len(self.columns) - 1)
        self.dataChanged.emit(self.index(0, 0), last)
        self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, len(self.rows) - 1)


def cell_text(cell: GridCell, slot: GridColumn) -> str:
    """The letter of the mark, with the minutes that were said."""
    if cell.status is None:
        return ""
    letter = SIGNS[cell.status].letter
    minutes = said_minutes(cell, slot)
    return letter if minutes is None else f"{letter} {number(minutes)}"


def said_minutes(cell: GridCell, slot: GridColumn) -> int | None:
    """How late, how early, or how long present; None where minutes say nothing."""
    if cell.status in AWAY:
        return slot.minutes - cell.minutes
    return cell.minutes if cell.status is AttendanceStatus.PARTIAL else None


def in_words(cell: GridCell, slot: GridColumn) -> str:
    """The mark as a person says it."""
    if cell.status is None:
        return _("not marked yet") if cell.is_due else _("not in the cohort that day")
    word = _(ATTENDANCE_LABELS[cell.status])
    minutes = said_minutes(cell, slot)
    said = word if minutes is None else _("{status}, {n} min", status=word, n=number(minutes))
    desk = _("from the desk, not confirmed by the sheet yet") if cell.is_from_desk else ""
    more = ", ".join(part for part in (desk, cell.note) if part)
    return f"{said} ({more})" if more else said


def day_and_half(slot: GridColumn) -> str:
    return f"{format_day(slot.day, 'full')}, {_(HALF_LABELS[slot.half])}"


def standing(row: GridRow) -> str:
    """What follows from a learner's marks, in a few words."""
    summary = row.summary
    hours = format_hours(summary.minutes_attended)
    if summary.half_days_due == 0:
        return hours
    if not summary.is_within_reach:
        return _("{hours}, below the threshold", hours=hours)
    if summary.half_days_marked == summary.half_days_due:
        return hours
    return ngettext(
        "{hours}, can still miss {n} half-day",
        "{hours}, can still miss {n} half-days",
        summary.can_still_miss,
        hours=hours,
    )
