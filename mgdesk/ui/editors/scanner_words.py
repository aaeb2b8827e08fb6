"""What is wrong with a scanner, in words: a sentence a fault, and what to change."""

from dataclasses import dataclass
from typing import Final

from mgdesk.i18n import N_, isolate, ngettext
from mgdesk.i18n import gettext as _
from mgdesk.rules.scan_faults import Diagnosis, Fault
from mgdesk.rules.scanning import Ending
from mgdesk.ui.kit.theme import Tone

_SENTENCES: Final = {
    Fault.SWAPPED_CASE: (
        Tone.LATE,
        N_(
            "The scanner turns capitals and small letters around. Badges are read; to mend it, scan"
            " the code for normal letters in its manual."
        ),
    ),
    Fault.CAPS_LOCK: (
        Tone.LATE,
        N_("Caps Lock is on at this computer. Codes are read all the same; names you type are not."),
    ),
    Fault.DOUBLED: (
        Tone.BAD,
        N_("The code came twice at once. Set the scanner to read a code once only."),
    ),
    Fault.TRUNCATED: (
        Tone.BAD,
        N_(
            "The beginning or the end of the code is missing. Scan it again; if it stays so, set the"
            " scanner to type more slowly, or try another cable."
        ),
    ),
    Fault.LOST: (
        Tone.BAD,
        N_(
            "Signs are missing in the middle. Set the scanner to type more slowly (inter-character"
            " delay), or try another cable."
        ),
    ),
    Fault.CHECK_WRONG: (
        Tone.BAD,
        N_(
            "This badge was read wrongly: its check letter does not fit. Scan it again, nearer and"
            " straight."
        ),
    ),
    Fault.NO_ENDING: (
        Tone.LATE,
        N_(
            "The scanner sends neither Enter nor Tab after a code. Badges are read at once; codes of"
            " other programs a tenth of a second later. To mend it, scan the code for “suffix Enter”"
            " in its manual."
        ),
    ),
    Fault.NO_PLACES: (
        Tone.LATE,
        N_(
            "This computer does not tell which key was pressed (a remote desktop, perhaps). Badges"
            " are read; codes of other programs may not be."
        ),
    ),
    Fault.UNKNOWN_CODE: (
        Tone.NEUTRAL,
        N_(
            "This is neither the test code nor a badge, so there is nothing to compare it with. Scan"
            " the test code."
        ),
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Said:
    """A sentence, and how bad it is."""

    tone: Tone
    words: str


def sentences(found: Diagnosis) -> list[Said]:
    """Everything that is to be said of a scan, the worst first; one sentence when all is well."""
    said = [_of(fault, found) for fault in found.faults]
    if all(one.tone is Tone.OK for one in said):
        said.append(Said(Tone.OK, _("This scanner is read without fault.")))
    order = [Tone.BAD, Tone.LATE, Tone.NEUTRAL, Tone.OK]
    return sorted(said, key=lambda one: order.index(one.tone))


def readings_of(found: Diagnosis) -> list[tuple[str, str]]:
    """What was read by the places of the keys, and what this computer made of them."""
    reading = found.reading
    return [
        (_("Read"), isolate(_breakable(reading.by_place))),
        (_("As this computer writes it"), isolate(_breakable(reading.by_text))),
    ]


def facts_of(found: Diagnosis) -> list[tuple[str, str]]:
    """How it came, as names and values."""
    reading = found.reading
    endings = {Ending.ENTER: _("Enter"), Ending.TAB: _("Tab"), Ending.NONE: _("nothing")}
    speed = ngettext("{n} millisecond", "{n} milliseconds", reading.slowest)
    return [
        (_("Longest pause between two signs"), speed),
        (_("After the code"), endings[reading.ending]),
    ]


def _breakable(code: str) -> str:
    """A code may go on in the next line after every eight signs."""
    return "\u200b".join(code[start : start + 8] for start in range(0, len(code), 8))


def _of(fault: Fault, found: Diagnosis) -> Said:
    if fault in _SENTENCES:
        tone, sentence = _SENTENCES[fault]
        return Said(tone, _(sentence))
    if fault in {Fault.EXTRA_BEFORE, Fault.EXTRA_AFTER}:
        return Said(Tone.LATE, _extra(fault, found.extra))
    if fault is Fault.SLOW:
        return Said(Tone.LATE, _slow(found.reading.slowest))
    return _layout(fault, found)


def _extra(fault: Fault, extra: str) -> str:
    if fault is Fault.EXTRA_BEFORE:
        return _(
            "The scanner sends {text} before the code. Switch its prefix off, by the code for it in"
            " its manual.",
            text=extra,
        )
    return _(
        "The scanner sends {text} after the code. Switch its suffix off, or set it to Enter alone.",
        text=extra,
    )


def _slow(pause: int) -> str:
    return ngettext(
        "The scanner is slow: up to {n} millisecond between two signs. Badges are read; codes of"
        " other programs may be taken for typing. Set it to type faster.",
        "The scanner is slow: up to {n} milliseconds between two signs. Badges are read; codes of"
        " other programs may be taken for typing. Set it to type faster.",
        pause,
    )


def _layout(fault: Fault, found: Diagnosis) -> Said:
    computer = _(found.computer.name) if found.computer else _("unknown")
    if fault is Fault.SCANNER_LAYOUT:
        words = _(
            "The scanner types as a {layout} keyboard, which this computer is not set to. Badges are"
            " read; codes of other programs are not. Scan the code for the American (US) keyboard in"
            " its manual.",
            layout=_(found.scanner.name) if found.scanner else "",
        )
        return Said(Tone.BAD, words)
    if fault is Fault.SAME_LAYOUT:
        words = _(
            "The scanner is set to this computer's own keyboard: {layout}. From now on, codes of"
            " other programs are read that way.",
            layout=computer,
        )
        return Said(Tone.OK, words)
    if found.computer is None:
        words = _(
            "The scanner types as an American keyboard, and this computer is set to another one."
            " Codes are read all the same, by the places of the keys."
        )
    else:
        words = _(
            "The scanner types as an American keyboard, and this computer is set to {layout}. Codes"
            " are read all the same, by the places of the keys; other programs on this computer"
            " will get wrong signs.",
            layout=computer,
        )
    return Said(Tone.OK, words)
