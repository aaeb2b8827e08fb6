"""The local day of a moment, asked of the database itself, on SQLite and PostgreSQL alike.

SQLite knows no zones: what the clocks of our zones were ahead of UTC in the period is given to it.
"""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Text, and_, case, cast, literal, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session
from sqlalchemy.sql.functions import FunctionElement

from mgdesk.model import Campus
from mgdesk.model.base import UtcDateTime

_AROUND: Final = timedelta(days=2)  # no zone is further from UTC


class _LocalDay(FunctionElement[str]):
    """`2026-11-23`: the day of a moment in UTC, so many minutes ahead."""

    type = Text()
    inherit_cache = True
    name = "local_day"


@compiles(_LocalDay, "sqlite")
def _on_sqlite(element: Any, compiler: Any, **options: Any) -> str:
    moment, ahead = (compiler.process(part, **options) for part in element.clauses)
    return f"date({moment}, ({ahead}) || ' minutes')"


@compiles(_LocalDay, "postgresql")
def _on_postgresql(element: Any, compiler: Any, **options: Any) -> str:
    moment, ahead = (compiler.process(part, **options) for part in element.clauses)
    return f"to_char(timezone('UTC', {moment}) + ({ahead}) * interval '1 minute', 'YYYY-MM-DD')"


class LocalDays:
    """The clocks of all campuses around a period."""

    def __init__(self, session: Session, first_day: date, last_day: date) -> None:
        self.first_day, self.last_day = first_day, last_day
        self._from = datetime.combine(first_day - _AROUND, time(), UTC)
        self._to = datetime.combine(last_day + _AROUND, time(), UTC)
        zones = session.scalars(select(Campus.zone).distinct().order_by(Campus.zone))
        self._steps = {zone: self._changes(ZoneInfo(zone)) for zone in zones}

    def _changes(self, zone: ZoneInfo) -> list[tuple[datetime, int]]:
        """From which moments on the clock was how many minutes ahead."""
        steps, at = [(self._from, _ahead(self._from, zone))], self._from
        while at < self._to:
            at += timedelta(days=1)
            if _ahead(at, zone) != steps[-1][1]:
                low = at - timedelta(days=1)
                moment = next(
                    low + timedelta(minutes=15 * step)
                    for step in range(1, 97)
                    if _ahead(low + timedelta(minutes=15 * step), zone) == _ahead(at, zone)
                )
                steps.append((moment, _ahead(moment, zone)))
        return steps

    def day(self, moment: Any) -> ColumnElement[str]:
        """The local day of a column of moments at the campus that is joined."""
        return _LocalDay(moment, self._minutes(moment))

    def _minutes(self, moment: Any) -> ColumnElement[int]:
        if not self._steps:
            return literal(0)
        return case(
            *(
                (Campus.zone == zone, _stepped(moment, steps))
                for zone, steps in self._steps.items()
            ),
            else_=0,
        )

    def within(self, moment: Any) -> ColumnElement[bool]:
        """The moment's local day lies in the period; coarse bounds first, for the index."""
        day = self.day(moment)
        return and_(
            moment >= literal(self._from, UtcDateTime()),
            moment < literal(self._to, UtcDateTime()),
            day >= self.first_day.isoformat(),
            day <= self.last_day.isoformat(),
        )

    def before(self, moment: Any) -> ColumnElement[bool]:
        """The moment's local day is earlier than the period."""
        return and_(
            moment < literal(self._to, UtcDateTime()),
            self.day(moment) < self.first_day.isoformat(),
        )


def _stepped(moment: Any, steps: list[tuple[datetime, int]]) -> ColumnElement[int]:
    later = [
        (moment < literal(following, UtcDateTime()), ahead)
        for (_, ahead), (following, _) in pairwise(steps)
    ]
    last = steps[-1][1]
    return case(*later, else_=last) if later else literal(last)


def _ahead(moment: datetime, zone: ZoneInfo) -> int:
    offset = moment.astimezone(zone).utcoffset()
    return int(offset.total_seconds()) // 60 if offset else 0


def day_text(day: Any) -> ColumnElement[str]:
    """A column of days as `2026-11-23`, on both databases."""
    return cast(day, Text)
