"""The pages of an encrypted file as they are once decrypted, free ones and those of the journal too."""

from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

PAGE, RESERVED = 4096, 80  # SQLCipher 4: an initialisation vector and an HMAC end each page
WAL_HEADER, FRAME_HEADER = 32, 24


def plain_pages(path: Path, key: bytes) -> bytes:
    """Every page of a file and of its journal, whatever the database thinks of it."""
    content = path.read_bytes()
    pages = [content[start : start + PAGE] for start in range(0, len(content), PAGE)]
    pages[0] = bytes(16) + pages[0][16:]  # the salt stands in the place of the header
    plain = [_plain(page, key, skipped=16 if place == 0 else 0) for place, page in enumerate(pages)]
    journal = path.with_name(f"{path.name}-wal")
    if journal.exists():
        plain += [_plain(page, key) for page in _frames(journal.read_bytes())]
    return b"".join(plain)


def _frames(journal: bytes) -> list[bytes]:
    step = FRAME_HEADER + PAGE
    starts = range(WAL_HEADER + FRAME_HEADER, len(journal) - PAGE + 1, step)
    return [journal[start : start + PAGE] for start in starts]


def _plain(page: bytes, key: bytes, skipped: int = 0) -> bytes:
    vector = page[PAGE - RESERVED : PAGE - RESERVED + 16]
    opened = Cipher(algorithms.AES(key), modes.CBC(vector)).decryptor()
    return opened.update(page[skipped : PAGE - RESERVED]) + opened.finalize()
