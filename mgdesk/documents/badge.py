"""Name badges and member cards: who somebody is, whose guest, and the code that the desk scans."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from mgdesk.documents.paper import NOBODY, Backing, Letterhead, digests
from mgdesk.documents.plain import Plain


class BadgeFormat(StrEnum):
    BADGE = "badge"  # eight name badges on A4
    CARD = "card"  # ten cards on A4
    SINGLE = "single"  # one card a page, 85.6 × 54 mm (ISO/IEC 7810 ID-1), for card printers


@dataclass(frozen=True)
class BadgeRecord(Plain):
    """All that a badge says; it has no number and is not kept."""

    language: str
    letterhead: Letterhead
    first_name: str  # or the whole name where it is not parted
    surname: str
    about: str  # the event, or the training
    code: str  # of `rules.codes`
    printed_on: date
    form: BadgeFormat = BadgeFormat.BADGE
    country: str | None = None
    second_name: str = ""
    detail: str = ""  # the cohort and the learner's number
    backing: Backing = NOBODY
    is_demo: bool = False

    def digests(self) -> frozenset[str]:
        """The digests of the pictures to gather before drawing."""
        return digests(self.letterhead, self.backing)
