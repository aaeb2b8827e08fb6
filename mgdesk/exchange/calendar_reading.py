"""Calendars of other programs (.ics) read: Google, Outlook, Nextcloud and whatever is near the standard.

What repeats is written out within the days asked for. A broken entry is left out and counted, never
the rest; size, number and repetition are bounded, and nothing is fetched.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from mgdesk.errors import DeskError
from mgdesk.exchange.recurrence import Budget, Rule, days_of, rule_of
from mgdesk.exchange.zone_names import with_known_zones
from mgdesk.i18n import N_
from mgdesk.rules import names

LARGEST: Final = 5 * 1024 * 1024  # bytes
MOST_LINES: Final = 120_000
MOST_EVENTS: Final = 5_000
MOST_ENTRIES: Final = 5_000
MOST_ZONES: Final = 50
_LONGEST: Final = 1_000  # characters of a description that are kept
_FOLD: Final = re.compile(rb"\r?\n[ \t]")
_RULE: Final = re.compile(r"^RRULE[^\n]*$", re.MULTILINE | re.IGNORECASE)


class NoCalendar(DeskError):
    sentence = N_("{file} is not a calendar. Choose a file that ends in .ics.")


class CalendarTooLarge(DeskError):
    sentence = N_("{file} is too large for a calendar. Export fewer months and try again.")


@dataclass(frozen=True, slots=True)
class ReadEntry:
    """One occurrence on the campus's clock; `uid` is its own among those of the file."""

    uid: str
    title: str
    starts: datetime
    ends: datetime
    is_all_day: bool = False
    place: str = ""
    description: str = ""
    is_cancelled: bool = False
    is_busy: bool = True


@dataclass(frozen=True, slots=True)
class CalendarRead:
    """What was found; `broken` could not be read, `unrepeated` stands once though it repeats."""

    entries: tuple[ReadEntry, ...]
    broken: int = 0
    unrepeated: int = 0
    is_cut: bool = False


def read_calendar(path: Path, *, zone: str, first: date, last: date) -> CalendarRead:
    """Everything of a file that touches the days asked for. Raises NoCalendar, CalendarTooLarge, OSError."""
    with path.open("rb") as file:
        content = file.read(LARGEST + 1)
    return read_content(content, path.name, zone=zone, first=first, last=last)


def read_content(content: bytes, name: str, *, zone: str, first: date, last: date) -> CalendarRead:
    """As `read_calendar`, of what was read already."""
    if len(content) > LARGEST or content.count(b"\n") > MOST_LINES:
        raise CalendarTooLarge(file=name)
    text = _text(content)
    if not re.search(r"^\s*BEGIN:(?:VCALENDAR|VEVENT)\s*$", text, re.MULTILINE | re.IGNORECASE):
        raise NoCalendar(file=name)
    return _Reader(text, ZoneInfo(zone), first, last).read()


def _text(content: bytes) -> str:
    """UTF-8 as the standard has it, else as old Outlooks write; lone CR ends a line too.

    Lines are unfolded as bytes first: some programs fold within a letter.
    """
    if content[:2] not in {b"\xff\xfe", b"\xfe\xff"}:
        content = _FOLD.sub(b"", content)
    for encoding in (
        ("utf-8-sig", "utf-16") if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else ("utf-8-sig",)
    ):
        try:
            return _lines(content.decode(encoding))
        except UnicodeDecodeError:
            continue
    return _lines(content.decode("cp1252", "replace"))


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")


class _Reader:
    def __init__(self, text: str, zone: ZoneInfo, first: date, last: date) -> None:
        defined = {_zone_name(one) for one in islice(_blocks(text, "VTIMEZONE"), MOST_ZONES)}
        self._text = with_known_zones(text, defined)
        self._first, self._last = first, last
        self._zone, self._floating = zone, _floating_zone(text) or zone
        self._budget = Budget()
        self._broken = self._unrepeated = 0
        self._is_cut = False

    def read(self) -> CalendarRead:
        found: dict[str, ReadEntry] = {}
        for event, master in self._events():
            try:
                for entry in self._entries(event, is_exception=master):
                    found[entry.uid] = entry
            except (ValueError, TypeError, KeyError, AttributeError, OverflowError, IndexError):
                self._broken += 1
            if len(found) > MOST_ENTRIES:
                self._is_cut = True
                break
        rows = sorted(found.values(), key=lambda one: (one.starts, one.ends, one.uid))
        inside = [one for one in rows if self._touches(one)]
        is_cut = self._is_cut or self._budget.steps < 0
        return CalendarRead(tuple(inside[:MOST_ENTRIES]), self._broken, self._unrepeated, is_cut)

    def _touches(self, one: ReadEntry) -> bool:
        return one.starts.date() <= self._last and one.ends.date() >= self._first

    def _events(self) -> list[tuple[Any, bool]]:
        """Events with whether each stands for one occurrence of another; those come last."""
        from icalendar import Event

        zones = list(islice(_blocks(self._text, "VTIMEZONE"), MOST_ZONES))
        events: list[tuple[Any, bool]] = []
        for number, block in enumerate(_blocks(self._text, "VEVENT")):
            if number >= MOST_EVENTS:
                self._is_cut = True
                break
            event = self._parsed(block, zones)
            if isinstance(event, Event):
                events.append((event, "RECURRENCE-ID" in event))
            else:
                self._broken += 1
        return sorted(events, key=lambda pair: pair[1])

    def _parsed(self, block: str, zones: list[str]) -> Any:
        """One event by itself, with the zones of its file: a broken one takes no other along."""
        from icalendar import Calendar

        named = [one for one in zones if (name := _zone_name(one)) and name in block]
        whole = "\r\n".join(
            ["BEGIN:VCALENDAR", *"\n".join([*named, block]).split("\n"), "END:VCALENDAR", ""]
        )
        whole = _RULE.sub(lambda found: found[0].replace(" ", ""), whole)  # `BYDAY=MO, TU`
        try:
            return next(iter(Calendar.from_ical(whole).walk("VEVENT")), None)
        except Exception:  # noqa: BLE001 - whatever a library makes of a broken entry, it is broken
            return None

    # --- one event -------------------------------------------------------------------------

    def _entries(self, event: Any, *, is_exception: bool) -> Iterator[ReadEntry]:
        start = _one(event["DTSTART"]).dt
        length = _length(event, start)
        uid = names.clean(str(event.get("UID", "")))[:200] or _made_up(event)
        repeats = "RRULE" in event or "RDATE" in event
        if is_exception:
            uid = f"{uid}#{self._stamp(event['RECURRENCE-ID'].dt)}"
        if not repeats or is_exception:
            yield self._entry(event, uid, start, length)
            return
        left_out = {self._stamp(one) for one in _dates(event, "EXDATE")}
        for one in self._repeated(event, start):
            stamp = self._stamp(one)
            if stamp not in left_out:
                yield self._entry(event, f"{uid}#{stamp}", one, length)

    def _repeated(self, event: Any, start: Any) -> Iterator[Any]:
        """When it happens, as its start is written, until the last day asked for."""
        written = event.get("RRULE")
        rules = written if isinstance(written, list) else [written] if written else []
        seen = 0
        for parts in rules:
            rule, until = _rule(parts), _until(parts)
            if rule is None:
                self._unrepeated += 1
                yield start
                continue
            first = _day_of(start)
            for day in days_of(rule, first, self._last, self._budget):
                if until is not None and self._is_past(_on_day(start, day), until):
                    break
                if day >= self._first - timedelta(days=31):
                    yield _on_day(start, day)
                    seen += 1
                if seen > MOST_ENTRIES:
                    self._is_cut = True
                    return
        if not rules:
            yield start
        yield from _dates(event, "RDATE")

    def _is_past(self, one: Any, until: Any) -> bool:
        """Whether an occurrence is after the end of its rule, to the second where both say moments."""
        if isinstance(one, datetime) and isinstance(until, datetime):
            if one.tzinfo is not None and until.tzinfo is not None:
                return one > until
            return one.replace(tzinfo=None) > until.replace(tzinfo=None)
        return _day_of(one) > _day_of(until)

    def _entry(self, event: Any, uid: str, start: Any, length: timedelta) -> ReadEntry:
        is_all_day = not isinstance(start, datetime)
        starts = self._moment(start)
        if is_all_day or start.tzinfo is None:
            ends = (starts.replace(tzinfo=None) + length).replace(tzinfo=self._zone)
        else:
            ends = (starts.astimezone(UTC) + length).astimezone(self._zone)
        status = str(event.get("STATUS", "")).upper()
        shown = str(event.get("X-MICROSOFT-CDO-BUSYSTATUS", "")).upper()
        return ReadEntry(
            uid,
            names.clean(str(event.get("SUMMARY", "")))[:200],
            starts,
            ends,
            is_all_day=is_all_day,
            place=names.clean(str(event.get("LOCATION", "")))[:200],
            description=names.clean_lines(str(event.get("DESCRIPTION", "")))[:_LONGEST],
            is_cancelled=status == "CANCELLED",
            is_busy=str(event.get("TRANSP", "")).upper() != "TRANSPARENT" and shown != "FREE",
        )

    def _moment(self, value: Any) -> datetime:
        """On the campus's clock; what floats is on the calendar's own, else on the campus's."""
        if not isinstance(value, datetime):
            return datetime.combine(value, time(), self._zone)
        if value.tzinfo is None:
            value = value.replace(tzinfo=self._floating)
        moment: datetime = value.astimezone(self._zone)
        return moment

    def _stamp(self, value: Any) -> str:
        return f"{self._moment(value):%Y%m%dT%H%M}"


def _blocks(text: str, kind: str) -> Iterator[str]:
    """The parts of a file from BEGIN to END; one that is not ended is none."""
    held: list[str] | None = None
    for written in text.split("\n"):
        said = written.strip().upper()
        if said == f"BEGIN:{kind}":
            held = []
        if held is not None:
            held.append(written)
            if said == f"END:{kind}":
                yield "\n".join(held)
                held = None


def _zone_name(block: str) -> str:
    found = re.search(r"^TZID[^:\n]*:(.+)$", block, re.MULTILINE | re.IGNORECASE)
    return found.group(1).strip() if found else ""


def _floating_zone(text: str) -> ZoneInfo | None:
    found = re.search(
        r"^X-WR-TIMEZONE:([A-Za-z0-9_+/-]{1,64})\s*$", text, re.MULTILINE | re.IGNORECASE
    )
    try:
        return ZoneInfo(found.group(1)) if found else None
    except (KeyError, ValueError, OSError):
        return None


def _one(value: Any) -> Any:
    """The first where a program wrote it twice."""
    return value[0] if isinstance(value, list) else value


def _rule(parts: Any) -> Rule | None:
    """The rule, or None where it cannot be read at all."""
    try:
        return rule_of(parts)
    except (ValueError, TypeError, AttributeError):
        return None


def _until(parts: Any) -> Any:
    try:
        return next(iter(parts.get("UNTIL", ())), None)
    except (ValueError, TypeError, AttributeError):
        return None


def _length(event: Any, start: Any) -> timedelta:
    """How long; without an end that can be read a day is a day, and a moment an hour, so that it is seen."""
    usual = timedelta(hours=1) if isinstance(start, datetime) else timedelta(days=1)
    try:
        length = _written_length(event, start)
    except (ValueError, TypeError, AttributeError, OverflowError):
        return usual
    return length if length and timedelta() < length <= timedelta(days=400) else usual


def _written_length(event: Any, start: Any) -> timedelta | None:
    if "DTEND" in event:
        end = _one(event["DTEND"]).dt
        if isinstance(end, datetime) != isinstance(start, datetime):
            return None
        if isinstance(end, datetime) and (end.tzinfo is None) != (start.tzinfo is None):
            end, start = end.replace(tzinfo=None), start.replace(tzinfo=None)
        length: timedelta = end - start
        return length
    if "DURATION" in event:
        given: timedelta = _one(event["DURATION"]).dt
        return given
    return None


def _dates(event: Any, name: str) -> Iterator[Any]:
    """Days and moments of a list; what is neither is passed over."""
    given = event.get(name)
    for part in given if isinstance(given, list) else [given] if given else []:
        try:
            dates = [one.dt[0] if isinstance(one.dt, tuple) else one.dt for one in part.dts]
        except (ValueError, TypeError, AttributeError):
            continue
        yield from (one for one in dates if isinstance(one, date))


def _day_of(value: Any) -> date:
    return value.date() if isinstance(value, datetime) else value


def _on_day(start: Any, day: date) -> Any:
    if not isinstance(start, datetime):
        return day
    return start.replace(year=day.year, month=day.month, day=day.day)


def _made_up(event: Any) -> str:
    """An entry without its own name is known by what it says."""
    return (
        f"{event['DTSTART'].to_ical().decode()}-{names.clean(str(event.get('SUMMARY', '')))[:80]}"
    )
