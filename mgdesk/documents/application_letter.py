"""Letters to applicants: when they are expected, and what was decided. No number, nothing registered:
what was decided, by whom and why, is kept with the application itself."""

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from mgdesk.documents.paper import NOBODY, Backing, Letterhead, digests
from mgdesk.documents.plain import Plain


class LetterKind(StrEnum):
    CONVOCATION = "convocation"
    ACCEPTED = "accepted"
    RESERVE = "reserve"
    REFUSED = "refused"


@dataclass(frozen=True)
class Offer(Plain):
    """Something else that somebody may join: a training and when it begins."""

    title: str
    first_day: date


@dataclass(frozen=True)
class ApplicationLetterRecord(Plain):
    """All that a letter says. `days` and hours are those of the convocation, or of the cohort."""

    kind: LetterKind
    language: str
    letterhead: Letterhead
    name: str
    address: tuple[str, ...]  # empty where none was given: the letter is handed over
    training: str
    place: str
    issued_on: date
    signatory: str
    signatory_role: str = ""
    first_day: date | None = None
    last_day: date | None = None
    starts: time | None = None
    room: str = ""
    former_day: date | None = None  # of a convocation that changed: what was said before
    former_starts: time | None = None
    former_room: str = ""
    note: str = ""
    offers: tuple[Offer, ...] = ()
    country: str | None = None
    second_name: str = ""
    backing: Backing = NOBODY
    is_demo: bool = False

    def digests(self) -> frozenset[str]:
        """The digests of the pictures to gather before drawing."""
        return digests(self.letterhead, self.backing)
