"""What is wrong with a scanner, found out from what it typed: its layout, its speed, its ending.

Read with the test code, every fault shows; with any other burst, those that a badge can show.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from mgdesk.rules import codes
from mgdesk.rules.layouts import AMERICAN, LAYOUTS, LIGATURES, Layout
from mgdesk.rules.scanning import GAP, Ending, Reading, own_code

# Every digit, every letter that layouts move, capitals to show Caps Lock; in the letters of QR codes.
TRIAL: Final = "MGT-0123456789-QWERTYUIOPASDFGHJKLZXCVBNM"


class Fault(StrEnum):
    OTHER_LAYOUT = "other_layout"  # scanner American, computer not: read all the same
    SAME_LAYOUT = "same_layout"  # scanner set to the computer's own layout, which is not American
    SCANNER_LAYOUT = "scanner_layout"  # scanner set to a layout that is neither
    CAPS_LOCK = "caps_lock"
    SWAPPED_CASE = "swapped_case"  # the scanner itself turns small letters and capitals around
    EXTRA_BEFORE = "extra_before"
    EXTRA_AFTER = "extra_after"
    DOUBLED = "doubled"
    TRUNCATED = "truncated"
    LOST = "lost"  # signs are missing in the middle
    CHECK_WRONG = "check_wrong"
    NO_ENDING = "no_ending"
    SLOW = "slow"
    NO_PLACES = "no_places"  # the system does not tell which key was pressed
    UNKNOWN_CODE = "unknown_code"  # neither the test code nor a badge: nothing to compare with


@dataclass(frozen=True)
class Diagnosis:
    """What came and what is wrong; `computer` and `scanner` are the layouts, where they show."""

    reading: Reading
    faults: tuple[Fault, ...]
    computer: Layout | None = None
    scanner: Layout | None = None
    extra: str = ""  # what came before or after, or how much is missing

    @property
    def trusts_text(self) -> bool | None:
        """Whether other programs' codes are read by their text; None when it did not show."""
        if Fault.SAME_LAYOUT in self.faults:
            return True
        return False if Fault.OTHER_LAYOUT in self.faults else None


def diagnose(reading: Reading) -> Diagnosis:
    """Say what is wrong with a burst: of the test code, of a badge, or of something else."""
    if any(not key.place for key in reading.keys) and _as_text_only(reading) == TRIAL:
        return Diagnosis(reading, (Fault.NO_PLACES, *_habits(reading)))
    if own_code(reading.keys[-codes.LENGTH :]) is not None:
        return _of_badge(reading)
    if is_trial(reading):
        return _of_trial(reading)
    faults = (_of_broken_badge(reading), *_habits(reading))
    return Diagnosis(reading, faults)


def is_trial(reading: Reading) -> bool:
    """Whether a burst was meant to be the test code, whatever became of it."""
    return _likeness(reading.by_place) or _likeness(reading.by_text) or bool(_scanner_of(reading))


def _likeness(text: str) -> bool:
    same = text.upper()
    return TRIAL in same or (len(same) >= 12 and (same in TRIAL or _is_thinned(same, TRIAL)))


def _as_text_only(reading: Reading) -> str:
    texts = [key.text for key in reading.keys]
    undone = (layout.undone(texts).upper() for layout in LAYOUTS)
    return next((text for text in undone if text == TRIAL), reading.by_text)


def _of_badge(reading: Reading) -> Diagnosis:
    """Badges are read in every layout; what is before one shows."""
    before = reading.by_place[: -codes.LENGTH]
    faults = (Fault.EXTRA_BEFORE,) if before else ()
    return Diagnosis(reading, (*faults, *_habits(reading)), extra=before)


def _of_broken_badge(reading: Reading) -> Fault:
    said = reading.by_place.lower()
    if set(said) - set(codes.ALPHABET):
        return Fault.UNKNOWN_CODE
    if said == said[: codes.LENGTH] * 2:
        return Fault.DOUBLED
    if len(said) == codes.LENGTH and said.startswith(codes.PREFIX):
        return Fault.CHECK_WRONG
    return Fault.TRUNCATED if len(said) < codes.LENGTH else Fault.CHECK_WRONG


def _of_trial(reading: Reading) -> Diagnosis:
    places, text = reading.by_place, reading.by_text
    scanner = _scanner_of(reading)
    if scanner is not None:
        return Diagnosis(reading, (Fault.SCANNER_LAYOUT, *_habits(reading)), scanner=scanner)
    if places.upper() != TRIAL and text.upper() == TRIAL:
        return Diagnosis(
            reading, (Fault.SAME_LAYOUT, *_case(text, text), *_habits(reading)), *_layout_of(places)
        )
    shape, extra = _shape(places)
    computer = _computer_of(places, text)
    layout = (Fault.OTHER_LAYOUT,) if computer is not AMERICAN else ()
    faults = (*shape, *layout, *_case(places, text), *_habits(reading))
    return Diagnosis(reading, faults, computer=computer, extra=extra)


def _layout_of(places: str) -> tuple[Layout | None, Layout | None]:
    """The layout, of both, in which the test code's keys are these."""
    wanted = next((one for one in LAYOUTS if one.undone(TRIAL).upper() == places.upper()), None)
    return wanted, wanted


def _scanner_of(reading: Reading) -> Layout | None:
    """The layout of the scanner, when neither places nor text are as an American one types them."""
    if reading.by_text.upper() == TRIAL:
        return None
    spelled = ((layout, layout.undone(TRIAL).upper()) for layout in LAYOUTS[1:])
    said = reading.by_place.upper()
    return next((layout for layout, text in spelled if TRIAL != text == said), None)


def _computer_of(places: str, text: str) -> Layout | None:
    """The layout in which keys at these places type this text, small letters and capitals aside."""
    return next((one for one in LAYOUTS if _folded(one.typed(places)) == _folded(text)), None)


def _folded(text: str) -> str:
    """Alike whatever the case, and whether a key of two letters came as both or as a ligature."""
    for pair, ligature in LIGATURES.items():
        text = text.replace(pair, ligature)
    return text.casefold()


def _shape(places: str) -> tuple[tuple[Fault, ...], str]:
    """Whether something came before or after the code, twice, or not at all."""
    said = places.upper()
    before, found, after = said.partition(TRIAL)
    if found:
        if after == TRIAL:
            return (Fault.DOUBLED,), ""
        faults = [Fault.EXTRA_BEFORE] if before else []
        return (*faults, *([Fault.EXTRA_AFTER] if after else [])), before or after
    if said in TRIAL:
        return (Fault.TRUNCATED,), ""
    return (Fault.LOST,), ""


def _is_thinned(said: str, whole: str) -> bool:
    """Whether `said` is `whole` with a few signs missing."""
    left = iter(whole)
    return len(said) >= len(whole) * 3 // 4 and all(sign in left for sign in said)


def _case(places: str, text: str) -> tuple[Fault, ...]:
    """Capitals that became small letters: here (Caps Lock), or in the scanner."""
    if _is_turned(places):
        return (Fault.SWAPPED_CASE,)
    return (Fault.CAPS_LOCK,) if _is_turned(text) else ()


def _is_turned(text: str) -> bool:
    letters = [sign for sign in text if sign.isascii() and sign.isalpha()]
    return len(letters) > 9 and sum(sign.islower() for sign in letters) > len(letters) // 2


def _habits(reading: Reading) -> Iterator[Fault]:
    if reading.ending is Ending.NONE:
        yield Fault.NO_ENDING
    if reading.slowest > GAP:
        yield Fault.SLOW
