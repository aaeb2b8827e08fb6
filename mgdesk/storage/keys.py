"""The key of the data file: 32 random bytes in a key file beside the data, wrapped or not yet.

Until a passphrase is chosen the key stands in its file as it is: it proves that the data is whole
(SQLCipher authenticates each page with it) but hides nothing from whoever can read the folder. Then
it is there only wrapped: by the passphrase, by the printed recovery key, by the system's keyring.
Changing the passphrase writes this file anew and leaves the data alone.

The file says which database it opens (its salt), by which a foreign file is told from a damaged one;
which key it holds (`id`); and a sum over itself, by which a damaged file is told from a wrong
passphrase.
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from mgdesk.errors import DeskError, Locked
from mgdesk.i18n import N_
from mgdesk.rules import recovery
from mgdesk.rules.passphrase import Secret, normalised
from mgdesk.storage import keyring, wraps
from mgdesk.storage.keyfile import write_once, write_over

LENGTH = 32
SALT_LENGTH = 16  # the first bytes of a SQLCipher file
FORMAT: Final = 2
PASSPHRASE, RECOVERY, KEYRING = "passphrase", "recovery", "keyring"
_PORTABLE: Final = (PASSPHRASE, RECOVERY)
_PLAIN: Final = "key"


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


class WrongPassphrase(Locked):
    sentence = N_(
        "This is not the passphrase of this data. Try again: capital letters and the language of"
        " the keyboard count. The recovery key opens the data too."
    )


class WrongRecoveryKey(Locked):
    sentence = N_("This is a recovery key, but not the one of this data. Take the newest page.")


class NoRecoveryKey(Locked):
    sentence = N_("No recovery key was printed for this data. Only its passphrase opens it.")


@dataclass(frozen=True)
class DataKey:
    """The raw key, and the salt of the file that it opens (empty until the file exists)."""

    raw: bytes = field(repr=False)
    salt: bytes = b""


@dataclass(frozen=True)
class KeyFile:
    """A key file as read: `values` as they stand in it, its sum checked."""

    path: Path
    values: Mapping[str, Any]

    @property
    def salt(self) -> bytes:
        return bytes.fromhex(self.values.get("salt", ""))

    def has(self, kind: str) -> bool:
        return kind in self.values

    @property
    def is_locked(self) -> bool:
        return _PLAIN not in self.values

    def key(self, secret: Secret = Secret()) -> DataKey:  # noqa: B008 - nothing that can change
        """The key within. Raises Locked (which names what is wrong with the secret), KeyFileDamaged."""
        try:
            raw = self._raw(secret)
        except (wraps.WrapDamaged, ValueError, TypeError):
            raise KeyFileDamaged(path=str(self.path)) from None
        named = self.values.get("id", key_id(raw))
        if len(raw) != LENGTH or named != key_id(raw):
            raise KeyFileDamaged(path=str(self.path))
        return DataKey(raw, self.salt)

    def _raw(self, secret: Secret) -> bytes:
        if _PLAIN in self.values:
            return bytes.fromhex(self.values[_PLAIN])
        if secret.recovery:
            return self._by_recovery(secret.recovery)
        if secret.passphrase:
            return self._by_passphrase(secret.passphrase)
        kept = keyring.recall(self.values.get("id", "")) if self.has(KEYRING) else None
        if kept is None:
            raise Locked
        try:
            return wraps.opened_by_key(self.values[KEYRING], kept, KEYRING)
        except wraps.WrongKey:
            raise Locked from None  # the keyring has another's: the passphrase is asked for

    def _by_passphrase(self, typed: str) -> bytes:
        if not self.has(PASSPHRASE):
            raise WrongPassphrase
        try:
            return wraps.opened_by_passphrase(
                self.values[PASSPHRASE], normalised(typed), PASSPHRASE
            )
        except wraps.WrongKey:
            raise WrongPassphrase from None

    def key_by_recovery(self, typed: str) -> DataKey:
        """As `key`, by the recovery key alone, also where the plain key lies beside it."""
        try:
            return DataKey(self._by_recovery(typed), self.salt)
        except (wraps.WrapDamaged, ValueError, TypeError):
            raise KeyFileDamaged(path=str(self.path)) from None

    def _by_recovery(self, typed: str) -> bytes:
        if not self.has(RECOVERY):
            raise NoRecoveryKey
        try:
            return wraps.opened_by_key(self.values[RECOVERY], recovery.parse(typed), RECOVERY)
        except wraps.WrongKey:
            raise WrongRecoveryKey from None

    def portable(self) -> bytes:
        """What may travel with a copy: the wrapped keys, never the plain one; nothing without any."""
        if not any(self.has(kind) for kind in _PORTABLE):
            return b""
        kept = {"format", "id", "salt", *_PORTABLE}
        return _content({name: v for name, v in self.values.items() if name in kept})

    def changed(self, **values: Any) -> "KeyFile":
        """Written anew, whole, with these values; None takes one out. Raises FileCannotBeWritten."""
        kept = {name: v for name, v in {**self.values, **values}.items() if v is not None}
        write_over(self.path, _content(kept))
        return KeyFile(self.path, kept)


def key_path(folder: Path) -> Path:
    return folder / "desk.key"


def key_id(raw: bytes) -> str:
    """Names a key without telling anything of it."""
    return hmac.digest(raw, b"mgdesk key id", "sha256")[:8].hex()


def read(path: Path) -> KeyFile:
    """A key file of any format so far. Raises KeyFileMissing, KeyFileDamaged."""
    try:
        values = json.loads(path.read_text(encoding="ascii"))
        if values["format"] != 1 and values.pop("sum") != _sum(values):
            raise KeyFileDamaged(path=str(path))
        for name in ("salt", _PLAIN):
            bytes.fromhex(values.get(name, ""))
    except FileNotFoundError:
        raise KeyFileMissing(path=str(path)) from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise KeyFileDamaged(path=str(path)) from None
    return KeyFile(path, values | {"format": FORMAT})


def load_key(folder: Path, secret: Secret = Secret()) -> DataKey:  # noqa: B008 - nothing that can change
    """The key of an existing file. Raises KeyFileMissing, KeyFileDamaged, Locked."""
    return read(key_path(folder)).key(secret)


def make_key(folder: Path) -> DataKey:
    """A new random key, on disk before it is used. An existing key is never written over.

    When another desk made one at the same moment, that one serves. Raises FileCannotBeWritten.
    """
    raw = secrets.token_bytes(LENGTH)
    write_once(key_path(folder), _content({"format": FORMAT, "id": key_id(raw), _PLAIN: raw.hex()}))
    return load_key(folder)


def portable(folder: Path) -> bytes:
    """What may travel with a copy: the wrapped keys of a folder, nothing where there is none."""
    try:
        return read(key_path(folder)).portable()
    except (KeyFileMissing, KeyFileDamaged):
        return b""  # the data is open all the same, and a copy without keys beside it is better than none


def server_audit_key(folder: Path) -> bytes:
    """The key that this desk seals its changes on a server with, made when first needed.

    Raises KeyFileDamaged, FileCannotBeWritten.
    """
    path = folder / "audit.key"
    if not path.exists():
        made = {"format": FORMAT, _PLAIN: secrets.token_bytes(LENGTH).hex()}
        write_once(path, _content(made))
    return read(path).key().raw


def note_salt(folder: Path, key: DataKey, database: Path) -> None:
    """Remember which file the key opens."""
    salt = read_salt(database)
    if key.salt == salt or not salt:
        return
    read(key_path(folder)).changed(salt=salt.hex(), id=key_id(key.raw))


def read_salt(database: Path) -> bytes:
    try:
        with database.open("rb") as stream:
            return stream.read(SALT_LENGTH)
    except OSError:
        return b""


def _content(values: Mapping[str, Any]) -> bytes:
    return json.dumps({**values, "sum": _sum(values)}, indent=1).encode("ascii")


def _sum(values: Mapping[str, Any]) -> str:
    said = json.dumps(values, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(said.encode("ascii")).hexdigest()
