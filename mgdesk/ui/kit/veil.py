"""The privacy key: who people are is hidden from whoever stands before the screen, until it is pressed again.

Everything shown passes here on its way to the glass (labels, tables, buttons, menus, toasts): words that are
in somebody's name keep their first letter, phones, e-mails and birth dates nothing. What is typed stays as
it is typed. Until the names are known, every word that is not one of the program's own is hidden.
"""

import re
from datetime import date
from functools import cache
from itertools import pairwise
from typing import Final

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from mgdesk import i18n
from mgdesk.rules.names import fold

DOTS: Final = "•••"
YOUNGEST: Final = 12  # years: a year longer ago than this may be somebody's year of birth
_COARSE: Final = 28  # a blurred picture has so few points that no letter is left

_MARKS: Final = "\u200e\u200f\u2066-\u2069"  # of direction
_E_MAIL: Final = re.compile(rf"[^\s@,;<>{_MARKS}]+@[^\s@,;<>{_MARKS}]+")
_PHONE: Final = re.compile(
    r"(?<![\w/-])(?!\d{1,2}[./-]\d{1,2}[./-]\d{4})(?:\+\d|0\d)(?:[\s./()\-‑]{0,2}\d){4,}"
)
_YEAR: Final = re.compile(
    r"(?:(?<!\d)\d{1,2}\W{1,3}(?:\w+\.?\W{1,3})|(?<![\w-]))((?:19|20)\d\d)(?![\w-])"
)
_ISO_DAY: Final = re.compile(r"(?<!\d)((?:19|20)\d\d)-\d\d-\d\d(?!\d)")
_FIELDS: Final = re.compile(r"\{\w+\}")
_APOSTROPHES: Final = "'’ʼʻ`´‘ʹ"
_BETWEEN: Final = rf"\s\d!-&(-/:-@\[-_{{-~·—–…«»“”„•،؛؟{_MARKS}"
_RUN: Final = re.compile(rf"[^{_BETWEEN}]+(?:[\s,.\-‑{_MARKS}]+[^{_BETWEEN}]+)*")
_WORD: Final = re.compile(rf"[^{_BETWEEN}]+")


class _State:
    """There is one glass."""

    is_on = False
    words: frozenset[str] | None = None  # None: not known yet, so every foreign word is a name


def is_on() -> bool:
    return _State.is_on


def draw(words: frozenset[str] | None = None) -> None:
    """Hide people from now on; `words` are those of `queries.names.name_words`, None until known."""
    _State.is_on, _State.words = True, words
    _tell()


def lift() -> None:
    """Show everybody again."""
    _State.is_on, _State.words = False, None
    _tell()


def over(text: str) -> str:
    """What may be shown of a text: the same text unless privacy is on."""
    if not _State.is_on or not text:
        return text
    text = _E_MAIL.sub(DOTS, text)
    text = _PHONE.sub(DOTS, text)
    text = _ISO_DAY.sub(_birthday, text)
    text = _YEAR.sub(_birthday, text)
    whole = text.strip(" \u200e\u200f\u2068\u2069")
    return _RUN.sub(lambda found: _hide_names(found[0], is_whole=found[0] == whole), text)


def whole(text: str) -> str:
    """What may be shown of a text that is personal altogether: nothing but that it is there."""
    return DOTS if _State.is_on and text.strip() else text


def say(widget: QWidget, words: str) -> None:
    """What a screen reader is told of a widget, as far as it may be told."""
    widget.setProperty("spoken", words)
    widget.setAccessibleName(over(words))


def picture(image: QImage) -> QImage:
    """A page or a photo on which nothing can be read, unless privacy is off."""
    if not _State.is_on:
        return image
    ways = Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    return image.scaled(_COARSE, _COARSE, *ways).scaled(image.size(), *ways)


def _birthday(found: re.Match[str]) -> str:
    return DOTS if int(found[1]) <= date.today().year - YOUNGEST else found[0]  # noqa: DTZ011


def _hide_names(run: str, *, is_whole: bool) -> str:
    """Neighbouring words of a name are hidden together: `de` in `Ana de Souza`, not in a sentence.

    A name made of the program's own words alone (Rose, Page) is known when it stands alone.
    """
    words = list(_WORD.finditer(run))
    names = [_is_name(found[0]) for found in words]
    hidden: list[bool] = []
    for first, last in _stretches(names):
        strange = any(_is_strange(found[0]) for found in words[first:last])
        is_alone = is_whole and (first, last) == (0, len(words))
        hidden += [names[first] and (strange or is_alone)] * (last - first)
    pieces, end = [], 0
    for found, is_hidden in zip(words, hidden, strict=True):
        pieces += [run[end : found.start()], found[0][:1] + DOTS if is_hidden else found[0]]
        end = found.end()
    return "".join([*pieces, run[end:]])


def _stretches(flags: list[bool]) -> list[tuple[int, int]]:
    """Where equal neighbours begin and end."""
    borders = [0, *(n for n in range(1, len(flags)) if flags[n] != flags[n - 1]), len(flags)]
    return list(pairwise(borders))


def _parts(word: str) -> list[str]:
    """A word, and what stands after an apostrophe in it: `d’Amina`."""
    pieces = re.split(f"[{_APOSTROPHES}]", word)
    return [folded for piece in [word, *pieces[1:]] if (folded := fold(piece) or piece.casefold())]


def _is_name(word: str) -> bool:
    if _State.words is None:
        return _is_strange(word)
    return any(part in _State.words or _is_spaced_name(part) for part in _parts(word))


def _is_spaced_name(folded: str) -> bool:
    """Folding may part a word (a mark between two letters): all of it must be somebody's."""
    return " " in folded and all(part in (_State.words or ()) for part in folded.split())


def _is_strange(word: str) -> bool:
    ours = _vocabulary(i18n.spoken_language())
    return any(len(part) > 1 and part not in ours for part in _parts(word))


@cache
def _vocabulary(language: str) -> frozenset[str]:
    """The words of the program's own sentences, folded."""
    found: set[str] = set()
    for message in i18n.messages(language):
        for word in _WORD.findall(_FIELDS.sub(" ", message)):
            found.update(_parts(word))
    return frozenset(found)


def _tell() -> None:
    """Have everything that is shown say its words again."""
    for widget in QApplication.allWidgets():
        QApplication.sendEvent(widget, QEvent(QEvent.Type.LanguageChange))
        spoken = widget.property("spoken")
        if isinstance(spoken, str):
            say(widget, spoken)
        widget.update()
