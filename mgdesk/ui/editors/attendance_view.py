"""The grid as it is seen and typed in: names at the start, a letter a cell, totals at the foot."""

from typing import Any, Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPen, QTextOption
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from mgdesk.i18n import gettext as _
from mgdesk.i18n import number
from mgdesk.ui.editors.attendance_keys import SIGNS, digit_of, status_of
from mgdesk.ui.editors.attendance_model import GridModel, cell_text, standing
from mgdesk.ui.kit import icons, theme, veil
from mgdesk.ui.kit.theme import Tone

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_UNMARK: Final = frozenset({Qt.Key.Key_Delete, Qt.Key.Key_Backspace})
_ENTER: Final = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class AttendanceView(QTableView):
    """One letter marks, arrows move, Enter goes to the next row; nothing else is asked."""

    marked = Signal(QModelIndex, object)  # with an AttendanceStatus
    unmarked = Signal(QModelIndex)
    digit_typed = Signal(QModelIndex, int)
    rest_present = Signal(int)  # of this column
    week_asked = Signal(int)  # -1 or +1
    left_cell = Signal()

    def __init__(self, model: GridModel) -> None:
        super().__init__()
        self.setModel(model)
        self.setVerticalHeader(NameHeader(self, model))
        self.setItemDelegate(MarkDelegate(self, model))
        self.setAccessibleName(_("Attendance"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        _settle_columns(self, 42)
        self.horizontalHeader().setSectionsClickable(False)
        self.selectionModel().currentChanged.connect(self._on_current)

    def sizeHint(self) -> QSize:
        """Small: the grid takes what is left, so that it never makes the page scroll by itself."""
        return QSize(super().sizeHint().width(), self.minimumHeight())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if not index.isValid() or not self._marks(event, index):
            super().keyPressEvent(event)

    def keyboardSearch(self, _text: str) -> None:
        """Letters mark; they never look for a row."""

    def focusOutEvent(self, event: Any) -> None:
        self.left_cell.emit()
        super().focusOutEvent(event)

    def choose(self, line: int, column: int) -> None:
        """Go to a cell, as far as there is one."""
        model = self.model()
        if model.rowCount() and model.columnCount():
            line = min(max(0, line), model.rowCount() - 1)
            column = min(max(0, column), model.columnCount() - 1)
            self.setCurrentIndex(model.index(line, column))

    def _marks(self, event: QKeyEvent, index: QModelIndex) -> bool:
        """Whether the key was one of ours."""
        status, digit = status_of(event), digit_of(event)
        is_control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() in _ENTER:
            if is_control:
                self.rest_present.emit(index.column())
            else:
                self._next_row(index)
        elif is_control and event.key() in {Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}:
            self.week_asked.emit(1 if event.key() == Qt.Key.Key_PageDown else -1)
        elif event.key() in _UNMARK:
            self.unmarked.emit(index)
        elif status is not None:
            self.marked.emit(index, status)
        elif digit is not None:
            self.digit_typed.emit(index, digit)
        else:
            return False
        return True

    def _next_row(self, index: QModelIndex) -> None:
        """Down; from the last learner to the first one of the next half-day."""
        self.left_cell.emit()
        model = self.model()
        if index.row() + 1 < model.rowCount():
            self.choose(index.row() + 1, index.column())
        elif index.column() + 1 < model.columnCount():
            self.choose(0, index.column() + 1)

    def _on_current(self, _now: QModelIndex, _before: QModelIndex) -> None:
        self.left_cell.emit()


class TotalsModel(QAbstractTableModel):
    """The foot of the sheet: how many were there, away, and are not marked, per half-day."""

    def __init__(self, grid: GridModel) -> None:
        super().__init__()
        self._grid = grid
        self._words = (_("Present"), _("Excused"), _("Absent"), _("Not marked"))
        grid.modelReset.connect(self._reset)
        grid.dataChanged.connect(self._changed)

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._words)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else self._grid.columnCount()

    def figure(self, line: int, column: int) -> int:
        totals = self._grid.totals(column)
        return (totals.present, totals.excused, totals.absent, totals.unmarked)[line]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return number(self.figure(index.row(), index.column()))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignCenter
        if role == Qt.ItemDataRole.ForegroundRole:
            return QColor(self._ink(index.row(), self.figure(index.row(), index.column())))
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Vertical and role == Qt.ItemDataRole.DisplayRole:
            return self._words[section]
        return None

    def _ink(self, line: int, figure: int) -> str:
        colours = theme.tokens()
        if figure == 0:
            return colours.faint
        return (colours.ok, colours.text, colours.bad, colours.late)[line]

    def _reset(self) -> None:
        self.beginResetModel()
        self.endResetModel()

    def _changed(self) -> None:
        if self.columnCount():
            last = self.index(self.rowCount() - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)


class TotalsView(QTableView):
    """The totals under their columns; it follows the grid and never takes the keyboard."""

    def __init__(self, model: TotalsModel, above: AttendanceView) -> None:
        super().__init__()
        self.setModel(model)
        self._above = above
        self.setAccessibleName(_("Totals of each half-day"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setShowGrid(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.horizontalHeader().hide()
        _settle_columns(self, 22)
        self.verticalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter
        )
        side = above.horizontalScrollBar()
        side.valueChanged.connect(self.horizontalScrollBar().setValue)
        side.rangeChanged.connect(self._follow)
        height = theme.px(22) * model.rowCount()
        self.setFixedHeight(height + theme.px(2))

    def _follow(self) -> None:
        """As wide as the grid's own part that scrolls, so that columns stand under columns."""
        bar = self._above.verticalScrollBar()
        spare = bar.sizeHint().width() if bar.maximum() > bar.minimum() else 0
        sides = (spare, 0) if self.isRightToLeft() else (0, spare)
        self.setViewportMargins(0, 0, 0, 0)
        self.setContentsMargins(sides[0], 0, sides[1], 0)
        self.horizontalScrollBar().setValue(self._above.horizontalScrollBar().value())


def _settle_columns(view: QTableView, height: int) -> None:
    # The kit's headers are padded for words; ours are narrow, and no line parts the names.
    view.setStyleSheet(
        "QHeaderView::section { padding: 2px; } QHeaderView::section:vertical { border: none; }"
        "QAbstractScrollArea::corner { background: transparent; border: none; }"
    )
    header = view.horizontalHeader()
    header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    header.setMinimumSectionSize(theme.px(40))
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
    header.setHighlightSections(True)
    rows = view.verticalHeader()
    rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    rows.setMinimumSectionSize(theme.px(20))
    rows.setDefaultSectionSize(theme.px(height))


def names_width(width: int) -> int:
    """Of the names, and of the words before the totals below them, in a grid of this width."""
    return max(theme.px(110), min(theme.px(230), width * 35 // 100))


def column_width(view: AttendanceView, width: int) -> int:
    """As wide as the space allows, within what is easy to read, and never cutting its heading."""
    model, metrics = view.model(), view.horizontalHeader().fontMetrics()
    headings = [
        line
        for column in range(model.columnCount())
        for line in str(model.headerData(column, Qt.Orientation.Horizontal)).splitlines()
    ]
    widest = max((metrics.horizontalAdvance(line) for line in headings), default=0)
    least = max(theme.px(58), widest + theme.px(10))
    return max(least, min(theme.px(96), width // max(1, model.columnCount())))


class NameHeader(QHeaderView):
    """The learners: the name, and below it the hours and what may still be missed."""

    def __init__(self, parent: QWidget, model: GridModel) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self._model = model
        self.setSectionsClickable(False)
        self.setAccessibleName(_("Learners"))

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        if section >= len(self._model.rows):
            return
        row = self._model.rows[section]
        view = self.parent()
        assert isinstance(view, QTableView)
        colours = theme.tokens()
        is_current = view.currentIndex().row() == section
        painter.save()
        painter.fillRect(rect, QColor(colours.accent_tint if is_current else colours.card))
        space = rect.adjusted(theme.px(8), theme.px(2), -theme.px(8), -theme.px(2))
        tall = QFontMetrics(_font(strong=True)).height()
        small = QFontMetrics(_font(small=True)).height()
        top = space.top() + max(0, space.height() - tall - small) // 2
        upper = QRect(space.left(), top, space.width(), tall)
        lower = QRect(space.left(), top + tall, space.width(), small)
        mirrored = self.isRightToLeft()
        name = veil.over(row.name)
        _line(painter, upper, name, _font(strong=True), colours.text, mirrored=mirrored)
        _line(painter, lower, standing(row), _font(small=True), colours.muted, mirrored=mirrored)
        painter.restore()


class MarkDelegate(QStyledItemDelegate):
    """A mark: its letter with an icon on the tint of its tone; struck through where none is due."""

    def __init__(self, parent: QObject, model: GridModel) -> None:
        super().__init__(parent)
        self._model = model

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        if index.row() >= len(self._model.rows):
            return
        cell = self._model.cell(index.row(), index.column())
        slot = self._model.columns[index.column()]
        colours = theme.tokens()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(option.rect, QColor(colours.card))
        inside = option.rect.adjusted(theme.px(3), theme.px(3), -theme.px(3), -theme.px(3))
        if cell.status is not None:
            self._mark(painter, inside, cell_text(cell, slot), SIGNS[cell.status].tone, cell.status)
            if cell.is_from_desk:
                self._unconfirmed(painter, inside, SIGNS[cell.status].tone)
        elif cell.is_due:
            self._open(painter, inside, is_closed=slot.is_closed)
        else:
            painter.setPen(QPen(QColor(colours.border), 1.2))
            painter.drawLine(inside.bottomLeft(), inside.topRight())
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(QPen(QColor(colours.accent), theme.px(2)))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(inside).adjusted(1, 1, -1, -1), 6, 6)
        painter.restore()

    def _mark(self, painter: QPainter, rect: QRect, words: str, tone: Tone, status: Any) -> None:
        colours = theme.tokens()
        ink = colours.tone(tone)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.tint(tone)))
        painter.drawRoundedRect(QRectF(rect), theme.px(6), theme.px(6))
        font = _font(strong=True)
        side, gap = theme.px(15), theme.px(4)
        width = side + gap + QFontMetrics(font).horizontalAdvance(words)
        left = rect.left() + (rect.width() - width) // 2
        mirrored = self._is_mirrored()
        at = left + width - side if mirrored else left
        ratio = painter.device().devicePixelRatio()
        drawing = icons.pixmap(SIGNS[status].icon, ink, side, ratio)
        painter.drawPixmap(at, rect.top() + (rect.height() - side) // 2, drawing)
        room = QRect(left if mirrored else left + side + gap, rect.top(), width, rect.height())
        painter.setFont(font)
        painter.setPen(QColor(ink))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(room, flags | Qt.AlignmentFlag.AlignAbsolute, words)

    def _unconfirmed(self, painter: QPainter, rect: QRect, tone: Tone) -> None:
        """From the desk: a dashed edge until the signed sheet has confirmed it."""
        pen = QPen(QColor(theme.tokens().tone(tone)), 1.4, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        edge = QRectF(rect).adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(edge, theme.px(6), theme.px(6))

    def _open(self, painter: QPainter, rect: QRect, *, is_closed: bool) -> None:
        """Not marked yet: an empty circle, strong enough to be seen."""
        side = theme.px(12)
        centre = QRectF(0, 0, side, side)
        centre.moveCenter(QRectF(rect).center())
        colours = theme.tokens()
        painter.setPen(QPen(QColor(colours.faint if is_closed else colours.border), 1.4))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(centre)

    def _is_mirrored(self) -> bool:
        view = self.parent()
        return isinstance(view, QWidget) and view.isRightToLeft()


def _font(*, strong: bool = False, small: bool = False) -> QFont:
    font = QFont()
    font.setPointSizeF(theme.look().points * (0.85 if small else 1.0))
    font.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
    return font


def _line(
    painter: QPainter, rect: QRect, words: str, font: QFont, ink: str, *, mirrored: bool
) -> None:
    """One line, elided, starting where its neighbours start whatever its script."""
    painter.setFont(font)
    painter.setPen(QColor(ink))
    side = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
    option = QTextOption(side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter)
    option.setWrapMode(QTextOption.WrapMode.NoWrap)
    option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    shown = QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideRight, rect.width())
    spare = theme.px(4)  # Qt cuts what hangs below the rectangle: the tail of a g
    painter.drawText(rect.adjusted(0, -spare, 0, spare), shown, option)
