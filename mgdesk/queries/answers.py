"""Which of the answers noted after a training stand: one noted later for the same time corrects it."""

from sqlalchemy import ColumnElement, and_, exists, or_
from sqlalchemy.orm import aliased

from mgdesk.model import Outcome


def stands() -> ColumnElement[bool]:
    """Whether an outcome was not corrected since; what was noted for no asked time always stands."""
    later = aliased(Outcome)
    return ~exists().where(
        later.enrolment_id == Outcome.enrolment_id,
        later.milestone == Outcome.milestone,
        or_(
            later.noted_at > Outcome.noted_at,
            and_(later.noted_at == Outcome.noted_at, later.id > Outcome.id),
        ),
    )
