"""The preview of an import: each row with what it is, why, what will be done, and cells to mend."""

from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyle, QStyleOptionViewItem, QWidget

from mgdesk import i18n
from mgdesk.exchange.columns import heading
from mgdesk.exchange.fields import Field
from mgdesk.exchange.plan import (
    CHOICE_LABELS,
    VERDICT_LABELS,
    Choice,
    ImportPlan,
    ImportRow,
    Verdict,
)
from mgdesk.i18n import gettext as _
from mgdesk.ui.kit import theme
from mgdesk.ui.kit.fields import ChoiceField, TextField
from mgdesk.ui.kit.labels import Pill
from mgdesk.ui.kit.table import TableView
from mgdesk.ui.kit.tablerow import CELL_ROLE, Cell, RowDelegate, row_height
from mgdesk.ui.kit.theme import Tone

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
MARK_ROLE = CELL_ROLE + 1
_NUMBER, _FOUND, _DEED, _WHY = range(4)
_FIRST_FIELD: Final = 4
_TONES: Final = {
    Verdict.NEW: (Tone.ACCENT, "user-plus"),
    Verdict.THERE: (Tone.OK, "user-check"),
    Verdict.POSSIBLE: (Tone.LATE, "users"),
    Verdict.REFUSED: (Tone.BAD, "circle-x"),
}


@dataclass(frozen=True)
class Mark:
    """Why a cell wants a look; `is_bad` when it cannot be read, else it is only worth a word."""

    sentence: str
    is_bad: bool


def verdict_pill(verdict: Verdict) -> Pill:
    tone, icon = _TONES[verdict]
    return Pill(tone, _(VERDICT_LABELS[verdict]), icon)


def needs_a_look(row: ImportRow) -> bool:
    return row.verdict in {Verdict.POSSIBLE, Verdict.REFUSED} or bool(row.flags)


def why(row: ImportRow) -> str:
    """Why a row is what it was found to be, with whom it is like."""
    reason = str(row.reason) if row.reason else ""
    if row.match is None:
        return reason
    year = str(row.match.birth_date.year) if row.match.birth_date else ""
    who = " · ".join(part for part in (i18n.isolate(row.match.name), year) if part)
    return f"{who} — {reason}" if reason else who


def choices_for(row: ImportRow) -> list[tuple[Choice, str]]:
    """What can be done with a row."""
    offered = [Choice.ADD, Choice.SAME, Choice.LEAVE_OUT]
    if row.verdict is Verdict.REFUSED:
        offered = [Choice.LEAVE_OUT]
    elif row.match is None:
        offered.remove(Choice.SAME)
    return [(choice, _(CHOICE_LABELS[choice])) for choice in offered]


class ImportModel(QAbstractTableModel):
    """A plan as a table; typing and choosing go to the plan, which judges anew what it touches.

    `mended(number, field, text)` and `decided(number, choice)` tell what a person did.
    """

    mended = Signal(int, object, str)
    decided = Signal(int, object)

    def __init__(self) -> None:
        super().__init__()
        self.plan: ImportPlan | None = None
        self.numbers: list[int] = []
        self.fields: tuple[Field, ...] = ()
        self._lines: dict[int, int] = {}

    def set_plan(self, plan: ImportPlan, *, only_problems: bool = False) -> None:
        self.beginResetModel()
        self.plan, self.fields = plan, plan.fields
        rows = plan.rows
        self.numbers = [row.number for row in rows if not only_problems or needs_a_look(row)]
        self._lines = {number: line for line, number in enumerate(self.numbers)}
        self.endResetModel()

    def row_at(self, line: int) -> ImportRow | None:
        if self.plan is None or not 0 <= line < len(self.numbers):
            return None
        return self.plan.row(self.numbers[line])

    def mark(self, row: ImportRow, name: Field) -> Mark | None:
        """What there is to say about a cell."""
        if name in row.flags:
            return Mark(str(row.flags[name]), is_bad=row.verdict is not Verdict.THERE)
        names = {Field.SURNAME, Field.FIRST_NAME}
        is_nameless = row.verdict is Verdict.REFUSED and not names & row.values.keys()
        if is_nameless and name in names:
            return Mark(str(row.reason), is_bad=True)
        return None

    # --- Qt --------------------------------------------------------------------------------

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.numbers)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else _FIRST_FIELD + len(self.fields)

    def flags(self, index: Index) -> Qt.ItemFlag:
        known = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return known | Qt.ItemFlag.ItemIsEditable if self._is_editable(index) else known

    def _is_editable(self, index: Index) -> bool:
        return index.column() == _DEED or index.column() >= _FIRST_FIELD

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
        if role not in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return None
        if section >= _FIRST_FIELD:
            return heading(self.fields[section - _FIRST_FIELD])
        return (_("Row"), _("Found"), _("What to do"), _("Why"))[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.row_at(index.row())
        if row is None:
            return None
        if role == CELL_ROLE:
            return self._cell(row, index.column())
        if role == MARK_ROLE:
            return self._mark_at(row, index.column())
        text = self._text(row, index.column())
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole}:
            return text
        if role in {Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            mark = self._mark_at(row, index.column())
            return ", ".join(part for part in (text, mark.sentence if mark else "") if part)
        return None

    def _mark_at(self, row: ImportRow, column: int) -> Mark | None:
        if column < _FIRST_FIELD:
            return None
        return self.mark(row, self.fields[column - _FIRST_FIELD])

    def _text(self, row: ImportRow, column: int) -> str:
        if column >= _FIRST_FIELD:
            return row.text(self.fields[column - _FIRST_FIELD])
        if column == _NUMBER:
            return i18n.number(row.number)
        if column == _FOUND:
            return _(VERDICT_LABELS[row.verdict])
        return _(CHOICE_LABELS[row.choice]) if column == _DEED else why(row)

    def _cell(self, row: ImportRow, column: int) -> Cell:
        if column == _FOUND:
            return Cell("", pill=verdict_pill(row.verdict))
        if column == _NUMBER:
            return Cell(i18n.number(row.number), numeric=True)
        if column == _DEED:
            icon = ("chevron-down", "muted") if len(choices_for(row)) > 1 else None
            return Cell(self._text(row, column), icon=icon)
        mark = self._mark_at(row, column)
        icon = None
        if mark is not None:
            icon = ("triangle-alert", "bad") if mark.is_bad else ("info", "late")
        return Cell(self._text(row, column), icon=icon)

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        row = self.row_at(index.row())
        if row is None or self.plan is None or role != Qt.ItemDataRole.EditRole:
            return False
        if index.column() == _DEED:
            if not isinstance(value, Choice) or value is row.choice:
                return False
            changed = self.plan.choose(row.number, value)
            self._tell(changed)
            self.decided.emit(row.number, value)
            return True
        name = self.fields[index.column() - _FIRST_FIELD]
        if str(value) == row.text(name):
            return False
        self._tell(self.plan.mend(row.number, name, str(value)))
        self.mended.emit(row.number, name, str(value))
        return True

    def _tell(self, changed: frozenset[int]) -> None:
        last = self.columnCount() - 1
        for number in changed:
            line = self._lines.get(number)
            if line is not None:
                self.dataChanged.emit(self.index(line, 0), self.index(line, last))


class ImportDelegate(RowDelegate):
    """Draws marked cells on a ground of their own, and opens the editors."""

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        colours = theme.tokens()
        mark = index.data(MARK_ROLE)
        if mark is not None:
            painter.fillRect(
                option.rect, QColor(colours.bad_tint if mark.is_bad else colours.late_tint)
            )
        elif index.row() == self.hovered:
            painter.fillRect(option.rect, QColor(colours.hover))
        if option.state & QStyle.StateFlag.State_Selected:
            pen = QPen(QColor(colours.accent))
            pen.setWidth(2)
            painter.setPen(pen)
            painter.drawRect(QRect(option.rect).adjusted(1, 1, -1, -1))

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        model = index.model()
        assert isinstance(model, ImportModel)
        row = model.row_at(index.row())
        title = str(model.headerData(index.column(), Qt.Orientation.Horizontal))
        if index.column() == _DEED and row is not None:
            editor: QWidget = ChoiceField(choices_for(row), row.choice)
        else:
            editor = TextField()
            editor.setProperty("kind", "cell")
        editor.setParent(parent)
        editor.setAccessibleName(title)
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, ChoiceField):
            editor.edited.connect(lambda: self._commit(editor))
        elif isinstance(editor, TextField):
            editor.value = str(index.data(Qt.ItemDataRole.EditRole) or "")

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, (ChoiceField, TextField)):
            model.setData(index, editor.value)

    def _commit(self, editor: QWidget) -> None:
        self.commitData.emit(editor)
        self.closeEditor.emit(editor)

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, _index: Index
    ) -> None:
        editor.setGeometry(option.rect)


class ImportView(TableView):
    """Cells are chosen one by one; Enter, F2 or a letter types in one."""

    stood_on = Signal(object, object)  # the row and the mark of the cell where one stands

    def __init__(self, model: ImportModel) -> None:
        super().__init__()
        self._import_model = model
        self._delegate = ImportDelegate(self)
        self.setItemDelegate(self._delegate)
        self.setModel(model)
        self.setSortingEnabled(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(
            triggers.DoubleClicked | triggers.EditKeyPressed | triggers.AnyKeyPressed
        )
        self.setAccessibleName(_("Rows of the list"))
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.horizontalHeader().setMinimumSectionSize(theme.px(48))
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(row_height(two_lines=False))
        self.clicked.connect(self._on_click)
        model.modelReset.connect(self.settle_widths)

    def settle_widths(self) -> None:
        """As wide as what is on the screen, within reason."""
        self.horizontalHeader().setResizeContentsPrecision(60)
        self.resizeColumnsToContents()
        for column in range(self._import_model.columnCount()):
            most = theme.px(240)
            self.setColumnWidth(column, min(most, max(theme.px(64), self.columnWidth(column))))
        model = self._import_model
        rows = model.plan.rows if model.plan else ()
        self.setColumnHidden(_WHY, not any(row.reason or row.match for row in rows))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enters = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        is_typing = self.state() == QAbstractItemView.State.EditingState
        if event.key() in enters and self.currentIndex().isValid():
            if not is_typing:  # the Enter that ends typing comes here as well
                self.edit(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.tell_where()

    def tell_where(self) -> None:
        """Say anew what there is to say of the cell where one stands."""
        index = self.currentIndex()
        self.stood_on.emit(self._import_model.row_at(index.row()), index.data(MARK_ROLE))

    def _on_click(self, index: QModelIndex) -> None:
        """A choice opens at the first click; a cell is typed in after two."""
        if index.column() == _DEED:
            self.edit(index)
            self._open_choices()

    def _open_choices(self) -> None:
        editor = self.indexWidget(self.currentIndex())
        if isinstance(editor, ChoiceField):
            editor.showPopup()
