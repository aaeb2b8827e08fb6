"""Lines are shaped as another stack shapes them: Pillow with Raqm (HarfBuzz, FriBidi, FreeType).

Ours goes the whole way, through a PDF drawn by pdfium; both pictures must have the same ink.
"""

from datetime import date
from functools import cache
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont, ImageStat, features

from mgdesk.paths import resource
from mgdesk.typesetting.fonts import Face, Style
from mgdesk.typesetting.language import language_of
from mgdesk.typesetting.page import Book
from mgdesk.typesetting.text import typesetter
from tests.typesetting.reading_back import NAMES

SIZE = 100  # points and pixels
MARGIN = 60
NEAR = 5  # pixels, odd: hinting moves the other's letters by fractions of one
AGREEMENT = 0.97  # of the ink of each within reach of the other's

pytestmark = pytest.mark.skipif(
    not features.check("raqm"), reason="this Pillow was built without Raqm"
)


@cache
def files() -> dict[str, Path]:
    """Our font files by the names of their faces."""
    paths = (path for path in resource("fonts").iterdir() if path.suffix in {".ttf", ".otf"})
    return {Face(path).name: path for path in paths}


def pieces(text: str) -> list[tuple[str, str]]:
    """Text and its face: the whole line where one face draws it, else its words that one draws."""
    for parts in ([text], text.split(" ")):
        lines = [typesetter().line(part, Style.TEXT) for part in parts]
        if all(len({run.face.name for run in line.runs}) == 1 for line in lines):
            return [(line.text, line.runs[0].face.name) for line in lines]
    raise AssertionError(text)


def ours(text: str, folder: Path) -> Image.Image:
    line = typesetter().line(text, Style.TEXT)
    size = (line.width * SIZE + 2 * MARGIN, SIZE + 4 * MARGIN)
    path = folder / "line.pdf"
    with path.open("wb") as stream:
        book = Book(stream, size=size, language="fr-BE", title="Line", day=date(2026, 11, 23))
        book.set_line(line, MARGIN, 2 * MARGIN, SIZE)
        book.showPage()
        book.save()
    document = pypdfium2.PdfDocument(path)
    try:
        return document[0].render(scale=1, grayscale=True).to_pil().convert("L")
    finally:
        document.close()


def theirs(text: str, face: str) -> Image.Image:
    font = ImageFont.truetype(str(files()[face]), SIZE, layout_engine=ImageFont.Layout.RAQM)
    language = language_of(text)
    width = round(font.getlength(text, language=language)) + 4 * MARGIN
    picture = Image.new("L", (width, SIZE * 3), 255)
    draw = ImageDraw.Draw(picture)
    draw.text((2 * MARGIN, 2 * SIZE), text, font=font, fill=0, anchor="ls", language=language)
    return picture


def ink(picture: Image.Image) -> Image.Image:
    """Black on white as white on black, cut to what is inked, with room around."""
    marked = picture.point(lambda value: 255 if value < 128 else 0)
    left, top, right, bottom = marked.getbbox() or (0, 0, 1, 1)
    return marked.crop((left - NEAR, top - NEAR, right + NEAR, bottom + NEAR))


def share_within_reach(one: Image.Image, other: Image.Image) -> float:
    size = max(one.width, other.width), max(one.height, other.height)
    marked, reach = Image.new("L", size), Image.new("L", size)
    marked.paste(one)
    reach.paste(other.filter(ImageFilter.MaxFilter(NEAR)))
    both = ImageChops.multiply(marked, reach)
    return ImageStat.Stat(both).sum[0] / max(1, ImageStat.Stat(marked).sum[0])


@pytest.mark.parametrize("script", NAMES)
def test_a_line_has_the_ink_of_the_oracle(script: str, tmp_path: Path) -> None:
    for text, face in pieces(NAMES[script]):
        mine, wanted = ink(ours(text, tmp_path)), ink(theirs(text, face))
        assert share_within_reach(mine, wanted) > AGREEMENT, text
        assert share_within_reach(wanted, mine) > AGREEMENT, text


def test_the_oracle_notices_letters_that_are_not_joined(tmp_path: Path) -> None:
    joined, apart = ink(ours("أمينة", tmp_path)), ink(ours("أ‌م‌ي‌ن‌ة", tmp_path))
    assert share_within_reach(apart, joined) < AGREEMENT
