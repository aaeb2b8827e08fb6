"""People who are known: their record changed, their roles and consents, their leaving."""

from collections.abc import Iterable
from typing import Unpack
from uuid import UUID

from sqlalchemy.orm import Session

from mgdesk.errors import NotFound, StaleRecord
from mgdesk.i18n import N_
from mgdesk.model import Campus, Consent, Person
from mgdesk.model.identity import new_key
from mgdesk.rules import names
from mgdesk.rules.people import ConsentKind, Role
from mgdesk.rules.rights import Right
from mgdesk.services.intake import (
    PersonFields,
    check_name,
    check_number,
    clean_fields,
    give_role,
    renumber,
)
from mgdesk.services.loans import check_nothing_lent
from mgdesk.services.pictures import keep_picture, portrait
from mgdesk.services.privacy import consent_wording
from mgdesk.services.rights import needs
from mgdesk.storage.audit import name_change, now


@needs(Right.WELCOME)
def update_person(
    session: Session,
    *,
    person_id: UUID,
    version: int,
    roles: Iterable[Role] | None = None,
    **fields: Unpack[PersonFields],
) -> None:
    """Change the given fields, and the roles when given, of a record that is still the one read.

    Raises NotFound, StaleRecord and what `intake.add_person` raises.
    """
    person = _person(session, person_id)
    if person.version != version:
        raise StaleRecord
    if "campus_id" not in fields:
        fields["campus_id"] = person.campus_id
    left, number = person.campus_id, person.learner_number
    for name, value in clean_fields(session, fields).items():
        setattr(person, name, value)
    check_name(person)
    has_moved = left is not None and person.campus_id not in {None, left}
    if has_moved and left is not None and person.learner_number == number:
        renumber(session, person=person, left=left)
    check_number(session, person)
    if roles is not None:
        _wear(session, person, set(roles))
    campus = session.get(Campus, person.campus_id) if has_moved else None
    if campus is not None:
        name_change(session, N_("{name} moved to {campus}"), name=_name(person), campus=campus.name)
    else:
        name_change(session, N_("{name} changed"), name=_name(person))


@needs(Right.ERASE)
def delete_person(session: Session, *, person_id: UUID) -> None:
    """Delete a person with their enrolments, marks and registrations; issued papers stay.

    Undoing brings all of it back. Raises NotFound, StillHasLoans.
    """
    person = _person(session, person_id)
    check_nothing_lent(session, person)
    name_change(session, N_("{name} deleted"), name=_name(person))
    session.delete(person)


@needs(Right.WELCOME)
def set_roles(session: Session, *, person_id: UUID, roles: Iterable[Role]) -> None:
    """Let a person wear exactly these hats. Raises NotFound."""
    person = _person(session, person_id)
    _wear(session, person, set(roles))
    name_change(session, N_("Roles of {name} changed"), name=_name(person))


def _wear(session: Session, person: Person, wanted: set[Role]) -> None:
    for worn in [worn for worn in person.roles if worn.role not in wanted]:
        person.roles.remove(worn)
    for role in Role:
        if role in wanted:
            give_role(session, person, role)


@needs(Right.WELCOME)
def set_photo(session: Session, *, person_id: UUID, content: bytes | None) -> None:
    """Give a person this photo (PNG or JPEG), or none. Raises NotFound, PictureTooLarge,
    PictureUnreadable.
    """
    person = _person(session, person_id)
    person.photo_id = None if content is None else keep_picture(session, content=portrait(content))
    name_change(session, N_("Photo of {name} changed"), name=_name(person))


@needs(Right.WELCOME)
def record_consent(
    session: Session,
    *,
    person_id: UUID,
    kind: ConsentKind,
    is_given: bool,
    wording: str = "",
    language: str = "",
    is_on_paper: bool = False,
) -> UUID:
    """Note what a person allowed, refused or took back, in which words. Earlier answers stay on record.

    Without a wording, what their campus asks in their language is what they answered. Raises NotFound.
    """
    person = _person(session, person_id)
    campus = session.get(Campus, person.campus_id) if person.campus_id else None
    language = language or person.language or (campus.languages[0] if campus else "fr")
    asked = wording or consent_wording(
        session, campus_id=person.campus_id, kind=kind, language=language
    )
    consent = Consent(
        id=new_key(),
        kind=kind,
        is_given=is_given,
        wording=names.clean_lines(asked),
        language=language,
        is_on_paper=is_on_paper,
        at=now(session),
    )
    person.consents.append(consent)
    message = N_("Consent of {name} noted") if is_given else N_("Refusal of {name} noted")
    name_change(session, message, name=_name(person))
    return consent.id


def _person(session: Session, person_id: UUID) -> Person:
    person = session.get(Person, person_id)
    if person is None:
        raise NotFound
    return person


def _name(person: Person) -> str:
    return names.display_name(person.first_name, person.surname)
