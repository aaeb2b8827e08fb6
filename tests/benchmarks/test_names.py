"""Names of everybody: sampled from names-dataset over all its countries, set, and read back.

    pytest tests/benchmarks/test_names.py -m benchmark -n 0 -s

names-dataset (installer/requirements-benchmarks.txt) needs some gigabytes of memory; where it is
not installed, the test is left out and says so.
"""

import random
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from time import process_time

import pytest

from mgdesk.typesetting.bidi_classes import bidi_class
from mgdesk.typesetting.fonts import Style, script_of
from mgdesk.typesetting.page import A4, Book
from mgdesk.typesetting.shaping import clean
from mgdesk.typesetting.text import typesetter
from tests.typesetting.reading_back import (
    HAS_POPPLER,
    lines_of_pdfium,
    lines_of_poppler,
    plain,
)

EACH = 40  # first names and as many surnames, of every country
A_PAGE = 48
LEAST = 5_000
EXACT = 0.99  # of the lines, for each reader

pytestmark = [
    pytest.mark.benchmark,
    pytest.mark.skipif(not HAS_POPPLER, reason="pdftotext is not installed"),
]


@pytest.fixture(scope="module")
def people() -> list[str]:
    """A first name and a surname of one country and one direction on each line, none twice."""
    package = pytest.importorskip("names_dataset", reason="names-dataset is not installed")
    known = package.NameDataset()
    chance = random.Random(2026)
    first, last = by_origin(known.first_names), by_origin(known.last_names)
    origins = sorted(first.keys() & last.keys())
    pairs = [
        f"{one} {other}"
        for origin in origins
        for one, other in zip(
            sample(chance, first[origin]), sample(chance, last[origin]), strict=False
        )
    ]
    rare = sample(chance, written_otherwise([*known.first_names, *known.last_names]), 1_500)
    sys.stdout.write(f"\n{len({country for country, _ in origins})} countries\n")
    return list(dict.fromkeys(clean(name) for name in (*pairs, *rare)))


Origin = tuple[str, bool]  # a country, and whether written from right to left


def by_origin(names: Mapping[str, Mapping[str, Mapping[str, object]]]) -> dict[Origin, list[str]]:
    found: dict[Origin, list[str]] = {}
    for name, facts in names.items():
        for country in facts["country"]:
            found.setdefault((country, is_right_to_left(name)), []).append(name)
    return found


def is_right_to_left(name: str) -> bool:
    return any(bidi_class(letter) in {"R", "AL"} for letter in name)


def sample(chance: random.Random, names: Sequence[str], count: int = EACH) -> list[str]:
    return chance.sample(sorted(names), min(count, len(names)))


def written_otherwise(names: Sequence[str]) -> list[str]:
    """Names with a letter of another script than Latin: a fair sample would have few of them."""
    return [name for name in names if any(script_of(letter) not in {"", "Latn"} for letter in name)]


def printed(names: Sequence[str], path: Path, style: Style) -> list[list[str]]:
    """The names on the pages of a PDF, a line each; what stands on each page."""
    pages = [list(names[start : start + A_PAGE]) for start in range(0, len(names), A_PAGE)]
    with path.open("wb") as stream:
        book = Book(stream, size=A4, language="fr-BE", title="Names", day=date(2026, 11, 23))
        for page in pages:
            for place, name in enumerate(page):
                book.set_line(typesetter().line(name, style), 50, 800 - place * 16, 11)
            book.showPage()
        book.save()
    return pages


def letters(text: str) -> Counter[str]:
    """What must not be lost, in whatever order a reader puts it."""
    return Counter(
        letter
        for letter in unicodedata.normalize("NFKD", text)  # pdfium undoes Arabic presentation forms
        if unicodedata.category(letter)[0] not in {"Z", "C"}
    )


@pytest.mark.parametrize("style", [Style.TEXT, Style.BOLD])
def test_every_name_is_set_and_read_back(people: list[str], tmp_path: Path, style: Style) -> None:
    assert len(people) >= LEAST
    assert {name for name in people if typesetter().missing_characters(name)} == set()
    start = process_time()
    pages = printed(people, tmp_path / "names.pdf", style)
    spent = process_time() - start
    scripts = Counter(script_of(letter) for name in people for letter in name[:1])
    sys.stdout.write(
        f"{style}: {len(people)} names, {len(pages)} pages, {spent:.2f} CPU s; "
        f"first letters {dict(scripts.most_common(12))}\n"
    )
    for reader, lines_of in (("pdfium", lines_of_pdfium), ("pdftotext", lines_of_poppler)):
        share = read_exactly(pages, tmp_path / "names.pdf", reader, lines_of)
        assert share >= EXACT, reader


def read_exactly(
    pages: Sequence[Sequence[str]], path: Path, reader: str, lines_of: Callable[..., list[str]]
) -> float:
    """The share of the names that a reader gives back as written; none may lose a letter."""
    wrong: list[tuple[str, str]] = []
    for number, page in enumerate(pages, 1):
        wanted = [plain(name) for name in page]
        read = lines_of(path, page=number)
        assert letters("".join(read)) == letters("".join(wanted)), (reader, number)
        left = Counter(wanted) - Counter(read)
        others = list((Counter(read) - Counter(wanted)).elements())
        wrong += zip(left.elements(), [*others, *[""] * len(wanted)], strict=False)
    total = sum(map(len, pages))
    share = 1 - len(wrong) / total
    sys.stdout.write(f"  {reader}: {total - len(wrong)} of {total} exactly ({share:.2%})\n")
    for name, said in wrong[:12]:
        sys.stdout.write(f"    {name!a} {name} | {said!a}\n")
    return share
