"""Names that survive a power cut: a file is on the disk once it is synced, its name once its folder is."""

import os
from pathlib import Path


def write_over(path: Path, content: bytes) -> None:
    """Put a file of its owner's own in the place of another, whole or not at all. Raises OSError."""
    draft = path.with_suffix(".part")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    rename(draft, path)


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
