"""Cleaning and folding the text of cells, quickly: a long list says the same simple words again and again."""

from functools import lru_cache
from typing import Final

from mgdesk.rules import names

_SHORT: Final = 200  # longer texts are not remembered: a hostile list could fill the memory


def cleaned(text: str) -> str:
    """`names.clean`, with a short way for what is clean as it stands."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    return _cleaned(text) if len(text) <= _SHORT else names.clean(text)


def cleaned_lines(text: str) -> str:
    """`names.clean_lines`, with the same short way."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    return _cleaned_lines(text) if len(text) <= _SHORT else names.clean_lines(text)


folded = lru_cache(maxsize=32_768)(names.fold)

_cleaned = lru_cache(maxsize=16_384)(names.clean)
_cleaned_lines = lru_cache(maxsize=16_384)(names.clean_lines)
