"""Facts of a record: a muted label above its value, several beside each other, nothing for no value."""

from collections.abc import Iterable

from PySide6.QtWidgets import QBoxLayout, QScrollArea, QWidget

from mgdesk.ui.kit import labels, theme
from mgdesk.ui.kit.flow import Flow
from mgdesk.ui.kit.labels import Pill, PillLabel
from mgdesk.ui.kit.layout import column, row

Fact = tuple[str, str]  # label, value


def fact(label: str, value: str, pill: Pill | None = None, *, is_private: bool = False) -> QWidget:
    """One fact whose value can be selected and copied; a private one goes with the privacy key."""
    holder = QWidget()
    words = column(
        labels.text(label, "label"),
        labels.text(value, selectable=True, is_private=is_private),
        gap=0,
    )
    if pill is not None:
        words.addWidget(PillLabel(pill))
    words.addStretch(1)
    holder.setLayout(words)
    return holder


def flow_of(widgets: Iterable[QWidget], gap: int = 24) -> QWidget:
    """Widgets beside each other, going on in the next line."""
    holder = QWidget()
    policy = holder.sizePolicy()
    policy.setHeightForWidth(True)
    holder.setSizePolicy(policy)
    holder.setLayout(Flow(*widgets, gap=gap))
    return holder


def facts(pairs: Iterable[Fact], *, is_private: bool = False) -> QWidget:
    """Those of the facts that have a value."""
    return flow_of(fact(label, value, is_private=is_private) for label, value in pairs if value)


def pills(found: Iterable[Pill]) -> QWidget:
    return flow_of((PillLabel(pill) for pill in found), gap=8)


def headed(words: QBoxLayout, *buttons: QWidget) -> QBoxLayout:
    """The head of a record with its buttons at the end of the line; below it in large letters."""
    if theme.look().scale > 130:
        return column(words, flow_of(buttons, gap=4), gap=8)
    line = row(gap=8)
    line.addLayout(words, 1)
    line.addLayout(column(row(*buttons, gap=4), None))
    return line


def record_line(words: str, second: str, pill: Pill, *buttons: QWidget) -> QWidget:
    """Something that a record has: what it is, when, its state, and what can be done with it."""
    said = column(labels.text(words, wrap=True), labels.muted(second), gap=0)
    state = PillLabel(pill)
    holder = QWidget()
    if theme.look().scale > (110 if len(buttons) > 1 else 130):  # the words need the whole line
        holder.setLayout(column(said, flow_of((state, *buttons), gap=8), gap=4))
        return holder
    line = row(gap=12)
    line.addLayout(said, 1)
    line.addWidget(state)
    line.addLayout(row(*buttons, gap=4))
    holder.setLayout(line)
    return holder


def wide_enough(area: QScrollArea) -> QScrollArea:
    """A scrolled record never narrower than what it holds: nothing is cut at its end."""
    content = area.widget()
    assert content is not None
    bar = area.verticalScrollBar().sizeHint().width()
    area.setMinimumWidth(content.minimumSizeHint().width() + bar)
    return area
