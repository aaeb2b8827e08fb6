"""What every table shares: one naming of constraints, keys, UTC moments, checked words, versions."""

import enum
from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from sqlalchemy import DateTime, Enum, Integer, MetaData, Text, Uuid
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column
from sqlalchemy.types import JSON, TypeDecorator

from mgdesk.model.identity import new_key


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment in UTC; a naive one is refused, because nobody knows what it means."""

    impl = DateTime(timezone=True)
    cache_ok = True

    @property
    def python_type(self) -> type[datetime]:
        return datetime

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            msg = "a moment without a time zone cannot be stored"
            raise ValueError(msg)
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, _: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _values(kind: type[enum.Enum]) -> list[str]:
    return [member.value for member in kind]


NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

key = Annotated[UUID, mapped_column(primary_key=True, default=new_key)]


class Base(DeclarativeBase):
    """One row's class. `is_audited` false keeps a table out of the audit and out of undo."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy's own protocol
        datetime: UtcDateTime(),
        str: Text(),
        UUID: Uuid(),
        dict[str, Any]: JSON(none_as_null=True),
        list[str]: JSON(none_as_null=True),
        enum.Enum: Enum(
            enum.Enum, native_enum=False, create_constraint=True, length=40, values_callable=_values
        ),
    }
    is_audited = True
    # Values that undoing the row's creation writes instead of deleting it: what was issued stays.
    undone_as: dict[str, Any] | None = None
    # A change that wrote such a row is undone whole or not at all.
    is_undone_whole = False


class Keyed:
    """A key made by the program: it is there before the row is."""

    id: Mapped[key]


class Versioned:
    """A record that people edit: a stale edit is refused by its version, never silently lost."""

    version: Mapped[int] = mapped_column(Integer, default=1)

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.version}
