"""What can be found: the words of people, cohorts, events and issued papers, and which of them a
change touches."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    Connection,
    Integer,
    Label,
    Select,
    Text,
    bindparam,
    cast,
    literal_column,
    select,
    type_coerce,
    union_all,
)

from mgdesk.model import (
    Campus,
    Cohort,
    CohortTrainer,
    Enrolment,
    Event,
    FormerNumber,
    FormerRecord,
    IssuedDocument,
    Pass,
    Person,
    PersonRole,
    Room,
    Training,
)
from mgdesk.rules import names
from mgdesk.rules.search import KIND, PLACE, record_words

PERSON: Final = Person.__tablename__
COHORT: Final = Cohort.__tablename__
EVENT: Final = Event.__tablename__
DOCUMENT: Final = IssuedDocument.__tablename__

CHUNK: Final = 500  # ids of one question
Records = dict[str, set[UUID]]  # kind → ids


def place_word(campus_id: UUID) -> str:
    """The word that every record of a campus holds."""
    return f"{PLACE}{campus_id.hex[-12:]}"  # the random end of a key, not its time


def kind_word(kind: str) -> str:
    """The word that every record of a kind, or person of a role, holds."""
    return f"{KIND}{kind}"


def records(
    connection: Connection, kind: str, ids: Collection[UUID] | None = None
) -> Iterator[tuple[UUID, str]]:
    """Each record of a kind with its words, the oldest first; of these ids when given."""
    for rows in _batches(connection, kind, ids):
        more = _MORE.get(kind, _nothing)(connection, [row.id for row in rows])
        for row in rows:
            words = [*_KINDS[kind].says(row), *more.get(row.id, ()), kind_word(kind)]
            if row.campus_id is not None:
                words.append(place_word(row.campus_id))
            yield row.id, " ".join(dict.fromkeys(words))


def _batches(
    connection: Connection, kind: str, ids: Collection[UUID] | None
) -> Iterator[Sequence[Any]]:
    if ids is None:
        streamed = _KINDS[kind].every.execution_options(yield_per=CHUNK)
        yield from connection.execute(streamed).partitions()
    else:
        for chunk in chunked(sorted(ids)):
            yield connection.execute(_KINDS[kind].some, {"ids": chunk}).all()


def _says_person(row: Any) -> list[str]:
    shown = names.display_name(row.first_name, row.surname)
    texts = [row.first_name, row.surname, row.call_name, row.second_name]
    if " " not in shown:  # written without one, first name and surname are one word
        texts.append(shown)
    if row.restricted_at is not None:  # that they are there is all that may be found
        return record_words(texts, number=row.learner_number or "")
    return record_words(texts, email=row.email, phone=row.phone, number=row.learner_number or "")


def _says_cohort(row: Any) -> list[str]:
    return record_words((row.code, row.title, row.campus_code, row.campus_name, row.room or ""))


def _says_event(row: Any) -> list[str]:
    return record_words((row.code, row.title))


def _says_document(row: Any) -> list[str]:
    return record_words(number=row.number)


def _teachers(connection: Connection, ids: Sequence[UUID]) -> dict[UUID, list[str]]:
    """Cohort → the words of who teaches in it."""
    found: defaultdict[UUID, list[str]] = defaultdict(list)
    for row in connection.execute(_TEACHERS, {"ids": ids}):
        found[row.cohort_id] += record_words((names.display_name(row.first_name, row.surname),))
    return found


def _of_person(connection: Connection, ids: Sequence[UUID]) -> dict[UUID, list[str]]:
    """Roles, the learner numbers given up by merging or moving, the campuses beside their own."""
    found: defaultdict[UUID, list[str]] = defaultdict(list)
    for person_id, turn, said in connection.execute(_BESIDE, {"ids": ids}):
        found[person_id] += _BESIDE_SAYS[turn](said)
    return found


def _nothing(_connection: Connection, _ids: Sequence[UUID]) -> dict[UUID, list[str]]:
    return {}


_MORE: Final = {PERSON: _of_person, COHORT: _teachers}

# --- the questions, built once: a change asks some of them before it ends ------------------------

_IDS: Final[BindParameter[Any]] = bindparam("ids", expanding=True)


def _turn(place: int) -> Label[int]:
    """Where among a person's words a row's own go."""
    return literal_column(str(place), Integer).label("turn")


_TEACHERS: Final = (
    select(CohortTrainer.cohort_id, Person.first_name, Person.surname)
    .join(Person, Person.id == CohortTrainer.person_id)
    .where(CohortTrainer.cohort_id.in_(_IDS))
    .order_by(CohortTrainer.position)
)
_BESIDE: Final = union_all(  # what other tables say of people, in one question
    select(PersonRole.person_id, _turn(0), type_coerce(PersonRole.role, Text).label("said")).where(
        PersonRole.person_id.in_(_IDS)
    ),
    select(FormerRecord.person_id, _turn(1), FormerRecord.learner_number).where(
        FormerRecord.person_id.in_(_IDS), FormerRecord.learner_number != ""
    ),
    select(FormerNumber.person_id, _turn(2), FormerNumber.number).where(
        FormerNumber.person_id.in_(_IDS)
    ),
    select(Enrolment.person_id, _turn(3), cast(Cohort.campus_id, Text))
    .join(Cohort, Cohort.id == Enrolment.cohort_id)
    .where(Enrolment.person_id.in_(_IDS)),
    select(Pass.person_id, _turn(3), cast(Pass.campus_id, Text)).where(Pass.person_id.in_(_IDS)),
).order_by("turn", "said")
_BESIDE_SAYS: Final[tuple[Callable[[str], list[str]], ...]] = (
    lambda role: [kind_word(role)],
    lambda number: record_words(number=number),
    lambda number: record_words(number=number),
    lambda campus_id: [place_word(UUID(campus_id))],
)


@dataclass(frozen=True)
class _Kind:
    """Where the words of a kind of record are read."""

    every: Select[*tuple[Any, ...]]
    some: Select[*tuple[Any, ...]]
    says: Callable[[Any], list[str]]


def _kind(wanted: Select[*tuple[Any, ...]], key: Any, says: Callable[[Any], list[str]]) -> _Kind:
    every = wanted.order_by(key)
    return _Kind(every, every.where(key.in_(_IDS)), says)


_KINDS: Final = {
    PERSON: _kind(
        select(
            Person.id, Person.campus_id, Person.first_name, Person.surname, Person.call_name,
            Person.second_name, Person.email, Person.phone, Person.learner_number,
            Person.restricted_at,
        ).where(Person.erased_at.is_(None)),
        Person.id,
        _says_person,
    ),
    COHORT: _kind(
        select(
            Cohort.id, Cohort.campus_id, Cohort.code, Training.title,
            Campus.code.label("campus_code"), Campus.name.label("campus_name"),
            Room.name.label("room"),
        )
        .join(Training, Training.id == Cohort.training_id)
        .join(Campus, Campus.id == Cohort.campus_id)
        .outerjoin(Room, Room.id == Cohort.room_id),
        Cohort.id,
        _says_cohort,
    ),
    EVENT: _kind(select(Event.id, Event.campus_id, Event.code, Event.title), Event.id, _says_event),
    DOCUMENT: _kind(
        select(IssuedDocument.id, IssuedDocument.campus_id, IssuedDocument.number),
        IssuedDocument.id,
        _says_document,
    ),
}  # fmt: skip
KINDS: Final = tuple(_KINDS)

# --- what a change touches -----------------------------------------------------------------------

# Rows that lend their words to another record, which they name in a column.
_LENT: Final = {
    CohortTrainer.__tablename__: (COHORT, "cohort_id"),
    PersonRole.__tablename__: (PERSON, "person_id"),
    FormerRecord.__tablename__: (PERSON, "person_id"),
    FormerNumber.__tablename__: (PERSON, "person_id"),
    Enrolment.__tablename__: (PERSON, "person_id"),
    Pass.__tablename__: (PERSON, "person_id"),
}
# Tables whose rows are named in the words of cohorts: which cohorts refer to some of them.
_NAMED_BY_COHORTS: Final[dict[str, Select[UUID]]] = {
    Person.__tablename__: select(CohortTrainer.cohort_id).where(CohortTrainer.person_id.in_(_IDS)),
    Training.__tablename__: select(Cohort.id).where(Cohort.training_id.in_(_IDS)),
    Campus.__tablename__: select(Cohort.id).where(Cohort.campus_id.in_(_IDS)),
    Room.__tablename__: select(Cohort.id).where(Cohort.room_id.in_(_IDS)),
}


def touched(connection: Connection, entries: Iterable[dict[str, Any]]) -> Records:
    """The records whose words may have changed, from the rows of an audited change."""
    changed: defaultdict[str, set[UUID]] = defaultdict(set)
    known: defaultdict[str, set[UUID]] = defaultdict(set)  # before it: others may refer to them
    lent: defaultdict[str, set[UUID]] = defaultdict(set)
    for entry in entries:
        changed[entry["table_name"]].add(entry["row_id"])
        if entry["operation"] != "insert":
            known[entry["table_name"]].add(entry["row_id"])
        kind, column = _LENT.get(entry["table_name"], ("", ""))
        values = {**(entry["before"] or {}), **(entry["after"] or {})}
        if column in values:
            lent[kind].add(UUID(values[column]))
    for table, cohorts in _NAMED_BY_COHORTS.items():
        lent[COHORT].update(_ids(connection, cohorts, known[table]))
    every = {kind: changed[kind] | lent[kind] for kind in KINDS}
    return {kind: ids for kind, ids in every.items() if ids}


def _ids(connection: Connection, wanted: Select[UUID], ids: set[UUID]) -> Iterator[UUID]:
    for chunk in chunked(sorted(ids)):
        yield from connection.execute(wanted, {"ids": chunk}).scalars()


def chunked(ids: list[UUID]) -> Iterator[list[UUID]]:
    for start in range(0, len(ids), CHUNK):
        yield ids[start : start + CHUNK]
