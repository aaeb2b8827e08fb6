"""What goes on paper, gathered from the data into the frozen records that documents draw."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mgdesk.documents.attendance_sheet import SheetRecord, SheetRow, SheetSlot
from mgdesk.documents.certificate import CertificateRecord
from mgdesk.documents.paper import Backing, Letterhead, Logo
from mgdesk.errors import NotFound
from mgdesk.model import (
    Absence,
    Campus,
    Cohort,
    Enrolment,
    Funder,
    FunderProfile,
    Person,
    Picture,
    Setting,
    Signatory,
)
from mgdesk.queries.attendance import Grid, GridCell, GridColumn, GridRow
from mgdesk.queries.cohorts import CohortDetail, SlotRow, cohort, timetable
from mgdesk.rules import names
from mgdesk.rules.attendance import AttendanceStatus, Summary
from mgdesk.rules.enrolment import LEFT
from mgdesk.rules.paper import SheetLayout

# Marks that may be known before the sheet is printed: nothing is left to sign.
STRUCK = frozenset({AttendanceStatus.EXCUSED, AttendanceStatus.ABSENT_JUSTIFIED})
BLANK_ROWS = 15  # of a sheet without a roster: one page of a week
OBJECTIVES = 5  # lines that a certificate has room for


class Source(Protocol):
    """A cohort or an event that papers are issued for."""

    @property
    def campus(self) -> Campus: ...
    @property
    def cohort_id(self) -> UUID | None: ...
    @property
    def event_id(self) -> UUID | None: ...


@dataclass(frozen=True)
class Issuer:
    """A cohort with what its papers share, whoever they are for."""

    cohort: CohortDetail
    slots: tuple[SlotRow, ...]
    campus: Campus
    profile: FunderProfile | None
    letterhead: Letterhead
    backing: Backing
    is_demo: bool

    @property
    def cohort_id(self) -> UUID:
        return self.cohort.id

    @property
    def event_id(self) -> None:
        return None

    @property
    def code(self) -> str:
        return self.cohort.code

    def language(self, *wishes: str) -> str:
        """The first wish that is one; then the cohort's language, then the campus's first."""
        campus = self.campus.languages[0] if self.campus.languages else "fr"
        return next(filter(None, (*wishes, self.cohort.language)), campus)


@dataclass(frozen=True)
class CampusIssuer:
    """A campus as the source of papers about one person: coaching, loans."""

    campus: Campus
    letterhead: Letterhead
    is_demo: bool

    @property
    def cohort_id(self) -> None:
        return None

    @property
    def event_id(self) -> None:
        return None

    def language(self, *wishes: str) -> str:
        """The first wish that is one, then the campus's first."""
        campus = self.campus.languages[0] if self.campus.languages else "fr"
        return next(filter(None, wishes), campus)


def campus_issuer(session: Session, *, campus_id: UUID) -> CampusIssuer:
    """Raises NotFound."""
    campus = session.get(Campus, campus_id)
    if campus is None:
        raise NotFound
    return CampusIssuer(campus, letterhead_of(session, campus), is_demo(session, campus))


def issuer(session: Session, *, cohort_id: UUID) -> Issuer:
    """Raises NotFound."""
    found = cohort(session, cohort_id=cohort_id)
    campus = session.get_one(Campus, found.campus_id)
    row = session.get_one(Cohort, cohort_id)
    profile = row.funder_profile or campus.funder_profile
    return Issuer(
        cohort=found,
        slots=tuple(timetable(session, cohort_id=cohort_id)),
        campus=campus,
        profile=profile,
        letterhead=letterhead_of(session, campus),
        backing=_backing(session, row, profile),
        is_demo=is_demo(session, campus),
    )


def is_demo(session: Session, campus: Campus) -> bool:
    """Whether paper must say that it is about nobody."""
    setting = session.get(Setting, "demo")
    return campus.is_demo or bool(setting and setting.value.get("is_demo"))


def sheet_record(
    session: Session,
    source: Issuer,
    columns: Sequence[GridColumn],
    rows: Sequence[GridRow],
    *,
    layout: SheetLayout,
    language: str,
    day: date,
) -> SheetRecord:
    """A sheet for some half-days, still without its number. `day` is that of printing."""
    found, slots = source.cohort, {slot.id: slot for slot in source.slots}
    absences = _absences(session, found.id)
    does_strike = source.profile.does_strike_excused if source.profile else True
    signatory = signatory_of(session, source.campus, None)
    return SheetRecord(
        number="",
        layout=layout,
        language=language,
        letterhead=source.letterhead,
        training=found.training,
        cohort=found.code,
        slots=tuple(_sheet_slot(found, slots[column.slot_id]) for column in columns),
        rows=tuple(
            _sheet_row(row, columns, absences.get(row.enrolment_id, ()), does_strike=does_strike)
            for row in rows
        ),
        printed_on=day,
        country=source.campus.country,
        backing=source.backing,
        place=source.campus.city or source.campus.name,
        room=found.room,
        responsible=signatory.name if signatory else "",
        spare_rows=_spare_rows(source, layout),
        is_demo=source.is_demo,
    )


def _spare_rows(source: Issuer, layout: SheetLayout) -> int:
    """Rows to write further names into: a page of them where there is no roster."""
    if layout is SheetLayout.BLANK:
        return BLANK_ROWS
    if layout is SheetLayout.INDIVIDUAL:
        return 0
    return source.profile.spare_rows if source.profile else 3


def rows_of(grid: Grid, slot_ids: Collection[UUID]) -> list[GridRow]:
    """The rows of a grid cut to some of its half-days, without who had left before them."""
    cut = (
        replace(row, cells=tuple(cell for cell in row.cells if cell.slot_id in slot_ids))
        for row in grid.rows
    )
    return [row for row in cut if row.status not in LEFT or any(map(_is_there, row.cells))]


def _is_there(cell: GridCell) -> bool:
    return cell.is_due or cell.status is not None


def _sheet_slot(found: CohortDetail, slot: SlotRow) -> SheetSlot:
    lead = found.trainers[0].name if found.trainers else ""
    return SheetSlot(
        day=slot.day,
        start=slot.starts_at,
        end=slot.ends_at,
        minutes=slot.minutes,
        trainer=slot.trainer or lead,
        room="" if slot.room == found.room else slot.room,
    )


def _sheet_row(
    row: GridRow,
    columns: Sequence[GridColumn],
    absences: Sequence[tuple[date, date]],
    *,
    does_strike: bool,
) -> SheetRow:
    struck = [
        place
        for place, (column, cell) in enumerate(zip(columns, row.cells, strict=True))
        if does_strike and _is_struck(column.day, cell, absences)
    ]
    return SheetRow(row.learner_number, row.surname, row.first_name, row.second_name, tuple(struck))


def _is_struck(day: date, cell: GridCell, absences: Sequence[tuple[date, date]]) -> bool:
    if not cell.is_due or cell.status in STRUCK:
        return True
    return cell.status is None and any(first <= day <= last for first, last in absences)


def certificate_record(
    source: Issuer,
    enrolment: Enrolment,
    person: Person,
    summary: Summary,
    *,
    language: str,
    signatory: Signatory | None,
    signature: Logo | None,
    day: date,
) -> CertificateRecord:
    """A certificate, still without its number. `day` is that of its issue."""
    found = source.cohort
    days = [slot.day for slot in source.slots] or [found.first_day, found.last_day]
    return CertificateRecord(
        number="",
        language=language,
        letterhead=source.letterhead,
        name=names.display_name(person.first_name, person.surname),
        training=found.training,
        first_day=max(days[0], enrolment.start_on or days[0]),
        last_day=min(days[-1], enrolment.exit_on or days[-1]),
        minutes_planned=found.minutes_planned,
        minutes_attended=summary.minutes_attended,
        place=source.campus.city or source.campus.name,
        issued_on=day,
        signatory=signatory.name if signatory else "",
        country=source.campus.country,
        second_name=person.second_name,
        birth_date=person.birth_date,
        birth_place=person.birth_place,
        objectives=tuple(filter(None, found.objectives.splitlines()))[:OBJECTIVES],
        signatory_role=signatory.role if signatory else "",
        signature=signature,
        backing=source.backing,
        is_demo=source.is_demo,
    )


def who_signs(
    session: Session, source: Source, signatory_id: UUID | None
) -> tuple[Signatory | None, Logo | None]:
    """Who signs a certificate, with the picture of the signature. Raises NotFound."""
    signatory = signatory_of(session, source.campus, signatory_id)
    if signatory is None or signatory.signature_id is None:
        return signatory, None
    return signatory, logo_of(session, signatory.name, signatory.signature_id)


def signatory_of(session: Session, campus: Campus, signatory_id: UUID | None) -> Signatory | None:
    if signatory_id is None:
        return campus.signatories[0] if campus.signatories else None
    found = session.get(Signatory, signatory_id)
    if found is None or found.campus_id != campus.id:
        raise NotFound
    return found


def letterhead_of(session: Session, campus: Campus) -> Letterhead:
    lines = (campus.street, names.display_name(campus.postcode, campus.city))
    organisation = campus.organisation or campus.name
    return Letterhead(
        organisation=organisation,
        campus=campus.name if campus.name != organisation else "",
        address=tuple(filter(None, lines)),
        registration=campus.registration,
        contact=" · ".join(filter(None, (campus.phone, campus.email, campus.website))),
        accent=campus.accent,
        logo=logo_of(session, organisation, campus.logo_id) if campus.logo_id else None,
    )


def _backing(session: Session, row: Cohort, profile: FunderProfile | None) -> Backing:
    partners = tuple(
        logo_of(session, link.partner.name, link.partner.logo_id) for link in row.partners
    )
    if profile is None:
        return Backing(partners=partners)
    funder: Funder | None = profile.funder
    return Backing(
        funders=(logo_of(session, funder.name, funder.logo_id),) if funder else (),
        partners=partners,
        has_eu_emblem=profile.has_eu_emblem,
        mention=profile.mention,
        project_number=profile.project_number,
    )


def logo_of(session: Session, name: str, picture_id: UUID | None) -> Logo:
    """A picture by its digest: the bytes themselves are not read here."""
    if picture_id is None:
        return Logo(name)
    digest = session.scalar(select(Picture.digest).where(Picture.id == picture_id))
    return Logo(name, digest or "")


def _absences(session: Session, cohort_id: UUID) -> Mapping[UUID, list[tuple[date, date]]]:
    rows: Any = session.execute(
        select(Absence.enrolment_id, Absence.first_day, Absence.last_day)
        .join(Enrolment, Enrolment.id == Absence.enrolment_id)
        .where(Enrolment.cohort_id == cohort_id)
    )
    found: dict[UUID, list[tuple[date, date]]] = {}
    for enrolment_id, first, last in rows:
        found.setdefault(enrolment_id, []).append((first, last))
    return found
