"""Who may be known already when somebody is typed: advice with its reason, never a refusal."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from mgdesk.model import Person
from mgdesk.queries.finding import PERSON, find_alike, find_records
from mgdesk.rules import names
from mgdesk.rules.people import Likeness
from mgdesk.rules.search import email_word

SIMILAR_FROM = 88  # of 100, rapidfuzz's ratio: one letter wrong in a name of two words
MOST_COMPARED = 500  # the surest first, so a common name never hides an equal one


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

    First name and surname are compared in either order, phones by their last eight digits.
    """
    wanted = _candidates(session, first_name, surname, phone, email)
    if wanted is None:
        return []
    if except_id is not None:
        wanted = wanted.where(Person.id != except_id)
    key = _name_key(first_name, surname)
    alike = [
        (row, why)
        for row in session.execute(wanted)
        if (why := _likeness(row, key, birth_date, phone, email)) is not None
    ]
    alike.sort(key=lambda pair: list(Likeness).index(pair[1]))
    return [_row(row, why) for row, why in alike[:limit]]


def _row(row: Any, why: Likeness) -> DuplicateRow:
    return DuplicateRow(
        row.id,
        names.display_name(row.first_name, row.surname),
        row.second_name,
        row.birth_date,
        row.learner_number or "",
        row.municipality,
        why,
    )


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
    if not typed:
        return known
    found = find_records(session, PERSON, typed, limit=limit + len(seen), is_exact=True)
    going_on = [record.id for record in found if record.id not in seen]
    for row in session.scalars(
        select(Person).where(Person.id.in_(going_on)).order_by(Person.sort_key)
    ):
        is_other = bool(birth_date and row.birth_date and birth_date != row.birth_date)
        if not is_other and len(known) < limit:
            known.append(_row(row, Likeness.SIMILAR_NAME))
    return known


def _candidates(
    session: Session, first_name: str, surname: str, phone: str, email: str
) -> Select[*tuple[Any, ...]] | None:
    """Those worth comparing: an equal phone or e-mail first, then names that are about the same."""
    marks = [mark for mark in (_significant(phone), email_word(email)) if mark]
    name = f"{first_name} {surname}"
    if not marks and not name.strip():
        return None
    ids = find_alike(session, name, marks=marks, limit=MOST_COMPARED)
    return (
        select(
            Person.id,
            Person.first_name,
            Person.surname,
            Person.second_name,
            Person.birth_date,
            Person.learner_number,
            Person.municipality,
            Person.phone,
            Person.email,
        )
        .where(Person.id.in_(ids))
        .order_by(Person.id)
    )


def _significant(phone: str) -> str:
    """The digits that tell a number apart, however its country's prefix is written."""
    digits = "".join(character for character in phone if character.isdecimal()).lstrip("0")
    return digits[-8:] if len(digits) >= 7 else ""


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
    if (digits := _significant(phone)) and digits == _significant(row.phone):
        return Likeness.PHONE
    if email and email.lower() == row.email.lower():
        return Likeness.EMAIL
    if " " in key and not differs_by_birth and ratio(known, key) >= SIMILAR_FROM:
        return Likeness.SIMILAR_NAME
    return None
