"""What happened with a person, newest first: one line a happening, in the reader's language."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mgdesk.i18n import N_, gettext
from mgdesk.model import (
    Application,
    Campus,
    CheckIn,
    CoachingSession,
    Cohort,
    Company,
    Consent,
    ContactAttempt,
    Decision,
    Employer,
    Enrolment,
    Event,
    FormerRecord,
    Founder,
    IssuedDocument,
    Loan,
    Outcome,
    Person,
    Referral,
    Registration,
    Resource,
    Training,
)
from mgdesk.rules import names
from mgdesk.rules.application import APPLICATION_STATUS_LABELS
from mgdesk.rules.coaching import COACHING_STATUS_LABELS, EXPECTED, ReferralWay
from mgdesk.rules.events import Direction
from mgdesk.rules.outcome import ATTEMPT_LABELS, OUTCOME_LABELS
from mgdesk.rules.paper import PAPER_KIND_LABELS
from mgdesk.rules.people import CONSENT_LABELS
from mgdesk.rules.stays import SEATED

_NOON = time(12)  # of what has a day and no hour


@dataclass(frozen=True)
class TimelineRow:
    """One happening; `text` is its sentence in the language spoken when it is read."""

    at: datetime
    message: str
    values: tuple[tuple[str, str], ...]
    translated: tuple[tuple[str, str], ...] = ()  # values that are messages themselves

    @property
    def text(self) -> str:
        words = {name: gettext(message) for name, message in self.translated}
        return gettext(self.message, **dict(self.values), **words)


def timeline(session: Session, *, person_id: UUID) -> list[TimelineRow]:
    """All that happened with the person, the latest first."""
    happenings = [
        *_beginning(session, person_id),
        *_mergers(session, person_id),
        *_applications(session, person_id),
        *_enrolments(session, person_id),
        *_registrations(session, person_id),
        *_arrivals(session, person_id),
        *_coaching(session, person_id),
        *_referrals(session, person_id),
        *_loans(session, person_id),
        *_afterwards(session, person_id),
        *_companies(session, person_id),
        *_documents(session, person_id),
        *_consents(session, person_id),
    ]
    return sorted(happenings, key=lambda row: row.at, reverse=True)


def _row(at: datetime, message: str, **values: Any) -> TimelineRow:
    return TimelineRow(at, message, tuple(values.items()))


def _beginning(session: Session, person_id: UUID) -> Iterator[TimelineRow]:
    found = session.execute(
        select(Person.created_at, Person.source).where(Person.id == person_id)
    ).one_or_none()
    if found is None:
        return
    if found.source and found.source != "desk":
        yield _row(found.created_at, N_("Imported from {file}"), file=found.source)
    else:
        yield _row(found.created_at, N_("Added at the desk"))


def _mergers(session: Session, person_id: UUID) -> Iterator[TimelineRow]:
    """Records that turned out to be theirs: when each began, and when it became one with this."""
    rows = session.scalars(select(FormerRecord).where(FormerRecord.person_id == person_id))
    for former in rows:
        yield _row(
            former.merged_at, N_("The record of {name} became one with this"), name=former.name
        )
        yield _row(former.created_at, N_("The record of {name} was added"), name=former.name)


def _applications(session: Session, person_id: UUID) -> Iterator[TimelineRow]:
    """When each came in, and what people decided on it."""
    goal = func.coalesce(Cohort.code, Training.title)
    received = session.execute(
        select(Application.received_at, goal)
        .join(Application.training)
        .outerjoin(Application.cohort)
        .where(Application.person_id == person_id)
    )
    for at, applied_for in received:
        yield _row(at, N_("Applied for {goal}"), goal=applied_for)
    decided = session.execute(
        select(Decision.at, Decision.status, goal)
        .join(Decision.application)
        .join(Application.training)
        .outerjoin(Application.cohort)
        .where(Application.person_id == person_id)
    )
    for at, status, applied_for in decided:
        yield TimelineRow(
            at,
            N_("Application for {goal}: {status}"),
            (("goal", applied_for),),
            (("status", APPLICATION_STATUS_LABELS[status]),),
        )


def _enrolments(session: Session, person_id: UUID) -> Iterator[TimelineRow]:
    rows = session.execute(
        select(Enrolment.enrolled_at, Cohort.code)
        .join(Enrolment.cohort)
        .where(Enrolment.person_id == person_id)
    )
    for at, code in rows:
        yield _row(at, N_("Enrolled in {cohort}"), cohort=code)


def _registrations(session: Session, person_id: UUID) -> Iterator[TimelineRow]:
    rows = session.execute(
        select(Registration.registered_at, Event.title)
        .join(Registration.event)
        .where(Registration.person_id == person_id)
    )
    for at, title in rows:
        yield _row(at, N_("Registered for {event}"), event=title)


def _arrivals(session: Session, person_id: UUID) -> Iterator[TimelineRow]:
    rows = session.execute(
        select(CheckIn.at, CheckIn.direction, Campus.name)
        .join(Campus, Campus.id == CheckIn.campus_id)
        .where(CheckIn.person_id == person_id, CheckIn.source != SEATED)
    )
    for at, direction, campus in rows:
        came = direction == Direction.ARRIVAL
        yield _row(at, N_("Checked in at {campus}") if came else N_("Left {campus}"), campus=campus)


def _coaching(session: Session, person_id: UUID) -> Iterator[TimelineRow]:
    """When each was booked, and how each ended; what is to come has not happened yet."""
    rows = session.execute(
        select(
            CoachingSession.booked_at,
            CoachingSession.starts_at,
            CoachingSession.status,
            Person.first_name,
            Person.surname,
        )
        .outerjoin(CoachingSession.coach)
        .where(CoachingSession.person_id == person_id)
    )
    for booked_at, starts_at, status, first_name, surname in rows:
        coach = names.display_name(first_name or "", surname or "") or "–"
        yield _row(booked_at, N_("Coaching booked with {coach}"), coach=coach)
        if status not in EXPECTED:
            yield TimelineRow(
                starts_at,
                N_("Coaching with {coach}: {status}"),
                (("coach", coach),),
                (("status", COACHING_STATUS_LABELS[status]),),
            )


def _referrals(session: Session, person_id: UUID) -> Iterator[TimelineRow]:
    """Where somebody was sent and who sent them; never why, nor what the answer was."""
    rows = session.execute(
        select(Referral.day, Referral.way, Referral.party, Referral.answered_on).where(
            Referral.person_id == person_id
        )
    )
    for day, way, party, answered_on in rows:
        sent = N_("Sent to {party}") if way is ReferralWay.OUT else N_("Sent to us by {party}")
        yield _row(datetime.combine(day, _NOON, UTC), sent, party=party)
        if answered_on is not None:
            at = datetime.combine(answered_on, _NOON, UTC)
            yield _row(at, N_("{party} answered"), party=party)


def _loans(session: Session, person_id: UUID) -> Iterator[TimelineRow]:
    rows = session.execute(
        select(Loan.lent_at, Loan.returned_at, Resource.code)
        .join(Loan.resource)
        .where(Loan.person_id == person_id)
    )
    for lent_at, returned_at, code in rows:
        yield _row(lent_at, N_("{resource} lent"), resource=code)
        if returned_at is not None:
            yield _row(returned_at, N_("{resource} given back"), resource=code)


def _afterwards(session: Session, person_id: UUID) -> Iterator[TimelineRow]:
    """Situations after a training as they were noted, and the calls to hear them."""
    rows = session.execute(
        select(Outcome.noted_at, Outcome.kind, Employer.name)
        .outerjoin(Outcome.employer)
        .where(Outcome.person_id == person_id)
    )
    for at, kind, employer in rows:
        said = (("situation", OUTCOME_LABELS[kind]),)
        if employer:
            message = N_("Situation: {situation}, {employer}")
            yield TimelineRow(at, message, (("employer", employer),), said)
        else:
            yield TimelineRow(at, N_("Situation: {situation}"), (), said)
    calls = session.execute(
        select(ContactAttempt.at, ContactAttempt.result).where(
            ContactAttempt.person_id == person_id
        )
    )
    for at, result in calls:
        yield TimelineRow(at, N_("Call: {result}"), (), (("result", ATTEMPT_LABELS[result]),))


def _companies(session: Session, person_id: UUID) -> Iterator[TimelineRow]:
    """Companies founded; one without a day stands nowhere in time, and is listed elsewhere."""
    rows = session.execute(
        select(Company.founded_on, Employer.name)
        .join(Company.employer)
        .join(Founder, Founder.company_id == Company.id)
        .where(Founder.person_id == person_id)
    )
    for day, name in rows:
        if day is None:
            continue
        at = datetime.combine(day, _NOON, UTC)
        yield _row(at, N_("Founded the company {name}"), name=name)


def _documents(session: Session, person_id: UUID) -> Iterator[TimelineRow]:
    rows = session.execute(
        select(IssuedDocument.issued_at, IssuedDocument.number, IssuedDocument.kind).where(
            IssuedDocument.person_id == person_id
        )
    )
    for at, number, kind in rows:
        yield TimelineRow(
            at,
            N_("Document issued: {kind} {number}"),
            (("number", number),),
            (("kind", PAPER_KIND_LABELS[kind]),),
        )


def _consents(session: Session, person_id: UUID) -> Iterator[TimelineRow]:
    rows = session.execute(
        select(Consent.at, Consent.kind, Consent.is_given).where(Consent.person_id == person_id)
    )
    for at, kind, is_given in rows:
        message = N_("Allowed: {subject}") if is_given else N_("Refused: {subject}")
        yield TimelineRow(at, message, (), (("subject", CONSENT_LABELS[kind]),))
