"""People as lists and the record's page show them, and who may already be known."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from mgdesk.errors import NotFound
from mgdesk.model import (
    Campus,
    Cohort,
    Consent,
    Enrolment,
    Event,
    IssuedDocument,
    Person,
    PersonRole,
    Registration,
    Training,
)
from mgdesk.queries.hours import summaries
from mgdesk.queries.search import matches
from mgdesk.queries.timeline import TimelineRow, timeline
from mgdesk.rules import names, people
from mgdesk.rules.attendance import Summary
from mgdesk.rules.enrolment import EnrolmentStatus
from mgdesk.rules.events import RegistrationStatus
from mgdesk.rules.paper import PaperKind, PaperStatus
from mgdesk.rules.people import ConsentKind, Flag, Gender, Likeness, Role

SIMILAR_FROM = 88  # of 100, rapidfuzz's token_sort_ratio: one letter wrong in a name of two words


@dataclass(frozen=True)
class LearnerRow:
    """A person in a list. `cohorts` are codes, the latest first."""

    id: UUID
    first_name: str
    surname: str
    call_name: str
    second_name: str
    birth_date: date | None
    phone: str
    email: str
    municipality: str
    learner_number: str
    campus: str
    roles: tuple[Role, ...]
    cohorts: tuple[str, ...]
    flags: tuple[Flag, ...]

    @property
    def name(self) -> str:
        """As one says it."""
        return names.display_name(self.first_name, self.surname)

    @property
    def list_name(self) -> str:
        """As lists sort it."""
        return names.list_name(self.first_name, self.surname)

    @property
    def birth_year(self) -> int | None:
        return self.birth_date.year if self.birth_date else None


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
    national_number: str
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
    documents: tuple[DocumentLine, ...]
    timeline: tuple[TimelineRow, ...]
    flags: tuple[Flag, ...]

    @property
    def name(self) -> str:
        return names.display_name(self.first_name, self.surname)


@dataclass(frozen=True)
class DuplicateRow:
    """Somebody already known who may be the one being typed, and why."""

    id: UUID
    name: str
    second_name: str
    birth_date: date | None
    learner_number: str
    municipality: str
    why: Likeness


def learners(
    session: Session,
    *,
    search: str = "",
    campus: str | None = None,
    campus_id: UUID | None = None,
    role: Role | None = None,
    cohort: str | None = None,
    limit: int | None = None,
) -> list[LearnerRow]:
    """People whose every searched word is found, by surname; campus and cohort are codes."""
    wanted = _wanted(search, campus, role, cohort).limit(limit)
    if campus_id is not None:
        wanted = wanted.where(Person.campus_id == campus_id)
    rows = session.execute(wanted).all()
    ids = wanted.with_only_columns(Person.id).subquery()
    roles = _roles(session, select(ids.c.id))
    cohorts = _cohort_codes(session, select(ids.c.id))
    return [
        LearnerRow(
            row.id,
            row.first_name,
            row.surname,
            row.call_name,
            row.second_name,
            row.birth_date,
            row.phone,
            row.email,
            row.municipality,
            row.learner_number or "",
            row.code or "",
            tuple(roles[row.id]),
            tuple(cohorts[row.id]),
            people.flags(row.phone, row.email),
        )
        for row in rows
    ]


def count_people(session: Session) -> int:
    """How many people this home knows: an empty list then says why it is empty."""
    return session.scalar(select(func.count()).select_from(Person)) or 0


def person(session: Session, *, person_id: UUID) -> PersonDetail:
    """One person whole. Raises NotFound."""
    found = session.get(Person, person_id)
    if found is None:
        raise NotFound
    campus = session.get(Campus, found.campus_id) if found.campus_id else None
    return PersonDetail(
        id=found.id,
        version=found.version,
        **{name: getattr(found, name) for name in _PLAIN},
        learner_number=found.learner_number or "",
        campus=campus.code if campus else "",
        roles=tuple(_roles(session, [person_id])[person_id]),
        consents=_consents(session, person_id),
        enrolments=_enrolments(session, person_id),
        registrations=_registrations(session, person_id),
        documents=_documents(session, person_id),
        timeline=tuple(timeline(session, person_id=person_id)),
        flags=people.flags(found.phone, found.email),
    )


def possible_duplicates(
    session: Session,
    *,
    first_name: str,
    surname: str,
    birth_date: date | None = None,
    phone: str = "",
    email: str = "",
    except_id: UUID | None = None,
    limit: int = 5,
) -> list[DuplicateRow]:
    """People who may be the same one, likeliest first. Advice: two people may share everything.

    The phone is compared as stored (E.164), in either order of first name and surname.
    """
    wanted = _candidates(first_name, surname, phone, email)
    if wanted is None:
        return []
    if except_id is not None:
        wanted = wanted.where(Person.id != except_id)
    key = _name_key(first_name, surname)
    alike = [
        (row, why)
        for row in session.execute(wanted.limit(500))
        if (why := _likeness(row, key, birth_date, phone, email)) is not None
    ]
    alike.sort(key=lambda pair: list(Likeness).index(pair[1]))
    return [
        DuplicateRow(
            row.id,
            names.display_name(row.first_name, row.surname),
            row.second_name,
            row.birth_date,
            row.learner_number or "",
            row.municipality,
            why,
        )
        for row, why in alike[:limit]
    ]


def namesakes(
    session: Session,
    *,
    first_name: str,
    surname: str,
    birth_date: date | None = None,
    phone: str = "",
    email: str = "",
    except_id: UUID | None = None,
    limit: int = 4,
) -> list[DuplicateRow]:
    """Whom one may be typing: the possible duplicates, then those whose names go on like this."""
    known = possible_duplicates(
        session,
        first_name=first_name,
        surname=surname,
        birth_date=birth_date,
        phone=phone,
        email=email,
        except_id=except_id,
        limit=limit,
    )
    seen = {row.id for row in known} | ({except_id} if except_id else set())
    typed = names.clean(f"{first_name} {surname}")
    for row in learners(session, search=typed, limit=limit + len(seen)) if typed else ():
        is_other = bool(birth_date and row.birth_date and birth_date != row.birth_date)
        if row.id not in seen and not is_other and len(known) < limit:
            known.append(
                DuplicateRow(
                    row.id,
                    row.name,
                    row.second_name,
                    row.birth_date,
                    row.learner_number,
                    row.municipality,
                    Likeness.SIMILAR_NAME,
                )
            )
    return known


_PLAIN = (
    "first_name", "surname", "call_name", "second_name", "birth_date", "birth_place", "gender",
    "phone", "email", "language", "street", "postcode", "municipality", "country",
    "emergency_contact", "emergency_phone", "national_number", "note", "source", "campus_id",
    "photo_id", "created_at",
)  # fmt: skip


def _wanted(
    search: str, campus: str | None, role: Role | None, cohort: str | None
) -> Select[*tuple[Any, ...]]:
    wanted: Select[*tuple[Any, ...]] = (
        select(
            Person.id,
            Person.first_name,
            Person.surname,
            Person.call_name,
            Person.second_name,
            Person.birth_date,
            Person.phone,
            Person.email,
            Person.municipality,
            Person.learner_number,
            Campus.code,
        )
        .outerjoin(Person.campus)
        .where(matches(Person.search_key, search))
        .order_by(Person.sort_key, Person.id)
    )
    if campus:
        wanted = wanted.where(Campus.code == campus.upper())
    if role is not None:
        wanted = wanted.where(Person.roles.any(PersonRole.role == role))
    if cohort:
        of_cohort = select(Enrolment.person_id).join(Enrolment.cohort).where(Cohort.code == cohort)
        wanted = wanted.where(Person.id.in_(of_cohort))
    return wanted


def _roles(session: Session, ids: Select[UUID] | Iterable[UUID]) -> defaultdict[UUID, list[Role]]:
    found: defaultdict[UUID, list[Role]] = defaultdict(list)
    order = list(Role)
    rows = session.execute(
        select(PersonRole.person_id, PersonRole.role).where(PersonRole.person_id.in_(ids))
    )
    for person_id, role in sorted(rows, key=lambda row: order.index(row[1])):
        found[person_id].append(role)
    return found


def _cohort_codes(session: Session, ids: Select[UUID]) -> defaultdict[UUID, list[str]]:
    found: defaultdict[UUID, list[str]] = defaultdict(list)
    rows = session.execute(
        select(Enrolment.person_id, Cohort.code)
        .join(Enrolment.cohort)
        .where(Enrolment.person_id.in_(ids))
        .order_by(Cohort.first_day.desc(), Cohort.code)
    )
    for person_id, code in rows:
        found[person_id].append(code)
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


def _candidates(
    first_name: str, surname: str, phone: str, email: str
) -> Select[*tuple[Any, ...]] | None:
    """Those worth comparing: an equal phone or e-mail, or a word that begins alike."""
    words = {*names.fold(first_name).split(), *names.fold(surname).split()}
    alike = [Person.search_key.contains(f" {word[:3]}", autoescape=True) for word in words]
    if phone:
        alike.append(Person.phone == phone)
    if email:
        alike.append(func.lower(Person.email) == email.lower())
    if not alike:
        return None
    return select(
        Person.id,
        Person.first_name,
        Person.surname,
        Person.second_name,
        Person.birth_date,
        Person.learner_number,
        Person.municipality,
        Person.phone,
        Person.email,
    ).where(or_(*alike))


def _name_key(first_name: str, surname: str) -> str:
    return " ".join(sorted(names.fold(f"{first_name} {surname}").split()))


def _likeness(
    row: Any, key: str, birth_date: date | None, phone: str, email: str
) -> Likeness | None:
    from rapidfuzz.fuzz import ratio

    known = _name_key(row.first_name, row.surname)
    differs_by_birth = bool(birth_date and row.birth_date and birth_date != row.birth_date)
    is_same = known.replace(" ", "") == key.replace(" ", "") and bool(key)
    if is_same and birth_date and birth_date == row.birth_date:
        return Likeness.NAME_AND_BIRTH
    if is_same and not differs_by_birth:
        return Likeness.NAME
    if phone and phone == row.phone:
        return Likeness.PHONE
    if email and email.lower() == row.email.lower():
        return Likeness.EMAIL
    if " " in key and not differs_by_birth and ratio(known, key) >= SIMILAR_FROM:
        return Likeness.SIMILAR_NAME
    return None


__all__ = [
    "ConsentLine", "DocumentLine", "DuplicateRow", "EnrolmentLine", "LearnerRow", "PersonDetail",
    "RegistrationLine", "TimelineRow", "count_people", "learners", "namesakes", "person",
    "possible_duplicates",
]  # fmt: skip
