"""The offline help: what the desk does, in few words, and every shortcut as the commands have it."""

from collections.abc import Iterable

from PySide6.QtWidgets import QWidget

from mgdesk.i18n import gettext as _
from mgdesk.ui.kit import labels
from mgdesk.ui.kit.dialog import Sheet
from mgdesk.ui.kit.layout import Card, box, row


def help_sheet(parent: QWidget, shortcuts: Iterable[tuple[str, str]]) -> Sheet:
    """`shortcuts` are pairs of a command's words and its keys."""
    sentences = [
        _("Type a few letters of a name in the search field; several words in any order will do."),
        _("Everything is saved by itself. Undo takes back the last change, by its name."),
        _("Drop an Excel list on People or on a cohort: you see what will happen before it does."),
        _("A cohort has its timetable, its people, its attendance and its papers in one place."),
        _("In the attendance grid: P present, L late, A absent, E excused, arrows to move."),
    ]
    keys = Card(_("Keys"))
    for words, shortcut in shortcuts:
        keys.add(row(labels.text(words, wrap=True), None, labels.muted(shortcut, wrap=False)))
    lines = [labels.text(sentence, wrap=True) for sentence in sentences]
    sheet = Sheet(parent, _("Help"), box(*lines, keys, None, gap=12), width=640)
    sheet.open()
    return sheet
