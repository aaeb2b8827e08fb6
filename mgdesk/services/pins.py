"""PINs that lock a screen: chosen, tried. How they are kept is in `storage.pins`."""

from sqlalchemy.orm import Session

from mgdesk.errors import DeskError
from mgdesk.i18n import N_
from mgdesk.rules.pins import FEWEST, MOST, pin_of
from mgdesk.rules.rights import Right
from mgdesk.services.rights import needs
from mgdesk.storage import pins
from mgdesk.storage.pins import is_right, note_try

__all__ = ["PinUnusable", "digits_of", "is_right", "note_try", "set_pin"]


class PinUnusable(DeskError):
    sentence = N_("A PIN is {fewest} to {most} digits, and nothing else.")


@needs(Right.RUN)
def set_pin(session: Session, *, name: str, pin: str) -> None:
    """Choose the PIN of something that is locked, anew or first. Raises PinUnusable."""
    pins.keep_pin(session, name=name, digits=digits_of(pin))


def digits_of(pin: str) -> str:
    """What is kept of a typed PIN. Raises PinUnusable."""
    digits = pin_of(pin)
    if digits is None:
        raise PinUnusable(fewest=FEWEST, most=MOST)
    return digits
