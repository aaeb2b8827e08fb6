"""What a paper says in words, to be found again on a page that claims to be it."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from mgdesk.documents.certificate_record import CertificateRecord
from mgdesk.documents.completion import CompletionRecord
from mgdesk.documents.statement import StatementRecord
from mgdesk.i18n import format_hours, has_right_to_left, speaking

_WORD: Final = re.compile(r"\w+(?:[.,’'-]\w+)*")
_PIECE: Final = re.compile(r"\d+|[^\W\d_]+")


class Alone(str):
    """A fact with a line of its own: another month before it is another period."""

    __slots__ = ()


Proven = CertificateRecord | StatementRecord | CompletionRecord


def facts(record: Proven) -> tuple[str, ...]:
    """The person, the number, the training, the days and the hours, as the page has them.

    Letters bear their number twice, above and below the code.
    """
    with speaking(record.language, record.country):
        if isinstance(record, StatementRecord):
            said = _of_statement(record)
        elif isinstance(record, CompletionRecord):
            said = _of_completion(record)
        else:
            said = _of_certificate(record)
    return tuple(filter(None, said))


def _of_certificate(record: CertificateRecord) -> tuple[str, ...]:
    from mgdesk.documents.certificate_pages import birth_words, days_words

    return (
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


def _of_statement(record: StatementRecord) -> tuple[str, ...]:
    from mgdesk.documents.letter import done_words
    from mgdesk.documents.statement_pages import (
        day_words,
        period_words,
        person_facts,
        totals,
        unmarked_words,
    )

    return (
        record.name,
        record.second_name,
        record.number,
        record.number,
        Alone(period_words(record)),
        *(value for _heading, value in person_facts(record)),
        *(" ".join(day_words(row)) for row in record.days),
        *(value for _heading, value in totals(record)),
        unmarked_words(record) if record.minutes_unmarked else "",
        done_words(record.place, record.issued_on),
    )


def _of_completion(record: CompletionRecord) -> tuple[str, ...]:
    from mgdesk.documents.completion_pages import action_facts
    from mgdesk.documents.letter import done_words

    return (
        record.name,
        record.second_name,
        record.number,
        record.number,
        *(value for _heading, value, _is_name in action_facts(record)),
        done_words(record.place, record.issued_on),
    )


def missing_facts(said: tuple[str, ...], text: str) -> list[str]:
    """Those facts that the text of a page does not have, each as often as it is said.

    Words count, not blanks and ends of lines. A sentence that mixes directions may be read back in
    another order, even a number's parts (00001S-2026-MOL), so that of those only the parts count.
    A figure beside a fact makes another one of it: 57 h 45 is not 57 h.
    """
    page = _Page(text)
    # The longest first: 57 h must not be found in 57 h 30, which is a fact of its own.
    ordered = sorted(said, key=lambda fact: -len(_words(fact)))
    taken = [(fact, page.take(_words(fact), is_alone=isinstance(fact, Alone))) for fact in ordered]
    missing = {fact for fact, places in taken if not places or page.has_grown(fact, places)}
    return [fact for fact in dict.fromkeys(said) if fact in missing]


class _Page:
    """The words of a page; what was found is crossed out, so that it is not found twice."""

    def __init__(self, text: str) -> None:
        by_line = [_words(line) for line in text.splitlines()]
        self._words = [word for words in by_line for word in words]
        self._lines = [line for line, words in enumerate(by_line) for _word in words]
        self._squeezed = "".join(self._words)
        self._is_mixed = has_right_to_left(self._squeezed)

    def take(self, wanted: list[str], *, is_alone: bool = False) -> list[int]:
        """Cross the words of a fact out; their places, none when they are not there.

        One that stands alone is not taken where a figure stands before it on its line.
        """
        count = len(wanted)
        for place in range(len(self._words) - count + 1):
            if self._words[place : place + count] != wanted:
                continue
            if not (is_alone and self._is_figure(place - 1, {self._lines[place]})):
                return self._cross_out(range(place, place + count))
        if is_alone and not self._is_mixed:
            return []
        return self._take_scattered(wanted) if self._is_mixed else self._find_broken(wanted)

    def has_grown(self, fact: str, places: list[int]) -> bool:
        """Whether a figure that belongs to no fact stands beside one that has figures."""
        if len(places) == 1 or not any(map(str.isdigit, fact)):
            return False  # a number in one piece does not grow by a neighbour
        lines = {self._lines[place] for place in places}
        if self._is_mixed:
            near = [place for place, line in enumerate(self._lines) if line in lines]
        else:
            near = [places[-1] + 1, *([places[0] - 1] if fact[0].isdigit() else [])]
        return any(self._is_figure(place, lines) for place in near)

    def _is_figure(self, place: int, lines: set[int]) -> bool:
        if not 0 <= place < len(self._words) or self._lines[place] not in lines:
            return False
        return self._words[place][:1].isdigit()

    def _cross_out(self, places: Iterable[int]) -> list[int]:
        found = sorted(places)
        for place in found:
            self._words[place] = ""
        return found

    def _take_scattered(self, wanted: list[str]) -> list[int]:
        """The words in any order, on one line if there is one that has them all."""
        every = range(len(self._words))
        for line in dict.fromkeys(self._lines):
            found = self._among([p for p in every if self._lines[p] == line], wanted)
            if found:
                return self._cross_out(found)
        return self._cross_out(self._among(every, wanted))

    def _among(self, places: Iterable[int], wanted: list[str]) -> list[int]:
        left = {place: _pieces(self._words[place]) for place in places}
        found = []
        for pieces in map(_pieces, wanted):
            place = next((place for place, there in left.items() if there == pieces), None)
            if place is None:
                return []
            del left[place]
            found.append(place)
        return found

    def _find_broken(self, wanted: list[str]) -> list[int]:
        """The place of a long name, broken within a word; figures never are."""
        squeezed = "".join(wanted)
        has_figures = any(map(str.isdigit, squeezed))
        is_there = len(squeezed) > 30 and not has_figures and squeezed in self._squeezed
        return [0] if is_there else []


def _pieces(word: str) -> list[str]:
    """The letters and the figures of a word, in no order."""
    return sorted(_PIECE.findall(word))


def _words(text: str) -> list[str]:
    """Comparable words: compatibility forms, case, marks of direction and hyphenation aside."""
    plain = unicodedata.normalize("NFKC", text)
    shown = "".join(
        " " if unicodedata.category(c) in {"Cc", "Zs", "Zl", "Zp"} else c
        for c in plain
        if unicodedata.category(c) != "Cf"
    )
    return _WORD.findall(shown.casefold())
