"""What a certificate of participation says, frozen."""

from dataclasses import dataclass
from datetime import date, time

from mgdesk.documents.paper import NOBODY, Backing, CopyMark, Letterhead, Logo, digests
from mgdesk.documents.plain import Plain


@dataclass(frozen=True)
class CertificateRecord(Plain):
    """All that a certificate says; frozen and stored when it is issued.

    It states that somebody took part and for how long; it certifies no skill and is no diploma.
    """

    number: str
    language: str
    letterhead: Letterhead
    name: str
    training: str
    first_day: date
    last_day: date
    minutes_planned: int
    minutes_attended: int
    place: str  # where it is issued
    issued_on: date
    signatory: str
    country: str | None = None
    copy: CopyMark = CopyMark.ORIGINAL
    second_name: str = ""  # the name in another script
    birth_date: date | None = None
    birth_place: str = ""
    objectives: tuple[str, ...] = ()  # five at most are set
    signatory_role: str = ""
    signature: Logo | None = None
    backing: Backing = NOBODY
    corrected_on: date | None = None
    is_demo: bool = False
    is_event: bool = False  # `training` is the title of an event, its minutes how long it lasted
    starts: time | None = None
    ends: time | None = None

    def digests(self) -> frozenset[str]:
        """The digests of the pictures to gather before drawing."""
        return digests(self.letterhead, self.backing, self.signature)
