"""What of a person is noted when somebody looks at it."""

from enum import StrEnum
from typing import Final

from mgdesk.i18n import N_


class Sensitive(StrEnum):
    NATIONAL_NUMBER = "national_number"
    COACHING_NOTE = "coaching_note"
    ACCESS_COPY = "access_copy"
    ABSENCE_PROOF = "absence_proof"
    REFERRAL = "referral"


SENSITIVE_LABELS: Final = {
    Sensitive.NATIONAL_NUMBER: N_("national number shown"),
    Sensitive.COACHING_NOTE: N_("coaching note opened"),
    Sensitive.ACCESS_COPY: N_("copy of all data made"),
    Sensitive.ABSENCE_PROOF: N_("proof of an absence opened"),
    Sensitive.REFERRAL: N_("referral opened"),
}
