"""The campus's list of what is done on paper: lines of its own, and those that the program brings."""

import tomllib
from functools import cache
from typing import Any, TypedDict, Unpack
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mgdesk.errors import DeskError, NotFound, StaleRecord
from mgdesk.i18n import N_
from mgdesk.model import FunderProfile, TaskTemplate
from mgdesk.model.identity import new_key
from mgdesk.paths import resource
from mgdesk.rules.rights import Right
from mgdesk.rules.tasks import TASK_KIND_LABELS, TaskKind, TaskMoment, TaskOf
from mgdesk.services.rights import needs
from mgdesk.services.texts import line
from mgdesk.storage.audit import Word, name_change

_MOST_DAYS = 366


class TaskDaysUnusable(DeskError):
    sentence = N_("{days} days are too many: a task is due within a year. Correct the number.")


class OtherTaskUntitled(DeskError):
    sentence = N_("Say what has to be done: this kind of task needs a title.")


class TemplateFields(TypedDict, total=False):
    """What a line of the list says; what is not given stays."""

    funder_profile_id: UUID | None
    title: str
    of: TaskOf
    moment: TaskMoment
    days: int
    late_days: int | None
    is_active: bool
    is_confirmed: bool


@needs(Right.RUN)
def add_template(session: Session, *, kind: TaskKind, **fields: Unpack[TemplateFields]) -> UUID:
    """Add a line to the list, at its end. Raises TaskDaysUnusable, OtherTaskUntitled."""
    last = session.scalar(select(func.max(TaskTemplate.position)))
    template = TaskTemplate(
        id=new_key(), kind=kind, position=(last if last is not None else -1) + 1
    )
    _fill(template, fields)
    session.add(template)
    name_change(session, N_("Task list: {task} added"), task=_title(template))
    session.flush()
    return template.id


@needs(Right.RUN)
def update_template(
    session: Session,
    *,
    template_id: UUID,
    version: int,
    kind: TaskKind,
    **fields: Unpack[TemplateFields],
) -> None:
    """Change a line; what was noted stays. Raises NotFound, StaleRecord, TaskDaysUnusable,
    OtherTaskUntitled."""
    template = session.get(TaskTemplate, template_id)
    if template is None:
        raise NotFound
    if template.version != version:
        raise StaleRecord
    template.kind = kind
    _fill(template, fields)
    name_change(session, N_("Task list: {task} changed"), task=_title(template))


@needs(Right.RUN)
def delete_template(session: Session, *, template_id: UUID) -> None:
    """Delete a line with all that was noted of it; undo brings both back. Raises NotFound."""
    template = session.get(TaskTemplate, template_id)
    if template is None:
        raise NotFound
    name_change(session, N_("Task list: {task} deleted"), task=_title(template))
    session.delete(template)


@needs(Right.RUN)
def add_shipped_templates(session: Session) -> int:
    """Add the lines that the program brings along, where there is no list yet; how many.

    They are proposals (`is_confirmed` false) with their source beside them in resources/tasks.toml.
    """
    if session.scalar(select(func.count()).select_from(TaskTemplate)):
        return 0
    rows = session.execute(select(FunderProfile.code, FunderProfile.id))
    profiles = {row.code: row.id for row in rows}
    known = [one for one in _shipped() if not one.get("profile") or one["profile"] in profiles]
    for values in known:
        add_template(session, kind=TaskKind(values["kind"]), **_fields(values, profiles))
    name_change(session, N_("Task list added"))
    return len(known)


def _fields(values: dict[str, Any], profiles: dict[str, UUID]) -> TemplateFields:
    return TemplateFields(
        funder_profile_id=profiles.get(values.get("profile", "")),
        title=values.get("title", ""),
        of=TaskOf(values.get("of", "each")),
        moment=TaskMoment(values.get("moment", "start")),
        days=values.get("days", 0),
        late_days=values.get("late_days"),
    )


def _fill(template: TaskTemplate, fields: TemplateFields) -> None:
    for name, value in fields.items():
        setattr(
            template, name, line(value) if isinstance(value, str) and name == "title" else value
        )
    for days in (template.days or 0, template.late_days or 0):
        if abs(days) > _MOST_DAYS:
            raise TaskDaysUnusable(days=days)
    if template.kind is TaskKind.OTHER and not template.title:
        raise OtherTaskUntitled


def _title(template: TaskTemplate) -> Word | str:
    return template.title or Word(TASK_KIND_LABELS[template.kind])


@cache
def _shipped() -> list[dict[str, Any]]:
    text = resource("tasks.toml").read_text(encoding="utf-8")
    found: list[dict[str, Any]] = tomllib.loads(text)["task"]
    return found
