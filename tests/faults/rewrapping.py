"""Passphrases and recovery keys chosen, changed and removed, each said before and after.

`python -m tests.faults.rewrapping HOME` says one line of JSON a step: what may open the data from now
on (`going`), and what alone does (`opens`).
"""

import sys
from pathlib import Path

from mgdesk.desk import Desk, open_desk
from mgdesk.paths import Home
from mgdesk.rules.passphrase import Secret

from .traffic import Said, say_on_output

PHRASES = ("une première phrase", "zweite Losung hier", "la troisième et dernière")


def work(root: str) -> None:
    """From no passphrase to three of them, a recovery key, none again, and one more."""
    desk = open_desk(Home(Path(root)))
    assert desk.vault is not None
    _tell({"passphrase": ""})
    now = Secret()
    for number, phrase in enumerate(PHRASES):
        _going({"passphrase": phrase})
        desk.vault.set_passphrase(phrase, now)
        _tell({"passphrase": phrase})
        now = Secret(phrase)
        _copy(desk)
        if number != 1:
            _recover(desk, now)
    _going({"passphrase": ""})
    desk.vault.remove_passphrase(now)
    _tell({"passphrase": ""})
    _going({"passphrase": PHRASES[0]})
    desk.vault.set_passphrase(PHRASES[0], Secret())
    _tell({"passphrase": PHRASES[0]})
    desk.close()


def _recover(desk: Desk, now: Secret) -> None:
    assert desk.vault is not None
    words = desk.vault.draft_recovery()
    _going({"recovery": " ".join(words)})
    desk.vault.keep_recovery(words, now)
    _tell({"recovery": " ".join(words)})


def _copy(desk: Desk) -> None:
    say_on_output({"copy": desk.back_up().name})


def _going(secret: Said) -> None:
    say_on_output({"going": secret})


def _tell(secret: Said) -> None:
    say_on_output({"opens": secret})


if __name__ == "__main__":
    work(sys.argv[1])
