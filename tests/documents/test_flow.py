"""Texts of any length over pages: nothing lost, headings with their text, signatures never alone."""

from hypothesis import given
from hypothesis import strategies as st

from mgdesk.documents.flow import Row, paged
from mgdesk.typesetting.fonts import Style
from mgdesk.typesetting.text import typesetter

LINE = typesetter().line("x", Style.TEXT, 0)


def heading(number: int) -> Row:
    return Row(15, LINE, 11, number, is_heading=True)


def words(number: int) -> Row:
    return Row(14, LINE, 10, number)


@st.composite
def texts(draw: st.DrawFn) -> list[Row]:
    found = []
    for number in range(draw(st.integers(0, 6))):
        found += [Row(16), heading(2 * number)]
        found += [words(2 * number + 1)] * draw(st.integers(1, 30))
    return found


@given(texts(), st.integers(60, 400), st.integers(60, 500), st.integers(0, 50))
def test_every_line_is_on_one_page_in_its_order_and_fits(
    rows: list[Row], first: int, other: int, last: int
) -> None:
    """What goes over with a signature is a heading and two lines at most: those fit any real page."""
    pages = paged(rows, first, other, last)
    shown = [row for page in pages for row in page if row.line is not None]
    assert shown == [row for row in rows if row.line is not None]
    for place, page in enumerate(pages):
        room = other if place else first
        kept_free = last if place == len(pages) - 1 else 0
        assert sum(row.height for row in page) + kept_free <= room or len(page) <= 3
    for page in pages[:-1]:
        assert not page[-1].is_heading or len(page) == 1
    for page in pages[1:]:
        assert page
        assert page[0].line is not None


def test_signatures_take_lines_along_to_a_page_of_their_own() -> None:
    rows = [words(1)] * 10
    assert [len(page) for page in paged(rows, 150, 300, 5)] == [10]
    assert [len(page) for page in paged(rows, 150, 300, 40)] == [8, 2]


def test_a_heading_goes_over_with_its_text() -> None:
    rows = [*[words(1)] * 9, Row(16), heading(2), *[words(3)] * 3]
    pages = paged(rows, 160, 300, 0)
    assert [[row.is_heading for row in page] for page in pages] == [
        [False] * 9,  # the gap before it is no foot of a page
        [True, False, False, False],
    ]


def test_nothing_to_say_is_one_page() -> None:
    assert paged([], 100, 100, 30) == [[]]
