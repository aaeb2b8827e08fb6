"""The seal of a campus: its Ed25519 key, made when first needed and kept beside the data's key.

One file per campus and key folder, readable by its owner only and wrapped under the data's key, so
that a stolen folder signs nothing once a passphrase is chosen. Whoever opens it can sign papers in the
name of the campus; whoever has the public half can check them. Files from before are wrapped at
opening. Desks that share a server have a seal each, as bare as their own key, and trust each other's,
because the public halves are kept in the data.
"""

import hashlib
import json
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from mgdesk.errors import DeskError
from mgdesk.i18n import N_
from mgdesk.rules.proof import CONTEXT, KEY_ID
from mgdesk.storage import wraps
from mgdesk.storage.keyfile import KeyFolder, sweep, write_once, write_over

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

PUBLIC: Final = 32  # bytes
_PURPOSE: Final = "seal"
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


def seal_of(place: KeyFolder, campus: str) -> Seal:
    """The seal of a campus (by code), made now if there is none. Raises SealDamaged, FileCannotBeWritten."""
    path = seal_path(place.folder, campus)
    if not path.exists():
        write_once(path, _content(_new(), place.secret))
    return _load(path, campus, place.secret)


def own_seals(place: KeyFolder) -> list[Seal]:
    """The seals that this home holds; a file that cannot be read is left out."""
    seals = []
    for path, campus in _files(place.folder):
        with suppress(SealDamaged):
            seals.append(_load(path, campus, place.secret))
    return seals


def wrap_seals(place: KeyFolder) -> None:
    """Wrap the seals that an older program left bare. Raises FileCannotBeWritten."""
    for path, _campus in _files(place.folder) if place.secret else ():
        with suppress(OSError, ValueError, KeyError, TypeError):
            values = json.loads(path.read_text(encoding="ascii"))
            if "private" in values:
                write_over(path, _content(bytes.fromhex(values["private"]), place.secret))
                sweep(path)


def _files(folder: Path) -> Iterator[tuple[Path, str]]:
    for path in sorted(folder.glob("seal-*.key")):
        if named := _NAME.fullmatch(path.name):
            yield path, named["campus"]


def is_signed(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the signature of a message was made with the private half of this key."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, CONTEXT + message)
    except (InvalidSignature, ValueError):
        return False
    return True


def _new() -> bytes:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.generate().private_bytes_raw()


def _content(private: bytes, secret: bytes | None) -> bytes:
    if secret is None:
        return json.dumps({"format": 1, "private": private.hex()}).encode("ascii")
    wrap = wraps.wrapped_by_key(private, secret, _PURPOSE)
    return json.dumps({"format": 2, "wrapped": wrap}).encode("ascii")


def _load(path: Path, campus: str, secret: bytes | None) -> Seal:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    try:
        values = json.loads(path.read_text(encoding="ascii"))
        if "wrapped" in values and secret is not None:
            private = wraps.opened_by_key(values["wrapped"], secret, _PURPOSE)
        else:
            private = bytes.fromhex(values["private"])
        key = Ed25519PrivateKey.from_private_bytes(private)
    except (OSError, ValueError, KeyError, TypeError, wraps.WrapDamaged, wraps.WrongKey) as error:
        raise SealDamaged(path=str(path)) from error
    return Seal(campus, key)
