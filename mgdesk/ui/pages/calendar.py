"""Calendar: cohorts, events and coaching of all campuses by week or month, moved by hand or by keys."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from mgdesk.exchange.calendar import written
from mgdesk.i18n import (
    format_clock_range,
    format_day,
    format_month,
    isolate,
    ngettext,
    spoken_language,
)
from mgdesk.i18n import gettext as _
from mgdesk.queries import campuses as campus_queries
from mgdesk.queries.agenda import agenda
from mgdesk.queries.following import FollowUpRow, follow_ups
from mgdesk.rules.agenda import AGENDA_KIND_LABELS, AgendaKind, AgendaRow, clashing
from mgdesk.rules.calendar import monday
from mgdesk.rules.clock import wall_clock
from mgdesk.rules.coaching import CoachingStatus
from mgdesk.rules.rights import Right
from mgdesk.services import coaching as coaching_services
from mgdesk.services import moving
from mgdesk.services.calendars import entries_for
from mgdesk.services.holidays import public_holidays
from mgdesk.ui.actions import Action
from mgdesk.ui.editors.agenda_view import AgendaView, spoken
from mgdesk.ui.editors.calendar_import import (
    CalendarImportSheet,
    Target,
    dropped_calendar,
    targets,
)
from mgdesk.ui.editors.facts import record_line
from mgdesk.ui.editors.talks_due_card import done_action
from mgdesk.ui.kit import labels
from mgdesk.ui.kit.buttons import Button, IconButton
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.dialog import Sheet
from mgdesk.ui.kit.fields import ChoiceField
from mgdesk.ui.kit.labels import Pill
from mgdesk.ui.kit.layout import Card, Page, add, box, row
from mgdesk.ui.kit.theme import Tone

_TABLES: Final = frozenset(
    {
        "slot", "cohort", "cohort_trainer", "event", "coaching_session", "room", "person", "campus",
        "enrolment",
    }
)  # fmt: skip
_PLACE_OF: Final = {
    AgendaKind.CLASS: "cohort",
    AgendaKind.EVENT: "event",
    AgendaKind.COACHING: "person",
}
_WEEK: Final = timedelta(weeks=1)


@dataclass(frozen=True)
class Board:
    """What was read for the days shown."""

    first: date
    days: int
    rows: tuple[AgendaRow, ...]
    holidays: dict[date, str]


def board(session: Any, *, first: date, days: int, campus_id: UUID | None, language: str) -> Board:
    """Read the days with the public holidays of the campuses shown."""
    last = first + timedelta(days=days - 1)
    holidays: dict[date, str] = {}
    for one in campus_queries.campuses(session):
        if campus_id in {None, one.id}:
            found = campus_queries.campus(session, code=one.code)
            of_campus = public_holidays(found.country, found.region, first, last, language)
            holidays = of_campus | holidays
    rows = agenda(session, first=first, last=last)
    return Board(first, days, tuple(rows), holidays)


class CalendarPage(Page):
    """The calendar with its filters, and what clashes."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("Calendar"))
        self._context = context
        self._day = wall_clock().astimezone().date()
        self._board: Board | None = None
        self._dropped: Path | None = None
        self.setAcceptDrops(True)
        self.rows: list[AgendaRow] = []
        self.clashes: list[tuple[AgendaRow, AgendaRow]] = []
        self._build()
        self._connect()
        self._load()

    def _build(self) -> None:
        self.view = AgendaView(monday(self._day))
        self.span = ChoiceField([("week", _("Week")), ("month", _("Month"))])
        self.span.setAccessibleName(_("Show"))
        kinds = [(one, _(words)) for one, words in AGENDA_KIND_LABELS.items()]
        self.kinds = ChoiceField([(None, _("Everything")), *kinds])
        self.kinds.setAccessibleName(_("Kind"))
        self.rooms = ChoiceField([(None, _("All rooms"))])
        self.rooms.setAccessibleName(_("Room"))
        self.leaders = ChoiceField([(None, _("All trainers and coaches"))])
        self.leaders.setAccessibleName(_("Trainer or coach"))
        self.clash_button = Button("", "triangle-alert", on_click=self.show_clashes)
        self.clash_button.hide()
        self.buttons.addWidget(
            IconButton(_("Before"), "arrow-left", on_click=partial(self.turn, -1))
        )
        self.buttons.addWidget(Button(_("Today"), "sun", on_click=self.go_today))
        self.buttons.addWidget(
            IconButton(_("After"), "arrow-right", on_click=partial(self.turn, 1))
        )
        self.buttons.addWidget(
            IconButton(
                _("Import a calendar…"),
                "upload",
                on_click=self.import_calendar,
                needs=(Right.BOOK, Right.PLAN),
            )
        )
        line = row(self.span, self.kinds, self.rooms, self.leaders, None, self.clash_button, gap=8)
        add(self.body, line)
        card = Card()
        card.add(self.view, 1)
        self.hint = labels.muted(_("Arrows choose, Enter opens, M moves what is chosen."))
        card.add(self.hint)
        self.body.addWidget(card, 1)

    def _connect(self) -> None:
        self.span.edited.connect(self._load)
        for one in (self.kinds, self.rooms, self.leaders):
            one.edited.connect(self._show_rows)
        self.view.opened.connect(self._open)
        self.view.moved.connect(self._move)
        self.view.status_wanted.connect(self.set_status)
        self.view.turned.connect(self.turn)
        self.view.chosen.connect(self._on_chosen)
        self._context.campus_changed.connect(self._load)

    # --- the contract of a page ------------------------------------------------------------

    @property
    def current_id(self) -> UUID | None:
        return self.view.current.id if self.view.current else None

    def show_record(self, row_id: UUID) -> None:
        self.view.choose(next((one for one in self.rows if one.id == row_id), None))

    def reload(self, tables: frozenset[str]) -> None:
        if tables & _TABLES:
            self._load()

    def focus_search(self) -> None:
        self.view.setFocus()

    def new(self) -> None:
        """What is added here most: an event; its page asks for it."""
        self._context.navigate("events")

    def commands(self) -> list[Action]:
        status = [
            Action(
                f"calendar.{one.value}", words, partial(self._status_of_current, one), icon,
                group="status",
            )
            for one, words, icon in (
                (CoachingStatus.WAITING, _("Coaching: waiting"), "hourglass"),
                (CoachingStatus.DONE, _("Coaching: seen"), "circle-check"),
                (CoachingStatus.EXCUSED, _("Coaching: excused"), "circle-minus"),
                (CoachingStatus.CANCELLED, _("Coaching: cancelled by us"), "ban"),
                (CoachingStatus.NO_SHOW, _("Coaching: did not come"), "circle-x"),
            )
        ]  # fmt: skip
        return [
            Action("calendar.edit", _("Open what is chosen"), self._open_current, "external-link", "F2"),
            Action("calendar.move", _("Move what is chosen"), self.view.take_up, "calendar-check", "Ctrl+M"),
            Action("calendar.today", _("Today"), self.go_today, "sun", "Ctrl+T"),
            Action("calendar.due", _("Follow-ups due…"), self.show_due, "list-checks", "Ctrl+U"),
            Action("calendar.clashes", _("Clashes…"), self.show_clashes, "triangle-alert", "Ctrl+L"),
            Action("calendar.import", _("Import a calendar…"), self.import_calendar, "upload", "Ctrl+J"),
            Action("calendar.export", _("Export this calendar…"), self.export, "download"),
            *status,
        ]  # fmt: skip

    # --- reading ---------------------------------------------------------------------------

    def turn(self, way: int) -> None:
        """To the week or month before or after."""
        if self.span.value == "week":
            self._day += way * _WEEK
        else:
            month = self._day.year * 12 + self._day.month - 1 + way
            self._day = date(month // 12, month % 12 + 1, 1)
        self._load()

    def go_today(self) -> None:
        self._day = wall_clock().astimezone().date()
        self._load()

    def _load(self) -> None:
        first, days = monday(self._day), 7
        if self.span.value == "month":
            first = monday(self._day.replace(day=1))
            after = (self._day.replace(day=1) + timedelta(days=32)).replace(day=1)
            days = ((after - first).days + 6) // 7 * 7
        wanted = partial(
            board,
            first=first,
            days=days,
            campus_id=self._context.campus_id,
            language=spoken_language(),
        )
        self._context.read(wanted, self._show)

    def _show(self, found: Board) -> None:
        self._board = found
        self._offer(found.rows)
        self._show_rows()

    def _offer(self, rows: Sequence[AgendaRow]) -> None:
        rooms = sorted({(one.room, one.room_id) for one in rows if one.room_id})
        leaders = sorted({(one.leader, one.led_by) for one in rows if one.led_by})
        self.rooms.set_choices([(None, _("All rooms")), *((key, words) for words, key in rooms)])
        self.leaders.set_choices(
            [(None, _("All trainers and coaches")), *((key, words) for words, key in leaders)]
        )

    def _show_rows(self) -> None:
        if self._board is None:
            return
        found, campus = self._board, self._context.campus_id
        self.rows = [
            one
            for one in found.rows
            if campus in {None, one.campus_id}
            and self.kinds.value in {None, one.kind}
            and self.rooms.value in {None, one.room_id}
            and self.leaders.value in {None, one.led_by}
        ]
        shown = {one.id for one in self.rows}
        pairs = clashing(found.rows)  # with what a filter hides as well
        self.clashes = [(a, b) for a, b in pairs if a.id in shown or b.id in shown]
        is_month = self.span.value == "month"
        self.view.show_days(
            self.rows, found.first, found.days, month=self._day.month if is_month else 0,
            holidays=found.holidays,
            clashing=frozenset((one.kind, one.id) for pair in self.clashes for one in pair),
        )  # fmt: skip
        self._say_days(found, is_month=is_month)
        n = len(self.clashes)
        self.clash_button.setVisible(bool(n))
        self.clash_button.set_words(ngettext("{n} clash", "{n} clashes", n))

    def _say_days(self, found: Board, *, is_month: bool) -> None:
        last = found.first + timedelta(days=found.days - 1)
        days = f"{format_day(found.first)} – {format_day(last)}"
        words = format_month(self._day) if is_month else days
        self.say(labels.directed(words))

    # --- doing -----------------------------------------------------------------------------

    def _on_chosen(self, found: AgendaRow | None) -> None:
        usual = _("Arrows choose, Enter opens, M moves what is chosen.")
        if found is not None and found.kind is AgendaKind.COACHING:
            usual = _("P planned, W waiting, S seen, E excused, C cancelled by us, N did not come.")
        said = spoken(found) if found else ""
        self.hint.setText("\n".join(filter(None, (said, usual))))

    def _open_current(self) -> None:
        if self.view.current is not None:
            self._open(self.view.current)

    def _open(self, found: AgendaRow) -> None:
        self._context.navigate(_PLACE_OF[found.kind], found.record_id)

    def _move(self, found: AgendaRow, starts: datetime) -> None:
        """At once; the toast gives it back. What would clash stays, and is said."""
        action = partial(moving.move, kind=found.kind, row_id=found.id, starts=starts)
        self._context.do(action, failed=self._refused)

    def _refused(self, error: Exception) -> None:
        self._context.fail(error)
        self.view.viewport().update()

    def set_status(self, found: AgendaRow, status: CoachingStatus) -> None:
        self._context.do(partial(coaching_services.set_status, coaching_id=found.id, status=status))

    def _status_of_current(self, status: CoachingStatus) -> None:
        if self.view.current is not None and self.view.current.kind is AgendaKind.COACHING:
            self.set_status(self.view.current, status)
        else:
            self._context.toast(_("Choose an appointment in the calendar first."), tone="late")

    def import_calendar(self) -> None:
        """Take in the calendar of another program: asks as what, and shows what it would do."""
        self._read_targets(None)

    def _read_targets(self, path: Path | None) -> None:
        self._dropped = path
        wanted = partial(targets, campus_id=self._context.campus_id)
        self._context.read(wanted, self._open_import)

    def _open_import(self, offered: tuple[Target, ...]) -> None:
        CalendarImportSheet(self, self._context, offered, self._dropped).open()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_calendar(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = dropped_calendar(event.mimeData())
        if path is not None:
            event.acceptProposedAction()
            self._read_targets(path)

    def export(self) -> None:
        """The days shown, of the campus and the coach filtered for, as a file for other programs."""
        proposed = str(Path.home() / "calendar.ics")
        kind = f"{_('Calendar')} (*.ics)"
        chosen, _kind = QFileDialog.getSaveFileName(self, _("Export"), proposed, kind)
        if chosen and self._board is not None:
            last = self._board.first + timedelta(days=self._board.days - 1)
            wanted = partial(
                entries_for,
                first=self._board.first,
                last=last,
                campus_id=self._context.campus_id,
                coach_id=self.leaders.value,
            )
            work = partial(_write_file, self._context.desk, wanted, Path(chosen))
            self._context.background.run(work, done=self._exported, failed=self._context.fail)

    def _exported(self, path: Path) -> None:
        self._context.toast(_("Exported to {file}.", file=isolate(path.name)))

    def show_due(self) -> None:
        """The follow-ups of the campus shown, or of the coach filtered for."""
        wanted = partial(
            follow_ups,
            until=wall_clock().astimezone().date(),
            coach_id=self.leaders.value,
            campus_id=self._context.campus_id,
        )
        self._context.read(wanted, self._open_due)

    def _open_due(self, found: list[FollowUpRow]) -> None:
        DueSheet(self, self._context, found).open()

    def show_clashes(self) -> None:
        """What needs a person or a room twice in the days shown."""
        lines = [_clash_lines(*pair) for pair in self.clashes]
        nothing = labels.muted(_("Nothing clashes in these days."))
        content = box(*(lines or [nothing]), gap=12)
        Sheet(self, _("Clashes"), content, width=680).open()


def _write_file(desk: Any, wanted: Any, path: Path) -> Path:
    """Runs in a thread."""
    path.write_bytes(written(desk.read(wanted), "MolenGeek Desk", at=wall_clock()))
    return path


class DueSheet(Sheet):
    """Action plans whose date has come, and that somebody looked at them again."""

    def __init__(self, parent: QWidget, context: Context, found: Sequence[FollowUpRow]) -> None:
        lines = [self._line(one) for one in found]
        nothing = labels.muted(_("Nothing is to be followed up."))
        super().__init__(parent, _("Follow-ups due"), box(*(lines or [nothing]), gap=12), width=620)
        self._context = context

    def _line(self, one: FollowUpRow) -> QWidget:
        what = _("point of the plan") if one.step_id else ""
        words = " · ".join(filter(None, (format_day(one.due_on), what, one.coach)))
        done = Button(_("Done"), "check")
        done.setAccessibleName(_("Followed up: {name}", name=one.name))
        done.clicked.connect(partial(self._done, one, done))
        pill = Pill(Tone.LATE, _("to follow up"), "clock")
        return record_line(one.name, words, pill, done)

    def _done(self, one: FollowUpRow, button: Button) -> None:
        button.setEnabled(False)
        self._context.do(done_action(one))


def _clash_lines(one: AgendaRow, other: AgendaRow) -> QWidget:
    """The day, and what happens at once on it, one below the other."""
    lines = [
        labels.text(" · ".join(isolate(part) for part in parts if part), wrap=True)
        for row in (one, other)
        for parts in [
            (
                format_clock_range(row.starts.time(), row.ends.time()),
                row.title,
                row.room or row.leader,
            )
        ]
    ]
    return box(labels.muted(format_day(one.starts.date(), "full")), *lines, gap=2)
