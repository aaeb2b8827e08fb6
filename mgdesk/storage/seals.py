"""The seal of a campus: its Ed25519 key, made when first needed and kept beside the data's key.

One file per campus and key folder, readable by its owner only. Whoever holds it can sign papers in
the name of the campus; whoever has the public half can check them. Desks that share a server have
a seal each and trust each other's, because the public halves are kept in the data.
"""

import hashlib
import json
import re
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from mgdesk.errors import DeskError
from mgdesk.i18n import N_
from mgdesk.rules.proof import CONTEXT, KEY_ID
from mgdesk.storage.keyfile import write_once

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

PUBLIC: Final = 32  # bytes
_NAME: Final = re.compile(r"seal-(?P<campus>[A-Z0-9-]+)\.key")


class SealDamaged(DeskError):
    sentence = N_(
        "The key file {path} cannot be read, so no paper can be signed. Put back the copy that you"
        " keep elsewhere; or move the file away, and a new key is made."
    )


@dataclass(frozen=True)
class Seal:
    """A campus's private key; `sign` is all that it is for."""

    campus: str  # its code
    key: "Ed25519PrivateKey"

    @property
    def public(self) -> bytes:
        return self.key.public_key().public_bytes_raw()

    @property
    def key_id(self) -> bytes:
        return key_id(self.public)

    def sign(self, message: bytes) -> bytes:
        """The same message has the same signature every time."""
        return self.key.sign(CONTEXT + message)


def key_id(public: bytes) -> bytes:
    """The few bytes by which a paper names its key; two keys may share them."""
    return hashlib.sha256(public).digest()[:KEY_ID]


def seal_path(folder: Path, campus: str) -> Path:
    return folder / f"seal-{campus}.key"


def seal_of(folder: Path, campus: str) -> Seal:
    """The seal of a campus (by code), made now if there is none. Raises SealDamaged, FileCannotBeWritten."""
    path = seal_path(folder, campus)
    if not path.exists():
        _make(path)
    return _load(path, campus)


def own_seals(folder: Path) -> list[Seal]:
    """The seals that this home holds; a file that cannot be read is left out."""
    seals = []
    for path in sorted(folder.glob("seal-*.key")):
        named = _NAME.fullmatch(path.name)
        if named:
            with suppress(SealDamaged):
                seals.append(_load(path, named["campus"]))
    return seals


def is_signed(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the signature of a message was made with the private half of this key."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, CONTEXT + message)
    except (InvalidSignature, ValueError):
        return False
    return True


def _make(path: Path) -> None:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    private = Ed25519PrivateKey.generate().private_bytes_raw()
    write_once(path, json.dumps({"format": 1, "private": private.hex()}).encode("ascii"))


def _load(path: Path, campus: str) -> Seal:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    try:
        values = json.loads(path.read_text(encoding="ascii"))
        key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(values["private"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SealDamaged(path=str(path)) from error
    return Seal(campus, key)
