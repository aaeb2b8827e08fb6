"""QR codes: the same modules as another program draws, and read by a third."""

import random

import pytest
import segno
import zxingcpp
from PIL import Image

from mgdesk.typesetting.code import ALPHABET, LONGEST, MASK, QUIET, Code, qr_code

# segno adds a needless codeword where a text ends exactly with one: such lengths are left out.
LENGTHS = (1, 5, 20, 30, 60, 90, 120, 150, 180, 200, 221, 222, 262, 300, 311, 330, 366, 400, 419)


def text_of(length: int) -> str:
    chance = random.Random(length)
    return "".join(chance.choice(ALPHABET) for _ in range(length - 1)) + "%"


def modules(code: Code) -> list[list[bool]]:
    return [[code.is_dark(x, y) for x in range(code.size)] for y in range(code.size)]


@pytest.mark.parametrize("length", LENGTHS)
def test_it_is_the_symbol_that_segno_draws(length: int) -> None:
    text = text_of(length)
    ours = qr_code(text)
    theirs = segno.make(
        text, version=(ours.size - 17) // 4, error="m", mask=MASK, boost_error=False,
        mode="alphanumeric",
    )  # fmt: skip
    assert modules(ours) == [[bool(module) for module in row] for row in theirs.matrix]


@pytest.mark.parametrize("length", [1, 50, 187, 350, LONGEST])
def test_it_is_read_back(length: int) -> None:
    text = text_of(length)
    code = qr_code(text)
    picture = Image.new("L", (code.size + 2 * QUIET,) * 2, 255)
    for y, row in enumerate(modules(code)):
        for x, is_dark in enumerate(row):
            picture.putpixel((x + QUIET, y + QUIET), 0 if is_dark else 255)
    large = picture.resize((picture.width * 4,) * 2, Image.Resampling.NEAREST)
    assert [found.text for found in zxingcpp.read_barcodes(large)] == [text]


def test_what_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="A"):
        qr_code("A" * (LONGEST + 1))
    with pytest.raises(KeyError):
        qr_code("é")
