"""New people: what is typed becomes a clean record, found by search, with a learner number if due."""

from datetime import date, datetime
from typing import Any, Final, TypedDict, Unpack
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mgdesk.errors import DeskError, NotFound
from mgdesk.exchange.contact import parse_email, parse_phone
from mgdesk.i18n import LANGUAGES, N_
from mgdesk.model import Campus, FormerNumber, FormerRecord, Person, PersonRole
from mgdesk.model.identity import new_key
from mgdesk.rules import names, people
from mgdesk.rules.people import Gender, Role
from mgdesk.rules.rights import Right
from mgdesk.rules.serial import LEARNER_SERIES, LearnerNumber
from mgdesk.services.numbers import take_numbers
from mgdesk.services.rights import needs
from mgdesk.storage.audit import name_change, now

LONGEST_TEXT: Final = 500
LONGEST_NOTE: Final = 20_000
_NAMES: Final = ("first_name", "surname", "call_name", "second_name")
_TEXTS: Final = (
    "birth_place", "street", "postcode", "municipality", "country", "emergency_contact",
    "national_number", "source", "learner_number",
)  # fmt: skip
_PHONES: Final = ("phone", "emergency_phone")


class NameMissing(DeskError):
    sentence = N_("A person needs a name: type a surname or a first name.")


class NameTooLong(DeskError):
    sentence = N_("A name of {length} characters is too long: at most {most} fit. Shorten it.")


class TextTooLong(DeskError):
    sentence = N_("A text of {length} characters is too long here: at most {most} fit. Shorten it.")


class BirthDateImpossible(DeskError):
    sentence = N_(
        "Nobody here can be born on {day}: type a date from 1900 to today, or leave it empty."
    )


class UnknownLanguage(DeskError):
    sentence = N_("The language {code} is not one of fr, nl, en, it, ar. Choose one of these.")


class LearnerNumberTaken(DeskError):
    sentence = N_(
        "Somebody of this campus already has the learner number {number}. Choose another."
    )


class PersonFields(TypedDict, total=False):
    """What can be known of a person; what is not given stays as it is (or empty)."""

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
    photo_id: UUID | None


@needs(Right.WELCOME)
def add_person(
    session: Session, *, roles: tuple[Role, ...] = (), **fields: Unpack[PersonFields]
) -> UUID:
    """Add a person who has a name at least, and a learner number when a campus's learner.

    Raises NameMissing, NameTooLong, TextTooLong, BirthDateImpossible, UnknownLanguage, NotFound,
    LearnerNumberTaken.
    """
    person = new_person(session, **fields)
    for role in roles:
        give_role(session, person, role)
    name_change(
        session, N_("{name} added"), name=names.display_name(person.first_name, person.surname)
    )
    return person.id


@needs(Right.WELCOME)
def new_person(session: Session, **fields: Unpack[PersonFields]) -> Person:
    """The record of a new person, in the session, clean and found by search. Names no change."""
    values = clean_fields(session, fields)
    values.setdefault("source", "desk")
    person = Person(id=new_key(), created_at=now(session), **values)
    check_name(person)
    check_number(session, person)
    session.add(person)
    return person


@needs(Right.WELCOME)
def give_role(session: Session, person: Person, role: Role) -> None:
    """Put a hat on a person, once; a learner of a campus gets a number."""
    if all(worn.role != role for worn in person.roles):
        person.roles.append(PersonRole(id=new_key(), role=role, since=now(session)))
    if role == Role.LEARNER and person.campus_id and not person.learner_number:
        person.learner_number = next_learner_numbers(session, person.campus_id, 1)[0]


def clean_fields(session: Session, fields: PersonFields) -> dict[str, Any]:
    """The fields as they are kept: cleaned, numbers and addresses in one form, limits checked."""
    values: dict[str, Any] = dict(fields)
    for name in _NAMES:
        if name in values:
            values[name] = _short(names.clean(values[name]), names.LONGEST, NameTooLong)
    for name in _TEXTS:
        if name in values:
            values[name] = _short(names.clean(values[name] or ""), LONGEST_TEXT, TextTooLong)
    if "note" in values:
        values["note"] = _short(names.clean_lines(values["note"]), LONGEST_NOTE, TextTooLong)
    if values.get("national_number") and not _keeps_numbers(session, values):
        values["national_number"] = (
            ""  # the law allows it to few: a list that has it changes nothing
        )
    if "learner_number" in values:
        values["learner_number"] = values["learner_number"] or None
    _check_birth(values.get("birth_date"), now(session))
    _check_language(values.get("language", ""))
    _keep_ways_to_reach(session, values)
    return values


def _keeps_numbers(session: Session, values: dict[str, Any]) -> bool:
    campus = session.get(Campus, values["campus_id"]) if values.get("campus_id") else None
    return campus is not None and campus.has_national_numbers


def check_name(person: Person) -> None:
    if not names.is_name(person.first_name or "", person.surname or ""):
        raise NameMissing


def check_number(session: Session, person: Person) -> None:
    """Refuse a learner number that another person of the campus has."""
    if not person.learner_number or person.campus_id is None:
        return
    taken = select(Person.id).where(
        Person.campus_id == person.campus_id,
        Person.learner_number == person.learner_number,
        Person.id != person.id,
    )
    with session.no_autoflush:
        if session.scalar(taken) is not None:
            raise LearnerNumberTaken(number=person.learner_number)


@needs(Right.WELCOME)
def renumber(session: Session, *, person: Person, left: UUID) -> None:
    """Give whoever left a campus for another a number there; the former one is kept and found.

    Whoever comes back has the number again that they had.
    """
    if not person.learner_number or person.campus_id is None:
        return
    there = select(FormerNumber).where(
        FormerNumber.person_id == person.id, FormerNumber.campus_id == person.campus_id
    )
    given_up = FormerNumber(
        id=new_key(),
        person_id=person.id,
        campus_id=left,
        number=person.learner_number,
        given_up_at=now(session),
    )
    with session.no_autoflush:
        known = session.scalars(there.order_by(FormerNumber.id.desc())).first()
        again = known.number if known else ""
        if known is not None:
            session.delete(known)
        person.learner_number = again or next_learner_numbers(session, person.campus_id, 1)[0]
    session.add(given_up)


@needs(Right.WELCOME)
def next_learner_numbers(session: Session, campus_id: UUID, n: int) -> list[str]:
    """The next free learner numbers of a campus, such as MOL-00042; each is given once only.

    Numbers that people brought from elsewhere are stepped over. Raises NotFound.
    """
    campus = session.get(Campus, campus_id)
    if campus is None:
        raise NotFound
    with session.no_autoflush:
        taken = set(
            session.scalars(select(Person.learner_number).where(Person.campus_id == campus_id))
        ) | set(session.scalars(select(FormerRecord.learner_number)))
        taken |= set(session.scalars(select(FormerNumber.number)))
    numbers: list[str] = []
    while missing := n - len(numbers):
        sequences = take_numbers(
            session, campus_id=campus_id, kind=LEARNER_SERIES, year=0, count=missing
        )
        given = (str(LearnerNumber(campus.code, sequence)) for sequence in sequences)
        numbers += [number for number in given if number not in taken]
    return numbers


def _short(text: str, most: int, error: type[DeskError]) -> str:
    if len(text) > most:
        raise error(length=len(text), most=most)
    return text


def _check_birth(birth_date: date | None, moment: datetime) -> None:
    if birth_date is not None and not people.is_birth_date(birth_date, moment.date()):
        raise BirthDateImpossible(day=birth_date.isoformat())


def _check_language(language: str) -> None:
    if language and language not in LANGUAGES:
        raise UnknownLanguage(code=language)


def _keep_ways_to_reach(session: Session, values: dict[str, Any]) -> None:
    """Numbers and addresses that parse get one form; the others stay as typed and are flagged."""
    country = _country(session, values)
    for name in _PHONES:
        if name in values:
            text = _short(names.clean(values[name]), LONGEST_TEXT, TextTooLong)
            values[name] = parse_phone(text, country).text
    if "email" in values:
        text = _short(names.clean(values["email"]), LONGEST_TEXT, TextTooLong)
        values["email"] = parse_email(text).text


def _country(session: Session, values: dict[str, Any]) -> str:
    """Where a number without a country's prefix belongs: the campus's country, else Belgium."""
    campus_id = values.get("campus_id")
    campus = session.get(Campus, campus_id) if campus_id else None
    if campus_id and campus is None:
        raise NotFound
    return campus.country if campus else values.get("country") or "BE"
