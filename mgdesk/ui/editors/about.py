"""About the program: its version and licence, and every part by others with its own licence."""

from functools import partial

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from mgdesk.exchange import parts
from mgdesk.exchange.parts import ProgramPart
from mgdesk.i18n import gettext as _
from mgdesk.rules import names
from mgdesk.ui.kit import labels, theme
from mgdesk.ui.kit.background import Background
from mgdesk.ui.kit.dialog import Sheet
from mgdesk.ui.kit.fields import TextField
from mgdesk.ui.kit.layout import Empty, column
from mgdesk.ui.kit.put_away import OF_NOBODY
from mgdesk.ui.kit.table import Column, Table


class AboutSheet(Sheet):
    """Letters narrow the list; the licence of the chosen part stands below it."""

    def __init__(self, parent: QWidget, background: Background) -> None:
        self._background = background
        self.search = TextField()
        self.search.setPlaceholderText(_("Search by name or licence"))
        self.search.setAccessibleName(_("Search by name or licence"))
        self.table: Table[ProgramPart] = Table(
            _columns(),
            name=_("Parts of the program"),
            key=lambda part: (part.name, part.within),
            empty=Empty(_("No part is named so."), icon_name="search"),
        )
        self.licence = QPlainTextEdit()
        self.licence.setReadOnly(True)
        self.licence.setAccessibleName(_("Licence of the chosen part"))
        self.licence.setPlaceholderText(_("Choose a part to read its licence."))
        super().__init__(parent, _("About and licences"), self._content(), width=860, is_tall=True)
        self.setProperty(OF_NOBODY, True)
        self.cancel_button.setAutoDefault(False)
        self.table.chosen.connect(self._on_chosen)
        self.search.textChanged.connect(self._narrow)
        self._narrow("")
        self.search.setFocus()

    def _content(self) -> QWidget:
        version = _("MolenGeek Desk {version}", version=parts.program_version())
        said = _(
            "Free software under the {licence} licence. It works without a network and sends nothing"
            " to anybody. These parts are made by others, and keep their own licences.",
            licence=parts.program_licence(),
        )
        content = QWidget()
        whole = column(labels.section(version), labels.muted(said), self.search, gap=12)
        whole.addWidget(self.table.carded(), 3)
        self.licence.setMinimumHeight(theme.px(120))
        whole.addWidget(self.licence, 2)
        content.setLayout(whole)
        return content

    def _narrow(self, typed: str) -> None:
        """Every word typed stands in the name, the licence or what brings the part."""
        wanted = names.fold(typed).split()
        self.table.set_rows(
            [part for part in parts.program_parts() if all(w in _said(part) for w in wanted)]
        )
        self._on_chosen(self.table.current)

    def _on_chosen(self, part: ProgramPart | None) -> None:
        self.licence.clear()
        if part is not None:
            read = partial(parts.licence_text, part)
            self._background.run(read, done=self._show, key="licence of a part")

    def _show(self, text: str) -> None:
        self.licence.setPlainText(text or _("This part brings no text of its licence along."))


def _said(part: ProgramPart) -> str:
    return names.fold(f"{part.name} {part.licence} {part.within}")


def _columns() -> list[Column[ProgramPart]]:
    return [
        Column(_("Name"), lambda part: part.name, second=_brought, stretch=True),
        Column(_("Version"), lambda part: part.version),
        Column(_("Licence"), lambda part: part.licence),
    ]


def _brought(part: ProgramPart) -> str:
    return _("comes with {name}", name=part.within) if part.within else ""
