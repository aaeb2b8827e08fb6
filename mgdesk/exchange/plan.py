"""What an import will do, row by row, before anything is written: judged, shown, mended, chosen.

The plan is pure: it knows a table, which column is which, and the people already known. Mending a
cell or choosing for a row judges anew only the rows that it can touch.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

from mgdesk.errors import Cancelled
from mgdesk.exchange import whole_names
from mgdesk.exchange.cells import Reader, is_too_long, shown
from mgdesk.exchange.columns import Columns, guess_columns
from mgdesk.exchange.dates import is_month_first
from mgdesk.exchange.fields import (
    APPLICATION_FIELDS,
    DAYS,
    FIELDS_OF,
    MOMENTS,
    Field,
    Subject,
    Value,
)
from mgdesk.exchange.likeness import Acquaintances, Filed, Likeness, Somebody, filed
from mgdesk.exchange.remarks import Remark
from mgdesk.exchange.table import Table
from mgdesk.i18n import N_
from mgdesk.rules.clock import wall_clock
from mgdesk.rules.matching import KnownPerson


class Verdict(StrEnum):
    """What a row is found to be."""

    NEW = "new"
    THERE = "there"
    POSSIBLE = "possible"
    REFUSED = "refused"


VERDICT_LABELS: Final = {
    Verdict.NEW: N_("new"),
    Verdict.THERE: N_("already there"),
    Verdict.POSSIBLE: N_("possible duplicate"),
    Verdict.REFUSED: N_("refused"),
}


class Choice(StrEnum):
    """What will be done with a row."""

    ADD = "add"
    SAME = "same"
    LEAVE_OUT = "leave_out"


CHOICE_LABELS: Final = {
    Choice.ADD: N_("Add as a new person"),
    Choice.SAME: N_("The same person"),
    Choice.LEAVE_OUT: N_("Leave out"),
}


@dataclass(frozen=True)
class Match:
    """Whom a row may be: a known person, or an earlier row of the same list."""

    name: str
    birth_date: date | None
    person_id: UUID | None = None
    row: int | None = None


@dataclass(frozen=True)
class ImportRow:
    """One row as it will be written. Flagged values are kept as typed and named in `flags`."""

    number: int
    values: Mapping[Field, Value]
    verdict: Verdict
    choice: Choice
    match: Match | None = None
    reason: Remark | None = None
    flags: Mapping[Field, Remark] = field(default_factory=dict)

    @property
    def needs_a_look(self) -> bool:
        return self.verdict in {Verdict.POSSIBLE, Verdict.REFUSED} or bool(self.flags)

    def text(self, name: Field) -> str:
        """A cell for the spoken locale."""
        return shown(name, self.values.get(name, ""))


@dataclass(frozen=True)
class Counts:
    """How many rows of each verdict; `left_out`, `flagged` and `to_look_at` cut across them."""

    new: int
    there: int
    possible: int
    refused: int
    left_out: int
    flagged: int
    to_look_at: int

    @property
    def taken(self) -> int:
        """How many rows will be written."""
        return self.new + self.there + self.possible - self.left_out


_STEP: Final = 5  # rows between two reports: some milliseconds, after which work may step aside
_NO_NAME: Final = N_("There is no name in this row. Type one, or leave the row out.")
_NO_NAMES: Final = N_("No column holds names. Say which column is the name.")
_NO_ROWS: Final = N_("There are no rows under the headings.")
_KEPT: Final = N_("The record says {value}. It is not changed by an import.")
_TWICE: Final = N_("Row {row} says the same.")
_DEFAULTS: Final = {
    Verdict.NEW: Choice.ADD, Verdict.THERE: Choice.SAME,
    Verdict.POSSIBLE: Choice.ADD, Verdict.REFUSED: Choice.LEAVE_OUT,
}  # fmt: skip
# Facts whose difference from the known record is worth a word.
_COMPARED: Final = {Field.BIRTH_DATE: "birth_date", Field.PHONE: "phone", Field.EMAIL: "email"}
# What a second row about the same person may say differently.
_OF_THE_ROW: Final = frozenset(
    {
        Field.REGISTRATION_TIME, Field.EXTERNAL_CODE, Field.NOTE, Field.REGISTRATION_STATUS,
        *APPLICATION_FIELDS,
    }
)  # fmt: skip


class ImportPlan:
    """A list on its way in. Rows are named by their number in the file."""

    def __init__(
        self,
        table: Table,
        known: Iterable[KnownPerson],
        *,
        subject: Subject,
        country: str,
        columns: Columns | None = None,
        today: date | None = None,
        progress: Callable[[int, int], None] | None = None,
        should_stop: Callable[[], bool] | None = None,
    ) -> None:
        """Judge every row. `country` is where a phone without prefix is at home.

        Raises Cancelled when `should_stop` says so.
        """
        self.table = table
        self.subject = subject
        self.columns = columns if columns is not None else guess_columns(table, subject)
        self._known = Acquaintances(_somebody(person) for person in known)
        self._country = country
        self._today = today or wall_clock().date()
        self._places = {number: place for place, number in enumerate(table.numbers)}
        self._typed: dict[int, dict[Field, str]] = {}
        self._chosen: dict[int, Choice] = {}
        self._counts: Counts | None = None
        self._judge_all(progress, should_stop)

    # --- what the preview shows ------------------------------------------------------------------

    @property
    def fields(self) -> tuple[Field, ...]:
        """The preview's columns: what the list holds, a whole name as surname and first name."""
        held: set[Field] = {name for name in self.columns if name}
        held.update(name for typed in self._typed.values() for name in typed)
        if Field.FULL_NAME in held:
            held |= {Field.SURNAME, Field.FIRST_NAME}
        return tuple(name for name in FIELDS_OF[self.subject] if name in held - {Field.FULL_NAME})

    @property
    def rows(self) -> tuple[ImportRow, ...]:
        return tuple(self._rows[number] for number in self.table.numbers)

    def row(self, number: int) -> ImportRow:
        return self._rows[number]

    @property
    def problem(self) -> Remark | None:
        """Why nothing at all can be imported, if so."""
        if not self.table.rows:
            return Remark(_NO_ROWS)
        if not {Field.SURNAME, Field.FIRST_NAME, Field.FULL_NAME} & set(self.fields + self.columns):
            return Remark(_NO_NAMES)
        return None

    def counts(self) -> Counts:
        """Counted beside the window when all is judged, and again when somebody changes something."""
        if self._counts is None:
            self._counts = self._counted()
        return self._counts

    def _counted(self) -> Counts:
        verdicts = Counter(row.verdict for row in self._rows.values())
        left_out = sum(
            row.choice == Choice.LEAVE_OUT and row.verdict != Verdict.REFUSED
            for row in self._rows.values()
        )
        return Counts(
            new=verdicts[Verdict.NEW],
            there=verdicts[Verdict.THERE],
            possible=verdicts[Verdict.POSSIBLE],
            refused=verdicts[Verdict.REFUSED],
            left_out=left_out,
            flagged=sum(bool(row.flags) for row in self._rows.values()),
            to_look_at=sum(row.needs_a_look for row in self._rows.values()),
        )

    # --- what a person changes -------------------------------------------------------------------

    def map_column(self, place: int, name: Field | None) -> None:
        """Say what a column is; whichever column was that field before is none now."""
        self.columns = tuple(
            name if here == place else None if before == name else before
            for here, before in enumerate(self.columns)
        )
        self._judge_all()

    def mend(self, number: int, name: Field, text: str) -> frozenset[int]:
        """Type into a cell. Gives the numbers of all rows that may look different now."""
        self._typed.setdefault(number, {})[name] = text
        return self._judge_again(number)

    def choose(self, number: int, choice: Choice) -> frozenset[int]:
        """Choose what happens to a row; a refused one can only be left out."""
        self._chosen[number] = choice
        return self._judge_again(number)

    # --- judging ---------------------------------------------------------------------------------

    def _judge_all(
        self,
        progress: Callable[[int, int], None] | None = None,
        should_stop: Callable[[], bool] | None = None,
    ) -> None:
        self._typed_reader = Reader(self._country, self._today)
        self._reader = replace(self._typed_reader, month_first=self._months_first())
        self._read: dict[int, tuple[dict[Field, Value], dict[Field, Remark]]] = {}
        self._filed: dict[int, Filed] = {}
        self._earlier = Acquaintances()
        self._rows: dict[int, ImportRow] = {}
        total = len(self.table.numbers)
        for done, number in enumerate(self.table.numbers):
            if done % _STEP == 0:
                if should_stop and should_stop():
                    raise Cancelled
                if progress:
                    progress(done, total)
            self._take(number)
            self._rows[number] = self._judged(number)
        self._counts = self._counted()
        if progress:
            progress(total, total)

    def _months_first(self) -> frozenset[Field]:
        return frozenset(
            name
            for place, name in enumerate(self.columns)
            if name in DAYS | MOMENTS and is_month_first(row[place] for row in self.table.rows)
        )

    def _judge_again(self, number: int) -> frozenset[int]:
        """A row changed: judge it, and the later rows that were or now are comparable with it."""
        self._counts = None
        touched = self._earlier.sharing(self._filed[number])
        self._earlier.remove(self._filed[number])
        self._take(number)
        touched |= self._earlier.sharing(self._filed[number]) | {number}
        changed = frozenset(key for key in touched if isinstance(key, int) and key >= number)
        for key in sorted(changed):
            self._rows[key] = self._judged(key)
        return changed

    def _take(self, number: int) -> None:
        """Read a row's cells and file it among the rows of the list."""
        self._read[number] = self._values(number)
        self._filed[number] = filed(self._somebody(number))
        self._earlier.add(self._filed[number])

    def _values(self, number: int) -> tuple[dict[Field, Value], dict[Field, Remark]]:
        row = self.table.rows[self._places[number]]
        typed = self._typed.get(number, {})
        cells = {
            name: cell for cell, name in zip(row, self.columns, strict=True) if name and cell != ""
        }
        self._part_whole_name(cells)
        cells.update(typed)
        values: dict[Field, Value] = {}
        flags: dict[Field, Remark] = {}
        for name, cell in cells.items():
            # Whoever types a date here writes the day first, whatever the file did.
            reader = self._typed_reader if name in typed else self._reader
            value, flag = reader.read(name, cell)
            if value != "":
                values[name] = value
            if flag:
                flags[name] = flag
        return values, flags

    def _part_whole_name(self, cells: dict[Field, Value]) -> None:
        whole = cells.pop(Field.FULL_NAME, "")
        if not whole or Field.SURNAME in cells or Field.FIRST_NAME in cells:
            return
        heading = self.table.headings[self.columns.index(Field.FULL_NAME)]
        surname, first_name = whole_names.part(str(whole), heading)
        cells.update({Field.SURNAME: surname, Field.FIRST_NAME: first_name})

    def _somebody(self, number: int) -> Somebody:
        values, flags = self._read[number]
        birth = values.get(Field.BIRTH_DATE)

        def text(name: Field) -> str:
            value = values.get(name, "")
            return value if isinstance(value, str) and name not in flags else ""

        return Somebody(
            key=number,
            surname=str(values.get(Field.SURNAME, "")),
            first_name=str(values.get(Field.FIRST_NAME, "")),
            call_name=text(Field.CALL_NAME),
            second_name=text(Field.SECOND_NAME),
            birth_date=birth if isinstance(birth, date) and Field.BIRTH_DATE not in flags else None,
            email=text(Field.EMAIL),
            phone=text(Field.PHONE),
            learner_number=text(Field.LEARNER_NUMBER),
            source=self.table.source,
        )

    def _judged(self, number: int) -> ImportRow:
        values, flags = self._read[number]
        reason = self._refusal(values, flags)
        if reason:
            verdict, match = Verdict.REFUSED, None
        else:
            verdict, match, reason, differences = self._recognised(number)
            flags = {**differences, **flags}
        row = ImportRow(number, values, verdict, _DEFAULTS[verdict], match, reason, flags)
        chosen = self._chosen.get(number)
        if chosen and verdict != Verdict.REFUSED and (chosen != Choice.SAME or match):
            row = replace(row, choice=chosen)
        return row

    def _refusal(
        self, values: Mapping[Field, Value], flags: Mapping[Field, Remark]
    ) -> Remark | None:
        if not values.get(Field.SURNAME) and not values.get(Field.FIRST_NAME):
            return Remark(_NO_NAME)
        return next((flag for flag in flags.values() if is_too_long(flag)), None)

    def _recognised(
        self, number: int
    ) -> tuple[Verdict, Match | None, Remark | None, dict[Field, Remark]]:
        """Whom a row is like: among the known, else among the rows above it."""
        record = self._filed[number]
        known = self._known.like(record)
        if known and known.is_sure:
            return Verdict.THERE, _match(known), known.why, self._differences(number, known.of)
        above = self._earlier.like(record, before=number)
        if above and (not known or above.is_sure or above.weight > known.weight):
            return self._like_above(number, above)
        if known:
            return Verdict.POSSIBLE, _match(known), known.why, {}
        return Verdict.NEW, None, None, {}

    def _like_above(
        self, number: int, above: Likeness
    ) -> tuple[Verdict, Match | None, Remark | None, dict[Field, Remark]]:
        """The same list twice about one name: surely the same only when nothing differs."""
        other = above.of.key
        assert isinstance(other, int)
        if above.is_sure and self._says_the_same(number, other):
            return Verdict.THERE, _match(above), Remark(_TWICE, {"row": str(other)}), {}
        return Verdict.POSSIBLE, _match(above), above.why, {}

    def _says_the_same(self, number: int, other: int) -> bool:
        mine, theirs = self._read[number][0], self._read[other][0]
        return all(mine[name] == theirs[name] for name in mine.keys() & theirs.keys() - _OF_THE_ROW)

    def _differences(self, number: int, known: Somebody) -> dict[Field, Remark]:
        """Cells that say otherwise than the record: the record stays, but not in silence."""
        mine = self._filed[number].somebody
        return {
            name: Remark(_KEPT, {"value": shown(name, getattr(known, attribute))})
            for name, attribute in _COMPARED.items()
            if getattr(mine, attribute)
            and getattr(known, attribute)
            and getattr(mine, attribute) != getattr(known, attribute)
        }


def _match(likeness: Likeness) -> Match:
    other = likeness.of
    return Match(
        name=other.name,
        birth_date=other.birth_date,
        person_id=other.key if isinstance(other.key, UUID) else None,
        row=other.key if isinstance(other.key, int) else None,
    )


def _somebody(person: KnownPerson) -> Somebody:
    return Somebody(
        key=person.id,
        surname=person.surname,
        first_name=person.first_name,
        call_name=person.call_name,
        second_name=person.second_name,
        birth_date=person.birth_date,
        email=person.email,
        phone=person.phone,
        learner_number=person.learner_number,
        source=person.source,
        is_expected=person.is_expected,
    )
