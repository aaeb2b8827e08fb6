"""Scanned paper recognised by the small codes on its pages, turned upright and kept small."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from math import atan2, degrees
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from mgdesk.exchange.pages import pages_in, pictures_of
from mgdesk.rules.sheet_code import SheetCode, parse_sheet_code

if TYPE_CHECKING:
    from PIL.Image import Image

KEPT_SIDE: Final = 1_754  # pixels: the long side of A4 at 150 dots per inch
MOST_KEPT: Final = 400_000  # bytes of a kept page
_QUALITIES: Final = (72, 60, 48, 36, 24)
_CROOKED: Final = (0.5, 20.0)  # degrees between which a page is set straight
_DARK: Final = 150  # of 255: darker than the back of a page that shines through
_INK: Final = 0.0004  # the share of dark dots below which a page is empty


@dataclass(frozen=True, slots=True)
class ScannedPage:
    """One page: where it is in the file (from 1), its picture, what its codes say.

    `code` is that of an attendance sheet; `texts` are all codes found, for whoever knows others.
    """

    place: int
    jpeg: bytes
    code: SheetCode | None
    texts: tuple[str, ...] = ()
    is_empty: bool = False


def read_scan(
    path: Path, progress: Callable[[int, int], None] | None = None
) -> tuple[ScannedPage, ...]:
    """Every page of a PDF, or the one of a PNG or JPEG, with the codes found on it.

    `progress(done, all)` is called before each page; what it raises stops the reading. Raises
    ScanUnreadable, ScanLocked, ScanTooLong, PictureTooWide.
    """
    count = pages_in(path)
    found = []
    for place, picture in enumerate(pictures_of(path), 1):
        if progress is not None:
            progress(place - 1, count)
        found.append(_page(place, picture))
    if progress is not None:
        progress(count, count)
    return tuple(found)


def _page(place: int, picture: "Image") -> ScannedPage:
    codes = read_codes(picture)
    own = next(((parse_sheet_code(text), angle) for text, angle in codes if _is_ours(text)), None)
    upright = picture if own is None else _upright(picture, own[1])
    return ScannedPage(
        place,
        _kept(upright),
        own[0] if own else None,
        tuple(text for text, _angle in codes),
        is_empty=not codes and _is_empty(picture),
    )


def _is_ours(text: str) -> bool:
    return parse_sheet_code(text) is not None


def read_codes(picture: "Image") -> list[tuple[str, float]]:
    """The QR codes of a grey picture: text, and degrees by which each is turned clockwise."""
    import zxingcpp
    from PIL import ImageFilter

    wanted = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    # As it is; smoothed, for a grainy scan; sharpened, for a blurred one.
    for remedy in (None, ImageFilter.GaussianBlur(1.2), ImageFilter.UnsharpMask(2, 250, 0)):
        seen = picture if remedy is None else picture.filter(remedy)
        found = zxingcpp.read_barcodes(seen, formats=wanted)
        codes = [(code.text, _angle(code.position)) for code in found if code.valid]
        if codes:
            return codes
    return []


def _angle(corners: Any) -> float:
    """Degrees clockwise, from both the upper and the lower edge of a code."""
    edges = (
        (corners.top_left, corners.top_right),
        (corners.bottom_left, corners.bottom_right),
    )
    across = sum(end.x - start.x for start, end in edges)
    down = sum(end.y - start.y for start, end in edges)
    return degrees(atan2(down, across))


def _upright(picture: "Image", angle: float) -> "Image":
    """The page as it was printed: quarters of a turn exactly, a small rest set straight."""
    from PIL import Image

    quarters = round(angle / 90) % 4
    rest = angle - round(angle / 90) * 90
    turns = {1: Image.Transpose.ROTATE_90, 2: Image.Transpose.ROTATE_180,
             3: Image.Transpose.ROTATE_270}  # fmt: skip
    turned = picture.transpose(turns[quarters]) if quarters else picture
    if not _CROOKED[0] < abs(rest) < _CROOKED[1]:
        return turned
    return turned.rotate(rest, Image.Resampling.BICUBIC, expand=True, fillcolor=255)


def _kept(picture: "Image") -> bytes:
    """A JPEG of at most MOST_KEPT bytes."""
    from PIL import Image

    small = picture.copy()
    small.thumbnail((KEPT_SIDE, KEPT_SIDE), Image.Resampling.LANCZOS)
    content = b""
    for quality in _QUALITIES:
        stream = io.BytesIO()
        small.save(stream, "JPEG", quality=quality, optimize=True)
        content = stream.getvalue()
        if len(content) <= MOST_KEPT:
            return content
    small.thumbnail((KEPT_SIDE // 2, KEPT_SIDE // 2))
    stream = io.BytesIO()
    small.save(stream, "JPEG", quality=_QUALITIES[-1], optimize=True)
    return stream.getvalue()


def _is_empty(picture: "Image") -> bool:
    """Whether there is less ink than a written line has; the shadow of the scanner's edge aside."""
    width, height = picture.size
    edge = min(width, height) // 25
    inside = picture.crop((edge, edge, width - edge, height - edge))
    dark = sum(inside.histogram()[:_DARK])
    return dark < _INK * max(1, inside.width * inside.height)
