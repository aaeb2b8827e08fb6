"""Sorting for people: text as the spoken language sorts it, everything else by value, nothing last."""

from collections.abc import Callable, Sequence
from functools import cmp_to_key
from typing import Any, TypeVar

from PySide6.QtCore import QCollator, QCollatorSortKey, QLocale, Qt

from mgdesk.i18n import spoken_locale

T = TypeVar("T")


def in_order(rows: Sequence[T], value: Callable[[T], Any], *, backwards: bool = False) -> list[T]:
    """The rows sorted by a value; rows without one (None or "") come last in both directions."""
    pairs = [(value(row), row) for row in rows]
    known = [pair for pair in pairs if pair[0] is not None and pair[0] != ""]
    unknown = [row for found, row in pairs if found is None or found == ""]
    if known and isinstance(known[0][0], str):
        known = _spelled(known)
    else:
        known.sort(key=lambda pair: pair[0])
    if backwards:
        known.reverse()
    return [row for _found, row in known] + unknown


def _spelled(pairs: list[tuple[Any, T]]) -> list[tuple[Any, T]]:
    collator = QCollator(QLocale(spoken_locale()))
    collator.setNumericMode(True)
    collator.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    by_key = cmp_to_key(QCollatorSortKey.compare)
    keyed = [(by_key(collator.sortKey(pair[0])), pair) for pair in pairs]
    keyed.sort(key=lambda entry: entry[0])
    return [pair for _key, pair in keyed]
