"""The page of the recovery key: twelve words that open the data when the passphrase is lost."""

from dataclasses import dataclass
from datetime import date

from mgdesk.documents.paper import NOBODY, Backing, Letterhead
from mgdesk.documents.plain import Plain


@dataclass(frozen=True)
class RecoveryKeyRecord(Plain):
    """All that the page says. It is never stored: whoever reads it can open the data."""

    language: str
    letterhead: Letterhead
    words: tuple[str, ...]
    code: str  # to scan instead of typing
    made_on: date
    country: str | None = None
    backing: Backing = NOBODY
    is_demo: bool = False
