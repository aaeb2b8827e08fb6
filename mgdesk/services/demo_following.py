"""The demo's accompaniment around its talks: coaches' hours, a series, follow-ups, referrals."""

from collections.abc import Sequence
from datetime import UTC, date, time, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from mgdesk.model import Campus, CoachHours, CoachingSession, Referral
from mgdesk.model.identity import new_key
from mgdesk.rules.coaching import CoachingStatus, ReferralWay
from mgdesk.rules.rights import Right
from mgdesk.services.demo_content import content
from mgdesk.services.rights import needs

_HOURS: Final = ((time(9), time(12, 30)), (time(13, 30), time(17, 30)))
_WEEKS: Final = 4
_WEEK: Final = timedelta(weeks=1)


@needs(Right.RUN)
def make_following(session: Session, campus_id: UUID, today: date) -> None:
    """What follows from the talks of a campus, the same every time: nothing here is drawn by lot."""
    campus = session.get_one(Campus, campus_id)
    talks = session.scalars(
        select(CoachingSession)
        .where(CoachingSession.campus_id == campus_id)
        .order_by(CoachingSession.starts_at, CoachingSession.coach_id)
    ).all()
    _say_hours(session, talks)
    noted = [one for one in talks if one.status is CoachingStatus.DONE]
    for number, talk in enumerate(noted[::3]):
        talk.follow_up_on = today + (number % 3) * _WEEK
    planned = [one for one in talks if one.status is CoachingStatus.PLANNED]
    if planned:
        _repeat(session, planned[-1], ZoneInfo(campus.zone))
    texts = content("accompaniment.toml")["referrals"][campus.languages[0]]
    session.add_all(_referral(talk, text) for talk, text in zip(noted[1:], texts, strict=False))
    session.flush()


def _say_hours(session: Session, talks: Sequence[CoachingSession]) -> None:
    coaches = dict.fromkeys((one.coach_id, one.campus_id) for one in talks if one.coach_id)
    for coach_id, campus_id in coaches:
        for weekday in range(5):
            for starts_at, ends_at in _HOURS:
                made = CoachHours(id=new_key(), coach_id=coach_id, campus_id=campus_id)
                made.weekday, made.starts_at, made.ends_at = weekday, starts_at, ends_at
                session.add(made)


def _repeat(session: Session, talk: CoachingSession, zone: ZoneInfo) -> None:
    """The same hour of the campus's clock, every week."""
    talk.series_id = new_key()
    for week in range(1, _WEEKS):
        start, end = (
            (at.astimezone(zone) + week * _WEEK).astimezone(UTC)
            for at in (talk.starts_at, talk.ends_at)
        )
        session.add(
            CoachingSession(
                id=new_key(),
                person_id=talk.person_id,
                coach_id=talk.coach_id,
                campus_id=talk.campus_id,
                room_id=talk.room_id,
                starts_at=start,
                ends_at=end,
                booked_at=talk.booked_at,
                status=CoachingStatus.PLANNED,
                subject=talk.subject,
                series_id=talk.series_id,
            )
        )


def _referral(talk: CoachingSession, text: dict[str, str]) -> Referral:
    day = talk.starts_at.date()
    return Referral(
        id=new_key(),
        person_id=talk.person_id,
        coach_id=talk.coach_id,
        way=ReferralWay.OUT,
        party=text["party"],
        day=day,
        reason=text["reason"],
        answer=text.get("answer", ""),
        answered_on=day if "answer" in text else None,
    )
