"""Whether the open data file is still in its place: on Unix a removed file can be written on for hours.

What is written then is gone when the program ends, so writing stops with a sentence. The open file can
still be copied: a copy made now holds everything.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mgdesk.errors import DeskError
from mgdesk.i18n import N_
from mgdesk.storage.keys import read_salt


class DataFileGone(DeskError):
    sentence = N_(
        "The data file {path} was removed, moved or replaced while it was open. Make a copy now: it"
        " holds everything. Then close the program and put the file back, or restore that copy."
    )


@contextmanager
def without_strange_log(database: Path, salt: bytes) -> Iterator[None]:
    """Set aside the log of another file while this one is opened, and for good when it opens.

    A copy put in the place of the data has a salt of its own; the log beside it belongs to the file of
    before (whose salt was noted), and read as part of the copy it would damage it.
    """
    log = database.with_name(database.name + "-wal")
    aside = log.with_suffix(".aside")
    is_strange = bool(salt) and read_salt(database) != salt and log.exists()
    if is_strange:
        log.replace(aside)
    try:
        yield
    except BaseException:
        if is_strange:
            aside.replace(log)
        raise


class Presence:
    """Remembers which file was opened. A server's data (no path) is always there."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._opened = self._identity()

    def check(self) -> None:
        """Raises DataFileGone when the name is no longer that of the open file."""
        if self._identity() != self._opened:
            raise DataFileGone(path=str(self._path))

    def _identity(self) -> tuple[int, int] | None:
        if self._path is None:
            return None
        try:
            found = self._path.stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino
