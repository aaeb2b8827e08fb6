"""Pages of a scan or a photo as grey pictures: measured before they are opened, one at a time."""

import io
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

from mgdesk.errors import DeskError
from mgdesk.i18n import N_

if TYPE_CHECKING:
    from PIL.Image import Image

SUFFIXES: Final = (".pdf", ".png", ".jpg", ".jpeg")
MOST_PAGES: Final = 200
MOST_BYTES: Final = 300_000_000
MOST_SIDE: Final = 12_000  # pixels of a photo, refused before anything is decoded
MOST_AREA: Final = 120_000_000  # the largest cameras of telephones have 108 million
DPI: Final = 200  # at which a page of a PDF is drawn
_LONGEST: Final = 4_000  # pixels of a drawn page, however large the PDF says that it is

PDFIUM: Final = Lock()  # the library is not made for two threads at once


class ScanUnreadable(DeskError):
    sentence = N_(
        "{file} cannot be read: it is damaged, or neither a PDF nor a PNG or JPEG picture. Scan the"
        " paper again."
    )


class ScanLocked(DeskError):
    sentence = N_("{file} is protected by a password. Save it without one, then try again.")


class ScanTooLong(DeskError):
    sentence = N_("{file} has {pages} pages; at most {most} are read at once. Scan it in parts.")


class PictureTooWide(DeskError):
    sentence = N_(
        "The picture {file} is too large: at most {most} pixels a side are read. Take it again with"
        " fewer."
    )


def pages_in(path: Path) -> int:
    """How many pages a file has. Raises as `pictures_of` does."""
    if not _is_pdf(path):
        return 1
    with PDFIUM:
        document = _document(path)
        try:
            return len(document)
        finally:
            document.close()


def pictures_of(path: Path) -> "Iterator[Image]":
    """Each page as a grey picture: of a PDF at 200 dots per inch, a photo as it was taken.

    Raises ScanUnreadable, ScanLocked, ScanTooLong, PictureTooWide.
    """
    if not _is_pdf(path):
        yield _photo(path)
        return
    for place in range(pages_in(path)):
        with PDFIUM:
            picture = _drawn(path, place)
        yield picture


def first_pages(paths: Sequence[Path]) -> bytes:
    """The first page of each PDF, in one. Raises as `pictures_of` does."""
    import pypdfium2

    with PDFIUM:
        gathered = pypdfium2.PdfDocument.new()
        try:
            for path in paths:
                document = _document(path)
                gathered.import_pages(document, [0])
                document.close()
            stream = io.BytesIO()
            gathered.save(stream)
        finally:
            gathered.close()
    return stream.getvalue()


def _is_pdf(path: Path) -> bool:
    """Whether it is a PDF, by its first bytes: names lie."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise ScanUnreadable(file=path.name)
        with path.open("rb") as stream:
            return b"%PDF-" in stream.read(1024)
    except OSError as error:
        raise ScanUnreadable(file=path.name) from error


def _document(path: Path) -> Any:
    import pypdfium2
    from pypdfium2 import raw

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD:
            raise ScanLocked(file=path.name) from error
        raise ScanUnreadable(file=path.name) from error
    pages = len(document)
    if 1 <= pages <= MOST_PAGES:
        return document
    document.close()
    if pages:
        raise ScanTooLong(file=path.name, pages=pages, most=MOST_PAGES)
    raise ScanUnreadable(file=path.name)


def _drawn(path: Path, place: int) -> "Image":
    import pypdfium2

    document = _document(path)
    try:
        page = document[place]
        scale = min(DPI / 72, _LONGEST / max(1.0, *page.get_size()))
        drawn: Image = page.render(scale=scale, grayscale=True).to_pil().convert("L")
    except (pypdfium2.PdfiumError, ValueError, MemoryError) as error:
        raise ScanUnreadable(file=path.name) from error
    finally:
        document.close()
    return drawn


def _photo(path: Path) -> "Image":
    """A photo turned as the camera was held."""
    from PIL import Image, ImageOps

    with _one_sentence(path), warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        with Image.open(io.BytesIO(path.read_bytes()), formats=("PNG", "JPEG")) as image:
            width, height = image.size
            if max(width, height) > MOST_SIDE or width * height > MOST_AREA:
                raise PictureTooWide(file=path.name, most=MOST_SIDE)
            image.draft("L", (_LONGEST, _LONGEST))
            turned = ImageOps.exif_transpose(image)
            flat = _on_white(turned)
            flat.thumbnail((_LONGEST, _LONGEST))
            return flat


def _on_white(image: "Image") -> "Image":
    from PIL import Image

    if not image.has_transparency_data:
        return image.convert("L")
    ground = Image.new("RGBA", image.size, "white")
    return Image.alpha_composite(ground, image.convert("RGBA")).convert("L")


@contextmanager
def _one_sentence(path: Path) -> Iterator[None]:
    """A decoder fails in as many ways as there are broken files: one sentence serves them all."""
    from PIL import Image

    try:
        yield
    except DeskError:
        raise
    except Image.DecompressionBombError as error:
        raise PictureTooWide(file=path.name, most=MOST_SIDE) from error
    except Exception as error:
        raise ScanUnreadable(file=path.name) from error
