"""What a command says: lines, tables aligned for every script, or one array of flat objects."""

import json
import sys
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

Row = Mapping[str, Any]
WIDEST = 60  # characters of a table's cell; JSON has them all


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")


def complain(text: str) -> None:
    sys.stderr.write(f"{text}\n")


def speak_utf8() -> None:
    """Names of any script go out whole, whatever the terminal's code page is."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")


def show(rows: Sequence[Row], *, as_json: bool, nothing: str, whole: Collection[str] = ()) -> None:
    """Show rows that have the same names; `nothing` is said when there are none.

    The columns named in `whole` are never cut in a table.
    """
    if as_json:
        objects = [{name: _plain(value) for name, value in row.items()} for row in rows]
        say(json.dumps(objects, ensure_ascii=False, indent=1))
    elif not rows:
        say(nothing)
    else:
        _table(rows, whole)


def _table(rows: Sequence[Row], whole: Collection[str]) -> None:
    names = list(rows[0])
    cells = [names]
    for row in rows:
        texts = {name: _text(row[name]) for name in names}
        cells.append([texts[name] if name in whole else _clipped(texts[name]) for name in names])
    widths = [max(_width(line[place]) for line in cells) for place in range(len(names))]
    for line in cells:
        padded = (
            text + " " * (width - _width(text)) for text, width in zip(line, widths, strict=True)
        )
        say("  ".join(padded).rstrip())


def _clipped(text: str) -> str:
    """One name of two hundred characters must not push everybody else's off the screen."""
    return text if len(text) <= WIDEST else f"{text[: WIDEST - 1]}…"


def _width(text: str) -> int:
    """Columns of a terminal: marks take none, ideographs two."""
    return sum(
        0
        if unicodedata.category(c) in {"Mn", "Cf"}
        else 1 + (unicodedata.east_asian_width(c) in "WF")
        for c in text
    )


def _text(value: Any) -> str:
    plain = _plain(value)
    return "" if plain is None else str(plain)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, (tuple, list)):
        return ", ".join(map(str, value))
    if value is None or isinstance(value, (bool, int, float)):
        return value
    return str(value)
