"""What a certificate says in words, to be found again on a page that claims to be it."""

import re
import unicodedata
from typing import Final

from mgdesk.documents.certificate_record import CertificateRecord
from mgdesk.i18n import format_hours, has_right_to_left, speaking

_WORD: Final = re.compile(r"\w+(?:[.,’'-]\w+)*")


def facts(record: CertificateRecord) -> tuple[str, ...]:
    """The person, the number, the training, the days and the hours, as the page has them."""
    from mgdesk.documents.certificate_pages import birth_words, days_words

    with speaking(record.language, record.country):
        said = (
            record.name,
            record.second_name,
            record.number,
            birth_words(record),
            record.training,
            days_words(record),
            format_hours(record.minutes_attended),
            # An event was not planned by the hour: its page has its clock instead.
            "" if record.is_event else format_hours(record.minutes_planned),
        )
    return tuple(filter(None, said))


def missing_facts(said: tuple[str, ...], text: str) -> list[str]:
    """Those facts that the text of a page does not have, each as often as it is said.

    Words count, not blanks and ends of lines. A sentence that mixes directions may be read back in
    another order, so that of those only the words count.
    """
    page = _Page(_words(text))
    # The longest first: 57 h must not be found in 57 h 30, which is a fact of its own.
    ordered = sorted(said, key=lambda fact: -len(_words(fact)))
    missing = [fact for fact in ordered if not page.take(_words(fact))]
    return [fact for fact in dict.fromkeys(said) if fact in missing]


class _Page:
    """The words of a page; what was found is crossed out, so that it is not found twice."""

    def __init__(self, words: list[str]) -> None:
        self._words = words
        self._squeezed = "".join(words)
        self._is_mixed = has_right_to_left(self._squeezed)

    def take(self, wanted: list[str]) -> bool:
        count = len(wanted)
        for place in range(len(self._words) - count + 1):
            if self._words[place : place + count] == wanted:
                self._words[place : place + count] = [""] * count
                return True
        return self._take_scattered(wanted) if self._is_mixed else self._has_broken(wanted)

    def _take_scattered(self, wanted: list[str]) -> bool:
        left = list(self._words)
        for word in wanted:
            if word not in left:
                return False
            left[left.index(word)] = ""
        self._words = left
        return True

    def _has_broken(self, wanted: list[str]) -> bool:
        """Whether it is a long name, broken within a word; figures never are."""
        squeezed = "".join(wanted)
        has_figures = any(map(str.isdigit, squeezed))
        return len(squeezed) > 30 and not has_figures and squeezed in self._squeezed


def _words(text: str) -> list[str]:
    """Comparable words: compatibility forms, case, marks of direction and hyphenation aside."""
    plain = unicodedata.normalize("NFKC", text)
    shown = "".join(
        " " if unicodedata.category(c) in {"Cc", "Zs", "Zl", "Zp"} else c
        for c in plain
        if unicodedata.category(c) != "Cf"
    )
    return _WORD.findall(shown.casefold())
