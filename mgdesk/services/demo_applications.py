"""The demo's applications for the next round of two classes: some heard, some decided, a day planned."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from mgdesk.model import Campus, Cohort
from mgdesk.queries.selection import criteria
from mgdesk.rules.application import ApplicationStatus, Channel
from mgdesk.rules.calendar import monday
from mgdesk.rules.rights import Right
from mgdesk.rules.selection import CriterionKind
from mgdesk.services.applications import apply, set_status
from mgdesk.services.demo_content import content
from mgdesk.services.rights import needs
from mgdesk.services.selection import (
    CriterionFields,
    add_selection_day,
    convoke,
    set_criteria,
    write_interview,
)

Place = dict[str, Any]  # the training and the campus, as services take them
_INTERVIEWER: Final = "Jury Démo"
_KINDS: Final = (CriterionKind.POINTS, CriterionKind.YES_NO, CriterionKind.POINTS)
_WEIGHTS: Final = (3, 1, 2)
# The first to apply have been heard and have their answer.
_ANSWERS: Final = (ApplicationStatus.ACCEPTED, ApplicationStatus.RESERVE, ApplicationStatus.REFUSED)


@needs(Right.RUN)
def make_applications(
    session: Session, random: Random, people: dict[str, list[UUID]], today: date
) -> None:
    """Applicants of the campuses that the demo names; `people` are those in no class now."""
    for goal in content("applications.toml")["goal"]:
        cohort = session.scalar(select(Cohort).where(Cohort.code == goal["training"]))
        if cohort is None:
            continue
        campus = cohort.campus
        chosen = people[goal["campus"]][-goal["applicants"] :]
        texts = content("applications.toml")[campus.languages[0]]
        place: Place = {"training_id": cohort.training_id, "campus_id": campus.id}
        _make_criteria(session, place, texts)
        made = _apply(session, random, campus, place, chosen, texts, today)
        _hear(session, random, place, made[: len(made) // 2], texts)
        _plan_day(session, place, texts, today)
    session.flush()


def _make_criteria(session: Session, place: Place, texts: dict[str, Any]) -> None:
    wished = [
        CriterionFields(name, weight, kind)
        for name, weight, kind in zip(texts["criteria"], _WEIGHTS, _KINDS, strict=True)
    ]
    set_criteria(session, criteria=wished, **place)
    session.flush()


def _apply(
    session: Session,
    random: Random,
    campus: Campus,
    place: Place,
    people: Sequence[UUID],
    texts: dict[str, Any],
    today: date,
) -> list[UUID]:
    """They came over the last weeks, the first first."""
    made = []
    for number, person_id in enumerate(people):
        day = today - timedelta(days=2 * (len(people) - number))
        at = datetime.combine(day, time(random.randrange(9, 17), 10), ZoneInfo(campus.zone))
        made.append(
            apply(
                session,
                person_id=person_id,
                received_at=at,
                channel=random.choice(list(Channel)),
                motivation=texts["motivation"][number % len(texts["motivation"])],
                heard_of=random.choice(texts["heard_of"]),
                availability=random.choice(texts["availability"]),
                schooling=random.choice((None, 2, 3, 3, 6)),
                **place,
            )
        )
    return made


def _hear(
    session: Session,
    random: Random,
    place: Place,
    applications: Sequence[UUID],
    texts: dict[str, Any],
) -> None:
    known = criteria(session, **place)
    for number, application_id in enumerate(applications):
        given = {
            one.id: random.choice((0, 1))
            if one.kind is CriterionKind.YES_NO
            else random.randrange(2, 6)
            for one in known
        }
        write_interview(
            session,
            application_id=application_id,
            interviewer=_INTERVIEWER,
            points=given,
            note=random.choice(texts["interview"]),
        )
        if number < len(_ANSWERS):
            set_status(
                session,
                application_id=application_id,
                status=_ANSWERS[number],
                reason=texts["reason"],
                decided_by=_INTERVIEWER,
            )


def _plan_day(session: Session, place: Place, texts: dict[str, Any], today: date) -> None:
    day_id = add_selection_day(
        session,
        day=monday(today) + timedelta(weeks=1, days=2),
        starts_at=time(9),
        ends_at=time(12, 30),
        note=texts["day_note"],
        **place,
    )
    session.flush()
    convoke(session, selection_day_id=day_id)
