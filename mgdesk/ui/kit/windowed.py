"""A table of a list too long to read: it knows how many lines there are and holds those around what
is seen. Whole lists are shown by it as by any table."""

from collections.abc import Callable, Hashable, Sequence
from typing import Any, Final, Generic, TypeVar, cast

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtWidgets import QAbstractItemView

from mgdesk.ui.kit.table import Column, RowsModel, Table
from mgdesk.ui.kit.tablerow import CELL_ROLE, Cell

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex

AROUND: Final = 100  # lines read before and after those seen
MOST_HELD: Final = 3000  # lines; the farthest from what is seen are let go
PATIENCE_MS: Final = 15  # while a scroll bar is dragged, only where it rests is read
TYPING_MS: Final = 1000  # letters typed within it are one beginning
_BLANK: Final = Cell("")


class Lines(Generic[Row]):
    """The lines of a long list; those not held are None."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.held: dict[int, Row] = {}

    def __len__(self) -> int:
        return self.size

    def __getitem__(self, line: int) -> Row | None:
        return self.held.get(line)

    def hold(self, first: int, rows: Sequence[Row]) -> None:
        self.held.update({first + n: row for n, row in enumerate(rows)})
        if len(self.held) > MOST_HELD:
            nearest = sorted(self.held, key=lambda line: abs(line - first))[: MOST_HELD // 2]
            self.held = {line: self.held[line] for line in nearest}


class WindowModel(RowsModel[Row], Generic[Row]):
    """Rows of a long list as they come, or of a whole one in the order of the sorted column.

    `missing(line)`: a line is looked at that is not held. `order_asked(column, is_backwards)`: a long
    list is to be read in another order.
    """

    missing = Signal(int)
    order_asked = Signal(int, bool)

    def __init__(self, columns: Sequence[Column[Row]], key: Callable[[Row], Hashable]) -> None:
        super().__init__(columns, key)
        self.lines: Lines[Row] | None = None  # none while the list is whole

    @property
    def order(self) -> tuple[int, bool]:
        """The sorted column, -1 for none, and whether backwards."""
        return self._sorted_by, self._order == Qt.SortOrder.DescendingOrder

    def set_rows(self, rows: Sequence[Row]) -> None:
        self.lines = None
        super().set_rows(rows)

    def set_lines(self, count: int, first: int, rows: Sequence[Row]) -> None:
        """Show a long list of so many lines, of which these are known."""
        self.beginResetModel()
        self.lines = Lines(count)
        self.lines.hold(first, rows)
        self.rows = cast("list[Row]", self.lines)  # read by line; missing ones are asked for
        self.endResetModel()

    def set_count(self, count: int) -> None:
        """Make the list longer or shorter; what is held stays."""
        if self.lines is None or count == self.lines.size:
            return
        known = self.lines.size
        if count > known:
            self.beginInsertRows(QModelIndex(), known, count - 1)
            self.lines.size = count
            self.endInsertRows()
        else:
            self.beginRemoveRows(QModelIndex(), count, known - 1)
            self.lines.size = count
            self.endRemoveRows()

    def hold(self, first: int, rows: Sequence[Row]) -> None:
        """Lines that were missing."""
        if self.lines is not None and rows:
            self.lines.hold(first, rows)
            last = self.index(first + len(rows) - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(first, 0), last)

    def position(self, key: Hashable) -> int:
        if self.lines is None:
            return super().position(key)
        held = self.lines.held.items()
        return next((line for line, row in held if self.key(row) == key), -1)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if self.lines is not None and index.isValid() and self.lines[index.row()] is None:
            self.missing.emit(index.row())
            return _BLANK if role == CELL_ROLE else None
        return super().data(index, role)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        if self.lines is None:
            super().sort(column, order)
            return
        self._sorted_by, self._order = column, order
        self.order_asked.emit(*self.order)


class WindowTable(Table[Row], Generic[Row]):
    """A table over a list of any length.

    `wanted(first, limit)`: lines to be read and given to `hold`. `order_asked` as the model's.
    `letters_typed(text)`: somebody types the beginning of what they look for in a long list.
    """

    wanted = Signal(int, int)
    order_asked = Signal(int, bool)
    letters_typed = Signal(str)

    model: WindowModel[Row]

    def __init__(self, columns: Sequence[Column[Row]], **given: Any) -> None:
        super().__init__(columns, **given)
        self._waiting = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._waiting.timeout.connect(self._ask)
        self._typing = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._typed = ""
        self.model.missing.connect(self._on_missing)
        self.model.order_asked.connect(self.order_asked)
        self.view.letters_typed.connect(self._on_letters)

    def _make_model(
        self, columns: Sequence[Column[Row]], key: Callable[[Row], Hashable]
    ) -> WindowModel[Row]:
        return WindowModel(columns, key)

    @property
    def is_long(self) -> bool:
        """Whether the list shown is read a window at a time."""
        return self.model.lines is not None

    def set_rows(self, rows: Sequence[Row], *, choose: Hashable | None = None) -> None:
        self.view.takes_letters = False
        super().set_rows(rows, choose=choose)

    def set_lines(self, count: int, rows: Sequence[Row]) -> None:
        """Show a long list by its first lines; who is chosen stays so, and is gone to by `go_to`."""
        kept = self.current_key
        self._is_filling = True
        self.model.set_lines(count, 0, rows)
        self.view.takes_letters = True
        self._pages.setCurrentWidget(self.view)
        self._restore(kept, set())
        self._is_filling = False

    def renew(self, count: int) -> None:
        """The list has so many lines now, and what is held may have changed: it is read again."""
        if self.model.lines is None:
            return
        self.model.set_count(count)
        first, last = self._seen()
        held = self.model.lines.held
        self.model.lines.held = {n: row for n, row in held.items() if first <= n <= last}
        self._want(first, last)

    def hold(self, first: int, rows: Sequence[Row]) -> None:
        """Lines that were wanted; the current one is told when it is among them."""
        self.model.hold(first, rows)
        if self.current is not None and self.current_key != self._told:
            self._tell()

    def go_to(self, line: int, *, is_chosen: bool = True) -> None:
        """Show a line in the middle, and choose it; who it is is told once it is read."""
        if not 0 <= line < len(self.model.rows):
            return
        index = self.model.index(line, 0)
        if is_chosen:
            self.view.setCurrentIndex(index)
        self.view.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)

    def _on_selection(self) -> None:
        if self.is_long and self.current is None and self._line() >= 0:
            return  # not read yet
        super()._on_selection()

    def _on_missing(self, _line: int) -> None:
        if not self._waiting.isActive():
            self._waiting.start()

    def _ask(self) -> None:
        """Ask for what is seen now, however the list was moved meanwhile."""
        if self.model.lines is None:
            return
        first, last = self._seen()
        if any(self.model.lines[line] is None for line in range(first, last + 1)):
            self._want(first, last)

    def _want(self, first: int, last: int) -> None:
        start = max(0, first - AROUND)
        self.wanted.emit(start, last + AROUND - start)

    def _seen(self) -> tuple[int, int]:
        """The first and the last line in sight."""
        height = self.view.viewport().height()
        last_line = len(self.model.rows) - 1
        first = max(0, self.view.rowAt(0))
        last = self.view.rowAt(height - 1)
        return first, last_line if last < 0 else last

    def _on_letters(self, letters: str) -> None:
        self._typed = (self._typed if self._typing.isActive() else "") + letters
        self._typing.start()
        self.letters_typed.emit(self._typed)
