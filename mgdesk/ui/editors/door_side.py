"""Beside the list at the door: the answer, how many came, and what else can be done there."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from mgdesk.i18n import gettext as _
from mgdesk.i18n import ngettext, number
from mgdesk.queries.events import EventDetail
from mgdesk.rules.clock import wall_clock
from mgdesk.rules.events import EventStatus
from mgdesk.ui.editors import event_words
from mgdesk.ui.editors.facts import flow_of
from mgdesk.ui.kit import labels
from mgdesk.ui.kit.answer import Answer
from mgdesk.ui.kit.buttons import Button
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.fields import CheckField
from mgdesk.ui.kit.labels import Pill, PillLabel
from mgdesk.ui.kit.layout import Card, column
from mgdesk.ui.kit.theme import Tone

OPEN = frozenset({EventStatus.PLANNED, EventStatus.CONFIRMED})


class DoorSide(QObject):
    """`head` answers and counts, `foot` has the buttons: beside the list, or above and below it.

    `used` tells that a button or the box was used: the field wants the keys again.
    """

    used = Signal()

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self.answer = Answer(_("Scan a badge, or type a name and press Enter."))
        self._came = PillLabel(Pill(Tone.OK, ""))
        self._expected = PillLabel(Pill(Tone.ACCENT, ""))
        self._free = PillLabel(Pill(Tone.NEUTRAL, ""))
        self._waiting = PillLabel(Pill(Tone.LATE, ""))
        self.group_button = Button("", "users", kind="primary")
        self.everybody_button = Button("", "users-round")
        self.next_button = Button(_("Next from the waiting list"), "arrow-up")
        self.badge_button = Button(_("Print the badge"), "printer")
        self.badge_button.setEnabled(False)
        self.automatic = CheckField(
            _("Print a badge at each check-in"), value=context.settings.prints_badges
        )
        self.close_button = Button(_("Close the event"), "check")
        self.papers_button = Button(_("Certificates of participation…"), "award")
        self._ended = labels.muted("")
        self._build()

    def _build(self) -> None:
        counts = flow_of((self._came, self._expected, self._free, self._waiting), gap=8)
        actions = Card()
        for part in (self.group_button, self.next_button, self.everybody_button):
            actions.add(part)
        actions.add(self.badge_button)
        actions.add(self.automatic)
        self._end = Card()
        self._end.add(self._ended)
        self._end.add(self.close_button)
        self._end.add(self.papers_button)
        for button in (
            self.group_button,
            self.everybody_button,
            self.next_button,
            self.badge_button,
        ):
            button.clicked.connect(self._on_used)
        self.automatic.edited.connect(self._on_automatic)
        self.head, self.foot = QWidget(), QWidget()
        self.head.setLayout(column(self.answer, counts, gap=12))
        self.foot.setLayout(column(actions, self._end, gap=12))

    def show_event(self, event: EventDetail) -> None:
        """How full it is, and what can be done now."""
        self._came.set_pill(Pill(Tone.OK, _("{n} came", n=number(event.arrived)), "user-check"))
        self._expected.set_pill(
            Pill(Tone.ACCENT, _("{n} expected", n=number(event.expected)), "clock")
        )
        self._show_free(event)
        self._waiting.set_pill(
            Pill(Tone.LATE, _("{n} waiting", n=number(event.waiting)), "hourglass")
        )
        self._waiting.setVisible(event.waiting > 0)
        is_open = event.status in OPEN
        self.next_button.setVisible(is_open and event.waiting > 0)
        self.everybody_button.set_words(
            ngettext(
                "Check in the one who is expected", "Check in all {n} expected", event.expected
            )
        )
        self.everybody_button.setVisible(is_open and event.expected > 1)
        self._show_end(event, is_open=is_open and event.starts_at < wall_clock())

    def show_group(self, chosen: int) -> None:
        """What is marked in the list."""
        self.group_button.set_words(
            ngettext("Check in the one chosen", "Check in the {n} chosen", chosen)
        )
        self.group_button.setVisible(chosen > 1)

    def _show_free(self, event: EventDetail) -> None:
        free = event.free
        self._free.setVisible(free is not None)
        if free:
            words = ngettext("{n} place free", "{n} places free", free)
            self._free.set_pill(Pill(Tone.NEUTRAL, words, "users"))
        elif free is not None:
            self._free.set_pill(Pill(Tone.LATE, _("full"), "users"))

    def _show_end(self, event: EventDetail, *, is_open: bool) -> None:
        self.close_button.setVisible(is_open)
        is_closed = event.status is EventStatus.COMPLETED
        self._ended.setText(
            _closed_words(event) if is_closed else event_words.before_closing(event)
        )
        self._ended.setVisible(is_open or is_closed)
        self.papers_button.setVisible(event.arrived > 0)
        self._end.setVisible(is_open or is_closed or event.arrived > 0)

    def _on_automatic(self) -> None:
        self._context.settings.prints_badges = self.automatic.value
        self._context.settle()
        self.used.emit()

    def _on_used(self) -> None:
        self.used.emit()


def _closed_words(event: EventDetail) -> str:
    return _(
        "The event is closed: {came} came, {absent} did not.",
        came=number(event.arrived),
        absent=number(event.no_shows),
    )
