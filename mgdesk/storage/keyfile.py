"""A key's file: written whole, for its owner only, and over one that is there only on purpose."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from mgdesk import durable
from mgdesk.errors import DiskFull, FileCannotBeWritten


@dataclass(frozen=True, repr=False)
class KeyFolder:
    """Where a home's keys lie, and what those of the campuses are wrapped under: the data's key. A
    server's desk has no such key (its own lies there bare as well): there they are as they are."""

    folder: Path
    secret: bytes | None = None


def write_once(path: Path, content: bytes) -> None:
    """Write a key; when another desk wrote one meanwhile, that one stays. Raises FileCannotBeWritten."""
    with _told(path):
        _keep(_drafted(path, content), path)


def write_over(path: Path, content: bytes) -> None:
    """Put a new file in the place of the old one, whole or not at all. Raises FileCannotBeWritten."""
    with _told(path):
        durable.rename(_drafted(path, content), path)


def sweep(path: Path) -> None:
    """Remove the drafts that killed programs left: a key that is wrapped now may stand in them bare."""
    with _told(path):
        for draft in path.parent.glob(f"{path.name}.*.part"):
            draft.unlink(missing_ok=True)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise DiskFull from error
        raise FileCannotBeWritten(path=str(path), reason=error.strerror or str(error)) from error


def _drafted(path: Path, content: bytes) -> Path:
    """The content on the disk, beside its place."""
    draft = path.with_name(f"{path.name}.{os.getpid()}.part")
    path.parent.mkdir(parents=True, exist_ok=True)
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
    except OSError:
        draft.unlink(missing_ok=True)
        raise
    return draft


def _keep(draft: Path, path: Path) -> None:
    try:
        os.link(draft, path)  # unlike a rename, never over a key that is there
    except FileExistsError:
        pass
    except OSError:  # a file system without links
        if not path.exists():
            draft.replace(path)
    draft.unlink(missing_ok=True)
    durable.sync_folder(path.parent)
