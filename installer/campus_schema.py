"""Write `resources/campus.schema.json`: what a file of a campus holds, told by the tables themselves.

Run it when a table or column is new: `python -m installer.campus_schema`; a test says when.
"""

import json
import sys
from pathlib import Path
from typing import Any

from sqlalchemy import JSON, Column, Table

from installer.campus_words import TABLES, words_of
from mgdesk.exchange.campus_file import FORMAT, VERSION
from mgdesk.model import Base
from mgdesk.queries.campus_rows import carried_tables, columns_of, target_of
from mgdesk.services.campus_values import json_kind

TARGET = Path(__file__).parent.parent / "resources" / "campus.schema.json"
_KINDS: dict[str, dict[str, Any]] = {
    "str": {"type": "string"},
    "bool": {"type": "boolean"},
    "int": {"type": "integer"},
    "float": {"type": "number"},
    "bytes": {"type": "string", "contentEncoding": "base64"},
    "UUID": {"type": "string", "format": "uuid"},
    "date": {"type": "string", "format": "date"},
    "time": {"type": "string", "pattern": r"^\d\d:\d\d(:\d\d(\.\d+)?)?$"},
    "datetime": {"type": "string", "format": "date-time"},
}


def schema() -> dict[str, Any]:
    """The whole description, JSON Schema 2020-12."""
    campus = {
        name: {"type": "string", "description": words}
        for name, words in (
            ("id", "Key of the campus's own row."),
            ("code", "Its code, the prefix of its numbers."),
            ("name", "What it is called."),
        )
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:mgdesk:campus:{VERSION}",
        "title": "A campus of MolenGeek Desk",
        "description": "Every row has a key (UUID) that never changes; a column that refers says of"
        " which table. Moments are UTC, a slot's and a visit's hours are the campus's clock. Staff,"
        " settings, keys, the history and the text of coaching notes are never in it. The number in"
        " `version` changes when a reader of this description would misread the file; a reader that"
        " knows a lower number must refuse it. Rows stand after those that they refer to. A null is"
        " a fact that nobody knows, an empty text one that was not said. Shared rows (trainings,"
        " partners, employers, funders) come along where the campus names them.",
        "type": "object",
        "required": ["format", "version", "data_version", "campus", "left_out", "tables"],
        "additionalProperties": False,
        "properties": {
            "format": {"const": FORMAT, "description": "Says what file this is."},
            "version": {"const": VERSION, "description": "Of this description; see above."},
            "data_version": {
                "type": "string",
                "description": "Of the tables, four digits; it grows with every new column. Our"
                " program refuses a file whose number is higher than its own.",
            },
            "campus": {
                "type": "object",
                "description": "The campus that was exported.",
                "required": list(campus),
                "properties": campus,
                "additionalProperties": False,
            },
            "left_out": {
                "type": "array",
                "items": {"type": "string"},
                "description": "What the file does not hold: staff, settings, keys (of seals and"
                " signatures too), history, coaching_notes; pictures where they were not wanted.",
            },
            "tables": {
                "type": "object",
                "description": "The rows by table.",
                "additionalProperties": False,
                "properties": {table.name: _rows(table) for table in carried_tables()},
            },
        },
    }


def _rows(table: Table) -> dict[str, Any]:
    columns = columns_of(table)
    return {
        "type": "array",
        "description": _meaning(table),
        "items": {
            "type": "object",
            "required": [column.name for column in columns],
            "properties": {column.name: _value(column) for column in columns},
            "additionalProperties": False,
        },
    }


def _value(column: Column[Any]) -> dict[str, Any]:
    words = getattr(column.type, "enums", None)
    if words:
        kind: dict[str, Any] = {"enum": [*words, None] if column.nullable else list(words)}
    elif isinstance(column.type, JSON):
        kind = {"type": "array" if json_kind(column) is list else "object"}
    else:
        kind = dict(_KINDS[column.type.python_type.__name__])
    if column.nullable and "type" in kind:
        kind["type"] = [kind["type"], "null"]
    if name := target_of(column):
        kind["description"] = f"The id of a row of `{name}`."
    else:
        kind["description"] = words_of(column.table.name, column.name)
    return kind


def _meaning(table: Table) -> str:
    """What a row of a table is: what its class says of itself."""
    said = {one.local_table: one.class_.__doc__ or "" for one in Base.registry.mappers}
    return TABLES.get(table.name) or " ".join(said[table].split("\n\n")[0].split())


def written() -> str:
    return json.dumps(schema(), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    TARGET.write_text(written(), encoding="utf-8")
    sys.stdout.write(f"{TARGET}\n")
