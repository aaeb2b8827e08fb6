"""The rows of an import as a table: what each is, why, what will be done, and cells to mend."""

from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from mgdesk import i18n
from mgdesk.exchange.columns import heading
from mgdesk.exchange.fields import Field
from mgdesk.exchange.plan import (
    CHOICE_LABELS,
    VERDICT_LABELS,
    Choice,
    ImportPlan,
    ImportRow,
    Verdict,
)
from mgdesk.i18n import gettext as _
from mgdesk.i18n import ngettext
from mgdesk.ui.kit import veil
from mgdesk.ui.kit.labels import Pill
from mgdesk.ui.kit.tablerow import CELL_ROLE, Cell
from mgdesk.ui.kit.theme import Tone

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
MARK_ROLE = CELL_ROLE + 1
NUMBER, FOUND, DEED, WHY = range(4)
FIRST_FIELD: Final = 4  # the columns of the list stand behind ours
_TONES: Final = {
    Verdict.NEW: (Tone.ACCENT, "user-plus"),
    Verdict.THERE: (Tone.OK, "user-check"),
    Verdict.POSSIBLE: (Tone.LATE, "users"),
    Verdict.REFUSED: (Tone.BAD, "circle-x"),
}


@dataclass(frozen=True)
class Mark:
    """Why a cell wants a look; `is_bad` when it cannot be read, else it is only worth a word."""

    sentence: str
    is_bad: bool


def verdict_pill(verdict: Verdict) -> Pill:
    tone, icon = _TONES[verdict]
    return Pill(tone, _(VERDICT_LABELS[verdict]), icon)


def why(row: ImportRow) -> str:
    """Why a row is what it was found to be, with whom it is like."""
    reason = str(row.reason) if row.reason else ""
    if row.match is None:
        return reason
    year = str(row.match.birth_date.year) if row.match.birth_date else ""
    who = " · ".join(part for part in (i18n.isolate(row.match.name), year) if part)
    return f"{who} — {reason}" if reason else who


def choices_for(row: ImportRow) -> list[tuple[Choice, str]]:
    """What can be done with a row."""
    offered = [Choice.ADD, Choice.SAME, Choice.LEAVE_OUT]
    if row.verdict is Verdict.REFUSED:
        offered = [Choice.LEAVE_OUT]
    elif row.match is None:
        offered.remove(Choice.SAME)
    return [(choice, _(CHOICE_LABELS[choice])) for choice in offered]


class ImportModel(QAbstractTableModel):
    """A plan as a table; typing and choosing go to the plan, which judges anew what it touches.

    `mended(number, field, text)` and `decided(number, choice)` tell what a person did.
    """

    mended = Signal(int, object, str)
    decided = Signal(int, object)

    def __init__(self) -> None:
        super().__init__()
        self.plan: ImportPlan | None = None
        self.numbers: list[int] = []
        self.fields: tuple[Field, ...] = ()
        self._lines: dict[int, int] = {}

    def set_plan(self, plan: ImportPlan, *, only_problems: bool = False) -> None:
        self.beginResetModel()
        self.plan, self.fields = plan, plan.fields
        self.numbers = [
            number
            for number in plan.table.numbers
            if not only_problems or plan.row(number).needs_a_look
        ]
        self._lines = {number: line for line, number in enumerate(self.numbers)}
        self.endResetModel()

    def row_at(self, line: int) -> ImportRow | None:
        if self.plan is None or not 0 <= line < len(self.numbers):
            return None
        return self.plan.row(self.numbers[line])

    def mark(self, row: ImportRow, name: Field) -> Mark | None:
        """What there is to say about a cell."""
        if name in row.flags:
            return Mark(str(row.flags[name]), is_bad=row.verdict is not Verdict.THERE)
        names = {Field.SURNAME, Field.FIRST_NAME}
        is_nameless = row.verdict is Verdict.REFUSED and not names & row.values.keys()
        if is_nameless and name in names:
            return Mark(str(row.reason), is_bad=True)
        return None

    # --- Qt --------------------------------------------------------------------------------

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.numbers)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else FIRST_FIELD + len(self.fields)

    def flags(self, index: Index) -> Qt.ItemFlag:
        known = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return known | Qt.ItemFlag.ItemIsEditable if self._is_editable(index) else known

    def _is_editable(self, index: Index) -> bool:
        return index.column() == DEED or index.column() >= FIRST_FIELD

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
        if role not in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return None
        if section >= FIRST_FIELD:
            return heading(self.fields[section - FIRST_FIELD])
        return (_("Row"), _("Found"), _("What to do"), _("Why"))[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.row_at(index.row())
        if row is None:
            return None
        if role == CELL_ROLE:
            return self._cell(row, index.column())
        if role == MARK_ROLE:
            return self._mark_at(row, index.column())
        if role == Qt.ItemDataRole.EditRole:
            return self._text(row, index.column())
        return self._said(row, index.column(), role)

    def _said(self, row: ImportRow, column: int, role: int) -> str | None:
        text = self._shown(row, column)
        if role == Qt.ItemDataRole.DisplayRole:
            return text
        if role in {Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            mark = self._mark_at(row, column)
            return ", ".join(part for part in (text, mark.sentence if mark else "") if part)
        return None

    def _mark_at(self, row: ImportRow, column: int) -> Mark | None:
        if column < FIRST_FIELD:
            return None
        return self.mark(row, self.fields[column - FIRST_FIELD])

    def _text(self, row: ImportRow, column: int) -> str:
        if column >= FIRST_FIELD:
            return row.text(self.fields[column - FIRST_FIELD])
        if column == NUMBER:
            return i18n.number(row.number)
        if column == FOUND:
            return _(VERDICT_LABELS[row.verdict])
        return _(CHOICE_LABELS[row.choice]) if column == DEED else why(row)

    def _shown(self, row: ImportRow, column: int) -> str:
        """The people of a list are not known yet, so that the privacy key hides its cells whole."""
        text = self._text(row, column)
        return veil.whole(text) if column >= FIRST_FIELD else veil.over(text)

    def _cell(self, row: ImportRow, column: int) -> Cell:
        if column == FOUND:
            return Cell("", pill=verdict_pill(row.verdict))
        if column == NUMBER:
            return Cell(i18n.number(row.number), numeric=True)
        if column == DEED:
            icon = ("chevron-down", "muted") if len(choices_for(row)) > 1 else None
            return Cell(self._shown(row, column), icon=icon)
        mark = self._mark_at(row, column)
        icon = None
        if mark is not None:
            icon = ("triangle-alert", "bad") if mark.is_bad else ("info", "late")
        return Cell(self._shown(row, column), icon=icon)

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        row = self.row_at(index.row())
        if row is None or self.plan is None or role != Qt.ItemDataRole.EditRole:
            return False
        if index.column() == DEED:
            if not isinstance(value, Choice) or value is row.choice:
                return False
            changed = self.plan.choose(row.number, value)
            self._tell(changed)
            self.decided.emit(row.number, value)
            return True
        name = self.fields[index.column() - FIRST_FIELD]
        if str(value) == row.text(name):
            return False
        self._tell(self.plan.mend(row.number, name, str(value)))
        self.mended.emit(row.number, name, str(value))
        return True

    def _tell(self, changed: frozenset[int]) -> None:
        last = self.columnCount() - 1
        for number in changed:
            line = self._lines.get(number)
            if line is not None:
                self.dataChanged.emit(self.index(line, 0), self.index(line, last))


def counted(plan: ImportPlan) -> str:
    """The rows of each kind, in words."""
    counts = plan.counts()
    parts = (
        ngettext("{n} new", "{n} new", counts.new),
        ngettext("{n} already there", "{n} already there", counts.there),
        ngettext("{n} possible duplicate", "{n} possible duplicates", counts.possible),
        ngettext("{n} refused", "{n} refused", counts.refused),
        ngettext("{n} left out", "{n} left out", counts.left_out),
    )
    numbers = (counts.new, counts.there, counts.possible, counts.refused, counts.left_out)
    shown = [words for words, n in zip(parts, numbers, strict=True) if n]
    return " · ".join(shown)
