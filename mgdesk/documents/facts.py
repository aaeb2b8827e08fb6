"""What a certificate says in words, to be found again on a page that claims to be it."""

import re
import unicodedata
from collections import Counter
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
            format_hours(record.minutes_planned),
        )
    return tuple(dict.fromkeys(filter(None, said)))


def missing_facts(said: tuple[str, ...], text: str) -> list[str]:
    """Those facts that the text of a page does not have.

    Words count, not blanks and ends of lines. A sentence that mixes directions may be read back in
    another order, so that of those only the words count.
    """
    page = _words(text)
    whole = "".join(page)
    counted = Counter(page)
    return [fact for fact in said if not _is_there(_words(fact), fact, page, whole, counted)]


def _is_there(
    words: list[str], fact: str, page: list[str], whole: str, counted: Counter[str]
) -> bool:
    if not words:
        return True
    starts = (place for place, word in enumerate(page) if word == words[0])
    if any(page[place : place + len(words)] == words for place in starts):
        return True
    if has_right_to_left(fact) or has_right_to_left(whole):
        return not Counter(words) - counted
    squeezed = "".join(words)
    # A long name may be broken within a word; figures never are, and 42 is not to be found in 142.
    return len(squeezed) > 30 and not any(map(str.isdigit, squeezed)) and squeezed in whole


def _words(text: str) -> list[str]:
    """Comparable words: compatibility forms, case, marks of direction and hyphenation aside."""
    plain = unicodedata.normalize("NFKC", text)
    shown = "".join(
        " " if unicodedata.category(c) in {"Cc", "Zs", "Zl", "Zp"} else c
        for c in plain
        if unicodedata.category(c) != "Cf"
    )
    return _WORD.findall(shown.casefold())
