"""Characters that no font can draw, named before anything is printed."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from mgdesk.documents.plain import Plain


def missing_characters(records: Iterable[Plain], *, fonts: Path | None = None) -> str:
    """The characters in the records that neither our fonts nor the campus's own can draw, each once.

    `fonts` is the home's folder of added fonts. Empty when every text can be set.
    """
    from mgdesk.typesetting.text import typesetter

    setter = typesetter(fonts)
    texts = dict.fromkeys(text for record in records for text in _texts(record.to_plain()))
    return "".join(dict.fromkeys("".join(setter.missing_characters(text) for text in texts)))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
