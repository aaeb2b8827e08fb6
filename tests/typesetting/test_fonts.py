"""The fonts that ship and those that a campus adds."""

import logging
import shutil
from pathlib import Path

import pytest

from mgdesk.paths import resource
from mgdesk.typesetting.fonts import FontBook, Style
from mgdesk.typesetting.text import Typesetter


def test_all_fonts_together_stay_within_25_megabytes_and_their_licence_lies_beside() -> None:
    files = list(resource("fonts").iterdir())
    assert sum(path.stat().st_size for path in files) < 25_000_000
    assert "SIL OPEN FONT LICENSE" in resource("fonts", "OFL.txt").read_text().upper()


def test_every_shipped_font_can_be_read() -> None:
    files = [path for path in resource("fonts").iterdir() if path.suffix in {".ttf", ".otf"}]
    faces = FontBook(resource("fonts"))._added
    assert len(faces) == len(files)


def test_a_font_dropped_into_the_home_draws_what_ours_cannot(tmp_path: Path) -> None:
    from fontTools.ttLib import TTFont

    font = TTFont(resource("fonts", "NotoSans-Regular.ttf"))
    for table in font["cmap"].tables:
        table.cmap[0xA000] = table.cmap[0x41]
    font.save(tmp_path / "Yi.ttf")
    assert Typesetter().missing_characters("\ua000") == "\ua000"
    assert Typesetter(tmp_path).missing_characters("\ua000") == ""


def test_a_damaged_font_is_left_out_and_named_in_the_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "broken.ttf").write_bytes(b"\x00\x01\x00\x00 not a font at all")
    half = resource("fonts", "NotoSans-Regular.ttf").read_bytes()[:5000]
    (tmp_path / "half.ttf").write_bytes(half)
    shutil.copy(resource("fonts", "OFL.txt"), tmp_path / "OFL.txt")
    with caplog.at_level(logging.WARNING):
        setter = Typesetter(tmp_path)
    assert setter.line("Léa").width > 0
    assert "broken.ttf" in caplog.text
    assert "half.ttf" in caplog.text


def test_a_comma_of_one_script_among_letters_of_another_finds_its_font() -> None:
    face = FontBook().face_for(frozenset({0x060C}), "", Style.TEXT)
    assert face is not None
    assert face.name == "NotoSansArabicRegular"
