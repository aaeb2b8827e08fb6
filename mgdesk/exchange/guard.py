"""What a spreadsheet file must pass before any reader may open it: its true size, told in time.

A few kilobytes can claim a million rows or unfold into gigabytes. Everything here reads the packed
file as a stream, counts, and stops early; nothing is unfolded into memory.
"""

import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import dataclass, field
from io import BytesIO
from typing import Final
from xml.parsers import expat

from mgdesk.errors import DeskError
from mgdesk.i18n import N_

LARGEST_FILE: Final = 64_000_000  # bytes on disk
LARGEST_UNPACKED: Final = 200_000_000  # bytes, all parts together
LARGEST_RATIO: Final = 200  # unpacked to packed
MOST_ROWS: Final = 200_000
MOST_CELLS: Final = 5_000_000  # of the rectangle that holds everything of a sheet
MOST_TEXT: Final = 200_000_000  # characters, once every shared string stands in its cells

_CHUNK: Final = 1 << 20
# A cell that holds something: not closed at once. Its column and row are in the reference.
_CELL: Final = re.compile(
    rb"<(?:\w+:)?c\s(?:[^>]*\s)?r=[\"']([A-Za-z]{1,7})(\d{1,10})[\"'][^>]*(?<!/)>"
)
_BARE_CELL: Final = re.compile(rb"<(?:\w+:)?c(?=[\s>])(?![^>]*\sr=)[^>]*(?<!/)>")
_ROW: Final = re.compile(rb"<(?:\w+:)?row[\s/>]")
_ROW_NUMBER: Final = re.compile(rb"<(?:\w+:)?row\s(?:[^>]*\s)?r=[\"'](\d{1,10})[\"']")
# Readers set room aside for what a count claims, and a failed claim ends the whole program.
_CLAIM: Final = re.compile(rb"\b(?:uniqueC|c)ount=[\"']\s*\+?0*[1-9]\d{6,}")
_SHARED: Final = re.compile(rb"<(?:\w+:)?c\s[^>]*t=[\"']s[\"'][^>]*>\s*<(?:\w+:)?v>(\d{1,9})<")
_ITEM: Final = re.compile(rb"</(?:\w+:)?si>")


class TooLarge(DeskError):
    sentence = N_(
        "{name} is too large to be a list of people. Copy the rows you need into a new spreadsheet."
    )


class TooManyRows(DeskError):
    sentence = N_(
        "{name} has more than {limit} rows. Split it into smaller lists, then import them one by one."
    )


class UnsafeFile(DeskError):
    sentence = N_(
        "{name} holds parts that a list never needs, so it was not opened. "
        "Copy the rows into a new spreadsheet, save it and try again."
    )


class DamagedFile(DeskError):
    sentence = N_(
        "{name} is damaged and cannot be read. Open it in your spreadsheet program, "
        "save it again and try once more."
    )


class LockedFile(DeskError):
    sentence = N_(
        "{name} is protected by a password. Open it in your spreadsheet program, "
        "save a copy without password and try again."
    )


class NotAList(DeskError):
    sentence = N_("{name} is not a list: save the list as .xlsx or .csv and try again.")


def check_archive(content: bytes, name: str) -> None:
    """Pass an .xlsx or .ods whose parts may be unfolded, or raise the sentence that says why not."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            _check_sizes(archive, len(content), name)
            _check_parts(archive, name)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError) as problem:
        raise DamagedFile(name=name) from problem
    except RuntimeError as problem:  # zipfile's word for a part under a password
        raise LockedFile(name=name) from problem


def _check_sizes(archive: zipfile.ZipFile, packed: int, name: str) -> None:
    unpacked = sum(part.file_size for part in archive.infolist())
    if unpacked > LARGEST_UNPACKED or len(archive.infolist()) > 5_000:
        raise TooLarge(name=name)
    if unpacked > 10_000_000 and unpacked > packed * LARGEST_RATIO:
        raise TooLarge(name=name)


def _check_parts(archive: zipfile.ZipFile, name: str) -> None:
    lengths: list[int] = []
    uses: Counter[int] = Counter()
    for part in archive.infolist():
        if not part.filename.lower().endswith((".xml", ".rels")):
            continue
        pieces = _pieces(archive, part, name)
        if part.filename.startswith("xl/worksheets/"):
            uses.update(_check_sheet(pieces, name))
        elif part.filename.lower() == "xl/sharedstrings.xml":
            lengths = _item_lengths(pieces)
        elif part.filename == "content.xml":
            _check_open_document(pieces, name)
        else:
            for _piece in pieces:
                pass
    # A string is stored once and copied into each cell that names it.
    if (
        sum(lengths[index] * times for index, times in uses.items() if index < len(lengths))
        > MOST_TEXT
    ):
        raise TooLarge(name=name)


def _pieces(archive: zipfile.ZipFile, part: zipfile.ZipInfo, name: str) -> Iterator[bytes]:
    """The part's bytes, cut behind a `>`; refused when longer than it says, or with a DOCTYPE."""
    told = copy(part)
    told.file_size = part.file_size + 1  # one byte more, so that a lie about the size is seen
    seen, rest = 0, b""
    with archive.open(told) as stream:
        while chunk := stream.read(_CHUNK):
            if not seen and chunk[:2] in {b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<"}:
                raise UnsafeFile(name=name)  # UTF-16 would hide a DOCTYPE from the search below
            seen += len(chunk)
            if seen > part.file_size:
                raise UnsafeFile(name=name)
            piece, mark, tail = (rest + chunk).rpartition(b">")
            piece += mark
            if b"<!DOCTYPE" in piece or b"<!ENTITY" in piece or _CLAIM.search(piece):
                raise UnsafeFile(name=name)
            rest = tail
            yield piece
    if rest:
        yield rest


def _check_sheet(pieces: Iterator[bytes], name: str) -> Counter[int]:
    """Refuse a sheet whose cells span too much; give how often each shared string is used."""
    columns: set[bytes] = set()
    last_row, elements, bare, uses = 0, 0, 0, Counter[int]()
    for piece in pieces:
        elements += len(_ROW.findall(piece))
        cells = _CELL.findall(piece)
        columns.update({letters for letters, _row in cells})
        last_row = max(last_row, max((int(row) for _letters, row in cells), default=0))
        if without_reference := len(_BARE_CELL.findall(piece)):
            bare += without_reference
            rows = max(map(int, _ROW_NUMBER.findall(piece)), default=0)
            last_row = max(last_row, rows, elements)
        uses.update(Counter(int(index) for index in _SHARED.findall(piece)))
        if last_row > MOST_ROWS or elements > 1_100_000:
            raise TooManyRows(name=name, limit=MOST_ROWS)
    widest = max(map(_column_number, columns), default=0)
    # Cells without a reference follow one another; none of the programs that write them is uneven.
    widest = max(widest, 3 * bare // max(elements, 1))
    if widest * last_row > MOST_CELLS or (bare and bare // max(elements, 1) > 20_000):
        raise TooLarge(name=name)
    return uses


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _item_lengths(pieces: Iterator[bytes]) -> list[int]:
    lengths, start = [], 0
    for piece in pieces:
        before = 0
        for item in _ITEM.finditer(piece):
            lengths.append(start + item.end() - before)
            start, before = 0, item.end()
        start += len(piece) - before
    return lengths


# --- OpenDocument: a cell or row may say that it is repeated -----------------------------------


@dataclass
class _OpenDocumentCounter:
    """Counts what the rows and cells of content.xml come to once their repetitions are written out."""

    name: str
    row: int = 0
    row_repeat: int = 1
    column: int = 0
    cells: int = 0
    text: int = 0
    last_row: int = 0
    last_column: int = 0
    row_width: int = 0
    cell_repeat: int = 0
    cell_text: int = 0
    row_text: int = 0
    is_valued: bool = field(default=False)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        kind = tag.rpartition(":")[2]
        if kind == "table":
            self.row = self.last_row = self.last_column = 0
        elif kind == "table-row":
            self.row_repeat = _repeat(attributes, "number-rows-repeated")
            self.column = self.row_width = self.row_text = 0
        elif kind in {"table-cell", "covered-table-cell"}:
            self.cell_repeat = _repeat(attributes, "number-columns-repeated")
            self.cell_text = 0
            self.is_valued = any(key.endswith(":value-type") for key in attributes)

    def characters(self, text: str) -> None:
        self.cell_text += len(text)

    def end(self, tag: str) -> None:
        kind = tag.rpartition(":")[2]
        if kind in {"table-cell", "covered-table-cell"}:
            self.column += self.cell_repeat
            if self.is_valued or self.cell_text:
                self.row_width = self.column
                self.row_text += self.cell_text * self.cell_repeat
        elif kind == "table-row":
            self.row += self.row_repeat
            if self.row_width:
                self._count_row()

    def _count_row(self) -> None:
        self.last_row = self.row
        self.last_column = max(self.last_column, self.row_width)
        self.text += self.row_text * self.row_repeat
        if self.last_row > MOST_ROWS:
            raise TooManyRows(name=self.name, limit=MOST_ROWS)
        if self.last_row * self.last_column > MOST_CELLS or self.text > MOST_TEXT:
            raise TooLarge(name=self.name)


def _repeat(attributes: dict[str, str], wanted: str) -> int:
    for key, value in attributes.items():
        if key.rpartition(":")[2] == wanted:
            return int(value) if value.isdecimal() and len(value) < 10 else 10**9
    return 1


def _check_open_document(pieces: Iterator[bytes], name: str) -> None:
    counter = _OpenDocumentCounter(name)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = counter.start
    parser.EndElementHandler = counter.end
    parser.CharacterDataHandler = counter.characters
    feed: Callable[[bytes, bool], object] = parser.Parse
    try:
        for piece in pieces:
            feed(piece, False)
        feed(b"", True)
    except expat.ExpatError as problem:
        raise DamagedFile(name=name) from problem
