"""The copy of a person's data on paper (GDPR, article 15): what is kept, why, until when, who saw it."""

from dataclasses import dataclass
from datetime import date

from mgdesk.documents.paper import NOBODY, Backing, Letterhead, digests
from mgdesk.documents.plain import Plain


@dataclass(frozen=True)
class Chapter(Plain):
    """A heading with its lines; one without lines is left out."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class AccessCopyRecord(Plain):
    """All that the copy says; it has no number and is not kept. Texts are in `language` already."""

    language: str
    letterhead: Letterhead
    name: str
    made_on: date
    introduction: str
    facts: tuple[Chapter, ...]  # one line each: what it is, and its value
    chapters: tuple[Chapter, ...]
    country: str | None = None
    second_name: str = ""
    backing: Backing = NOBODY
    is_demo: bool = False

    def digests(self) -> frozenset[str]:
        """The digests of the pictures to gather before drawing."""
        return digests(self.letterhead, self.backing)
