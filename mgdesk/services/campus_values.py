"""The values of a campus file as the tables take them: every one judged, none believed."""

import base64
import math
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache
from typing import Any, Final, get_args, get_type_hints
from uuid import UUID

from sqlalchemy import JSON, BigInteger, Column

from mgdesk.errors import DeskError
from mgdesk.exchange.campus_file import BrokenCampusFile, CampusFile
from mgdesk.model import Base, Campus, IssuedDocument, Picture
from mgdesk.queries.campus_rows import carried_tables, columns_of
from mgdesk.rules import names
from mgdesk.rules.style import PaperStyle
from mgdesk.services.campuses import CampusFields, check_code, clean_fields
from mgdesk.services.pictures import proof_type_of
from mgdesk.services.register import digest_of
from mgdesk.storage.audit import restored

Values = dict[str, Any]
_BITS: Final = {True: 63, False: 31}


def typed_rows(file: CampusFile) -> dict[str, dict[UUID, Values]]:
    """Table → key → values, in the order in which rows refer to one another.

    Raises BrokenCampusFile at the first value, column or table that is not what it should be.
    """
    tables = {table.name: table for table in carried_tables()}
    if unknown := set(file.tables) - set(tables):
        raise BrokenCampusFile(name=file.name, place=", ".join(sorted(unknown)))
    typed: dict[str, dict[UUID, Values]] = {}
    for name, table in tables.items():
        columns = {column.name: column for column in columns_of(table)}
        typed[name] = {}
        for number, row in enumerate(file.tables.get(name, []), start=1):
            place = f"{name} {number}"
            values = _typed(file, place, row, columns)
            if "id" not in values or values["id"] in typed[name]:
                raise BrokenCampusFile(name=file.name, place=f"{place}: id")
            typed[name][values["id"]] = _judged(file, place, name, values)
    return typed


def _typed(
    file: CampusFile, place: str, row: Mapping[str, Any], columns: Mapping[str, Column[Any]]
) -> Values:
    values: Values = {}
    for name, value in row.items():
        try:
            values[name] = _value(columns[name], value)
        except (KeyError, ValueError, TypeError, OverflowError) as problem:
            raise BrokenCampusFile(name=file.name, place=f"{place}: {name}") from problem
    return values


def _value(column: Column[Any], value: Any) -> Any:
    """Raises ValueError, TypeError where a column cannot hold the value."""
    if value is None:
        if not column.nullable:
            raise ValueError
        return None
    if getattr(column.type, "enum_class", None) is not None:
        return restored(column, value)
    if isinstance(column.type, JSON):
        return _storable(_as(json_kind(column), value))
    kind = column.type.python_type
    simple = _SIMPLE.get(kind)
    if simple is not None:
        return simple(value)
    if kind is int:
        return _whole(value, _BITS[isinstance(column.type, BigInteger)])
    found = restored(column, _as(str, value))
    if isinstance(found, datetime) and found.tzinfo is None:
        raise ValueError
    return found


def _as(kind: type, value: Any) -> Any:
    if type(value) is not kind:
        raise TypeError
    return value


def _whole(value: Any, bits: int) -> int:
    if type(value) is not int or not -(2**bits) <= value < 2**bits:
        raise ValueError
    return value


def _number(value: Any) -> float:
    if type(value) not in {int, float} or not math.isfinite(value):
        raise ValueError
    return float(value)


# What takes a value of a column of this type; texts are cleaned as everywhere else.
_SIMPLE: Final[dict[type, Callable[[Any], Any]]] = {
    str: lambda value: names.clean_lines(_as(str, value)),
    bool: lambda value: _as(bool, value),
    float: _number,
    bytes: lambda value: base64.b64decode(_as(str, value), validate=True),
}


@cache
def json_kind(column: Column[Any]) -> type:
    """Whether a column of JSON holds an object or a list: its class says so."""
    mapped = next(m.class_ for m in Base.registry.mappers if m.local_table is column.table)
    hint = get_args(get_type_hints(mapped)[column.name])[0]
    return list if "list[" in str(hint) else dict


def _storable(value: Any) -> Any:
    """JSON within a row: texts that the database can hold, numbers of usual size."""
    if isinstance(value, str):
        if "\0" in value or any("\ud800" <= sign <= "\udfff" for sign in value):
            raise ValueError
    elif isinstance(value, list):
        for one in value:
            _storable(one)
    elif isinstance(value, dict):
        for name, one in value.items():
            _storable(name)
            _storable(one)
    elif type(value) is int:
        _whole(value, _BITS[True])
    return value


def _judged(file: CampusFile, place: str, table: str, values: Values) -> Values:
    """What a type does not say: a campus that can work, pictures that can be drawn, papers unchanged."""
    try:
        if table == Campus.__tablename__:
            return _campus(values)
        if table == Picture.__tablename__:
            return _picture(values)
        is_whole = table != IssuedDocument.__tablename__ or _is_unchanged(values)
    except KeyError as problem:
        raise BrokenCampusFile(name=file.name, place=place) from problem
    except DeskError as problem:
        raise BrokenCampusFile(name=file.name, place=f"{place}: {problem}") from problem
    if not is_whole:
        raise BrokenCampusFile(name=file.name, place=place)
    return values


def _is_unchanged(paper: Values) -> bool:
    return bool(digest_of(paper["record"]) == paper["digest"])


def _campus(values: Values) -> Values:
    fields: CampusFields = {
        "name": values["name"],
        "country": values["country"],
        "languages": tuple(map(str, values["languages"])),
        "zone": values["zone"],
        "accent": values.get("accent", "#000000"),
    }
    check_code(values["code"])
    clean_fields(fields, {})
    style = values.get("style")
    known = PaperStyle.from_plain(style if isinstance(style, dict) else {})
    return values | {"style": known.to_plain()}


def _picture(values: Values) -> Values:
    from hashlib import sha256

    content = values["content"]
    return values | {
        "media_type": proof_type_of(content),
        "digest": sha256(content).hexdigest(),
    }
