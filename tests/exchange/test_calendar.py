"""Calendars out and in: read back by the library, real manners of three products, hostile files."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from mgdesk.exchange.calendar import CalendarEntry, invitation, written
from mgdesk.exchange.calendar_reading import (
    LARGEST,
    CalendarTooLarge,
    NoCalendar,
    ReadEntry,
    read_calendar,
    read_content,
)
from mgdesk.exchange.recurrence import Budget, days_of, rule_of

DATA = Path(__file__).parents[1] / "data" / "calendars"
BRUSSELS = ZoneInfo("Europe/Brussels")
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def read(name: str, last: date = date(2026, 12, 31)) -> list[ReadEntry]:
    return list(
        read_calendar(
            DATA / name, zone="Europe/Brussels", first=date(2026, 11, 20), last=last
        ).entries
    )


def told(entries: list[ReadEntry]) -> list[tuple[str, str, str]]:
    return [(f"{e.starts:%m-%d %H:%M}", f"{e.ends:%m-%d %H:%M}", e.title) for e in entries]


def test_google_repeats_leaves_out_moves_and_cancels() -> None:
    found = read("google.ics")
    meeting = "Réunion des partenaires, salle Ada"
    assert told(found) == [
        ("11-24 00:00", "11-26 00:00", "Journées portes ouvertes"),
        ("11-24 09:00", "11-24 10:00", meeting),
        ("11-25 18:00", "11-25 20:00", "Atelier annulé"),
        ("12-08 14:00", "12-08 15:00", "Réunion des partenaires (déplacée)"),
        *[(f"12-{d} 09:00", f"12-{d} 10:00", meeting) for d in (15, 22, 29)],
    ]
    assert [(e.is_all_day, e.is_busy, e.is_cancelled) for e in found[:3]] == [
        (True, False, False), (False, True, False), (False, True, True),
    ]  # fmt: skip


def test_outlook_names_its_zones_as_windows_does_and_free_is_not_busy() -> None:
    first, second = read("outlook.ics")
    assert told([first, second]) == [
        ("11-25 10:30", "11-25 11:30", "Comité de suivi"),
        ("11-26 11:00", "11-26 12:00", "Zone nommée sans définition"),
    ]
    assert (first.place, first.description) == (
        "Salle Grace",
        "Bonjour,\n\nOrdre du jour : accueil.",
    )
    assert (first.is_busy, second.is_busy) == (True, False)


def test_nextcloud_floats_and_a_month_keeps_the_hour_of_its_zone() -> None:
    floating, *monthly = read("nextcloud.ics", date(2027, 6, 30))
    assert told([floating])[0][0] == "11-27 18:15"
    zone = ZoneInfo("Africa/Casablanca")
    assert [e.starts.astimezone(zone).replace(tzinfo=None) for e in monthly] == [
        datetime(2027, 2, 15, 9), datetime(2027, 3, 15, 9), datetime(2027, 4, 19, 9),
    ]  # fmt: skip


def test_a_broken_file_gives_what_is_whole_of_it() -> None:
    found = read_calendar(
        DATA / "broken.ics", zone="Europe/Brussels", first=date(2026, 11, 1), last=date(2027, 1, 1)
    )
    assert [entry.title for entry in found.entries] == [
        "Every second", "Whole", "Without a UID or an end",
    ]  # fmt: skip
    assert (found.broken, found.unrepeated) == (1, 1)


def test_hostile_files_are_answered_within_bounds() -> None:
    days = {"zone": "Europe/Brussels", "first": date(2026, 1, 1), "last": date(2036, 1, 1)}
    with pytest.raises(NoCalendar):
        read_content(b"PK\x03\x04", "x.ics", **days)
    with pytest.raises(CalendarTooLarge):
        read_content(b"BEGIN:VCALENDAR\n" + b"x" * LARGEST, "x.ics", **days)
    head = "BEGIN:VCALENDAR\n"
    event = "BEGIN:VEVENT\nUID:{n}\nDTSTART:20000101T000000\nRRULE:{rule}\nEND:VEVENT\n"
    never = "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31"
    many = "".join(event.format(n=n, rule=never) for n in range(60))
    assert read_content((head + many).encode(), "x.ics", **days).entries == ()
    forever = "".join(event.format(n=n, rule="FREQ=DAILY") for n in range(60))
    found = read_content((head + forever).encode(), "x.ics", **days)
    assert found.is_cut
    unended = (head + "BEGIN:VEVENT\n" * 100_000).encode()
    assert read_content(unended, "x.ics", **days).entries == ()


@given(
    freq=st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]),
    interval=st.integers(1, 4),
    by_day=st.sampled_from(["", "MO", "TU,TH", "SU"]),
    ordinal=st.sampled_from(["", "1", "-1", "3"]),
    months=st.sampled_from(["", "3", "1,12"]),
    month_day=st.sampled_from(["", "1", "-1", "15,31"]),
    count=st.sampled_from(["", "1", "5"]),
    start=st.dates(date(2024, 1, 1), date(2026, 12, 31)),
)
def test_rules_give_the_days_that_dateutil_gives(
    freq, interval, by_day, ordinal, months, month_day, count, start
) -> None:
    if ordinal and (freq in {"DAILY", "WEEKLY"} or "," in by_day or not by_day or month_day):
        ordinal = ""
    parts = {
        "FREQ": freq, "INTERVAL": str(interval), "BYDAY": ordinal + by_day if by_day else "",
        "BYMONTH": months, "BYMONTHDAY": month_day if freq != "WEEKLY" else "", "COUNT": count,
    }  # fmt: skip
    text = ";".join(f"{name}={value}" for name, value in parts.items() if value)
    until = date(2029, 1, 1)
    expected = rrulestr(text, dtstart=datetime.combine(start, datetime.min.time())).between(
        datetime(2000, 1, 1), datetime(2029, 1, 1), inc=True
    )
    rule = rule_of({name: value.split(",") for name, value in parts.items() if value})
    assert rule is not None
    assert list(days_of(rule, start, until, Budget())) == [one.date() for one in expected]


def test_what_is_written_reads_back_with_its_zone_folded_and_in_order() -> None:
    zone = ZoneInfo("Africa/Casablanca")
    starts = [datetime(2027, month, 15, 9, tzinfo=zone) for month in (2, 7)]
    entries = [
        CalendarEntry(
            f"class-{n}@mgdesk.invalid", "عربي · " + "é" * 90, start, start + timedelta(hours=2),
            "Ada, CAS", sequence=n, is_cancelled=bool(n),
        )
        for n, start in enumerate(starts)
    ]  # fmt: skip
    content = written(entries, "Casablanca", at=NOW)
    assert max(map(len, content.split(b"\r\n"))) <= 75
    back = list(Calendar.from_ical(content).walk("VEVENT"))
    assert [one["DTSTART"].dt.astimezone(UTC) for one in back] == [
        start.astimezone(UTC) for start in starts
    ]
    assert [(str(one["UID"]), one["SEQUENCE"], str(one["STATUS"])) for one in back] == [
        ("class-0@mgdesk.invalid", 0, "CONFIRMED"), ("class-1@mgdesk.invalid", 1, "CANCELLED"),
    ]  # fmt: skip
    assert str(back[0]["SUMMARY"]) == entries[0].title
    assert b"BEGIN:VTIMEZONE" in content
    assert content == written(entries, "Casablanca", at=NOW)


def test_an_invitation_names_who_is_invited_and_a_cancelled_one_takes_it_back() -> None:
    start = datetime(2026, 12, 1, 14, tzinfo=BRUSSELS)
    entry = CalendarEntry(
        "interview-1@mgdesk.invalid", "Entretien", start, start + timedelta(hours=1)
    )
    sent = Calendar.from_ical(
        invitation(
            entry,
            at=NOW,
            attendee="a@example.org",
            attendee_name="Amina",
            organiser="d@example.org",
        )
    )
    (event,) = sent.walk("VEVENT")
    assert (str(sent["METHOD"]), str(event["ATTENDEE"])) == ("REQUEST", "mailto:a@example.org")
    off = CalendarEntry(entry.uid, entry.title, entry.starts, entry.ends, is_cancelled=True)
    assert b"METHOD:CANCEL" in invitation(off, at=NOW, attendee="a@example.org")


def one_event(*lines: str, zone: str = "Europe/Brussels") -> list[str]:
    """When an event of a file of its own happens, as read at a campus."""
    event = ("BEGIN:VEVENT", "UID:1", "SUMMARY:x", *lines, "END:VEVENT")
    content = "\r\n".join(("BEGIN:VCALENDAR", "VERSION:2.0", *event, "END:VCALENDAR", "")).encode()
    read_back = read_content(content, "x.ics", zone=zone, first=NOW.date(), last=date(2027, 6, 30))
    assert read_back.broken == 0
    return [f"{one.starts:%m-%d %H:%M}" for one in read_back.entries]


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("tzone://Microsoft/Utc", "01-12 13:00"),  # Exchange on the web, without quotes
        ("tzone://Microsoft/Custom", "01-12 12:00"),
        ("/freeassociation.sourceforge.net/Europe/Lisbon", "01-12 13:00"),  # Evolution
        ("/mozilla.org/20070129_1/America/New_York", "01-12 18:00"),
        ("posix/Europe/lisbon", "01-12 13:00"),
        ('"GMT Standard Time"', "01-12 13:00"),
        ("Romance Standard Time", "01-12 12:00"),
        ("UTC+11", "01-12 02:00"),
        ('"(UTC+01:00) Brussels, Copenhagen, Madrid, Paris"', "01-12 12:00"),  # on our own clock
        ("Nowhere/Middle", "01-12 12:00"),
    ],
)
def test_zones_are_known_however_a_program_names_them(zone: str, expected: str) -> None:
    assert one_event(f"DTSTART;TZID={zone}:20270112T120000") == [expected]


def test_a_rule_ends_to_the_second_in_its_own_zone() -> None:
    """“This and following” is cut a second before; New York's evening is the next day in UTC."""
    berlin = "DTSTART;TZID=Europe/Berlin:20270105T161500"
    weekly = "RRULE:FREQ=WEEKLY;UNTIL=20270119T1514"
    assert one_event(berlin, weekly + "59Z") == ["01-05 16:15", "01-12 16:15"]
    assert one_event(berlin, weekly + "00Z") == ["01-05 16:15", "01-12 16:15"]
    assert one_event(berlin, weekly.replace("1514", "1515") + "00Z")[2:] == ["01-19 16:15"]
    evening = "DTSTART;TZID=America/New_York:20270105T200000"
    daily = "RRULE:FREQ=DAILY;UNTIL=20270107T010000Z"
    assert one_event(evening, daily) == ["01-06 02:00", "01-07 02:00"]
    tokyo = "DTSTART;TZID=Asia/Tokyo:20270105T080000"  # the day before in UTC
    assert one_event(tokyo, "RRULE:FREQ=DAILY;UNTIL=20270106T230000Z") == [
        "01-05 00:00", "01-06 00:00", "01-07 00:00",
    ]  # fmt: skip
    assert one_event("DTSTART;VALUE=DATE:20270105", "RRULE:FREQ=DAILY;UNTIL=20270106T000000Z") == [
        "01-05 00:00", "01-06 00:00",
    ]  # fmt: skip


def test_a_broken_line_costs_that_line_and_not_the_event() -> None:
    start = "DTSTART:20270112T120000"
    assert one_event(start, "RDATE:20131210Z", "EXDATE:") == ["01-12 12:00"]
    assert one_event(start, "RRULE:FREQ=SOMETIMES") == ["01-12 12:00"]
    assert one_event(start, "DURATION:P999999999999D") == ["01-12 12:00"]
    assert one_event(start, "DTSTART:20270112T150000") == ["01-12 12:00"]
    spaced = "RRULE:FREQ=WEEKLY;UNTIL=20270116T000000;BYDAY=TU, WE"
    assert one_event(start, spaced) == ["01-12 12:00", "01-13 12:00"]


def test_lines_folded_within_a_letter_and_an_event_without_a_calendar_are_read() -> None:
    words = "Réunion à l’accueil"
    title = b"SUMMARY:" + words.encode()
    at = title.index("é".encode()) + 1
    lines = [b"BEGIN:VEVENT", b"DTSTART:20270112T120000", title[:at] + b"\r\n " + title[at:]]
    content = b"\r\n".join([*lines, b"END:VEVENT", b""])
    (one,) = read_content(
        content, "x.ics", zone="Europe/Brussels", first=NOW.date(), last=date(2027, 6, 30)
    ).entries
    assert one.title == words
