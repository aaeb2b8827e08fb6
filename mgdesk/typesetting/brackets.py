"""Brackets that belong together (UAX #9, BD14 to BD16)."""

from typing import Final

# Pairs of UCD BidiBrackets.txt, opening and closing by turns.
_BRACKETS: Final = (
    "()[]{}༺༻༼༽᚛᚜⁅⁆⁽⁾₍₎⌈⌉⌊⌋〈〉❨❩❪❫❬❭❮❯❰❱❲❳❴❵⟅⟆⟦⟧⟨⟩⟪⟫⟬⟭⟮⟯⦃⦄⦅⦆⦇⦈⦉⦊⦋⦌⦍⦐⦏⦎⦑⦒⦓⦔⦕⦖⦗⦘⧘⧙⧚⧛⧼⧽"
    "⸢⸣⸤⸥⸦⸧⸨⸩⹕⹖⹗⹘⹙⹚⹛⹜〈〉《》「」『』【】〔〕〖〗〘〙〚〛﹙﹚﹛﹜﹝﹞（）［］｛｝｟｠｢｣"
)
_OPENING: Final = dict(zip(_BRACKETS[::2], _BRACKETS[1::2], strict=True))
_CLOSING: Final = frozenset(_BRACKETS[1::2])
_CANONICAL: Final = {"\u2329": "\u3008", "\u232a": "\u3009"}


def bracket_pairs(kinds: list[str], positions: list[int], text: str) -> list[tuple[int, int]]:
    """Places, within `positions`, of each opening bracket and its closing one."""
    stack: list[tuple[str, int]] = []
    pairs: list[tuple[int, int]] = []
    for index, position in enumerate(positions):
        if kinds[position] != "ON":
            continue
        character = _CANONICAL.get(text[position], text[position])
        if character in _OPENING:
            if len(stack) == 63:
                return []  # BD16: nothing is paired when the stack overflows
            stack.append((_OPENING[character], index))
        elif character in _CLOSING:
            for depth in range(len(stack) - 1, -1, -1):
                if stack[depth][0] == character:
                    pairs.append((stack[depth][1], index))
                    del stack[depth:]
                    break
    return sorted(pairs)
