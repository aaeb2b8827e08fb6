"""Whether a PIN is chosen, and how often it was given wrongly since."""

from mgdesk.storage.pins import SETTING, PinState, pin_state

__all__ = ["SETTING", "PinState", "pin_state"]
