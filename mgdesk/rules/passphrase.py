"""What a passphrase may be: anything of some length that two keyboards type alike."""

import unicodedata
from dataclasses import dataclass, field
from typing import Final

from mgdesk.errors import DeskError
from mgdesk.i18n import N_

SHORTEST: Final = 10  # characters: four short words are more and are easier to keep
LONGEST: Final = 1_000


class PassphraseTooShort(DeskError):
    sentence = N_(
        "The passphrase is too short: {least} characters at least. Four words that only you put"
        " together are good."
    )


class PassphraseTooLong(DeskError):
    sentence = N_("The passphrase is too long: {most} characters at most.")


class PassphrasesDiffer(DeskError):
    sentence = N_("The two passphrases differ. Type the same one twice.")


@dataclass(frozen=True)
class Secret:
    """What opens locked data: a passphrase, or the words of the recovery key."""

    passphrase: str = field(default="", repr=False)
    recovery: str = field(default="", repr=False)


def normalised(typed: str) -> str:
    """The same for the same keys pressed, whatever the system makes of accents (NFKC, one line)."""
    return " ".join(unicodedata.normalize("NFKC", typed).split())


def check(typed: str, again: str | None = None) -> str:
    """The passphrase to keep. Raises PassphraseTooShort, PassphraseTooLong, PassphrasesDiffer."""
    kept = normalised(typed)
    if len(kept) < SHORTEST:
        raise PassphraseTooShort(least=SHORTEST)
    if len(kept) > LONGEST:
        raise PassphraseTooLong(most=LONGEST)
    if again is not None and normalised(again) != kept:
        raise PassphrasesDiffer
    return kept
