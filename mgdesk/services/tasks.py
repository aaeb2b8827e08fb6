"""Tasks on paper: done, not needed, moved, or added for one cohort or one person."""

from collections.abc import Sequence
from datetime import date
from typing import TypedDict, Unpack
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from mgdesk.errors import DeskError, NotFound, StaleRecord
from mgdesk.i18n import N_, NN_
from mgdesk.model import AdminTask, Cohort, Enrolment, TaskTemplate
from mgdesk.model.identity import new_key
from mgdesk.queries.tasks import TaskKey
from mgdesk.rules import names
from mgdesk.rules.rights import Right
from mgdesk.rules.tasks import TASK_KIND_LABELS, TaskKind
from mgdesk.services.pictures import keep_proof
from mgdesk.services.rights import needs
from mgdesk.services.texts import line, lines
from mgdesk.storage.audit import Word, name_change, now


class TaskTitleMissing(DeskError):
    sentence = N_("Say what has to be done: type a title.")


class WaivedWithoutReason(DeskError):
    sentence = N_("Say why this is not needed: type a reason.")


class TaskFields(TypedDict, total=False):
    """What can be noted of a task; what is not given stays."""

    due_on: date | None
    done_on: date | None
    reference: str
    waived: str
    note: str
    proof: bytes | None


@needs(Right.PLAN)
def add_task(
    session: Session,
    *,
    cohort_id: UUID,
    title: str,
    enrolment_id: UUID | None = None,
    due_on: date | None = None,
    note: str = "",
) -> UUID:
    """Add a task of its own for a cohort or one of its people. Raises NotFound, TaskTitleMissing."""
    title = line(title)
    if not title:
        raise TaskTitleMissing
    task = _new(session, TaskKey(cohort_id, enrolment_id, None))
    task.title, task.due_on, task.note = title, due_on, lines(note)
    name_change(session, N_("Task added: {task}"), task=title)
    session.flush()
    return task.id


@needs(Right.PLAN)
def note_task(
    session: Session, *, key: TaskKey, version: int | None = None, **fields: Unpack[TaskFields]
) -> UUID:
    """Note something of one task: done on a day, not needed and why, due on another day.

    A contract's reference becomes the enrolment's. Raises NotFound, StaleRecord and what a picture
    raises.
    """
    task = _found(session, key) or _new(session, key)
    if version is not None and (task.version or 0) != version:
        raise StaleRecord
    if fields.get("proof"):
        task.proof_id = keep_proof(session, content=fields["proof"] or b"")
    for name in ("due_on", "done_on"):
        if name in fields:
            setattr(task, name, fields[name])
    task.reference = line(fields.get("reference", task.reference or ""))
    task.waived = lines(fields.get("waived", task.waived or ""))
    task.note = lines(fields.get("note", task.note or ""))
    task.noted_at = now(session)
    session.flush()
    _keep_contract(session, task)
    _name(session, task)
    return task.id


@needs(Right.PLAN)
def do_tasks(session: Session, *, keys: Sequence[TaskKey], day: date | None = None) -> int:
    """Note several tasks as done on a day (today on the campus's clock when none is given)."""
    for key in keys:
        note_task(session, key=key, done_on=day or _today(session, key), waived="")
    if len(keys) > 1:
        name_change(session, NN_("{n} task done", "{n} tasks done"), n=len(keys))
    return len(keys)


@needs(Right.PLAN)
def reopen_tasks(session: Session, *, keys: Sequence[TaskKey]) -> int:
    """Take back that tasks are done or not needed. Raises NotFound."""
    for key in keys:
        task = _found(session, key)
        if task is None:
            raise NotFound
        task.done_on, task.waived = None, ""
        name_change(session, N_("Open again: {task}"), task=_title(task))
    if len(keys) > 1:
        name_change(session, NN_("{n} task open again", "{n} tasks open again"), n=len(keys))
    return len(keys)


@needs(Right.PLAN)
def waive_tasks(session: Session, *, keys: Sequence[TaskKey], reason: str) -> int:
    """Note that tasks do not concern them, and why. Raises NotFound, WaivedWithoutReason."""
    if not lines(reason):
        raise WaivedWithoutReason
    for key in keys:
        note_task(session, key=key, waived=reason, done_on=None)
    if len(keys) > 1:
        name_change(session, NN_("{n} task not needed", "{n} tasks not needed"), n=len(keys))
    return len(keys)


@needs(Right.PLAN)
def remove_task(session: Session, *, task_id: UUID) -> None:
    """Delete a task of its own, or forget what was noted of one of the list. Raises NotFound."""
    task = session.get(AdminTask, task_id)
    if task is None:
        raise NotFound
    name_change(session, N_("Task deleted: {task}"), task=_title(task))
    session.delete(task)


def _new(session: Session, key: TaskKey) -> AdminTask:
    cohort = session.get(Cohort, key.cohort_id)
    enrolment = session.get(Enrolment, key.enrolment_id) if key.enrolment_id else None
    template = session.get(TaskTemplate, key.template_id) if key.template_id else None
    is_lost = key.task_id is not None or (key.template_id is not None and template is None)
    is_elsewhere = enrolment is not None and enrolment.cohort_id != key.cohort_id
    if cohort is None or is_lost or is_elsewhere or (key.enrolment_id and enrolment is None):
        raise NotFound
    task = AdminTask(
        id=new_key(),
        cohort_id=key.cohort_id,
        enrolment_id=key.enrolment_id,
        template_id=key.template_id,
        period=key.period,
        noted_at=now(session),
    )
    session.add(task)
    return task


def _found(session: Session, key: TaskKey) -> AdminTask | None:
    if key.task_id is not None:
        return session.get(AdminTask, key.task_id)
    return session.scalar(
        select(AdminTask).where(
            AdminTask.cohort_id == key.cohort_id,
            AdminTask.enrolment_id.is_(None)
            if key.enrolment_id is None
            else AdminTask.enrolment_id == key.enrolment_id,
            AdminTask.template_id == key.template_id,
            AdminTask.period == key.period,
        )
    )


def _keep_contract(session: Session, task: AdminTask) -> None:
    if task.enrolment_id is None or task.template_id is None or not task.reference:
        return
    template = session.get_one(TaskTemplate, task.template_id)
    if template.kind is TaskKind.CONTRACT:
        session.get_one(Enrolment, task.enrolment_id).contract = task.reference


def _today(session: Session, key: TaskKey) -> date:
    cohort = session.get(Cohort, key.cohort_id)
    if cohort is None:
        raise NotFound
    return now(session).astimezone(ZoneInfo(cohort.campus.zone)).date()


def _name(session: Session, task: AdminTask) -> None:
    of_cohort, of_person = _TITLES[task.done_on is not None, bool(task.waived)]
    if task.enrolment_id is None:
        name_change(session, of_cohort, task=_title(task))
        return
    person = session.get_one(Enrolment, task.enrolment_id).person
    name = names.display_name(person.first_name, person.surname)
    name_change(session, of_person, task=_title(task), name=name)


_NOTED = (N_("Noted: {task}"), N_("Noted for {name}: {task}"))
_DONE = (N_("Done: {task}"), N_("Done for {name}: {task}"))
_NOT_NEEDED = (N_("Not needed: {task}"), N_("Not needed for {name}: {task}"))
_TITLES = {
    (False, False): _NOTED,
    (True, False): _DONE,
    (True, True): _DONE,
    (False, True): _NOT_NEEDED,
}


def _title(task: AdminTask) -> Word | str:
    if task.title or task.template is None:
        return task.title
    return task.template.title or Word(TASK_KIND_LABELS[task.template.kind])
