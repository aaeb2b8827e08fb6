"""PINs that lock a screen: kept as argon2 hashes with the data, wrong ones counted there.

Counted with the data, so that starting the program anew gives no fresh tries.
"""

from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from mgdesk.errors import DeskError
from mgdesk.i18n import N_
from mgdesk.model import Setting
from mgdesk.queries.pins import SETTING, PinState, pin_state
from mgdesk.rules.pins import FEWEST, MOST, pin_of

if TYPE_CHECKING:
    from argon2 import PasswordHasher


class PinUnusable(DeskError):
    sentence = N_("A PIN is {fewest} to {most} digits, and nothing else.")


def set_pin(session: Session, *, name: str, pin: str) -> None:
    """Choose the PIN of something that is locked, anew or first. Raises PinUnusable."""
    digits = pin_of(pin)
    if digits is None:
        raise PinUnusable(fewest=FEWEST, most=MOST)
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


def note_try(session: Session, *, name: str, was_right: bool) -> PinState:
    """Count a wrong PIN, or forget the wrong ones after the right one; how it stands now."""
    session.get(Setting, f"{SETTING}{name}", with_for_update=True)
    known = pin_state(session, name=name)
    state = PinState(known.hash, 0 if was_right else known.failures + 1)
    _keep(session, name, state)
    return state


def _keep(session: Session, name: str, state: PinState) -> None:
    value = {"hash": state.hash, "failures": state.failures}
    session.merge(Setting(name=f"{SETTING}{name}", value=value))


def _hasher() -> "PasswordHasher":
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=2, memory_cost=32 * 1024, parallelism=1)
