"""What a partner's support made possible, on one page."""

from dataclasses import dataclass
from datetime import date

from mgdesk.documents.paper import NOBODY, Backing, Letterhead, Logo, digests
from mgdesk.documents.plain import Plain


@dataclass(frozen=True)
class PartnerLine(Plain):
    """A cohort, an event, or a hire: no person is named."""

    title: str
    detail: str = ""
    people: int = 0
    minutes: int = 0


@dataclass(frozen=True)
class PartnerLetterRecord(Plain):
    language: str
    letterhead: Letterhead
    partner: str
    first_day: date
    last_day: date
    people: int
    learners: int
    minutes: int
    cohorts: tuple[PartnerLine, ...]
    events: tuple[PartnerLine, ...]
    hires: int
    place: str
    issued_on: date
    signatory: str = ""
    role: str = ""
    signature: Logo | None = None
    country: str | None = None
    backing: Backing = NOBODY
    is_demo: bool = False

    def digests(self) -> frozenset[str]:
        """The digests of the pictures to gather before drawing."""
        found = digests(self.letterhead, self.backing)
        return found | ({self.signature.digest} if self.signature else set())
