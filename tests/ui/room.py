"""Whether words have room: what is measured of a page or dialog that is shown."""

import re
from collections.abc import Iterator

from PySide6.QtCore import QRect
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QCheckBox, QLabel, QPushButton, QRadioButton, QScrollArea, QWidget

ROUNDING = 2  # pixels


def cramped(root: QWidget) -> list[str]:
    """What is cut off or asks for more width than there is, as readable strings."""
    found = []
    for widget in root.findChildren(QWidget):
        if widget.isVisible() and widget.window() is root.window():
            found += [f"{_path(widget)}: {fault}" for fault in _faults(widget)]
    return found


def _faults(widget: QWidget) -> Iterator[str]:
    if isinstance(widget, QScrollArea):
        content = widget.widget()
        asked = content.minimumSizeHint().width() if content else 0
        if widget.horizontalScrollBar().maximum() > 0:
            yield f"asks for {asked} of {widget.viewport().width()} px"
    elif isinstance(widget, QLabel) and widget.text() and widget.textFormat().name == "PlainText":
        yield from _cut_words(widget)
    elif isinstance(widget, QPushButton | QCheckBox | QRadioButton) and widget.text():
        asked = widget.minimumSizeHint().width()
        if widget.width() < asked - ROUNDING:
            yield f"{widget.text()!r} asks for {asked} of {widget.width()} px"
    if isinstance(widget, QLabel | QPushButton) and widget.width() and _leaves_its_parent(widget):
        yield f"{getattr(widget, 'text', str)()!r} leaves its parent"


def _cut_words(label: QLabel) -> Iterator[str]:
    room = label.contentsRect().width() - 2 * label.margin()
    metrics = QFontMetrics(label.font())
    lines = label.text().splitlines()
    if label.wordWrap():
        asked = max(map(metrics.horizontalAdvance, re.split(r"[\s\-–—/@.]+", label.text())))
        height = label.heightForWidth(label.width())
        if label.height() < height - ROUNDING:
            yield f"{label.text()!r} asks for {height} of {label.height()} px in height"
    else:
        asked = max(map(metrics.horizontalAdvance, lines), default=0)
    if room < asked - ROUNDING:
        yield f"{label.text()!r} asks for {asked} of {room} px"


def _leaves_its_parent(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    if parent is None or parent.layout() is None:
        return False
    inside = QRect(0, 0, parent.width(), parent.height())
    return not inside.adjusted(-ROUNDING, -ROUNDING, ROUNDING, ROUNDING).contains(widget.geometry())


def _path(widget: QWidget | None) -> str:
    names = []
    while widget is not None:
        names.append(widget.objectName() or type(widget).__name__)
        widget = widget.parentWidget()
    return " < ".join(names[:5])
