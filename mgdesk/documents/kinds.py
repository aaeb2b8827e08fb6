"""Kinds of papers, counted: what is equal on two papers is drawn once, under its number."""

from collections.abc import Hashable


class Kinds:
    """Numbers for what papers have in common; equal things have the same number."""

    def __init__(self) -> None:
        self._numbers: dict[Hashable, int] = {}
        self._last: Hashable = None
        self._number = 0

    def number(self, kind: Hashable) -> int:
        if (
            kind != self._last
        ):  # papers of a kind stand in a row, and comparing is less than hashing
            self._last = kind
            self._number = self._numbers.setdefault(kind, len(self._numbers))
        return self._number
