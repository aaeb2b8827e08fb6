"""The letter that goes with the papers of a short course to the employer who sent people to it.

It is printed and not kept: the papers that it comes with are in the register.
"""

from dataclasses import dataclass
from datetime import date

from mgdesk.documents.paper import NOBODY, Backing, Letterhead, Logo, digests
from mgdesk.documents.plain import Plain


@dataclass(frozen=True)
class SentPerson(Plain):
    """Somebody whom the employer sent: minutes followed and due, the numbers of what is enclosed."""

    name: str
    minutes: int
    minutes_due: int
    certificate: str = ""
    sheets: tuple[str, ...] = ()


@dataclass(frozen=True)
class EmployerLetterRecord(Plain):
    """All that the letter says. It names nobody whom another employer sent."""

    language: str
    letterhead: Letterhead
    employer: str
    contact: str
    address: tuple[str, ...]
    training: str
    cohort: str
    first_day: date
    last_day: date
    people: tuple[SentPerson, ...]
    place: str
    issued_on: date
    country: str | None = None
    signatory: str = ""
    signatory_role: str = ""
    signature: Logo | None = None
    backing: Backing = NOBODY
    is_demo: bool = False

    def digests(self) -> frozenset[str]:
        """The digests of the pictures to gather before drawing."""
        return digests(self.letterhead, self.backing, self.signature)
