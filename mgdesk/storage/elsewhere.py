"""The second place: another disk or a share to which verified copies go, with the keys that open them.

A marker in the chosen folder tells the disk itself from an empty folder where it should be. Only data
with a passphrase or a recovery key may go there: its key travels wrapped, or the copy would be worth
nothing once this computer is gone.
"""

import errno
import json
import os
import shutil
from datetime import datetime
from pathlib import Path
from typing import Final

from mgdesk import durable
from mgdesk.errors import DeskError, DiskFull, FileCannotBeWritten
from mgdesk.i18n import N_
from mgdesk.rules.clock import wall_clock
from mgdesk.rules.keeping import SecondPlace
from mgdesk.storage import backup, companions, keys, logbook
from mgdesk.storage.keyfile import write_over

MARKER: Final = "mgdesk-copies.json"


class LockBeforeCarrying(DeskError):
    sentence = N_(
        "Choose a passphrase first: only then can copies leave this computer, so that nobody who"
        " finds the disk can read them and you can open them anywhere."
    )


class SamePlace(DeskError):
    sentence = N_(
        "{path} holds the data itself. Choose a folder on another disk: a copy beside the data is"
        " lost with it."
    )


def choose(place: Path, root: Path, key_folder: Path) -> None:
    """Mark a folder as the second place of a home.

    Raises LockBeforeCarrying, SamePlace, FileCannotBeWritten.
    """
    if not keys.portable(key_folder):
        raise LockBeforeCarrying
    chosen = place.resolve()
    if chosen.is_relative_to(root.resolve()):
        raise SamePlace(path=str(place))
    if not chosen.is_dir():
        raise FileCannotBeWritten(path=str(place), reason=os.strerror(errno.ENOENT))
    name = keys.read(keys.key_path(key_folder)).values.get("id", "")
    write_over(chosen / MARKER, json.dumps({"format": 1, "key": name}).encode("ascii"))


def is_there(place: Path) -> bool:
    return (place / MARKER).is_file()


def carry(folder: Path, place: Path) -> Path | None:
    """Bring the newest copy to the second place when it is there; where it is now.

    The copy is read back before it has its name. Raises FileCannotBeWritten, DiskFull.
    """
    newest = next((c for c in backup.list_backups(folder) if _is_whole(c.path)), None)
    if newest is None or not is_there(place):
        return None
    target = place / newest.path.name
    try:
        if not target.exists():
            _carry(newest.path, target)
            backup.thin_out(place)
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise DiskFull from error
        raise FileCannotBeWritten(path=str(target), reason=error.strerror or str(error)) from error
    logbook.note(folder, logbook.SECOND, {"place": str(place), "at": wall_clock().isoformat()})
    return target


def state(folder: Path, place: Path) -> SecondPlace:
    noted = logbook.read(folder).get(logbook.SECOND) or {}
    is_of_it = isinstance(noted, dict) and noted.get("place") == str(place)
    seen: datetime | None = logbook.moment(noted.get("at")) if is_of_it else None
    return SecondPlace(place, is_there(place), seen)


def _is_whole(copy: Path) -> bool:
    return companions.beside(copy, companions.KEY).exists()


def _carry(source: Path, target: Path) -> None:
    part = target.with_name(target.name + ".part")
    wanted = companions.file_digest(source)
    try:
        with source.open("rb") as held, part.open("wb") as stream:
            shutil.copyfileobj(held, stream, 1 << 20)
            stream.flush()
            os.fsync(stream.fileno())
        if companions.file_digest(part) != wanted:
            raise OSError(errno.EIO, os.strerror(errno.EIO))  # noqa: TRY301 - told with the others
        for suffix in (companions.MANIFEST, companions.KEY):
            if companions.beside(source, suffix).exists():
                content = companions.beside(source, suffix).read_bytes()
                write_over(companions.beside(target, suffix), content)
        durable.rename(part, target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
