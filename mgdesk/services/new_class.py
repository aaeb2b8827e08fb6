"""A list becomes a class: the cohort with its half-days and everybody in it, in one change."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from mgdesk.exchange.plan import ImportRow
from mgdesk.queries.campuses import campus_id_of
from mgdesk.rules.rights import Right
from mgdesk.services.cohorts import add_cohort
from mgdesk.services.exchange import ImportReport, import_learners
from mgdesk.services.rights import needs


@needs(Right.PLAN)
def import_new_class(
    session: Session,
    *,
    rows: Sequence[ImportRow],
    cohort: Mapping[str, Any],
    source: str = "",
    progress: Callable[[int, int], None] | None = None,
) -> tuple[UUID, ImportReport]:
    """Make the cohort (as `add_cohort` takes it), then import the rows into it; undone as one.

    Raises what `add_cohort` and `import_learners` raise.
    """
    cohort_id = add_cohort(session, **cohort)
    report = import_learners(
        session,
        rows=rows,
        campus_id=campus_id_of(session, code=cohort["campus"]),
        cohort_id=cohort_id,
        source=source,
        progress=progress,
    )
    return cohort_id, report
