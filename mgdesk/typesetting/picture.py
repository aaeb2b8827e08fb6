"""Logos and signatures: pictures of others, opened with care and kept small."""

import io
import zlib
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from PIL import Image, UnidentifiedImageError
from PIL.PngImagePlugin import PngImageFile
from reportlab.pdfbase import pdfdoc

from mgdesk.errors import DeskError
from mgdesk.i18n import N_
from mgdesk.typesetting.archive import Stream

LARGEST_SIDE: Final = 12_000  # pixels; refused before anything is decoded
LARGEST_AREA: Final = 36_000_000
_KEPT_SIDE: Final = 1_200  # pixels: 600 dpi on a logo of 5 cm
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_FORMATS: Final = ("PNG", "JPEG", "GIF", "WEBP")


class PictureCannotBeRead(DeskError):
    sentence = N_(
        "The picture {name} cannot be printed: it is damaged, of another kind than PNG or JPEG, "
        "or too large. Choose another picture."
    )


@dataclass(frozen=True)
class Picture:
    """A picture as a PDF keeps it, compressed: colours, and opacity where some pixels let through."""

    width: int
    height: int
    colours: bytes  # three bytes a pixel
    opacity: bytes = b""

    @property
    def proportion(self) -> float:
        """Width over height."""
        return self.width / self.height

    def object(self, document: Any) -> Any:
        """The image as an object of a PDF document."""
        entries = self._entries("DeviceRGB")
        if self.opacity:
            mask = Stream.of_packed(self.opacity, **self._entries("DeviceGray"))
            entries["SMask"] = document.Reference(mask)
        return Stream.of_packed(self.colours, **entries)

    def _entries(self, space: str) -> dict[str, Any]:
        return {
            "Type": pdfdoc.PDFName("XObject"),
            "Subtype": pdfdoc.PDFName("Image"),
            "Width": self.width,
            "Height": self.height,
            "ColorSpace": pdfdoc.PDFName(space),
            "BitsPerComponent": 8,
        }


@lru_cache(maxsize=8)  # the logos of a house, on all its papers
def read_picture(content: bytes, name: str = "") -> Picture:
    """Decode a PNG, JPEG, GIF or WebP, scaled down to what a printer can show.

    Raises PictureCannotBeRead, which says `name`, for damaged, foreign and enormous files.
    """
    try:
        with _opened(content) as image:
            _refuse_enormous(image, name)
            image.draft("RGB", (_KEPT_SIDE, _KEPT_SIDE))
            return _decoded(image)
    except (UnidentifiedImageError, Image.DecompressionBombError) as error:
        raise PictureCannotBeRead(name=name) from error
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError) as error:
        raise PictureCannotBeRead(name=name) from error


def _opened(content: bytes) -> Image.Image:
    """The picture, nothing decoded yet; a PNG without loading what reads all the other kinds."""
    if content.startswith(_PNG):
        return PngImageFile(io.BytesIO(content))
    return Image.open(io.BytesIO(content), formats=_FORMATS)


def _refuse_enormous(image: Image.Image, name: str) -> None:
    width, height = image.size
    if (
        not width
        or not height
        or max(width, height) > LARGEST_SIDE
        or width * height > LARGEST_AREA
    ):
        raise PictureCannotBeRead(name=name)


def _decoded(image: Image.Image) -> Picture:
    full = image.convert("RGBA")
    full.thumbnail((_KEPT_SIDE, _KEPT_SIDE), Image.Resampling.LANCZOS)
    opacity = full.getchannel("A")
    is_opaque = opacity.getextrema() == (255, 255)
    return Picture(
        full.width,
        full.height,
        zlib.compress(full.convert("RGB").tobytes()),
        b"" if is_opaque else zlib.compress(opacity.tobytes()),
    )
