"""Whose code was scanned: a badge, a bound code, an imported ticket, a learner number; or what it is."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlalchemy import BindParameter, Executable, bindparam, select
from sqlalchemy.orm import Session

from mgdesk.model import Event, FormerBadge, FormerRecord, Person, Registration, Token
from mgdesk.rules import codes, names, proof, sheet_code
from mgdesk.rules.scan_faults import TRIAL
from mgdesk.rules.serial import parse_learner_number
from mgdesk.storage.asking import ask, ask_everywhere


class HolderKind(StrEnum):
    """By what a code led to its person."""

    BADGE = "badge"
    TOKEN = "token"  # noqa: S105 - no password
    REGISTRATION = "registration"
    LEARNER_NUMBER = "learner_number"


class CodeKind(StrEnum):
    """What a code is that was scanned."""

    PERSON = "person"
    FORMER_BADGE = "former_badge"  # of somebody whose record was deleted here
    BADGE_OF_ELSEWHERE = "badge_of_elsewhere"
    BADGE_MISREAD = "badge_misread"  # its check letter is wrong
    PAPER = "paper"  # the signed code of a certificate
    SHEET = "sheet"  # the code of an attendance sheet
    TRIAL = "trial"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Holder:
    """A person found by a code; the registration when the code is a ticket of one."""

    person_id: UUID
    name: str
    registration_id: UUID | None
    kind: HolderKind


@dataclass(frozen=True)
class Sighting:
    """A code, what it is, and whose."""

    code: str
    kind: CodeKind
    holder: Holder | None = None


@dataclass(frozen=True)
class TokenRow:
    """A code bound to a person."""

    id: UUID
    code: str
    source: str
    bound_at: datetime
    event: str  # the title of the event for which it is a ticket; empty: of none


def holder(session: Session, *, code: str) -> Holder | None:
    """The person whom a scanned code belongs to; each way is one look into an index."""
    badge = codes.parse_code(code)
    if badge is not None:
        return _of_badge(session, badge)
    return (
        _of_token(session, code)
        or _of_registration(session, code)
        or _of_learner_number(session, code)
    )


def sighting(session: Session, *, code: str) -> Sighting:
    """What a scanned code is, and whose: an unknown code, a wrong one and a deleted person differ."""
    found = holder(session, code=code)
    if found is not None:
        return Sighting(code, CodeKind.PERSON, found)
    return Sighting(code, _kind(session, code))


def tokens_of(session: Session, *, person_id: UUID) -> list[TokenRow]:
    """The codes of other programs that are bound to a person, the latest first."""
    rows = session.execute(
        select(Token.id, Token.code, Token.source, Token.bound_at, Event.title)
        .outerjoin(Token.registration)
        .outerjoin(Registration.event)
        .where(Token.person_id == person_id)
        .order_by(Token.bound_at.desc(), Token.id)
    )
    return [TokenRow(*row[:4], row[4] or "") for row in rows]


def _kind(session: Session, code: str) -> CodeKind:
    badge = codes.parse_code(code)
    if badge is not None:
        is_former = session.get(FormerBadge, badge) is not None
        return CodeKind.FORMER_BADGE if is_former else CodeKind.BADGE_OF_ELSEWHERE
    said = code.strip().upper()
    if said == TRIAL:
        return CodeKind.TRIAL
    if said.startswith(proof.PREFIX):
        return CodeKind.PAPER
    if said.startswith(sheet_code.PREFIX):
        return CodeKind.SHEET
    return CodeKind.BADGE_MISREAD if codes.is_almost_code(code) else CodeKind.UNKNOWN


# --- each way, one look into an index -------------------------------------------------------------

_PEOPLE: Final = select(Person.id, Person.first_name, Person.surname).limit(1)
_FORMER: Final = _PEOPLE.join(FormerRecord, FormerRecord.person_id == Person.id)
_CODE: Final[BindParameter[str]] = bindparam("code")
_BADGE: Final = _PEOPLE.where(Person.badge_code == _CODE)
_FORMER_BADGE: Final = _FORMER.where(FormerRecord.badge_code == _CODE)
_TOKEN: Final = (
    _PEOPLE.add_columns(Token.registration_id)
    .join(Token, Token.person_id == Person.id)
    .where(Token.code == _CODE)
)
_TICKET: Final = (
    _PEOPLE.add_columns(Registration.id)
    .join(Registration, Registration.person_id == Person.id)
    .where(Registration.external_code == _CODE)
    .order_by(Registration.registered_at.desc(), Registration.id)
)
_NUMBER: Final = _PEOPLE.where(Person.learner_number == _CODE).order_by(Person.id)
_FORMER_NUMBER: Final = _FORMER.where(FormerRecord.learner_number == _CODE).order_by(Person.id)


def _first(session: Session, wanted: Executable, code: str, kind: HolderKind) -> Holder | None:
    """Whoever shows a badge, or a code bound to it, may be of any campus; numbers can be guessed."""
    asking = ask_everywhere if kind in {HolderKind.BADGE, HolderKind.TOKEN} else ask
    row = asking(session, wanted, code=code).first()
    if row is None:
        return None
    registration_id = row[3] if len(row) > 3 else None
    return Holder(row[0], names.display_name(row[1], row[2]), registration_id, kind)


def _of_badge(session: Session, badge: str) -> Holder | None:
    """A record that was merged into another had a badge of its own."""
    return _first(session, _BADGE, badge, HolderKind.BADGE) or _first(
        session, _FORMER_BADGE, badge, HolderKind.BADGE
    )


def _of_token(session: Session, code: str) -> Holder | None:
    return _first(session, _TOKEN, code, HolderKind.TOKEN)


def _of_registration(session: Session, code: str) -> Holder | None:
    """Programs number their tickets event by event: of several, the latest is meant."""
    return _first(session, _TICKET, code, HolderKind.REGISTRATION) if code else None


def _of_learner_number(session: Session, code: str) -> Holder | None:
    number = parse_learner_number(code)
    if number is None:
        return None
    return _first(session, _NUMBER, str(number), HolderKind.LEARNER_NUMBER) or _first(
        session, _FORMER_NUMBER, str(number), HolderKind.LEARNER_NUMBER
    )
