"""All our tables: one model over a list of columns, one view, sorted by value and shown as text.

A page says what its columns are and gives rows (frozen dataclasses of a query); everything else,
keyboard, sorting, selection kept, copying, empty state, spoken text, is here.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
    Slot,
)
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStackedLayout, QTableView, QWidget

from mgdesk.ui.kit import collation, theme, veil
from mgdesk.ui.kit.labels import Pill
from mgdesk.ui.kit.layout import Card, Empty
from mgdesk.ui.kit.tablerow import CELL_ROLE, Cell, RowDelegate, row_height, veiled

LARGE: Final = 130  # per cent
EASY_STRETCH: Final = 220  # with less for a name, spare columns are left out
LEAST_STRETCH: Final = 150  # pixels of the grid: with less for a name, the table scrolls sideways
Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


@dataclass(frozen=True)
class Column(Generic[Row]):
    """One column: how a row's cell reads, and by what it is sorted (its text unless `sort` is given).

    `second` is a muted second line, `pill` a state with icon and word, `icon` a (name, tone) before
    the text. `spoken` is what a screen reader says when the text alone would not do.
    """

    title: str
    text: Callable[[Row], str]
    sort: Callable[[Row], Any] | None = None
    numeric: bool = False
    second: Callable[[Row], str] | None = None
    pill: Callable[[Row], Pill | None] | None = None
    icon: Callable[[Row], tuple[str, str] | None] | None = None
    spoken: Callable[[Row], str] | None = None
    tip: Callable[[Row], str] | None = None
    stretch: bool = False
    strong: bool = False  # the name: larger and bolder
    is_spare: bool = False  # left out where all is large or narrow: the name needs the width

    def cell(self, row: Row) -> Cell:
        return Cell(
            self.text(row),
            self.second(row) if self.second else "",
            self.pill(row) if self.pill else None,
            self.icon(row) if self.icon else None,
            numeric=self.numeric,
            strong=self.strong,
        )

    def say(self, row: Row) -> str:
        if self.spoken:
            return self.spoken(row)
        cell = self.cell(row)
        word = cell.pill.word if cell.pill else ""
        return ", ".join(part for part in (cell.text, cell.second, word) if part)

    def plain(self, row: Row) -> str:
        """What is copied into a spreadsheet."""
        cell = self.cell(row)
        return cell.text or (cell.pill.word if cell.pill else "")


class RowsModel(QAbstractTableModel, Generic[Row]):
    """Rows as a table, kept in the order of the sorted column."""

    def __init__(self, columns: Sequence[Column[Row]], key: Callable[[Row], Hashable]) -> None:
        super().__init__()
        self.columns = list(columns)
        self.rows: list[Row] = []
        self.key = key
        self._given: list[Row] = []
        self._sorted_by = -1
        self._order = Qt.SortOrder.AscendingOrder

    def set_rows(self, rows: Sequence[Row]) -> None:
        self.beginResetModel()
        self._given = list(rows)
        self.rows = self._in_order()
        self.endResetModel()

    def position(self, key: Hashable) -> int:
        """The line of the row with this key, -1 when it is not here."""
        return next((n for n, row in enumerate(self.rows) if self.key(row) == key), -1)

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        column, row = self.columns[index.column()], self.rows[index.row()]
        if role == CELL_ROLE:
            return veiled(column.cell(row))
        if role == Qt.ItemDataRole.DisplayRole:
            return veil.over(column.plain(row))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return veil.over(column.say(row))
        if role == Qt.ItemDataRole.ToolTipRole and column.tip:
            return veil.over(column.tip(row))
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return self.columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = (
                Qt.AlignmentFlag.AlignTrailing
                if self.columns[section].numeric
                else Qt.AlignmentFlag.AlignLeading
            )
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._sorted_by, self._order = column, order
        self.layoutAboutToBeChanged.emit()
        persistent = self.persistentIndexList()
        kept = [self.key(self.rows[index.row()]) for index in persistent]
        self.rows = self._in_order()
        lines = {self.key(row): line for line, row in enumerate(self.rows)} if kept else {}
        moved = [
            self.index(lines[key], index.column())
            for key, index in zip(kept, persistent, strict=True)
        ]
        self.changePersistentIndexList(persistent, moved)
        self.layoutChanged.emit()

    def _in_order(self) -> list[Row]:
        if not 0 <= self._sorted_by < len(self.columns):
            return list(self._given)
        column = self.columns[self._sorted_by]
        values = column.sort or column.plain
        backwards = self._order == Qt.SortOrder.DescendingOrder
        return collation.in_order(self._given, values, backwards=backwards)


class TableView(QTableView):
    """The view: rows of one height, no vertical lines; Enter opens, Ctrl+C copies for a spreadsheet."""

    entered_row = Signal(int)
    letters_typed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._stretched = -1
        self._spare: list[int] = []
        self._heads: dict[int, int] = {}  # how wide the headings of spare columns are
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(0)
        self._later.timeout.connect(self._leave_out)
        self.takes_letters = False  # told of, rather than looked for line by line
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setSortingEnabled(True)
        self.setCornerButtonEnabled(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.verticalHeader().hide()
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.horizontalHeader().setSortIndicatorClearable(True)
        self._delegate = RowDelegate(self)
        self.setItemDelegate(self._delegate)
        self.entered.connect(self._hover)

    def stretch(self, place: int, spare: Sequence[int] = ()) -> None:
        """Give a column what the others leave, but never less than a name needs: spare ones go first."""
        self._stretched, self._spare = place, list(spare)
        # Not while the header lays itself out: it would count its own length wrong.
        self.horizontalHeader().sectionResized.connect(
            self._share, Qt.ConnectionType.QueuedConnection
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share(-1)

    @Slot(int, int, int)
    def _share(self, changed: int, *_sizes: int) -> None:
        header, place = self.horizontalHeader(), self._stretched
        if place < 0 or changed == place:
            return
        if any(self.isColumnHidden(one) != is_left_out for one, is_left_out in self._left_out()):
            self._later.start()  # Qt is handing out widths now, and loses places when one hides
        others = sum(header.sectionSize(n) for n in range(header.count()) if n != place)
        least = theme.px(LEAST_STRETCH)
        mode = QHeaderView.ResizeMode
        if self.viewport().width() - others < least:
            header.setSectionResizeMode(place, mode.Fixed)
            header.resizeSection(place, least)
        elif header.sectionResizeMode(place) != mode.Stretch:
            header.setSectionResizeMode(place, mode.Stretch)

    def _left_out(self) -> list[tuple[int, bool]]:
        """Which spare columns would not leave the name enough."""
        header = self.horizontalHeader()
        kept = {self._stretched, *self._spare}
        room = self.viewport().width() - theme.px(EASY_STRETCH)
        room -= sum(header.sectionSize(n) for n in range(header.count()) if n not in kept)
        found = []
        for place in self._spare:
            if not self.isColumnHidden(place):  # of a hidden one the header says nothing
                self._heads[place] = header.sectionSizeHint(place)
            wanted = max(self.sizeHintForColumn(place), self._heads.get(place, 0))
            found.append((place, wanted > room))
            room -= wanted
        return found

    def _leave_out(self) -> None:
        """Show the spare columns that leave the name enough; what is hidden gives it its width."""
        for place, is_left_out in self._left_out():
            self.setColumnHidden(place, is_left_out)
        self.horizontalHeader().setSectionResizeMode(self._stretched, QHeaderView.ResizeMode.Fixed)
        self._share(-1)

    def leaveEvent(self, event: Any) -> None:
        self._hover(QModelIndex())
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.currentIndex().isValid():
            self.entered_row.emit(self.currentIndex().row())
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        if self.takes_letters:
            self.letters_typed.emit(search)
        else:
            super().keyboardSearch(search)

    def copy(self) -> None:
        """Put the selected rows on the clipboard as tab-separated text, headings first."""
        model = self.model()
        lines = sorted({index.row() for index in self.selectionModel().selectedRows()})
        width = range(model.columnCount())
        head = [str(model.headerData(n, Qt.Orientation.Horizontal) or "") for n in width]
        body = [[str(model.index(line, n).data() or "") for n in width] for line in lines]
        text = "\n".join("\t".join(map(_one_line, cells)) for cells in [head, *body])
        QGuiApplication.clipboard().setText(text)

    def _hover(self, index: QModelIndex) -> None:
        if self._delegate.hovered != index.row():
            self._delegate.hovered = index.row()
            self.viewport().update()


def _one_line(text: str) -> str:
    return " ".join(text.split())


class Table(QWidget, Generic[Row]):
    """A table with its empty state. `chosen(row or None)` as the current row changes, `opened(row)` on
    Enter or a double click."""

    chosen = Signal(object)
    opened = Signal(object)

    def __init__(
        self,
        columns: Sequence[Column[Row]],
        *,
        name: str,
        empty: Empty,
        key: Callable[[Row], Hashable] = lambda row: getattr(row, "id", row),
        sort_by: int | None = None,
        several: bool = False,
        headers: bool = True,
    ) -> None:
        super().__init__()
        is_large = theme.look().scale > LARGE
        kept = [column for column in columns if not (is_large and column.is_spare)]
        self.model = self._make_model(kept, key)
        self.view = TableView()
        self.view.setAccessibleName(name)
        self.view.setModel(self.model)
        self._settle_selection(several=several)
        self._settle_columns(headers=headers)
        self._pages = QStackedLayout()
        self._pages.addWidget(self.view)
        self._pages.addWidget(empty)
        self.empty = empty
        self.setLayout(self._pages)
        if sort_by is not None:
            self.view.sortByColumn(sort_by, Qt.SortOrder.AscendingOrder)
        self._told: Hashable | None = None
        self.view.selectionModel().selectionChanged.connect(self._on_selection)
        self.view.doubleClicked.connect(self._on_open)
        self.view.entered_row.connect(self._open_line)
        self._pages.setCurrentWidget(empty)
        self._is_filling = False

    def _make_model(
        self, columns: Sequence[Column[Row]], key: Callable[[Row], Hashable]
    ) -> RowsModel[Row]:
        return RowsModel(columns, key)

    # --- rows ------------------------------------------------------------------------------

    def set_rows(self, rows: Sequence[Row], *, choose: Hashable | None = None) -> None:
        """Show these rows; the chosen one and the place in the list stay, or `choose` is chosen."""
        kept = choose if choose is not None else self.current_key
        selected = {self.model.key(row) for row in self.selected}
        top = self.view.verticalScrollBar().value()
        self._is_filling = True
        self.model.set_rows(rows)
        self._pages.setCurrentWidget(self.view if rows else self.empty)
        self._restore(kept, selected)
        self.view.verticalScrollBar().setValue(top)
        self._is_filling = False
        if choose is not None:
            self.view.scrollTo(self.view.currentIndex())
        if self.current_key != self._told or choose is not None:
            self._tell()

    @property
    def rows(self) -> list[Row]:
        """The rows in the order in which they are shown."""
        return self.model.rows

    @property
    def current(self) -> Row | None:
        """The row that the selection is about; a line that only has the keyboard is not chosen."""
        line = self._line()
        return self.model.rows[line] if 0 <= line < len(self.model.rows) else None

    @property
    def current_key(self) -> Hashable | None:
        current = self.current
        return None if current is None else self.model.key(current)

    @property
    def selected(self) -> list[Row]:
        lines = sorted(index.row() for index in self.view.selectionModel().selectedRows())
        return [self.model.rows[line] for line in lines]

    def choose(self, key: Hashable) -> bool:
        """Make the row with this key the current one; False when it is not in the list."""
        line = self.model.position(key)
        if line < 0:
            return False
        self._go_to(line)
        self.view.scrollTo(self.model.index(line, 0))
        return True

    def step(self, lines: int) -> None:
        """Go so many rows down (or up), for a search field that keeps the focus."""
        if not self.model.rows:
            return
        line = self._line()
        self._go_to(min(len(self.model.rows) - 1, max(0, line + lines)))

    def carded(self) -> Card:
        """The table on a card of its own."""
        card = Card()
        inside = theme.px(2)
        card.body.setContentsMargins(inside, theme.px(6), inside, theme.px(6))
        card.add(self, 1)
        return card

    def refresh(self) -> None:
        """Draw again, when the rows are the same but what they say changed."""
        self.view.viewport().update()

    # --- inside ----------------------------------------------------------------------------

    def _go_to(self, line: int) -> None:
        """Make a line the current one. `selectRow` looks for a column at the edge of the view, and
        finds none in a mirrored table whose columns are not laid out yet."""
        self.view.setCurrentIndex(self.model.index(line, 0))

    def _settle_selection(self, *, several: bool) -> None:
        mode = QAbstractItemView.SelectionMode
        self.view.setSelectionMode(mode.ExtendedSelection if several else mode.SingleSelection)

    def _settle_columns(self, *, headers: bool) -> None:
        header = self.view.horizontalHeader()
        header.setVisible(headers)
        header.setMinimumSectionSize(theme.px(48))
        stretched = [n for n, column in enumerate(self.model.columns) if column.stretch]
        header.setStretchLastSection(not stretched)
        for place, column in enumerate(self.model.columns):
            mode = QHeaderView.ResizeMode
            header.setSectionResizeMode(
                place, mode.Stretch if column.stretch else mode.ResizeToContents
            )
        if len(stretched) == 1 and len(self.model.columns) > 1:
            spare = [n for n, column in enumerate(self.model.columns) if column.is_spare]
            self.view.stretch(stretched[0], spare)
        header.setResizeContentsPrecision(40)  # a look at forty rows, not at ten thousand
        two_lines = any(column.second for column in self.model.columns)
        self.view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.view.verticalHeader().setDefaultSectionSize(row_height(two_lines=two_lines))

    def _restore(self, kept: Hashable | None, selected: set[Hashable]) -> None:
        line = -1 if kept is None else self.model.position(kept)
        if line >= 0:
            self._go_to(line)
        if len(selected) > 1:
            flags = QItemSelectionModel.SelectionFlag
            for n, row in enumerate(self.model.rows):
                if self.model.key(row) in selected:
                    self.view.selectionModel().select(
                        self.model.index(n, 0), flags.Select | flags.Rows
                    )

    def _line(self) -> int:
        line = self.view.currentIndex().row()
        is_selected = self.view.selectionModel().isRowSelected(line) if line >= 0 else False
        return line if is_selected else -1

    def _on_selection(self) -> None:
        if not self._is_filling and self.current_key != self._told:
            self._tell()

    def _tell(self) -> None:
        self._told = self.current_key
        self.chosen.emit(self.current)

    def _on_open(self, index: QModelIndex) -> None:
        self._open_line(index.row())

    def _open_line(self, line: int) -> None:
        if 0 <= line < len(self.model.rows):
            self.opened.emit(self.model.rows[line])
