"""A proof that comes as a PDF: looked through before it is kept, and refused where it could do harm.

Nothing in it runs here (pypdfium2 is built without scripts), but the file goes on: to the person with
a copy of their data, to another desk with a campus. So what acts by itself or hides files is refused.
"""

import io
import re
import zlib
from typing import Any, Final

from mgdesk.errors import DeskError
from mgdesk.exchange.pages import PDFIUM
from mgdesk.i18n import N_

MOST_BYTES: Final = 5_000_000
MOST_PAGES: Final = 30
MOST_UNPACKED: Final = 300_000_000  # bytes: thirty grey pages at 300 dots an inch
LONGEST_SIDE: Final = 5_000.0  # points: 1.76 m
_SAMPLE: Final = 64.0  # pixels of the longer side when a page is drawn to see that it can be
_PIECE: Final = 1 << 20
_STREAM: Final = re.compile(rb"\bstream\r?\n(.*?)endstream", re.DOTALL)
_TWICE: Final = re.compile(rb"/(?:FlateDecode|Fl)\s*/(?:FlateDecode|Fl|LZWDecode|LZW)\b")
# Names of what acts or carries (ISO 32000-1, 12.6.4 and 7.11.4), as pdfium writes them.
_ACTS: Final = re.compile(
    rb"/(?:JavaScript|JS|Launch|EmbeddedFiles?|Filespec|FileAttachment|RichMedia|XFA|SubmitForm"
    rb"|ImportData|GoToE|GoToR|Rendition|Movie|Sound|3D)(?![A-Za-z0-9])"
)


class ProofTooLarge(DeskError):
    sentence = N_(
        "This proof is too large: at most 5 MB and {most} pages are kept. Scan it in grey, at 150 to"
        " 200 dots an inch, or keep only the page that proves."
    )


class ProofUnreadable(DeskError):
    sentence = N_(
        "This PDF cannot be read: it is damaged or protected by a password. Save or scan it again."
    )


class ProofActs(DeskError):
    sentence = N_(
        "This PDF holds a program, other files, or a link that starts a program, so it is not kept."
        " Print it and scan it, or take a photo of it."
    )


def is_paper(content: bytes) -> bool:
    """Whether it says that it is a PDF."""
    return b"%PDF-" in content[:1024]


def check_proof(content: bytes) -> None:
    """Look a PDF through, page by page. Raises ProofTooLarge, ProofUnreadable, ProofActs."""
    import pypdfium2

    if len(content) > MOST_BYTES or _unpacked(content) > MOST_UNPACKED:
        raise ProofTooLarge(most=MOST_PAGES)
    with PDFIUM:
        try:
            document = pypdfium2.PdfDocument(content)
        except pypdfium2.PdfiumError as error:
            raise ProofUnreadable from error
        try:
            _check_document(document)
        except (pypdfium2.PdfiumError, ValueError, MemoryError) as error:
            raise ProofUnreadable from error
        finally:
            document.close()


def _unpacked(content: bytes) -> int:
    """How large the packed parts are when unpacked, as far as the limit: a bomb is small on the disk."""
    if _TWICE.search(content):
        return MOST_UNPACKED + 1
    total = 0
    for found in _STREAM.finditer(content):
        unpacker, rest = zlib.decompressobj(), found[1]
        try:
            while rest and total <= MOST_UNPACKED:
                total += len(unpacker.decompress(rest, _PIECE))
                rest = unpacker.unconsumed_tail
        except zlib.error:
            continue  # packed in another way, or not at all
    return total


def _check_document(document: Any) -> None:
    if not 1 <= len(document) <= MOST_PAGES:
        raise ProofTooLarge(most=MOST_PAGES) if len(document) else ProofUnreadable
    if _acts(document):
        raise ProofActs
    for number in range(len(document)):
        width, height = document.get_page_size(number)
        if not 0 < max(width, height) <= LONGEST_SIDE:
            raise ProofTooLarge(most=MOST_PAGES)
        page = document[number]
        try:
            page.render(scale=_SAMPLE / max(width, height)).close()
        finally:
            page.close()


def _acts(document: Any) -> bool:
    """Whether anything in it acts by itself or carries files.

    Written out anew, every object stands there in plain and every name in one spelling; what is packed
    (pictures, the words of pages) is left out.
    """
    plain = io.BytesIO()
    document.save(plain)
    return _ACTS.search(_STREAM.sub(b"", plain.getvalue())) is not None
