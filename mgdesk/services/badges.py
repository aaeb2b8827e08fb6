"""Badges and cards for a class or for those expected at an event; nothing is registered."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mgdesk.documents.badge import BadgeFormat, BadgeRecord
from mgdesk.errors import DeskError, NotFound
from mgdesk.i18n import N_
from mgdesk.model import Campus, Person
from mgdesk.queries.events import registrations
from mgdesk.queries.privacy import off_lists
from mgdesk.rules.codes import person_code
from mgdesk.rules.enrolment import LEFT
from mgdesk.rules.events import HOLDING_A_PLACE
from mgdesk.rules.rights import Right
from mgdesk.services.documents import Paper, paper_of
from mgdesk.services.event_papers import EventIssuer, event_issuer
from mgdesk.services.issuing import members_of
from mgdesk.services.records import Issuer, is_demo, issuer, letterhead_of
from mgdesk.services.rights import needs

__all__ = ["BadgeFormat", "NobodyForABadge", "badges", "member_card"]


class NobodyForABadge(DeskError):
    sentence = N_("Nobody of {code} can have a badge: nobody is enrolled or registered.")


@needs(Right.WELCOME)
def badges(
    session: Session,
    *,
    day: date,
    cohort_id: UUID | None = None,
    event_id: UUID | None = None,
    form: BadgeFormat = BadgeFormat.BADGE,
    person_ids: Collection[UUID] | None = None,
    language: str | None = None,
) -> Paper:
    """The badges of a cohort or of an event, by name; `person_ids` choose some of them.

    Raises NotFound, NobodyForABadge.
    """
    if cohort_id is not None:
        source: Issuer | EventIssuer = issuer(session, cohort_id=cohort_id)
        people = [
            person
            for enrolment, person in members_of(session, cohort_id, None)
            if enrolment.status not in LEFT and person.restricted_at is None
        ]
        about = source.cohort.training if isinstance(source, Issuer) else ""
    else:
        assert event_id is not None
        source = event_issuer(session, event_id=event_id)
        people = _guests(session, event_id)
        about = source.event.title
    chosen = [one for one in people if person_ids is None or one.id in person_ids]
    if not chosen:
        raise NobodyForABadge(code=source.code)
    return paper_of(
        session, [_badge(source, one, about, form, language or "", day) for one in chosen]
    )


@needs(Right.WELCOME)
def member_card(
    session: Session,
    *,
    person_id: UUID,
    day: date,
    form: BadgeFormat = BadgeFormat.SINGLE,
    language: str | None = None,
) -> Paper:
    """The card of one person, of their campus or of the first one made. Raises NotFound."""
    person = session.get(Person, person_id)
    campus = None
    if person is not None:
        campus = person.campus or session.scalars(select(Campus).order_by(Campus.id)).first()
    if person is None or campus is None:
        raise NotFound
    usual = campus.languages[0] if campus.languages else "fr"
    record = BadgeRecord(
        language=language or person.language or usual,
        letterhead=letterhead_of(session, campus),
        first_name=person.call_name or person.first_name,
        surname=person.surname,
        about="",
        code=person_code(person.id),
        printed_on=day,
        form=form,
        country=campus.country,
        second_name=person.second_name,
        detail=person.learner_number or "",
        is_demo=is_demo(session, campus),
    )
    return paper_of(session, [record])


def _guests(session: Session, event_id: UUID) -> list[Person]:
    expected = {
        row.person_id
        for row in registrations(session, event_id=event_id)
        if row.status in HOLDING_A_PLACE
    }
    expected -= off_lists(session)
    wanted = select(Person).where(Person.id.in_(expected)).order_by(Person.sort_key, Person.id)
    return list(session.scalars(wanted))


def _badge(
    source: Issuer | EventIssuer,
    person: Person,
    about: str,
    form: BadgeFormat,
    language: str,
    day: date,
) -> BadgeRecord:
    is_learner = isinstance(source, Issuer)
    number = person.learner_number or ""
    return BadgeRecord(
        language=source.language(language),
        letterhead=source.letterhead,
        first_name=person.call_name or person.first_name,
        surname=person.surname,
        about=about,
        code=person_code(person.id),
        printed_on=day,
        form=form,
        country=source.campus.country,
        second_name=person.second_name,
        detail=" · ".join(filter(None, (source.code, number))) if is_learner else "",
        backing=source.backing,
        is_demo=source.is_demo,
    )
