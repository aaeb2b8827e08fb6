"""The weeks of a cohort as a grid: a line for each half of the day, a column for each weekday."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from mgdesk.i18n import (
    format_clock_range,
    format_day,
    format_day_and_month,
    format_hours,
    format_weekday,
)
from mgdesk.i18n import gettext as _
from mgdesk.queries.cohorts import SlotRow
from mgdesk.rules.calendar import monday
from mgdesk.rules.enrolment import HALF_LABELS, Half
from mgdesk.ui.kit import theme

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


@dataclass(frozen=True)
class DayHalf:
    """One cell: a half of a day, with or without class."""

    day: date
    half: Half
    slot: SlotRow | None
    holiday: str  # its name, empty on other days
    is_inside: bool  # between the first and the last day of the cohort


class WeeksModel(QAbstractTableModel):
    """Weeks below each other, each with the halves that the cohort uses."""

    def __init__(self) -> None:
        super().__init__()
        self._weeks: list[date] = []
        self._halves: tuple[Half, ...] = ()
        self._days: tuple[int, ...] = ()
        self._slots: dict[tuple[date, Half], SlotRow] = {}
        self._holidays: Mapping[date, str] = {}
        self._span = (date.min, date.min)

    def show(
        self,
        slots: Sequence[SlotRow],
        holidays: Mapping[date, str],
        span: tuple[date, date],
    ) -> None:
        """Show a timetable; every working day has a column, so that a half-day can be added."""
        self.beginResetModel()
        self._slots = {(slot.day, slot.half): slot for slot in slots}
        self._holidays, self._span = holidays, span
        used = {slot.half for slot in slots} or {Half.MORNING, Half.AFTERNOON}
        self._halves = tuple(half for half in Half if half in used)
        self._days = tuple(sorted({*range(5), *(slot.day.weekday() for slot in slots)}))
        start, end = monday(span[0]), monday(span[1])
        self._weeks = [start + timedelta(days=7 * n) for n in range((end - start).days // 7 + 1)]
        self.endResetModel()

    def cell(self, line: int, column: int) -> DayHalf:
        week, half = divmod(line, len(self._halves))
        day = self._weeks[week] + timedelta(days=self._days[column])
        found = self._slots.get((day, self._halves[half]))
        first, last = self._span
        return DayHalf(
            day, self._halves[half], found, self._holidays.get(day, ""), first <= day <= last
        )

    def is_first_half(self, line: int) -> bool:
        return line % len(self._halves) == 0

    def find(self, day: date, half: Half) -> QModelIndex:
        """The cell of a half-day; no cell at all when it is not shown."""
        week = (monday(day) - self._weeks[0]).days // 7 if self._weeks else -1
        if not 0 <= week < len(self._weeks) or day.weekday() not in self._days:
            return QModelIndex()
        if half not in self._halves:
            return QModelIndex()
        line = week * len(self._halves) + self._halves.index(half)
        return self.index(line, self._days.index(day.weekday()))

    # --- Qt's questions --------------------------------------------------------------------

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._weeks) * len(self._halves)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._days)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        cell = self.cell(index.row(), index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return cell_words(cell)
        if role in {Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            return in_words(cell)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role not in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return None
        if orientation == Qt.Orientation.Horizontal:
            if not 0 <= section < len(self._days) or not self._weeks:
                return None
            return format_weekday(self._weeks[0] + timedelta(days=self._days[section]))
        if not self._halves:
            return None
        return _(HALF_LABELS[self._halves[section % len(self._halves)]])


def cell_words(cell: DayHalf) -> str:
    """The hours, else the holiday's name, else nothing."""
    if cell.slot is not None:
        return format_clock_range(cell.slot.starts_at, cell.slot.ends_at)
    return cell.holiday


def in_words(cell: DayHalf) -> str:
    """A cell as a person says it."""
    parts = [format_day(cell.day, "full"), _(HALF_LABELS[cell.half])]
    if cell.holiday:
        parts.append(cell.holiday)
    slot = cell.slot
    if slot is None:
        parts.append(_("no class"))
    else:
        hours = format_clock_range(slot.starts_at, slot.ends_at)
        parts += [hours, format_hours(slot.minutes), slot.room, slot.trainer, slot.note]
    return ", ".join(part for part in parts if part)


class WeeksView(QTableView):
    """Arrows walk over the half-days; Enter changes or adds one, Delete removes it."""

    opened = Signal()
    removed = Signal()
    moved = Signal()

    def __init__(self, model: WeeksModel) -> None:
        super().__init__()
        self.setModel(model)
        self.setAccessibleName(_("Timetable"))
        self.setItemDelegate(_DayDelegate(self, model))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setMinimumSectionSize(_widest_hours())
        header.setSectionsClickable(False)
        self.setStyleSheet("QHeaderView::section:vertical { border: none; }")
        rows = self.verticalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(theme.px(44))
        rows.setSectionsClickable(False)
        self.doubleClicked.connect(self._on_double_click)
        self.selectionModel().currentChanged.connect(self._on_current)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2}:
            self.opened.emit()
        elif event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self.removed.emit()
        else:
            super().keyPressEvent(event)

    def _on_double_click(self, _index: QModelIndex) -> None:
        self.opened.emit()

    def _on_current(self, _now: QModelIndex, _before: QModelIndex) -> None:
        self.moved.emit()


class _DayDelegate(QStyledItemDelegate):
    """A half-day with class is a tinted tile; a holiday says its name; other days are quiet."""

    def __init__(self, parent: QObject, model: WeeksModel) -> None:
        super().__init__(parent)
        self._model = model

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        cell = self._model.cell(index.row(), index.column())
        colours = theme.tokens()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(option.rect, QColor(colours.card))
        is_first = self._model.is_first_half(index.row())
        if is_first:
            painter.setPen(QPen(QColor(colours.line), 1))
            painter.drawLine(option.rect.topLeft(), option.rect.topRight())
        tile = option.rect.adjusted(theme.px(2), theme.px(2), -theme.px(2), -theme.px(2))
        self._ground(painter, tile, cell)
        self._words(painter, tile, cell, is_first=is_first)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(QPen(QColor(colours.accent), theme.px(2)))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(tile).adjusted(1, 1, -1, -1), theme.px(6), theme.px(6))
        painter.restore()

    def _ground(self, painter: QPainter, tile: QRect, cell: DayHalf) -> None:
        colours = theme.tokens()
        tint = ""
        if cell.slot is not None:
            tint = colours.neutral_tint if cell.slot.is_closed else colours.accent_tint
        elif cell.holiday:
            tint = colours.late_tint
        if tint:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tint))
            painter.drawRoundedRect(QRectF(tile), theme.px(6), theme.px(6))

    def _words(self, painter: QPainter, tile: QRect, cell: DayHalf, *, is_first: bool) -> None:
        """The date on the first half of a week, small; below it the hours or the holiday."""
        colours = theme.tokens()
        room = tile.adjusted(theme.px(6), theme.px(2), -theme.px(6), -theme.px(2))
        lower = QRect(room)
        if is_first:
            font = _font(small=True)
            tall = QFontMetrics(font).height()
            upper = QRect(room.left(), room.top(), room.width(), tall)
            _draw(painter, upper, format_day_and_month(cell.day), font, _day_ink(cell))
            lower.setTop(room.top() + tall)
        ink = colours.text if cell.slot is not None else colours.late
        _draw(painter, lower, cell_words(cell), _font(), ink)


def _day_ink(cell: DayHalf) -> str:
    colours = theme.tokens()
    return colours.muted if cell.is_inside else colours.faint


def _font(*, small: bool = False) -> QFont:
    font = QFont()
    font.setPointSizeF(theme.look().points * (0.85 if small else 0.95))
    return font


def _widest_hours() -> int:
    """A column shows its hours whole; where the week does not fit, it is scrolled."""
    hours = format_clock_range(time(20, 0), time(22, 0))
    return QFontMetrics(_font()).horizontalAdvance(hours) + theme.px(20)


def _draw(painter: QPainter, rect: QRect, words: str, font: QFont, ink: str) -> None:
    painter.setFont(font)
    painter.setPen(QColor(ink))
    shown = QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, shown)
