"""What stands beside the list of the day: who is in, the journal, the agenda, what waits to be done."""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mgdesk import i18n
from mgdesk.i18n import gettext as _
from mgdesk.i18n import isolate, ngettext, number
from mgdesk.queries.today import AgendaRow, JournalRow, SheetTask, ToComplete, TodayBoard
from mgdesk.rules.arrival import KIND_LABELS
from mgdesk.rules.events import Direction
from mgdesk.rules.rights import Right
from mgdesk.rules.stays import NIGHT, SEATED
from mgdesk.ui.editors.arrival_words import local_clock
from mgdesk.ui.editors.lines import Lines, line_of
from mgdesk.ui.kit import labels, theme
from mgdesk.ui.kit.buttons import Button, IconButton
from mgdesk.ui.kit.labels import Pill, PillLabel
from mgdesk.ui.kit.layout import Card, column, row
from mgdesk.ui.kit.theme import Tone

MOST_LINES: Final = 6


class InsideCard(Card):
    """How many are in the building, and the list of them on paper."""

    def __init__(self, on_print: Callable[[], object]) -> None:
        super().__init__()
        self.figure = labels.text("", "figure")
        self.words = labels.muted("")
        self.button = IconButton(
            _("Print who is in the building"), "printer", tone="accent", on_click=on_print
        )
        self.add(row(self.figure, self.words, None, self.button, gap=12))

    def show_board(self, board: TodayBoard) -> None:
        self.show_count(board.inside)

    def show_count(self, inside: int) -> None:
        self.figure.setText(number(inside))
        self.words.setText(ngettext("person in the building", "people in the building", inside))


class JournalCard(Lines):
    """Who came and went last, each with its own Undo: `undo(change_id)`."""

    undo = Signal(object)

    def __init__(self) -> None:
        super().__init__(_("Last check-ins"))

    def show_board(self, board: TodayBoard) -> None:
        rows = board.journal[:MOST_LINES]
        self.show_lines(rows, lambda: [self._row(one, board.zone) for one in rows])

    def _row(self, one: JournalRow, zone: str) -> QWidget:
        is_in = one.direction is Direction.ARRIVAL
        icon = ("check", "ok") if is_in else ("log-out", "muted")
        what = _(KIND_LABELS[one.kind]) if is_in else _("gone")
        if one.source == NIGHT:
            what = _("closed by itself at night")
        elif one.source == SEATED:
            what = _("took a seat")
        ends: list[QWidget] = []
        if one.change_id is not None:
            ends.append(self._button(one))
        clock = isolate(local_clock(one.at, zone))
        return line_of(one.name, f"{clock} · {what}", *ends, icon=icon)

    def _button(self, one: JournalRow) -> Button:
        button = Button(_("Undo"), on_click=partial(self.undo.emit, one.change_id))
        button.setAccessibleName(_("Undo: {title}", title=one.name))
        return button


class AgendaCard(Lines):
    """What takes place today, where, and how many have come: `opened(kind, subject_id)`."""

    def __init__(self) -> None:
        super().__init__(_("Agenda"))

    def show_board(self, board: TodayBoard) -> None:
        self.show_lines(board.agenda, lambda: map(self._row, board.agenda))

    def _row(self, one: AgendaRow) -> QWidget:
        reason = one.reason
        assert reason.starts_at is not None
        assert reason.ends_at is not None
        hours = i18n.format_clock_range(reason.starts_at.time(), reason.ends_at.time())
        place = " · ".join(isolate(part) for part in (hours, reason.room) if part)
        count = labels.text(isolate(f"{number(one.come)} / {number(one.expected)}"))
        count.setAccessibleName(
            _("{come} of {expected} have come", come=one.come, expected=one.expected)
        )
        count.setToolTip(count.accessibleName())
        return line_of(reason.title, place, count)


class SheetsCard(Lines):
    """Attendance sheets to print today, and those that should be back: `wanted(cohort_id)`."""

    wanted = Signal(object)
    away_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(_("Sheets"))

    def show_board(self, board: TodayBoard) -> None:
        said = (board.to_print, board.not_back)
        self.show_lines(said, lambda: self._rows(board))

    def _rows(self, board: TodayBoard) -> list[QWidget]:
        rows = [self._to_print(task) for task in board.to_print]
        rows += [self._not_back(task) for task in board.not_back[:MOST_LINES]]
        if board.not_back:
            n = len(board.not_back)
            words = ngettext("{n} sheet is not back yet", "{n} sheets are not back yet", n)
            rows.append(Button(words, kind="link", on_click=self.away_wanted.emit))
        return rows

    def _to_print(self, task: SheetTask) -> QWidget:
        go = partial(self.wanted.emit, task.cohort_id)
        button = Button(_("Print"), "printer", on_click=go, needs=(Right.ISSUE,))
        button.setAccessibleName(_("Print the sheet of {code}", code=task.code))
        return line_of(task.title, isolate(task.code), button, icon=("file-text", "muted"))

    def _not_back(self, task: SheetTask) -> QWidget:
        day = i18n.format_day(task.last_day, "short") if task.last_day else ""
        pill = PillLabel(Pill(Tone.LATE, _("not back"), "hourglass"))
        second = " · ".join(isolate(part) for part in (task.number, day) if part)
        return line_of(task.title, second, pill, icon=("file-text", "muted"))


class ToCompleteCard(Lines):
    """Whoever was taken in with a name alone: `wanted(person_id)`."""

    wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__(_("To complete"))

    def show_board(self, board: TodayBoard) -> None:
        said = (board.to_complete, board.to_complete_count)
        self.show_lines(said, lambda: self._rows(board))

    def _rows(self, board: TodayBoard) -> list[QWidget]:
        rows = [self._row(one) for one in board.to_complete]
        more = board.to_complete_count - len(rows)
        if more > 0:
            rows.append(labels.muted(ngettext("and {n} more", "and {n} more", more)))
        return rows

    def _row(self, one: ToComplete) -> QWidget:
        button = Button(
            _("Complete"), kind="link", on_click=partial(self.wanted.emit, one.person_id)
        )
        button.setAccessibleName(_("Complete {name}", name=one.name))
        return line_of(one.name, _("no way to reach them yet"), button)


class DayCards(QWidget):
    """All of them below each other."""

    def __init__(self, on_print: Callable[[], object], *more: QWidget) -> None:
        super().__init__()
        self.inside = InsideCard(on_print)
        self.journal, self.sheets = JournalCard(), SheetsCard()
        self.agenda, self.to_complete = AgendaCard(), ToCompleteCard()
        cards = (self.inside, self.journal, self.sheets, self.agenda, self.to_complete)
        self.setLayout(column(*cards, *more, None, gap=16))
        self.setMinimumWidth(theme.px(220))

    def show_board(self, board: TodayBoard) -> None:
        for card in (self.inside, self.journal, self.sheets, self.agenda, self.to_complete):
            card.show_board(board)
