"""What belongs to a person in the data, and what becomes of each table when they are erased.

The tables are found by walking the foreign keys from `person`, so a new one comes along by itself: its
rows go into the copy of a person's data, and `tests/storage/test_personal.py` asks for its line here.
This is the one place that decides.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Column, Enum, Table, Text, or_, select
from sqlalchemy.orm import Session

from mgdesk.model import Base, Picture
from mgdesk.storage.searchable import chunked

PERSON: Final = "person"


class Fate(StrEnum):
    """COUNTS: the row stays for the figures, its texts are emptied. GOES: it is deleted. OWN: by the
    service that erases, because it is more than texts."""

    COUNTS = "counts"
    GOES = "goes"
    OWN = "own"


@dataclass(frozen=True)
class Treatment:
    """`keeps` are texts that are a statistic or a word of the program, never about one person.

    `does_prove`: funded hours hang on it, so it stays whole while a funder's period runs.
    """

    fate: Fate
    keeps: frozenset[str] = frozenset()
    does_prove: bool = False


def _counts(*keeps: str, does_prove: bool = False) -> Treatment:
    return Treatment(Fate.COUNTS, frozenset(keeps), does_prove)


GOES: Final = Treatment(Fate.GOES)
OWN: Final = Treatment(Fate.OWN, does_prove=True)
DEFAULT: Final = _counts()

TREATMENTS: Final = {
    "person": Treatment(Fate.OWN),
    "person_role": _counts(),
    "convocation": _counts(),
    "decision": _counts("decided_by"),
    "interview": _counts("interviewer"),
    "interview_score": _counts(),
    "consent": GOES,
    "kept_longer": GOES,
    "sight": _counts(),
    "token": GOES,
    "enrolment": _counts(
        "labour_status", "registered_at", "schooling", "prescriber", does_prove=True
    ),
    "admin_task": _counts("period", does_prove=True),
    "application": _counts("prescriber", "heard_of", "language"),
    "attendance": _counts("source", does_prove=True),
    "absence": _counts(does_prove=True),
    "registration": _counts(),
    "check_in": _counts("source"),
    "coach_exception": GOES,
    "coach_hours": GOES,
    "coaching_session": _counts(),
    "plan_step": _counts(),
    "contact_attempt": _counts(),
    "former_record": _counts("badge_code"),  # unique, and a name for nobody
    "former_number": GOES,
    "founder": _counts(),
    "loan": _counts(),
    "outcome": _counts(),
    "pass": _counts(),
    "referral": _counts("party"),  # how many were sent to which service; why, and the answer, go
    "visit": _counts(),
    "issued_document": OWN,
    "scan": OWN,
}  # fmt: skip
# Columns that say who did something for others: the row is theirs, and only the name behind it goes.
LINKS: Final = frozenset(
    {
        ("cohort_trainer", "person_id"),
        ("slot", "trainer_id"),
        ("coaching_session", "coach_id"),
        ("referral", "coach_id"),
        ("staff", "person_id"),
    }
)


@dataclass(frozen=True)
class Owning:
    """A column by which rows of a table belong to rows of another."""

    column: Column[Any]
    owner: str


@cache
def owned() -> dict[str, tuple[Owning, ...]]:
    """The tables whose rows belong to a person, owners first, with the columns that say so."""
    found: dict[str, tuple[Owning, ...]] = {PERSON: ()}
    for table in Base.metadata.sorted_tables:
        columns = tuple(
            Owning(column, key.column.table.name)
            for column in table.columns
            for key in column.foreign_keys
            if key.column.table.name in found
            and key.column.table is not table
            and (table.name, column.name) not in LINKS
        )
        if columns and table.name != PERSON:
            found[table.name] = columns
    return found


def treatment_of(table: str) -> Treatment:
    return TREATMENTS.get(table, DEFAULT)


def mapped(table: str) -> type[Base]:
    return next(
        mapper.class_ for mapper in Base.registry.mappers if _name(mapper.local_table) == table
    )


def _name(table: Any) -> str:
    return str(table.name) if isinstance(table, Table) else ""


def rows_of(session: Session, person_id: UUID) -> dict[str, list[Any]]:
    """All rows that belong to a person, by table, as objects; the person's own first."""
    rows: dict[str, list[Any]] = {PERSON: list(session.scalars(_of_person(person_id)))}
    for table, columns in owned().items():
        if table != PERSON:
            rows[table] = list(_belonging(session, table, columns, rows))
    return {table: found for table, found in rows.items() if found}


def _of_person(person_id: UUID) -> Any:
    person: Any = mapped(PERSON)
    return select(person).where(person.id == person_id)


def _belonging(
    session: Session, table: str, columns: tuple[Owning, ...], rows: dict[str, list[Any]]
) -> Iterator[Any]:
    """Rows of a table that belong to those found so far, each once, the oldest first."""
    kind: Any = mapped(table)
    found: dict[Any, Any] = {}
    for owning in columns:
        ids = [row.id for row in rows.get(owning.owner, [])]
        for chunk in chunked(sorted(ids)):
            for row in session.scalars(select(kind).where(owning.column.in_(chunk))):
                found[row.id] = row
    yield from (found[key] for key in sorted(found))


def texts_of(table: str) -> list[Column[Any]]:
    """The columns of a table that hold what somebody typed."""
    kept = treatment_of(table).keeps
    return [
        column
        for column in Base.metadata.tables[table].columns
        if isinstance(column.type, Text)
        and not isinstance(column.type, Enum)
        and not column.primary_key
        and column.name not in kept
    ]


def picture_columns(table: str) -> list[Column[Any]]:
    """The columns of a table that refer to a picture."""
    pictures = Picture.__table__
    return [
        column
        for column in Base.metadata.tables[table].columns
        if any(key.column.table is pictures for key in column.foreign_keys)
    ]


def is_shown_elsewhere(session: Session, picture: Picture) -> bool:
    """Whether anything still refers to a picture; what is about to be flushed counts."""
    session.flush()
    for table in Base.metadata.sorted_tables:
        columns = picture_columns(table.name)
        if columns:
            wanted = select(table.c.id).where(or_(*(one == picture.id for one in columns)))
            if session.execute(wanted.limit(1)).first() is not None:
                return True
    styles = session.execute(select(Base.metadata.tables["campus"].c.style)).scalars()
    return any(picture.digest in str(style) for style in styles)
