"""Where paper is drawn to: a file that appears whole or not at all, or memory."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from mgdesk import durable
from mgdesk.errors import DeskError
from mgdesk.i18n import N_

Target = Path | BinaryIO


class NothingToPrint(DeskError):
    sentence = N_("There is nothing to print. Choose at least one person or one half-day.")


@contextmanager
def written(path: Target) -> Iterator[BinaryIO]:
    """A stream whose content becomes the file at `path` when the block ends well (`durable.written`).

    Missing folders are made. What is only looked at goes to a stream in memory instead: nothing of it
    is ever on a disk.
    Raises FileCannotBeWritten and DiskFull.
    """
    if not isinstance(path, Path):
        yield path
        return
    with durable.written(path, makes_folder=True) as stream:
        yield stream
