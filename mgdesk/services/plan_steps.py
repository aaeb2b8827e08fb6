"""The points of an action plan: what, who does it, until when, and that it is done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from mgdesk.errors import NotFound
from mgdesk.i18n import N_
from mgdesk.model import CoachingSession, PlanStep
from mgdesk.model.identity import new_key
from mgdesk.rules import names
from mgdesk.rules.rights import Right
from mgdesk.services.rights import needs
from mgdesk.services.texts import line
from mgdesk.storage.audit import name_change, now


@dataclass(frozen=True)
class StepFields:
    """A point as it is wished; the key of a known one keeps it. Without words it is left out."""

    what: str
    who: str = ""
    due_on: date | None = None
    done_on: date | None = None
    step_id: UUID | None = None


@needs(Right.COACH)
def set_plan(session: Session, *, coaching_id: UUID, steps: Sequence[StepFields]) -> None:
    """Say what an action plan is made of, in this order; what is left out goes.

    Raises NotFound, TextTooLong.
    """
    found = session.get(CoachingSession, coaching_id)
    if found is None:
        raise NotFound
    known = {one.id: one for one in found.steps}
    wished = [one for one in steps if line(one.what)]
    kept = {one.step_id for one in wished}
    for step_id, gone in known.items():
        if step_id not in kept:
            found.steps.remove(gone)
    for position, one in enumerate(wished):
        step = known.get(one.step_id) if one.step_id else None
        if step is None:
            step = PlanStep(id=new_key())
            found.steps.append(step)
        step.position, step.what, step.who = position, line(one.what), line(one.who)
        step.due_on, step.done_on = one.due_on, one.done_on
    name_change(session, N_("Action plan of {name} changed"), name=_name(found))


@needs(Right.COACH)
def step_done(session: Session, *, step_id: UUID) -> None:
    """Say that a point of an action plan is done, today at the campus. Raises NotFound."""
    step = session.get(PlanStep, step_id)
    if step is None:
        raise NotFound
    found = step.coaching_session
    step.done_on = now(session).astimezone(ZoneInfo(found.campus.zone)).date()
    name_change(session, N_("Follow-up of {name} done"), name=_name(found))


def _name(found: CoachingSession) -> str:
    return names.display_name(found.person.first_name, found.person.surname)
