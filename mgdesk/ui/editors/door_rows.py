"""The list at the door of an event: who it is, and what a click on them would do."""

from zoneinfo import ZoneInfo

from mgdesk import i18n
from mgdesk.exchange.contact import show_phone
from mgdesk.i18n import gettext as _
from mgdesk.i18n import isolate
from mgdesk.queries.door import DoorRow
from mgdesk.rules.events import RegistrationStatus
from mgdesk.ui.editors.states import registration_pill
from mgdesk.ui.kit.labels import Pill
from mgdesk.ui.kit.table import Column
from mgdesk.ui.kit.theme import Tone

MARKS = {
    RegistrationStatus.ATTENDED: ("circle-check", "ok"),
    RegistrationStatus.WAITING: ("hourglass", "late"),
    RegistrationStatus.NO_SHOW: ("circle-x", "bad"),
    None: ("user-plus", "neutral"),
}


class DoorColumns:
    """The columns of the list; `zone` is that of the event shown."""

    def __init__(self) -> None:
        self.zone: ZoneInfo | None = None

    def columns(self) -> list[Column[DoorRow]]:
        return [
            Column(
                _("Name"),
                lambda one: one.name,
                sort=lambda one: one.list_name,
                second=_tells_apart,
                icon=lambda one: MARKS.get(one.status, ("circle", "neutral")),
                stretch=True,
                strong=True,
            ),
            Column(
                _("Arrival"),
                lambda _one: "",
                sort=lambda one: (one.arrived_at is not None, one.arrived_at),
                pill=self._pill,
                tip=lambda one: (
                    "" if one.arrived_at else _("Click to check in {name}", name=one.name)
                ),
            ),
        ]

    def _pill(self, one: DoorRow) -> Pill:
        if one.arrived_at is not None:
            return Pill(Tone.OK, self.clock(one), "circle-check")
        if one.status is None:
            return Pill(Tone.NEUTRAL, _("not registered"), "user-plus")
        if one.is_expected:
            return Pill(Tone.ACCENT, _("Check in"), "door-open")
        return registration_pill(one.status, one.waiting_position)

    def clock(self, one: DoorRow) -> str:
        """When somebody came, on the clock of the campus."""
        return i18n.format_clock(one.arrived_at.astimezone(self.zone)) if one.arrived_at else ""


def _tells_apart(one: DoorRow) -> str:
    parts = (
        one.second_name,
        str(one.birth_year or ""),
        show_phone(one.phone),
        " ".join(one.note.split()),
    )
    return " · ".join(isolate(part) for part in parts if part)
