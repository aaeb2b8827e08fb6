"""Names that survive a power cut: a file is on the disk once it is synced, its name once its folder is."""

import os
from pathlib import Path


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
