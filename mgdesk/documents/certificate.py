"""The certificate of participation: one page a person, to keep, to show and to frame."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Final

from mgdesk.documents.paper import NOBODY, Backing, CopyMark, Letterhead, Logo, digests
from mgdesk.documents.plain import Plain
from mgdesk.rules.proof import Proof

NOTHING_PROVEN: Final[Mapping[str, Proof]] = MappingProxyType({})


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

    def digests(self) -> frozenset[str]:
        """The digests of the pictures to gather before drawing."""
        return digests(self.letterhead, self.backing, self.signature)


def draw_certificates(
    records: Sequence[CertificateRecord],
    pictures: Mapping[str, bytes],
    path: Path,
    *,
    proofs: Mapping[str, Proof] = NOTHING_PROVEN,
    fonts: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> int:
    """Write the certificates to one PDF file, one page each; the number of pages.

    `pictures` are image files by digest, `proofs` are by number. `progress(done, all)` is called
    after each certificate; what it raises (`errors.Cancelled`) stops the work. The file appears
    whole or not at all. Raises FileCannotBeWritten, DiskFull, PictureCannotBeRead.
    """
    from mgdesk.documents.certificate_pages import draw

    return draw(records, pictures, path, proofs=proofs, fonts=fonts, progress=progress)
