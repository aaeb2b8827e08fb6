"""Whether a PIN is chosen, and how often it was given wrongly since."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from mgdesk.model import Setting

SETTING: Final = "pin."  # what the rows of PINs begin with


@dataclass(frozen=True, slots=True)
class PinState:
    """`hash` is argon2's, empty where no PIN is chosen; `failures` are wrong ones in a row."""

    hash: str = ""
    failures: int = 0

    @property
    def is_set(self) -> bool:
        return bool(self.hash)


def pin_state(session: Session, *, name: str) -> PinState:
    """The PIN of something that is locked, such as `kiosk`."""
    row = session.get(Setting, f"{SETTING}{name}")
    if row is None:
        return PinState()
    return PinState(str(row.value.get("hash", "")), int(row.value.get("failures", 0)))
