"""A whole campus as one JSON file that other systems can read: format 1 of `mgdesk-campus`.

`resources/campus.schema.json` describes it (JSON Schema 2020-12). One row stands on one line, in the
order in which rows refer to one another, and the same data make the same bytes.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from mgdesk import durable
from mgdesk.errors import DeskError, unreadable
from mgdesk.i18n import N_

FORMAT: Final = "mgdesk-campus"
VERSION: Final = 1
LARGEST: Final = 400_000_000  # bytes
_HEAD: Final = frozenset({"format", "version", "data_version", "campus", "left_out", "tables"})
# What no such file holds, so that whoever reads it knows.
ALWAYS_LEFT_OUT: Final = ("staff", "settings", "keys", "history", "coaching_notes")


class NotACampusFile(DeskError):
    sentence = N_("{name} is not a campus exported from MolenGeek Desk. Choose another file.")


class CampusFileTooLarge(DeskError):
    sentence = N_("{name} is larger than {limit} MB and was not opened. Export without pictures.")


class NewerCampusFile(DeskError):
    sentence = N_(
        "{name} was written by a newer version of MolenGeek Desk. Install that version, then import"
        " it again. Nothing was changed."
    )


class BrokenCampusFile(DeskError):
    sentence = N_(
        "{name} is damaged or was changed: {place}. Nothing was taken in. Export the campus once"
        " more."
    )


@dataclass(frozen=True)
class CampusFile:
    """Table → rows of plain JSON values; `left_out` names what the file does not hold."""

    data_version: str
    campus: dict[str, str]  # id, code, name
    left_out: tuple[str, ...]
    tables: dict[str, list[dict[str, Any]]]
    name: str = ""  # of the file

    @property
    def row_count(self) -> int:
        return sum(map(len, self.tables.values()))


def write_campus(path: Path, file: CampusFile) -> Path:
    """Write the file whole or not at all. Raises FileCannotBeWritten, DiskFull."""
    with durable.written(path) as stream:
        stream.writelines(line.encode() for line in _lines(file))
    return path


def _lines(file: CampusFile) -> Iterator[str]:
    yield f'{{\n"format": {_json(FORMAT)},\n"version": {VERSION},\n'
    yield f'"data_version": {_json(file.data_version)},\n"campus": {_json(file.campus)},\n'
    yield f'"left_out": {_json(list(file.left_out))},\n"tables": {{'
    for place, (name, rows) in enumerate(file.tables.items()):
        yield f"{',' if place else ''}\n{_json(name)}: ["
        for number, row in enumerate(rows):
            yield f"{',' if number else ''}\n{_json(row)}"
        yield "\n]" if rows else "]"
    yield "\n}\n}\n"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def read_campus(path: Path) -> CampusFile:
    """Read a file, its outline checked; its rows are judged by whoever takes them in.

    Raises FileNotThere, FileCannotBeRead, CampusFileTooLarge, NotACampusFile, NewerCampusFile,
    BrokenCampusFile.
    """
    content = _content(path)
    try:
        whole = json.loads(content, parse_constant=_refused, object_pairs_hook=_once)
    except (ValueError, RecursionError) as problem:
        if FORMAT.encode() not in content[:200]:
            raise NotACampusFile(name=path.name) from problem
        raise BrokenCampusFile(name=path.name, place="JSON") from problem
    return _outlined(whole, path.name)


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            raise CampusFileTooLarge(name=path.name, limit=LARGEST // 1_000_000)
        with path.open("rb") as stream:
            return stream.read(LARGEST)
    except OSError as problem:
        raise unreadable(path, problem) from problem


def _refused(constant: str) -> object:
    raise ValueError(constant)  # NaN and Infinity are no JSON


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object that says something twice means two things: it is refused."""
    found = dict(pairs)
    if len(found) != len(pairs):
        msg = "a name twice"
        raise ValueError(msg)
    return found


def _outlined(whole: Any, name: str) -> CampusFile:
    if not isinstance(whole, dict) or whole.get("format") != FORMAT:
        raise NotACampusFile(name=name)
    version = whole.get("version")
    if isinstance(version, int) and version > VERSION:
        raise NewerCampusFile(name=name)
    if type(version) is not int or version != VERSION or set(whole) != _HEAD:
        raise BrokenCampusFile(name=name, place="version")
    campus, left_out, tables = whole["campus"], whole["left_out"], whole["tables"]
    if not isinstance(campus, dict) or set(campus) != {"id", "code", "name"}:
        raise BrokenCampusFile(name=name, place="campus")
    if not all(isinstance(text, str) for text in (*campus.values(), whole["data_version"])):
        raise BrokenCampusFile(name=name, place="campus")
    if not isinstance(left_out, list) or not all(isinstance(one, str) for one in left_out):
        raise BrokenCampusFile(name=name, place="left_out")
    if not isinstance(tables, dict) or not all(map(_is_rows, tables.values())):
        raise BrokenCampusFile(name=name, place="tables")
    return CampusFile(whole["data_version"], campus, tuple(left_out), tables, name)


def _is_rows(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(row, dict) for row in value)
