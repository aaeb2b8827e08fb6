"""Try your scanner: a code to scan, and in words what the scanner sent and what to change."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QLabel, QWidget

from mgdesk.i18n import gettext as _
from mgdesk.rules.scan_faults import Diagnosis, diagnose
from mgdesk.rules.scanning import Reading
from mgdesk.services.trial import trial_picture, trial_sheet
from mgdesk.ui.editors.facts import facts
from mgdesk.ui.editors.scanner_words import Said, facts_of, readings_of, sentences
from mgdesk.ui.kit import announce, labels, theme
from mgdesk.ui.kit.buttons import Button
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.dialog import Sheet
from mgdesk.ui.kit.labels import ICONS, IconLabel
from mgdesk.ui.kit.layout import Card, Part, box, column, row
from mgdesk.ui.kit.scanner import Scanner
from mgdesk.ui.kit.theme import Tone
from mgdesk.ui.preview import preview_sheet

LARGEST_CODE = 320  # device-independent pixels: larger is no easier to scan
_COLOURS = {Tone.OK: "ok", Tone.LATE: "late", Tone.BAD: "bad", Tone.NEUTRAL: "muted"}


class TrialSheet(Sheet):
    """While it is open, whatever a scanner sends is told here and does nothing else."""

    def __init__(self, parent: QWidget, context: Context, scanner: Scanner) -> None:
        self._context, self._scanner = context, scanner
        self.diagnosis: Diagnosis | None = None
        self._picture = QLabel()
        self._picture.setAccessibleName(_("Code to try a scanner with"))
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        side = min(theme.px(240), LARGEST_CODE)
        self._picture.setFixedSize(side, side)
        self._words = labels.muted(
            _("Scan this code from the screen, or from the printed sheet. A badge will do too.")
        )
        self.print_button = Button(_("Print this code…"), "printer", on_click=self._print)
        self._answer = Card(_("What came"))
        self._waiting = labels.muted(_("Nothing yet: scan the code."))
        self._answer.add(self._waiting)
        self._answer.add(None)
        super().__init__(parent, _("Try your scanner"), self._content(), width=860)
        self.keep_height(theme.px(660))
        self.cancel_button.setAutoDefault(False)
        scanner.is_trying = True
        scanner.tried.connect(self.take)
        self.finished.connect(self._end)
        context.background.run(trial_picture, done=self._show_picture)

    def _content(self) -> QWidget:
        """Code and answer beside each other; below each other in large letters."""
        content = QWidget()
        code: list[Part] = [self._picture, self._words, row(self.print_button, None)]
        if theme.look().scale > 130:
            content.setLayout(column(*code, self._answer, gap=12))
            return content
        beside = row(gap=24)
        left = box(*code, None, gap=12)
        left.setFixedWidth(theme.px(260))
        beside.addWidget(left)
        beside.addWidget(self._answer, 1)
        content.setLayout(beside)
        return content

    def take(self, reading: Reading) -> None:
        """Say what was received, and what is wrong with it."""
        self.diagnosis = diagnose(reading)
        said = sentences(self.diagnosis)
        while (item := self._answer.body.takeAt(1)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for one in said:
            self._answer.add(_line(one))
        for label, value in readings_of(self.diagnosis):
            self._answer.add(labels.text(label, "label"))
            self._answer.add(labels.text(value, wrap=True))
        self._answer.add(facts(facts_of(self.diagnosis)))
        self._answer.add(None)
        self._learn(self.diagnosis)
        announce.say(self, said[0].words)

    def _learn(self, found: Diagnosis) -> None:
        """How this scanner is set is kept: other programs' codes are read accordingly."""
        is_local = found.trusts_text
        if is_local is not None and is_local != self._context.settings.scanner_is_local:
            self._scanner.trusts_text = is_local
            self._context.apply_setting("scanner_is_local", is_local)

    def _show_picture(self, content: bytes) -> None:
        drawn = QPixmap()
        drawn.loadFromData(content)
        side = self._picture.width()
        self._picture.setPixmap(drawn.scaled(side, side, Qt.AspectRatioMode.KeepAspectRatio))

    def _print(self) -> None:
        heading = _("Try your scanner")
        content = trial_sheet(date.today())  # noqa: DTZ011 - the day on this computer's wall
        preview_sheet(self, self._context, heading, "trial", content, f"{heading}.pdf")

    def _end(self) -> None:
        self._scanner.is_trying = False
        self._scanner.tried.disconnect(self.take)


def _line(said: Said) -> QWidget:
    icon = IconLabel(ICONS[said.tone], tone=_COLOURS[said.tone])
    holder = QWidget()
    line = row(box(icon, None, gap=0), gap=8)
    line.addWidget(labels.text(said.words, wrap=True), 1)
    holder.setLayout(line)
    return holder
