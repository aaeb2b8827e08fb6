"""The calendar drawn: a week by the hour, or a month by the day, in one widget.

Arrows walk over what stands in it, Enter opens; M takes one up, arrows carry it, Enter lays it down.
The mouse does the same by dragging. Nothing is changed here: `moved` says what somebody wants.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QApplication

from mgdesk.i18n import (
    format_clock,
    format_clock_range,
    format_day,
    format_day_and_month,
    format_weekday,
    isolate,
    ngettext,
    number,
)
from mgdesk.i18n import gettext as _
from mgdesk.rules.agenda import AGENDA_KIND_LABELS, AgendaKind, AgendaRow
from mgdesk.rules.coaching import COACHING_STATUS_LABELS, CoachingStatus
from mgdesk.ui.kit import announce, icons, theme, veil
from mgdesk.ui.kit.keyboard import letter_of_place
from mgdesk.ui.kit.theme import Tone

STATUS_KEYS: Final = {
    "p": CoachingStatus.PLANNED,
    "w": CoachingStatus.WAITING,
    "s": CoachingStatus.DONE,
    "e": CoachingStatus.EXCUSED,
    "c": CoachingStatus.CANCELLED,
    "n": CoachingStatus.NO_SHOW,
}
TONES: Final = {
    AgendaKind.CLASS: Tone.ACCENT,
    AgendaKind.EVENT: Tone.LATE,
    AgendaKind.COACHING: Tone.OK,
}
STEP: Final = timedelta(minutes=15)
_QUIET: Final = 0.3  # of a working day's width
_EARLY, _LATE = 8, 20  # hours always shown
_COMMANDS: Final = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


@dataclass(frozen=True)
class Tile:
    """Where one thing is drawn on one day, in pixels of the whole, as if from left to right."""

    row: AgendaRow
    day: date
    rect: QRect


class AgendaView(QAbstractScrollArea):
    """`show_week` or `show_month`, then what stands there; `current` is the one chosen."""

    opened = Signal(object)
    moved = Signal(object, object)  # the row, the moment on its campus's clock without a zone
    status_wanted = Signal(object, object)
    chosen = Signal(object)
    turned = Signal(int)

    def __init__(self, first: date) -> None:
        """`first` is the Monday shown until rows have come."""
        super().__init__()
        self._rows: Sequence[AgendaRow] = ()
        self._tiles: list[Tile] = []
        self._first, self._days, self._month = first, 7, 0
        self._holidays: Mapping[date, str] = {}
        self._clashing: frozenset[object] = frozenset()
        self._hours = (_EARLY, _LATE)
        self.current: AgendaRow | None = None
        self._carried: datetime | None = None  # where the current one would be laid down
        self._pressed: tuple[QPoint, AgendaRow] | None = None
        self._grip = timedelta()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Calendar"))
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumHeight(theme.px(220))

    def show_days(
        self,
        rows: Sequence[AgendaRow],
        first: date,
        days: int,
        *,
        month: int = 0,
        holidays: Mapping[date, str],
        clashing: frozenset[object],
    ) -> None:
        """`days` is 7 for a week by the hour; a month is whole weeks, `month` the one that is meant."""
        kept = self.current.id if self.current else None
        self._rows, self._first, self._days, self._month = rows, first, days, month
        self._holidays, self._clashing = holidays, clashing
        self.current = next((row for row in rows if row.id == kept), None)
        self._carried = None
        starts = [row.starts.hour for row in rows]
        ends = [24 if row.ends.date() > row.starts.date() else row.ends.hour + 1 for row in rows]
        self._hours = (min([_EARLY, *starts]), min(24, max([_LATE, *ends])))
        self._lay_out()

    @property
    def is_week(self) -> bool:
        return not self._month

    def choose(self, row: AgendaRow | None) -> None:
        self.current, self._carried = row, None
        self._say(spoken(row) if row else "")
        tile = next((one for one in self._tiles if row and one.row.id == row.id), None)
        if tile is not None and self.is_week:
            bar, top = self.verticalScrollBar(), tile.rect.top()
            if not bar.value() <= top <= bar.value() + self._room() - theme.px(40):
                bar.setValue(max(0, top - theme.px(40)))
        self.chosen.emit(row)
        self.viewport().update()

    def _say(self, words: str) -> None:
        self.setAccessibleDescription(veil.over(words))
        announce.say(self, words)

    # --- where things are ------------------------------------------------------------------

    def _head(self) -> int:
        return QFontMetrics(_font()).height() * 2 + theme.px(14)

    def _gutter(self) -> int:
        return QFontMetrics(_font(small=True)).horizontalAdvance("00:00") + theme.px(14)

    def _room(self) -> int:
        return self.viewport().height() - self._head()

    def _edges(self) -> list[float]:
        """Where each of seven columns begins, and the last ends; an empty weekend needs less room."""
        gutter = self._gutter() if self.is_week else 0
        busy = {row.starts.date().weekday() for row in self._rows} | set(range(5))
        shares = [1.0 if place in busy or not self.is_week else _QUIET for place in range(7)]
        unit = (self.viewport().width() - gutter) / sum(shares)
        return [gutter + unit * sum(shares[:place]) for place in range(8)]

    def _span(self, place: int) -> tuple[float, float]:
        """Left and width of a column."""
        edges = self._edges()
        return edges[place], edges[place + 1] - edges[place]

    def _hour_height(self) -> int:
        hours = self._hours[1] - self._hours[0]
        return max(theme.px(40), self._room() // max(1, hours))

    def _lay_out(self) -> None:
        self._tiles = self._week_tiles() if self.is_week else self._month_tiles()
        tall = self._hour_height() * (self._hours[1] - self._hours[0]) if self.is_week else 0
        bar = self.verticalScrollBar()
        bar.setPageStep(self._room())
        bar.setSingleStep(theme.px(40))
        bar.setRange(0, max(0, tall - self._room()))
        self.viewport().update()

    def _week_tiles(self) -> list[Tile]:
        found: list[Tile] = []
        for place in range(7):
            day = self._first + timedelta(days=place)
            of_day = [row for row in self._rows if row.starts.date() <= day <= _last_day(row)]
            for row, lane, lanes in in_lanes(of_day):
                left, whole = self._span(place)
                width = (whole - theme.px(6)) / lanes
                top = self._y(row.starts if row.starts.date() == day else None, default=0)
                bottom = self._y(row.ends if row.ends.date() == day else None, default=24)
                rect = QRectF(left + theme.px(3) + lane * width, top, width - 1, bottom - top - 1)
                found.append(Tile(row, day, rect.toRect()))
        return found

    def _y(self, moment: datetime | None, default: int) -> float:
        hours = default if moment is None else moment.hour + moment.minute / 60
        hours = min(max(hours, self._hours[0]), self._hours[1])
        return (hours - self._hours[0]) * self._hour_height()

    def _month_tiles(self) -> list[Tile]:
        found: list[Tile] = []
        tall, line = self._week_height(), QFontMetrics(_font(small=True)).height() + theme.px(4)
        for place in range(self._days):
            day = self._first + timedelta(days=place)
            of_day = [row for row in self._rows if row.starts.date() <= day <= _last_day(row)]
            room = max(1, (tall - line) // line)
            shown = of_day if len(of_day) <= room else of_day[: room - 1]
            left, wide = self._span(place % 7)
            for number_, row in enumerate(shown):
                top = (place // 7) * tall + line + number_ * line
                rect = QRectF(left + theme.px(3), top, wide - theme.px(6), line - 2)
                found.append(Tile(row, day, rect.toRect()))
        return found

    def _week_height(self) -> int:
        return self._room() // max(1, self._days // 7)

    def _shown(self, rect: QRect) -> QRect:
        """On the glass: scrolled, below the head, mirrored where one writes from the right."""
        moved = rect.translated(0, self._head() - self.verticalScrollBar().value())
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            moved.moveLeft(self.viewport().width() - moved.left() - moved.width())
        return moved

    def _at(self, point: QPoint) -> Tile | None:
        if point.y() < self._head():
            return None
        return next(
            (one for one in reversed(self._tiles) if self._shown(one.rect).contains(point)), None
        )

    def _moment_at(self, point: QPoint) -> datetime:
        x = point.x()
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            x = self.viewport().width() - x
        y = point.y() - self._head() + self.verticalScrollBar().value()
        place = min(6, max(0, sum(edge <= x for edge in self._edges()) - 1))
        if not self.is_week:
            week = min(self._days // 7 - 1, max(0, y // max(1, self._week_height())))
            return datetime.combine(self._first + timedelta(days=week * 7 + place), time())
        minutes = int(y / self._hour_height() * 60) + self._hours[0] * 60
        day = datetime.combine(self._first + timedelta(days=place), time())
        return day + timedelta(minutes=min(max(0, minutes), 24 * 60 - 15))

    def sizeHint(self) -> QSize:
        return QSize(theme.px(720), theme.px(560))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    # --- mouse -----------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        tile = self._at(event.position().toPoint())
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self.choose(tile.row if tile else None)
        if tile is not None:
            point = event.position().toPoint()
            self._pressed = (point, tile.row)
            self._grip = self._moment_at(point) - _bare(tile.row.starts)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        if self._pressed is None:
            return
        is_far = (point - self._pressed[0]).manhattanLength() >= QApplication.startDragDistance()
        if is_far or self._carried is not None:
            self._carry_to(self._moment_at(point), self._pressed[1])

    def _carry_to(self, moment: datetime, row: AgendaRow) -> None:
        start = _bare(row.starts)
        if self.is_week:
            wanted = moment - self._grip
            minutes = wanted.hour * 60 + wanted.minute
            rounded = round(minutes / 15) * 15
            self._carried = datetime.combine(wanted.date(), time()) + timedelta(minutes=rounded)
        else:
            self._carried = datetime.combine(moment.date(), start.time())
        self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._pressed = self._pressed, None
        if pressed is None or event.button() != Qt.MouseButton.LeftButton:
            return
        if self._carried is not None:
            self._lay_down()
        else:
            self.opened.emit(pressed[1])

    # --- keys ------------------------------------------------------------------------------

    def take_up(self) -> None:
        """Begin to move the one chosen by keys."""
        if self.current is not None:
            self._carried = _bare(self.current.starts)
            self._say(_("Arrows move it, Enter lays it down, Escape leaves it."))
            self.setFocus()
            self.viewport().update()

    def _lay_down(self) -> None:
        row, moment, self._carried = self.current, self._carried, None
        self.viewport().update()
        if row is not None and moment is not None and moment != _bare(row.starts):
            self.moved.emit(row, moment)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if event.modifiers() & _COMMANDS:
            super().keyPressEvent(event)
        elif self._carried is not None:
            self._carry_by_key(key)
        elif key in {Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}:
            self.turned.emit(-1 if key == Qt.Key.Key_PageUp else 1)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.current is not None:
            self.opened.emit(self.current)
        elif key in _ARROWS:
            self._walk(key)
        else:
            self._letter(event)

    def _letter(self, event: QKeyEvent) -> None:
        letter = event.text().casefold()
        if not letter.isascii():
            letter = letter_of_place(event.nativeScanCode(), event.nativeVirtualKey()).casefold()
        if letter == "m":
            self.take_up()
        elif letter in STATUS_KEYS and self.current is not None:
            if self.current.kind is AgendaKind.COACHING:
                self.status_wanted.emit(self.current, STATUS_KEYS[letter])
        else:
            super().keyPressEvent(event)

    def _carry_by_key(self, key: Qt.Key) -> None:
        assert self._carried is not None
        if key == Qt.Key.Key_Escape:
            self._carried = None
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._lay_down()
        elif key in _ARROWS:
            self._carried += self._way(key)
            day, hour = format_day(self._carried.date()), format_clock(self._carried)
            self._say(f"{day}, {hour}")
        self.viewport().update()

    def _way(self, key: Qt.Key) -> timedelta:
        if key in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            step = STEP if self.is_week else timedelta(weeks=1)
            return -step if key == Qt.Key.Key_Up else step
        forward = Qt.Key.Key_Right
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            forward = Qt.Key.Key_Left
        return timedelta(days=1 if key == forward else -1)

    def _walk(self, key: Qt.Key) -> None:
        """To the one before or after on the day, or to the nearest on another day."""
        order = list(self._rows)
        if not order:
            return
        if self.current is None:
            self.choose(order[0])
            return
        way = self._way(key)
        if key in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            place = order.index(self.current) + (1 if way > timedelta() else -1)
            self.choose(order[min(max(0, place), len(order) - 1)])
            return
        day, hour = self.current.starts.date(), self.current.starts.time()
        days = sorted({row.starts.date() for row in order}, reverse=way < timedelta())
        beyond = [one for one in days if (one > day) == (way > timedelta()) and one != day]
        if beyond:
            of_day = [row for row in order if row.starts.date() == beyond[0]]
            self.choose(
                min(of_day, key=lambda row: abs(_minutes(row.starts.time()) - _minutes(hour)))
            )

    # --- drawing ---------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = theme.tokens()
        painter.fillRect(event.rect(), QColor(colours.card))
        self._draw_ground(painter)
        for tile in self._tiles:
            self._draw_tile(painter, tile)
        self._draw_carried(painter)
        self._draw_heads(painter)
        painter.end()

    def _draw_ground(self, painter: QPainter) -> None:
        colours = theme.tokens()
        weeks = 1 if self.is_week else self._days // 7
        whole = self._hour_height() * (self._hours[1] - self._hours[0])
        tall = whole if self.is_week else self._week_height()
        for place in range(7 * weeks):
            day = self._first + timedelta(days=place)
            left, wide = self._span(place % 7)
            cell = self._shown(QRectF(left, place // 7 * tall, wide, tall).toRect())
            if day in self._holidays:
                painter.fillRect(cell, QColor(colours.late_tint))
            elif day.weekday() >= 5 or (self._month and day.month != self._month):
                painter.fillRect(cell, QColor(colours.ground))
            painter.setPen(QPen(QColor(colours.line), 1))
            painter.drawRect(cell)
            if not self.is_week:
                self._draw_day_of_month(painter, cell, day)
        if self.is_week:
            self._draw_hours(painter)

    def _draw_hours(self, painter: QPainter) -> None:
        colours = theme.tokens()
        painter.setFont(_font(small=True))
        for hour in range(self._hours[0], self._hours[1]):
            top = (hour - self._hours[0]) * self._hour_height()
            line = self._shown(QRect(0, top, self.viewport().width(), self._hour_height()))
            painter.setPen(QPen(QColor(colours.line), 1))
            painter.drawLine(line.topLeft(), line.topRight())
            said = self._shown(QRect(0, top, self._gutter() - theme.px(6), self._hour_height()))
            painter.setPen(QColor(colours.muted))
            end = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter
            painter.drawText(said, end, format_clock(time(hour)))

    def _draw_day_of_month(self, painter: QPainter, cell: QRect, day: date) -> None:
        colours = theme.tokens()
        font = _font(small=True)
        metrics, room = QFontMetrics(font), cell.adjusted(theme.px(4), theme.px(2), -theme.px(4), 0)
        painter.setFont(font)
        is_meant = day.month == self._month
        painter.setPen(QColor(colours.text if is_meant else colours.muted))
        said = number(day.day)
        holiday = self._holidays.get(day, "")
        words = f"{said} · {holiday}" if holiday else said
        more = self._hidden(day)
        if more > 0:
            words = f"{said} · {ngettext('and {n} more', 'and {n} more', more)}"
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(_start(self) | Qt.AlignmentFlag.AlignTop), shown)

    def _hidden(self, day: date) -> int:
        of_day = sum(row.starts.date() <= day <= _last_day(row) for row in self._rows)
        return of_day - sum(tile.day == day for tile in self._tiles)

    def _draw_heads(self, painter: QPainter) -> None:
        colours = theme.tokens()
        head = QRect(0, 0, self.viewport().width(), self._head())
        painter.fillRect(head, QColor(colours.card))
        line = QFontMetrics(_font()).height() + theme.px(3)
        scrolled = self.verticalScrollBar().value() - self._head()
        for place in range(7):
            day = self._first + timedelta(days=place)
            left, wide = self._span(place)
            room = self._shown(QRectF(left, scrolled, wide, self._head()).toRect())
            room.adjust(theme.px(4), theme.px(4), -theme.px(4), 0)
            ink = colours.accent if day == datetime.now().astimezone().date() else colours.text
            name = format_weekday(day, short=True)
            if self.is_week:
                name = f"{name} {isolate(format_day_and_month(day))}"
                if wide < theme.px(72):
                    name = number(day.day)
            _draw(painter, QRect(room.left(), room.top(), room.width(), line), name, ink, bold=True)
            if self.is_week and day in self._holidays:
                lower = QRect(room.left(), room.top() + line, room.width(), line)
                _draw(painter, lower, self._holidays[day], colours.late, small=True)
        painter.setPen(QPen(QColor(colours.line), 1))
        painter.drawLine(head.bottomLeft(), head.bottomRight())

    def _draw_tile(self, painter: QPainter, tile: Tile) -> None:
        colours, row, rect = theme.tokens(), tile.row, self._shown(tile.rect)
        if rect.bottom() < self._head() or rect.top() > self.viewport().height():
            return
        tone = Tone.NEUTRAL if row.is_off else TONES[row.kind]
        is_current = self.current is not None and self.current.id == row.id
        is_clash = (row.kind, row.id) in self._clashing
        edge = colours.bad if is_clash else colours.tone(tone)
        painter.setPen(QPen(QColor(edge), theme.px(2) if is_current or is_clash else 1))
        painter.setBrush(QColor(colours.tint(tone)))
        painter.drawRoundedRect(
            QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), theme.px(4), theme.px(4)
        )
        if is_current and self.hasFocus():
            painter.setPen(QPen(QColor(colours.text), theme.px(2)))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(rect).adjusted(1, 1, -1, -1), theme.px(4), theme.px(4))
        self._write_tile(painter, rect, row, is_clash=is_clash)

    def _write_tile(
        self, painter: QPainter, rect: QRect, row: AgendaRow, *, is_clash: bool
    ) -> None:
        colours = theme.tokens()
        room = rect.adjusted(theme.px(5), theme.px(1), -theme.px(4), -theme.px(1))
        line = QFontMetrics(_font(small=True)).height()
        if is_clash:
            size = min(line, room.height())
            is_mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
            left = room.right() - size if is_mirrored else room.left()
            icons.icon("triangle-alert").paint(painter, QRect(left, room.top(), size, size))
            if self.is_week and rect.width() < theme.px(56):
                room.setTop(room.top() + size)
            else:
                side = size + 3
                room.adjust(0 if is_mirrored else side, 0, -side if is_mirrored else 0, 0)
        if self.is_week and rect.width() < theme.px(56):
            self._write_upwards(painter, room, row)
            return
        hours = format_clock_range(row.starts.time(), row.ends.time())
        words = [
            veil.over(row.title),
            hours,
            " · ".join(filter(None, (row.room, veil.over(row.leader)))),
        ]
        if not self.is_week:
            words = [f"{isolate(format_clock(row.starts))} {isolate(veil.over(row.title))}"]
        for place, said in enumerate(words):
            upper = QRect(room.left(), room.top() + place * line, room.width(), line)
            if said and (place == 0 or upper.bottom() <= room.bottom() + theme.px(2)):
                ink = colours.muted if row.is_off or place else colours.text
                _draw(
                    painter, upper, said, ink, small=True, bold=place == 0 and self.is_week,
                    align=_start(self), struck=row.is_off,
                )  # fmt: skip

    def _write_upwards(self, painter: QPainter, room: QRect, row: AgendaRow) -> None:
        """Where many stand beside each other there is more room along the hours than across."""
        colours = theme.tokens()
        painter.save()
        painter.translate(room.left(), room.bottom())
        painter.rotate(-90)
        along = QRect(0, 0, room.height(), room.width())
        ink = colours.muted if row.is_off else colours.text
        _draw(
            painter, along, veil.over(row.title), ink, small=True, align=Qt.AlignmentFlag.AlignLeft,
            struck=row.is_off,
        )  # fmt: skip
        painter.restore()

    def _draw_carried(self, painter: QPainter) -> None:
        if self._carried is None or self.current is None:
            return
        colours = theme.tokens()
        place = (self._carried.date() - self._first).days
        if not 0 <= place < self._days:
            return
        length = self.current.ends - self.current.starts
        left, wide = self._span(place % 7)
        if self.is_week:
            top = self._y(self._carried, 0)
            tall = length.total_seconds() / 3600 * self._hour_height()
        else:
            tall = float(self._week_height())
            top = place // 7 * tall
        rect = self._shown(QRectF(left + 2, top, wide - 4, tall).toRect())
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(colours.accent), theme.px(2), Qt.PenStyle.DashLine))
        painter.drawRoundedRect(QRectF(rect), theme.px(4), theme.px(4))
        said = QRect(rect.left(), rect.top(), rect.width(), QFontMetrics(_font()).height())
        painter.fillRect(said, QColor(colours.accent))
        _draw(painter, said, format_clock(self._carried), colours.on_accent, bold=True)


_ARROWS: Final = {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right}


def in_lanes(rows: Sequence[AgendaRow]) -> list[tuple[AgendaRow, int, int]]:
    """Those of one day beside each other where they overlap: each with its lane and how many there are."""
    found: list[tuple[AgendaRow, int, int]] = []
    group: list[tuple[AgendaRow, int]] = []
    free_at: list[datetime] = []
    for row in rows:
        start, end = _bare(row.starts), _bare(row.ends)
        if group and all(one <= start for one in free_at):
            found += [(one, lane, len(free_at)) for one, lane in group]
            group, free_at = [], []
        lane = next((n for n, one in enumerate(free_at) if one <= start), len(free_at))
        free_at[lane : lane + 1] = [end]
        group.append((row, lane))
    return [*found, *((one, lane, len(free_at)) for one, lane in group)]


def spoken(row: AgendaRow) -> str:
    """One of them as a person says it."""
    status = ""
    if row.kind is AgendaKind.COACHING:
        status = _(COACHING_STATUS_LABELS[CoachingStatus(row.status)])
    parts = (
        _(AGENDA_KIND_LABELS[row.kind]), row.title, format_day(row.starts.date(), "full"),
        format_clock_range(row.starts.time(), row.ends.time()), row.room, row.leader, status,
    )  # fmt: skip
    return ", ".join(filter(None, parts))


def _last_day(row: AgendaRow) -> date:
    """The last day that it touches; an end at midnight is of the day before."""
    return (row.ends - timedelta(microseconds=1)).date()


def _bare(moment: datetime) -> datetime:
    return moment.replace(tzinfo=None)


def _minutes(hour: time) -> int:
    return hour.hour * 60 + hour.minute


def _start(view: AgendaView) -> Qt.AlignmentFlag:
    is_mirrored = view.layoutDirection() == Qt.LayoutDirection.RightToLeft
    side = Qt.AlignmentFlag.AlignRight if is_mirrored else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignAbsolute


def _font(*, small: bool = False, bold: bool = False, struck: bool = False) -> QFont:
    font = QFont()
    font.setPointSizeF(theme.look().points * (0.85 if small else 0.95))
    font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    font.setStrikeOut(struck)
    return font


def _draw(
    painter: QPainter,
    rect: QRect,
    words: str,
    ink: str,
    *,
    small: bool = False,
    bold: bool = False,
    struck: bool = False,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignHCenter,
) -> None:
    font = _font(small=small, bold=bold, struck=struck)
    painter.setFont(font)
    painter.setPen(QColor(ink))
    shown = QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, int(align | Qt.AlignmentFlag.AlignVCenter), shown)
