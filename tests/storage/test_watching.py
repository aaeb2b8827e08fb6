"""Two desks on one set of data: each hears what the other wrote, and nothing of its own."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from mgdesk.desk import Desk, open_desk
from mgdesk.paths import Home
from mgdesk.storage.opening import open_store
from tests.storage import deeds

PEOPLE = frozenset({"person", "person_role"})


@pytest.fixture(params=["file", "server"])
def two(request: pytest.FixtureRequest, desk: Desk, tmp_path) -> Iterator[tuple[Desk, Desk]]:
    if request.param == "file":
        first, second = desk, open_desk(desk.home)
    else:
        address = request.getfixturevalue("postgres")
        homes = (Home(tmp_path / "one"), Home(tmp_path / "two"))
        first, second = (Desk(home, open_store(home, server=address)) for home in homes)
    yield first, second
    second.close()
    if first is not desk:
        first.close()


def test_each_hears_the_other_once_and_never_itself(two: tuple[Desk, Desk]) -> None:
    first, second = two
    heard: list[frozenset[str]] = []
    second.listen(heard.append)
    first.do(deeds.add_person, name="Léa")
    assert first.hear_others() == frozenset()
    assert second.hear_others() == PEOPLE
    assert second.hear_others() == frozenset()
    assert heard == [PEOPLE]
    second.do(deeds.add_person, name="Amina")
    assert second.hear_others() == frozenset()
    assert first.hear_others() == PEOPLE


def test_an_undo_is_heard_too(two: tuple[Desk, Desk]) -> None:
    first, second = two
    first.do(deeds.add_person, name="Léa")
    second.hear_others()
    first.undo()
    assert second.hear_others() == PEOPLE
    assert second.read(deeds.names) == []


def test_what_was_there_at_opening_is_not_news(two: tuple[Desk, Desk]) -> None:
    first, _second = two
    first.do(deeds.add_person, name="Léa")
    first.hear_others()
    late = Desk(first.home, first._store)
    assert late.hear_others() == frozenset()


def test_a_desk_whose_clock_is_behind_is_heard_and_catches_up(two: tuple[Desk, Desk]) -> None:
    first, second = two
    second._store.clock._wall = lambda: datetime.now(UTC) - timedelta(minutes=5)
    second._store.clock._last = datetime.now(UTC) - timedelta(minutes=5)
    first.do(deeds.add_person, name="Léa")
    first.hear_others()
    second.do(deeds.add_person, name="Amina")
    assert first.hear_others() == PEOPLE
    second.hear_others()
    assert second._store.clock.now() > first._store.clock.last


def test_a_change_that_fails_is_neither_told_nor_remembered(two: tuple[Desk, Desk]) -> None:
    first, second = two
    with pytest.raises(ZeroDivisionError):
        first.do(lambda _session: 1 / 0)
    assert first._store.own == set()
    assert second.hear_others() == frozenset()
