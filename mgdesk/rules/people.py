"""What a person can be to a campus, and what may be said of them."""

import re
from datetime import date
from enum import StrEnum
from typing import Final

from mgdesk.i18n import N_


class Role(StrEnum):
    APPLICANT = "applicant"
    LEARNER = "learner"
    COWORKER = "coworker"
    FOUNDER = "founder"
    GUEST = "guest"
    VISITOR = "visitor"
    TRAINER = "trainer"
    COACH = "coach"


ROLE_LABELS: Final = {
    Role.APPLICANT: N_("applicant"),
    Role.LEARNER: N_("learner"),
    Role.COWORKER: N_("co-worker"),
    Role.FOUNDER: N_("coached founder"),
    Role.GUEST: N_("guest"),
    Role.VISITOR: N_("visitor"),
    Role.TRAINER: N_("trainer"),
    Role.COACH: N_("coach"),
}


class Gender(StrEnum):
    """Optional, never assumed; absent means not said."""

    WOMAN = "woman"
    MAN = "man"
    OTHER = "other"


GENDER_LABELS: Final = {
    Gender.WOMAN: N_("woman"),
    Gender.MAN: N_("man"),
    Gender.OTHER: N_("other"),
}


class ConsentKind(StrEnum):
    IMAGE = "image"
    NEWSLETTER = "newsletter"
    CONTACT_AFTER = "contact_after"


CONSENT_LABELS: Final = {
    ConsentKind.IMAGE: N_("photos and films"),
    ConsentKind.NEWSLETTER: N_("newsletter"),
    ConsentKind.CONTACT_AFTER: N_("contact after the training"),
}


class StaffRole(StrEnum):
    RECEPTION = "reception"
    TRAINER = "trainer"
    COACH = "coach"
    MANAGER = "manager"
    READER = "reader"


STAFF_ROLE_LABELS: Final = {
    StaffRole.RECEPTION: N_("reception"),
    StaffRole.TRAINER: N_("trainer"),
    StaffRole.COACH: N_("coach"),
    StaffRole.MANAGER: N_("manager"),
    StaffRole.READER: N_("reader"),
}


class Flag(StrEnum):
    """What somebody at the desk may want to complete or mend; never a reason to refuse."""

    PHONE = "phone"
    EMAIL = "email"
    UNREACHABLE = "unreachable"


FLAG_LABELS: Final = {
    Flag.PHONE: N_("The phone number does not look right."),
    Flag.EMAIL: N_("The e-mail address does not look right."),
    Flag.UNREACHABLE: N_("No phone number or e-mail address."),
}


class Likeness(StrEnum):
    """Why two records may be one person."""

    NAME_AND_BIRTH = "name_and_birth"
    NAME = "name"
    SIMILAR_NAME = "similar_name"
    PHONE = "phone"
    EMAIL = "email"


LIKENESS_LABELS: Final = {
    Likeness.NAME_AND_BIRTH: N_("same name and birth date"),
    Likeness.NAME: N_("same name"),
    Likeness.SIMILAR_NAME: N_("similar name"),
    Likeness.PHONE: N_("same phone number"),
    Likeness.EMAIL: N_("same e-mail address"),
}

EARLIEST_BIRTH: Final = date(1900, 1, 1)
_INTERNATIONAL: Final = re.compile(r"\+[1-9]\d{6,14}")
_ADDRESS: Final = re.compile(r"[^\s@,;<>()\[\]]+@[^\s@,;<>()\[\]]+\.[^\s@,;<>()\[\].]{2,}")


def flags(phone: str, email: str) -> tuple[Flag, ...]:
    """What is wrong with how a person can be reached.

    A number that parsed is stored as E.164, so any other form is one that did not.
    """
    found = []
    if phone and not _INTERNATIONAL.fullmatch(phone):
        found.append(Flag.PHONE)
    if email and not _ADDRESS.fullmatch(email):
        found.append(Flag.EMAIL)
    if not phone and not email:
        found.append(Flag.UNREACHABLE)
    return tuple(found)


def is_birth_date(value: date, today: date) -> bool:
    """Whether somebody alive can have been born on that day."""
    return EARLIEST_BIRTH <= value <= today
