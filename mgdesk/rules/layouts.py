"""Keyboard layouts that scanners meet here: what each types where an American keyboard has its signs.

The rows are those of xkeyboard-config 2.35, read from a running X server; a blank stands where the
key is dead (an accent that waits for its letter).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from mgdesk.i18n import N_
from mgdesk.rules.key_places import PLAIN, SHIFTED


@dataclass(frozen=True)
class Layout:
    """`plain` and `shifted` in the order of `key_places.PLAIN`."""

    id: str
    name: str  # a message
    plain: str
    shifted: str

    @cached_property
    def _typed(self) -> dict[str, str]:
        return dict(self._pairs())

    @cached_property
    def _undone(self) -> dict[str, str]:
        return {there: here for here, there in reversed(list(self._pairs())) if there != " "}

    def _pairs(self) -> Iterator[tuple[str, str]]:
        yield from zip(PLAIN, self.plain, strict=True)
        yield from zip(SHIFTED, self.shifted, strict=True)

    def typed(self, signs: str) -> str:
        """What the computer receives when a scanner presses the keys of these American signs."""
        return "".join(self._typed.get(sign, sign) for sign in signs)

    def undone(self, texts: Iterable[str]) -> str:
        """The American signs whose keys typed these texts, a text a key."""
        return "".join(self._undone.get(LIGATURES.get(sign, sign), sign) for sign in texts)


# A key of two letters reaches a program as both, or as one of Unicode's ligatures.
LIGATURES: Final = {
    "\u0644\u0627": "\ufefb",
    "\u0644\u0625": "\ufef9",
    "\u0644\u0623": "\ufef7",
    "\u0644\u0622": "\ufef5",
}

AMERICAN: Final = Layout("us", N_("American (QWERTY)"), PLAIN, SHIFTED)
LAYOUTS: Final = (
    AMERICAN,
    Layout(
        "be",
        N_("Belgian (AZERTY)"),
        "²&é\"'(§è!çà)-azertyuiop $µqsdfghjklmùwxcvbn,;:=",
        "³1234567890°_AZERTYUIOP *£QSDFGHJKLM%WXCVBN?./+",
    ),
    Layout(
        "fr",
        N_("French (AZERTY)"),
        "²&é\"'(-è_çà)=azertyuiop $*qsdfghjklmùwxcvbn,;:!",
        "~1234567890°+AZERTYUIOP £µQSDFGHJKLM%WXCVBN?./§",
    ),
    Layout(
        "de",
        N_("German (QWERTZ)"),
        " 1234567890ß qwertzuiopü+#asdfghjklöäyxcvbnm,.-",
        "°!\"§$%&/()=? QWERTZUIOPÜ*'ASDFGHJKLÖÄYXCVBNM;:_",
    ),
    Layout(
        "ch",
        N_("Swiss (QWERTZ)"),
        "§1234567890' qwertzuiopè $asdfghjkléàyxcvbnm,.-",
        '°+"*ç%&/()=? QWERTZUIOPü!£ASDFGHJKLöäYXCVBNM;:_',
    ),
    Layout(
        "it",
        N_("Italian"),
        "\\1234567890'ìqwertyuiopè+ùasdfghjklòàzxcvbnm,.-",
        '|!"£$%&/()=?^QWERTYUIOPé*§ASDFGHJKLç°ZXCVBNM;:_',
    ),
    Layout(
        "nl",
        N_("Dutch"),
        "@1234567890/°qwertyuiop *<asdfghjkl+ zxcvbnm,.-",
        "§!\"#$%&_()'? QWERTYUIOP |>ASDFGHJKL± ZXCVBNM;:=",
    ),
    Layout(
        "es",
        N_("Spanish"),
        "º1234567890'¡qwertyuiop +çasdfghjklñ zxcvbnm,.-",
        'ª!"·$%&/()=?¿QWERTYUIOP *ÇASDFGHJKLÑ ZXCVBNM;:_',
    ),
    Layout(
        "tr",
        N_("Turkish"),
        '"1234567890*-qwertyuıopğü,asdfghjklşizxcvbnmöç.',
        "é!'^+%&/()=?_QWERTYUIOPĞÜ;ASDFGHJKLŞİZXCVBNMÖÇ:",
    ),
    Layout(
        "ara",
        N_("Arabic"),
        "ذ1234567890-=ضصثقفغعهخحجد\\شسيبلاتنمكطئءؤر\ufefbىةوزظ",
        "\u0651!@#$%^&*)(_+\u064b\u064e\u064c\u064f\ufef9إ`÷×؛<>\u2026"
        "\u064d\u0650][\ufef7أـ،/:\"~\u0652}{\ufef5آ',.؟",
    ),
)
