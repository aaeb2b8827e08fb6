"""Letters to the people of a list, each in their language, and the same people for a mail merge."""

from collections.abc import Sequence
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mgdesk.documents.people_letter import PeopleLetterRecord
from mgdesk.errors import DeskError, NotFound
from mgdesk.exchange.contact import show_phone
from mgdesk.i18n import N_, country_name, format_day, language_name, speaking
from mgdesk.i18n import gettext as _
from mgdesk.model import Campus, Person, Signatory
from mgdesk.rules import names
from mgdesk.rules.letters import LONGEST, SUBJECTS, TEXTS, LetterText, addressed, filled
from mgdesk.rules.rights import Right
from mgdesk.services.documents import Paper, paper_of
from mgdesk.services.records import CampusIssuer, campus_issuer
from mgdesk.services.rights import needs
from mgdesk.storage.duty import demand_campus

MOST: Final = 1_000  # letters of one paper
_CHUNK: Final = 500


class NobodyToWriteTo(DeskError):
    sentence = N_("Nobody is in this list. Choose other people, then try again.")


class TooManyLetters(DeskError):
    sentence = N_("That would be {n} letters. Choose fewer people: at most {most} at once.")


class EmptyLetter(DeskError):
    sentence = N_("The letter is still empty: type its text.")


class LetterTooLong(DeskError):
    sentence = N_("The letter is too long: at most {most} characters fit.")


@needs(Right.WELCOME)
def people_letters(
    session: Session,
    *,
    person_ids: Sequence[UUID],
    campus_id: UUID | None,
    day: date,
    letter: LetterText = LetterText.OWN,
    subject: str = "",
    text: str = "",
    language: str | None = None,
    signatory_id: UUID | None = None,
) -> Paper:
    """A letter to each, in this order; nothing is registered. Ready texts speak each one's language.

    Without a campus it comes from that of each person, or from the first one made.
    Raises NotFound, NobodyToWriteTo, TooManyLetters, EmptyLetter, LetterTooLong.
    """
    if letter is LetterText.OWN and not text.strip():
        raise EmptyLetter
    if len(text) > LONGEST:
        raise LetterTooLong(most=LONGEST)
    if campus_id is not None:
        demand_campus(session, campus_id)
    people = _people(session, person_ids)
    usual = campus_id or session.scalars(select(Campus.id).order_by(Campus.id)).first()
    if usual is None:
        raise NotFound
    from_whom = {one.id: campus_id or one.campus_id or usual for one in people}
    sources = {one: campus_issuer(session, campus_id=one) for one in set(from_whom.values())}
    signatory = session.get(Signatory, signatory_id) if signatory_id else None
    typed = (names.clean(subject), names.clean_lines(text))
    return paper_of(
        session,
        [
            _letter(sources[from_whom[one.id]], one, day, letter, typed, language or "", signatory)
            for one in people
        ],
    )


def _letter(
    source: CampusIssuer,
    person: Person,
    day: date,
    letter: LetterText,
    typed: tuple[str, str],
    language: str,
    signatory: Signatory | None,
) -> PeopleLetterRecord:
    campus = source.campus
    spoken = source.language(language, person.language)
    with speaking(spoken, campus.country):
        values = {
            "name": _called(person),
            "first_name": person.call_name or person.first_name,
            "surname": person.surname,
            "number": person.learner_number or "",
            "campus": campus.name,
            "day": format_day(day, "long"),
        }
        subject, text = typed
        if letter is not LetterText.OWN:
            subject = _(SUBJECTS[letter], **values)
            text = _(TEXTS[letter], **values)
        return PeopleLetterRecord(
            language=spoken,
            letterhead=source.letterhead,
            name=names.display_name(person.first_name, person.surname),
            address=_address(person, campus),
            subject=filled(subject, values),
            text=filled(text, values),
            place=campus.city or campus.name,
            issued_on=day,
            signatory=signatory.name if signatory else "",
            signatory_role=signatory.role if signatory else "",
            country=campus.country,
            second_name=person.second_name,
            is_demo=source.is_demo,
        )


@needs(Right.WELCOME)
def mail_merge(
    session: Session, *, person_ids: Sequence[UUID], campus_id: UUID
) -> tuple[list[str], list[list[str]]]:
    """Headings, and a row a person, for a letter made elsewhere. Raises NotFound, NobodyToWriteTo.

    Who has no language is written to in the campus's.
    """
    demand_campus(session, campus_id)
    campus = session.get(Campus, campus_id)
    if campus is None:
        raise NotFound
    headings = [
        _("Number"), _("Salutation"), _("Name"), _("First name"), _("Surname"),
        _("Address line {n}", n=1), _("Address line {n}", n=2), _("Address line {n}", n=3),
        _("Language"), _("E-mail"), _("Phone"),
    ]  # fmt: skip
    people = _people(session, person_ids, most=None)
    return headings, [_merged(person, campus) for person in people]


def _merged(person: Person, campus: Campus) -> list[str]:
    usual = campus.languages[0] if campus.languages else "fr"
    spoken = person.language or usual
    with speaking(spoken, campus.country):
        salutation = _("Hello {name},", name=_called(person))
        lines = _address(person, campus)
    return [
        person.learner_number or "",
        salutation,
        names.display_name(person.first_name, person.surname),
        person.first_name,
        person.surname,
        *lines,
        *[""] * (3 - len(lines)),
        language_name(spoken),
        person.email,
        show_phone(person.phone, campus.country),
    ]


def _called(person: Person) -> str:
    return names.display_name(person.call_name or person.first_name, person.surname)


def _address(person: Person, campus: Campus) -> tuple[str, ...]:
    """The country only where a letter crosses a border."""
    is_abroad = bool(person.country) and person.country != campus.country
    country = country_name(person.country) if is_abroad else ""
    return addressed(person.street, person.postcode, person.municipality, country)


def _people(session: Session, person_ids: Sequence[UUID], most: int | None = MOST) -> list[Person]:
    if most is not None and len(person_ids) > most:
        raise TooManyLetters(n=len(person_ids), most=most)
    found: dict[UUID, Person] = {}
    for start in range(0, len(person_ids), _CHUNK):
        wanted = select(Person).where(
            Person.id.in_(person_ids[start : start + _CHUNK]),
            Person.erased_at.is_(None),
            Person.restricted_at.is_(None),  # kept, and not used
        )
        found |= {person.id: person for person in session.scalars(wanted)}
    people = [found[one] for one in person_ids if one in found]
    if not people:
        raise NobodyToWriteTo
    return people
