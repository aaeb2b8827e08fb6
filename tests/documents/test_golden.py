"""Pages look and read as the last time somebody looked at them."""

from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageFilter, ImageStat

from tests.documents import golden


@pytest.mark.parametrize("name", golden.PAGES)
def test_page_reads_as_its_reference(tmp_path: Path, name: str) -> None:
    path = golden.drawn(name, tmp_path / "page.pdf")
    assert golden.text(path) == (golden.DATA / f"{name}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", golden.PAGES)
def test_page_looks_like_its_reference(tmp_path: Path, name: str) -> None:
    """Blurred a little, so that another version of the renderer may smooth edges otherwise."""
    seen = golden.picture(golden.drawn(name, tmp_path / "page.pdf"))
    with Image.open(golden.DATA / f"{name}.png") as reference:
        wanted = reference.convert("L")
    assert seen.size == wanted.size
    blur = ImageFilter.GaussianBlur(1.5)
    difference = ImageChops.difference(seen.filter(blur), wanted.filter(blur))
    assert ImageStat.Stat(difference).mean[0] < 2
    assert difference.getextrema()[1] < 40
