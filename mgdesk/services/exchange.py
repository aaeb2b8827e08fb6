"""Writing an import: every chosen row in one transaction, under one name, undone as one."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from mgdesk.errors import Cancelled, DeskError, NotFound
from mgdesk.exchange.cells import is_unkept, shown
from mgdesk.exchange.columns import heading
from mgdesk.exchange.fields import ENROLMENT_FIELDS, PERSON_FIELDS, Field, Value
from mgdesk.exchange.plan import Choice, ImportRow, Verdict
from mgdesk.exchange.text import cleaned
from mgdesk.i18n import N_, NN_
from mgdesk.i18n import gettext as _
from mgdesk.model import Campus, Cohort, Enrolment, Event, Person, PersonRole, Registration
from mgdesk.model.identity import new_key
from mgdesk.rules import names
from mgdesk.rules.enrolment import EnrolmentKind
from mgdesk.rules.events import HOLDING_A_PLACE, EventStatus, RegistrationStatus
from mgdesk.rules.people import Gender, Role
from mgdesk.rules.rights import Right
from mgdesk.services.employers import employer_named
from mgdesk.services.intake import next_learner_numbers
from mgdesk.services.rights import needs
from mgdesk.storage.audit import name_change, now

Progress = Callable[[int, int], None]
Stop = Callable[[], bool]

_CHUNK: Final = 500
_NAMES: Final = frozenset({Field.SURNAME, Field.FIRST_NAME})
# Texts that go into the record as they stand; the others need a conversion of their own.
_TEXTS: Final = tuple(
    name
    for name in PERSON_FIELDS
    if name
    not in {Field.FULL_NAME, Field.BIRTH_DATE, Field.GENDER, Field.LEARNER_NUMBER, Field.NOTE}
)


class NothingToImport(DeskError):
    sentence = N_("No row is left to import. Mend a refused row or choose one to add.")


class EventCancelled(DeskError):
    sentence = N_("{event} is cancelled: nobody can be registered for it any more.")


@dataclass(frozen=True)
class ImportReport:
    """What an import did. `completed`: known people of whom an empty field was filled."""

    added: int
    completed: int
    unchanged: int
    enrolled: int
    waiting: int
    left_out: int
    refused: int
    person_ids: tuple[UUID, ...]


@needs(Right.PLAN)
def import_learners(
    session: Session,
    *,
    rows: Sequence[ImportRow],
    campus_id: UUID,
    cohort_id: UUID | None = None,
    source: str = "",
    progress: Progress | None = None,
    should_stop: Stop | None = None,
) -> ImportReport:
    """Take in the chosen rows as learners of a campus, and into a cohort when one is given.

    People already known keep what is recorded; only what is empty is filled. Raises NotFound,
    NothingToImport, Cancelled (then nothing is written).
    """
    source = cleaned(source)
    campus = _found(session.get(Campus, campus_id))
    cohort = _found(session.get(Cohort, cohort_id)) if cohort_id else None
    intake = Intake(session, campus, Role.LEARNER, source)
    enrolled = _Enrolling(session, cohort) if cohort else None
    for row, person in intake.people(rows, progress, should_stop):
        if enrolled:
            enrolled.take(row, person)
    name_import(session, intake, source, cohort.code if cohort else "")
    return intake.report(enrolled=enrolled.count if enrolled else 0)


@needs(Right.PLAN)
def import_registrations(
    session: Session,
    *,
    rows: Sequence[ImportRow],
    event_id: UUID,
    source: str = "",
    progress: Progress | None = None,
    should_stop: Stop | None = None,
) -> ImportReport:
    """Take in the chosen rows as people registered for an event, first come first served.

    When the places are gone, the later ones wait. Raises NotFound, EventCancelled, NothingToImport,
    Cancelled (then nothing is written).
    """
    source = cleaned(source)
    event = _found(session.get(Event, event_id, with_for_update=True))
    if event.status == EventStatus.CANCELLED:
        raise EventCancelled(event=event.title)
    intake = Intake(session, event.campus, Role.GUEST, source)
    registering = _Registering(session, event, source)
    for row, person in intake.people(_by_time(rows), progress, should_stop):
        registering.take(row, person)
    name_import(session, intake, source, event.title)
    return intake.report(enrolled=registering.count, waiting=registering.waiting)


def name_import(session: Session, intake: "Intake", source: str, goal: str) -> None:
    n = len(set(intake.person_ids))
    if goal and source:
        title = NN_(
            "{n} person imported from {file} into {goal}",
            "{n} people imported from {file} into {goal}",
        )
    elif goal:
        title = NN_("{n} person pasted into {goal}", "{n} people pasted into {goal}")
    elif source:
        title = NN_("{n} person imported from {file}", "{n} people imported from {file}")
    else:
        title = NN_("{n} pasted person imported", "{n} pasted people imported")
    name_change(session, title, n=n, file=source, goal=goal)


def _found(record: Any) -> Any:
    if record is None:
        raise NotFound
    return record


def _by_time(rows: Sequence[ImportRow]) -> list[ImportRow]:
    """Who registered first gets the place; rows without a time keep their order behind the others."""
    last = datetime.max  # noqa: DTZ901 - a moment of the file, on the campus's own clock

    def when(row: ImportRow) -> datetime:
        value = row.values.get(Field.REGISTRATION_TIME)
        return value if isinstance(value, datetime) else last

    return sorted(rows, key=when)


# --- people --------------------------------------------------------------------------------------


class Intake:
    """Rows become people: new ones with a number, known ones completed."""

    def __init__(self, session: Session, campus: Campus, role: Role, source: str) -> None:
        self._session, self._campus, self._role, self._source = session, campus, role, source
        self._done: Counter[str] = Counter()
        self.person_ids: list[UUID] = []

    def report(self, *, enrolled: int, waiting: int = 0) -> ImportReport:
        done = self._done
        return ImportReport(
            added=done["added"],
            completed=done["completed"],
            unchanged=done["unchanged"],
            enrolled=enrolled,
            waiting=waiting,
            left_out=done["left_out"],
            refused=done["refused"],
            person_ids=tuple(dict.fromkeys(self.person_ids)),
        )

    def people(
        self, rows: Sequence[ImportRow], progress: Progress | None, should_stop: Stop | None
    ) -> Iterator[tuple[ImportRow, Person]]:
        """Each chosen row with its person, in the session; written piece by piece."""
        chosen = self._chosen(rows)
        if not chosen:
            raise NothingToImport
        self._prepare_numbers(chosen)
        self._by_row: dict[int, Person] = {}
        for start in range(0, len(chosen), _CHUNK):
            if should_stop and should_stop():
                raise Cancelled
            if progress:
                progress(start, len(chosen))
            piece = chosen[start : start + _CHUNK]
            known = self._known(piece)
            for row in piece:
                person = self._person(row, known)
                self._by_row[row.number] = person
                self.person_ids.append(person.id)
                yield row, person
            self._session.flush()
        if should_stop and should_stop():
            raise Cancelled
        if progress:
            progress(len(chosen), len(chosen))

    def _chosen(self, rows: Sequence[ImportRow]) -> list[ImportRow]:
        chosen = []
        for row in rows:
            if row.verdict == Verdict.REFUSED:
                self._done["refused"] += 1
            elif row.choice == Choice.LEAVE_OUT:
                self._done["left_out"] += 1
            else:
                chosen.append(row)
        # A row that is the same person as another must find that one already taken in.
        return sorted(chosen, key=lambda row: bool(row.match and row.match.row is not None))

    def _known(self, rows: Sequence[ImportRow]) -> dict[UUID, Person]:
        ids = {
            row.match.person_id
            for row in rows
            if row.choice == Choice.SAME and row.match and row.match.person_id
        }
        wanted = select(Person).where(Person.id.in_(ids)).options(selectinload(Person.roles))
        return {person.id: person for person in self._session.scalars(wanted)} if ids else {}

    def _person(self, row: ImportRow, known: dict[UUID, Person]) -> Person:
        if row.choice == Choice.SAME and row.match:
            if row.match.person_id:
                return self._completed(_found(known.get(row.match.person_id)), row)
            above = self._by_row.get(row.match.row or 0)
            if above is not None:
                return self._completed(above, row)
        return self._added(row)

    def _added(self, row: ImportRow) -> Person:
        values = self._values(row)
        person = Person(
            id=new_key(),
            created_at=now(self._session),
            campus_id=self._campus.id,
            source=self._source or "paste",
            **values,
        )
        typed = str(row.values.get(Field.LEARNER_NUMBER, ""))
        person.learner_number = self._free_number(typed)
        if typed and person.learner_number != typed:
            person.note = _with_line(person.note, Field.LEARNER_NUMBER, typed)
        person.roles.append(PersonRole(id=new_key(), role=self._role, since=now(self._session)))
        self._session.add(person)
        self._done["added"] += 1
        return person

    def _completed(self, person: Person, row: ImportRow) -> Person:
        """Fill what the record does not say yet; what it says stays."""
        before = self._state(person)
        for name, value in self._values(row).items():
            if not getattr(person, name) and name not in _NAMES:
                setattr(person, name, value)
        if person.campus_id is None:
            person.campus_id = self._campus.id
        if all(worn.role != self._role for worn in person.roles):
            person.roles.append(PersonRole(id=new_key(), role=self._role, since=now(self._session)))
        if self._role == Role.LEARNER and not person.learner_number:
            typed = str(row.values.get(Field.LEARNER_NUMBER, ""))
            person.learner_number = self._free_number(typed)
        is_changed = self._state(person) != before
        self._done["completed" if is_changed else "unchanged"] += 1
        return person

    def _values(self, row: ImportRow) -> dict[str, Any]:
        # A remark in a list of registrations is about the registration.
        return _person_values(row, has_note=self._role == Role.LEARNER)

    @staticmethod
    def _state(person: Person) -> tuple[Any, ...]:
        columns = (*_TEXTS, "birth_date", "gender", "note", "campus_id", "learner_number")
        return (*(getattr(person, name) for name in columns), len(person.roles))

    # --- learner numbers: those of the list are kept when free, the others are the campus's next ---

    def _prepare_numbers(self, rows: Sequence[ImportRow]) -> None:
        taken = select(Person.learner_number).where(
            Person.campus_id == self._campus.id, Person.learner_number.is_not(None)
        )
        self._taken = {number for number in self._session.scalars(taken) if number}
        listed = {str(row.values.get(Field.LEARNER_NUMBER, "")) for row in rows}
        lacking = sum(
            row.choice == Choice.ADD and not row.values.get(Field.LEARNER_NUMBER) for row in rows
        )
        self._numbers = self._next_numbers(listed, lacking)

    def _next_numbers(self, listed: set[str], lacking: int) -> Iterator[str]:
        """The campus's next numbers, asked for together; those that the list brings are left to it."""
        while True:
            for number in next_learner_numbers(self._session, self._campus.id, max(1, lacking)):
                if number not in listed:
                    yield number
            lacking = 1

    def _free_number(self, typed: str) -> str | None:
        if typed and typed not in self._taken:
            self._taken.add(typed)
            return typed
        if self._role != Role.LEARNER:
            return None
        number = next(self._numbers)
        self._taken.add(number)
        return number


def _person_values(row: ImportRow, *, has_note: bool) -> dict[str, Any]:
    """What of a row the record can hold; what it cannot goes into the note, as typed."""
    values: dict[str, Any] = {}
    note = str(row.values.get(Field.NOTE, "")) if has_note else ""
    for name, value in row.values.items():
        if is_unkept(name, row.flags.get(name)):
            note = _with_line(note, name, shown(name, value))
        elif name == Field.BIRTH_DATE:
            values[name.value] = value
        elif name == Field.GENDER:
            values[name.value] = Gender(str(value))
        elif name in _TEXTS:
            values[name.value] = cleaned(str(value))
    if note:
        values["note"] = names.clean_lines(note)
    return values


def _with_line(note: str | None, name: Field, value: Value) -> str:
    line = _("{field}: {value}", field=heading(name), value=str(value))
    return names.clean_lines(f"{note or ''}\n{line}")


# --- into a cohort, onto an event's list -----------------------------------------------------------


class _Enrolling:
    """People into a cohort, each once."""

    def __init__(self, session: Session, cohort: Cohort) -> None:
        self._session, self._cohort = session, cohort
        wanted = select(Enrolment).where(Enrolment.cohort_id == cohort.id)
        self._there = {enrolment.person_id: enrolment for enrolment in session.scalars(wanted)}
        self._employers: dict[str, UUID | None] = {}
        self.count = 0

    def take(self, row: ImportRow, person: Person) -> None:
        enrolment = self._there.get(person.id)
        if enrolment is None:
            enrolment = Enrolment(
                id=new_key(),
                person_id=person.id,
                cohort_id=self._cohort.id,
                enrolled_at=now(self._session),
            )
            self._there[person.id] = enrolment
            self._session.add(enrolment)
            self.count += 1
        self._send(enrolment, str(row.values.get(Field.EMPLOYER, "")))
        for name in ENROLMENT_FIELDS:
            value = row.values.get(name)
            if name == Field.EMPLOYER:
                continue
            if value and name not in row.flags and not getattr(enrolment, name.value):
                setattr(enrolment, name.value, value)

    def _send(self, enrolment: Enrolment, employer: str) -> None:
        """Whoever an employer sends is enrolled as such; an employer said before stays."""
        if not employer or enrolment.employer_id is not None:
            return
        if employer not in self._employers:
            self._employers[employer] = employer_named(self._session, name=employer)
        enrolment.employer_id = self._employers[employer]
        if enrolment.employer_id is not None:
            enrolment.kind = EnrolmentKind.EMPLOYER


_SETTLED: Final = frozenset({RegistrationStatus.ATTENDED, RegistrationStatus.NO_SHOW})


def _told_status(row: ImportRow) -> RegistrationStatus | None:
    value = row.values.get(Field.REGISTRATION_STATUS)
    if not value or Field.REGISTRATION_STATUS in row.flags:
        return None
    return RegistrationStatus(str(value))


class _Registering:
    """People onto an event's list while there are places, then onto its waiting list."""

    def __init__(self, session: Session, event: Event, source: str) -> None:
        self._session, self._event, self._source = session, event, source
        self._zone = ZoneInfo(event.campus.zone)
        wanted = select(Registration).where(Registration.event_id == event.id)
        self._there = {found.person_id: found for found in session.scalars(wanted)}
        self._holding = sum(found.status in HOLDING_A_PLACE for found in self._there.values())
        self.count = self.waiting = 0

    def take(self, row: ImportRow, person: Person) -> None:
        if person.id in self._there:
            self._complete(self._there[person.id], row)
            return
        status = self._status(row)
        registration = Registration(
            id=new_key(),
            event_id=self._event.id,
            person_id=person.id,
            status=status,
            registered_at=self._moment(row),
            source=self._source or "paste",
            external_code=str(row.values.get(Field.EXTERNAL_CODE, "")),
            note=names.clean_lines(str(row.values.get(Field.NOTE, ""))),
        )
        self._there[person.id] = registration
        self._session.add(registration)
        self.count += 1
        self.waiting += status == RegistrationStatus.WAITING

    def _complete(self, registration: Registration, row: ImportRow) -> None:
        """Somebody on the list already keeps the place; what the other program knows since is noted."""
        if not registration.external_code:
            registration.external_code = str(row.values.get(Field.EXTERNAL_CODE, ""))
        if not registration.note:
            registration.note = str(row.values.get(Field.NOTE, ""))
        told = _told_status(row)
        if told is None or told == registration.status or registration.status in _SETTLED:
            return
        if told in HOLDING_A_PLACE - _SETTLED and registration.status == RegistrationStatus.WAITING:
            return
        registration.status = self._placed(told, registration.status in HOLDING_A_PLACE)

    def _status(self, row: ImportRow) -> RegistrationStatus:
        return self._placed(_told_status(row) or RegistrationStatus.CONFIRMED, has_place=False)

    def _placed(self, status: RegistrationStatus, has_place: bool) -> RegistrationStatus:
        """The status that the places allow; whoever came has had one."""
        capacity = self._event.capacity
        is_full = capacity is not None and self._holding >= capacity and not has_place
        if is_full and status in HOLDING_A_PLACE - _SETTLED:
            return RegistrationStatus.WAITING
        self._holding += (status in HOLDING_A_PLACE) - has_place
        return status

    def _moment(self, row: ImportRow) -> datetime:
        """The file's moment is on the campus's clock; one to come is not believed."""
        value = row.values.get(Field.REGISTRATION_TIME)
        if not isinstance(value, datetime):
            return now(self._session)
        return min(value.replace(tzinfo=self._zone).astimezone(UTC), now(self._session))
