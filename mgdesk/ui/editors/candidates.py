"""Who may be meant by a few letters at the desk: those of the day first, then everybody else."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from mgdesk import i18n
from mgdesk.i18n import gettext as _
from mgdesk.i18n import isolate
from mgdesk.queries.expected import Presence, TodayRow
from mgdesk.queries.search import PersonHit
from mgdesk.rules import names
from mgdesk.rules.arrival import KIND_LABELS, Outcome, Reason, in_order
from mgdesk.rules.search import typed_words
from mgdesk.services.checkin import Arrival

_WAITED_FOR = {Presence.EXPECTED: 0, Presence.AWAY: 1, Presence.LEFT: 2}


@dataclass(frozen=True)
class Candidate:
    """A line of the list: who, what tells them from a namesake, and how they stand today."""

    person_id: UUID
    name: str
    second_name: str
    tells_apart: str
    row: TodayRow | None  # None: nobody expects them today
    words: frozenset[str]
    photo_id: UUID | None = None

    @property
    def id(self) -> UUID:
        return self.person_id


def of_day(rows: Iterable[TodayRow], at: datetime) -> list[Candidate]:
    """Those of the day: whoever is still to come by the hour, then who came, the latest first."""
    return [_of_row(row) for row in sorted(rows, key=lambda row: _turn(row, at))]


def _turn(row: TodayRow, at: datetime) -> tuple[int, float]:
    is_come = row.presence not in _WAITED_FOR
    if is_come and row.arrived_at is not None:
        return 3, -row.arrived_at.timestamp()
    starts = [reason.starts_at for reason in row.reasons if reason.starts_at]
    over = all(reason.ends_at and reason.ends_at <= at for reason in row.reasons)
    first = min(starts).timestamp() if starts else float("inf")
    return (2 if over and row.reasons else _WAITED_FOR.get(row.presence, 3)), first


def _of_row(row: TodayRow) -> Candidate:
    codes = [reason.code for reason in row.reasons]
    return Candidate(
        row.person_id,
        row.name,
        row.second_name,
        told_apart(row.birth_year, row.phone_end),
        row,
        _words(row.name, row.second_name, *codes, row.phone_end),
        row.photo_id,
    )


def of_hit(hit: PersonHit) -> Candidate:
    """Somebody known, whom nobody expects today."""
    year = hit.birth_date.year if hit.birth_date else None
    cohort = hit.cohort_codes[0] if hit.cohort_codes else ""
    return Candidate(
        hit.person_id,
        hit.name,
        hit.second_name,
        told_apart(year, hit.phone_end, cohort),
        None,
        frozenset(),
        hit.photo_id,
    )


def told_apart(year: int | None, phone_end: str, cohort: str = "") -> str:
    """Birth year, cohort, last digits of the phone: what tells two people of one name apart."""
    parts = (cohort, str(year or ""), f"…{phone_end}" if phone_end else "")
    return " · ".join(isolate(part) for part in parts if part)


_PRESENCE = {
    Outcome.ARRIVED: Presence.HERE,
    Outcome.LATE: Presence.LATE,
    Outcome.LEFT: Presence.LEFT,
}


def after(one: Candidate, arrival: Arrival) -> Candidate:
    """How somebody stands after an answer, before the day is read again."""
    presence = _PRESENCE.get(arrival.outcome)
    if one.row is None or one.person_id != arrival.person_id or presence is None:
        return one
    arrived_at = one.row.arrived_at if presence is Presence.LEFT else arrival.at
    changed = replace(
        one.row, presence=presence, arrived_at=arrived_at, minutes_late=arrival.minutes_late
    )
    return replace(one, row=changed)


def matching(candidates: Sequence[Candidate], text: str) -> list[Candidate]:
    """Those of whom every typed word begins a word, in any order; all for an empty text."""
    wanted = typed_words(text)
    if not wanted:
        return list(candidates)
    found = [
        one
        for one in candidates
        if all(any(word.startswith(start) for word in one.words) for start in wanted)
    ]
    return sorted(found, key=_is_come)


def _is_come(one: Candidate) -> bool:
    """Whoever is still to come is meant before whoever came."""
    return one.row is not None and one.row.presence not in _WAITED_FOR


def _words(*texts: str) -> frozenset[str]:
    found: set[str] = set()
    for text in texts:
        folded = names.fold(text)
        found.update(folded.split())
        found.add(folded.replace(" ", ""))
        found.update(names.fold(part) for part in text.split())
    return frozenset(found - {""})


def both_names(candidate: Candidate) -> str:
    """The name, and beside it how it is written in another script."""
    both = (isolate(candidate.name), isolate(candidate.second_name))
    return "  ".join(part for part in both if part)


def what_for(candidate: Candidate, at: datetime, chosen: Reason | None = None) -> str:
    """What they come for next (or what was chosen), when and where."""
    reason = chosen or next_reason(candidate, at)
    return reason_words(reason) if reason else _("not expected today")


def next_reason(candidate: Candidate, at: datetime) -> Reason | None:
    """What is likeliest now, else the first of the day."""
    if candidate.row is None or not candidate.row.reasons:
        return None
    reasons = candidate.row.reasons
    open_now = in_order(reasons, at)
    return open_now[0] if open_now else reasons[0]


def reason_words(reason: Reason) -> str:
    """`09:00–12:30 · Room 2 · Coding School`, on the campus's clock; the hours first: they differ."""
    if reason.starts_at is None or reason.ends_at is None:
        hour = i18n.format_clock(reason.starts_at) if reason.starts_at else ""
        kind = _(KIND_LABELS[reason.kind])
        return " · ".join(filter(None, (isolate(hour), kind, isolate(reason.title))))
    hours = i18n.format_clock_range(reason.starts_at.time(), reason.ends_at.time())
    parts = (isolate(hours), isolate(reason.room), isolate(reason.title))
    waiting = _("on the waiting list") if reason.is_waiting else ""
    return " · ".join(part for part in (*parts, waiting) if part)
