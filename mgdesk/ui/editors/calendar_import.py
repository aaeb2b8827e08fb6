"""The sheet that takes in the calendar of another program: chosen or dropped, looked at, taken in."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QWidget

from mgdesk.errors import DeskError
from mgdesk.exchange.calendar_reading import CalendarRead, read_calendar
from mgdesk.i18n import enumerate_words, format_clock_range, format_day, isolate, ngettext
from mgdesk.i18n import gettext as _
from mgdesk.queries.campuses import campuses
from mgdesk.queries.coaching import coaches
from mgdesk.rules.clock import wall_clock
from mgdesk.services import calendars
from mgdesk.services.calendars import VERDICT_LABELS, Judged, Verdict
from mgdesk.ui.kit import labels, theme
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.dialog import Sheet
from mgdesk.ui.kit.drop import DropTarget
from mgdesk.ui.kit.fields import ChoiceField, DateField
from mgdesk.ui.kit.form import Form
from mgdesk.ui.kit.labels import Pill
from mgdesk.ui.kit.layout import Empty, add, column
from mgdesk.ui.kit.table import Column, Table
from mgdesk.ui.kit.theme import Tone

SUFFIX: Final = ".ics"
_AHEAD: Final = timedelta(days=366)
_PILLS: Final = {
    Verdict.NEW: (Tone.OK, "plus"),
    Verdict.CHANGED: (Tone.ACCENT, "pencil"),
    Verdict.SAME: (Tone.NEUTRAL, "check"),
    Verdict.OFF: (Tone.LATE, "ban"),
}


@dataclass(frozen=True)
class Target:
    """What a calendar is taken in as: events of a campus, or times when a coach is away."""

    words: str
    zone: str
    campus_id: UUID | None = None
    coach_id: UUID | None = None

    def judge(self, session: Any, read: CalendarRead) -> list[Judged]:
        if self.coach_id is not None:
            return calendars.judge_busy(session, entries=read.entries, coach_id=self.coach_id)
        assert self.campus_id is not None
        return calendars.judge_events(session, entries=read.entries, campus_id=self.campus_id)

    def take_in(self, read: CalendarRead, source: str) -> "partial[list[Judged]]":
        rows = read.entries
        if self.coach_id is not None:
            busy = calendars.take_in_busy
            return partial(busy, entries=rows, coach_id=self.coach_id, source=source)
        assert self.campus_id is not None
        events = calendars.take_in_events
        return partial(events, entries=rows, campus_id=self.campus_id, source=source)


@dataclass(frozen=True)
class Preview:
    """What a file says of the days, and what taking it in would do."""

    path: Path
    read: CalendarRead
    judged: tuple[Judged, ...]


def targets(session: Any, *, campus_id: UUID | None) -> tuple[Target, ...]:
    """The campus shown first, then the others, then coaches."""
    places = sorted(campuses(session), key=lambda one: one.id != campus_id)
    zones = {one.id: one.zone for one in places}
    usual = places[0].zone if places else "UTC"
    return (
        *(
            Target(_("events: {campus}", campus=one.name), one.zone, campus_id=one.id)
            for one in places
        ),
        *(
            Target(
                _("busy times: {name}", name=one.name),
                zones.get(one.campus_id, usual) if one.campus_id else usual,
                coach_id=one.id,
            )
            for one in coaches(session)
        ),
    )


def preview(session: Any, *, path: Path, target: Target, first: date, last: date) -> Preview:
    """Runs in a thread; writes nothing. Raises NoCalendar, CalendarTooLarge."""
    read = read_calendar(path, zone=target.zone, first=first, last=last)
    return Preview(path, read, tuple(target.judge(session, read)))


def dropped_calendar(data: QMimeData) -> Path | None:
    """The first calendar among dropped files."""
    paths = (Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile())
    return next((one for one in paths if one.suffix.lower() == SUFFIX), None)


class CalendarImportForm(Form):
    """As what, and which days."""

    def __init__(self, offered: Sequence[Target]) -> None:
        super().__init__()
        today = wall_clock().astimezone().date()
        self.target = self.add(_("Take in as"), ChoiceField([(one, one.words) for one in offered]))
        self.first, self.last = DateField(today), DateField(today + _AHEAD)
        self.add_beside((_("From day"), self.first), (_("To day"), self.last))

    def mistakes(self) -> dict[QWidget, str]:
        found: dict[QWidget, str] = {}
        first, last = self.first.value, self.last.value
        for field in (self.first, self.last):
            if not field.text().strip():
                found[field] = _("Say on which day it is.")
        if first is not None and last is not None and last < first:
            found[self.last] = _("The last day comes before the first.")
        return found


class CalendarImportSheet(Sheet):
    """Nothing is written until it was looked at; one change, which one undo takes back."""

    def __init__(
        self,
        parent: QWidget,
        context: Context,
        offered: Sequence[Target],
        path: Path | None = None,
    ) -> None:
        self._context, self._path = context, path
        self._found: Preview | None = None
        self.form = CalendarImportForm(offered)
        self.drop = DropTarget(
            _("Drop a calendar (.ics) here."), (SUFFIX,), kind_of_file=_("Calendar")
        )
        self.summary = labels.text("", wrap=True)
        empty = Empty(_("Nothing of these days is in the file."), icon_name="calendar")
        self.table: Table[Judged] = Table(
            _columns(),
            name=_("What the calendar brings"),
            empty=empty,
            key=lambda one: one.entry.uid,
        )
        self.table.setMinimumHeight(theme.px(220))
        content = QWidget()
        inside = column(self.form, gap=12)
        add(inside, self.drop, 1)
        add(inside, self.summary)
        add(inside, self.table, 1)
        content.setLayout(inside)
        super().__init__(
            parent,
            _("Import a calendar"),
            content,
            accept=_("Take in"),
            on_accept=self.take_in,
            width=760,
            is_tall=True,
        )
        self.accept_button.setEnabled(False)
        self.summary.hide()
        self.table.hide()
        self.drop.dropped.connect(self._choose)
        self.form.changed.connect(self.look)
        self.look()

    def _choose(self, paths: list[Path]) -> None:
        self._path = paths[0]
        self.look()

    def look(self) -> None:
        """Read the file for the days and the target that are said now."""
        self._found = None
        self.accept_button.setEnabled(False)
        target, first, last = self.form.target.value, self.form.first.value, self.form.last.value
        if self._path is None or target is None or self.form.mistakes():
            return
        assert first is not None
        assert last is not None
        wanted = partial(preview, path=self._path, target=target, first=first, last=last)
        self._context.read(wanted, self._show, failed=self._refused)

    def _show(self, found: Preview) -> None:
        self._found = found
        self.form.refuse("")
        self.summary.setText(labels.directed(summary(found)))
        self.table.set_rows(found.judged)
        self.drop.hide()
        self.summary.show()
        self.table.show()
        does_something = any(one.verdict is not Verdict.SAME for one in found.judged)
        self.accept_button.setEnabled(does_something)

    def take_in(self) -> None:
        found = self._found
        if found is None or not self.accept_button.isEnabled() or not self.form.is_valid():
            return
        self.accept_button.setEnabled(False)
        action = self.form.target.value.take_in(found.read, found.path.name)
        self._context.do(action, self._taken, failed=self._refused)

    def _taken(self, _judged: object) -> None:
        self.close()

    def _refused(self, error: Exception) -> None:
        self.drop.show()
        self.table.hide()
        self.summary.hide()
        if isinstance(error, DeskError):
            self.form.refuse(str(error))
        else:
            self._context.fail(error)


def summary(found: Preview) -> str:
    """How many of each, and what of the file could not be taken as it stands."""
    counts = Counter(one.verdict for one in found.judged)
    numbers = [_counted(one, counts[one]) for one in Verdict if counts[one]]
    counted = enumerate_words(numbers) or _("nothing")
    said = [_("{file}: {counts}.", file=found.path.name, counts=counted)]
    broken, unrepeated = found.read.broken, found.read.unrepeated
    if broken:
        said.append(
            ngettext("{n} entry could not be read.", "{n} entries could not be read.", broken)
        )
    if unrepeated:
        said.append(
            ngettext(
                "{n} entry repeats in a way that is not known here: it stands once.",
                "{n} entries repeat in a way that is not known here: they stand once.",
                unrepeated,
            )
        )
    if found.read.is_cut:
        said.append(_("The calendar is too long: only its first part is shown. Choose fewer days."))
    return " ".join(said)


def _counted(verdict: Verdict, n: int) -> str:
    if verdict is Verdict.NEW:
        return ngettext("{n} would be added", "{n} would be added", n)
    if verdict is Verdict.CHANGED:
        return ngettext("{n} would be changed", "{n} would be changed", n)
    if verdict is Verdict.OFF:
        return ngettext("{n} would be cancelled", "{n} would be cancelled", n)
    return ngettext("{n} is left as it is", "{n} are left as they are", n)


def _columns() -> list[Column[Judged]]:
    return [
        Column(
            _("Title"),
            lambda one: one.entry.title or _("event"),
            second=_when,
            sort=lambda one: one.entry.starts,
            stretch=True,
            strong=True,
        ),
        Column(_("What happens"), lambda _one: "", pill=_pill, sort=lambda one: one.verdict),
    ]


def _when(one: Judged) -> str:
    entry = one.entry
    day = format_day(entry.starts.date())
    if entry.starts.date() == (entry.ends - timedelta(seconds=1)).date():
        hours = _("all day") if entry.is_all_day else _hours(one)
        return " · ".join(isolate(part) for part in (day, hours, entry.place) if part)
    last = format_day((entry.ends - timedelta(seconds=1)).date())
    return " · ".join(isolate(part) for part in (f"{day} – {last}", entry.place) if part)


def _hours(one: Judged) -> str:
    return format_clock_range(one.entry.starts.time(), one.entry.ends.time())


def _pill(one: Judged) -> Pill:
    tone, icon = _PILLS[one.verdict]
    return Pill(tone, _(VERDICT_LABELS[one.verdict]), icon)
