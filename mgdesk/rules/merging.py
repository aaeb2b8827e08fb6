"""Two records of one human: which value of each field is the better one, and what happens where both
have the same thing.

Whatever refers to the record that goes refers to the kept one afterwards. Where that would stand
there twice (`CLASHES`), the two become one: what leans on the second leans on the first, empty values
are filled from it, notes are joined, and the rule says which of the rest counts.
"""

from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

from mgdesk.i18n import N_
from mgdesk.rules import names
from mgdesk.rules.enrolment import EnrolmentStatus
from mgdesk.rules.events import RegistrationStatus

Value = str | date | UUID | StrEnum | None


class Side(StrEnum):
    """Whose value a field gets."""

    KEPT = "kept"
    OTHER = "other"
    BOTH = "both"  # notes only: one after the other


FIELD_LABELS: Final = {
    "first_name": N_("First name"),
    "surname": N_("Surname"),
    "call_name": N_("Known as"),
    "second_name": N_("Name in another script"),
    "birth_date": N_("Birth date"),
    "birth_place": N_("Birth place"),
    "gender": N_("Gender"),
    "phone": N_("Phone"),
    "email": N_("E-mail"),
    "language": N_("Language of their papers"),
    "street": N_("Street and number"),
    "postcode": N_("Postcode"),
    "municipality": N_("Municipality"),
    "country": N_("Country"),
    "emergency_contact": N_("In an emergency, call"),
    "emergency_phone": N_("Their phone"),
    "national_number": N_("National number"),
    "note": N_("Note"),
    "learner_number": N_("Learner number"),
    "campus_id": N_("Campus"),
    "photo_id": N_("Photo"),
}
# What goes together: half an address of each record is nobody's.
TOGETHER: Final = (("street", "postcode", "municipality", "country"),)
JOINED: Final = frozenset({"note"})
_NAMES: Final = frozenset({"first_name", "surname", "call_name"})
_PHONES: Final = frozenset({"phone", "emergency_phone"})


def proposed(field: str, kept: Value, other: Value) -> Side:
    """The better of two values: what is said before nothing, then what is written with more care."""
    if kept == other or other in (None, ""):
        return Side.KEPT
    if kept in (None, ""):
        return Side.OTHER
    if field in JOINED:
        return Side.BOTH
    care = _CARE.get(field, _no_care)
    return Side.OTHER if care(str(other)) > care(str(kept)) else Side.KEPT


def whole_name(kept: tuple[str, str], other: tuple[str, str]) -> Side | None:
    """Whose first name and surname count together, where halves of both would be nobody's name.

    None where at least one half is the same: then each half can be the better one of the two.
    """
    if any(
        names.fold(mine) == names.fold(theirs) for mine, theirs in zip(kept, other, strict=True)
    ):
        return None
    mine, theirs = ((all(one), *_care_of_name(" ".join(one).strip())) for one in (kept, other))
    return Side.OTHER if theirs > mine else Side.KEPT


def _care_of_name(text: str) -> tuple[int, ...]:
    """Accents before none and letters of both sizes before shouting, then the longer one."""
    is_mixed = text not in {text.upper(), text.lower()} or text.upper() == text.lower()
    has_accents = names.fold(text) != text.casefold()
    return is_mixed, has_accents, len(text)


def _care_of_phone(text: str) -> tuple[int, ...]:
    return (text.startswith("+"),)  # it parsed


def _care_of_email(text: str) -> tuple[int, ...]:
    return ("@" in text,)


def _no_care(_text: str) -> tuple[int, ...]:
    return ()


_CARE: Final[dict[str, Callable[[str], tuple[int, ...]]]] = {
    **dict.fromkeys(_NAMES, _care_of_name),
    **dict.fromkeys(_PHONES, _care_of_phone),
    "email": _care_of_email,
}


def joined(first: str, second: str) -> str:
    """Two notes as one; what both say is said once."""
    if second in first:
        return first
    return second if first in second else f"{first}\n{second}"


class Clash(StrEnum):
    """What counts where both records have the same thing and it becomes one."""

    FURTHEST = "furthest"  # the state that is further on, see the orders below
    LATEST = "latest"  # what was recorded last
    EARLIEST = "earliest"  # since when, which place: the lower one
    KEPT = "kept"  # the kept record's


# Table and columns of each unique constraint that a merge may run into → what counts.
CLASHES: Final[dict[tuple[str, frozenset[str]], Clash]] = {
    ("person_role", frozenset({"person_id", "role"})): Clash.EARLIEST,
    ("founder", frozenset({"company_id", "person_id"})): Clash.KEPT,
    ("cohort_trainer", frozenset({"cohort_id", "person_id"})): Clash.EARLIEST,
    ("enrolment", frozenset({"cohort_id", "person_id"})): Clash.FURTHEST,
    (
        "admin_task",
        frozenset({"cohort_id", "enrolment_id", "template_id", "period"}),
    ): Clash.KEPT,
    ("attendance", frozenset({"slot_id", "enrolment_id"})): Clash.LATEST,
    ("registration", frozenset({"event_id", "person_id"})): Clash.FURTHEST,
    ("coach_hours", frozenset({"coach_id", "campus_id", "weekday", "starts_at"})): Clash.KEPT,
}
# The states of what both may have, from the least to the furthest.
ORDERS: Final[dict[str, tuple[StrEnum, ...]]] = {
    "enrolment": (
        EnrolmentStatus.PROSPECT,
        EnrolmentStatus.TRANSFERRED,
        EnrolmentStatus.EXCLUDED,
        EnrolmentStatus.WITHDRAWN,
        EnrolmentStatus.CONFIRMED,
        EnrolmentStatus.ACTIVE,
        EnrolmentStatus.COMPLETED,
    ),
    "registration": (
        RegistrationStatus.CANCELLED_BY_US,
        RegistrationStatus.CANCELLED_BY_GUEST,
        RegistrationStatus.NO_SHOW,
        RegistrationStatus.WAITING,
        RegistrationStatus.PENDING,
        RegistrationStatus.CONFIRMED,
        RegistrationStatus.ATTENDED,
    ),
}
# Columns that say what the state says, and go with it.
OF_THE_STATE: Final = {
    "enrolment": ("status", "exit_on", "exit_reason"),
    "registration": ("status",),
}
# What was recorded together, and by which moment.
OF_THE_RECORD: Final = {
    "attendance": (
        "recorded_at",
        (
            "status",
            "minutes",
            "arrived_at",
            "left_at",
            "absence_id",
            "source",
            "note",
            "recorded_at",
        ),
    ),
}
# Since when, or at which place: the lower one of both counts, whatever else does.
EARLIEST: Final = {
    "person_role": ("since",),
    "cohort_trainer": ("position",),
    "enrolment": ("enrolled_at", "start_on"),
    "registration": ("registered_at",),
}  # fmt: skip
