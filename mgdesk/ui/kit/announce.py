"""Says a sentence to whoever listens to the screen instead of looking at it."""

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget

from mgdesk.ui.kit import veil


def say(widget: QWidget, sentence: str) -> None:
    """Have the screen reader speak a sentence; nothing happens without one."""
    if sentence and QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, veil.over(sentence)))
