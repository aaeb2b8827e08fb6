"""PINs with the data: argon2 hashes, and how often each was given wrongly since it was right.

Counted with the data, so that starting the program anew gives no fresh tries.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy.orm import Session

from mgdesk.model import Setting
from mgdesk.rules.pins import pin_of

if TYPE_CHECKING:
    from argon2 import PasswordHasher

PASSES, MEMORY = 2, 32 * 1024  # of argon2; memory in KiB
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


def keep_pin(session: Session, *, name: str, digits: str) -> None:
    """Keep a PIN, anew or first; wrong tries are forgotten."""
    _keep(session, name, PinState(_hasher().hash(digits)))


def is_right(state: PinState, pin: str) -> bool:
    """Whether this is the PIN. Takes its time on purpose: ask beside the window."""
    from argon2.exceptions import VerificationError

    digits = pin_of(pin)
    if digits is None or not state.is_set:
        return False
    try:
        return _hasher().verify(state.hash, digits)
    except VerificationError:
        return False


def claim_try(session: Session, *, name: str, failures: int) -> bool:
    """Count a try as wrong before it is made, if as many wrong ones are known as `failures` says.

    What is right then is forgiven by `note_try`. So no try goes uncounted, whatever is ended in its
    middle and however many programs try at once: false says that another one tried meanwhile.
    """
    known = _locked(session, name)
    if known.failures != failures:
        return False
    _keep(session, name, PinState(known.hash, failures + 1))
    return True


def note_try(session: Session, *, name: str, was_right: bool) -> PinState:
    """Count a wrong PIN, or forget the wrong ones after the right one; how it stands now."""
    known = _locked(session, name)
    state = PinState(known.hash, 0 if was_right else known.failures + 1)
    _keep(session, name, state)
    return state


def _locked(session: Session, name: str) -> PinState:
    session.get(Setting, f"{SETTING}{name}", with_for_update=True)
    return pin_state(session, name=name)


def _keep(session: Session, name: str, state: PinState) -> None:
    value = {"hash": state.hash, "failures": state.failures}
    session.merge(Setting(name=f"{SETTING}{name}", value=value))


def _hasher() -> "PasswordHasher":
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=PASSES, memory_cost=MEMORY, parallelism=1)
