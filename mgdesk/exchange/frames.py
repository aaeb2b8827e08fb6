"""Codes in the picture of a camera: grey pixels in, texts out."""

from typing import Final

LARGEST_SIDE: Final = 8_000  # pixels


def codes_in_frame(pixels: bytes, width: int, height: int, stride: int) -> list[str]:
    """The texts of the codes in a grey picture of `height` lines of `stride` bytes each.

    QR codes, Data Matrix, Aztec, PDF417 and the codes of bars that cards and tickets bear; a picture
    that is none gives nothing.
    """
    import zxingcpp

    is_picture = 0 < width <= stride and 0 < height <= LARGEST_SIDE and width <= LARGEST_SIDE
    if not is_picture or len(pixels) < stride * (height - 1) + width:
        return []
    whole = pixels[: stride * height].ljust(stride * height, b"\xff")
    view = memoryview(whole).cast("B", shape=(height, stride))
    found = zxingcpp.read_barcodes(view)
    return list(dict.fromkeys(code.text for code in found if code.valid and code.text))
