"""A letter to somebody of a list: the same text to all, in the language of each. Nothing registered."""

from dataclasses import dataclass
from datetime import date

from mgdesk.documents.paper import NOBODY, Backing, Letterhead, digests
from mgdesk.documents.plain import Plain


@dataclass(frozen=True)
class PeopleLetterRecord(Plain):
    """All that a letter says, its fields filled; `text` has paragraphs, one a line."""

    language: str
    letterhead: Letterhead
    name: str
    address: tuple[str, ...]  # empty where none was given: the letter is handed over
    subject: str
    text: str
    place: str
    issued_on: date
    signatory: str = ""
    signatory_role: str = ""
    country: str | None = None
    second_name: str = ""
    backing: Backing = NOBODY
    is_demo: bool = False

    def digests(self) -> frozenset[str]:
        """The digests of the pictures to gather before drawing."""
        return digests(self.letterhead, self.backing)
