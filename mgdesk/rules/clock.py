"""A clock that never goes back: the order of happenings must not depend on the computer's clock."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta


def wall_clock() -> datetime:
    """The computer's idea of now, in UTC."""
    return datetime.now(UTC)


class HybridClock:
    """Now in UTC, but always at least a microsecond after the last moment it gave or was told.

    A computer whose clock was set back keeps writing in the right order; it catches up by itself.
    """

    def __init__(
        self, last: datetime | None = None, wall: Callable[[], datetime] = wall_clock
    ) -> None:
        self._last = last or datetime.min.replace(tzinfo=UTC)
        self._wall = wall

    @property
    def last(self) -> datetime:
        """The last moment that it gave or was told."""
        return self._last

    def hear(self, moment: datetime) -> None:
        """Be told of a moment at which somebody else wrote: what we write next is later."""
        self._last = max(self._last, moment)

    def now(self) -> datetime:
        self._last = max(self._wall(), self._last + timedelta(microseconds=1))
        return self._last
