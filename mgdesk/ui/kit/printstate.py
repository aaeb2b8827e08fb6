"""How a paper at the printer stands, and the sentence for each trouble that a person can mend."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from mgdesk.i18n import N_
from mgdesk.i18n import gettext as _


class Stage(StrEnum):
    SENDING = "sending"
    WAITING = "waiting"
    PRINTING = "printing"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"


ENDED: Final = (Stage.DONE, Stage.CANCELLED, Stage.FAILED)

DOWN = "print-system-down"  # ours: nobody answers where the scheduler should be
PAUSED = "paused"
OFFLINE = "offline"

STAGE_WORDS: Final = {
    Stage.SENDING: N_("On its way to {printer}…"),
    Stage.WAITING: N_("Waiting for {printer}…"),
    Stage.PRINTING: N_("{printer} is printing…"),
    Stage.DONE: N_("Printed on {printer}."),
    Stage.CANCELLED: N_("Cancelled. What {printer} had already printed stays."),
    Stage.FAILED: N_(
        "The paper was stopped at {printer} before its end. Look there, then print again."
    ),
}

_PAPER: Final = N_("{printer} is out of paper. Add some: printing goes on by itself.")
_DOOR: Final = N_("A door of {printer} is open. Close it: printing goes on by itself.")
_INK: Final = N_("{printer} has no ink or toner left. Replace it: printing goes on by itself.")
_SILENT: Final = N_(
    "{printer} does not answer. See whether it is switched on and connected: the paper waits."
)

# printer-state-reasons of RFC 8011 §5.4.12 and PWG 5100.9, and those that CUPS adds, without the ending
# that tells how grave (-error, -warning, -report); the gravest first. What is not here stops nobody.
_TROUBLES: Final = {
    DOWN: N_("The print system of this computer does not answer. The paper waits for it."),
    "media-jam": N_("Paper is stuck in {printer}. Take it out: printing goes on by itself."),
    "media-empty": _PAPER,
    "media-needed": _PAPER,
    "input-tray-missing": N_("A paper tray of {printer} is missing. Put it back."),
    "door-open": _DOOR,
    "cover-open": _DOOR,
    "interlock-open": _DOOR,
    "toner-empty": _INK,
    "marker-supply-empty": _INK,
    "output-area-full": N_("The output tray of {printer} is full. Empty it."),
    "output-tray-missing": N_("The output tray of {printer} is missing. Put it back."),
    "cups-missing-filter": N_(
        "The driver of {printer} is not complete. Install it again in the system's settings."
    ),
    "cups-insecure-filter": N_(
        "The driver of {printer} is not complete. Install it again in the system's settings."
    ),
    PAUSED: N_(
        "{printer} is stopped. Start it again in the system's printer settings: the paper waits."
    ),
    "shutdown": _SILENT,
    OFFLINE: _SILENT,
    "timed-out": _SILENT,
    "connecting-to-device": _SILENT,
    "other-error": N_("{printer} asks for help: look at its display. The paper waits."),
}

# Said of every printer for a moment at the beginning of a job.
_PASSING: Final = ("connecting-to-device", "timed-out")


@dataclass(frozen=True)
class PrintState:
    """`pages` that are out; `reasons` as the printer gives them."""

    stage: Stage
    pages: int = 0
    reasons: tuple[str, ...] = ()


def trouble(state: PrintState, printer: str, *, is_fresh: bool = False) -> str:
    """The sentence for what holds a paper up, or nothing. A fresh job is still being connected."""
    if state.stage in ENDED:
        return ""
    given = {_plain(reason) for reason in state.reasons}
    if is_fresh:
        given -= set(_PASSING)
    found = next((words for reason, words in _TROUBLES.items() if reason in given), "")
    return _(found, printer=printer) if found else ""


def _plain(reason: str) -> str:
    """Without how grave it is; a mere report stops nothing."""
    if reason.endswith("-report"):
        return ""
    if reason in _TROUBLES:
        return reason
    return reason.removesuffix("-error").removesuffix("-warning")
