"""The key of the data file: 32 random bytes, kept beside the data until a passphrase is chosen.

Kept this way it proves that the file is whole (SQLCipher authenticates each page with it) but hides
nothing from whoever can read the folder. The file's salt is noted too, so that a file that does not
belong to the key can be told from one that is damaged.
"""

import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from mgdesk.errors import DeskError
from mgdesk.i18n import N_
from mgdesk.storage import durable

LENGTH = 32
SALT_LENGTH = 16  # the first bytes of a SQLCipher file


class KeyFileMissing(DeskError):
    sentence = N_(
        "The key of the data is missing: {path}. Put it back from where you keep it, or restore a"
        " backup together with its key."
    )


class KeyFileDamaged(DeskError):
    sentence = N_(
        "The key file {path} cannot be read. Put back the copy that you keep elsewhere; without it"
        " the data cannot be opened."
    )


@dataclass(frozen=True)
class DataKey:
    """The raw key, and the salt of the file that it opens (empty until the file exists)."""

    raw: bytes
    salt: bytes = b""


def key_path(folder: Path) -> Path:
    return folder / "desk.key"


def load_key(folder: Path) -> DataKey:
    """The key of an existing file. Raises KeyFileMissing, KeyFileDamaged."""
    path = key_path(folder)
    try:
        values = json.loads(path.read_text(encoding="ascii"))
        key = DataKey(bytes.fromhex(values["key"]), bytes.fromhex(values.get("salt", "")))
    except FileNotFoundError:
        raise KeyFileMissing(path=str(path)) from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise KeyFileDamaged(path=str(path)) from None
    if len(key.raw) != LENGTH:
        raise KeyFileDamaged(path=str(path))
    return key


def make_key(folder: Path) -> DataKey:
    """A new random key, on disk before it is used. An existing key is never written over."""
    key = DataKey(secrets.token_bytes(LENGTH))
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(key_path(folder), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as stream:
            json.dump({"format": 1, "key": key.raw.hex()}, stream)
            stream.flush()
            os.fsync(stream.fileno())
        durable.sync_folder(folder)
    except OSError:
        key_path(folder).unlink()  # empty: it would be taken for a damaged one
        raise
    return key


def note_salt(folder: Path, key: DataKey, database: Path) -> None:
    """Remember which file the key opens."""
    salt = read_salt(database)
    if key.salt == salt or not salt:
        return
    content = {"format": 1, "key": key.raw.hex(), "salt": salt.hex()}
    durable.write_over(key_path(folder), json.dumps(content).encode())


def read_salt(database: Path) -> bytes:
    try:
        with database.open("rb") as stream:
            return stream.read(SALT_LENGTH)
    except OSError:
        return b""
