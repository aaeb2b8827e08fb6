"""Our UAX #9 against the Unicode Character Database: a sample always, everything where it is."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from mgdesk.typesetting import bidi
from mgdesk.typesetting.bidi_classes import bidi_class

SAMPLES = Path(__file__).parent / "data"
SYSTEM = Path("/usr/share/unicode")  # Debian's package unicode-data
BASES = {"0": 0, "1": 1, "2": None}


def wrong_characters(path: Path) -> Iterator[str]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        points, direction, _, levels, order = line.split(";")
        text = "".join(chr(int(point, 16)) for point in points.split())
        found = bidi.levels(text, BASES[direction])
        if found != numbers(levels) or bidi.visual_order(found) != numbers(order):
            yield line


def wrong_classes(path: Path) -> Iterator[str]:
    levels: list[int | None] = []
    order: list[int | None] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("@Levels:"):
            levels = numbers(line.removeprefix("@Levels:"))
        elif line.startswith("@Reorder:"):
            order = numbers(line.removeprefix("@Reorder:"))
        elif line and line[0] not in "#@":
            classes, directions = line.split(";")
            for bit, base in ((1, None), (2, 0), (4, 1)):
                if int(directions, 16) & bit:
                    found = bidi.resolve(classes.split(), base)
                    if found != levels or bidi.visual_order(found) != order:
                        yield f"{line} at {base}"


def numbers(text: str) -> list[int | None]:
    return [None if part == "x" else int(part) for part in text.split()]


def test_sample_of_characters_is_resolved_as_the_standard_says() -> None:
    assert list(wrong_characters(SAMPLES / "BidiCharacterTest-sample.txt")) == []


def test_sample_of_classes_is_resolved_as_the_standard_says() -> None:
    assert list(wrong_classes(SAMPLES / "BidiTest-sample.txt")) == []


needs_all = pytest.mark.skipif(
    not (SYSTEM / "BidiTest.txt").exists(), reason="Debian's unicode-data is not installed"
)


@needs_all
def test_all_91_707_cases_of_characters_are_resolved_as_the_standard_says() -> None:
    assert list(wrong_characters(SYSTEM / "BidiCharacterTest.txt")) == []


@pytest.mark.thorough
@needs_all
def test_all_770_241_cases_of_classes_are_resolved_as_the_standard_says() -> None:
    assert list(wrong_classes(SYSTEM / "BidiTest.txt")) == []


def test_empty_line_has_no_order() -> None:
    assert bidi.visual_order(bidi.levels("")) == []


def test_characters_unknown_to_this_python_get_the_default_of_their_block() -> None:
    assert bidi_class("\U00010eff") == "AL"
    assert bidi_class("\ufdd0") == "BN"
