"""One person whole: the record with its roles, cohorts, events, papers and what happened."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from mgdesk.errors import NotFound
from mgdesk.model import (
    Campus,
    Cohort,
    Consent,
    Enrolment,
    Event,
    FormerNumber,
    IssuedDocument,
    Pass,
    Person,
    PersonRole,
    Registration,
    Training,
)
from mgdesk.queries.coaching import CoachingRow, coaching_sessions
from mgdesk.queries.following import ReferralRow, referrals
from mgdesk.queries.hours import summaries
from mgdesk.queries.loans import LoanRow, loans
from mgdesk.queries.outcomes import OutcomeRow, outcomes
from mgdesk.queries.passes import PassRow, passes
from mgdesk.queries.timeline import TimelineRow, timeline
from mgdesk.rules import names, people
from mgdesk.rules.attendance import Summary
from mgdesk.rules.enrolment import EnrolmentStatus
from mgdesk.rules.events import RegistrationStatus
from mgdesk.rules.national_number import masked
from mgdesk.rules.paper import PaperKind, PaperStatus
from mgdesk.rules.people import ConsentKind, Flag, Gender, Role


@dataclass(frozen=True)
class EnrolmentLine:
    """A person's place in a cohort, with what follows from the marks (see rules.attendance)."""

    id: UUID
    cohort_id: UUID
    cohort: str
    training: str
    status: EnrolmentStatus
    first_day: date
    last_day: date
    summary: Summary


@dataclass(frozen=True)
class RegistrationLine:
    id: UUID
    event_id: UUID
    event: str
    starts_at: datetime
    zone: str
    status: RegistrationStatus


@dataclass(frozen=True)
class DocumentLine:
    id: UUID
    number: str
    kind: PaperKind
    status: PaperStatus
    issued_at: datetime
    copies: int


@dataclass(frozen=True)
class ConsentLine:
    """The last answer that a person gave to one question."""

    kind: ConsentKind
    is_given: bool
    wording: str
    at: datetime


@dataclass(frozen=True)
class PersonDetail:
    """Everything that is known of a person. `version` goes back with an edit."""

    id: UUID
    version: int
    first_name: str
    surname: str
    call_name: str
    second_name: str
    birth_date: date | None
    birth_place: str
    gender: Gender | None
    phone: str
    email: str
    language: str
    street: str
    postcode: str
    municipality: str
    country: str
    emergency_contact: str
    emergency_phone: str
    national_number: str  # masked: services.sights shows it whole
    note: str
    source: str
    learner_number: str
    campus_id: UUID | None
    campus: str
    photo_id: UUID | None
    created_at: datetime
    roles: tuple[Role, ...]
    consents: tuple[ConsentLine, ...]
    enrolments: tuple[EnrolmentLine, ...]
    registrations: tuple[RegistrationLine, ...]
    coaching: tuple[CoachingRow, ...]  # by time
    referrals: tuple[ReferralRow, ...]  # the latest first
    outcomes: tuple[OutcomeRow, ...]  # after their trainings, the latest first
    loans: tuple[LoanRow, ...]  # those still open first
    passes: tuple[PassRow, ...]  # the latest first
    documents: tuple[DocumentLine, ...]
    timeline: tuple[TimelineRow, ...]
    flags: tuple[Flag, ...]
    restricted_at: datetime | None = None
    restricted_reason: str = ""
    erase_on: date | None = None  # erased in part: the rest from then on
    also_at: tuple[str, ...] = ()  # codes of other campuses where they learn or co-work
    former_numbers: tuple[str, ...] = ()  # of the campuses that they moved from

    @property
    def name(self) -> str:
        return names.display_name(self.first_name, self.surname)


_PLAIN = (
    "first_name", "surname", "call_name", "second_name", "birth_date", "birth_place", "gender",
    "phone", "email", "language", "street", "postcode", "municipality", "country",
    "emergency_contact", "emergency_phone", "note", "source", "campus_id", "photo_id", "created_at",
    "restricted_at", "restricted_reason", "erase_on",
)  # fmt: skip


def person(session: Session, *, person_id: UUID) -> PersonDetail:
    """One person whole. Raises NotFound."""
    found = session.get(Person, person_id)
    if found is None or found.erased_at is not None:
        raise NotFound
    campus = session.get(Campus, found.campus_id) if found.campus_id else None
    return PersonDetail(
        id=found.id,
        version=found.version,
        **{name: getattr(found, name) for name in _PLAIN},
        national_number=masked(found.national_number),
        learner_number=found.learner_number or "",
        campus=campus.code if campus else "",
        roles=tuple(roles_of(session, [person_id])[person_id]),
        consents=_consents(session, person_id),
        enrolments=_enrolments(session, person_id),
        registrations=_registrations(session, person_id),
        coaching=tuple(coaching_sessions(session, person_id=person_id)),
        referrals=tuple(referrals(session, person_id=person_id)),
        outcomes=tuple(outcomes(session, person_id=person_id)),
        loans=tuple(loans(session, person_id=person_id)),
        passes=tuple(passes(session, person_id=person_id)),
        documents=_documents(session, person_id),
        timeline=tuple(timeline(session, person_id=person_id)),
        flags=people.flags(found.phone, found.email),
        also_at=tuple(
            code for code in _places(session, person_id) if not campus or code != campus.code
        ),
        former_numbers=_former_numbers(session, person_id),
    )


def _places(session: Session, person_id: UUID) -> list[str]:
    """The codes of the campuses where somebody learns or co-works."""
    learning = (
        select(Campus.code)
        .join(Cohort, Cohort.campus_id == Campus.id)
        .join(Enrolment, Enrolment.cohort_id == Cohort.id)
        .where(Enrolment.person_id == person_id)
    )
    coworking = (
        select(Campus.code)
        .join(Pass, Pass.campus_id == Campus.id)
        .where(Pass.person_id == person_id)
    )
    return sorted(session.scalars(learning.union(coworking)))


def _former_numbers(session: Session, person_id: UUID) -> tuple[str, ...]:
    wanted = select(FormerNumber.number).where(FormerNumber.person_id == person_id)
    return tuple(session.scalars(wanted.order_by(FormerNumber.given_up_at)))


def roles_of(session: Session, ids: Select[UUID] | Iterable[UUID]) -> defaultdict[UUID, list[Role]]:
    """The hats of these people, in their usual order."""
    found: defaultdict[UUID, list[Role]] = defaultdict(list)
    order = list(Role)
    rows = session.execute(
        select(PersonRole.person_id, PersonRole.role).where(PersonRole.person_id.in_(ids))
    )
    for person_id, role in sorted(rows, key=lambda row: order.index(row[1])):
        found[person_id].append(role)
    return found


def _consents(session: Session, person_id: UUID) -> tuple[ConsentLine, ...]:
    rows = session.scalars(
        select(Consent).where(Consent.person_id == person_id).order_by(Consent.at, Consent.id)
    )
    last = {row.kind: ConsentLine(row.kind, row.is_given, row.wording, row.at) for row in rows}
    return tuple(last[kind] for kind in ConsentKind if kind in last)


def _enrolments(session: Session, person_id: UUID) -> tuple[EnrolmentLine, ...]:
    rows = session.execute(
        select(
            Enrolment.id,
            Enrolment.cohort_id,
            Cohort.code,
            Training.title,
            Enrolment.status,
            Cohort.first_day,
            Cohort.last_day,
        )
        .join(Enrolment.cohort)
        .join(Cohort.training)
        .where(Enrolment.person_id == person_id)
        .order_by(Cohort.first_day.desc(), Cohort.code)
    ).all()
    hours = summaries(session, cohort_ids=[row.cohort_id for row in rows])
    return tuple(EnrolmentLine(*row, hours.get(row.id, Summary())) for row in rows)


def _registrations(session: Session, person_id: UUID) -> tuple[RegistrationLine, ...]:
    rows = session.execute(
        select(
            Registration.id,
            Registration.event_id,
            Event.title,
            Event.starts_at,
            Campus.zone,
            Registration.status,
        )
        .join(Registration.event)
        .join(Event.campus)
        .where(Registration.person_id == person_id)
        .order_by(Event.starts_at.desc(), Registration.id)
    )
    return tuple(RegistrationLine(*row) for row in rows)


def _documents(session: Session, person_id: UUID) -> tuple[DocumentLine, ...]:
    rows = session.execute(
        select(
            IssuedDocument.id,
            IssuedDocument.number,
            IssuedDocument.kind,
            IssuedDocument.status,
            IssuedDocument.issued_at,
            IssuedDocument.copies,
        )
        .where(IssuedDocument.person_id == person_id)
        .order_by(IssuedDocument.issued_at.desc())
    )
    return tuple(DocumentLine(*row) for row in rows)
