"""In a form: what else happens at that time, told while it is typed; advice, never a refusal."""

from collections.abc import Callable
from typing import Any, Final

from PySide6.QtCore import QTimer

from mgdesk.i18n import ngettext
from mgdesk.queries.clashes import Clash
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.form import Banner, Form

PAUSE: Final = 150  # milliseconds without a change before clashes are looked for
MOST: Final = 4  # sentences; a class has many learners
Question = Callable[..., list[Clash]]


class ClashBanner(Banner):
    """Empty until a form is watched; shows what a question of `queries.clashes` answers."""

    def __init__(self) -> None:
        super().__init__("", "late")
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self.look)
        self._context: Context | None = None
        self._ask: Callable[[], Question | None] | None = None

    def watch(self, form: Form, context: Context, ask: Callable[[], Any]) -> None:
        """Look now and after every change; `ask` gives the question, None while there is none."""
        self._context, self._ask = context, ask
        form.changed.connect(self._pause.start)
        self.look()

    def look(self) -> None:
        question = self._ask() if self._ask is not None else None
        if question is None or self._context is None:
            self.show_sentence("")
        else:
            self._context.read(question, self._show)

    def _show(self, found: list[Clash]) -> None:
        sentences = [clash.text for clash in found[:MOST]]
        if len(found) > MOST:
            sentences.append(ngettext("and {n} more", "and {n} more", len(found) - MOST))
        said = "\n".join(sentences)
        if said != self.words.text():
            self.show_sentence(said)
