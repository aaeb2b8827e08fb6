"""A card of lines, each something with a muted word below it and what can be done about it."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from mgdesk.ui.kit import labels
from mgdesk.ui.kit.layout import Card, column, row


class Lines(Card):
    """A card whose lines are made anew when what they say changed."""

    def __init__(self, heading: str, aside: QWidget | None = None) -> None:
        super().__init__(heading, aside)
        self._shown: object = None
        self._lines: list[QWidget] = []
        self._stays = aside is not None  # what can be added to is there when it is empty
        if not self._stays:
            self.hide()

    def show_lines(self, said: object, make: Callable[[], Iterable[QWidget]]) -> None:
        if said == self._shown:
            return
        self._shown = said
        for line in self._lines:
            self.body.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._lines = list(make())
        for line in self._lines:
            self.add(line)
        self.setVisible(bool(self._lines) or self._stays)


def line_of(
    first: str, second: str, *ends: QWidget, icon: tuple[str, str] | None = None
) -> QWidget:
    """One thing in a card: words, a muted line below, and what stands at the end."""
    line = QWidget()
    inside = row(gap=8)
    if icon is not None:
        inside.addWidget(labels.IconLabel(*icon[:1], tone=icon[1]), 0, Qt.AlignmentFlag.AlignTop)
    words = column(labels.text(labels.directed(first), wrap=True), gap=0)
    if second:
        words.addWidget(labels.muted(labels.directed(second)))
    inside.addLayout(words, 1)
    for end in ends:
        inside.addWidget(end, 0, Qt.AlignmentFlag.AlignVCenter)
    line.setLayout(inside)
    return line
