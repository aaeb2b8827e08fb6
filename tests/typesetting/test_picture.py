"""Pictures of others: small, or refused with a sentence."""

import io
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from mgdesk.typesetting.picture import PictureCannotBeRead, read_picture


def png(width: int, height: int, colour: tuple[int, ...] = (10, 20, 30)) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB" if len(colour) == 3 else "RGBA", (width, height), colour).save(stream, "PNG")
    return stream.getvalue()


def claimed_png(width: int, height: int) -> bytes:
    """A few bytes that claim to be an enormous picture."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = [(b"IHDR", header), (b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b"")]
    chunks = b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in parts
    )
    return b"\x89PNG\r\n\x1a\n" + chunks


def jpeg() -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (300, 200), (200, 10, 10)).save(stream, "JPEG")
    return stream.getvalue()


def test_a_logo_keeps_its_colours_and_what_is_seen_through() -> None:
    picture = read_picture(png(4, 2, (10, 20, 30, 128)))
    assert (picture.width, picture.height, picture.proportion) == (4, 2, 2.0)
    assert zlib.decompress(picture.opacity) == bytes([128]) * 8


def test_an_opaque_picture_carries_no_mask() -> None:
    picture = read_picture(png(2, 1))
    assert (zlib.decompress(picture.colours), picture.opacity) == (bytes([10, 20, 30] * 2), b"")


def test_a_large_photo_is_scaled_down() -> None:
    picture = read_picture(png(6000, 3000))
    assert (picture.width, picture.height) == (1200, 600)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"GIF89a",
        png(40, 40)[:60],
        jpeg()[:200],
        claimed_png(20_000, 20_000),
        claimed_png(20_000, 1),
        claimed_png(0, 5),
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"%PDF-1.7\n",
    ],
)
def test_what_is_broken_foreign_or_enormous_gets_a_sentence(content: bytes) -> None:
    with pytest.raises(PictureCannotBeRead) as refusal:
        read_picture(content, "Actiris")
    assert refusal.value.values == {"name": "Actiris"}


@given(st.binary(max_size=200), st.integers(0, 150))
def test_damaged_bytes_never_crash(noise: bytes, cut: int) -> None:
    for whole in (png(30, 30), jpeg()):
        damaged = whole[:cut] + noise + whole[cut + len(noise) :]
        try:
            read_picture(damaged)
        except PictureCannotBeRead:
            continue
