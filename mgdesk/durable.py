"""Files that survive a power cut: whole once they are synced, under their name once its folder is."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

from mgdesk.errors import DiskFull, FileCannotBeWritten

_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT})


@contextmanager
def written(path: Path, *, makes_folder: bool = False) -> Iterator[BinaryIO]:
    """A stream whose content becomes the file at `path` when the block ends well.

    Whatever goes wrong, what was there before stays, and no half file. `makes_folder` is for places
    of our own: a folder that somebody chose and that is missing may be a disk that was taken out.
    Raises FileCannotBeWritten and DiskFull.
    """
    draft = path.with_name(path.name + ".part")
    try:
        if makes_folder:
            path.parent.mkdir(parents=True, exist_ok=True)
        with draft.open("wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        rename(draft, path)
    except OSError as error:
        _remove(draft)
        if error.errno in _FULL:
            raise DiskFull from error
        raise FileCannotBeWritten(path=str(path), reason=error.strerror or str(error)) from error
    except BaseException:
        _remove(draft)
        raise


def rename(source: Path, target: Path) -> None:
    """Rename for good. Raises OSError."""
    source.replace(target)
    sync_folder(target.parent)


def sync_folder(folder: Path) -> None:
    """Make new, changed and removed names of a folder last; Windows does so by itself."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _remove(draft: Path) -> None:
    try:
        draft.unlink(missing_ok=True)
    except OSError:
        return  # the folder itself is out of reach; the first error says so
