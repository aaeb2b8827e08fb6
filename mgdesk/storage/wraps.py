"""A key put under another key (AES-256-GCM): by a passphrase (Argon2id) or by a random key (HKDF).

The costs are RFC 9106's second choice (three passes over 64 MiB, four lanes): 0.2 s on the slowest
computers meant here, measured in SAFETY.md, part 1. A wrap keeps its own costs, so that later ones can be
higher; costs beyond reason are damage, not a wish.
"""

import secrets
from typing import Any, Final

PASSES: Final = 3
MEMORY: Final = 65_536  # KiB
LANES: Final = 4
_MOST_PASSES, _MOST_MEMORY, _MOST_LANES = 100, 4_194_304, 64
_SALT: Final = 16  # bytes
_NONCE: Final = 12


class WrapDamaged(Exception):
    """The wrap is no wrap: a field is missing or senseless."""


class WrongKey(Exception):
    """The wrap is whole, and this is not what opens it."""


def wrapped_by_passphrase(key: bytes, passphrase: str, purpose: str) -> dict[str, Any]:
    wrap: dict[str, Any] = {
        "kdf": "argon2id",
        "passes": PASSES,
        "memory": MEMORY,
        "lanes": LANES,
        "salt": secrets.token_hex(_SALT),
    }
    return _sealed(key, _stretched(passphrase, wrap), wrap, purpose)


def wrapped_by_key(key: bytes, secret: bytes, purpose: str) -> dict[str, Any]:
    wrap: dict[str, Any] = {"kdf": "hkdf-sha256", "salt": secrets.token_hex(_SALT)}
    return _sealed(key, _expanded(secret, wrap, purpose), wrap, purpose)


def opened_by_passphrase(wrap: Any, passphrase: str, purpose: str) -> bytes:
    """The key within. Raises WrapDamaged, WrongKey."""
    return _opened(wrap, _stretched(passphrase, wrap), purpose)


def opened_by_key(wrap: Any, secret: bytes, purpose: str) -> bytes:
    """The key within. Raises WrapDamaged, WrongKey."""
    return _opened(wrap, _expanded(secret, wrap, purpose), purpose)


def _stretched(passphrase: str, wrap: Any) -> bytes:
    from argon2.exceptions import Argon2Error
    from argon2.low_level import Type, hash_secret_raw

    try:
        passes, memory, lanes = int(wrap["passes"]), int(wrap["memory"]), int(wrap["lanes"])
        is_sane = passes <= _MOST_PASSES and memory <= _MOST_MEMORY and lanes <= _MOST_LANES
        if wrap["kdf"] != "argon2id" or not is_sane:
            raise WrapDamaged
        return hash_secret_raw(
            passphrase.encode(), bytes.fromhex(wrap["salt"]), passes, memory, lanes, 32, Type.ID
        )
    except (KeyError, TypeError, ValueError, Argon2Error) as error:
        raise WrapDamaged from error


def _expanded(secret: bytes, wrap: Any, purpose: str) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    try:
        if wrap["kdf"] != "hkdf-sha256":
            raise WrapDamaged
        salt = bytes.fromhex(wrap["salt"])
    except (KeyError, TypeError, ValueError) as error:
        raise WrapDamaged from error
    return HKDF(SHA256(), 32, salt, _about(purpose)).derive(secret)


def _sealed(key: bytes, by: bytes, wrap: dict[str, Any], purpose: str) -> dict[str, Any]:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = secrets.token_bytes(_NONCE)
    content = AESGCM(by).encrypt(nonce, key, _about(purpose))
    return wrap | {"nonce": nonce.hex(), "content": content.hex()}


def _opened(wrap: Any, by: bytes, purpose: str) -> bytes:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        nonce, content = bytes.fromhex(wrap["nonce"]), bytes.fromhex(wrap["content"])
        return AESGCM(by).decrypt(nonce, content, _about(purpose))
    except InvalidTag:
        raise WrongKey from None
    except (KeyError, TypeError, ValueError) as error:
        raise WrapDamaged from error


def _about(purpose: str) -> bytes:
    return f"mgdesk {purpose} 1".encode("ascii")
