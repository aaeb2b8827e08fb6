"""The certificate of participation: one page a person, to keep, to show and to frame."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Final

from mgdesk.documents.certificate_record import CertificateRecord
from mgdesk.documents.output import Target
from mgdesk.rules.proof import Proof

__all__ = ["NOTHING_PROVEN", "CertificateRecord", "draw_certificates"]

NOTHING_PROVEN: Final[Mapping[str, Proof]] = MappingProxyType({})


def draw_certificates(
    records: Sequence[CertificateRecord],
    pictures: Mapping[str, bytes],
    path: Target,
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
