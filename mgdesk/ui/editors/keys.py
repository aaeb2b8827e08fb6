"""What others need to check our papers, and we to check theirs: a page for the web, public keys."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from mgdesk.i18n import gettext as _
from mgdesk.i18n import ngettext
from mgdesk.services import seals
from mgdesk.ui.editors.facts import flow_of
from mgdesk.ui.kit import labels
from mgdesk.ui.kit.buttons import Button
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.drop import choose_file
from mgdesk.ui.kit.layout import Card

if TYPE_CHECKING:
    from mgdesk.desk import Desk


class KeysCard(Card):
    """Three buttons; what they write and read are files."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("Papers that prove themselves"))
        self._context = context
        self.page = Button(_("Page for the website…"), "globe", on_click=self._choose_page)
        self.keys = Button(_("Public keys…"), "download", on_click=self._choose_keys)
        self.trust = Button(_("Add another campus…"), "upload", on_click=self._choose_trusted)
        said = _(
            "Certificates and statements carry a signed code. With this page on its site, the campus"
            " lets anybody check them in a browser; with the public keys, another campus checks them"
            " at its desk."
        )
        self.add(labels.muted(said))
        self.add(flow_of((self.page, self.keys, self.trust), gap=8))

    def write_page(self, path: Path) -> None:
        work = partial(_write_page, self._context.desk, path)
        self._context.background.run(work, done=self._on_written, failed=self._context.fail)

    def write_keys(self, path: Path) -> None:
        work = partial(_write_keys, self._context.desk, path)
        self._context.background.run(work, done=self._on_written, failed=self._context.fail)

    def read_keys(self, path: Path) -> None:
        """Believe the papers of the campuses in this file from now on."""
        work = partial(_trust, self._context.desk, path)
        self._context.background.run(work, done=self._on_trusted, failed=self._context.fail)

    def _choose_page(self) -> None:
        chosen, _filter = QFileDialog.getSaveFileName(
            self, _("Page for the website"), "verify.html", "*.html"
        )
        if chosen:
            self.write_page(Path(chosen))

    def _choose_keys(self) -> None:
        chosen, _filter = QFileDialog.getSaveFileName(self, _("Public keys"), "keys.json", "*.json")
        if chosen:
            self.write_keys(Path(chosen))

    def _choose_trusted(self) -> None:
        path = choose_file(self, _("Public keys"), (".json",))
        if path is not None:
            self.read_keys(path)

    def _on_written(self, path: Path) -> None:
        self._context.toast(_("Saved: {file}", file=path.name))

    def _on_trusted(self, added: int) -> None:
        self._context.toast(ngettext("{n} key added", "{n} keys added", added))


def _write_page(desk: "Desk", path: Path) -> Path:
    """Runs in a thread."""
    from mgdesk.exchange.verify_page import verify_page

    rows = desk.do(seals.public_keys)
    seals.write_whole(path, verify_page([row.to_plain() for row in rows]))
    return path


def _write_keys(desk: "Desk", path: Path) -> Path:
    """Runs in a thread."""
    seals.write_keys(desk.do(seals.public_keys), path)
    return path


def _trust(desk: "Desk", path: Path) -> int:
    """Runs in a thread."""
    return desk.do(seals.trust, rows=seals.read_keys(path))
