"""Sheets drawn, printed to pictures as a scanner would, and recognised again."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageFilter

from mgdesk.errors import Cancelled
from mgdesk.exchange import pages
from mgdesk.exchange.pages import (
    PictureTooWide,
    ScanLocked,
    ScanTooLong,
    ScanUnreadable,
    pictures_of,
)
from mgdesk.exchange.scans import MOST_KEPT, read_scan
from mgdesk.rules.paper import SheetLayout
from mgdesk.rules.sheet_code import SheetCode
from tests.documents.samples import PICTURES, rows, sheet

NUMBERS = ("MOL-2026-F00017", "CASABLANCA12-2026-F000123")


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A week in English on one page, a day's class in Arabic on two."""
    from mgdesk.documents.attendance_sheet import draw_sheets

    day = sheet(
        number=NUMBERS[1], layout=SheetLayout.DAY, language="ar", country="MA",
        slots=sheet().slots[:2], rows=rows(30),
    )  # fmt: skip
    path = tmp_path_factory.mktemp("printed") / "sheets.pdf"
    assert draw_sheets([sheet(number=NUMBERS[0]), day], PICTURES, path) == 3
    return path


@pytest.fixture(scope="module")
def printed_pages(printed: Path) -> list[Image.Image]:
    return list(pictures_of(printed))


CODES = (SheetCode(NUMBERS[0], 1, 1), SheetCode(NUMBERS[1], 1, 2), SheetCode(NUMBERS[1], 2, 2))


def noisy(image: Image.Image, deviation: int) -> Image.Image:
    return ImageChops.add(image, Image.effect_noise(image.size, deviation), 1, -128)


def scanned(images: list[Image.Image], path: Path, dpi: int = 200, quality: int = 60) -> Path:
    """What a scanner makes of paper: pictures in a PDF."""
    images[0].save(
        path, "PDF", save_all=True, append_images=images[1:], resolution=dpi, quality=quality
    )
    return path


def codes_of(path: Path) -> list[SheetCode | None]:
    return [page.code for page in read_scan(path)]


def test_a_printed_file_itself_is_recognised(printed: Path) -> None:
    found = read_scan(printed)
    assert tuple(page.code for page in found) == CODES
    assert [page.place for page in found] == [1, 2, 3]
    assert all(len(page.jpeg) <= MOST_KEPT for page in found)


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("dpi", "turn", "spoil"),
    [
        (150, 0, lambda image: image.filter(ImageFilter.GaussianBlur(1.3))),
        (150, 180, lambda image: noisy(image, 30)),
        (150, 90, lambda image: image),
        (200, 91.7, lambda image: noisy(image.filter(ImageFilter.GaussianBlur(1)), 20)),
        (200, -2.5, lambda image: image.filter(ImageFilter.GaussianBlur(1.5))),
        (300, 270, lambda image: noisy(image, 40)),
    ],
)
def test_turned_blurred_and_noisy_scans_are_recognised(
    printed_pages: list[Image.Image],
    tmp_path: Path,
    dpi: int,
    turn: float,
    spoil: Callable[[Image.Image], Image.Image],
) -> None:
    images = []
    for page in printed_pages:
        size = (round(page.width * dpi / 200), round(page.height * dpi / 200))
        turned = page.resize(size).rotate(
            turn, Image.Resampling.BICUBIC, expand=True, fillcolor=245
        )
        images.append(spoil(turned))
    assert codes_of(scanned(images, tmp_path / "scan.pdf", dpi, 40)) == list(CODES)


@pytest.mark.parametrize("turn", [0, 90, 180, 270, 3])
def test_a_page_is_kept_upright(
    printed_pages: list[Image.Image], tmp_path: Path, turn: int
) -> None:
    page = printed_pages[0]
    path = tmp_path / "photo.png"
    page.rotate(turn, expand=True, fillcolor=255).save(path)
    (found,) = read_scan(path)
    with Image.open(io.BytesIO(found.jpeg)) as kept:
        small = kept.convert("L").resize((60, 42))
        assert kept.width > kept.height
    plain = page.resize((60, 42))
    difference = ImageChops.difference(small, plain).histogram()
    assert sum(value * count for value, count in enumerate(difference)) / (60 * 42) < 24


def test_a_photo_is_turned_as_the_camera_was_held(
    printed_pages: list[Image.Image], tmp_path: Path
) -> None:
    path = tmp_path / "photo.JPG"
    exif = Image.Exif()
    exif[0x0112] = 6  # lying on its side
    printed_pages[0].rotate(90, expand=True).save(path, "JPEG", exif=exif)
    assert codes_of(path) == [CODES[0]]


def test_pages_without_code_and_empty_ones_are_told_apart(
    printed_pages: list[Image.Image], tmp_path: Path
) -> None:
    page = printed_pages[0]
    without = page.copy()
    without.paste(255, (page.width - 300, 0, page.width, 200))
    path = scanned([Image.new("L", page.size, 250), without, page], tmp_path / "scan.pdf")
    found = read_scan(path)
    assert [(one.code, one.is_empty) for one in found] == [
        (None, True), (None, False), (CODES[0], False),
    ]  # fmt: skip


def test_reading_tells_how_far_it_is_and_stops_when_asked(printed: Path) -> None:
    told = []
    read_scan(printed, lambda done, count: told.append((done, count)))
    assert told == [(0, 3), (1, 3), (2, 3), (3, 3)]

    def stop(done: int, _count: int) -> None:
        if done == 1:
            raise Cancelled

    with pytest.raises(Cancelled):
        read_scan(printed, stop)


# --- hostile files ---------------------------------------------------------------------------------


def locked(path: Path) -> None:
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(path), encrypt=StandardEncryption("secret"))
    canvas.showPage()
    canvas.save()


def long(path: Path) -> None:
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(path))
    for _page in range(500):
        canvas.showPage()
    canvas.save()


def wide(path: Path) -> None:
    Image.new("1", (20_000, 20_000)).save(path, "PNG")


def broken_off(path: Path) -> None:
    Image.effect_noise((600, 600), 90).save(path, "JPEG")
    path.write_bytes(path.read_bytes()[:9_000])


@pytest.mark.parametrize(
    ("make", "fault"),
    [
        (lambda path: path.write_bytes(b"no paper at all"), ScanUnreadable),
        (lambda path: path.write_bytes(b""), ScanUnreadable),
        (lambda path: path.write_bytes(b"%PDF-1.7\nbroken"), ScanUnreadable),
        (Path.exists, ScanUnreadable),
        (lambda path: path.mkdir(), ScanUnreadable),
        (broken_off, ScanUnreadable),
        (locked, ScanLocked),
        (long, ScanTooLong),
        (wide, PictureTooWide),
    ],
)
def test_what_cannot_be_read_is_said_in_a_sentence(
    tmp_path: Path, make: Callable[[Path], object], fault: type[Exception]
) -> None:
    path = tmp_path / "scan.pdf"
    make(path)
    with pytest.raises(fault) as told:
        read_scan(path)
    assert "scan.pdf" in str(told.value)


def test_a_page_as_large_as_a_wall_is_drawn_small(tmp_path: Path) -> None:
    from reportlab.pdfgen.canvas import Canvas

    path = tmp_path / "wall.pdf"
    canvas = Canvas(str(path), pagesize=(14_000, 14_000))
    canvas.showPage()
    canvas.save()
    (picture,) = pictures_of(path)
    assert max(picture.size) <= pages._LONGEST + 1
