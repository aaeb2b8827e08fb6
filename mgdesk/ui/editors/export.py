"""A list of the screen into a file: asks where, writes beside the window, tells where it lies."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from mgdesk.exchange.fields import FIELDS_OF, Subject
from mgdesk.exchange.writing import export_rows
from mgdesk.i18n import gettext as _
from mgdesk.i18n import isolate, spoken_language
from mgdesk.rules.file_names import safe_file_name
from mgdesk.ui.kit.context import Context
from mgdesk.ui.preview import open_folder

if TYPE_CHECKING:
    from mgdesk.desk import Desk

Query = Callable[..., Sequence[Mapping[str, Any]]]


class Export(QObject):
    """Writes what a query of `queries.exports` gives to an .xlsx or .csv that somebody chose."""

    def __init__(self, over: QWidget, context: Context) -> None:
        super().__init__(over)
        self._over, self._context = over, context

    def ask(self, title: str, query: Query, subject: Subject) -> None:
        """Ask for a place, then write. `title` names the file and heads the sheet."""
        work = partial(_write, self._context.desk, query, subject, spoken_language(), title)
        self.ask_for(title, work, has_cards=subject is Subject.LEARNERS)

    def ask_for(self, title: str, work: Callable[[Path], Path], *, has_cards: bool = False) -> None:
        """Ask for a place; `work` writes there beside the window and gives what it wrote."""
        folder = self._context.settings.folders.get("export", str(Path.home()))
        proposed = Path(folder) / safe_file_name(title, ".xlsx")
        kinds = {_("Excel workbook"): ".xlsx", _("CSV text"): ".csv"}
        if has_cards:
            kinds[_("Address cards")] = ".vcf"
        pattern = ";;".join(f"{words} (*{ending})" for words, ending in kinds.items())
        chosen, kind = QFileDialog.getSaveFileName(self._over, _("Export"), str(proposed), pattern)
        if chosen:
            ending = next((end for words, end in kinds.items() if kind.startswith(words)), ".xlsx")
            path = Path(chosen)
            self._run(path if path.suffix else path.with_suffix(ending), work)

    def write(self, path: Path, title: str, query: Query, subject: Subject) -> None:
        """Write to `path`; a toast says so and opens the folder."""
        self._run(
            path, partial(_write, self._context.desk, query, subject, spoken_language(), title)
        )

    def _run(self, path: Path, work: Callable[[Path], Path]) -> None:
        self._context.settings.folders["export"] = str(path.parent)
        self._context.background.run(
            partial(work, path), done=self._tell, failed=self._context.fail
        )

    def _tell(self, path: Path) -> None:
        self._context.toast(
            _("Exported to {file}.", file=isolate(path.name)),
            button=_("Open folder"),
            on_click=partial(open_folder, path),
        )


def _write(
    desk: "Desk", query: Query, subject: Subject, language: str, title: str, path: Path
) -> Path:
    rows = desk.read(query)
    held = {name for found in rows for name, value in found.items() if value not in {None, ""}}
    fields = [field for field in FIELDS_OF[subject] if field.value in held]
    return export_rows(path, fields, rows, language=language, title=title)
