"""Pages look and read as the last time somebody looked at them."""

from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageFilter, ImageStat

from tests.documents import golden


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("golden")


@pytest.mark.parametrize(("paper", "language"), golden.PAGES)
def test_page_reads_as_its_reference(folder: Path, paper: str, language: str) -> None:
    path = golden.drawn(paper, language, folder)
    reference = golden.DATA / f"{paper}-{language}.txt"
    assert golden.text(path) == reference.read_text(encoding="utf-8")


@pytest.mark.parametrize("language", golden.PICTURED)
@pytest.mark.parametrize("paper", golden.PAPERS)
def test_page_looks_like_its_reference(folder: Path, paper: str, language: str) -> None:
    """Blurred a little, so that another version of the renderer may smooth edges otherwise."""
    seen = golden.picture(golden.drawn(paper, language, folder))
    with Image.open(golden.DATA / f"{paper}-{language}.png") as reference:
        wanted = reference.convert("L")
    assert seen.size == wanted.size
    blur = ImageFilter.GaussianBlur(1.5)
    difference = ImageChops.difference(seen.filter(blur), wanted.filter(blur))
    assert ImageStat.Stat(difference).mean[0] < 2
    assert difference.getextrema()[1] < 40


def test_every_reference_belongs_to_a_paper() -> None:
    pictures = {
        f"{paper}-{language}.png" for paper in golden.PAPERS for language in golden.PICTURED
    }
    texts = {f"{paper}-{language}.txt" for paper, language in golden.PAGES}
    assert {path.name for path in golden.DATA.iterdir()} == pictures | texts
