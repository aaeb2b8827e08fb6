"""Every name reads back exactly, in every script, for both readers that people use."""

from datetime import date
from pathlib import Path

import pytest

from mgdesk.typesetting.fonts import Style
from mgdesk.typesetting.page import A4, Book
from mgdesk.typesetting.text import typesetter
from tests.typesetting.reading_back import (
    HAS_POPPLER,
    NAMES,
    lines_of_pdfium,
    plain,
    words_of_poppler,
)


def book_of(path: Path, text: str, style: Style) -> Path:
    with path.open("wb") as stream:
        book = Book(stream, size=A4, language="fr-BE", title="Names", day=date(2026, 11, 23))
        book.set_line(typesetter().line(text, style), 60, 700, 14)
        book.showPage()
        book.save()
    return path


@pytest.mark.parametrize("style", list(Style))
@pytest.mark.parametrize("script", NAMES)
def test_pdfium_reads_the_name_as_written(tmp_path: Path, script: str, style: Style) -> None:
    path = book_of(tmp_path / "name.pdf", NAMES[script], style)
    assert lines_of_pdfium(path) == [plain(NAMES[script])]


@pytest.mark.skipif(not HAS_POPPLER, reason="pdftotext is not installed")
@pytest.mark.parametrize("style", list(Style))
@pytest.mark.parametrize("script", NAMES)
def test_poppler_reads_the_name_as_written(tmp_path: Path, script: str, style: Style) -> None:
    path = book_of(tmp_path / "name.pdf", NAMES[script], style)
    assert words_of_poppler(path) == plain(NAMES[script])


def test_a_letter_and_its_look_alike_stay_apart(tmp_path: Path) -> None:
    """Latin A, Greek Alpha and Cyrillic A are one shape; each comes back as itself."""
    path = book_of(tmp_path / "name.pdf", "AΑА", Style.TEXT)
    assert lines_of_pdfium(path) == ["AΑА"]
