"""Frozen records to plain JSON values and back: what the register keeps of a printed paper."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, time
from enum import StrEnum
from functools import cache
from types import UnionType
from typing import Any, Self, get_args, get_origin, get_type_hints


@dataclass(frozen=True)
class Plain:
    """A record that can be stored as JSON; fields added later take their default on old papers."""

    def to_plain(self) -> dict[str, Any]:
        """Text, numbers, truth values, lists and objects only; dates and times as ISO 8601."""
        return {field.name: _plain(getattr(self, field.name)) for field in fields(self)}

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Self:
        """The record again, equal to the one stored; fields of a newer program are ignored."""
        kinds = _kinds(cls)  # type: ignore[arg-type]  # a class is hashable, whatever its records are
        return cls(
            **{name: _rich(kinds[name], value) for name, value in plain.items() if name in kinds}
        )


@cache
def _kinds(cls: type) -> dict[str, Any]:
    hints = get_type_hints(cls)
    return {field.name: hints[field.name] for field in fields(cls)}


def _plain(value: Any) -> Any:
    if isinstance(value, Plain):
        return value.to_plain()
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value) if isinstance(value, StrEnum) else value


def _rich(kind: Any, value: Any) -> Any:
    if value is None:
        return None
    if get_origin(kind) is UnionType:  # only ever `X | None` in our records
        kind = next(choice for choice in get_args(kind) if choice is not type(None))
    if get_origin(kind) is tuple:
        return tuple(_rich(get_args(kind)[0], item) for item in value)
    if kind in {date, time}:
        return kind.fromisoformat(value)
    if isinstance(kind, type) and issubclass(kind, Plain):
        return kind.from_plain(value)
    return kind(value) if issubclass(kind, StrEnum) else value
