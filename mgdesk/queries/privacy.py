"""One person's privacy: consents with their words, restriction, who looked at what; the campus's wordings."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from mgdesk.errors import NotFound
from mgdesk.i18n import LANGUAGES
from mgdesk.model import Campus, Consent, ConsentText, KeptLonger, Person, Sight, Staff
from mgdesk.rules import names
from mgdesk.rules.consents import shipped_wording
from mgdesk.rules.national_number import masked
from mgdesk.rules.people import ConsentKind, Gender
from mgdesk.rules.sights import Sensitive


@dataclass(frozen=True)
class ConsentRow:
    """An answer that was given once; the latest of a kind is the one that holds."""

    id: UUID
    kind: ConsentKind
    is_given: bool
    wording: str
    language: str
    is_on_paper: bool
    at: datetime


@dataclass(frozen=True)
class SightRow:
    """Who looked at what; `who` is empty while nobody signs on."""

    id: UUID
    what: Sensitive
    at: datetime
    who: str


@dataclass(frozen=True)
class PrivacyDetail:
    """`consents` are the latest first; `wordings` what is asked now, in the person's language."""

    person_id: UUID
    name: str
    number: str  # of the learner: what may be typed to erase
    language: str
    campus_id: UUID | None
    has_national_numbers: bool
    national_number: str  # masked
    birth_date: date | None
    gender: Gender | None
    consents: tuple[ConsentRow, ...]
    wordings: dict[ConsentKind, str]
    restricted_at: datetime | None
    restricted_reason: str
    erase_on: date | None
    kept_reason: str  # of the latest review that kept them
    kept_until: date | None
    sights: tuple[SightRow, ...]

    def last(self, kind: ConsentKind) -> ConsentRow | None:
        return next((one for one in self.consents if one.kind is kind), None)


@dataclass(frozen=True)
class WordingRow:
    """A question in a language; `is_own` when the campus has words of its own."""

    kind: ConsentKind
    language: str
    wording: str
    is_own: bool


def privacy(session: Session, *, person_id: UUID) -> PrivacyDetail:
    """Raises NotFound, also for somebody who was erased."""
    person = session.get(Person, person_id)
    if person is None or person.erased_at is not None:
        raise NotFound
    campus = session.get(Campus, person.campus_id) if person.campus_id else None
    language = person.language or (campus.languages[0] if campus else "fr")
    rows = wordings(session, campus_id=person.campus_id, language=language)
    kept = session.scalars(
        select(KeptLonger)
        .where(KeptLonger.person_id == person_id)
        .order_by(KeptLonger.decided_at.desc())
    ).first()
    return PrivacyDetail(
        person_id=person_id,
        name=names.display_name(person.first_name, person.surname),
        number=person.learner_number or "",
        language=language,
        campus_id=person.campus_id,
        has_national_numbers=bool(campus and campus.has_national_numbers),
        national_number=masked(person.national_number),
        birth_date=person.birth_date,
        gender=person.gender,
        consents=_consents(session, person_id),
        wordings={row.kind: row.wording for row in rows},
        restricted_at=person.restricted_at,
        restricted_reason=person.restricted_reason,
        erase_on=person.erase_on,
        kept_reason=kept.reason if kept else "",
        kept_until=kept.until if kept else None,
        sights=sights(session, person_id=person_id),
    )


def sights(session: Session, *, person_id: UUID) -> tuple[SightRow, ...]:
    """Who looked at what is sensitive, the latest first."""
    rows = session.execute(
        select(Sight.id, Sight.what, Sight.at, Staff.name)
        .outerjoin(Staff, Staff.id == Sight.staff_id)
        .where(Sight.person_id == person_id)
        .order_by(Sight.at.desc(), Sight.id.desc())
    )
    return tuple(SightRow(row.id, row.what, row.at, row.name or "") for row in rows)


def wordings(
    session: Session, *, campus_id: UUID | None, language: str | None = None
) -> list[WordingRow]:
    """What a campus asks, in one language or in all."""
    own = {
        (row.kind, row.language): row.wording
        for row in session.scalars(select(ConsentText).where(ConsentText.campus_id == campus_id))
    }
    languages = [language] if language else list(LANGUAGES)
    return [
        WordingRow(
            kind,
            spoken,
            own.get((kind, spoken)) or shipped_wording(kind, spoken),
            (kind, spoken) in own,
        )
        for kind in ConsentKind
        for spoken in languages
    ]


def off_lists(session: Session) -> set[UUID]:
    """Whoever was erased, or asked that their data be used no more: on no new list.

    Who is in the house when it burns is: that list is for their own life (GDPR, article 6(1)(d)).
    """
    is_off = or_(Person.erased_at.is_not(None), Person.restricted_at.is_not(None))
    return set(session.scalars(select(Person.id).where(is_off)))


def leaves_out(chosen: Collection[UUID] | None) -> bool:
    """Whether a paper for these people, None: for all, leaves out those who are off lists.

    Paper for several does. For one alone it is made, because they asked for it: what is restricted is
    used with the person's consent (GDPR, article 18(2)).
    """
    return chosen is None or len(set(chosen)) != 1


def keeps_national_numbers(session: Session, *, campus_id: UUID) -> bool:
    """Raises NotFound."""
    campus = session.get(Campus, campus_id)
    if campus is None:
        raise NotFound
    return campus.has_national_numbers


def _consents(session: Session, person_id: UUID) -> tuple[ConsentRow, ...]:
    rows = session.scalars(
        select(Consent)
        .where(Consent.person_id == person_id)
        .order_by(Consent.at.desc(), Consent.id.desc())
    )
    return tuple(
        ConsentRow(
            row.id, row.kind, row.is_given, row.wording, row.language, row.is_on_paper, row.at
        )
        for row in rows
    )
