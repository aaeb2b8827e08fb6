"""The old compound files (.xls, and whatever else wears their signature): looked at before opened.

Only as much of the format ([MS-CFB], [MS-XLS]) is read as tells what the file is, whether it is
under a password, and how far its cells reach.
"""

import struct
from collections.abc import Iterator
from typing import Final

from mgdesk.exchange import guard

SIGNATURE: Final = bytes.fromhex("D0CF11E0A1B11AE1")

_END: Final = 0xFFFFFFFA  # sector numbers from here on are marks, not sectors
_FILEPASS: Final = 0x002F
_DIMENSIONS: Final = 0x0200
# Records that put something in one cell: NUMBER, LABEL, BOOLERR, STRING result, RSTRING, RK,
# LABELSST, FORMULA (two numbers), MULRK, and their fellows of older versions.
_CELLS: Final = frozenset(
    {0x0003, 0x0004, 0x0005, 0x0006, 0x00BD, 0x00D6, 0x00FD, 0x0203, 0x0204, 0x0205, 0x0206,
     0x027E, 0x0406}
)  # fmt: skip


def check(content: bytes, name: str) -> None:
    """Pass an .xls whose cells reach no farther than a list does, or raise the sentence."""
    try:
        streams = _streams(content)
        if "EncryptedPackage" in streams:
            raise guard.LockedFile(name=name)
        book = streams.get("Workbook", streams.get("Book"))
        if book is None:
            raise guard.NotAList(name=name)
        _check_book(_bytes_of(content, *book), name)
    except (struct.error, IndexError, ValueError, RecursionError) as problem:
        raise guard.DamagedFile(name=name) from problem


def _check_book(book: bytes, name: str) -> None:
    last_row, last_column = 0, 0
    for kind, body in _records(book):
        if kind == _FILEPASS:
            raise guard.LockedFile(name=name)
        if kind in _CELLS and len(body) >= 4:
            row, column = struct.unpack_from("<HH", body)
            last_row, last_column = max(last_row, row + 1), max(last_column, column + 1)
    if last_row * last_column > guard.MOST_CELLS:
        raise guard.TooLarge(name=name)


def _records(book: bytes) -> Iterator[tuple[int, memoryview]]:
    view, place = memoryview(book), 0
    while place + 4 <= len(view):
        kind, length = struct.unpack_from("<HH", view, place)
        yield kind, view[place + 4 : place + 4 + length]
        place += 4 + length


# --- the compound file: sectors chained by an allocation table -----------------------------------


def _streams(content: bytes) -> dict[str, tuple[int, int]]:
    """Name → (first sector, size) of what the file holds."""
    (first,) = struct.unpack_from("<I", content, 48)
    directory = b"".join(_chain(content, first))
    found = {}
    for place in range(0, len(directory) - 127, 128):
        (length,) = struct.unpack_from("<H", directory, place + 64)
        title = directory[place : place + max(0, min(length, 64) - 2)].decode(
            "utf-16-le", "replace"
        )
        start, size = struct.unpack_from("<II", directory, place + 116)
        if title:
            found[title] = (start, size)
    return found


def _bytes_of(content: bytes, start: int, size: int) -> bytes:
    (smallest,) = struct.unpack_from("<I", content, 56)
    if size >= smallest:
        return b"".join(_chain(content, start))[:size]
    return _small_bytes(content, start, size)


def _small_bytes(content: bytes, start: int, size: int) -> bytes:
    """A short stream lives in 64-byte pieces inside the root's own stream."""
    (first,) = struct.unpack_from("<I", content, 48)
    directory = b"".join(_chain(content, first))
    (root,) = struct.unpack_from("<I", directory, 116)
    (table_start,) = struct.unpack_from("<I", content, 60)
    room, table = b"".join(_chain(content, root)), b"".join(_chain(content, table_start))
    pieces: list[bytes] = []
    while start < _END and len(pieces) * 64 < size:
        pieces.append(room[start * 64 : start * 64 + 64])
        (start,) = struct.unpack_from("<I", table, start * 4)
    return b"".join(pieces)[:size]


def _chain(content: bytes, sector: int) -> Iterator[bytes]:
    size = _sector_size(content)
    table = _table(content, size)
    for _turn in range(len(content) // size + 1):  # a chain that bites its tail ends here
        if sector >= _END:
            return
        yield content[(sector + 1) * size : (sector + 2) * size]
        sector = table[sector]
    raise ValueError


def _sector_size(content: bytes) -> int:
    (shift,) = struct.unpack_from("<H", content, 30)
    if shift not in {9, 12}:
        raise ValueError
    return 1 << int(shift)


def _table(content: bytes, size: int) -> tuple[int, ...]:
    """The allocation table: for each sector the next one of its chain."""
    numbers = list(struct.unpack_from("<109I", content, 76))
    (more, count) = struct.unpack_from("<II", content, 68)
    for _turn in range(min(count, len(content) // size)):
        if more >= _END:
            break
        piece = struct.unpack_from(f"<{size // 4}I", content, (more + 1) * size)
        numbers += piece[:-1]
        more = piece[-1]
    entries: list[int] = []
    for number in numbers:
        if number < _END and (number + 2) * size <= len(content) + size:
            sector = content[(number + 1) * size : (number + 2) * size].ljust(size, b"\xff")
            entries += struct.unpack(f"<{size // 4}I", sector)
    return tuple(entries)
