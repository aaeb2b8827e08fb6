"""The lock of open data: passphrase, recovery key, keyring. Each changes the key file alone."""

import secrets
from collections.abc import Callable
from pathlib import Path

from mgdesk.errors import DeskError, DiskFull, FileCannotBeWritten
from mgdesk.i18n import N_
from mgdesk.rules import recovery
from mgdesk.rules.keeping import KeyState
from mgdesk.rules.passphrase import Secret, check
from mgdesk.storage import keyring, keys, wraps
from mgdesk.storage.companions import write_keys
from mgdesk.storage.keyfile import sweep
from mgdesk.storage.keys import KEYRING, PASSPHRASE, RECOVERY, DataKey, KeyFile


class NoPassphrase(DeskError):
    sentence = N_("No passphrase is chosen yet. Choose one first.")


class CopiesKeepFormerKey(DeskError):
    sentence = N_(
        "What opens the data is changed. The keys beside the copies could not be written, though:"
        " earlier copies still open with what opened them before. Make some room and a new copy."
    )


class KeyringRefused(DeskError):
    sentence = N_("The keyring of this computer keeps nothing for us. Go on typing the passphrase.")


class Vault:
    """Of one home; `key` is the data's, which is open. `ask` raises NotAllowed before a change."""

    def __init__(
        self, folder: Path, backups: Path, key: DataKey, ask: Callable[[], None] = lambda: None
    ) -> None:
        self._folder, self._backups, self._key = folder, backups, key
        self._ask = ask

    def state(self) -> KeyState:
        """Raises KeyFileMissing, KeyFileDamaged."""
        file = self._file()
        return KeyState(
            has_passphrase=file.has(PASSPHRASE),
            has_recovery=file.has(RECOVERY),
            keyring=keyring.name(),
            is_remembered=file.has(KEYRING),
        )

    def set_passphrase(self, new: str, current: Secret, *, again: str | None = None) -> None:
        """Choose or change the passphrase. `current` opens what is locked now.

        Raises PassphraseTooShort, PassphrasesDiffer, WrongPassphrase, FileCannotBeWritten…
        """
        self._ask()
        file, chosen = self._opened(current), check(new, again)
        wrap = wraps.wrapped_by_passphrase(self._key.raw, chosen, PASSPHRASE)
        if wraps.opened_by_passphrase(wrap, chosen, PASSPHRASE) != self._key.raw:
            raise keys.KeyFileDamaged(path=str(file.path))  # memory that cannot be trusted
        self._write(file, passphrase=wrap, key=None)
        sweep(file.path)

    def remove_passphrase(self, current: Secret) -> None:
        """From now on the key file opens the data by itself, as before there was a passphrase."""
        self._ask()
        file = self._opened(current)
        if not file.is_locked:
            raise NoPassphrase
        if file.has(KEYRING):
            keyring.forget(keys.key_id(self._key.raw))
        self._write(file, passphrase=None, keyring=None, key=self._key.raw.hex())

    def show_allowed(self, current: Secret) -> None:
        """Raises WrongPassphrase unless this opens the data."""
        self._opened(current)

    def show_recovery(self, words: str) -> None:
        """Raises NoRecoveryKey, WrongRecoveryKey, RecoveryKeyMistyped… unless these are the words."""
        self._file().key_by_recovery(words)

    @staticmethod
    def draft_recovery() -> list[str]:
        """The words of a new recovery key, which opens nothing until it is kept: print it first."""
        return recovery.to_words(secrets.token_bytes(recovery.LENGTH))

    def keep_recovery(self, words: list[str], current: Secret) -> None:
        """Have these words open the data; those of an earlier page open it no more.

        Raises WrongPassphrase, FileCannotBeWritten.
        """
        self._ask()
        file, secret = self._opened(current), recovery.parse(" ".join(words))
        self._write(file, recovery=wraps.wrapped_by_key(self._key.raw, secret, RECOVERY))

    def remember(self, *, is_on: bool) -> None:
        """Have the system's keyring open the data on this computer, or no more.

        Raises NoPassphrase, KeyringRefused.
        """
        self._ask()
        file, name = self._file(), keys.key_id(self._key.raw)
        if not is_on:
            keyring.forget(name)
            self._write(file, keyring=None)
            return
        if not file.is_locked:
            raise NoPassphrase
        secret = keyring.remember(name)
        if secret is None:
            raise KeyringRefused
        self._write(file, keyring=wraps.wrapped_by_key(self._key.raw, secret, KEYRING))

    def _file(self) -> KeyFile:
        return keys.read(keys.key_path(self._folder))

    def _opened(self, current: Secret) -> KeyFile:
        """The file, once whoever asks has shown that they may: an open window is no key."""
        file = self._file()
        if file.has(PASSPHRASE) and not (current.passphrase or current.recovery):
            raise keys.WrongPassphrase
        if file.key(current).raw != self._key.raw:
            raise keys.KeyFileDamaged(path=str(file.path))
        return file

    def _write(self, file: KeyFile, **values: object) -> None:
        written = file.changed(id=keys.key_id(self._key.raw), **values)
        try:
            write_keys(self._backups, written)
        except (DiskFull, FileCannotBeWritten) as error:
            raise CopiesKeepFormerKey from error
