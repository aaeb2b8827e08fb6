"""Ways out for a home whose data cannot be opened: its newest copy, or what can be read of the file.

The damaged file is set aside beside the data, never removed.
"""

import shutil
from pathlib import Path
from typing import Final

from mgdesk.paths import Home
from mgdesk.rules.clock import wall_clock
from mgdesk.rules.passphrase import Secret
from mgdesk.rules.salvage import SalvageReport
from mgdesk.storage import backup, keys
from mgdesk.storage.keeping import NoCopyYet
from mgdesk.storage.opening import secret_of_environment
from mgdesk.storage.salvage import salvage

DAMAGED: Final = "damaged"  # the folder of files that were set aside
_BESIDE: Final = ("", "-wal", "-shm")


def bring_newest_copy(home: Home, secret: Secret | None = None) -> Path:
    """Put the newest copy that opens in the place of the damaged file; which copy it was.

    Raises NoCopyYet, Locked, OSError; the damaged file is where it was then.
    """
    key = keys.load_key(home.keys, secret or secret_of_environment())
    for copy in backup.list_backups(home.backups):
        if not backup.check_copy(copy.path, key):
            part = home.database.with_suffix(".new")
            shutil.copyfile(copy.path, part)
            _take_place(home, part)
            return copy.path
    raise NoCopyYet


def save_what_is_left(home: Home, secret: Secret | None = None) -> SalvageReport:
    """Salvage the damaged file into a new one in its place. Raises what `salvage` raises."""
    place = Home(home.root / f"salvage-{wall_clock():%Y%m%d-%H%M%S}")
    try:
        report = salvage(home.database, home, place, secret)
        part = home.database.with_suffix(".new")
        place.database.replace(part)
        _take_place(home, part)
    finally:
        shutil.rmtree(place.root, ignore_errors=True)
    return report


def _take_place(home: Home, part: Path) -> None:
    """The new file takes the place of the damaged one, which keeps its log beside it."""
    aside = home.root / DAMAGED / f"{wall_clock():%Y%m%d-%H%M%S}"
    aside.mkdir(parents=True, exist_ok=True)
    for end in reversed(_BESIDE):
        old = home.database.with_name(home.database.name + end)
        if old.exists():
            shutil.move(old, aside / old.name)
    part.replace(home.database)
