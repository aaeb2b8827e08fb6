"""The pages of a SQLCipher file one by one, each read only if it proves to be what was written.

SQLCipher 4 with a raw key: AES-256-CBC, and at each page's end its IV and the HMAC-SHA512 over
ciphertext, IV and number (github.com/sqlcipher/sqlcipher, src/crypto_impl.c). SQLite refuses a whole
table for one page that does not verify; here the other pages are read all the same, from the
write-ahead log too where it was committed. Nothing decrypted is ever written.
"""

import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.ciphers.modes import CBC

from mgdesk.storage.keys import SALT_LENGTH, DataKey

SIZE: Final = 4096
_BEGINNING: Final = b"SQLite format 3\x00"  # of a file that is not encrypted
_MAC, _IV = 64, 16
USABLE: Final = SIZE - _MAC - _IV
_SALT_MASK: Final = 0x3A
_FRAME: Final = 24  # bytes of a frame's header in the write-ahead log
_LOG: Final = 32  # bytes of the log's own header


@dataclass
class Pages:
    """`found` are the authentic pages by number, `lost` the numbers of the others."""

    found: dict[int, bytes] = field(default_factory=dict)
    lost: set[int] = field(default_factory=set)

    @property
    def count(self) -> int:
        return len(self.found) + len(self.lost)


def read_pages(path: Path, key: DataKey) -> Pages:
    """Every page of a file that verifies with the key. Raises OSError.

    The salt comes from the key file when it is noted there: the file's own may be destroyed.
    """
    pages = Pages()
    salts = dict.fromkeys(salt for salt in (key.salt, _first_bytes(path)) if salt)
    readers = [_Reader(key.raw, salt) for salt in salts]
    with path.open("rb") as file:
        number = 0
        while block := file.read(SIZE):
            number += 1
            _keep(pages, readers, number, block)
    _replay(pages, readers, path.with_name(path.name + "-wal"))
    return pages


def holds_pages_of(path: Path, key: DataKey) -> bool:
    """Whether one page at least is of the key: then the file is damaged, and no foreign one."""
    reader = _Reader(key.raw, key.salt)
    try:
        with path.open("rb") as file:
            blocks = enumerate(iter(lambda: file.read(SIZE), b""), start=1)
            return any(reader.read(number, block) for number, block in blocks)
    except OSError:
        return False


def _first_bytes(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(SALT_LENGTH)


def _keep(pages: Pages, readers: list["_Reader"], number: int, block: bytes) -> None:
    content = next((found for one in readers if (found := one.read(number, block))), None)
    if content is None:
        pages.lost.add(number)
    else:
        pages.found[number] = content
        pages.lost.discard(number)


class _Reader:
    def __init__(self, raw: bytes, salt: bytes) -> None:
        self._raw = raw
        masked = bytes(one ^ _SALT_MASK for one in salt)
        self._mac_key = hashlib.pbkdf2_hmac("sha512", raw, masked, 2, 32)

    def read(self, number: int, block: bytes) -> bytes | None:
        """What the page holds, without its proof; nothing when it is not authentic."""
        if len(block) != SIZE:
            return None
        start = SALT_LENGTH if number == 1 else 0
        said = hmac.digest(
            self._mac_key, block[start : USABLE + _IV] + number.to_bytes(4, "little"), "sha512"
        )
        if not hmac.compare_digest(said, block[USABLE + _IV :]):
            return None
        iv = block[USABLE : USABLE + _IV]
        opener = Cipher(AES256(self._raw), CBC(iv)).decryptor()
        plain = opener.update(block[start:USABLE]) + opener.finalize()
        return (_BEGINNING + plain) if number == 1 else plain


def _replay(pages: Pages, readers: list[_Reader], log: Path) -> None:
    """Lay the committed pages of the log over those of the file; what was lost may be there."""
    waiting: dict[int, bytes] = {}
    for number, size_after, block in _frames(log):
        waiting[number] = block
        if not size_after:
            continue
        for one, content in waiting.items():
            if any(reader.read(one, content) for reader in readers):
                _keep(pages, readers, one, content)
            else:
                pages.found.pop(one, None)  # older than what was committed
                pages.lost.add(one)
        waiting.clear()


def _frames(log: Path) -> Iterator[tuple[int, int, bytes]]:
    """Number, size of the file after the commit (0: none yet) and page of each frame of this log."""
    try:
        content = log.read_bytes()
    except OSError:
        return
    salts = content[16:24]
    for start in range(_LOG, len(content) - _FRAME - SIZE + 1, _FRAME + SIZE):
        head = content[start : start + _FRAME]
        if head[8:16] != salts:
            return  # of an earlier round of the log
        number, size_after = int.from_bytes(head[:4]), int.from_bytes(head[4:8])
        yield number, size_after, content[start + _FRAME : start + _FRAME + SIZE]
