"""Two people changed one record: what to keep is asked in words, and nothing is lost in silence."""

from PySide6.QtCore import Signal

from mgdesk.i18n import enumerate_words
from mgdesk.i18n import gettext as _
from mgdesk.ui.kit.buttons import Button
from mgdesk.ui.kit.form import Banner


class ConflictBanner(Banner):
    """Above the fields of an edit that came second; hidden until `tell`."""

    kept_mine = Signal()
    took_theirs = Signal()

    def __init__(self) -> None:
        self.mine_button = Button(_("Keep my changes"))
        self.theirs_button = Button(_("Take theirs"))
        super().__init__("", "late", self.mine_button, self.theirs_button)
        self.mine_button.clicked.connect(self.kept_mine)
        self.theirs_button.clicked.connect(self.took_theirs)

    def tell(self, changed: list[str]) -> None:
        """Say what the other one changed, by the labels of the fields."""
        if changed:
            sentence = _(
                "Somebody else changed this meanwhile: {fields}. What should stay?",
                fields=enumerate_words(changed),
            )
        else:
            sentence = _("Somebody else changed this meanwhile. What should stay?")
        self.show_sentence(sentence)
        self.mine_button.setFocus()
