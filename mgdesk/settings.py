"""How this computer likes things: language, theme, size, printers. The data holds everything else."""

import logging
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from mgdesk import durable

logger = logging.getLogger(__name__)


@dataclass
class Settings:
    """Defaults are what a new computer gets; unknown or ill-typed values in the file are ignored."""

    language: str = ""  # empty: the system's, else French
    theme: str = "system"  # system, light, dark
    scale: int = 100  # per cent, 90 to 200
    reduce_motion: bool = False
    sound: bool = True  # of check-ins (mgdesk.ui.kit.sound)
    volume: int = 60  # per cent, 0 to 100
    scanner_is_local: bool = False  # it types as this computer's keyboard, not as an American one
    camera: bool = False  # whether codes are read by a camera too
    lock_after: int = 5  # minutes without key or mouse until the staff sign on again; 0: never
    campus: str = ""  # code of the campus that the window shows; empty: all
    printers: dict[str, str] = field(default_factory=dict)  # kind of paper -> printer's name
    # kind of paper -> copies, sides, tray (mgdesk.ui.kit.printoptions)
    printing: dict[str, dict[str, Any]] = field(default_factory=dict)
    prints_badges: bool = False  # a badge at each check-in at the door of an event
    folders: dict[str, str] = field(default_factory=dict)  # purpose -> folder last used
    place: str = ""  # the page last shown
    geometry: str = ""  # Qt's saveGeometry, hexadecimal
    second_place: str = ""  # the folder on another disk that copies go to as well
    second_place_days: int = 7  # without it, until somebody is reminded


def load(path: Path) -> Settings:
    """The settings of the file; a damaged file is set aside as `….bad` and defaults are used."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Settings()
    except (OSError, UnicodeDecodeError):
        text = "unreadable"
    import tomllib  # a new computer has nothing to read

    try:
        values = tomllib.loads(text)
    except (ValueError, RecursionError):  # no TOML; a number or a nesting beyond all measure
        logger.warning("settings file is damaged; defaults are used")
        _set_aside(path)
        return Settings()
    return Settings(**_known(values))


def save(settings: Settings, path: Path) -> None:
    """Write the settings whole or not at all. Raises FileCannotBeWritten, DiskFull."""
    import tomli_w

    with durable.written(path, makes_folder=True) as stream:
        tomli_w.dump(asdict(settings), stream)


def _known(values: dict[str, Any]) -> dict[str, Any]:
    defaults = asdict(Settings())
    kept = {key: values[key] for key in defaults if type(values.get(key)) is type(defaults[key])}
    if "scale" in kept:
        kept["scale"] = min(200, max(90, kept["scale"]))
    if "volume" in kept:
        kept["volume"] = min(100, max(0, kept["volume"]))
    if "lock_after" in kept:
        kept["lock_after"] = min(240, max(0, kept["lock_after"]))
    for name in ("printers", "folders"):
        if name in kept:
            kept[name] = {k: v for k, v in kept[name].items() if isinstance(v, str)}
    if "printing" in kept:
        kept["printing"] = {k: v for k, v in kept["printing"].items() if isinstance(v, dict)}
    return kept


def _set_aside(path: Path) -> None:
    try:
        path.replace(path.with_suffix(".bad"))
    except OSError:
        logger.warning("the damaged settings file could not be set aside")
