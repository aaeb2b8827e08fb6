"""Calendars for other programs (.ics, RFC 5545), written by icalendar; a single invitation as well.

A moment keeps its zone, so that a class at nine stays at nine when the clock changes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

PRODUCT: Final = "-//MolenGeek//MolenGeek Desk//EN"
DOMAIN: Final = "mgdesk.invalid"  # a name that can be nobody's (RFC 2606)


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """Something with a time, as other programs are told of it. Moments have the campus's zone."""

    uid: str
    title: str
    starts: datetime
    ends: datetime
    place: str = ""
    description: str = ""
    kind: str = ""  # a word for whoever filters
    sequence: int = 0  # how often it was changed
    is_cancelled: bool = False


def uid_of(kind: str, row_id: UUID) -> str:
    """The same for the same thing in every export."""
    return f"{kind}-{row_id}@{DOMAIN}"


def written(entries: Sequence[CalendarEntry], name: str, *, at: datetime) -> bytes:
    """A whole calendar; `at` is the moment of writing."""
    from icalendar import Calendar

    made = _calendar(Calendar, name)
    for entry in entries:
        made.add_component(_event(entry, at))
    return _finished(made)


def invitation(
    entry: CalendarEntry,
    *,
    at: datetime,
    attendee: str = "",
    attendee_name: str = "",
    organiser: str = "",
    organiser_name: str = "",
) -> bytes:
    """One appointment to send: a request, or a cancellation when it is off. Attendees are e-mails."""
    from icalendar import Calendar, vCalAddress, vText

    made = _calendar(Calendar, "")
    made.add("method", "CANCEL" if entry.is_cancelled else "REQUEST")
    event = _event(entry, at)
    for role, address, words in (
        ("attendee", attendee, attendee_name),
        ("organizer", organiser, organiser_name),
    ):
        if address:
            known = vCalAddress(f"mailto:{address}")
            if words:
                known.params["CN"] = vText(words)
            if role == "attendee":
                known.params["RSVP"] = vText("TRUE")
            event.add(role, known, encode=0)
    made.add_component(event)
    return _finished(made)


def _calendar(kind: Any, name: str) -> Any:
    made = kind()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    if name:
        made.add("x-wr-calname", name)
    return made


def _event(entry: CalendarEntry, at: datetime) -> Any:
    from icalendar import Event

    made = Event()
    made.add("uid", entry.uid)
    made.add("dtstamp", at.astimezone(UTC).replace(microsecond=0))
    made.add("dtstart", entry.starts)
    made.add("dtend", entry.ends)
    made.add("summary", entry.title)
    made.add("sequence", entry.sequence)
    made.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    for name, value in (
        ("location", entry.place),
        ("description", entry.description),
        ("categories", [entry.kind] if entry.kind else []),
    ):
        if value:
            made.add(name, value)
    return made


def _finished(made: Any) -> bytes:
    """With the zones that are named, and lines folded."""
    made.add_missing_timezones()
    return bytes(made.to_ical())
