"""What a person can be to a campus, and what may be said of them."""

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
