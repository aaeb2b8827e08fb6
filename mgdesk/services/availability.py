"""When coaches are there: their week at a campus, times away, times there after all."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from mgdesk.errors import DeskError, NotFound
from mgdesk.i18n import N_
from mgdesk.model import Campus, CoachException, CoachHours, Person
from mgdesk.model.identity import new_key
from mgdesk.rules import names
from mgdesk.rules.availability import WeekHours
from mgdesk.rules.people import Role
from mgdesk.rules.rights import Right
from mgdesk.services.intake import give_role
from mgdesk.services.rights import needs
from mgdesk.services.texts import line
from mgdesk.storage.audit import name_change


class TimeBackwards(DeskError):
    sentence = N_("The time ends before it starts. Correct one of the two.")


@needs(Right.BOOK)
def set_week(
    session: Session, *, coach_id: UUID, campus_id: UUID, hours: Iterable[WeekHours]
) -> None:
    """Say when a coach is there every week; what was said before for that campus is replaced.

    Who has hours is a coach from now on. Raises NotFound, TimeBackwards.
    """
    coach, campus = _coach(session, coach_id), session.get(Campus, campus_id)
    if campus is None:
        raise NotFound
    wanted = set(hours)
    if any(one.ends_at <= one.starts_at for one in wanted):
        raise TimeBackwards
    kept = set()
    for row in _week(session, coach_id, campus_id):
        known = WeekHours(row.weekday, row.starts_at, row.ends_at)
        if known in wanted:
            kept.add(known)
        else:
            session.delete(row)
    session.flush()  # the times that go make way for those that come
    for one in sorted(wanted - kept):
        session.add(
            CoachHours(
                id=new_key(),
                coach_id=coach_id,
                campus_id=campus_id,
                weekday=one.weekday,
                starts_at=one.starts_at,
                ends_at=one.ends_at,
            )
        )
    name_change(session, N_("Hours of {name} at {campus}"), name=_name(coach), campus=campus.name)


@needs(Right.BOOK)
def add_exception(
    session: Session,
    *,
    coach_id: UUID,
    starts_at: datetime,
    ends_at: datetime,
    campus_id: UUID,
    is_there: bool = False,
    is_everywhere: bool = False,
    reason: str = "",
) -> UUID:
    """Note that a coach is away, or there after all; moments without a zone are on the campus's clock.

    A time away holds at one campus, or everywhere. Raises NotFound, TimeBackwards, TextTooLong.
    """
    coach, campus = _coach(session, coach_id), session.get(Campus, campus_id)
    if campus is None:
        raise NotFound
    zone = ZoneInfo(campus.zone)
    start, end = (one if one.tzinfo else one.replace(tzinfo=zone) for one in (starts_at, ends_at))
    if end <= start:
        raise TimeBackwards
    made = CoachException(
        id=new_key(),
        coach_id=coach_id,
        campus_id=campus_id if is_there or not is_everywhere else None,
        starts_at=start,
        ends_at=end,
        is_there=is_there,
        reason=line(reason),
    )
    session.add(made)
    title = N_("{name} is there on {day}") if is_there else N_("{name} is away on {day}")
    name_change(session, title, name=_name(coach), day=start.astimezone(zone).date())
    return made.id


@needs(Right.BOOK)
def remove_exception(session: Session, *, exception_id: UUID) -> None:
    """Take back a time away, or one there after all. Raises NotFound."""
    found = session.get(CoachException, exception_id)
    if found is None:
        raise NotFound
    coach = _coach(session, found.coach_id)
    name_change(session, N_("Exception of {name} taken back"), name=_name(coach))
    session.delete(found)


def _week(session: Session, coach_id: UUID, campus_id: UUID) -> list[CoachHours]:
    return list(
        session.scalars(
            select(CoachHours).where(
                CoachHours.coach_id == coach_id, CoachHours.campus_id == campus_id
            )
        )
    )


def _coach(session: Session, coach_id: UUID) -> Person:
    coach = session.get(Person, coach_id)
    if coach is None:
        raise NotFound
    give_role(session, coach, Role.COACH)
    return coach


def _name(person: Person) -> str:
    return names.display_name(person.first_name, person.surname)
