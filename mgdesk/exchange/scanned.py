"""Papers that come back as files: the codes on a PDF, a scan or a photo, and a PDF's visible text.

Files are of strangers: sizes are checked before anything is decoded, and every fault is a sentence.
"""

import io
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from mgdesk.errors import DeskError
from mgdesk.exchange.pages import PDFIUM
from mgdesk.i18n import N_

if TYPE_CHECKING:
    from PIL.Image import Image

PICTURES: Final = (".png", ".jpg", ".jpeg", ".webp", ".gif", ".bmp", ".tif", ".tiff")
SUFFIXES: Final = (".pdf", *PICTURES)
LARGEST_FILE: Final = 200_000_000  # bytes
LARGEST_SIDE: Final = 12_000  # pixels
LARGEST_AREA: Final = 64_000_000
MOST_PAGES: Final = 500
MOST_TEXT: Final = 20_000  # characters of a page that are compared
_DOTS: Final = 200 / 72  # pixels a point when a page is rendered
_SEEN_SIDE: Final = 3_400  # pixels: an A4 page at 300 dpi
_FORMATS: Final = ("PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF")


class NoSuchFile(DeskError):
    sentence = N_("There is no file {path} to read. Check its name, or choose it again.")


class NeitherPaperNorPicture(DeskError):
    sentence = N_(
        "{path} is neither a PDF nor a picture that can be read (PNG, JPEG, WebP, TIFF). Scan the"
        " paper again, or type its number and check code."
    )


class LockedPaper(DeskError):
    sentence = N_(
        "{path} is protected by a password, so it cannot be checked. Ask for a copy without one, or"
        " type the number and check code of the paper."
    )


class PaperTooLarge(DeskError):
    sentence = N_(
        "{path} is too large to be checked: at most {pages} pages, or a picture of {side} pixels a"
        " side. Scan the paper at 200 to 300 dots an inch."
    )


class NoCodeFound(DeskError):
    sentence = N_(
        "No code of MolenGeek Desk was found on {path}. Scan it straight and sharp, the whole square"
        " code within the picture; or type the number and check code printed below it."
    )


@dataclass(frozen=True, slots=True)
class Scanned:
    """A code that was found. `text` is what a PDF's page says; None on a picture or scan."""

    page: int  # from 1
    token: str
    text: str | None = None
    is_written_on: bool = False  # notes, stamps or fields were laid over the page


def read_codes(path: Path, prefix: str) -> list[Scanned]:
    """The QR codes of a PDF or picture whose text begins with `prefix`, page by page.

    Raises NoSuchFile, NeitherPaperNorPicture, LockedPaper, PaperTooLarge, NoCodeFound.
    """
    try:
        if not path.is_file():
            raise NoSuchFile(path=str(path))
        if path.stat().st_size > LARGEST_FILE:
            raise _too_large(path)
        content = path.read_bytes()
    except (OSError, ValueError) as error:
        raise NoSuchFile(path=str(path)) from error
    is_paper = b"%PDF-" in content[:1024]
    found = list(_of_paper(content, path) if is_paper else _of_picture(content, path))
    codes = [one for one in found if one.token.startswith(prefix)]
    if not codes:
        raise NoCodeFound(path=path.name)
    return codes


def _too_large(path: Path) -> PaperTooLarge:
    return PaperTooLarge(path=path.name, pages=MOST_PAGES, side=LARGEST_SIDE)


# --- PDF -----------------------------------------------------------------------------------------


def _of_paper(content: bytes, path: Path) -> Iterator[Scanned]:
    import pypdfium2

    with PDFIUM:
        paper = _opened(content, path)
    try:
        if len(paper) > MOST_PAGES:
            raise _too_large(path)
        for number in range(len(paper)):
            with PDFIUM:
                found = _of_page(paper, number)
            yield from found
    except pypdfium2.PdfiumError as error:
        raise NeitherPaperNorPicture(path=path.name) from error
    finally:
        with PDFIUM:
            paper.close()


def _opened(content: bytes, path: Path) -> Any:
    import pypdfium2
    from pypdfium2 import raw

    try:
        return pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD:
            raise LockedPaper(path=path.name) from error
        raise NeitherPaperNorPicture(path=path.name) from error


def _of_page(paper: Any, number: int) -> list[Scanned]:
    from pypdfium2 import raw

    page = paper[number]
    try:
        longest = max(*page.get_size(), 1.0)
        scale = min(_DOTS, _SEEN_SIDE / longest)
        bitmap = page.render(scale=scale, grayscale=True)
        image = bitmap.to_pil()
        tokens = _decoded(image)
        bitmap.close()
        words = page.get_textpage()
        text = words.get_text_range(0, min(words.count_chars(), MOST_TEXT))
        words.close()
        is_written_on = any(
            _is_visible(page, place) for place in range(raw.FPDFPage_GetAnnotCount(page))
        )
    finally:
        page.close()
    said = text if text.strip() else None
    return [Scanned(number + 1, token, said, is_written_on) for token in tokens]


def _is_visible(page: Any, place: int) -> bool:
    """Whether what was laid over a page can be seen: the field of a file's signature has no size."""
    from pypdfium2 import raw

    note = raw.FPDFPage_GetAnnot(page, place)
    if not note:
        return True
    try:
        where = raw.FS_RECTF()
        is_known = raw.FPDFAnnot_GetRect(note, where)
        is_field = raw.FPDFAnnot_GetSubtype(note) == raw.FPDF_ANNOT_WIDGET
        has_size = where.left != where.right and where.top != where.bottom
        return bool(not is_field or not is_known or has_size)
    finally:
        raw.FPDFPage_CloseAnnot(note)


# --- pictures ------------------------------------------------------------------------------------


def _of_picture(content: bytes, path: Path) -> Iterator[Scanned]:
    from PIL import Image, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # sizes are judged here
            with Image.open(io.BytesIO(content), formats=_FORMATS) as image:
                width, height = image.size
                if max(width, height) > LARGEST_SIDE or width * height > LARGEST_AREA:
                    raise _too_large(path)
                tokens = _looked_at(image)
    except Image.DecompressionBombError as error:
        raise _too_large(path) from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, MemoryError) as error:
        raise NeitherPaperNorPicture(path=path.name) from error
    for token in tokens:
        yield Scanned(1, token)


def _looked_at(image: "Image") -> list[str]:
    """Look as it is, then smaller and sharper: what a reader of codes needs differs from a photo."""
    from PIL import ImageFilter, ImageOps

    grey = _on_white(image)
    tokens = _decoded(grey)
    for side in (2_400, 1_600, 1_000):
        if tokens:
            break
        small = grey.copy()
        small.thumbnail((side, side))
        plain = ImageOps.autocontrast(small, cutoff=1)
        sharp = plain.filter(ImageFilter.UnsharpMask(radius=3, percent=200, threshold=2))
        tokens = _decoded(plain) or _decoded(sharp)
    return tokens


def _on_white(image: "Image") -> "Image":
    from PIL import Image

    if "A" in image.getbands() or "transparency" in image.info:
        whole = image.convert("RGBA")
        white = Image.new("RGBA", whole.size, "white")
        return Image.alpha_composite(white, whole).convert("L")
    return image.convert("L")


def _decoded(image: "Image") -> list[str]:
    import zxingcpp

    wanted = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    found = zxingcpp.read_barcodes(image, formats=wanted)
    return list(dict.fromkeys(code.text for code in found if code.valid))
