"""Mistakes that a person can mend: each writes its own sentence, in the reader's language."""

import errno
import os
from pathlib import Path
from typing import Final

from mgdesk import i18n
from mgdesk.i18n import N_


class DeskError(Exception):
    """Something a person did or met; `str(error)` says what happened and what to do.

    A subclass gives `sentence`, an English message marked with `N_`; its `{fields}` are given by
    keyword. Translated when shown, so one error can be read in two languages.
    """

    sentence = N_("Something went wrong. The details are in the log.")

    def __init__(self, **values: object) -> None:
        super().__init__(self.sentence)
        self.values = values

    def __str__(self) -> str:
        return i18n.gettext(self.sentence, **self.values)

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (type(self), self.values))


def _rebuild(kind: type[DeskError], values: dict[str, object]) -> DeskError:
    return kind(**values)


class DeskWarning(DeskError):
    """Said, not raised: something to mend soon; the work goes on."""


class NotFound(DeskError):
    sentence = N_("This record is no longer there. Refresh the list.")


class StaleRecord(DeskError):
    sentence = N_(
        "Somebody else changed this meanwhile. Look at the new version, then make your change again."
    )


# What systems say in English only.
_REASONS: Final = {
    errno.ENOENT: N_("its folder does not exist"),
    errno.ENOTDIR: N_("its folder is a file"),
    errno.EISDIR: N_("it is a folder"),
    errno.EEXIST: N_("there is something else of that name"),
    errno.ENAMETOOLONG: N_("its name is too long"),
    errno.EACCES: N_("writing is not allowed there"),
    errno.EPERM: N_("writing is not allowed there"),
    errno.EROFS: N_("writing is not allowed there"),
    errno.ENODEV: N_("it is a device"),
    errno.EIO: N_("the disk does not answer"),
}


class FileCannotBeWritten(DeskError):
    """`reason` is what the system says of it; the usual ones are told in the reader's language."""

    sentence = N_("{path} could not be written: {reason}. Choose another place.")

    def __str__(self) -> str:
        said = {os.strerror(code): words for code, words in _REASONS.items()}
        reason = str(self.values.get("reason", ""))
        known = i18n.gettext(said[reason]) if reason in said else reason
        return i18n.gettext(self.sentence, **(self.values | {"reason": known}))


class FileNotThere(DeskError):
    sentence = N_("{path} is not there. Choose the file again.")


class FileCannotBeRead(DeskError):
    sentence = N_("{path} could not be read: {reason}. Close it in other programs and try again.")


def unreadable(path: Path, problem: OSError | ValueError) -> DeskError:
    """What to say when a file that somebody named cannot be opened."""
    if isinstance(problem, FileNotFoundError):
        return FileNotThere(path=str(path))
    if isinstance(problem, IsADirectoryError):
        reason = i18n.gettext(_REASONS[errno.EISDIR])
    else:
        reason = getattr(problem, "strerror", None) or str(problem)
    return FileCannotBeRead(path=str(path), reason=reason)


class DiskFull(DeskError):
    sentence = N_("The disk is full. Nothing was changed. Make some room, then try again.")


class OutOfMemory(DeskError):
    sentence = N_(
        "This computer has no memory left for this. Nothing is lost. Close other programs, or do it"
        " for fewer people at a time."
    )


# What the C library says of a library that it has no room for (glibc, elf/dl-load.c and dl-map-segments.h).
_NO_ROOM: Final = ("failed to map segment", "annot allocate memory", "cannot create shared object")


def is_short_of_memory(error: BaseException | None) -> bool:
    """Whether this, or what it came from, is for want of memory."""
    while error is not None and not _wants_memory(error):
        error = error.__cause__ or error.__context__
    return error is not None


def _wants_memory(error: BaseException) -> bool:
    if isinstance(error, ImportError):
        return any(words in str(error) for words in _NO_ROOM)
    return isinstance(error, MemoryError)


class Locked(DeskError):
    """Something is needed to open the data. What is wrong with what was given is a subclass."""

    sentence = N_(
        "The data is behind a passphrase. Type it in the window; a command finds it in"
        " MGDESK_PASSPHRASE or in the file of --passphrase-file."
    )


class DamagedData(DeskError):
    """The data cannot be opened as it is: its newest copy, or what can still be read, may be."""

    sentence = N_("The data is damaged and cannot be opened.")


class Cancelled(DeskError):
    sentence = N_("Cancelled. Nothing was changed.")
