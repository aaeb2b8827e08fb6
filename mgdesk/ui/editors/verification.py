"""Is this paper genuine? A PDF, scan or photo is dropped, or its number and check code typed."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QWidget

from mgdesk.errors import DeskError
from mgdesk.i18n import gettext as _
from mgdesk.i18n import ngettext
from mgdesk.rules.proof import PREFIX
from mgdesk.services import verification
from mgdesk.services.findings import VERDICT_LABELS, Finding, Verdict, advice, details
from mgdesk.ui.editors.facts import facts
from mgdesk.ui.kit import announce, labels, theme
from mgdesk.ui.kit.buttons import Button
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.dialog import Sheet
from mgdesk.ui.kit.drop import DropTarget
from mgdesk.ui.kit.fields import TextField
from mgdesk.ui.kit.form import Banner
from mgdesk.ui.kit.labels import Pill, PillLabel
from mgdesk.ui.kit.layout import Card, add, box, column, row
from mgdesk.ui.kit.theme import Tone

if TYPE_CHECKING:
    from mgdesk.desk import Desk

PAPERS: Final = (".pdf", ".png", ".jpg", ".jpeg", ".webp", ".tif", ".tiff")
MOST_SHOWN: Final = 50  # answers about one file
_TONES: Final = {
    Verdict.GENUINE: Tone.OK,
    Verdict.CHANGED: Tone.BAD,
    Verdict.REVOKED: Tone.BAD,
    Verdict.REPLACED: Tone.LATE,
    Verdict.UNKNOWN: Tone.LATE,
}


class VerifySheet(Sheet):
    """Answers appear below, one a paper; nothing is written."""

    def __init__(self, parent: QWidget, context: Context, path: Path | None = None) -> None:
        self._context = context
        self.drop = DropTarget(
            _("Drop a paper here: a PDF, a scan or a photo of it."),
            PAPERS,
            kind_of_file=_("Papers"),
            icon_name="shield-check",
        )
        self.field = TextField(placeholder="MOL-2026-00042 ABCD-EFGH-JKMN", left_to_right=True)
        self.field.setAccessibleName(_("Number and check code, or the text of the square code"))
        self.button = Button(_("Check"), "check", kind="primary", on_click=self._on_typed)
        self.fault = Banner()
        self.answers = column(gap=12)
        line = row(self.button, gap=8)
        line.insertWidget(0, self.field, 1)
        typed = labels.muted(_("Number and check code, or the text of the square code"))
        content = box(self.drop, box(typed, line, gap=4), self.fault, self.answers, None, gap=16)
        super().__init__(parent, _("Verify a paper"), content, width=620, is_tall=False)
        self.cancel_button.setAutoDefault(False)
        self.field.returnPressed.connect(self._on_typed)
        self.drop.dropped.connect(self._on_dropped)
        self.keep_height(theme.px(680))
        self.field.setFocus()
        if path is not None:
            self.check(str(path))

    def check(self, what: str) -> None:
        """Judge a file by its path, or what was typed; the answer replaces the one before."""
        self._clear()
        self.fault.show_sentence("")
        self.button.setEnabled(False)
        add(self.answers, labels.muted(_("Checking…")))
        work = partial(_verify, self._context.desk, what)
        self._context.background.run(work, done=self._show, failed=self._on_failed)

    def take_scan(self, code: str) -> bool:
        """A paper's code, scanned while this sheet is open, is judged."""
        is_paper = code.upper().startswith(PREFIX)
        if is_paper:
            self.field.value = code
            self.check(code)
        return is_paper

    def _on_typed(self) -> None:
        if self.field.value and self.button.isEnabled():
            self.check(self.field.value)

    def _on_dropped(self, paths: list[Path]) -> None:
        self.check(str(paths[0]))

    def _show(self, found: list[Finding]) -> None:
        self.button.setEnabled(True)
        self._clear()
        found = sorted(found, key=_is_good)
        if len(found) > 1:
            add(self.answers, labels.section(_summary(found)))
        for one in found[:MOST_SHOWN]:
            add(self.answers, answer_card(one))
        if found:
            announce.say(self, found[0].said)

    def _on_failed(self, error: Exception) -> None:
        self.button.setEnabled(True)
        self._clear()
        if isinstance(error, DeskError):
            self.fault.show_sentence(str(error))
        else:
            self._context.fail(error)

    def _clear(self) -> None:
        while (item := self.answers.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()


def answer_card(found: Finding) -> Card:
    """The answer about one paper: a word, a sentence, what it should say."""
    pill = PillLabel(Pill(_TONES[found.verdict], _(VERDICT_LABELS[found.verdict])))
    card = Card()
    card.add(row(pill, None))
    card.add(labels.text(found.said, wrap=True))
    card.add(facts(details(found)))
    if advice(found):
        card.add(labels.muted(advice(found)))
    return card


def _is_good(found: Finding) -> bool:
    """What needs a look comes first."""
    return found.verdict is Verdict.GENUINE


def _summary(found: list[Finding]) -> str:
    good = sum(map(_is_good, found))
    if good == len(found):
        return ngettext("{n} paper, genuine", "{n} papers, all genuine", good)
    bad = len(found) - good
    return ngettext("{n} paper needs a look", "{n} papers need a look", bad)


def _verify(desk: "Desk", what: str) -> list[Finding]:
    """Runs in a thread."""
    return desk.read(verification.verify, what=what)
