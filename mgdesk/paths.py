"""Where things are kept: what is shipped (resources) and what a home holds."""

import os
from pathlib import Path
from typing import NamedTuple


class Home(NamedTuple):
    """Everything that the program keeps for one person at one computer."""

    root: Path

    @property
    def database(self) -> Path:
        return self.root / "desk.db"

    @property
    def settings(self) -> Path:
        return self.root / "settings.toml"

    @property
    def keys(self) -> Path:
        return self.root / "keys"

    @property
    def backups(self) -> Path:
        return self.root / "backups"

    @property
    def logs(self) -> Path:
        return self.root / "logs"

    @property
    def fonts(self) -> Path:
        """Fonts that a campus adds for scripts that ours do not draw."""
        return self.root / "fonts"

    @property
    def paper(self) -> Path:
        """Where a PDF goes when nobody said where."""
        return self.root / "paper"


def home(given: str | Path | None = None) -> Home:
    """The home that was asked for: `--home`, then MGDESK_HOME, then the system's own place."""
    chosen = given or os.environ.get("MGDESK_HOME")
    if chosen:
        return Home(Path(chosen).expanduser().resolve())
    from platformdirs import user_data_path

    return Home(user_data_path("mgdesk", appauthor=False))


def resource(*parts: str) -> Path:
    """A shipped file: beside the package in a checkout, inside it once installed."""
    return _resources().joinpath(*parts)


def _resources() -> Path:
    package = Path(__file__).parent
    installed = package / "_resources"
    return installed if installed.is_dir() else package.parent / "resources"
