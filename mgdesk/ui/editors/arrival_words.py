"""What the desk says of somebody who comes or goes: a word, a tone, an icon; never colour alone."""

from datetime import datetime
from zoneinfo import ZoneInfo

from mgdesk import i18n
from mgdesk.i18n import gettext as _
from mgdesk.i18n import isolate
from mgdesk.queries.expected import Presence, TodayRow
from mgdesk.rules.arrival import Outcome
from mgdesk.services.checkin import Arrival
from mgdesk.ui.editors.candidates import reason_words
from mgdesk.ui.editors.pass_words import standing_words
from mgdesk.ui.kit.labels import Pill
from mgdesk.ui.kit.theme import Tone

TONES = {
    Outcome.ARRIVED: (Tone.OK, "circle-check"),
    Outcome.LATE: (Tone.LATE, "clock"),
    Outcome.ALREADY_IN: (Tone.NEUTRAL, "info"),
    Outcome.WAITING: (Tone.LATE, "hourglass"),
    Outcome.LEFT: (Tone.ACCENT, "log-out"),
    Outcome.NOT_IN: (Tone.NEUTRAL, "info"),
}
ICONS = {
    Presence.EXPECTED: ("circle", "faint"),
    Presence.HERE: ("circle-check", "ok"),
    Presence.LATE: ("clock", "late"),
    Presence.LEFT: ("log-out", "muted"),
    Presence.AWAY: ("circle-minus", "muted"),
}


def said(arrival: Arrival, zone: str) -> str:
    """The word of an answer: `Checked in`, `17 min late`, `Already in since 08:52`."""
    clock = isolate(local_clock(arrival.at, zone))
    return {
        Outcome.ARRIVED: _("Checked in at {time}", time=clock),
        Outcome.LATE: _("{minutes} min late, at {time}", minutes=arrival.minutes_late, time=clock),
        Outcome.ALREADY_IN: _("Already in, since {time}", time=clock),
        Outcome.WAITING: _("On the waiting list: not checked in"),
        Outcome.LEFT: _("Checked out at {time}", time=clock),
        Outcome.NOT_IN: _("Was not in: nothing was noted"),
    }[arrival.outcome]


def detail(arrival: Arrival) -> str:
    """What they came for, and how their pass stands: an advice, they are in."""
    standing = standing_words(arrival.standing)
    if arrival.standing is not None and not arrival.standing.is_valid:
        standing = _("no valid pass: checked in anyway")
    return " · ".join(filter(None, (reason_words(arrival.reason), standing)))


def local_clock(moment: datetime, zone: str) -> str:
    return i18n.format_clock(moment.astimezone(ZoneInfo(zone)))


def presence_pill(row: TodayRow, zone: str) -> Pill | None:
    """How somebody stands today; nothing for who is still expected."""
    clock = local_clock(row.arrived_at, zone) if row.arrived_at else ""
    if row.presence is Presence.EXPECTED:
        return None
    if row.presence is Presence.LATE:
        return Pill(Tone.LATE, _("{minutes} min late", minutes=row.minutes_late), "clock")
    if row.presence is Presence.LEFT:
        return Pill(Tone.NEUTRAL, _("gone"), "log-out")
    if row.presence is Presence.AWAY:
        return Pill(Tone.NEUTRAL, _("absence announced"), "circle-minus")
    return Pill(Tone.OK, clock or _("present"), "circle-check")
