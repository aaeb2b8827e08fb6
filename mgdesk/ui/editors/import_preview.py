"""The preview of an import on the screen: marked cells, editors where one stands, choices by click."""

from typing import Final

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyle, QStyleOptionViewItem, QWidget

from mgdesk.i18n import gettext as _
from mgdesk.ui.editors.import_model import DEED, MARK_ROLE, WHY, ImportModel, choices_for
from mgdesk.ui.kit import theme
from mgdesk.ui.kit.fields import ChoiceField, TextField
from mgdesk.ui.kit.table import TableView
from mgdesk.ui.kit.tablerow import RowDelegate, row_height

Index = QModelIndex | QPersistentModelIndex


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
        if index.column() == DEED and row is not None:
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


_MEASURED: Final = 20  # rows: a screen's worth, since every cell of them is asked for


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
        self.horizontalHeader().setResizeContentsPrecision(_MEASURED)
        self.resizeColumnsToContents()
        for column in range(self._import_model.columnCount()):
            most = theme.px(300 if column == DEED else 260)
            self.setColumnWidth(column, min(most, max(theme.px(64), self.columnWidth(column))))
        model = self._import_model
        rows = model.plan.rows if model.plan else ()
        self.setColumnHidden(WHY, not any(row.reason or row.match for row in rows))

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
        if index.column() == DEED:
            self.edit(index)
            self._open_choices()

    def _open_choices(self) -> None:
        editor = self.indexWidget(self.currentIndex())
        if isinstance(editor, ChoiceField):
            editor.showPopup()
