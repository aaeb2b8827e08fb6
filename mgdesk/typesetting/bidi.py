"""The Unicode Bidirectional Algorithm (UAX #9): which way each character of a line runs.

A full implementation of rules P2–L2 on one paragraph that is one line; checked against
BidiTest.txt and BidiCharacterTest.txt of the Unicode Character Database.
"""

from bisect import bisect_right
from collections.abc import Sequence
from typing import Final, NamedTuple

from mgdesk.typesetting.bidi_classes import bidi_class
from mgdesk.typesetting.brackets import bracket_pairs

MAX_DEPTH: Final = 125

_REMOVED: Final = frozenset({"RLE", "LRE", "RLO", "LRO", "PDF", "BN"})
_ISOLATES: Final = frozenset({"LRI", "RLI", "FSI"})
_NEUTRAL: Final = frozenset({"B", "S", "WS", "ON", "LRI", "RLI", "FSI", "PDI"})
_STRONG: Final = {"L": "L", "R": "R", "AL": "R", "EN": "R", "AN": "R"}  # as N0–N2 see them


def base_level(classes: Sequence[str], start: int = 0) -> int:
    """Rules P2 and P3: 1 when the first strong character outside isolates runs right to left."""
    found = _first_strong(classes, start, len(classes))
    return 1 if found in {"R", "AL"} else 0


def _first_strong(classes: Sequence[str], start: int, end: int, *, in_isolate: bool = False) -> str:
    depth = 0
    for position in range(start, end):
        kind = classes[position]
        if kind in _ISOLATES:
            depth += 1
        elif kind == "PDI":
            if depth == 0 and in_isolate:
                return ""
            depth = max(0, depth - 1)
        elif kind == "B":
            return ""
        elif depth == 0 and kind in {"L", "R", "AL"}:
            return kind
    return ""


def levels(text: str, base: int | None = None) -> list[int | None]:
    """The level of each character of a line; None for those that rule X9 removes.

    `base` is 0, 1 or None for "as the first strong character says".
    """
    return resolve([bidi_class(character) for character in text], base, text)


def visual_order(resolved: Sequence[int | None]) -> list[int]:
    """Rule L2: positions of the characters from left to right, without those removed."""
    order = [position for position, level in enumerate(resolved) if level is not None]
    present = [level for level in resolved if level is not None]
    if not present:
        return []
    shown: list[int] = [level for level in resolved if level is not None]
    odd = [level for level in present if level % 2]
    for level in range(max(present), min(odd) - 1 if odd else max(present), -1):
        start = 0
        while start < len(order):
            end = start
            while end < len(order) and shown[end] >= level:
                end += 1
            if end > start:
                order[start:end] = order[start:end][::-1]
                shown[start:end] = shown[start:end][::-1]
            start = end + 1
    return order


def resolve(classes: Sequence[str], base: int | None = None, text: str = "") -> list[int | None]:
    """`levels` for given classes; `text` is needed for brackets only."""
    paragraph = base_level(classes) if base is None else base
    embedded, kinds = _explicit(classes, paragraph)
    kept = [position for position, kind in enumerate(classes) if kind not in _REMOVED]
    resolved: list[int | None] = [None] * len(classes)
    for position in kept:
        resolved[position] = embedded[position]
    for sequence in _isolating_runs(classes, embedded, kept, paragraph):
        _resolve_weak(kinds, sequence)
        if text:
            _resolve_brackets(kinds, sequence, text, classes)
        _resolve_neutral(kinds, sequence)
        for position in sequence.positions:
            resolved[position] = _implicit(sequence.level, kinds[position])
    _reset_blanks(classes, resolved, paragraph)
    return resolved


# --- X1–X8: explicit levels ----------------------------------------------------------------------


def _explicit(classes: Sequence[str], paragraph: int) -> tuple[list[int], list[str]]:
    """The level that the explicit marks give each character, and its class after overrides."""
    embedded, kinds = [paragraph] * len(classes), list(classes)
    directions = _Directions(paragraph)
    for position, kind in enumerate(classes):
        if kind == "PDI":
            directions.end_isolate()
        level, override, _ = directions.stack[-1]
        embedded[position] = level
        if override and kind not in _REMOVED and kind != "B":
            kinds[position] = override
        if kind in _ISOLATES:
            directions.isolate(rtl=_is_isolate_rtl(classes, position))
        elif kind in {"RLE", "LRE", "RLO", "LRO"}:
            directions.embed(rtl=kind[0] == "R", override=kind[0] if kind[2] == "O" else "")
        elif kind == "PDF":
            directions.end_embedding()
        elif kind == "B":
            embedded[position] = paragraph
            directions = _Directions(paragraph)
    return embedded, kinds


def _is_isolate_rtl(classes: Sequence[str], position: int) -> bool:
    if classes[position] != "FSI":
        return classes[position] == "RLI"
    first = _first_strong(classes, position + 1, len(classes), in_isolate=True)
    return first in {"R", "AL"}


class _Directions:
    """The directional status stack of rule X1 with its three counters."""

    def __init__(self, paragraph: int) -> None:
        self.stack: list[tuple[int, str, bool]] = [
            (paragraph, "", False)
        ]  # level, override, isolate
        self.overflow_isolates = self.overflow_embeddings = self.valid_isolates = 0

    def embed(self, *, rtl: bool, override: str) -> None:
        level = _next_level(self.stack[-1][0], rtl=rtl)
        if self._has_room(level):
            self.stack.append((level, override, False))
        elif not self.overflow_isolates:
            self.overflow_embeddings += 1

    def isolate(self, *, rtl: bool) -> None:
        level = _next_level(self.stack[-1][0], rtl=rtl)
        if self._has_room(level):
            self.valid_isolates += 1
            self.stack.append((level, "", True))
        else:
            self.overflow_isolates += 1

    def end_isolate(self) -> None:
        if self.overflow_isolates:
            self.overflow_isolates -= 1
        elif self.valid_isolates:
            self.overflow_embeddings = 0
            while not self.stack[-1][2]:
                self.stack.pop()
            self.stack.pop()
            self.valid_isolates -= 1

    def end_embedding(self) -> None:
        if self.overflow_isolates:
            return
        if self.overflow_embeddings:
            self.overflow_embeddings -= 1
        elif not self.stack[-1][2] and len(self.stack) > 1:
            self.stack.pop()

    def _has_room(self, level: int) -> bool:
        return level <= MAX_DEPTH and not self.overflow_isolates and not self.overflow_embeddings


def _next_level(level: int, *, rtl: bool) -> int:
    return (level + 1) | 1 if rtl else (level + 2) & ~1


# --- X10: isolating run sequences ----------------------------------------------------------------


class _Sequence(NamedTuple):
    positions: list[int]
    level: int
    before: str  # sos
    after: str  # eos


def _isolating_runs(
    classes: Sequence[str], embedded: list[int], kept: list[int], paragraph: int
) -> list[_Sequence]:
    sequences: list[list[int]] = []
    waiting: list[list[int]] = []  # sequences that end in an isolate initiator without its PDI yet
    run: list[int] = []
    previous: int | None = None
    for position in kept:
        is_new = previous is None or embedded[position] != embedded[previous]
        starts_after_isolate = (
            is_new
            and classes[position] == "PDI"
            and bool(waiting)
            and _depth_matches(waiting[-1], embedded, position)
        )
        if starts_after_isolate:
            run = waiting.pop()
        elif is_new:
            run = []
            sequences.append(run)
        elif classes[position] == "PDI" and waiting and waiting[-1] is run:
            waiting.pop()
        run.append(position)
        if classes[position] in _ISOLATES:
            waiting.append(run)
        elif classes[position] == "B":
            waiting.clear()
        previous = position
    return [_bounded(classes, embedded, kept, paragraph, run) for run in sequences]


def _depth_matches(run: list[int], embedded: list[int], position: int) -> bool:
    return embedded[run[-1]] == embedded[position]


def _bounded(
    classes: Sequence[str], embedded: list[int], kept: list[int], paragraph: int, run: list[int]
) -> _Sequence:
    index_first = bisect_right(kept, run[0]) - 1
    index_last = bisect_right(kept, run[-1]) - 1
    level = embedded[run[0]]
    before = embedded[kept[index_first - 1]] if index_first else paragraph
    is_open = classes[run[-1]] in _ISOLATES
    has_next = index_last + 1 < len(kept) and not is_open
    after = embedded[kept[index_last + 1]] if has_next else paragraph
    return _Sequence(run, level, _edge(level, before), _edge(level, after))


def _edge(level: int, neighbour: int) -> str:
    return "R" if max(level, neighbour) % 2 else "L"


# --- W1–W7: weak types ---------------------------------------------------------------------------


def _resolve_weak(kinds: list[str], sequence: _Sequence) -> None:
    positions = sequence.positions
    previous, strong = sequence.before, sequence.before
    for position in positions:  # W1, W2, W3 in one pass: each looks back only
        kind = kinds[position]
        if kind == "NSM":
            kind = "ON" if previous in {"LRI", "RLI", "FSI", "PDI"} else previous
            kinds[position] = kind
        previous = kind
        if kind in {"L", "R", "AL"}:
            strong = kind
        elif kind == "EN" and strong == "AL":
            kinds[position] = "AN"
    # W1 sees the classes from before W2 and W3, so AL becomes R only now.
    _separate_numbers(kinds, positions)
    _close_terminators(kinds, positions)
    strong = sequence.before
    for position in positions:
        kind = kinds[position]
        if kind in {"L", "R"}:
            strong = kind
        elif kind in {"ES", "ET", "CS"}:  # W6
            kinds[position] = "ON"
        elif kind == "EN" and strong == "L":  # W7
            kinds[position] = "L"


def _separate_numbers(kinds: list[str], positions: list[int]) -> None:
    for position in positions:  # W3
        if kinds[position] == "AL":
            kinds[position] = "R"
    for index in range(1, len(positions) - 1):  # W4
        kind = kinds[positions[index]]
        if kind in {"ES", "CS"}:
            left, right = kinds[positions[index - 1]], kinds[positions[index + 1]]
            if left == right and (left == "EN" or (left == "AN" and kind == "CS")):
                kinds[positions[index]] = left


def _close_terminators(kinds: list[str], positions: list[int]) -> None:
    index = 0
    while index < len(positions):  # W5
        if kinds[positions[index]] != "ET":
            index += 1
            continue
        end = index
        while end < len(positions) and kinds[positions[end]] == "ET":
            end += 1
        before = kinds[positions[index - 1]] if index else ""
        after = kinds[positions[end]] if end < len(positions) else ""
        if "EN" in {before, after}:
            for position in positions[index:end]:
                kinds[position] = "EN"
        index = end


# --- N0: brackets --------------------------------------------------------------------------------


def _resolve_brackets(
    kinds: list[str], sequence: _Sequence, text: str, classes: Sequence[str]
) -> None:
    direction = "R" if sequence.level % 2 else "L"
    positions = sequence.positions
    for opening, closing in bracket_pairs(kinds, positions, text):
        inside = {_STRONG.get(kinds[position], "") for position in positions[opening + 1 : closing]}
        found = ""
        if direction in inside:
            found = direction
        elif inside - {""}:
            before = _context(kinds, positions, opening, sequence.before)
            found = before if before != direction else direction
        if found:
            for index in (opening, closing):
                kinds[positions[index]] = found
                _follow_marks(kinds, positions, index, found, classes)


def _context(kinds: list[str], positions: list[int], index: int, before: str) -> str:
    for position in reversed(positions[:index]):
        if kinds[position] in _STRONG:
            return _STRONG[kinds[position]]
    return before


def _follow_marks(
    kinds: list[str], positions: list[int], index: int, found: str, classes: Sequence[str]
) -> None:
    for position in positions[index + 1 :]:
        if classes[position] != "NSM":
            return
        kinds[position] = found


# --- N1, N2, I1, I2, L1 --------------------------------------------------------------------------


def _resolve_neutral(kinds: list[str], sequence: _Sequence) -> None:
    positions = sequence.positions
    embedding = "R" if sequence.level % 2 else "L"
    index, before = 0, sequence.before
    while index < len(positions):
        kind = kinds[positions[index]]
        if kind not in _NEUTRAL:
            before = _STRONG.get(kind, before)
            index += 1
            continue
        end = index
        while end < len(positions) and kinds[positions[end]] in _NEUTRAL:
            end += 1
        after = _STRONG[kinds[positions[end]]] if end < len(positions) else sequence.after
        found = before if before == after else embedding
        for position in positions[index:end]:
            kinds[position] = found
        index = end


def _implicit(level: int, kind: str) -> int:
    if level % 2 == 0:
        return level + {"R": 1, "AN": 2, "EN": 2}.get(kind, 0)
    return level + (1 if kind in {"L", "EN", "AN"} else 0)


def _reset_blanks(classes: Sequence[str], resolved: list[int | None], paragraph: int) -> None:
    is_trailing = True
    for position in range(len(classes) - 1, -1, -1):
        kind = classes[position]
        if kind in {"S", "B"}:
            is_trailing = True
        if kind in _REMOVED:
            continue
        if kind not in {"S", "B", "WS", "LRI", "RLI", "FSI", "PDI"}:
            is_trailing = False
        elif is_trailing:
            resolved[position] = paragraph
