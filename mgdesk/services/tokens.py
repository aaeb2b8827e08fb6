"""Other programs' codes: bound to a person on first sight, and let go again."""

from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mgdesk.errors import DeskError, NotFound
from mgdesk.i18n import N_
from mgdesk.model import Person, Registration, Token
from mgdesk.model.identity import new_key
from mgdesk.queries.tokens import CodeKind, HolderKind, sighting
from mgdesk.rules import names
from mgdesk.rules.rights import Right
from mgdesk.services.rights import needs
from mgdesk.storage.audit import name_change, now

LONGEST: Final = 500  # signs of a code


class NoCode(DeskError):
    sentence = N_("There is no code to bind. Scan it again.")


class CodeTooLong(DeskError):
    sentence = N_("A code of {length} signs is too long to be bound: at most {most} fit.")


class CodeOfOurs(DeskError):
    sentence = N_(
        "{code} is a badge or a paper of MolenGeek Desk itself: it cannot be bound to somebody else."
    )


class CodeTaken(DeskError):
    sentence = N_(
        "This code already belongs to {name}. Take it away from them first, in their record."
    )


@needs(Right.WELCOME)
def bind(
    session: Session,
    *,
    code: str,
    person_id: UUID,
    registration_id: UUID | None = None,
    source: str = "desk",
) -> UUID:
    """Let a code of another program stand for a person from now on; the key of the binding.

    Binding it to the same person again changes nothing. Raises NotFound, NoCode, CodeTooLong,
    CodeOfOurs, CodeTaken.
    """
    wanted = _checked(code.strip())
    person = session.get(Person, person_id)
    if person is None:
        raise NotFound
    if registration_id is not None and session.get(Registration, registration_id) is None:
        raise NotFound
    known = _token(session, wanted, person_id)
    if known is not None:
        return known
    token = Token(
        id=new_key(),
        code=wanted,
        person_id=person_id,
        registration_id=registration_id,
        source=source,
        bound_at=now(session),
    )
    session.add(token)
    name_change(session, N_("Code bound to {name}"), name=_name(person))
    return token.id


@needs(Right.WELCOME)
def unbind(session: Session, *, token_id: UUID) -> None:
    """Take a code away from its person. Raises NotFound."""
    token = session.get(Token, token_id)
    if token is None:
        raise NotFound
    name_change(session, N_("Code taken away from {name}"), name=_name(token.person))
    session.delete(token)


def _checked(code: str) -> str:
    if not code:
        raise NoCode
    if len(code) > LONGEST:
        raise CodeTooLong(length=len(code), most=LONGEST)
    return code


def _token(session: Session, code: str, person_id: UUID) -> UUID | None:
    """The binding that is there already. Raises CodeOfOurs, CodeTaken."""
    seen = sighting(session, code=code)
    found = seen.holder
    if found is None and seen.kind is CodeKind.UNKNOWN:
        return None
    if found is None or found.kind is HolderKind.BADGE:
        raise CodeOfOurs(code=code)
    if found.person_id != person_id:
        raise CodeTaken(name=found.name)
    if found.kind is not HolderKind.TOKEN:
        return None
    return session.scalar(select(Token.id).where(Token.code == code))


def _name(person: Person) -> str:
    return names.display_name(person.first_name, person.surname)
