"""The system's keyring, where there is one that can be trusted; a convenience, never the only way in.

The library `keyring` is used when it is installed and the backend it chose is one of the list: with
some packages beside it, it would silently choose one that keeps keys in clear. What is kept there is a
random key of its own that the data's key is wrapped by; passphrase and recovery key stay valid.
"""

import logging
import secrets
from typing import Any, Final

logger = logging.getLogger(__name__)

SERVICE: Final = "MolenGeek Desk"
TRUSTED: Final = {
    "keyring.backends.SecretService.Keyring": "Secret Service",
    "keyring.backends.libsecret.Keyring": "Secret Service",
    "keyring.backends.kwallet.DBusKeyring": "KWallet",
    "keyring.backends.Windows.WinVaultKeyring": "Windows Credential Manager",
    "keyring.backends.macOS.Keyring": "macOS Keychain",
}
_CHAINER: Final = "keyring.backends.chainer.ChainerBackend"  # several at once, some maybe in clear


def name() -> str:
    """What the system's keyring is called; empty when there is none to be trusted."""
    backend = _backend()
    return TRUSTED[_kind(backend)] if backend is not None else ""


def remember(key_id: str) -> bytes | None:
    """Keep a new random key under this name and return it; nothing when the keyring refuses."""
    backend, secret = _backend(), secrets.token_bytes(32)
    try:
        if backend is None:
            return None
        backend.set_password(SERVICE, key_id, secret.hex())
        return secret if backend.get_password(SERVICE, key_id) == secret.hex() else None
    except Exception as error:  # noqa: BLE001 - each backend has errors of its own
        logger.info("the keyring refused: %s", type(error).__name__)
        return None


def recall(key_id: str) -> bytes | None:
    """The key kept under this name, if the keyring gives it."""
    backend = _backend()
    try:
        kept = backend.get_password(SERVICE, key_id) if backend is not None else None
        return bytes.fromhex(kept) if kept else None
    except Exception as error:  # noqa: BLE001 - likewise
        logger.info("the keyring does not answer: %s", type(error).__name__)
        return None


def forget(key_id: str) -> None:
    backend = _backend()
    try:
        if backend is not None:
            backend.delete_password(SERVICE, key_id)
    except Exception as error:  # noqa: BLE001 - likewise
        logger.info("the keyring forgot nothing: %s", type(error).__name__)


def _backend() -> Any:
    """The chosen backend, if it is one of the list by its very class; of several, the first such."""
    try:
        import keyring  # type: ignore[import-not-found]  # not a dependency: used where installed

        chosen = keyring.get_keyring()
        several = list(chosen.backends) if _kind(chosen) == _CHAINER else [chosen]
    except Exception:  # noqa: BLE001 - not installed, or broken: then there is none
        return None
    return next((backend for backend in several if _kind(backend) in TRUSTED), None)


def _kind(backend: Any) -> str:
    return f"{type(backend).__module__}.{type(backend).__qualname__}"
