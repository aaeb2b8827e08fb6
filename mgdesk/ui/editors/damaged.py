"""The page before a desk whose data is damaged: its newest copy, or what can be read of the file."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mgdesk.i18n import gettext as _
from mgdesk.i18n import isolate, ngettext, number
from mgdesk.rules.salvage import SalvageReport
from mgdesk.ui import crash
from mgdesk.ui.kit import labels
from mgdesk.ui.kit.background import Background
from mgdesk.ui.kit.buttons import Button
from mgdesk.ui.kit.flow import Flow
from mgdesk.ui.kit.form import Banner
from mgdesk.ui.kit.layout import Card, Page
from mgdesk.ui.kit.theme import px

_PEOPLE_SHOWN = 40


class Rescue(NamedTuple):
    """What can be done with damaged data; both run in a thread."""

    bring_copy: Callable[[], Path]
    save: Callable[[], SalvageReport]


class DamagedPage(Page):
    """Says what is wrong, does what is chosen, tells what came of it; `mended` when it can be opened."""

    mended = Signal()

    def __init__(
        self, sentence: str, rescue: Rescue, background: Background, leave: Callable[[], object]
    ) -> None:
        super().__init__(_("The data is damaged"))
        self._rescue, self._background = rescue, background
        self.fault = Banner()
        self.words = labels.text(sentence, wrap=True, selectable=True)
        self.copy_button = Button(
            _("Restore the newest copy"), "history", kind="primary", on_click=self.bring_copy
        )
        self.save_button = Button(_("Save what can be read"), "hard-drive", on_click=self.save)
        self.open_button = Button(_("Open"), kind="primary", on_click=self.mended.emit)
        self.quit_button = Button(_("Quit"), "log-out", kind="plain", on_click=leave)
        self.open_button.hide()
        line = QWidget()
        line.setLayout(Flow(self.copy_button, self.save_button, self.open_button, self.quit_button))
        explained = labels.muted(
            _(
                "The newest copy is whole, and ends when it was made. What can be read of the damaged file"
                " goes further, and may have holes: the copy fills them where it can. Either way the"
                " damaged file is kept, in the folder “damaged”."
            )
        )
        self.card = Card("", None, self.words, explained, self.fault, line)
        self.card.setMaximumWidth(px(760))
        self.body.addWidget(self.card)
        self.report = Card(_("What was saved"))
        self.report.setMaximumWidth(px(760))
        self.report.hide()
        self.body.addWidget(self.report)
        self.body.addStretch(1)

    def bring_copy(self) -> None:
        self._run(self._rescue.bring_copy, self._on_copy)

    def save(self) -> None:
        self._run(self._rescue.save, self._on_saved)

    def _run(self, work: Callable[[], object], done: Callable[..., None]) -> None:
        self.fault.show_sentence("")
        self._enable(is_on=False)
        self._background.run(work, done=done, failed=self._on_failed, in_order=True)

    def _enable(self, *, is_on: bool) -> None:
        for button in (self.copy_button, self.save_button):
            button.setEnabled(is_on)

    def _on_copy(self, _path: Path) -> None:
        self.mended.emit()

    def _on_saved(self, report: SalvageReport) -> None:
        for sentence in told(report):
            self.report.add(labels.text(sentence, wrap=True, selectable=True))
        self.report.show()
        self.copy_button.hide()
        self.save_button.hide()
        self.open_button.show()
        self.open_button.setFocus()

    def _on_failed(self, error: Exception) -> None:
        crash.log(error)
        self._enable(is_on=True)
        self.fault.show_sentence(
            crash.sentence(error) or _("That did not work. The details are in the log.")
        )


def told(report: SalvageReport) -> list[str]:
    """What came out of the file, in sentences."""
    saved = sum(one.saved for one in report.tables)
    said = [
        ngettext("{n} row was read.", "{n} rows were read.", saved),
        _(
            "{lost} of {all} pages of the file could not be read.",
            lost=number(report.lost_pages),
            all=number(report.pages),
        ),
    ]
    if copied := sum(one.from_copy for one in report.tables):
        words = ngettext(
            "{n} row comes from the copy {name} and may be older.",
            "{n} rows come from the copy {name} and may be older.",
            copied,
            name=report.copy,
        )
        said.append(words)
    if retold := sum(one.from_history for one in report.tables):
        words = ngettext(
            "{n} row was written again from the history and may be older.",
            "{n} rows were written again from the history and may be older.",
            retold,
        )
        said.append(words)
    if gone := sum(one.lost + one.let_go for one in report.tables) + report.unplaced:
        said.append(ngettext("{n} row is lost.", "{n} rows are lost.", gone))
    people = [isolate(one.name or str(one.person_id)) for one in report.people]
    if people:
        shown = ", ".join(people[:_PEOPLE_SHOWN]) + (" …" if len(people) > _PEOPLE_SHOWN else "")
        said.append(_("Look at the records of: {names}", names=shown))
    return said
