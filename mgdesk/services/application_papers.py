"""Letters to applicants and the list of a selection day, to be printed; nothing is registered."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from mgdesk.documents.application_letter import ApplicationLetterRecord, LetterKind, Offer
from mgdesk.documents.attendee_list import (
    AttendeeGroup,
    AttendeeListRecord,
    AttendeeRow,
    ListKind,
)
from mgdesk.errors import DeskError
from mgdesk.i18n import N_, format_clock, speaking
from mgdesk.model import Application, Cohort, Convocation, Training
from mgdesk.queries.privacy import leaves_out, off_lists
from mgdesk.queries.selection import convocations
from mgdesk.rules import names
from mgdesk.rules.application import ApplicationStatus
from mgdesk.rules.clock import wall_clock
from mgdesk.rules.enrolment import CohortStatus
from mgdesk.rules.letters import addressed
from mgdesk.rules.rights import Right
from mgdesk.services.documents import Paper, paper_of
from mgdesk.services.records import CampusIssuer, campus_issuer, signatory_of
from mgdesk.services.rights import needs
from mgdesk.services.selection import day_of

_KIND_OF: Final = {
    ApplicationStatus.ACCEPTED: LetterKind.ACCEPTED,
    ApplicationStatus.RESERVE: LetterKind.RESERVE,
    ApplicationStatus.REFUSED: LetterKind.REFUSED,
}
_TO_COME: Final = (CohortStatus.PLANNED, CohortStatus.CONFIRMED)
_MOST_OFFERS: Final = 4


class NobodyDecided(DeskError):
    sentence = N_("Nobody here has an answer yet. Accept, reserve or refuse first, then print.")


class NobodyConvoked(DeskError):
    sentence = N_("Nobody is convoked for this day yet. Convoke people first, then print.")


class NobodyToTell(DeskError):
    sentence = N_("Everybody who is convoked knows the day and hour that hold now.")


@needs(Right.ISSUE, Right.SELECT)
def decision_letters(
    session: Session,
    *,
    application_ids: Sequence[UUID],
    day: date,
    language: str | None = None,
) -> Paper:
    """A letter to each of these applicants who has an answer, in their language, in this order.

    Raises NobodyDecided.
    """
    found = session.scalars(select(Application).where(Application.id.in_(application_ids)))
    known = {one.id: one for one in found}
    unlisted = off_lists(session) if leaves_out(application_ids) else set()
    decided = [
        known[key]
        for key in application_ids
        if key in known and known[key].status in _KIND_OF and known[key].person_id not in unlisted
    ]
    if not decided:
        raise NobodyDecided
    return paper_of(session, [_decision(session, one, day, language or "") for one in decided])


@needs(Right.ISSUE, Right.SELECT)
def convocation_letters(
    session: Session,
    *,
    selection_day_id: UUID,
    day: date,
    language: str | None = None,
    only_changed: bool = False,
) -> Paper:
    """A letter to each who is convoked for a selection day, by hour; it says what changed since the last.

    `only_changed` leaves out who knows already. Raises NotFound, NobodyConvoked, NobodyToTell.
    """
    found = day_of(session, selection_day_id)
    source = campus_issuer(session, campus_id=found.campus_id)
    unlisted = off_lists(session)
    called = sorted(
        (one for one in found.convocations if one.application.person_id not in unlisted), key=_order
    )
    if not called:
        raise NobodyConvoked
    if only_changed:
        called = [one for one in called if one.former_day is not None]
        if not called:
            raise NobodyToTell
    return paper_of(
        session, [_convocation(session, source, one, day, language or "") for one in called]
    )


@needs(Right.ISSUE, Right.SELECT)
def selection_sheet(
    session: Session, *, selection_day_id: UUID, day: date, language: str | None = None
) -> Paper:
    """Who is expected at which hour on a selection day, with room to sign.

    Raises NotFound, NobodyConvoked.
    """
    found = day_of(session, selection_day_id)
    source = campus_issuer(session, campus_id=found.campus_id)
    unlisted = off_lists(session)
    rows = [
        row
        for row in convocations(session, selection_day_id=selection_day_id)
        if row.application.person_id not in unlisted
    ]
    if not rows:
        raise NobodyConvoked
    spoken = source.language(language or "")
    with speaking(spoken, source.campus.country):
        groups = tuple(
            AttendeeGroup(
                format_clock(hour),
                tuple(
                    AttendeeRow(
                        names.list_name(row.application.first_name, row.application.surname),
                        row.application.second_name,
                    )
                    for row in each
                ),
            )
            for hour, each in groupby(rows, key=lambda row: row.starts_at)
        )
    record = AttendeeListRecord(
        kind=ListKind.SELECTION,
        language=spoken,
        letterhead=source.letterhead,
        heading=found.training.title,
        about=" · ".join(
            filter(
                None,
                (
                    found.cohort.code if found.cohort else "",
                    found.room.name if found.room else "",
                    source.campus.name,
                ),
            )
        ),
        first_day=found.day,
        last_day=found.day,
        groups=groups,
        printed_on=day,
        printed_at=wall_clock().astimezone(ZoneInfo(source.campus.zone)).time(),
        starts=found.starts_at,
        ends=found.ends_at,
        country=source.campus.country,
        is_demo=source.is_demo,
    )
    return paper_of(session, [record])


def _decision(
    session: Session, application: Application, day: date, language: str
) -> ApplicationLetterRecord:
    source = campus_issuer(session, campus_id=application.campus_id)
    kind, cohort = _KIND_OF[application.status], application.cohort
    is_dated = kind is LetterKind.ACCEPTED and cohort is not None
    return _letter(
        session,
        source,
        application,
        kind,
        day,
        language,
        first_day=cohort.first_day if is_dated and cohort else None,
        last_day=cohort.last_day if is_dated and cohort else None,
        offers=_offers(session, application, day) if kind is LetterKind.REFUSED else (),
    )


def _convocation(
    session: Session, source: CampusIssuer, convocation: Convocation, day: date, language: str
) -> ApplicationLetterRecord:
    found = convocation.selection_day
    return _letter(
        session,
        source,
        convocation.application,
        LetterKind.CONVOCATION,
        day,
        language,
        first_day=found.day,
        starts=convocation.starts_at,
        room=found.room.name if found.room else "",
        former_day=convocation.former_day,
        former_starts=convocation.former_starts_at,
        former_room=convocation.former_room,
        note=found.note,
    )


def _letter(
    session: Session,
    source: CampusIssuer,
    application: Application,
    kind: LetterKind,
    day: date,
    language: str,
    **more: object,
) -> ApplicationLetterRecord:
    person, campus = application.person, source.campus
    signatory = signatory_of(session, campus, None)
    return ApplicationLetterRecord(
        kind=kind,
        language=source.language(language, person.language),
        letterhead=source.letterhead,
        name=names.display_name(person.first_name, person.surname),
        address=addressed(person.street, person.postcode, person.municipality),
        training=application.training.title,
        place=campus.city or campus.name,
        issued_on=day,
        signatory=signatory.name if signatory else "",
        signatory_role=signatory.role if signatory else "",
        country=campus.country,
        second_name=person.second_name,
        is_demo=source.is_demo,
        **more,  # type: ignore[arg-type]  # each is named by its caller
    )


def _offers(session: Session, application: Application, day: date) -> tuple[Offer, ...]:
    """What else begins at the campus after that day, the soonest first."""
    rows = session.execute(
        select(Training.title, Cohort.first_day)
        .join(Cohort.training)
        .where(
            Cohort.campus_id == application.campus_id,
            Cohort.first_day > day,
            Cohort.status.in_(_TO_COME),
            Cohort.id != application.cohort_id if application.cohort_id else Cohort.id.is_not(None),
        )
        .order_by(Cohort.first_day, Cohort.code)
        .limit(_MOST_OFFERS)
    )
    return tuple(Offer(*row) for row in rows)


def _order(convocation: Convocation) -> tuple[object, str]:
    person = convocation.application.person
    return convocation.starts_at, person.sort_key
