"""What is told of the data's keys and copies: frozen rows that every layer may hold."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from mgdesk.i18n import N_

HONEST: Final = N_(
    "What this cannot show: whoever has the key of the data, because they know the passphrase or hold"
    " the recovery page, can write a new history from the beginning that looks sound. Copies kept"
    " where that person cannot write, and seals noted on paper, bring it to light."
)


@dataclass(frozen=True)
class KeyState:
    """How the data is locked. `keyring` names the system's own, empty when none can be trusted."""

    has_passphrase: bool
    has_recovery: bool
    keyring: str
    is_remembered: bool


@dataclass(frozen=True)
class CopyRow:
    """A copy of the data; `made_at` is UTC. Without a manifest of ours its rows are not known."""

    path: Path
    sequence: int
    purpose: str
    made_at: datetime
    size: int  # bytes
    rows: int | None
    is_verified: bool


@dataclass(frozen=True)
class CopyTest:
    """A copy opened in a temporary folder, to know that it can be restored. No faults: it can."""

    name: str
    at: datetime
    rows: int
    faults: tuple[str, ...] = ()


@dataclass(frozen=True)
class SecondPlace:
    """Another disk or a share that copies go to; `seen_at` is when one last did."""

    folder: Path
    is_there: bool
    seen_at: datetime | None


@dataclass(frozen=True)
class KeepingState:
    """What there is to say of the copies as a whole."""

    copies: tuple[CopyRow, ...]
    tested: CopyTest | None
    second: SecondPlace | None
