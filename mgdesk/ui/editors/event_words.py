"""How the screen says when an event is and how full it is."""

from datetime import datetime

from mgdesk import i18n
from mgdesk.i18n import gettext as _
from mgdesk.i18n import ngettext, number
from mgdesk.queries.events import EventRow


def day_and_hours(event: EventRow) -> str:
    """`lundi 7 septembre 2026, 18:00–20:00`; both days when it ends on another one."""
    start, end = event.starts_local, event.ends_local
    if start.date() != end.date():
        return _("{start} to {end}", start=i18n.format_moment(start), end=i18n.format_moment(end))
    hours = i18n.format_clock_range(start.time(), end.time())
    return _("{day}, {hours}", day=i18n.format_day(start, "full"), hours=hours)


def zone_city(event: EventRow) -> str:
    """The clock that the hours are on, as the spoken language calls its city: `Bruxelles`."""
    return i18n.zone_city(event.zone)


def is_same_clock(event: EventRow) -> bool:
    """Whether this computer's clock shows the campus's hours: then the zone goes without saying."""
    local = event.starts_at.astimezone()
    return local.utcoffset() == event.starts_local.utcoffset()


def places(event: EventRow) -> str:
    """`23 of 30 places taken`, or how many are expected when there is no limit."""
    if event.capacity is None:
        return ngettext("{n} registered", "{n} registered", event.taken)
    return _("{taken} of {all} places taken", taken=number(event.taken), all=number(event.capacity))


def is_coming(event: EventRow, now: datetime) -> bool:
    return event.ends_at > now


def before_closing(event: EventRow) -> str:
    """What closing the event now would note."""
    return ngettext(
        "{n} person is expected and did not come: closing the event notes it.",
        "{n} people are expected and did not come: closing the event notes it.",
        event.expected,
    )
