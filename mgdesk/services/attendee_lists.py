"""Lists of people as paper: of an event, of a class, of all who are in the house; nothing is registered."""

from dataclasses import replace
from datetime import date
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from mgdesk.documents.attendee_list import (
    AttendeeGroup,
    AttendeeListRecord,
    AttendeeRow,
    ListKind,
)
from mgdesk.errors import DeskError, NotFound
from mgdesk.i18n import N_, format_hours, gettext, speaking
from mgdesk.model import Campus
from mgdesk.queries.day_history import StayRow, stays_on
from mgdesk.queries.documents import register
from mgdesk.queries.events import registrations
from mgdesk.queries.presence import Expected, Gathering, expected_on
from mgdesk.queries.privacy import off_lists
from mgdesk.queries.roster import RosterRow, roster
from mgdesk.rules import names
from mgdesk.rules.arrival import KIND_LABELS
from mgdesk.rules.clock import wall_clock
from mgdesk.rules.enrolment import LEFT
from mgdesk.rules.events import HOLDING_A_PLACE
from mgdesk.rules.paper import PaperKind, PaperStatus
from mgdesk.rules.rights import Right
from mgdesk.services.documents import Paper, paper_of
from mgdesk.services.event_papers import event_issuer
from mgdesk.services.issuing import members_of
from mgdesk.services.records import is_demo, issuer, letterhead_of
from mgdesk.services.rights import needs

# Certificates that are good: neither revoked nor replaced by a corrected one.
_GOOD: Final = frozenset({PaperStatus.ISSUED, PaperStatus.PRINTED, PaperStatus.COLLECTED})


class NobodySent(DeskError):
    sentence = N_("No employer sent anybody to this cohort.")


def attendees(
    session: Session,
    *,
    day: date,
    cohort_id: UUID | None = None,
    event_id: UUID | None = None,
    language: str | None = None,
) -> Paper:
    """The list of a cohort, or of those expected at an event and waiting. Raises NotFound."""
    if event_id is not None:
        return paper_of(session, [_of_event(session, event_id, language or "", day)])
    assert cohort_id is not None
    return paper_of(session, [_of_cohort(session, cohort_id, language or "", day)])


@needs(Right.ISSUE, Right.TEACH)
def for_employers(
    session: Session,
    *,
    cohort_id: UUID,
    day: date,
    employer: str = "",
    language: str | None = None,
) -> Paper:
    """A page for each employer of a cohort: whom it sent, their hours, their certificates' numbers.

    With an `employer`, only its page. No employer sees whom another sent. Raises NotFound, NobodySent.
    """
    unlisted = off_lists(session)
    rows = roster(session, cohort_id=cohort_id)
    sent = [
        row
        for row in rows
        if row.employer
        and row.person_id not in unlisted
        and (not employer or names.fold(row.employer) == names.fold(employer))
    ]
    if not sent:
        raise NobodySent
    source = issuer(session, cohort_id=cohort_id)
    spoken = source.language(language or "")
    papers = register(session, cohort_id=cohort_id, kind=PaperKind.CERTIFICATE, statuses=_GOOD)
    numbers = {paper.person_id: paper.number for paper in papers}
    plain = _of_cohort(session, cohort_id, language or "", day)
    records = []
    with speaking(spoken, source.campus.country):
        for sender in sorted({row.employer for row in sent}):
            people = tuple(_sent(row, numbers) for row in sent if row.employer == sender)
            about = f"{sender} · {plain.about}"
            records.append(
                replace(
                    plain,
                    kind=ListKind.EMPLOYER,
                    about=about,
                    groups=(AttendeeGroup(sender, people),),
                )
            )
    return paper_of(session, records)


def _sent(row: RosterRow, numbers: dict[UUID | None, str]) -> AttendeeRow:
    attended = format_hours(row.summary.minutes_attended + row.summary.minutes_assimilated)
    due = gettext("of {hours}", hours=format_hours(row.summary.minutes_due))
    said = (f"{attended} {due}", numbers.get(row.person_id, ""))
    return AttendeeRow(row.name, "", " · ".join(filter(None, said)))


def of_the_day(
    session: Session, *, campus_id: UUID, day: date, language: str | None = None
) -> Paper:
    """Who came and went at a campus on a day, by when they came. Raises NotFound."""
    campus = session.get(Campus, campus_id)
    if campus is None:
        raise NotFound
    with speaking(_spoken(campus, language)):
        unlisted = off_lists(session)
        stays = stays_on(session, campus_id=campus_id, day=day)
        rows = tuple(_stay(one) for one in stays if one.person_id not in unlisted)
    groups = (AttendeeGroup("", rows),)
    return paper_of(session, [_of_campus(session, campus, day, ListKind.DAY, groups, language)])


def in_the_house(
    session: Session, *, campus_id: UUID, day: date, language: str | None = None
) -> Paper:
    """Who is expected and who has arrived at a campus on a day, by place, for when it burns: whoever
    asked that their data be used no more is on it too. Raises NotFound.
    """
    campus = session.get(Campus, campus_id)
    if campus is None:
        raise NotFound
    with speaking(_spoken(campus, language)):
        groups = tuple(map(_group, expected_on(session, campus_id=campus_id, day=day)))
    kind = ListKind.EVACUATION
    return paper_of(session, [_of_campus(session, campus, day, kind, groups, language)])


def _spoken(campus: Campus, language: str | None) -> str:
    return language or (campus.languages[0] if campus.languages else "fr")


def _of_campus(
    session: Session,
    campus: Campus,
    day: date,
    kind: ListKind,
    groups: tuple[AttendeeGroup, ...],
    language: str | None,
) -> AttendeeListRecord:
    return AttendeeListRecord(
        kind=kind,
        language=_spoken(campus, language),
        letterhead=letterhead_of(session, campus),
        heading=campus.name,
        about="",
        first_day=day,
        last_day=day,
        groups=groups,
        printed_on=day if kind is ListKind.EVACUATION else _today(campus),
        printed_at=wall_clock().astimezone(ZoneInfo(campus.zone)).time(),
        country=campus.country,
        is_demo=is_demo(session, campus),
    )


def _today(campus: Campus) -> date:
    return wall_clock().astimezone(ZoneInfo(campus.zone)).date()


def _stay(row: StayRow) -> AttendeeRow:
    """Somebody of a day: what for and where, from when to when."""
    kinds = (gettext(KIND_LABELS[kind]) for kind in row.kinds)
    is_seen = row.left_at is not None and not row.is_closed_at_night
    return AttendeeRow(
        row.list_name,
        "",  # the room is for what they came for
        " · ".join(filter(None, (*kinds, *row.titles, *row.rooms, row.note))),
        is_here=row.left_at is None,
        arrived=row.came_at.time(),
        left=row.left_at.time() if row.left_at and is_seen else None,
        is_night=row.is_closed_at_night,
    )


def _group(gathering: Gathering) -> AttendeeGroup:
    parts = (gathering.title, gathering.code, gathering.room)
    rows = tuple(
        AttendeeRow(
            one.name,
            one.second_name,
            "" if gathering.title else _detail(one),
            one.is_here,
            one.arrived_at,
        )
        for one in gathering.people
    )
    return AttendeeGroup(" · ".join(filter(None, parts)), rows)


def _detail(one: Expected) -> str:
    """What they came for, where they sit, whom they visit."""
    kind = gettext(KIND_LABELS[one.kind]) if one.kind else ""
    return " · ".join(filter(None, (kind, one.room, one.note)))


def _of_event(session: Session, event_id: UUID, language: str, day: date) -> AttendeeListRecord:
    source = event_issuer(session, event_id=event_id)
    found, zone = source.event, ZoneInfo(source.event.zone)
    starts, ends = found.starts_at.astimezone(zone), found.ends_at.astimezone(zone)
    unlisted = off_lists(session)
    rows = tuple(
        AttendeeRow(
            name=row.list_name,
            second_name=row.second_name,
            is_here=row.arrived_at is not None,
            arrived=row.arrived_at.astimezone(zone).time() if row.arrived_at else None,
            waiting=row.waiting_position or 0,
        )
        for row in registrations(session, event_id=event_id)
        if row.person_id not in unlisted
        if row.status in HOLDING_A_PLACE or row.waiting_position
    )
    return AttendeeListRecord(
        kind=ListKind.ATTENDEES,
        language=source.language(language),
        letterhead=source.letterhead,
        heading=found.title,
        about=" · ".join(filter(None, (found.code, found.room, found.campus_name))),
        first_day=starts.date(),
        last_day=ends.date(),
        groups=(AttendeeGroup("", rows),),
        printed_on=day,
        printed_at=wall_clock().astimezone(zone).time(),
        starts=starts.time(),
        ends=ends.time(),
        country=source.campus.country,
        backing=source.backing,
        is_demo=source.is_demo,
    )


def _of_cohort(session: Session, cohort_id: UUID, language: str, day: date) -> AttendeeListRecord:
    source = issuer(session, cohort_id=cohort_id)
    rows = tuple(
        AttendeeRow(
            name=names.list_name(person.first_name, person.surname),
            second_name=person.second_name,
            detail=person.learner_number or "",
        )
        for enrolment, person in members_of(session, cohort_id, None)
        if enrolment.status not in LEFT and person.restricted_at is None
    )
    found = source.cohort
    return AttendeeListRecord(
        kind=ListKind.ATTENDEES,
        language=source.language(language),
        letterhead=source.letterhead,
        heading=found.training,
        about=" · ".join(filter(None, (found.code, found.room, found.campus_name))),
        first_day=found.first_day,
        last_day=found.last_day,
        groups=(AttendeeGroup("", rows),),
        printed_on=day,
        printed_at=wall_clock().astimezone(ZoneInfo(found.zone)).time(),
        country=source.campus.country,
        backing=source.backing,
        is_demo=source.is_demo,
    )
