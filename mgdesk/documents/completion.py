"""The certificate of completion: what French funders ask for (the *certificat de réalisation*).

Nominative, on letterhead: the trainee and the employer, the action's name, nature, dates and
duration, the provider's signature and stamp (ocapiat.fr; Labour Code R6313-3 demands no more).
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from mgdesk.documents.paper import NOBODY, Backing, CopyMark, Letterhead, Logo, digests
from mgdesk.documents.plain import Plain
from mgdesk.i18n import N_


class Nature(StrEnum):
    """The four kinds of action of Labour Code L6313-1."""

    TRAINING = "training"
    ASSESSMENT = "assessment"
    VALIDATION = "validation"
    APPRENTICESHIP = "apprenticeship"


NATURE_LABELS: Final = {
    Nature.TRAINING: N_("training action"),
    Nature.ASSESSMENT: N_("skills assessment"),
    Nature.VALIDATION: N_("validation of acquired experience"),
    Nature.APPRENTICESHIP: N_("training by apprenticeship"),
}


@dataclass(frozen=True)
class CompletionRecord(Plain):
    """All that a certificate of completion says; frozen and stored when it is issued."""

    number: str
    language: str
    letterhead: Letterhead
    name: str
    training: str
    first_day: date
    last_day: date
    minutes_attended: int  # the duration that counts
    place: str
    issued_on: date
    signatory: str
    country: str | None = None
    copy: CopyMark = CopyMark.ORIGINAL
    second_name: str = ""
    employer: str = ""
    nature: Nature = Nature.TRAINING
    signatory_role: str = ""
    signature: Logo | None = None
    backing: Backing = NOBODY
    corrected_on: date | None = None
    is_demo: bool = False

    def digests(self) -> frozenset[str]:
        """The digests of the pictures to gather before drawing."""
        return digests(self.letterhead, self.backing, self.signature)
