"""Cohorts: made, changed, moved through their states, deleted; and the doors to what is in them.

The verbs of half-days (services/timetable.py) and of enrolments (services/enrolments.py) are here
too, so that whoever works on a cohort knocks at one door.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mgdesk.errors import DeskError, NotFound, StaleRecord
from mgdesk.i18n import LANGUAGES, N_
from mgdesk.model import (
    Campus,
    Cohort,
    CohortPartner,
    CohortTrainer,
    FunderProfile,
    Partner,
    Training,
)
from mgdesk.model.identity import new_key
from mgdesk.queries.campuses import campus_id_of
from mgdesk.rules import names
from mgdesk.rules.calendar import WORKING_DAYS, Hours, check_pattern
from mgdesk.rules.enrolment import COHORT_STATUS_LABELS, CohortStatus, Half
from mgdesk.rules.rights import Right
from mgdesk.services.enrolments import (
    enrol,
    enrol_new,
    enrol_people,
    remove_enrolment,
    set_enrolment,
)
from mgdesk.services.rights import needs
from mgdesk.services.texts import line, lines
from mgdesk.services.timetable import (
    TimetableReport,
    add_slot,
    count_marks,
    move_slot,
    new_slot,
    pattern_of,
    planned,
    regenerate,
    remove_slot,
    room_named,
)
from mgdesk.services.trainers import trainer_named
from mgdesk.storage.audit import Word, name_change

__all__ = [
    "TimetableReport", "add_cohort", "add_slot", "delete_cohort", "enrol", "enrol_new", "enrol_people",
    "move_slot", "regenerate", "remove_enrolment", "remove_slot", "set_enrolment", "set_status",
    "update_cohort", "update_training",
]  # fmt: skip


class CodeMissing(DeskError):
    sentence = N_("A cohort needs a code, such as CODING-12. Type one.")


class CodeTaken(DeskError):
    sentence = N_("There is already a cohort with the code {code}. Choose another.")


class TrainingMissing(DeskError):
    sentence = N_("A cohort needs a training. Type its title.")


class TitleTaken(DeskError):
    sentence = N_("There is already a training called {title}. Choose another title.")


class CapacityNegative(DeskError):
    sentence = N_("A capacity is a number of places, 0 or more.")


class UnknownProfile(DeskError):
    sentence = N_("There is no funder profile with the code {code}. Choose one of the list.")


class UnknownPartner(DeskError):
    sentence = N_("There is no partner called {name}. Add it in the settings first.")


class UnknownLanguage(DeskError):
    sentence = N_("{language} is not a language of this program: fr, nl, en, it, ar.")


class CohortHasMarks(DeskError):
    sentence = N_(
        "{code} has marks ({marks}), which prove hours that were paid. Archive it instead."
    )


@needs(Right.PLAN)
def add_cohort(
    session: Session,
    *,
    code: str,
    training: str,
    campus: str,
    first_day: date,
    last_day: date,
    weekdays: Collection[int] = WORKING_DAYS,
    halves: Collection[Half] = (Half.MORNING, Half.AFTERNOON),
    hours: Mapping[Half, Hours] | None = None,
    skips_holidays: bool = True,
    room: str = "",
    trainers: Sequence[str | UUID] = (),
    funder_profile: str = "",
    partners: Sequence[str] = (),
    capacity: int | None = None,
    language: str = "",
    note: str = "",
    status: CohortStatus = CohortStatus.PLANNED,
) -> UUID:
    """Make a cohort with its timetable. The training, the room and trainers are made when new.

    `campus` and `funder_profile` are codes, `partners` names; an empty profile or language is the
    campus's. Raises CodeMissing, CodeTaken, TrainingMissing, UnknownCampus, UnknownProfile,
    UnknownPartner, UnknownLanguage, CapacityNegative, NoHalfDays and what `check_pattern` raises.
    """
    clean_code = _free_code(session, code)
    name_change(session, N_("Cohort {code} added"), code=clean_code)
    pattern = pattern_of(first_day, last_day, weekdays, halves, hours)
    check_pattern(pattern)
    where = session.get_one(Campus, campus_id_of(session, code=campus))
    slots, _ = planned(where, pattern, skips_holidays=skips_holidays)
    cohort = Cohort(id=new_key(), campus_id=where.id, first_day=first_day, last_day=last_day)
    cohort.code, cohort.status = clean_code, status
    _fill(
        session,
        cohort,
        training=training,
        room=room,
        trainers=trainers,
        funder_profile=funder_profile,
        partners=partners,
        capacity=capacity,
        language=language,
        note=note,
    )
    session.add(cohort)
    session.flush()
    session.add_all(new_slot(cohort.id, place) for place in slots)
    session.flush()
    return cohort.id


@needs(Right.PLAN)
def update_cohort(
    session: Session,
    *,
    cohort_id: UUID,
    version: int,
    code: str,
    training: str,
    room: str = "",
    trainers: Sequence[str | UUID] = (),
    funder_profile: str = "",
    partners: Sequence[str] = (),
    capacity: int | None = None,
    language: str = "",
    note: str = "",
) -> None:
    """Give a cohort these values, all of them; its days are changed by `regenerate`.

    Raises StaleRecord when somebody changed it since, and what `add_cohort` raises.
    """
    cohort = _cohort(session, cohort_id, version)
    cohort.code = _free_code(session, code, but=cohort_id)
    name_change(session, N_("Cohort {code} changed"), code=cohort.code)
    _fill(
        session,
        cohort,
        training=training,
        room=room,
        trainers=trainers,
        funder_profile=funder_profile,
        partners=partners,
        capacity=capacity,
        language=language,
        note=note,
    )


@needs(Right.PLAN)
def set_status(
    session: Session, *, cohort_id: UUID, status: CohortStatus, version: int | None = None
) -> None:
    """Move a cohort to another state. Raises NotFound, StaleRecord."""
    cohort = _cohort(session, cohort_id, version)
    word = Word(COHORT_STATUS_LABELS[status])
    name_change(session, N_("Cohort {code}: {status}"), code=cohort.code, status=word)
    cohort.status = status


@needs(Right.PLAN)
def delete_cohort(session: Session, *, cohort_id: UUID) -> None:
    """Delete a cohort that nobody was marked in, with its enrolments. Raises CohortHasMarks."""
    cohort = _cohort(session, cohort_id, None)
    name_change(session, N_("Cohort {code} deleted"), code=cohort.code)
    marks = count_marks(session, cohort_id)
    if marks:
        raise CohortHasMarks(code=cohort.code, marks=marks)
    session.delete(cohort)


@needs(Right.PLAN)
def update_training(
    session: Session,
    *,
    training_id: UUID,
    version: int,
    title: str,
    objectives: str = "",
    planned_minutes: int | None = None,
) -> None:
    """Change a training of the catalogue. Raises NotFound, StaleRecord, TrainingMissing, TitleTaken."""
    found = session.get(Training, training_id)
    if found is None:
        raise NotFound
    if found.version != version:
        raise StaleRecord
    clean_title = line(title)
    if not clean_title:
        raise TrainingMissing
    other = _training_titled(session, clean_title)
    if other is not None and other.id != training_id:
        raise TitleTaken(title=clean_title)
    name_change(session, N_("Training {name} changed"), name=clean_title)
    found.title = clean_title
    found.objectives = lines(objectives)
    found.planned_minutes = planned_minutes


def _cohort(session: Session, cohort_id: UUID, version: int | None) -> Cohort:
    cohort = session.get(Cohort, cohort_id)
    if cohort is None:
        raise NotFound
    if version is not None and cohort.version != version:
        raise StaleRecord
    return cohort


def _free_code(session: Session, code: str, but: UUID | None = None) -> str:
    wanted = line(code)
    if not wanted:
        raise CodeMissing
    for row in session.execute(select(Cohort.id, Cohort.code)):
        if row.id != but and row.code.casefold() == wanted.casefold():
            raise CodeTaken(code=row.code)
    return wanted


def _fill(
    session: Session,
    cohort: Cohort,
    *,
    training: str,
    room: str,
    trainers: Sequence[str | UUID],
    funder_profile: str,
    partners: Sequence[str],
    capacity: int | None,
    language: str,
    note: str,
) -> None:
    if capacity is not None and capacity < 0:
        raise CapacityNegative
    if language and language not in LANGUAGES:
        raise UnknownLanguage(language=language)
    with session.no_autoflush:
        cohort.training_id = _training(session, training).id
        cohort.room_id = room_named(session, campus_id=cohort.campus_id, name=room)
        cohort.funder_profile_id = _profile_id(session, funder_profile)
        cohort.capacity, cohort.language = capacity, language
        cohort.note = lines(note)
        _set_trainers(session, cohort, trainers)
        _set_partners(session, cohort, partners)


def _training(session: Session, title: str) -> Training:
    wanted = line(title)
    if not wanted:
        raise TrainingMissing
    found = _training_titled(session, wanted)
    if found is None:
        found = Training(id=new_key(), title=wanted)
        session.add(found)
        session.flush()
    return found


def _training_titled(session: Session, title: str) -> Training | None:
    # Compared here: SQLite lowers ASCII only, and a title may be in any script.
    for training in session.scalars(select(Training)):
        if training.title.casefold() == title.casefold():
            return training
    return None


def _profile_id(session: Session, code: str) -> UUID | None:
    if not code:
        return None
    wanted = select(FunderProfile.id).where(func.upper(FunderProfile.code) == code.upper())
    found = session.scalar(wanted)
    if found is None:
        raise UnknownProfile(code=code)
    return found


def _set_trainers(session: Session, cohort: Cohort, trainers: Iterable[str | UUID]) -> None:
    found = (trainer_named(session, name, campus_id=cohort.campus_id) for name in trainers)
    ids = list(dict.fromkeys(person_id for person_id in found if person_id is not None))
    teaching = {link.person_id: link for link in cohort.trainers}
    cohort.trainers = [
        teaching.get(person_id) or CohortTrainer(id=new_key(), person_id=person_id)
        for person_id in ids
    ]
    for position, link in enumerate(cohort.trainers):
        link.position = position
    _delete_links(session, teaching.values(), cohort.trainers)


def _set_partners(session: Session, cohort: Cohort, partners: Iterable[str]) -> None:
    helping = {link.partner_id: link for link in cohort.partners}
    ids = list(dict.fromkeys(_partner_id(session, name) for name in partners))
    cohort.partners = [
        helping.get(partner_id) or CohortPartner(id=new_key(), partner_id=partner_id)
        for partner_id in ids
    ]
    for position, link in enumerate(cohort.partners):
        link.position = position
    _delete_links(session, helping.values(), cohort.partners)


def _delete_links(session: Session, before: Iterable[object], after: Sequence[object]) -> None:
    """Delete what left a collection by name: the audit does not see what SQLAlchemy drops itself."""
    for link in before:
        if link not in after:
            session.delete(link)


def _partner_id(session: Session, name: str) -> UUID:
    wanted = names.clean(name).casefold()
    for row in session.execute(select(Partner.id, Partner.name)):
        if row.name.casefold() == wanted:
            return UUID(str(row.id))
    raise UnknownPartner(name=name)
