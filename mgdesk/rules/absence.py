"""Absences: how they were told, and what makes one justified."""

from datetime import date
from enum import StrEnum
from typing import Final

from mgdesk.i18n import N_


class AbsenceNotice(StrEnum):
    """How somebody told that they would be away."""

    NONE = "none"
    IN_PERSON = "in_person"
    PHONE = "phone"
    EMAIL = "email"
    MESSAGE = "message"


NOTICE_LABELS: Final = {
    AbsenceNotice.NONE: N_("not told"),
    AbsenceNotice.IN_PERSON: N_("in person"),
    AbsenceNotice.PHONE: N_("by phone"),
    AbsenceNotice.EMAIL: N_("by e-mail"),
    AbsenceNotice.MESSAGE: N_("by message"),
}


class AbsenceState(StrEnum):
    JUSTIFIED = "justified"
    PROOF_MISSING = "proof_missing"
    REASON_MISSING = "reason_missing"
    UNJUSTIFIED = "unjustified"  # the reason given is none for the funder


ABSENCE_STATE_LABELS: Final = {
    AbsenceState.JUSTIFIED: N_("justified"),
    AbsenceState.PROOF_MISSING: N_("proof missing"),
    AbsenceState.REASON_MISSING: N_("reason missing"),
    AbsenceState.UNJUSTIFIED: N_("not justified"),
}

TO_JUSTIFY: Final = frozenset({AbsenceState.PROOF_MISSING, AbsenceState.REASON_MISSING})


def state_of(
    *, has_reason: bool, is_justified: bool, needs_proof: bool, has_proof: bool
) -> AbsenceState:
    """How an absence stands by its reason in the profile's list and the proof that is there."""
    if not has_reason:
        return AbsenceState.REASON_MISSING
    if not is_justified:
        return AbsenceState.UNJUSTIFIED
    if needs_proof and not has_proof:
        return AbsenceState.PROOF_MISSING
    return AbsenceState.JUSTIFIED


def was_told_before(announced_on: date | None, first_day: date) -> bool:
    """Whether the notice came before the absence began."""
    return announced_on is not None and announced_on < first_day
