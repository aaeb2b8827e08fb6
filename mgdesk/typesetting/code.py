"""QR codes (ISO/IEC 18004, level M, upper-case text), fast enough for thousands of pages.

With version, level and mask fixed, a symbol is an affine map over GF(2) of its data bits: the fixed
pattern, and one picture for each half-byte at its place, error correction included, put together by
exclusive or. The pictures are made when first needed, as whole numbers with a bit for each module.
"""

from dataclasses import dataclass
from functools import cache, reduce
from itertools import compress
from operator import getitem, xor
from typing import Final

ALPHABET: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
LONGEST: Final = 419  # letters of a symbol of version 12
QUIET: Final = 4  # modules of white around a symbol
MASK: Final = 0  # a fixed mask reads as well as a chosen one where the data look random

# Per version from 1: codewords of correction in a block, then the lengths of the data blocks.
_BLOCKS: Final = (
    (10, (16,)),
    (16, (28,)),
    (26, (44,)),
    (18, (32, 32)),
    (24, (43, 43)),
    (16, (27, 27, 27, 27)),
    (18, (31, 31, 31, 31)),
    (22, (38, 38, 39, 39)),
    (22, (36, 36, 36, 37, 37)),
    (26, (43, 43, 43, 43, 44)),
    (30, (50, 51, 51, 51, 51)),
    (22, (36, 36, 36, 36, 36, 36, 37, 37)),
)
_CENTRES: Final[tuple[tuple[int, ...], ...]] = (
    (), (6, 18), (6, 22), (6, 26), (6, 30), (6, 34), (6, 22, 38), (6, 24, 42), (6, 26, 46),
    (6, 28, 50), (6, 30, 54), (6, 32, 58),
)  # fmt: skip
_ORDINALS: Final = {letter: value for value, letter in enumerate(ALPHABET)}


@dataclass(frozen=True, slots=True)
class Code:
    """A symbol: `size` modules a side; `rows` are its bits, a row of whole bytes after the other."""

    size: int
    rows: bytes

    def is_dark(self, x: int, y: int) -> bool:
        stride = len(self.rows) // self.size
        return bool(self.rows[y * stride + x // 8] >> (7 - x % 8) & 1)

    def operators(self, x: float, y: float, side: float, colour: str) -> str:
        """PDF operators that draw it, without its quiet zone, on a square with its foot at x, y.

        `colour` is three numbers of a PDF.
        """
        return (
            f"q {colour} rg {side:.2f} 0 0 {side:.2f} {x:.2f} {y:.2f} cm BI /W {self.size}"
            f" /H {self.size} /IM true /D [1 0] /BPC 1 /F /AHx ID {self.rows.hex()}> EI Q"
        )


def qr_code(text: str) -> Code:
    """The smallest symbol for a text of ALPHABET's letters, at most LONGEST of them."""
    values = [_ORDINALS[letter] for letter in text]
    if len(values) > LONGEST:
        raise ValueError(text)
    version = _version(len(values))
    symbol = _symbol(version)
    return Code(symbol.size, symbol.draw(_codewords(version, values)))


@cache
def _version(letters: int) -> int:
    """The smallest version that holds so many letters."""
    return next(v for v in range(1, len(_BLOCKS) + 1) if _bits_for(v, letters) <= _capacity(v))


def _count_bits(version: int) -> int:
    return 9 if version < 10 else 11


def _bits_for(version: int, letters: int) -> int:
    return 4 + _count_bits(version) + letters // 2 * 11 + letters % 2 * 6


def _capacity(version: int) -> int:
    return sum(_BLOCKS[version - 1][1]) * 8


def _codewords(version: int, values: list[int]) -> bytes:
    width = _count_bits(version)
    whole = 0b0010 << width | len(values)
    for place in range(0, len(values) - 1, 2):
        whole = whole << 11 | values[place] * 45 + values[place + 1]
    if len(values) % 2:
        whole = whole << 6 | values[-1]
    used, room = _bits_for(version, len(values)), _capacity(version)
    filled = min(used + 4, room)
    filled += -filled % 8
    start = (whole << filled - used).to_bytes(filled // 8, "big")
    missing = room // 8 - len(start)
    return start + (b"\xec\x11" * missing)[:missing]


@cache
def _symbol(version: int) -> "_Symbol":
    return _Symbol(version)


class _Symbol:
    """Everything about one version that does not depend on its text."""

    def __init__(self, version: int) -> None:
        self.size = 17 + 4 * version
        self.stride = -(-self.size // 8)
        self._fixed: dict[tuple[int, int], bool] = {}
        self._draw_fixed(version)
        self.constant = self._constant()
        self.tables = self._tables(version)

    def draw(self, codewords: bytes) -> bytes:
        whole = reduce(xor, map(getitem, self.tables, codewords.hex()), self.constant)
        return whole.to_bytes(self.stride * self.size, "big")

    def _bit(self, x: int, y: int) -> int:
        return 1 << (self.stride * 8 * (self.size - y) - 1 - x)

    # --- what is the same in every symbol --------------------------------------------------------

    def _draw_fixed(self, version: int) -> None:
        last = self.size - 1
        for place in range(self.size):
            self._fixed[place, 6] = self._fixed[6, place] = place % 2 == 0
        for x, y in ((3, 3), (last - 3, 3), (3, last - 3)):
            self._draw_finder(x, y)
        centres = _CENTRES[version - 1]
        ends = {(6, 6), (6, *centres[-1:]), (*centres[-1:], 6)}  # where the finders are
        for x in centres:
            for y in centres:
                if (x, y) not in ends:
                    self._draw_alignment(x, y)
        self._draw_format()
        if version >= 7:
            self._draw_version(version)

    def _draw_finder(self, centre_x: int, centre_y: int) -> None:
        for x in range(centre_x - 4, centre_x + 5):
            for y in range(centre_y - 4, centre_y + 5):
                if 0 <= x < self.size and 0 <= y < self.size:
                    ring = max(abs(x - centre_x), abs(y - centre_y))
                    self._fixed[x, y] = ring not in {2, 4}

    def _draw_alignment(self, centre_x: int, centre_y: int) -> None:
        for x in range(centre_x - 2, centre_x + 3):
            for y in range(centre_y - 2, centre_y + 3):
                self._fixed[x, y] = max(abs(x - centre_x), abs(y - centre_y)) != 1

    def _draw_format(self) -> None:
        bits = (MASK << 10 | _remainder(MASK << 10, 0x537, 10)) ^ 0x5412  # level M is 00
        last = self.size - 1
        beside = [(8, y) for y in (0, 1, 2, 3, 4, 5, 7, 8)] + [
            (x, 8) for x in (7, 5, 4, 3, 2, 1, 0)
        ]
        apart = [(last - x, 8) for x in range(8)] + [(8, last - 6 + y) for y in range(7)]
        for places in (beside, apart):
            for number, place in enumerate(places):
                self._fixed[place] = bool(bits >> number & 1)
        self._fixed[8, last - 7] = True

    def _draw_version(self, version: int) -> None:
        bits = version << 12 | _remainder(version << 12, 0x1F25, 12)
        for number in range(18):
            x, y = number // 3, self.size - 11 + number % 3
            self._fixed[x, y] = self._fixed[y, x] = bool(bits >> number & 1)

    def _constant(self) -> int:
        whole = 0
        for x in range(self.size):
            for y in range(self.size):
                if self._fixed.get((x, y), (x + y) % 2 == 0):  # the mask, where there are data
                    whole |= self._bit(x, y)
        return whole

    # --- what each half-byte adds ----------------------------------------------------------------

    def _tables(self, version: int) -> list["_Table"]:
        correction, lengths = _BLOCKS[version - 1]
        spread = self._spread(sum(lengths) + correction * len(lengths))
        tables = []
        for block, length in enumerate(lengths):
            shares = _correction(length, correction)
            foot = sum(lengths) + block
            behind = [
                module
                for place in range(correction)
                for module in spread[foot + place * len(lengths)]
            ]
            for place in range(length):
                modules = [*spread[_interleaved(lengths, block, place)], *behind]
                tables += [_Table(modules, shares[place], shift) for shift in (4, 0)]
        return tables

    def _spread(self, codewords: int) -> list[list[int]]:
        """The modules of each codeword, its highest bit first, in the zigzag of the standard."""
        bits: list[int] = []
        pairs = (*range(self.size - 1, 6, -2), *range(5, 0, -2))  # the column of timing has none
        for column, right in enumerate(pairs):
            rows = range(self.size) if column % 2 else range(self.size - 1, -1, -1)
            bits += [
                self._bit(x, y)
                for y in rows
                for x in (right, right - 1)
                if (x, y) not in self._fixed
            ]
        return [bits[place * 8 : place * 8 + 8] for place in range(codewords)]


class _Table(dict[str, int]):
    """The pictures of the sixteen values of one half-byte, by hexadecimal digit."""

    def __init__(self, modules: list[int], share: int, shift: int) -> None:
        """`modules` are those of its codeword and of the block's correction, bit by bit."""
        super().__init__()
        self._modules, self._share, self._shift = modules, share, shift

    def __missing__(self, digit: str) -> int:
        value = int(digit, 16) << self._shift
        count = len(self._modules)
        bits = value << count - 8 | _product(self._share, value, count // 8 - 1)
        is_dark = f"{bits:0{count}b}".encode("ascii").translate(_DIGITS)
        picture = self[digit] = sum(compress(self._modules, is_dark))
        return picture


_DIGITS: Final = bytes.maketrans(b"01", b"\0\1")


def _interleaved(lengths: tuple[int, ...], block: int, place: int) -> int:
    """Where a data codeword stands when the blocks are dealt out in turn, short ones first."""
    before = sum(min(place, length) for length in lengths)
    return before + sum(length > place for length in lengths[:block])


def _remainder(value: int, generator: int, degree: int) -> int:
    while value.bit_length() > degree:
        value ^= generator << (value.bit_length() - generator.bit_length())
    return value


# --- Reed and Solomon, over GF(256) with x^8 + x^4 + x^3 + x^2 + 1 -------------------------------
# A row of codewords is a whole number, the first one highest, so that all are doubled at once.


def _doubled(row: int, ones: int) -> int:
    """Each codeword times x; `ones` has a 1 in each of them."""
    high = row >> 7 & ones
    return (row ^ high << 7) << 1 ^ high * 0x1D


def _product(row: int, factor: int, count: int) -> int:
    """Each of `count` codewords times a factor below 256."""
    ones = _ones(count)
    product = 0
    while factor:
        if factor & 1:
            product ^= row
        row = _doubled(row, ones)
        factor >>= 1
    return product


@cache
def _ones(count: int) -> int:
    return int.from_bytes(b"\1" * count, "big")


@cache
def _generator(count: int) -> int:
    """The polynomial whose roots are the first powers of x, without its highest place, which is 1."""
    generator, root = 0, 1
    for place in range(count):
        # Times (x - root): a place up, and each codeword times the root.
        generator = (generator | 1 << 8 * place) << 8 ^ _product(
            generator | 1 << 8 * place, root, place + 1
        )
        generator &= (1 << 8 * (place + 1)) - 1
        root = _product(root, 2, 1)
    return generator


@cache
def _correction(length: int, count: int) -> list[int]:
    """What a data codeword of value 1 adds to the `count` codewords of correction, by its place."""
    generator, room = _generator(count), (1 << 8 * count) - 1
    shares = [generator]
    for _place in range(length - 1):
        first = shares[-1] >> 8 * (count - 1)
        shares.append(shares[-1] << 8 & room ^ _product(generator, first, count))
    return shares[::-1]
