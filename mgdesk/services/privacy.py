"""What people ask of the desk about their data: restricted, consents worded, kept longer on purpose.

Erasing is `services.erasing`, the copy of somebody's data `services.access`.
"""

from collections.abc import Collection
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mgdesk.errors import DeskError, NotFound
from mgdesk.i18n import LANGUAGES, N_, NN_
from mgdesk.model import Campus, ConsentText, KeptLonger, Person, RetentionRule, Setting
from mgdesk.model.identity import new_key
from mgdesk.rules import names, retention
from mgdesk.rules.consents import shipped_wording
from mgdesk.rules.national_number import parse_number
from mgdesk.rules.people import CONSENT_LABELS, ConsentKind
from mgdesk.rules.retention import ASKED_AGAIN, CATEGORY_NAMES, LONGEST_DAYS, Category
from mgdesk.rules.rights import Right
from mgdesk.services.intake import UnknownLanguage
from mgdesk.services.rights import needs
from mgdesk.services.texts import line, lines
from mgdesk.storage import sign_ons
from mgdesk.storage.audit import Word, name_change, now

REVIEWED: Final = "privacy review"  # a setting: the day of the last one


class ReasonNeeded(DeskError):
    sentence = N_("Say why: the reason is kept with the record.")


class PeriodImpossible(DeskError):
    sentence = N_("A period is 1 to {most} days long.")


class NationalNumbersOff(DeskError):
    sentence = N_(
        "National numbers are not kept at this campus. A law must allow it; then switch it on in the"
        " settings, under Privacy."
    )


class IsRestricted(DeskError):
    sentence = N_("The use of this person's data is restricted. Lift the restriction first.")


# --- restriction ---------------------------------------------------------------------------------


@needs(Right.WELCOME)
def restrict(session: Session, *, person_id: UUID, reason: str) -> None:
    """Keep a record and use it no more: found by name only, on no new list. Raises ReasonNeeded,
    NotFound.
    """
    person, why = _person(session, person_id), lines(reason)
    if not why:
        raise ReasonNeeded
    person.restricted_at, person.restricted_reason = now(session), why
    name_change(session, N_("Use of the data of {name} restricted"), name=_name(person))


@needs(Right.WELCOME)
def lift_restriction(session: Session, *, person_id: UUID) -> None:
    """Use a record again. What is only kept for a funder stays restricted. Raises NotFound,
    IsRestricted.
    """
    person = _person(session, person_id)
    if person.erase_on is not None:
        raise IsRestricted
    person.restricted_at, person.restricted_reason = None, ""
    name_change(session, N_("Restriction of {name} lifted"), name=_name(person))


# --- national number -----------------------------------------------------------------------------


@needs(Right.RUN)
def keep_national_numbers(session: Session, *, campus_id: UUID, is_on: bool) -> None:
    """Let a campus keep national numbers, or not. Raises NotFound."""
    campus = _campus(session, campus_id)
    campus.has_national_numbers = is_on
    title = (
        N_("National numbers kept at {campus}") if is_on else N_("No national numbers at {campus}")
    )
    name_change(session, title, campus=campus.name)


@needs(Right.WELCOME)
def set_national_number(session: Session, *, person_id: UUID, number: str) -> None:
    """Note somebody's national number, or take it away with an empty one. A doubtful one is kept as
    typed. Raises NotFound, NationalNumbersOff.
    """
    person = _person(session, person_id)
    campus = session.get(Campus, person.campus_id) if person.campus_id else None
    typed = line(number)
    if typed and not (campus and campus.has_national_numbers):
        raise NationalNumbersOff
    person.national_number = str(parse_number(typed) or typed)
    name_change(session, N_("National number of {name} changed"), name=_name(person))


# --- consents ------------------------------------------------------------------------------------


def consent_wording(
    session: Session, *, campus_id: UUID | None, kind: ConsentKind, language: str
) -> str:
    """What a campus asks in a language: its own words, else the shipped ones."""
    own = session.scalar(
        select(ConsentText.wording).where(
            ConsentText.campus_id == campus_id,
            ConsentText.kind == kind,
            ConsentText.language == language,
        )
    )
    return own or shipped_wording(kind, language)


@needs(Right.RUN)
def set_consent_wording(
    session: Session, *, campus_id: UUID, kind: ConsentKind, language: str, wording: str
) -> None:
    """Give a campus its own words for a question; empty brings the shipped ones back. Answers given
    before keep the words of their time. Raises NotFound, UnknownLanguage.
    """
    campus, text = _campus(session, campus_id), lines(wording)
    if language not in LANGUAGES:
        raise UnknownLanguage(code=language)
    row = session.scalar(
        select(ConsentText).where(
            ConsentText.campus_id == campus_id,
            ConsentText.kind == kind,
            ConsentText.language == language,
        )
    )
    if row is not None and (not text or text == shipped_wording(kind, language)):
        session.delete(row)
    elif row is not None:
        row.wording = text
    elif text and text != shipped_wording(kind, language):
        session.add(
            ConsentText(
                id=new_key(), campus_id=campus_id, kind=kind, language=language, wording=text
            )
        )
    title = N_("Wording of a consent changed at {campus}: {what}")
    name_change(session, title, campus=campus.name, what=Word(CONSENT_LABELS[kind]))


# --- periods and review --------------------------------------------------------------------------


@needs(Right.ERASE)
def set_period(session: Session, *, category: Category, days: int) -> None:
    """Keep people of a category for so many days from when they last came. Raises PeriodImpossible."""
    if not 1 <= days <= LONGEST_DAYS:
        raise PeriodImpossible(most=LONGEST_DAYS)
    row = session.scalar(select(RetentionRule).where(RetentionRule.category == category))
    if row is not None and days == retention.DEFAULT_DAYS[category]:
        session.delete(row)
    elif row is not None:
        row.days = days
    elif days != retention.DEFAULT_DAYS[category]:
        session.add(RetentionRule(id=new_key(), category=category, days=days))
    title = N_("Keeping period changed: {category}")
    name_change(session, title, category=Word(CATEGORY_NAMES[category]))


@needs(Right.ERASE)
def keep_longer(session: Session, *, person_ids: Collection[UUID], reason: str) -> None:
    """Keep people who are over their period, for a reason; it is asked again in a year.

    Raises ReasonNeeded, NotFound.
    """
    why = lines(reason)
    if not why:
        raise ReasonNeeded
    moment = now(session)
    for person_id in person_ids:
        person = _person(session, person_id)
        session.add(
            KeptLonger(
                id=new_key(),
                person_id=person.id,
                reason=why,
                until=moment.date() + ASKED_AGAIN,
                decided_at=moment,
            )
        )
    name_change(session, NN_("{n} person kept longer", "{n} people kept longer"), n=len(person_ids))


@needs(Right.ERASE)
def note_review(session: Session, *, day: date) -> int:
    """The yearly review was done: lines of who signed on that are older than a year are put away; how
    many those were. Not a change of the data, so nothing that undo knows.
    """
    session.merge(Setting(name=REVIEWED, value={"day": day.isoformat()}))
    return sign_ons.put_away(session)


def _person(session: Session, person_id: UUID) -> Person:
    person = session.get(Person, person_id)
    if person is None or person.erased_at is not None:
        raise NotFound
    return person


def _campus(session: Session, campus_id: UUID) -> Campus:
    campus = session.get(Campus, campus_id)
    if campus is None:
        raise NotFound
    return campus


def _name(person: Person) -> str:
    return names.display_name(person.first_name, person.surname)
