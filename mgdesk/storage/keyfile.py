"""A key's file: written whole, for its owner only, and never over one that is there."""

import os
from pathlib import Path

from mgdesk.errors import FileCannotBeWritten


def write_once(path: Path, content: bytes) -> None:
    """Write a key; when another desk wrote one meanwhile, that one stays. Raises FileCannotBeWritten."""
    draft = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.unlink(missing_ok=True)
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        _keep(draft, path)
    except OSError as error:
        raise FileCannotBeWritten(path=str(path), reason=error.strerror or str(error)) from error


def _keep(draft: Path, path: Path) -> None:
    try:
        os.link(draft, path)  # unlike a rename, never over a key that is there
    except FileExistsError:
        pass
    except OSError:  # a file system without links
        if not path.exists():
            draft.replace(path)
    draft.unlink(missing_ok=True)
