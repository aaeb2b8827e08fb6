"""Rows out of single pages of SQLite's b-trees (sqlite.org/fileformat2.html, sections 1.5 and 1.6).

Only what a damaged file needs: leaves of tables with their rows, whatever of the tree above them is
lost; the places where a tree names pages that are gone; keys that stand in indexes.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from mgdesk.storage.pages import USABLE

TABLE_LEAF: Final = 0x0D
TABLE_INSIDE: Final = 0x05
INDEX_LEAF: Final = 0x0A
INDEX_INSIDE: Final = 0x02
_HEADER_OF_FILE: Final = 100
_LEAST: Final = (USABLE - 12) * 32 // 255 - 23
_MOST: Final = {TABLE_LEAF: USABLE - 35, INDEX_LEAF: (USABLE - 12) * 64 // 255 - 23}
_INTEGERS: Final = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}

Value = None | int | float | bytes | str
Content = Mapping[int, bytes]


class NotARecord(Exception):
    """Part of it lies on a page that is lost, or it is none."""


@dataclass(frozen=True)
class Row:
    rowid: int
    values: tuple[Value, ...]


def kind(number: int, page: bytes) -> int:
    return page[_start(number)]


def _start(number: int) -> int:
    return _HEADER_OF_FILE if number == 1 else 0


def _cells(number: int, page: bytes) -> Iterator[int]:
    start = _start(number)
    head = start + (12 if page[start] in {TABLE_INSIDE, INDEX_INSIDE} else 8)
    count = int.from_bytes(page[start + 3 : start + 5])
    for place in range(head, min(head + 2 * count, len(page) - 1), 2):
        yield int.from_bytes(page[place : place + 2])


def rows(number: int, pages: Content) -> Iterator[Row | int]:
    """The rows of a leaf of a table; the number alone of one that goes on on a lost page."""
    page = pages[number]
    for cell in _cells(number, page):
        size, at = _varint(page, cell)
        rowid, at = _varint(page, at)
        try:
            yield Row(_signed(rowid), _record(_payload(page, at, size, TABLE_LEAF, pages)))
        except NotARecord:
            yield _signed(rowid)


def children(number: int, page: bytes) -> Iterator[tuple[int, int | None]]:
    """The pages under an inner one of a table, each with the last number it may hold; None: the rest."""
    for cell in _cells(number, page):
        last, _at = _varint(page, cell + 4)
        yield int.from_bytes(page[cell : cell + 4]), _signed(last)
    start = _start(number)
    yield int.from_bytes(page[start + 8 : start + 12]), None


def keys(number: int, pages: Content) -> Iterator[tuple[Value, ...]]:
    """What stands on a page of an index."""
    page = pages[number]
    skips = 4 if kind(number, page) == INDEX_INSIDE else 0
    for cell in _cells(number, page):
        size, at = _varint(page, cell + skips)
        try:
            yield _record(_payload(page, at, size, INDEX_LEAF, pages))
        except NotARecord:
            continue


def _payload(page: bytes, at: int, size: int, kind_of_page: int, pages: Content) -> bytes:
    most = _MOST[kind_of_page]
    if size <= most:
        return page[at : at + size]
    local = _LEAST + (size - _LEAST) % (USABLE - 4)
    local = local if local <= most else _LEAST
    parts, left = [page[at : at + local]], size - local
    following = int.from_bytes(page[at + local : at + local + 4])
    while left > 0:
        more = pages.get(following)
        if more is None:
            raise NotARecord
        parts.append(more[4 : 4 + min(left, USABLE - 4)])
        left -= USABLE - 4
        following = int.from_bytes(more[:4])
    return b"".join(parts)


def _record(payload: bytes) -> tuple[Value, ...]:
    try:
        end, at = _varint(payload, 0)
        types = []
        while at < end:
            one, at = _varint(payload, at)
            types.append(one)
        found = []
        for one in types:
            value, at = _value(payload, at, one)
            found.append(value)
    except (IndexError, UnicodeDecodeError) as error:
        raise NotARecord from error
    if at > len(payload):
        raise NotARecord
    return tuple(found)


def _value(payload: bytes, at: int, serial: int) -> tuple[Value, int]:
    if serial == 0:
        return None, at
    if serial in _INTEGERS:
        end = at + _INTEGERS[serial]
        return int.from_bytes(payload[at:end], signed=True), end
    if serial == 7:
        import struct

        return float(struct.unpack(">d", payload[at : at + 8])[0]), at + 8
    if serial in {8, 9}:
        return serial - 8, at
    if serial < 12:
        raise NotARecord
    end = at + (serial - 12) // 2
    return (payload[at:end].decode("utf-8") if serial % 2 else payload[at:end]), end


def _varint(page: bytes, at: int) -> tuple[int, int]:
    found = 0
    for place in range(at, at + 8):
        found = found << 7 | page[place] & 0x7F
        if page[place] < 0x80:
            return found, place + 1
    return found << 8 | page[at + 8], at + 9


def _signed(number: int) -> int:
    return number - (1 << 64) if number >= 1 << 63 else number
