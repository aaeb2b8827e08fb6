"""What others need to check our papers, and we to check theirs: a page for the web, public keys."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtWidgets import QFileDialog

from mgdesk.i18n import gettext as _
from mgdesk.i18n import ngettext
from mgdesk.queries import signing as queries
from mgdesk.queries.campuses import CampusDetail
from mgdesk.rules.rights import Right
from mgdesk.services import seals, signing
from mgdesk.ui.editors.facts import flow_of
from mgdesk.ui.kit import labels
from mgdesk.ui.kit.buttons import Button
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.drop import choose_file
from mgdesk.ui.kit.fields import CheckField
from mgdesk.ui.kit.layout import Card, box, row

if TYPE_CHECKING:
    from mgdesk.desk import Desk


class KeysCard(Card):
    """Keys of all campuses as files to write and read; whether one campus signs its files."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("Papers that prove themselves"))
        self._context = context
        self._campus: CampusDetail | None = None
        self._is_on = False  # as the data says
        self.page = Button(
            _("Page for the website…"), "globe", on_click=self._choose_page, needs=(Right.RUN,)
        )
        self.keys = Button(
            _("Public keys…"), "download", on_click=self._choose_keys, needs=(Right.RUN,)
        )
        self.trust = Button(
            _("Add another campus…"), "upload", on_click=self._choose_trusted, needs=(Right.RUN,)
        )
        said = _(
            "Certificates and statements carry a signed code. With this page on its site, the campus"
            " lets anybody check them in a browser; with the public keys, another campus checks them"
            " at its desk."
        )
        self.add(labels.muted(said))
        self.add(flow_of((self.page, self.keys, self.trust), gap=8))
        self.sign = CheckField(_("Sign the files of certificates and statements electronically"))
        self.certificate = Button(
            _("Certificate…"), "signature", on_click=self._choose_certificate, needs=(Right.RUN,)
        )
        said = _(
            "Any PDF reader then shows whether a file is as the campus signed it. Nobody else vouches"
            " for the certificate: give it to whoever checks the files."
        )
        self.add(box(self.sign, labels.muted(said), gap=4))
        self.add(row(self.certificate, None))
        self.sign.edited.connect(self._on_sign)
        self._allow(False)

    def show_campus(self, campus: CampusDetail) -> None:
        """Whose signing is switched here."""
        self._campus = campus
        self._allow(True)
        self._look()

    def _look(self) -> None:
        if self._campus is not None:
            self._context.read(partial(queries.signs, campus=self._campus.code), self._show_sign)

    def _show_sign(self, is_on: bool) -> None:
        self._is_on = is_on
        self.sign.value = is_on

    def _allow(self, is_allowed: bool) -> None:
        for part in (self.sign, self.certificate):
            part.setEnabled(is_allowed)

    def _on_sign(self) -> None:
        is_on = self.sign.value
        if self._campus is None or is_on == self._is_on:
            return
        self._is_on = is_on
        action = partial(signing.set_signing, campus_id=self._campus.id, is_on=is_on)
        self._context.do(action, failed=self._on_not_switched, quiet=True)

    def _on_not_switched(self, error: Exception) -> None:
        self._look()
        self._context.fail(error)

    def write_page(self, path: Path) -> None:
        work = partial(_write_page, self._context.desk, path)
        self._context.background.run(work, done=self._on_written, failed=self._context.fail)

    def write_keys(self, path: Path) -> None:
        work = partial(_write_keys, self._context.desk, path)
        self._context.background.run(work, done=self._on_written, failed=self._context.fail)

    def write_certificate(self, path: Path) -> None:
        if self._campus is not None:
            work = partial(_write_certificate, self._context.desk, self._campus.id, path)
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

    def _choose_certificate(self) -> None:
        chosen, _filter = QFileDialog.getSaveFileName(
            self, _("Certificate"), "certificate.pem", "*.pem"
        )
        if chosen:
            self.write_certificate(Path(chosen))

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


def _write_certificate(desk: "Desk", campus_id: UUID, path: Path) -> Path:
    """Runs in a thread."""
    row = desk.do(signing.certificate_of, campus_id=campus_id)
    seals.write_whole(path, signing.pem(row.certificate))
    return path


def _trust(desk: "Desk", path: Path) -> int:
    """Runs in a thread."""
    return desk.do(seals.trust, rows=seals.read_keys(path))
