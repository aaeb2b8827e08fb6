"""How a row of a table is drawn: name with a muted second line, numbers at the end, pills, tints."""

from dataclasses import dataclass, replace

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QTextOption
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from mgdesk.ui.kit import icons, labels, theme, veil
from mgdesk.ui.kit.labels import Pill

CELL_ROLE = int(Qt.ItemDataRole.UserRole) + 1


@dataclass(frozen=True)
class Cell:
    """What is drawn in one cell."""

    text: str
    second: str = ""
    pill: Pill | None = None
    icon: tuple[str, str] | None = None  # name, tone
    numeric: bool = False
    strong: bool = False


def veiled(cell: Cell) -> Cell:
    """The cell as it may be shown while the privacy key is on."""
    if not veil.is_on():
        return cell
    return replace(cell, text=veil.over(cell.text), second=veil.over(cell.second))


def row_height(*, two_lines: bool) -> int:
    """At least 40 px; two lines of text get room for both."""
    metrics = QFontMetrics(_font(strong=False))
    if not two_lines:
        return max(theme.px(40), metrics.height() + theme.px(16))
    return max(theme.px(56), round(metrics.height() * 2.15) + theme.px(16))


def _font(*, strong: bool) -> QFont:
    font = QFont()
    font.setPointSizeF(theme.look().points * (1.08 if strong else 1.0))
    font.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
    if not strong:
        font.setFeature(QFont.Tag("tnum"), 1)  # figures in columns
    return font


class RowDelegate(QStyledItemDelegate):
    """Draws the cells of our tables; `hovered` is the line under the pointer."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.hovered = -1

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        cell = index.data(CELL_ROLE)
        if not isinstance(cell, Cell):
            return super().sizeHint(option, index)
        width = QFontMetrics(_font(strong=cell.strong)).horizontalAdvance(cell.text)
        width = max(width, QFontMetrics(_font(strong=False)).horizontalAdvance(cell.second))
        if cell.icon:
            width += theme.px(28)
        if cell.pill:
            gap = theme.px(8) if width else 0
            width += gap + labels.pill_size(cell.pill, _font(strong=False)).width()
        return QSize(width + theme.px(26), row_height(two_lines=bool(cell.second)))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        cell = index.data(CELL_ROLE)
        if not isinstance(cell, Cell):
            super().paint(painter, option, index)
            return
        painter.save()
        self._ground(painter, option, index)
        mirrored = option.direction == Qt.LayoutDirection.RightToLeft
        space = option.rect.adjusted(theme.px(12), 0, -theme.px(12), 0)
        if cell.icon:
            space = self._icon(painter, space, cell.icon, mirrored=mirrored)
        if cell.pill:
            space = self._pill(painter, space, cell.pill, bool(cell.text), mirrored=mirrored)
        self._words(painter, space, cell, mirrored=mirrored)
        painter.restore()

    def _ground(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        colours = theme.tokens()
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if is_selected:
            painter.fillRect(option.rect, QColor(colours.accent_tint))
        elif index.row() == self.hovered:
            painter.fillRect(option.rect, QColor(colours.hover))
        if is_selected and index.column() == 0:
            bar = QRect(option.rect)
            bar.setWidth(theme.px(3))
            if option.direction == Qt.LayoutDirection.RightToLeft:
                bar.moveRight(option.rect.right())
            painter.fillRect(bar, QColor(colours.accent))

    def _icon(
        self, painter: QPainter, space: QRect, icon: tuple[str, str], *, mirrored: bool
    ) -> QRect:
        side = theme.px(20)
        left = space.right() - side + 1 if mirrored else space.left()
        ink = getattr(theme.tokens(), icon[1])
        drawn = icons.pixmap(icon[0], ink, side, painter.device().devicePixelRatio())
        painter.drawPixmap(left, space.center().y() - side // 2 + 1, drawn)
        used = side + theme.px(8)
        return space.adjusted(0, 0, -used, 0) if mirrored else space.adjusted(used, 0, 0, 0)

    def _pill(
        self, painter: QPainter, space: QRect, pill: Pill, is_after_text: bool, *, mirrored: bool
    ) -> QRect:
        """A pill alone stands at the start of its cell, beside text at the end."""
        size = labels.pill_size(pill, _font(strong=False))
        at_left = mirrored == is_after_text
        left = space.left() if at_left else space.right() - size.width() + 1
        top = space.top() + (space.height() - size.height()) // 2
        rect = QRect(left, top, min(size.width(), space.width()), size.height())
        labels.paint_pill(painter, rect, pill, _font(strong=False), mirrored=mirrored)
        used = size.width() + theme.px(8)
        return space.adjusted(used, 0, 0, 0) if at_left else space.adjusted(0, 0, -used, 0)

    def _words(self, painter: QPainter, space: QRect, cell: Cell, *, mirrored: bool) -> None:
        colours = theme.tokens()
        at_right = mirrored != cell.numeric
        first = _font(strong=cell.strong)
        if not cell.second:
            _draw(painter, space, cell.text, first, colours.text, at_right=at_right)
            return
        tall, small = QFontMetrics(first).height(), QFontMetrics(_font(strong=False)).height()
        top = space.top() + (space.height() - tall - small) // 2
        upper = QRect(space.left(), top, space.width(), tall)
        lower = QRect(space.left(), top + tall, space.width(), small)
        _draw(painter, upper, cell.text, first, colours.text, at_right=at_right)
        _draw(painter, lower, cell.second, _font(strong=False), colours.muted, at_right=at_right)


def _draw(
    painter: QPainter, rect: QRect, words: str, font: QFont, ink: str, *, at_right: bool
) -> None:
    """One line, elided at its end, at the side where its neighbours start whatever its script."""
    metrics = QFontMetrics(font)
    painter.setFont(font)
    painter.setPen(QColor(ink))
    side = Qt.AlignmentFlag.AlignRight if at_right else Qt.AlignmentFlag.AlignLeft
    option = QTextOption(side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter)
    option.setWrapMode(QTextOption.WrapMode.NoWrap)
    option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    shown = metrics.elidedText(" ".join(words.split()), Qt.TextElideMode.ElideRight, rect.width())
    spare = theme.px(4)  # Qt cuts what hangs below the rectangle: the tail of a g
    painter.drawText(rect.adjusted(0, -spare, 0, spare), labels.of_the_page(shown), option)
