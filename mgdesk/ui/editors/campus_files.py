"""A whole campus into a file and out of one: what it would do is said before anything is written."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QFileDialog

from mgdesk.exchange.campus_file import CampusFile, read_campus, write_campus
from mgdesk.i18n import gettext as _
from mgdesk.i18n import isolate
from mgdesk.rules.file_names import safe_file_name
from mgdesk.rules.rights import Right
from mgdesk.services.campus_exchange import (
    CampusReport,
    campus_file,
    look_at_campus,
    take_in_campus,
)
from mgdesk.ui.kit import labels
from mgdesk.ui.kit.buttons import Button
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.dialog import Sheet, ask
from mgdesk.ui.kit.drop import choose_file
from mgdesk.ui.kit.layout import Card, row
from mgdesk.ui.preview import open_folder

if TYPE_CHECKING:
    from mgdesk.desk import Desk


class CampusFileCard(Card):
    """Export the campus that is shown; import one from another computer."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("Whole campus as a file"))
        self._context = context
        self._code = ""
        self.question: Sheet | None = None
        self.pictures = QCheckBox(_("With photos, logos and scans"))
        self.export_button = Button(
            _("Export…"), "download", on_click=self.choose_target, needs=(Right.RUN,)
        )
        self.import_button = Button(
            _("Import…"), "upload", on_click=self.choose_source, needs=(Right.RUN,)
        )
        self.add(
            labels.muted(
                _(
                    "People, cohorts, marks, events and papers of this campus, for another computer"
                    " or program. Staff, keys, the history and the text of coaching notes stay here."
                    " The file is not locked: whoever has it can read it."
                )
            )
        )
        self.add(self.pictures)
        self.add(row(self.export_button, self.import_button, None))

    def show_campus(self, code: str) -> None:
        self._code = code
        self.export_button.setEnabled(bool(code))

    def choose_target(self) -> None:
        folder = self._context.settings.folders.get("export", str(Path.home()))
        proposed = Path(folder) / safe_file_name(self._code, ".json")
        chosen, _filter = QFileDialog.getSaveFileName(
            self, _("Export"), str(proposed), f"{_('Whole campus')} (*.json)"
        )
        if chosen:
            path = Path(chosen)
            self.write(path if path.suffix else path.with_suffix(".json"))

    def choose_source(self) -> None:
        folder = self._context.settings.folders.get("export", "")
        path = choose_file(self, _("Whole campus"), (".json",), folder)
        if path is not None:
            self.read(path)

    def write(self, path: Path) -> None:
        """Write the campus that is shown; a toast says so and opens the folder."""
        self._context.settings.folders["export"] = str(path.parent)
        desk, pictures = self._context.desk, self.pictures.isChecked()
        self._context.background.run(
            partial(_write, desk, self._code, pictures, path),
            done=self._on_written,
            failed=self._context.fail,
        )

    def read(self, path: Path) -> None:
        """Say what the file would bring, and ask."""
        self._context.background.run(
            partial(_look, self._context.desk, path),
            done=self._ask,
            failed=self._context.fail,
        )

    def _on_written(self, path: Path) -> None:
        self._context.toast(
            _("Exported to {file}.", file=isolate(path.name)),
            button=_("Open folder"),
            on_click=partial(open_folder, path),
        )

    def _ask(self, looked: tuple[CampusFile, CampusReport]) -> None:
        file, report = looked
        if not report.added_count:
            self._context.toast(_("Everything in this file is here already."))
            return
        said = [_("Campus {code}: {name}", code=report.code, name=report.name), *report.lines()]
        self.question = ask(
            self,
            _("Import a whole campus"),
            "\n".join(said),
            accept=_("Import"),
            on_accept=partial(self._take_in, file),
        )

    def _take_in(self, file: CampusFile) -> None:
        erased = self._context.desk.erased_people()
        self._context.do(partial(take_in_campus, file=file, erased=erased))


def _write(desk: "Desk", code: str, with_pictures: bool, path: Path) -> Path:
    return write_campus(path, desk.read(campus_file, code=code, with_pictures=with_pictures))


def _look(desk: "Desk", path: Path) -> tuple[CampusFile, CampusReport]:
    file = read_campus(path)
    return file, desk.read(look_at_campus, file=file, erased=desk.erased_people())
