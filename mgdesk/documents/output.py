"""A file that appears whole or not at all."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

from mgdesk.errors import DeskError, DiskFull, FileCannotBeWritten
from mgdesk.i18n import N_

Target = Path | BinaryIO

_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT})


class NothingToPrint(DeskError):
    sentence = N_("There is nothing to print. Choose at least one person or one half-day.")


@contextmanager
def written(path: Target) -> Iterator[BinaryIO]:
    """A stream whose content becomes the file at `path` when the block ends well.

    Missing folders are made. Whatever goes wrong, no half file stays behind. What is only looked at
    goes to a stream in memory instead: nothing of it is ever on a disk. Raises FileCannotBeWritten
    and DiskFull.
    """
    if not isinstance(path, Path):
        yield path
        return
    draft = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with draft.open("wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(path)
    except OSError as error:
        _remove(draft)
        if error.errno in _FULL:
            raise DiskFull from error
        raise FileCannotBeWritten(path=str(path), reason=error.strerror or str(error)) from error
    except BaseException:
        _remove(draft)
        raise


def _remove(draft: Path) -> None:
    try:
        draft.unlink(missing_ok=True)
    except OSError:
        return  # the folder itself is out of reach; the first error says so
