"""Free times of a coach at a campus, read for whoever books: hours, exceptions, holidays, what is booked."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from mgdesk.i18n import spoken_language
from mgdesk.queries import availability as queries
from mgdesk.rules import availability as rules
from mgdesk.rules.availability import LONGEST_LOOK, Presence, WeekHours
from mgdesk.rules.coaching import USUAL_LENGTH
from mgdesk.services.holidays import public_holidays


@dataclass(frozen=True, slots=True)
class FreeTimes:
    """Starts on the campus's clock, without a zone, and the week that they lie in."""

    starts: tuple[datetime, ...]
    week: tuple[WeekHours, ...]


def free_times(
    session: Session,
    *,
    coach_id: UUID,
    campus_id: UUID,
    after: datetime,
    length: timedelta = USUAL_LENGTH,
    most: int = 8,
) -> FreeTimes:
    """When a coach can be seen at a campus from a moment on. Raises NotFound."""
    zone = ZoneInfo(queries.campus_of(session, campus_id).zone)
    here = after.astimezone(zone) if after.tzinfo else after.replace(tzinfo=zone)
    found = presence(session, coach_id=coach_id, campus_id=campus_id, after=here)
    starts = rules.free_times(found, here.replace(tzinfo=None), length=length, most=most)
    return FreeTimes(tuple(starts), found.hours)


def presence(session: Session, *, coach_id: UUID, campus_id: UUID, after: datetime) -> Presence:
    """All that says when a coach can be seen, for the days that a search looks through."""
    campus = queries.campus_of(session, campus_id)
    zone = ZoneInfo(campus.zone)
    extra = tuple(
        (queries.on_clock(one.starts_at, zone), queries.on_clock(one.ends_at, zone))
        for one in queries.exceptions(session, coach_id=coach_id, campus_id=campus_id, since=after)
        if one.is_there
    )
    first = after.date()
    closed = public_holidays(
        campus.country,
        campus.region,
        first,
        first + timedelta(days=LONGEST_LOOK),
        spoken_language(),
    )
    return Presence(
        queries.hours_of(session, coach_id=coach_id, campus_id=campus_id),
        extra,
        queries.taken_times(session, coach_id=coach_id, since=after, zone=zone),
        frozenset(closed),
    )
