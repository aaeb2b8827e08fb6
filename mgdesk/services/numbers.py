"""Numbers without gaps: per campus, kind and year, taken inside the transaction that uses them."""

from uuid import UUID

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from mgdesk.model import Series
from mgdesk.rules.rights import Right
from mgdesk.services.rights import needs


@needs(Right.RUN)
def take_numbers(
    session: Session, *, campus_id: UUID, kind: str, year: int, count: int = 1
) -> range:
    """The next `count` numbers of a series. When the transaction fails, they were never taken.

    One atomic UPDATE, so two desks on one server never get the same number: the second waits.
    """
    last = _advance(session, campus_id, kind, year, count)
    if last is None:
        try:
            with session.begin_nested():
                session.add(Series(campus_id=campus_id, kind=kind, year=year, last=0))
        except IntegrityError:
            pass  # another desk began the series at this very moment
        last = _advance(session, campus_id, kind, year, count)
    assert last is not None
    return range(last - count + 1, last + 1)


def _advance(session: Session, campus_id: UUID, kind: str, year: int, count: int) -> int | None:
    return session.execute(
        update(Series)
        .where(Series.campus_id == campus_id, Series.kind == kind, Series.year == year)
        .values(last=Series.last + count)
        .returning(Series.last)
        .execution_options(synchronize_session=False)
    ).scalar_one_or_none()
