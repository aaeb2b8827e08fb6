"""Folders where a database is not safe: copied about by a synchroniser, or on another computer's disk.

A synchroniser copies the data and its log at different moments and puts back older ones; on a network
disk the locks and the log's index do not hold between computers (SQLite's own advice on WAL). It is said
at opening, in the window and by `mgdesk check`; the work goes on, because the data is there already.
"""

import os
import re
import sys
from pathlib import Path
from typing import Final

from mgdesk.errors import DeskWarning
from mgdesk.i18n import N_

MOUNTS: Final = Path("/proc/self/mountinfo")
_NETWORK: Final = frozenset({
    "nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ncpfs", "9p", "ceph", "glusterfs", "lustre",
    "davfs", "webdav", "afpfs", "fuse.sshfs", "fuse.rclone", "fuse.davfs2", "fuse.glusterfs",
    "fuse.s3fs", "fuse.gvfsd-fuse",
})  # fmt: skip
# What each synchroniser leaves in the folder that it keeps, and what it calls it by itself.
_MARKS: Final = {
    "Dropbox": (".dropbox", ".dropbox.cache"),
    "Nextcloud": ("._sync_*.db", ".sync_*.db", ".nextcloudsync.log", ".owncloudsync.log"),
    "Google Drive": (".tmp.drivedownload", ".tmp.driveupload"),
    "Syncthing": (".stfolder",),
    "OneDrive": (".849C9593-D756-4E56-8D6E-42412F2A707B",),
}
_NAMES: Final = (
    ("Dropbox", re.compile(r"Dropbox( \(.+\))?")),
    ("OneDrive", re.compile(r"OneDrive( - .+)?|OneDrive-.+")),
    ("Nextcloud", re.compile(r"Nextcloud\d?|ownCloud")),
    ("iCloud", re.compile(r"Mobile Documents|com~apple~CloudDocs|iCloudDrive|iCloud Drive")),
    ("Google Drive", re.compile(r"Google Drive|GoogleDrive-.+")),
)


class SyncedFolder(DeskWarning):
    sentence = N_(
        "The data is in {path}, which {service} synchronises: it can bring back older data or tear"
        " the file apart. Move the home to a folder of this computer alone, and let only the copies"
        " be synchronised."
    )


class NetworkFolder(DeskWarning):
    sentence = N_(
        "The data is in {path}, on another computer's disk ({kind}): a break in the network can"
        " damage it. Move the home to this computer's own disk, or use a database server for several"
        " computers."
    )


def warnings_of(folder: Path) -> tuple[DeskWarning, ...]:
    """What is to be said of the place of a home; nothing for a folder of this computer alone."""
    found: list[DeskWarning] = []
    if kind := network_kind(folder):
        found.append(NetworkFolder(path=str(folder), kind=kind))
    if service := synchroniser(folder):
        found.append(SyncedFolder(path=str(folder), service=service))
    return tuple(found)


def synchroniser(folder: Path) -> str:
    """Which program synchronises a folder, by what it left in one of those above it, or empty."""
    for place in (folder, *folder.parents):
        for service, marks in _MARKS.items():
            if any(_has(place, mark) for mark in marks):
                return service
        for service, pattern in _NAMES:
            if pattern.fullmatch(place.name):
                return service
    return ""


def _has(place: Path, mark: str) -> bool:
    try:
        return any(place.glob(mark)) if "*" in mark else (place / mark).exists()
    except OSError:
        return False


def network_kind(folder: Path, mounts: Path = MOUNTS) -> str:
    """The kind of network file system that a folder is on, as the system calls it, or empty."""
    if sys.platform == "win32":
        return _windows_kind(folder)
    try:
        kind = _kind_of_mount(folder.resolve(), mounts.read_text(encoding="utf-8"))
    except OSError:
        return ""  # a system that does not say
    return kind if kind in _NETWORK else ""


def _kind_of_mount(folder: Path, mounts: str) -> str:
    """The file system of the deepest mount above a folder; of two on one place, the later one."""
    best, kind = -1, ""
    for line in mounts.splitlines():
        before, _, after = line.partition(" - ")
        place = Path(re.sub(r"\\(\d{3})", lambda m: chr(int(m[1], 8)), before.split(" ")[4]))
        if folder.is_relative_to(place) and len(place.parts) >= best:
            best, kind = len(place.parts), after.split(" ")[0]
    return kind


def _windows_kind(folder: Path) -> str:
    """A share, by its address or by the letter that it was given."""
    import ctypes

    drive = os.path.splitdrive(str(folder.resolve()))[0]
    if drive.startswith("\\\\"):
        return "share"
    remote = 4  # DRIVE_REMOTE
    windows = getattr(ctypes, "windll", None)
    is_remote = windows is not None and windows.kernel32.GetDriveTypeW(f"{drive}\\") == remote
    return "share" if is_remote else ""
