"""Erasing a person: what is known of them goes for good, the figures that count them stay.

The record is emptied, not deleted: hours, enrolments and outcomes go on counting somebody of a gender
and of an age. What proves funded hours stays, restricted, as long as the funder's profile says; the
rest goes now. What becomes of each table is said in `storage.personal`; call it by `Desk.erase`, which
cleans the file as well.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from mgdesk.errors import DeskError, NotFound
from mgdesk.i18n import N_, NN_
from mgdesk.model import (
    Attendance,
    Campus,
    Cohort,
    Enrolment,
    FormerBadge,
    FunderProfile,
    IssuedDocument,
    Loan,
    Person,
    Picture,
    Scan,
)
from mgdesk.rules import names
from mgdesk.rules.paper import PaperKind
from mgdesk.rules.retention import coarse_birth, proof_kept_until
from mgdesk.rules.rights import Right
from mgdesk.services.loans import check_nothing_lent
from mgdesk.services.rights import needs
from mgdesk.storage import personal, scrubbing
from mgdesk.storage.audit import name_change, now
from mgdesk.storage.personal import Fate

NOBODY: Final = "—"  # the name of who was erased: a record needs one
ERASED_PAPER: Final = "erased"  # in a paper's record: its words about the person are gone
_KEPT_OF_PERSON: Final = frozenset({"restricted_reason", "sort_key"})
# What the proofs of funded hours say of whoever they are about.
_IDENTITY: Final = frozenset(
    {"surname", "first_name", "second_name", "birth_place", "learner_number", "language"}
)
# What a paper's record says of the person that it is about.
_OF_PAPERS: Final = frozenset(
    {
        "name", "second_name", "birth_place", "learner_number", "phone", "employer",
        "aims", "points", "action_plan", "subject", "condition", "condition_returned", "objectives",
    }
)  # fmt: skip
_OF_ROWS: Final = frozenset({"surname", "first_name", "second_name", "number"})


class AlreadyErased(DeskError):
    sentence = N_("This person was erased already.")


@dataclass(frozen=True)
class KeptProof:
    """What stays of somebody erased in part: the proofs of a class, for whom, until when."""

    cohort: str
    profile: str
    until: date


@dataclass(frozen=True)
class Erasure:
    """What an erasure did: rows emptied or deleted by table, and the proofs that stay."""

    person_id: UUID
    rows: dict[str, int]
    kept: tuple[KeptProof, ...]
    scans: int = 0  # pages of sheets signed by others too, which stay with them

    @property
    def kept_until(self) -> date | None:
        return max((proof.until for proof in self.kept), default=None)


@needs(Right.ERASE)
def erase(session: Session, *, person_id: UUID) -> Erasure:
    """Erase a person, or what may go of them today. Cannot be undone.

    Raises NotFound, AlreadyErased, StillHasLoans.
    """
    person = _person(session, person_id)
    check_nothing_lent(session, person)
    made = _Work(session, person).run()
    name_change(session, N_("Somebody erased"))
    return made


@needs(Right.ERASE)
def erase_all(session: Session, *, person_ids: Collection[UUID]) -> list[Erasure]:
    """Erase several people in one change. Raises what `erase` raises."""
    made = [erase(session, person_id=person_id) for person_id in person_ids]
    name_change(session, NN_("{n} person erased", "{n} people erased"), n=len(made))
    return made


@needs(Right.ERASE, Right.RUN)
def erase_again(session: Session, person_id: UUID) -> None:
    """Erase whoever a restore brought back: what `Desk.eraser` is. A loan does not stop it."""
    person = _person(session, person_id)
    for loan in session.scalars(select(Loan).where(Loan.person_id == person_id)):
        loan.returned_at = loan.returned_at or now(session)
    _Work(session, person).run()
    name_change(session, N_("Erased again after a restore"))


def proofs_of(session: Session, person_ids: Collection[UUID]) -> dict[UUID, list[KeptProof]]:
    """Person → the classes whose profile asks for their proofs still, the latest last.

    Only what was attended or certified is proven: an enrolment without a mark or paper is not.
    """
    is_proven = (
        exists().where(Attendance.enrolment_id == Enrolment.id)
        | exists().where(
            IssuedDocument.cohort_id == Enrolment.cohort_id,
            IssuedDocument.person_id == Enrolment.person_id,
        )
    )  # fmt: skip
    own = Cohort.funder_profile_id
    profile = own.is_not(None) & (FunderProfile.id == own)
    of_campus = own.is_(None) & (FunderProfile.id == Campus.funder_profile_id)
    rows = session.execute(
        select(
            Enrolment.person_id, Cohort.code, Cohort.last_day, FunderProfile.name,
            FunderProfile.keeping_years,
        )
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .join(Campus, Campus.id == Cohort.campus_id)
        .join(FunderProfile, profile | of_campus)
        .where(Enrolment.person_id.in_(person_ids), is_proven)
        .order_by(Cohort.last_day, Cohort.code)
    )  # fmt: skip
    found: dict[UUID, list[KeptProof]] = {}
    for row in rows:
        until = proof_kept_until(row.last_day, row.keeping_years)
        if until is not None:
            proof = KeptProof(row.code, row.name, until)
            found.setdefault(row.person_id, []).append(proof)
    return found


def _person(session: Session, person_id: UUID) -> Person:
    person = session.get(Person, person_id)
    if person is None:
        raise NotFound
    if person.erased_at is not None:
        raise AlreadyErased
    return person


@dataclass
class _Work:
    """One erasure: rows and pictures first, then the audit, which is told nothing of what went."""

    session: Session
    person: Person
    pictures: set[UUID] = field(default_factory=set)
    counted: dict[str, int] = field(default_factory=dict)
    gone: dict[str, set[UUID]] = field(default_factory=dict)  # table → rows not proving anything
    scans: int = 0

    def run(self) -> Erasure:
        today = now(self.session).date()
        proofs = proofs_of(self.session, [self.person.id]).get(self.person.id, [])
        proofs = [proof for proof in proofs if proof.until >= today]
        cohorts = self._cohorts({proof.cohort for proof in proofs})
        former = scrubbing.former_rows(self.session, self.person.id)
        said = self._names(former)
        rows = personal.rows_of(self.session, self.person.id)
        kept = self._kept(rows, cohorts)
        self._clear_sheets(said, cohorts)
        for table in reversed(rows):  # those that lean on others first
            self._clear(table, [row for row in rows[table] if row.id not in kept])
            for row in rows[table]:
                if row.id in kept and hasattr(row, "note"):
                    row.note = ""  # what somebody remarked proves nothing
        self._clear_person(proofs)
        self.session.flush()
        self._drop_pictures(former)
        self._forget(former, said)
        return Erasure(self.person.id, self.counted, tuple(proofs), self.scans)

    def _cohorts(self, codes: set[str]) -> set[UUID]:
        return set(self.session.scalars(select(Cohort.id).where(Cohort.code.in_(codes))))

    def _names(self, former: dict[str, set[UUID]]) -> set[str]:
        """The ways in which this person was ever called, for titles and shared papers."""
        people = former[personal.PERSON]
        heard = {
            name: scrubbing.former_values(self.session, personal.PERSON, people, name)
            | {str(self.person.__dict__.get(name) or "")}
            for name in ("first_name", "surname", "second_name", "call_name", "learner_number")
        }
        alone = heard["second_name"] | heard["call_name"] | heard["learner_number"]
        firsts, lasts = heard["first_name"] | {""}, heard["surname"] | {""}
        whole = {
            names.display_name(one, other) for one in firsts for other in lasts if one or other
        }
        listed = {names.list_name(one, other) for one in firsts for other in lasts if one or other}
        return {text for text in alone | whole | listed if text and text != NOBODY}

    def _kept(self, rows: dict[str, list[Any]], cohorts: set[UUID]) -> set[UUID]:
        """The rows that prove hours of a class whose funder's period still runs."""
        kept = {
            row.id
            for table in ("enrolment", "issued_document")
            for row in rows.get(table, [])
            if row.cohort_id in cohorts
        }
        for table, columns in personal.owned().items():
            if personal.treatment_of(table).does_prove:
                kept |= {
                    row.id
                    for row in rows.get(table, [])
                    if any(getattr(row, one.column.name) in kept for one in columns)
                }
        return kept

    # --- rows ------------------------------------------------------------------------------------

    def _clear(self, table: str, rows: list[Any]) -> None:
        if table == personal.PERSON or not rows:
            return
        self.counted[table] = len(rows)
        self.gone.setdefault(table, set()).update(row.id for row in rows)
        if table == IssuedDocument.__tablename__:
            for row in rows:
                self._clear_paper(row)
        elif table == Scan.__tablename__:
            self._drop_scans(rows)
        elif personal.treatment_of(table).fate is Fate.GOES:
            for row in rows:
                self.session.delete(row)
        else:
            self._empty(table, rows)

    def _empty(self, table: str, rows: Iterable[Any]) -> None:
        for row in rows:
            for column in personal.texts_of(table):
                setattr(row, column.name, None if column.nullable else "")
            for column in personal.picture_columns(table):
                if (picture_id := getattr(row, column.name)) is not None:
                    self.pictures.add(picture_id)
                    setattr(row, column.name, None)

    def _clear_person(self, proofs: list[KeptProof]) -> None:
        one, moment = self.person, now(self.session)
        coarse = coarse_birth(one.birth_date, self._starts())
        self._remember_badge()
        stays = _IDENTITY if proofs else frozenset({"language"})
        for column in personal.texts_of(personal.PERSON):
            if column.name not in stays | _KEPT_OF_PERSON:
                setattr(one, column.name, None if column.nullable else "")
        for column in personal.picture_columns(personal.PERSON):
            if (picture_id := getattr(one, column.name)) is not None:
                self.pictures.add(picture_id)
                setattr(one, column.name, None)
        if proofs:
            one.restricted_at = one.restricted_at or moment
            one.erase_on = max(proof.until for proof in proofs)
            return
        one.surname, one.birth_date, one.restricted_reason = NOBODY, coarse, ""
        one.erased_at, one.erase_on, one.restricted_at = moment, None, None

    def _starts(self) -> list[date]:
        rows = self.session.execute(
            select(Enrolment.start_on, Cohort.first_day)
            .join(Cohort, Cohort.id == Enrolment.cohort_id)
            .where(Enrolment.person_id == self.person.id)
        )
        return [start or first_day for start, first_day in rows]

    def _remember_badge(self) -> None:
        """A badge that is still in a drawer is told to be nobody's any more."""
        from mgdesk.rules.codes import person_code

        self.session.merge(FormerBadge(code=person_code(self.person.id)))

    # --- papers ----------------------------------------------------------------------------------

    def _clear_paper(self, paper: IssuedDocument) -> None:
        record = dict(paper.record)
        if "rows" in record:  # an individual sheet
            record["rows"] = [_without(row, _OF_ROWS) for row in record["rows"]]
        paper.record = {**_without(record, _OF_PAPERS), ERASED_PAPER: True}
        paper.reason = ""

    def _clear_sheets(self, said: set[str], cohorts: set[UUID]) -> None:
        """Take the person off the sheets of their classes that nobody asks for any more."""
        own = select(Enrolment.cohort_id).where(Enrolment.person_id == self.person.id)
        sheets = self.session.scalars(
            select(IssuedDocument).where(
                IssuedDocument.cohort_id.in_(own),
                IssuedDocument.cohort_id.not_in(cohorts),
                IssuedDocument.kind == PaperKind.ATTENDANCE_SHEET,
            )
        )
        for sheet in sheets:
            rows = sheet.record.get("rows", [])
            cleared = [_without(row, _OF_ROWS) if _is_of(row, said) else row for row in rows]
            if cleared == rows:
                continue
            sheet.record = {**sheet.record, "rows": cleared, ERASED_PAPER: True}
            self.gone.setdefault("issued_document", set()).add(sheet.id)
            scans = self.session.scalars(select(Scan).where(Scan.document_id == sheet.id)).all()
            if any(row["surname"] or row["first_name"] for row in cleared):
                self.scans += len(scans)  # others signed there too
            else:
                self._drop_scans(scans)

    def _drop_scans(self, scans: Iterable[Scan]) -> None:
        for scan in scans:
            self.pictures.add(scan.picture_id)
            self.gone.setdefault("scan", set()).add(scan.id)
            self.session.delete(scan)

    # --- what is left behind ---------------------------------------------------------------------

    def _drop_pictures(self, former: dict[str, set[UUID]]) -> None:
        """The pictures that were theirs, also those that others took the place of."""
        for table, ids in former.items():
            for column in personal.picture_columns(table):
                held = scrubbing.former_values(self.session, table, ids, column.name)
                self.pictures.update(map(UUID, held))
        for picture_id in sorted(self.pictures):
            picture = self.session.get(Picture, picture_id)
            if picture is None or not personal.is_shown_elsewhere(self.session, picture):
                self.gone.setdefault("picture", set()).add(picture_id)
                if picture is not None:
                    self.session.delete(picture)

    def _forget(self, former: dict[str, set[UUID]], said: set[str]) -> None:
        """Also of rows that stay: they are the proof, what was done to them on the way is not."""
        rows = dict(former)
        for table, ids in self.gone.items():
            rows.setdefault(table, set()).update(ids)
        scrubbing.empty_audit(self.session, rows, said)


def _without(record: dict[str, Any], fields: Collection[str]) -> dict[str, Any]:
    """A record whose words about the person are empty, of the kinds that they were."""
    emptied = {name: _empty(value) if name in fields else value for name, value in record.items()}
    return {**emptied, "birth_date": None} if "birth_date" in record else emptied


def _empty(value: Any) -> Any:
    if isinstance(value, list):
        return []
    return "" if isinstance(value, str) else None


def _is_of(row: dict[str, Any], said: set[str]) -> bool:
    """Whether a row of a sheet is about somebody who was called one of these."""
    if row.get("number"):
        return row["number"] in said
    return names.list_name(row.get("first_name", ""), row.get("surname", "")) in said
